"""Where sentences end: a mark, closing brackets, a blank, and something that can begin a sentence.

Own tables and one expression: 0.92 against the reference segmentation of German news without them, and no dependency
for a job that only has to find places where a pause is natural.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from audiobrief.languages import ANY, language_of
from audiobrief.languages.tags import base

CLOSERS = "\"'”’“»›)]」』"
OPENERS = "\"'“‘„‟«‹»›([「『¿¡—–-"

# A semicolon after a Greek letter is a question mark.
_END = re.compile(rf"(?:[.!?…。！？։؟۔।॥።]|(?<=[\u0370-\u03ff]);)+[{re.escape(CLOSERS)}]*(?:\s+|(?<=[。！？])|$)")

CLAUSE_END = re.compile(r"[,;:،؛、，](?:\s|(?<=[、，]))|\s[–—-](?=\s)")
"""Where a sentence that is too long is best broken."""


def sentences(text: str, language: str | None) -> list[tuple[int, int]]:
    """Returns the spans of the sentences, blanks after them included: together they are the whole text.

    ``language`` is a BCP 47 tag, of which the language alone counts; None or "" knows no abbreviations of its own.
    """
    spans, start = [], 0
    for end in _ends(text, base(language)):
        spans.append((start, end))
        start = end
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _ends(text: str, language: str) -> Iterator[int]:
    known = _abbreviations(language)
    for match in _END.finditer(text):
        following = text[match.end() : match.end() + 2].lstrip(OPENERS)
        if following[:1].islower():
            continue
        if match[0].rstrip() == "." and _is_short(text, match.start(), known, language):
            continue
        yield match.end()


def _is_short(text: str, point: int, known: frozenset[str], language: str) -> bool:
    """The word before a point is an abbreviation, an initial or an ordinal."""
    word = re.search(r"[\w.’'-]*$", text[max(0, point - 12) : point])
    last = (word[0] if word else "").lower()
    if last in known or (len(last) == 1 and last.isalpha()):
        return True
    if not last.isdecimal() or len(last) > 2:
        return False
    goes_on = text[point + 1 : point + 3].strip().isdecimal()  # "from 1. 5 was the goal"
    return goes_on or language_of(language).words.sentences.point_ordinals


@cache
def _abbreviations(language: str) -> frozenset[str]:
    """Returns the words of a language whose point ends no sentence."""
    tables = (language_of(name).words.sentences for name in (ANY, language))
    return frozenset(word for table in tables for word in table.abbreviations.split())
