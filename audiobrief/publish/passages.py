"""The script as a reader meets it: paragraphs of lines, timed. Transcripts, pages, EPUB and DAISY all show these.

One segment gives one :class:`Line`; segments of one block give one :class:`Passage`, so a paragraph that was split at
its quotes is whole again. Cues ("Quote.") are shown too, as what they are: what is heard can be read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from audiobrief.model import Chapter, Episode, Role, Segment, Span
from audiobrief.publish import clean, timing
from audiobrief.roles import ROLE_FACTS
from audiobrief.text.sentences import sentences

SKIPPABLE = {role: facts.skip for role, facts in ROLE_FACTS.items() if facts.skip}
"""What a listener may want to leave out, and the name of that wish."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Text and when it is heard; times are None for what could not be spoken."""

    text: str
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One segment, to be read."""

    segment: int
    role: Role
    part_of: Role
    """The role; for a cue, the role of the segment that it announces or closes."""
    sentences: tuple[Sentence, ...]
    speaker: str | None
    language: str | None

    @property
    def start_ms(self) -> int | None:
        """Returns when its first word is heard; None when it could not be spoken."""
        return self.sentences[0].start_ms

    @property
    def end_ms(self) -> int | None:
        """Returns when its last word has been heard; None when it could not be spoken."""
        return self.sentences[-1].end_ms

    @property
    def text(self) -> str:
        """Returns all its sentences, a blank apart."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines of one block: a paragraph, a heading, an item of a list, a table."""

    role: Role
    lines: tuple[Line, ...]
    level: int | None
    story: int | None
    has_header_row: bool = False
    """Of a table: its first row is spoken with each of the others."""

    @property
    def start_ms(self) -> int | None:
        """Returns when the first line with sound is heard; None when there is none."""
        return next((line.start_ms for line in self.lines if line.start_ms is not None), None)


def shown(segment: Segment) -> str:
    """A segment as it is read: as written; a cue that has no other form as spoken."""
    return clean.text(segment.written or segment.text).strip()


def shown_line(segment: Segment) -> str:
    """The same on one line; a table's cells apart by semicolons."""
    return clean.line(shown(segment).replace("\t", "; "))


def passages(episode: Episode) -> list[Passage]:
    """All of an episode, in order. Segments without any text are left out."""
    segments = episode.script.segments
    spans = {span.segment: span for span in episode.timeline.spans}
    homes = [_home(segments, index) for index in range(len(segments))]
    parts = _parts(segments, homes)
    found = []
    for _, run in groupby(range(len(segments)), key=homes.__getitem__):
        members = [index for index in run if shown(segments[index])]
        lines = tuple(_line(index, segments[index], parts[index], spans.get(index), episode) for index in members)
        if lines:
            found.append(_passage([segments[index] for index in members], lines))
    return found


def parted(found: Iterable[Passage], starts: Container[int]) -> list[Passage]:
    """The same, but a paragraph that such a segment is in the middle of begins anew there."""
    made = []
    for passage in found:
        lines = passage.lines
        cuts = [place for place, line in enumerate(lines) if place and line.segment in starts]
        if passage.role in (Role.TABLE, Role.LIST_ITEM):
            cuts = []
        for begin, end in pairwise((0, *cuts, len(lines))):
            made.append(replace(passage, lines=lines[begin:end]))
    return made


def chapters_by_passage(found: Sequence[Passage], chapters: Iterable[Chapter]) -> dict[int, Chapter]:
    """The chapter that begins with a passage, by the passage's first segment; those of level 2 not amid one."""
    begun: dict[int, Chapter] = {}
    ends = [passage.lines[-1].segment for passage in found]
    for chapter in chapters:
        place = bisect_left(ends, chapter.segment)
        first = found[place].lines[0].segment if place < len(found) else None
        if first is not None and (chapter.level == 1 or first >= chapter.segment):
            begun.setdefault(first, chapter)
    return begun


def _passage(members: Sequence[Segment], lines: tuple[Line, ...]) -> Passage:
    role = _role(lines)
    first = next((segment for segment in members if segment.role is role), members[0])
    headed = role is Role.TABLE and _is_headed(members)
    return Passage(role, lines, first.level, first.story, headed)


def skippable(found: Iterable[Passage]) -> list[Role]:
    """The roles of :data:`SKIPPABLE` that occur, in its order."""
    there = {line.part_of for passage in found for line in passage.lines}
    return [role for role in SKIPPABLE if role in there]


def _home(segments: Sequence[Segment], index: int) -> tuple[int | None, int]:
    """Returns what is equal for segments of one passage: those of a block, and the cues between them."""
    segment = segments[index]
    here = _block(segment)
    if segment.role is Role.CUE and here is None:
        here = _around(segments, index)
    elif segment.role is Role.DATELINE:  # on a page in a line of its own; it opens the paragraph all the same
        here = _opened(segments, index) or here
    return here or (segment.story, -1 - index)


def _around(segments: Sequence[Segment], index: int) -> tuple[int | None, int] | None:
    """Returns the block that goes on behind a cue, or None where there is none."""
    before, after = _spoken(segments, index, -1), _spoken(segments, index, 1)
    return _block(before) if before and after and _block(before) == _block(after) else None


def _opened(segments: Sequence[Segment], index: int) -> tuple[int | None, int] | None:
    """Returns the paragraph that a dateline opens, or None."""
    after = segments[index + 1] if index + 1 < len(segments) else None
    is_opened = after is not None and after.role is Role.BODY and after.story == segments[index].story
    return _block(after) if after and is_opened else None


def _line(index: int, segment: Segment, part_of: Role, span: Span | None, episode: Episode) -> Line:
    text = shown(segment)
    pieces: tuple[Sentence, ...]
    if span is None:
        pieces = (Sentence(clean.text(text), None, None),)
    else:
        timeline, language = episode.timeline, segment.language or episode.script.article.language
        clock = timing.Clock(text, segment, span)
        cuts = sentences(text, language) if segment.role is not Role.TABLE else [(0, len(text))]
        edges = [*(clock.sample(start) for start, _ in cuts[1:]), span.end]
        begins = [span.start, *edges[:-1]]
        pieces = tuple(
            Sentence(text[start:end].rstrip(), timeline.ms(begin), timeline.ms(edge))
            for (start, end), begin, edge in zip(cuts, begins, edges, strict=True)
        )
    return Line(index, segment.role, part_of, pieces, segment.speaker, segment.language)


def _is_headed(rows: Sequence[Segment]) -> bool:
    """Whether a table's first row is its headers: the script says them before the cells of the next."""
    headers = [cell.strip() for cell in rows[0].written.split("\t") if cell.strip()]
    return len(rows) > 1 and any(f"{cell}:" in rows[1].text for cell in headers)


def _parts(segments: Sequence[Segment], homes: list[tuple[int | None, int]]) -> list[Role]:
    """For each segment its role; for a cue the role of what it opens ("Image.") or closes ("The list ends here.").

    Changes ``homes`` for cues that go into the passage they open.
    """
    parts: list[Role] = []
    opened: Role | None = None
    for index, segment in enumerate(segments):
        if segment.role is not Role.CUE:
            opened = opened if ROLE_FACTS[segment.role].skip else None
            parts.append(segment.role)
            continue
        announced = _announced(segments, index)
        if homes[index] == _around(segments, index):
            parts.append(_inside(segments, index))
        elif opened and _is_first_cue(segments, index):
            parts.append(opened)
            opened = None
        elif announced:
            parts.append(announced)
            opened = announced if ROLE_FACTS[announced].has_end_cue else None
            if not opened:  # "Image." and the caption are one line to the eye
                homes[index] = _block(segments[index + 1]) or homes[index]
        else:
            parts.append(Role.CUE)
    return parts


def _inside(segments: Sequence[Segment], index: int) -> Role:
    """Returns the role of what can be skipped beside a cue inside a block."""
    near = (_spoken(segments, index, 1), _spoken(segments, index, -1))
    return next((segment.role for segment in near if segment and segment.role in SKIPPABLE), Role.CUE)


def _is_first_cue(segments: Sequence[Segment], index: int) -> bool:
    return index == 0 or segments[index - 1].role is not Role.CUE


def _announced(segments: Sequence[Segment], index: int) -> Role | None:
    """Returns the role that the last cue before it announces; None where it cannot be skipped.

    A chapter begins with its announcement, and only a short silence parts the two.
    """
    after = segments[index + 1] if index + 1 < len(segments) else segments[index]
    is_apart = after.chapter or segments[index].pause_ms >= ROLE_FACTS[Role.CUE].pause_ms
    return after.role if after.role is not Role.CUE and after.role in SKIPPABLE and not is_apart else None


def _spoken(segments: Sequence[Segment], index: int, step: int) -> Segment | None:
    """The nearest segment on one side that is no cue."""
    at = index + step
    while 0 <= at < len(segments) and segments[at].role is Role.CUE:
        at += step
    return segments[at] if 0 <= at < len(segments) else None


def _block(segment: Segment) -> tuple[int | None, int] | None:
    return None if segment.block is None else (segment.story, segment.block)


def _role(lines: Sequence[Line]) -> Role:
    """What a passage is: a paragraph with a dateline and quotes in it is body text."""
    roles = [line.role for line in lines if line.role is not Role.CUE]
    if not roles:
        return Role.CUE
    return Role.BODY if Role.BODY in roles else roles[0]
