"""The values of sound: what an engine spoke, and when each segment is heard in an episode.

:mod:`audiobrief.model` has them too: whoever needs values asks there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a word or sentence of an utterance begins in its audio."""

    kind: str
    """"word" or "sentence"."""
    sample: int
    start: int
    """First character in the utterance's text."""
    length: int


@dataclass(frozen=True, slots=True)
class Clip:
    """Spoken audio: signed 16-bit little-endian mono PCM."""

    pcm: bytes
    rate_hz: int
    marks: tuple[Mark, ...] = ()

    @property
    def samples(self) -> int:
        """Counts its samples."""
        return len(self.pcm) // 2


@dataclass(frozen=True, slots=True)
class Span:
    """When a segment is spoken, in samples of the episode. Silence around it is not included."""

    segment: int
    start: int
    end: int
    marks: Sequence[Mark] = ()
    """Positions are samples of the episode."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The one source of chapters, transcripts and media overlays."""

    rate_hz: int
    samples: int
    spans: tuple[Span, ...]

    def ms(self, sample: int) -> int:
        """A sample position in whole milliseconds, rounded down: only for printing, never summed."""
        return sample * 1000 // self.rate_hz

    @property
    def duration_ms(self) -> int:
        """Returns its length in whole milliseconds."""
        return self.ms(self.samples)
