"""The script as a reader meets it: paragraphs of lines, timed. Transcripts, pages, EPUB and DAISY all show these.

One segment gives one :class:`Line`; segments of one block give one :class:`Passage`, so a paragraph that was split at
its quotes is whole again. Cues ("Quote.") are shown too, as what they are: what is heard can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from audiobrief.model import Episode, Role, Segment, Span, Timeline
from audiobrief.publish import clean, timing

SKIPPABLE = {
    Role.QUOTE: "quotes",
    Role.LIST_ITEM: "lists",
    Role.TABLE: "tables",
    Role.CAPTION: "captions",
    Role.EMBED: "embeds",
    Role.FOOTNOTE: "footnotes",
    Role.NOTICE: "notices",
    Role.CREDIT: "credits",
    Role.CUE: "cues",
}
"""What a listener may want to leave out, and the name of that wish."""

HEADINGS = frozenset({Role.HEADLINE, Role.SUBHEAD})


@dataclass(frozen=True, slots=True)
class Sentence:
    """Text and when it is heard; times are null for what could not be spoken."""

    text: str
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One segment, to be read."""

    segment: int
    role: Role
    part_of: Role
    """Its own role; of a cue, the role of what it announces or closes."""
    sentences: tuple[Sentence, ...]
    speaker: str | None
    language: str | None

    @property
    def start_ms(self) -> int | None:
        return self.sentences[0].start_ms

    @property
    def end_ms(self) -> int | None:
        return self.sentences[-1].end_ms

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines of one block: a paragraph, a heading, an item of a list, a table."""

    role: Role
    lines: tuple[Line, ...]
    level: int | None
    story: int | None
    chapters: tuple[int, ...]
    """Indexes of the chapters that start in it."""

    @property
    def start_ms(self) -> int | None:
        return next((line.start_ms for line in self.lines if line.start_ms is not None), None)

    @property
    def language(self) -> str | None:
        """The language of all its lines, where they agree on one."""
        spoken = {line.language for line in self.lines}
        return spoken.pop() if len(spoken) == 1 else None


def shown(segment: Segment) -> str:
    """A segment as it is read: as written on the page; a cue as spoken."""
    return clean.text(segment.written if segment.role is not Role.CUE and segment.written else segment.text).strip()


def passages(episode: Episode) -> list[Passage]:
    """All of an episode, in order. Segments without any text are left out."""
    segments = episode.script.segments
    spans = {span.segment: span for span in episode.timeline.spans}
    starts: dict[int, list[int]] = {}
    for index, chapter in enumerate(episode.chapters):
        starts.setdefault(chapter.segment, []).append(index)
    parts = _parts(segments)
    found = []
    for _, run in groupby(enumerate(segments), key=lambda pair: _place(*pair)):
        members = [(index, segment) for index, segment in run if shown(segment)]
        if not members:
            continue
        lines = tuple(_line(index, segment, parts[index], spans, episode.timeline) for index, segment in members)
        role = _role(lines)
        first = next((segment for _, segment in members if segment.role is role), members[0][1])
        chapters = tuple(chapter for index, _ in members for chapter in starts.get(index, ()))
        found.append(Passage(role, lines, first.level, first.story, chapters))
    return found


def lines(episode: Episode) -> Iterable[Line]:
    """The lines of all passages."""
    return (line for passage in passages(episode) for line in passage.lines)


def skippable(found: Iterable[Passage]) -> list[Role]:
    """The roles of :data:`SKIPPABLE` that occur, in its order."""
    there = {line.part_of for passage in found for line in passage.lines}
    return [role for role in SKIPPABLE if role in there]


def _place(index: int, segment: Segment) -> tuple[int | None, int]:
    """Equal for segments of the same block; a segment that is of no block stands alone."""
    return segment.story, -1 - index if segment.block is None else segment.block


def _line(index: int, segment: Segment, part_of: Role, spans: dict[int, Span], timeline: Timeline) -> Line:
    text = shown(segment)
    pieces: tuple[Sentence, ...]
    span = spans.get(index)
    if span is None:
        pieces = (Sentence(clean.text(text), None, None),)
    else:
        clock = timing.Clock(text, segment, span)
        cuts = timing.sentences(text) if segment.role is not Role.TABLE else [(0, len(text))]
        edges = [*(clock.sample(start) for start, _ in cuts[1:]), span.end]
        begins = [span.start, *edges[:-1]]
        pieces = tuple(
            Sentence(text[start:end], timeline.ms(begin), timeline.ms(edge))
            for (start, end), begin, edge in zip(cuts, begins, edges, strict=True)
        )
    return Line(index, segment.role, part_of, pieces, segment.speaker, segment.language)


def _parts(segments: Sequence[Segment]) -> list[Role]:
    """For each segment its role; for a cue of a block the role of the skippable neighbour it belongs to."""
    parts = []
    for index, segment in enumerate(segments):
        part = segment.role
        if part is Role.CUE and segment.block is not None:
            after = _neighbour(segments, index, 1)
            before = _neighbour(segments, index, -1)
            part = next((role for role in (after, before) if role in SKIPPABLE), Role.CUE)
        parts.append(part)
    return parts


def _neighbour(segments: Sequence[Segment], index: int, step: int) -> Role:
    """The role of the next segment of the same block that is no cue; CUE when there is none."""
    here = segments[index]
    at = index + step
    while 0 <= at < len(segments) and segments[at].role is Role.CUE:
        at += step
    if 0 <= at < len(segments) and (segments[at].story, segments[at].block) == (here.story, here.block):
        return segments[at].role
    return Role.CUE


def _role(lines: Sequence[Line]) -> Role:
    """What a passage is: a paragraph with a dateline and quotes in it is body text."""
    roles = [line.role for line in lines if line.role is not Role.CUE]
    if not roles:
        return Role.CUE
    return Role.BODY if Role.BODY in roles else roles[0]
