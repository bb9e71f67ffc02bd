"""Cuts text into sentences, clauses and words, by positions: for engines without marks and for second tries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from audiobrief.text import sentences as text_sentences

Stretch = tuple[int, int]
"""First character and one past the last."""

SENTENCE_PAUSE_S = 0.35
"""Silence between two sentences of one paragraph at rate 1, where we put them together ourselves."""

_LONGEST_WORD = 80
"""Engines lose letters of longer ones: espeak-ng keeps a word of about 160 bytes."""
_SHORTEST_CUT = 24
"""A shorter word is not cut: two halves of a name are noise."""
_WORD = re.compile(r"\S+")
_WRITTEN_WORD = re.compile(r"[^\W_](?:\S*(?:[^\W_]|[%°]))?")  # from the first letter or digit to the last


def sentences(text: str, language: str) -> list[Stretch]:
    """Cuts at the ends of sentences; the stretches hold every character that is not blank, in order."""
    return _without_blanks(text, text_sentences.sentences(text, language))


def clauses(text: str) -> list[Stretch]:
    """Cuts after commas and dashes."""
    cuts = [0, *(match.end() for match in text_sentences.CLAUSE_END.finditer(text)), len(text)]
    return _without_blanks(text, pairwise(cuts))


def halves(text: str) -> list[Stretch]:
    """Cuts at the blank nearest to the middle; one very long word in equal parts."""
    words = [match.span() for match in _WORD.finditer(text)]
    if len(words) > 1:
        middle = (words[0][0] + words[-1][1]) / 2
        cut = min(range(1, len(words)), key=lambda index: abs(words[index][0] - middle))
        return [(words[0][0], words[cut - 1][1]), (words[cut][0], words[-1][1])]
    if words and words[0][1] - words[0][0] > _SHORTEST_CUT:
        start, end = words[0]
        step = min(-(-(end - start) // 2), _LONGEST_WORD)
        return [(place, min(place + step, end)) for place in range(start, end, step)]
    return words


def words(text: str) -> list[Stretch]:
    """Finds each run of characters without a blank that holds a letter or digit, without the marks around it."""
    return [match.span() for match in _WRITTEN_WORD.finditer(text)]


def _without_blanks(text: str, stretches: Iterable[Stretch]) -> list[Stretch]:
    spans = ((start, end, text[start:end]) for start, end in stretches)
    return [(end - len(piece.lstrip()), start + len(piece.rstrip())) for start, end, piece in spans if piece.strip()]
