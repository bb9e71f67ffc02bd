"""The arithmetic of MP3 frames, against the standard's own numbers and against LAME's frames."""

from __future__ import annotations

import io

import pytest
import soundfile

from audiobrief.errors import UsageError
from audiobrief.mix import chunks
from audiobrief.mix.frames import crc16, frame_format, frame_lengths, info_frame
from audiobrief.model import MixSettings
from tests.mix_samples import babble, clip

ALL = [
    (rate_hz, kbps) for rate_hz in (16_000, 22_050, 24_000, 32_000, 44_100, 48_000) for kbps in (32, 48, 64, 128, 160)
]


@pytest.mark.parametrize(("rate_hz", "kbps"), ALL)
def test_frames_are_as_long_as_lames(rate_hz: int, kbps: int) -> None:
    settings = MixSettings(rate_hz=rate_hz, bit_rate_kbps=kbps)
    chunk = chunks.encode(clip(babble(0.4, rate_hz), rate_hz), 0.0, settings)
    form = frame_format(settings)
    length, needs_padding = form.slot_bytes()
    lengths = list(frame_lengths(chunk.frames))
    assert len(lengths) == chunk.frame_count
    assert set(lengths) == ({length, length + 1} if needs_padding else {length})
    assert chunk.frames[:2] == form.silent_frame()[:2]
    assert chunk.frames[3] == form.silent_frame()[3]  # mono, original, no emphasis


@pytest.mark.parametrize(("rate_hz", "kbps"), ALL)
def test_silent_frames_are_silence(rate_hz: int, kbps: int) -> None:
    settings = MixSettings(rate_hz=rate_hz, bit_rate_kbps=kbps)
    data = chunks.silence(40, settings)
    assert len(list(frame_lengths(data))) == 40
    samples, rate = soundfile.read(io.BytesIO(data), dtype="int16")
    assert rate == rate_hz
    assert len(samples) >= 30 * frame_format(settings).samples
    assert not samples.any()


def test_silence_keeps_the_bit_rate() -> None:
    """Players without a seek table reckon with the bit rate: an hour of silence is not 2 s off."""
    form = frame_format(MixSettings(rate_hz=44_100))
    kbps = form.silent_bytes * 8 * 44_100 / 1152 / 1000
    assert abs(kbps / 64 - 1) < 0.0005


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"ID3\x04" + bytes(20), "no MP3 frame at byte 0"),
        (b"\xff\xfb", "2 bytes too many"),
        (b"\xff\xfb\x50\xc4" + bytes(100), "the last frame lacks"),
        (b"\xff\xfb\xf0\xc4" + bytes(300), "no MP3 frame"),
        (b"\xff\xfd\x50\xc4" + bytes(300), "no MP3 frame"),  # layer II
    ],
)
def test_what_is_no_frame_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        list(frame_lengths(data))


def test_crc_is_arc() -> None:
    assert crc16(b"123456789") == 0xBB3D  # the check value in the catalogue of CRCs


@pytest.mark.parametrize(("rate_hz", "kbps"), [*ALL, (22_050, 8), (44_100, 32)])
def test_the_info_frame_fits_and_is_one_frame(rate_hz: int, kbps: int) -> None:
    form = frame_format(MixSettings(rate_hz=rate_hz, bit_rate_kbps=kbps))
    frame = info_frame(form, 1000, 200_000, 1000 * form.samples - 1152, [n / 100 for n in range(100)])
    assert list(frame_lengths(frame)) == [len(frame)]
    start = 4 + (17 if rate_hz >= 32_000 else 9)
    assert frame[start : start + 4] == b"Info"
    assert int.from_bytes(frame[start + 8 : start + 12]) == 1000
    assert int.from_bytes(frame[start + 12 : start + 16]) == 200_000 + len(frame)
    delay_and_padding = int.from_bytes(frame[start + 141 : start + 144])
    assert (delay_and_padding >> 12, delay_and_padding & 0xFFF) == (576, 576)


def test_settings_that_mp3_does_not_have() -> None:
    with pytest.raises(UsageError, match="44099 is not a sample rate"):
        frame_format(MixSettings(rate_hz=44_099))
    with pytest.raises(UsageError, match="320 kbit/s does not exist at 22050 Hz"):
        frame_format(MixSettings(rate_hz=22_050, bit_rate_kbps=320))
