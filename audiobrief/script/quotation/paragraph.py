"""A paragraph and where its sentences end, for who looks for the speakers of quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from audiobrief.languages.tags import CAPITALS
from audiobrief.script.quotation.reporting import Grammar

SENTENCE_END = re.compile(rf"[.!?…][\"”’»“)]*\s+(?=\W{{0,3}}[{CAPITALS}ა-ჰ0-9])")
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Cmdr|Gov|Sen|Rep|Rev|Jr|Sr|No|Nr|Hon|Supt|Det|Insp|"
    r"Sr|Sra|Dra|Mme|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Calif|Fla|Mass|Va|Pa|им|г|ул|"
    r"[A-ZА-ЯЁ])|\b[a-zA-Zа-я]\.[a-zA-Zа-я])$"
)
ORDINAL = re.compile(r"\b\d{1,2}$")


class Paragraph:
    """A paragraph's text with the words of its language."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text = text
        self.grammar = grammar

    def sentence_start(self, begin: int, end: int) -> int:
        """Where the sentence that runs up to ``end`` begins, not before ``begin``."""
        return max((place for place in self._ends if begin <= place <= end), default=begin)

    def sentence_end(self, begin: int, end: int) -> int:
        """Where the sentence that goes on at ``begin`` ends, not after ``end``."""
        return min((place for place in self._ends if begin < place <= end), default=end)

    @cached_property
    def _ends(self) -> list[int]:
        return list(self._sentence_ends())

    def _sentence_ends(self) -> Iterator[int]:
        for match in SENTENCE_END.finditer(self.text):
            if match[0][0] == ".":
                head = self.text[max(0, match.start() - 8) : match.start()]
                if ABBREVIATED.search(head) or (self.grammar.point_ordinals and ORDINAL.search(head)):
                    continue
            yield match.end()
