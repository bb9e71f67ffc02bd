"""Parts of a block that are more than their words: lines that end on purpose, phrases in another language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audiobrief.model import Block, Inline, InlineKind
from audiobrief.roles import HEADINGS
from audiobrief.script.write.reading_order import speakable

_VERSE_ENDS, _LONGEST_LINE = 2, 80
"""Lines of verse are short, and there are three or more."""


def as_printed(block: Block, start: int, end: int) -> str:
    """Returns a part of a block's text with a line feed where a line of print ends and a voice has to pause."""
    text = block.text
    for one in _felt_ends(block):
        if start <= one.start and one.end <= end:
            text = f"{text[: one.start]}\n{text[one.end :]}"
    return text[start:end]


def _felt_ends(block: Block) -> list[Inline]:
    """Returns the line ends of verse, and others behind which something new begins; in headings they are layout."""
    ends = [one for one in block.inlines if one.kind is InlineKind.LINE_END]
    if not ends or block.role in HEADINGS:
        return []
    return ends if _is_verse(block.text, ends) else [one for one in ends if not _goes_on(block.text, one)]


def _is_verse(text: str, ends: list[Inline]) -> bool:
    cuts = [0, *(one.start for one in ends), len(text)]
    return len(ends) >= _VERSE_ENDS and all(b - a <= _LONGEST_LINE for a, b in pairwise(cuts))


def _goes_on(text: str, end: Inline) -> bool:
    return text[end.end : end.end + 1].islower()


def in_languages(block: Block, start: int, end: int) -> Iterator[tuple[int, int, str | None]]:
    """Cuts a part of a block's text where its language changes; what cannot be said goes with its neighbour."""
    at = start
    for one in block.inlines:
        if one.kind is not InlineKind.LANGUAGE or not speakable(block.text[max(at, one.start) : min(one.end, end)]):
            continue
        if speakable(block.text[at : one.start]):
            yield at, one.start, None
            at = one.start
        stop = _behind_marks(block.text, min(one.end, end), end)
        yield at, stop, one.value
        at = stop
    if at < end:
        yield at, end, None


def _behind_marks(text: str, place: int, end: int) -> int:
    """Returns where the marks right behind a phrase end; the end, if no word follows."""
    stop = place
    while stop < end and not text[stop].isalnum() and not text[stop].isspace():
        stop += 1
    return end if not speakable(text[stop:end]) else stop
