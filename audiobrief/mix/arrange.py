"""Decides what is heard when: the order of chunks and silences, the timeline, the chapters. Pure.

Time is counted in samples. Everything starts and ends on a frame, so a pause is a count of silent frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from audiobrief.mix.frames import TAIL_SAMPLES, FrameFormat, frame_format
from audiobrief.mix.packed_marks import NO_MARKS, MarkTrack
from audiobrief.model import Article, Chapter, MixSettings, Segment, Span, Timeline

INTRO = -1
OUTRO = -2
"""Numbers of the two chunks that belong to no segment."""
_INTRO_PAUSE_MS = 600
_OUTRO_PAUSE_MS = 1000
_TITLE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class ChunkFacts:
    """What must be known of a chunk to place it: not its sound."""

    frame_count: int
    byte_count: int
    speech_start: int
    """Samples of silence before the first sound."""
    speech_samples: int
    marks: MarkTrack = NO_MARKS
    """Positions are samples after ``speech_start``."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk, or a silence when ``chunk`` is None."""

    chunk: int | None
    """Index of the segment, or ``INTRO`` or ``OUTRO``."""
    frames: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An episode's audio, decided but not written."""

    pieces: tuple[Piece, ...]
    timeline: Timeline
    chapters: tuple[Chapter, ...]

    @property
    def frames(self) -> int:
        """Counts the frames of the whole file."""
        return sum(piece.frames for piece in self.pieces)

    @property
    def bytes(self) -> int:
        """Counts the bytes of all frames."""
        return sum(piece.bytes for piece in self.pieces)


def arrange(
    segments: Sequence[Segment],
    speech: Sequence[ChunkFacts | None],
    settings: MixSettings,
    *,
    stories: Sequence[Article] = (),
    intro: ChunkFacts | None = None,
    outro: ChunkFacts | None = None,
) -> Arrangement:
    """Places every chunk. ``speech`` has one entry a segment: None where there is nothing to hear.

    ``stories`` gives the chapters of an edition their links. Raises :class:`UsageError` for impossible settings.
    """
    heard = [(number, facts) for number, facts in enumerate(speech) if facts is not None]
    titles = _chapter_titles(segments, {number for number, _ in heard})
    tape = _Tape(frame_format(settings))
    pause_ms = 0
    if intro is not None:
        tape.place(INTRO, intro, 0)
        pause_ms = _INTRO_PAUSE_MS
    spans: list[Span] = []
    starts_ms: dict[int, int] = {}
    for (number, facts), own_pause_ms in zip(heard, _pauses_ms(segments, heard), strict=True):
        if number in titles:
            starts_ms[number] = tape.mark_s(facts, pause_ms) * 1000 if starts_ms else 0
        spans.append(tape.place(number, facts, pause_ms, not_before_ms=starts_ms.get(number, 0)))
        pause_ms = own_pause_ms
    if outro is not None:
        tape.place(OUTRO, outro, max(pause_ms, _OUTRO_PAUSE_MS))
        pause_ms = 0
    tape.finish(pause_ms)
    timeline = Timeline(settings.rate_hz, tape.position, tuple(spans))
    marks = [
        Chapter(titles[number][0], start, timeline.duration_ms, number, _story_url(segments[number], stories), level)
        for (number, start), (_, level) in zip(starts_ms.items(), titles.values(), strict=True)
    ]
    return Arrangement(tuple(tape.pieces), timeline, tuple(_ended(marks)))


def _ended(marks: Sequence[Chapter]) -> Iterator[Chapter]:
    """Yields each chapter with its end: where the next one begins that is not inside it."""
    for place, mark in enumerate(marks):
        following = (other.start_ms for other in marks[place + 1 :] if other.level <= mark.level)
        yield replace(mark, end_ms=next(following, mark.end_ms))


def _pauses_ms(segments: Sequence[Segment], heard: Sequence[tuple[int, ChunkFacts]]) -> Iterator[int]:
    """Yields the silence after each segment with sound: the longest of its own and of the silent ones behind it."""
    numbers = [number for number, _ in heard]
    for number, after in zip(numbers, [*numbers[1:], len(segments)], strict=False):
        yield max(segment.pause_ms for segment in segments[number:after])


class _Tape:
    """What is laid down so far."""

    def __init__(self, form: FrameFormat) -> None:
        self.pieces: list[Piece] = []
        self.position = 0
        """Samples; always a whole number of frames."""
        self._sound_end = 0
        self._form = form

    def mark_s(self, facts: ChunkFacts, pause_ms: int) -> int:
        """The whole second at which the chapter of the next chunk starts.

        The last one inside the pause: behind the last sound's decay, and not after the chunk's first frame, so that
        a player that jumps there decodes the first word whole. The next one where the pause holds none.
        """
        rate_hz = self._form.rate_hz
        silent_from = self._sound_end + TAIL_SAMPLES
        second = self._start(facts, pause_ms, 0) // rate_hz
        return second if second * rate_hz >= silent_from else -(-silent_from // rate_hz)

    def place(self, number: int, facts: ChunkFacts, pause_ms: int, not_before_ms: int = 0) -> Span:
        """Lays down a chunk at least ``pause_ms`` after the last sound, with the silence before it."""
        self._silence_until(self._start(facts, pause_ms, not_before_ms))
        start = self.position + facts.speech_start
        self.pieces.append(Piece(number, facts.frame_count, facts.byte_count))
        self.position += facts.frame_count * self._form.samples
        self._sound_end = start + facts.speech_samples
        return Span(number, start, self._sound_end, facts.marks.moved(start))

    def finish(self, pause_ms: int) -> None:
        """The silence at the end."""
        self._silence_until(self._sound_end + self._samples(pause_ms))

    def _samples(self, duration_ms: int) -> int:
        return duration_ms * self._form.rate_hz // 1000

    def _start(self, facts: ChunkFacts, pause_ms: int, not_before_ms: int) -> int:
        """Where the next chunk's first frame goes."""
        after_pause = self._sound_end + self._samples(pause_ms) - facts.speech_start if pause_ms else 0
        wanted = max(self.position, after_pause, self._samples(not_before_ms))
        return -(-wanted // self._form.samples) * self._form.samples

    def _silence_until(self, sample: int) -> None:
        frames = -(-(sample - self.position) // self._form.samples)
        if frames > 0:
            self.pieces.append(Piece(None, frames, frames * self._form.silent_bytes))
            self.position += frames * self._form.samples


def _chapter_titles(segments: Sequence[Segment], heard: Set[int]) -> dict[int, tuple[str, int]]:
    """Title and level by the number of the segment that starts the chapter, in order.

    The chapter of a silent segment starts with the next one heard; the first one heard always starts one of level 1.
    """
    titles: dict[int, tuple[str, int]] = {}
    waiting: tuple[str, int] | None = None
    for number, segment in enumerate(segments):
        if segment.chapter:
            level = min(segment.chapter_level, waiting[1]) if waiting else segment.chapter_level
            waiting = segment.chapter, level
        if number in heard:
            if not titles:
                titles[number] = waiting[0] if waiting else _first_words(segment), 1
            elif waiting:
                titles[number] = waiting
            waiting = None
    return titles


def _first_words(segment: Segment) -> str:
    text = " ".join((segment.written or segment.text).split())
    return text if len(text) <= _TITLE_CHARACTERS else text[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _story_url(segment: Segment, stories: Sequence[Article]) -> str | None:
    if segment.story is None or not 0 <= segment.story < len(stories):
        return None
    return stories[segment.story].url or None
