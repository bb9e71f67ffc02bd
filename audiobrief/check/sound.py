"""An MP3 file as a listener's player meets it: tag, frames, decoded audio."""

from __future__ import annotations

import hashlib
import io
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import soundfile

from audiobrief.check.mpeg import Stream, read_stream
from audiobrief.errors import WorkerError
from audiobrief.mix.loudness import Meter
from audiobrief.workers import can_fork, forked

_BLOCK = 1 << 16
_JUMP_MS = 30
"""What is heard at once after a jump to a chapter: a frame and a bit."""
_QUIET = 10 ** (-50 / 20)
_PATIENCE_S = 60.0
_SLOWEST_BYTES_A_S = 100_000
"""Of a decoder; twelve times as fast as one listens at 64 kbit/s."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter in one of the lists that players read."""

    start_ms: int
    title: str
    end_ms: int | None = None
    has_offsets: bool = False
    """Of an ID3 chapter: it points at bytes too, which players would have to believe."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What comes out of a decoder."""

    samples: int
    rate_hz: int
    lufs: float
    true_peak_dbtp: float
    loud_starts_ms: tuple[int, ...]
    """Chapter marks at which something is heard already."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One MP3 file."""

    subject: str
    bytes: int
    sha256: str
    tag: Any | None
    """mutagen's ID3, or None."""
    tag_version: tuple[int, int] | None
    tag_padding: int
    stream: Stream
    decoded: Decoded | None
    """None when a decoder refuses it."""
    marks: tuple[Mark, ...]
    """ID3 chapters in the order in which they stand in the file."""

    @property
    def duration_ms(self) -> int:
        """As a player tells it."""
        if self.decoded is None:
            return 0
        return self.decoded.samples * 1000 // self.decoded.rate_hz

    @property
    def contents_title(self) -> str:
        """Returns the title of the tag's (first) table of contents, or ""."""
        tables = self.tag.getall("CTOC") if self.tag is not None else []
        return str(next(iter(tables[0].sub_frames.getall("TIT2")), "")) if tables else ""

    def texts(self, frame: str) -> str:
        """The text of a frame of the tag, "" when it is not there."""
        found = self.tag.getall(frame) if self.tag is not None else []
        return str(found[0]).strip() if found else ""


def read_sound(data: bytes, subject: str, *, is_apart: bool = False) -> Sound:
    """Reads an MP3 file, decoded in a process of its own if ``is_apart``. Never raises: damage is left to the rules."""
    start = _tag_end(data)
    tag = _tag(data)
    marks = tuple(_marks(tag))
    stream, decoded = (_heard_apart if is_apart else _heard)(data, marks)
    return Sound(
        subject=subject,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        tag=tag,
        tag_version=(2, data[3]) if start else None,
        tag_padding=_padding(data[10:start]) if start else 0,
        stream=stream,
        decoded=decoded,
        marks=marks,
    )


def read_sounds(files: Iterable[tuple[bytes | None, str]]) -> Iterator[Sound | None]:
    """Reads MP3 files with their subjects, as many at once as there are processors; what is not there stays None."""
    at_once = os.cpu_count() or 1
    with ThreadPoolExecutor(at_once) as pool:
        waiting = deque[Future[Sound | None]]()
        for data, subject in files:
            waiting.append(pool.submit(_sound, data, subject))
            if len(waiting) > at_once:  # memory holds no more of them
                yield waiting.popleft().result()
        yield from (one.result() for one in waiting)


def _sound(data: bytes | None, subject: str) -> Sound | None:
    return None if data is None else read_sound(data, subject, is_apart=True)


def _heard_apart(data: bytes, marks: Sequence[Mark]) -> tuple[Stream, Decoded | None]:
    if not can_fork():
        return _heard(data, marks)
    deadline_s = _PATIENCE_S + len(data) / _SLOWEST_BYTES_A_S
    try:
        body = forked("decoder", lambda: msgspec.msgpack.encode(_heard(data, marks)), deadline_s)
    except WorkerError:  # not tried here: it would do the same to this process
        return read_stream(data, _tag_end(data)), None
    return msgspec.msgpack.decode(body, type=tuple[Stream, Decoded | None])


def _heard(data: bytes, marks: Sequence[Mark]) -> tuple[Stream, Decoded | None]:
    return read_stream(data, _tag_end(data)), _decode(data, [mark.start_ms for mark in marks])


def _tag_end(data: bytes) -> int:
    """Where an ID3v2 tag ends: 0 when there is none. Sizes are written with seven bits a byte."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _padding(body: bytes) -> int:
    """The zero bytes after a tag's last frame."""
    return len(body) - len(body.rstrip(b"\0")) if body[-11:] == bytes(11) else 0


def _tag(data: bytes) -> Any | None:
    from mutagen import MutagenError
    from mutagen.id3 import ID3

    try:
        # Untranslated: mutagen would otherwise turn the frames of version 2.3 into those of 2.4.
        return ID3(io.BytesIO(data), translate=False)
    except (MutagenError, ValueError, OverflowError, IndexError):
        return None


def _marks(tag: Any | None) -> Iterator[Mark]:
    """Those of the first level: the children of the one top-level table where there are others inside it."""
    tables = tag.getall("CTOC") if tag is not None else []
    top = next((table.child_element_ids for table in tables if int(table.flags) & 2), None) if len(tables) > 1 else None
    for chapter in tag.getall("CHAP") if tag is not None else []:
        if top is not None and chapter.element_id not in top:
            continue
        titles = chapter.sub_frames.getall("TIT2")
        offsets = {chapter.start_offset, chapter.end_offset} != {0xFFFFFFFF}
        links = chapter.sub_frames.getall("WXXX")
        title, url = str(titles[0]) if titles else "", links[0].url if links else ""
        yield Mark(chapter.start_time, title, chapter.end_time, offsets, url)


def _decode(data: bytes, starts_ms: Sequence[int]) -> Decoded | None:
    class Straight(soundfile.SoundFile):  # type: ignore[misc]
        """Read straight through: a seekable file is sought after every block, and MP3 decoding begun anew."""

        def seekable(self) -> bool:
            return False

    position = 0
    loud: set[int] = set()
    try:
        with Straight(io.BytesIO(data)) as file:
            rate_hz = file.samplerate
            meter = Meter(rate_hz)
            while len(block := file.read(_BLOCK, dtype="float32", always_2d=True)):
                mono = block.mean(axis=1)
                meter.feed(mono)
                loud.update(_loud(mono, position, rate_hz, starts_ms))
                position += len(mono)
    except (soundfile.LibsndfileError, OSError, RuntimeError):
        return None
    if not position:
        return None
    loudness = meter.result()
    return Decoded(position, rate_hz, loudness.lufs, loudness.true_peak_dbtp, tuple(sorted(loud)))


def _loud(block: npt.NDArray[np.float32], position: int, rate_hz: int, starts_ms: Sequence[int]) -> Iterator[int]:
    """The marks whose first moments in this block are not silent."""
    for start_ms in starts_ms:
        first = start_ms * rate_hz // 1000 - position
        heard = block[max(first, 0) : max(first + _JUMP_MS * rate_hz // 1000, 0)]
        if len(heard) and float(np.abs(heard).max()) > _QUIET:
            yield start_ms
