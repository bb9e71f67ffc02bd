"""Joins frames into the MP3 file: tag, Info frame, chunks and silences, in one pass and in flat memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from audiobrief.errors import OutputError
from audiobrief.mix.arrange import Arrangement, Piece
from audiobrief.mix.frames import FrameFormat, frame_format, info_frame
from audiobrief.model import MixSettings

_SEEK_POINTS = 100
_SILENT_FRAMES_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Mp3Facts:
    """A written file."""

    bytes: int
    sha256: str
    frames: int
    """Audio frames; the Info frame is not one."""
    samples: int
    """What a decoder gives that honours the Info frame; it is the timeline's length."""
    rate_hz: int

    @property
    def duration_ms(self) -> int:
        """Returns what a player shows, in whole milliseconds."""
        return self.samples * 1000 // self.rate_hz


def write_mp3(
    file: BinaryIO,
    tag: bytes,
    arrangement: Arrangement,
    read_chunk: Callable[[int], bytes],
    settings: MixSettings,
) -> Mp3Facts:
    """Writes ``tag`` and the episode's audio to a file open for writing; nothing is read back, no seek is made.

    ``read_chunk`` gives the frames of a chunk by the number of its piece. Raises :class:`OutputError` when they are
    not the ones that were arranged, and whatever ``file.write`` raises.
    """
    form = frame_format(settings)
    tail = Piece(None, form.tail_frames, form.tail_frames * form.silent_bytes)
    frames = arrangement.frames + tail.frames
    samples = arrangement.timeline.samples
    seek = list(_seek_points(arrangement))
    head = tag + info_frame(form, frames, arrangement.bytes + tail.bytes, samples, seek)
    digest = hashlib.sha256(head)
    file.write(head)
    length = len(head)
    for piece in (*arrangement.pieces, tail):
        for data in _sound(piece, read_chunk, form):
            file.write(data)
            digest.update(data)
            length += len(data)
    return Mp3Facts(length, digest.hexdigest(), frames, samples, settings.rate_hz)


def _sound(piece: Piece, read_chunk: Callable[[int], bytes], form: FrameFormat) -> Iterator[bytes]:
    if piece.chunk is None:
        frame = form.silent_frame()
        for start in range(0, piece.frames, _SILENT_FRAMES_AT_ONCE):
            yield frame * min(_SILENT_FRAMES_AT_ONCE, piece.frames - start)
        return
    data = read_chunk(piece.chunk)
    if len(data) != piece.bytes:
        fact = f"chunk {piece.chunk} has {len(data)} bytes where {piece.bytes} were arranged"
        raise OutputError("the episode's audio", fact, "Run the command again")
    yield data


def _seek_points(arrangement: Arrangement) -> Iterator[float]:
    """Fraction of the audio's bytes at which each hundredth of its time starts."""
    total_frames, total_bytes = arrangement.frames, max(1, arrangement.bytes)
    pieces = iter(arrangement.pieces)
    frames = size = 0
    piece = Piece(None, 0, 0)
    for point in range(_SEEK_POINTS):
        wanted = point * total_frames / _SEEK_POINTS
        while frames + piece.frames < wanted:
            frames, size = frames + piece.frames, size + piece.bytes
            piece = next(pieces)
        inside = (wanted - frames) / piece.frames if piece.frames else 0.0
        yield (size + inside * piece.bytes) / total_bytes
