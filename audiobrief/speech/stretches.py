"""Cuts text into sentences, clauses and words, by positions: for engines without marks and for second tries."""

from __future__ import annotations

import re
from collections.abc import Iterator

Stretch = tuple[int, int]
"""First character and one past the last."""

SENTENCE_PAUSE_S = 0.35
"""Silence between two sentences of one paragraph at rate 1, where we put them together ourselves."""

# A full stop ends a sentence when more than one letter stands before it and no small letter follows.
_SENTENCE_END = re.compile(
    r"""(?: (?<=[^\W\d_]{2})\. | (?<=[\d%)\]"'”’»])\. | [!?;؟।॥։።] | \.{3} | … )
        ["'”’»)\]]* (?=\s+[^a-zа-я]) | [。！？]["”’」』]*""",
    re.VERBOSE,
)
_CLAUSE_END = re.compile(r"[,;:،、，](?=\s|$)|[、，]|\s[–—-](?=\s)")
_LONGEST_WORD = 80
"""Engines lose letters of longer ones: espeak-ng keeps a word of about 160 bytes."""
_SHORTEST_CUT = 24
"""A shorter word is not cut: two halves of a name are noise."""
_WORD = re.compile(r"\S+")


def sentences(text: str) -> list[Stretch]:
    """Stretches that cover every character that is not blank, in order."""
    return list(_cut(text, _SENTENCE_END))


def clauses(text: str) -> list[Stretch]:
    return list(_cut(text, _CLAUSE_END))


def halves(text: str) -> list[Stretch]:
    """Two stretches cut at the blank nearest to the middle; one very long word in equal parts."""
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
    """Each run of characters without a blank that holds a letter or digit, without the marks around it."""
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not text[end - 1].isalnum() and text[end - 1] not in "%°":
            end -= 1
        if start < end:
            found.append((start, end))
    return found


def _cut(text: str, ends: re.Pattern[str]) -> Iterator[Stretch]:
    start = 0
    for end in [*(match.end() for match in ends.finditer(text)), len(text)]:
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            yield left, start + len(piece.rstrip())
        start = end
