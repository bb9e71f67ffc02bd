"""MP3 frames by their arithmetic: sizes, the silent frame, the Info frame. Standard library only.

Sources: ISO/IEC 11172-3 and 13818-3 (frame header, side information), the Xing/LAME tag as LAME 3.100 writes it.
Mono, constant bit rate, MPEG-1 and MPEG-2 layer III.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from audiobrief.errors import UsageError
from audiobrief.model import MixSettings

LEAD_FRAMES = 2
"""Silent frames before speech: they fill the encoder's bit reservoir, so its first words get all their bits."""
_ENCODER_DELAY = 576
CODING_DELAY = _ENCODER_DELAY + 529
"""Samples by which encoder and decoder together delay what is heard."""
TAIL_SAMPLES = 1152
"""Zeros after speech, at least: more than the coding delay."""
_RATES_HZ = {44_100: (3, 0), 48_000: (3, 1), 32_000: (3, 2), 22_050: (2, 0), 24_000: (2, 1), 16_000: (2, 2)}
_KBPS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SIDE_BYTES = {3: 17, 2: 9}
_XING_BYTES = 120
_LAME_BYTES = 36
_SYNC_AND_LAYER = 0xFFE3  # eleven bits of sync, layer III, no CRC; the version goes in between
_MONO_ORIGINAL = 0xC4


@dataclass(frozen=True, slots=True)
class FrameFormat:
    """What all frames of a file have in common."""

    rate_hz: int
    bit_rate_kbps: int

    @property
    def version(self) -> int:
        """3 for MPEG-1, 2 for MPEG-2, as in the header."""
        return _RATES_HZ[self.rate_hz][0]

    @property
    def samples(self) -> int:
        """Samples a frame holds."""
        return 1152 if self.version == 3 else 576

    @property
    def tail_frames(self) -> int:
        """Frames at the end of a file that bring out what the decoder still holds back."""
        return -(-TAIL_SAMPLES // self.samples)

    @property
    def silent_bytes(self) -> int:
        """Length of the silent frame."""
        return len(self.silent_frame())

    def header(self, padded: bool, bit_rate_kbps: int | None = None) -> bytes:
        """Writes the four bytes before a frame's data."""
        version, rate_index = _RATES_HZ[self.rate_hz]
        kbps_index = _KBPS[version].index(bit_rate_kbps or self.bit_rate_kbps)
        third = kbps_index << 4 | rate_index << 2 | int(padded) << 1
        return struct.pack(">HBB", _SYNC_AND_LAYER | version << 3, third, _MONO_ORIGINAL)

    def slot_bytes(self, bit_rate_kbps: int | None = None) -> tuple[int, bool]:
        """Bytes of an unpadded frame, and whether the bit rate needs padded ones between."""
        bits = self.samples * 1000 * (bit_rate_kbps or self.bit_rate_kbps)
        length, rest = divmod(bits, 8 * self.rate_hz)
        return length, rest > 0

    def silent_frame(self) -> bytes:
        """A frame of digital silence that needs nothing from its neighbours: side information all zero.

        Padded where the bit rate needs padding, because LAME pads 48 frames of 49: so a pause keeps the bit rate.
        """
        length, needs_padding = self.slot_bytes()
        return self.header(needs_padding).ljust(length + needs_padding, b"\0")


def frame_format(settings: MixSettings) -> FrameFormat:
    """The frames of an episode. Raises :class:`UsageError` for a rate or bit rate that MP3 does not have."""
    if settings.rate_hz not in _RATES_HZ:
        rates = ", ".join(str(rate) for rate in sorted(_RATES_HZ))
        raise UsageError("rate_hz", f"{settings.rate_hz} is not a sample rate of MP3", f"Choose one of {rates}")
    allowed = _KBPS[_RATES_HZ[settings.rate_hz][0]][1:]
    if settings.bit_rate_kbps not in allowed:
        rates = ", ".join(str(rate) for rate in allowed)
        fact = f"{settings.bit_rate_kbps} kbit/s does not exist at {settings.rate_hz} Hz"
        raise UsageError("bit_rate_kbps", fact, f"Choose one of {rates}")
    return FrameFormat(settings.rate_hz, settings.bit_rate_kbps)


def frame_lengths(data: bytes) -> Iterator[int]:
    """Lengths in bytes of consecutive frames. Raises ValueError where no frame starts."""
    position = 0
    while position < len(data):
        if position + 4 > len(data):
            raise ValueError(f"{len(data) - position} bytes too many after the last frame")
        sync, third, _ = struct.unpack_from(">HBB", data, position)
        length = _unpadded_bytes(sync >> 3 & 3, third >> 2 & 3, third >> 4) if sync & 0xFFE7 == _SYNC_AND_LAYER else 0
        if not length:
            raise ValueError(f"no MP3 frame at byte {position}")
        length += third >> 1 & 1
        yield length
        position += length
    if position != len(data):
        raise ValueError(f"the last frame lacks {position - len(data)} bytes")


@cache
def _unpadded_bytes(version: int, rate_index: int, kbps_index: int) -> int:
    """Length of an unpadded frame by the fields of its header; 0 where MP3 has no such frame."""
    rate_hz = next((rate for rate, fields in _RATES_HZ.items() if fields == (version, rate_index)), None)
    if rate_hz is None or not 0 < kbps_index < 15:
        return 0
    return FrameFormat(rate_hz, _KBPS[version][kbps_index]).slot_bytes()[0]


def info_frame(form: FrameFormat, frames: int, audio_bytes: int, samples: int, seek: Sequence[float]) -> bytes:
    """The first frame of the file: how long it is, where each hundredth starts, what a decoder cuts off.

    ``frames`` and ``audio_bytes`` do not count this frame; ``samples`` is what remains after both cuts; ``seek`` has
    100 fractions of the file. Without it players guess the length and start 25 ms late.
    """
    needed = 4 + _SIDE_BYTES[form.version] + _XING_BYTES + _LAME_BYTES
    fits = (k for k in _KBPS[form.version][1:] if k >= form.bit_rate_kbps and form.slot_bytes(k)[0] >= needed)
    kbps = next(fits)
    length = form.slot_bytes(kbps)[0]
    padding = frames * form.samples - _ENCODER_DELAY - samples
    table = bytes(min(255, int(share * 256)) for share in seek)
    total = min(audio_bytes + length, 0xFFFFFFFF)
    quality_of_lame = 100 - 10 * 0 - 5  # LAME: 100 - 10 x VBR quality - quality
    xing = struct.pack(">4sIII", b"Info", 0b1111, frames, total) + table + struct.pack(">I", quality_of_lame)
    lame = struct.pack(
        ">9sBB8sBB3sBBHIH",
        b"LAME3.100",
        0x01,  # tag revision 0, method 1: constant bit rate
        0,  # lowpass unknown
        bytes(8),  # no ReplayGain: the loudness is right already
        0,
        min(form.bit_rate_kbps, 255),
        (_ENCODER_DELAY << 12 | padding).to_bytes(3),
        0,
        0,
        0,
        min(audio_bytes + length, 0xFFFFFFFF),
        0,  # CRC of the music, unknown before it is written; no player reads it
    )
    frame = form.header(False, kbps) + bytes(_SIDE_BYTES[form.version]) + xing + lame
    frame += struct.pack(">H", crc16(frame))
    return frame.ljust(length, b"\0")


def crc16(data: bytes) -> int:
    """CRC-16/ARC, as the LAME tag ends with."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
