"""Which segments start a chapter, and which of them give way when there are too many. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from audiobrief.model import Role, Segment

LIMIT = 255
"""The table of contents in an ID3 tag counts its children in one byte."""
_TITLE_LENGTH = 60

_ESCAPES = {
    Role.CAPTION: "caption",
    Role.QUOTE: "quote",
    Role.LIST_ITEM: "list",
    Role.TABLE: "table",
}
"""What a listener may want to leave: the chapter after one of these is only its end."""

_GIVE_WAY = ("return", "caption", "quote", "list", "table", "text", "subhead")
"""Kinds of chapters in the order in which they are given up; stories and notices are not in it."""

_KINDS = {
    Role.HEADLINE: "story",
    Role.KICKER: "story",
    Role.NOTICE: "notice",
    Role.SUBHEAD: "subhead",
    **_ESCAPES,
}


def chapter_titles(segments: Sequence[Segment], heard: Sequence[int]) -> dict[int, str]:
    """Title by the number of the segment that starts the chapter, in order, at most ``LIMIT``.

    ``heard`` are the numbers of the segments that have sound. The chapter of a silent segment starts with the next
    one heard; the first one heard always starts a chapter.
    """
    titles: dict[int, str] = {}
    waiting: str | None = None
    listening = set(heard)
    for number, segment in enumerate(segments):
        waiting = segment.chapter or waiting
        if number not in listening:
            continue
        if waiting or not titles:
            titles[number] = waiting or _first_words(segment)
        waiting = None
    return _reduced(titles, segments)


def _first_words(segment: Segment) -> str:
    text = " ".join((segment.written or segment.text).split())
    if len(text) <= _TITLE_LENGTH:
        return text
    return text[:_TITLE_LENGTH].rsplit(" ", 1)[0] + " …"


def _reduced(titles: dict[int, str], segments: Sequence[Segment]) -> dict[int, str]:
    if len(titles) <= LIMIT:
        return titles
    kinds = _kinds(list(titles), segments)
    first = next(iter(titles))
    for given_up in _GIVE_WAY:
        if len(titles) <= LIMIT:
            return titles
        titles = {n: title for n, title in titles.items() if kinds[n] != given_up or n == first}
    if len(titles) <= LIMIT:
        return titles
    # more stories than the table can hold: evenly thinned, so that none is far from a place to jump to
    numbers = list(titles)
    return {n: titles[n] for n in (numbers[i * len(numbers) // LIMIT] for i in range(LIMIT))}


def _kinds(starts: Sequence[int], segments: Sequence[Segment]) -> dict[int, str]:
    """What each chapter is, by the role of its first segment that is not a cue."""
    kinds: dict[int, str] = {}
    before = ""
    for start, end in zip(starts, [*starts[1:], len(segments)], strict=True):
        roles = (segment.role for segment in segments[start:end] if segment.role is not Role.CUE)
        kind = _KINDS.get(next(roles, Role.CUE), "text")
        if kind == "text" and before in _ESCAPES.values():
            kind = "return"
        kinds[start] = before = kind
    return kinds
