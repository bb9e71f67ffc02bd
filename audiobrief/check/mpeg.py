"""The frames of an MP3 file as they stand on the disk (ISO/IEC 11172-3, 13818-3; the Xing/LAME tag)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_KBPS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_HEADER_BYTES = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame's header."""

    bytes: int
    samples: int
    rate_hz: int
    bit_rate_kbps: int
    channels: int
    side_bytes: int
    """Between the header and where the first frame may hold an Info tag."""


@dataclass(frozen=True, slots=True)
class Info:
    """The Xing or Info tag: what a player knows before it has read the file."""

    frames: int | None
    bytes: int | None
    has_seek_table: bool
    delay: int | None
    """Samples that the encoder put before the sound; None without the LAME part."""
    padding: int | None


@dataclass(frozen=True, slots=True)
class Stream:
    """All frames of a file."""

    frames: int
    """Without the one that holds the Info tag."""
    bytes: int
    samples: int
    rates_hz: frozenset[int]
    bit_rates_kbps: frozenset[int]
    channels: frozenset[int]
    junk_bytes: int
    """Bytes between or after frames that are none."""
    info: Info | None
    info_bytes: int = 0

    @property
    def sounding_samples(self) -> int:
        """What remains when a player cuts off what the Info tag says."""
        cut = (self.info.delay or 0) + (self.info.padding or 0) if self.info else 0
        return self.samples - cut


def read_frame(data: bytes, position: int) -> Frame | None:
    """Returns the header at a position, or None where no Layer III frame starts."""
    if position + _HEADER_BYTES > len(data):
        return None
    (word,) = struct.unpack_from(">I", data, position)
    if not _is_layer_three(word):
        return None
    version, is_padded = word >> 19 & 3, word >> 9 & 1
    is_first = version == 3  # MPEG-1; the others are its half and quarter rates
    channels = 1 if word >> 6 & 3 == 3 else 2
    kbps = _KBPS[1 if is_first else 2][word >> 12 & 15]
    rate_hz = _RATES_HZ[version][word >> 10 & 3]
    samples = 1152 if is_first else 576
    size = samples // 8 * kbps * 1000 // rate_hz + is_padded
    return Frame(size, samples, rate_hz, kbps, channels, _SIDE_BYTES[is_first, channels])


_SIDE_BYTES = {(True, 1): 17, (True, 2): 32, (False, 1): 9, (False, 2): 17}
"""Length of the side information, by MPEG-1 or not and by channels."""


def _is_layer_three(word: int) -> bool:
    """Whether the 32 bits of a header are those of a Layer III frame: sync word, and no reserved value."""
    version, layer, bit_rate, rate = word >> 19 & 3, word >> 17 & 3, word >> 12 & 15, word >> 10 & 3
    return word >> 21 == 0x7FF and version != 1 and layer == 1 and bit_rate not in (0, 15) and rate != 3


def read_stream(data: bytes, start: int) -> Stream:
    """Walks over all frames from ``start``. Never raises: what is no frame counts as junk."""
    end = len(data) - 128 if data[-128:-125] == b"TAG" else len(data)  # ID3v1
    rates: set[int] = set()
    bit_rates: set[int] = set()
    channels: set[int] = set()
    frames = size = samples = junk = info_bytes = 0
    info: Info | None = None
    position, is_first = start, True
    while position < end:
        frame = read_frame(data, position)
        if frame is None or position + frame.bytes > end:
            following = data.find(b"\xff", position + 1, end)
            junk += (following if following > 0 else end) - position
            position = following if following > 0 else end
            continue
        if is_first:
            info = _info(data, position + _HEADER_BYTES + frame.side_bytes)
            is_first = False
        if info is not None and not info_bytes:
            info_bytes = frame.bytes
        else:
            frames, size, samples = frames + 1, size + frame.bytes, samples + frame.samples
            bit_rates.add(frame.bit_rate_kbps)
        rates.add(frame.rate_hz)
        channels.add(frame.channels)
        position += frame.bytes
    kinds = frozenset(rates), frozenset(bit_rates), frozenset(channels)
    return Stream(frames, size, samples, *kinds, junk, info, info_bytes)


def _info(data: bytes, position: int) -> Info | None:
    if data[position : position + 4] not in (b"Xing", b"Info"):
        return None
    flags = int.from_bytes(data[position + 4 : position + 8], "big")
    place = position + 8
    numbers: list[int | None] = []
    for bit in (1, 2):
        present = bool(flags & bit)
        numbers.append(int.from_bytes(data[place : place + 4], "big") if present else None)
        place += 4 if present else 0
    place += 100 if flags & 4 else 0
    place += 4 if flags & 8 else 0
    delay = padding = None
    if data[place : place + 4] in (b"LAME", b"Lavc", b"Lavf"):
        both = int.from_bytes(data[place + 21 : place + 24], "big")
        delay, padding = both >> 12, both & 0xFFF
    return Info(numbers[0], numbers[1], bool(flags & 4), delay, padding)
