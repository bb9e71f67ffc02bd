"""A chunk: MP3 frames that can stand next to any other without being encoded again, and how a cache keeps them."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass

from audiobrief.mix.arrange import ChunkFacts
from audiobrief.mix.packed_marks import MarkTrack
from audiobrief.model import Mark

_HEADER = struct.Struct(">4sI")
_MAGIC = b"abf1"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A clip, encoded."""

    frames: bytes
    frame_count: int
    speech_start: int
    """Samples of the silent frames before the sound."""
    speech_samples: int
    """At the output's rate, without the silence around the clip."""
    marks: tuple[Mark, ...]
    """Positions are samples at the output's rate after ``speech_start``."""
    lufs: float
    """Of the clip as the engine gave it; -inf when silent."""
    gain_db: float
    """What was applied, correction included."""

    @property
    def facts(self) -> ChunkFacts:
        """All but the sound: what :func:`~audiobrief.mix.arrange.arrange` needs."""
        size = len(self.frames)
        return ChunkFacts(self.frame_count, size, self.speech_start, self.speech_samples, MarkTrack(self.marks))

    def pack(self) -> bytes:
        """As bytes for a cache."""
        marks = [(mark.kind, mark.sample, mark.start, mark.length) for mark in self.marks]
        lufs = None if self.lufs == -math.inf else self.lufs
        head = [self.frame_count, self.speech_start, self.speech_samples, lufs, self.gain_db, marks]
        text = json.dumps(head, separators=(",", ":")).encode()
        return _HEADER.pack(_MAGIC, len(text)) + text + self.frames

    @staticmethod
    def frames_of(data: bytes) -> bytes:
        """The sound alone of what :meth:`pack` made. Raises ValueError for anything else."""
        return data[_body(data) :]

    @classmethod
    def unpack(cls, data: bytes) -> Chunk:
        """What :meth:`pack` made. Raises ValueError for anything else."""
        body = _body(data)
        try:
            frame_count, speech_start, speech_samples, lufs, gain_db, marks = json.loads(data[_HEADER.size : body])
            kept = tuple(Mark(*mark) for mark in marks)
        except TypeError as error:
            raise ValueError("no chunk") from error
        level = -math.inf if lufs is None else lufs
        return cls(data[body:], frame_count, speech_start, speech_samples, kept, level, gain_db)


def _body(data: bytes) -> int:
    """Returns where the frames begin."""
    magic, length = _HEADER.unpack_from(data) if len(data) >= _HEADER.size else (b"", 0)
    if magic != _MAGIC:
        raise ValueError("no chunk")
    return int(_HEADER.size + length)
