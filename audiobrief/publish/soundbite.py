"""The part of an episode that a podcast app plays as a taste of it: its headline and its lead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from audiobrief.model import Episode, Segment
from audiobrief.roles import Role

SHORTEST_MS, LONGEST_MS = 15_000, 120_000
"""As the podcast namespace advises."""
_PROSE = frozenset({Role.BODY, Role.QUOTE, Role.CUE})


class Soundbite(NamedTuple):
    """A stretch of an episode."""

    start_ms: int
    duration_ms: int
    title: str
    """The headline, as written."""


def soundbite(episode: Episode) -> Soundbite | None:
    """Returns headline and lead, with as many paragraphs behind it as make it long enough; None where they do not.

    It ends where a paragraph does: never inside a sentence, a quotation or what announces one.
    """
    line = episode.timeline
    said = [episode.script.segments[span.segment] for span in line.spans]
    head, lead = _opening(said)
    if head is None:
        return None
    start_ms = line.ms(line.spans[head].start)
    lengths = (line.ms(line.spans[at].end) - start_ms for at in _ends(said, lead))
    duration_ms = next((length for length in lengths if length >= SHORTEST_MS), LONGEST_MS + 1)
    return (
        Soundbite(start_ms, duration_ms, said[head].written or said[head].text) if duration_ms <= LONGEST_MS else None
    )


def _opening(said: list[Segment]) -> tuple[int | None, int]:
    """Returns where headline and lead are said: the first paragraph, and the last headline before it."""
    lead = next((at for at, segment in enumerate(said) if segment.role is Role.BODY), 0)
    return next((at for at in range(lead - 1, -1, -1) if _is_headline(said[at])), None), lead


def _ends(said: list[Segment], lead: int) -> Iterator[int]:
    """Yields where the paragraphs from the lead on end, up to the first thing that is no prose."""
    prose = takewhile(lambda at: said[at].role in _PROSE, range(lead, len(said)))
    return (at for at in prose if _ends_paragraph(said, at))


def _is_headline(segment: Segment) -> bool:
    return segment.role is Role.HEADLINE or (segment.role is Role.CUE and segment.voice == Role.HEADLINE.value)


def _ends_paragraph(said: list[Segment], at: int) -> bool:
    """Whether no part of the same paragraph follows; a cue belongs to what it announces."""
    own, after = said[at], said[at + 1] if at + 1 < len(said) else None
    is_last = after is None or (own.block, own.story) != (after.block, after.story)
    return is_last and own.block is not None and not own.text.endswith((":", ","))
