"""Loudness and true peak against the test signals of EBU Tech 3341 and against the filters of BS.1770 run plainly."""

from __future__ import annotations

import io
import math
import wave
from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import UsageError
from audiobrief.mix.loudness import (
    SILENCE,
    Meter,
    measure,
    measure_file,
    measure_speech,
    voice_gain_db,
)
from audiobrief.mix.peaks import peaks_above
from audiobrief.model import Clip, MixSettings
from tests.mix_samples import Floats, babble, clip, db, measure_clip, sine

RATES_HZ = (16_000, 22_050, 24_000, 44_100, 48_000)


def level(lufs: float) -> float:
    """Peak of a 1 kHz sine that is said to have this loudness in one channel: 0 dBFS is -3.01 LUFS."""
    return float(10 ** ((lufs + 3.01) / 20))


def steps(rate_hz: int, *parts: tuple[float, float]) -> Floats:
    return np.concatenate([sine(1000, seconds, rate_hz, level(lufs)) for lufs, seconds in parts])


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_the_sine_of_bs1770(rate_hz: int) -> None:
    """BS.1770-5: a 0 dBFS 997 Hz sine in one channel reads -3.01 LKFS."""
    assert measure(sine(997, 20, rate_hz, 1.0), rate_hz).lufs == pytest.approx(-3.01, abs=0.01)


@pytest.mark.parametrize(
    "parts",
    [
        [(-23, 20)],  # Tech 3341, cases 1 to 5, in one channel
        [(-33, 20)],
        [(-36, 10), (-23, 60), (-36, 10)],
        [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],
        [(-26, 20), (-20, 20.1), (-26, 20)],
    ],
)
def test_the_gating_cases_of_tech_3341(parts: list[tuple[float, float]]) -> None:
    expected = -33 if parts == [(-33, 20)] else -23
    assert measure(steps(48_000, *parts), 48_000).lufs == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("phase", "at_rate", "level_db", "expected"),
    [(0.0, 1 / 4, -6.0, -6.0), (45.0, 1 / 4, -6.0, -6.0), (60.0, 1 / 6, -6.0, -6.0), (67.5, 1 / 8, -6.0, -6.0)],
)
def test_the_true_peak_cases_of_tech_3341(phase: float, at_rate: float, level_db: float, expected: float) -> None:
    """Cases 15 to 18: sines whose samples miss their peaks. Tolerance +0.2 -0.4 dB."""
    at = np.arange(48_000)
    sound = 10 ** (level_db / 20) * np.sin(2 * np.pi * at_rate * at + math.radians(phase))
    sound *= np.minimum(1, np.minimum(at, at[::-1]) / 2400)  # faded in and out: no clicks
    found = measure(sound, 48_000).true_peak_dbtp
    assert expected - 0.4 <= found <= expected + 0.2


def filtered(samples: Floats, first: tuple[float, ...], second: tuple[float, ...]) -> Floats:
    """Two biquads, sample by sample."""
    for b0, b1, b2, a1, a2 in (first, second):
        out = np.zeros(len(samples))
        x1 = x2 = y1 = y2 = 0.0
        for n, x in enumerate(samples.tolist()):
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            out[n] = y
            x1, x2, y1, y2 = x, x1, y, y1
        samples = out
    return samples


def test_the_filters_are_those_printed_in_bs1770() -> None:
    """The coefficients of the recommendation at 48 kHz, run recursively, give the same loudness."""
    sound = babble(5.0, 48_000)
    weighted = filtered(
        sound,
        (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585),
        (1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621),
    )
    power = np.mean(weighted[: 4800 * (len(weighted) // 4800)].reshape(-1, 4800) ** 2, axis=1)
    blocks = np.convolve(power, np.full(4, 0.25), "valid")
    kept = blocks[blocks > blocks[blocks > 10 ** ((-70 + 0.691) / 10)].mean() / 10]
    expected = -0.691 + 10 * math.log10(kept.mean())
    assert measure(sound, 48_000).lufs == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize("rate_hz", [*RATES_HZ, 11_025])
def test_clips_are_measured_alike_by_their_spectra(rate_hz: int) -> None:
    """The fast way for clips, against the meter."""
    for seed in range(5):
        sound = babble(2.0 + 1.31 * seed, rate_hz, seed=seed)
        assert measure_speech(sound, rate_hz) == pytest.approx(measure(sound, rate_hz).lufs, abs=0.05)
    assert measure_speech(np.zeros(0), rate_hz) == SILENCE


@pytest.mark.parametrize("block", [1, 997, 4410, 100_000])
def test_blocks_of_any_size_measure_the_same(block: int) -> None:
    sound = babble(0.6 if block == 1 else 6.0, 44_100)
    meter = Meter(44_100)
    for start in range(0, len(sound), block):
        meter.feed(sound[start : start + block])
    meter.feed(np.zeros(0))
    found, whole = meter.result(), measure(sound, 44_100)
    assert found.lufs == pytest.approx(whole.lufs, abs=1e-9)
    assert found.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=1e-9)


def test_what_cannot_be_measured_is_silence() -> None:
    assert measure(np.zeros(44_100), 44_100).lufs == SILENCE
    assert measure(np.zeros(44_100), 44_100).true_peak_dbtp == SILENCE
    assert measure(sine(997, 0.3, 44_100, 0.5), 44_100).lufs == SILENCE  # shorter than one gating block
    assert measure(np.zeros(0), 44_100).lufs == SILENCE
    assert measure(sine(997, 5, 44_100, 1e-4), 44_100).lufs == SILENCE  # below the absolute gate


def test_true_peaks_lie_between_samples() -> None:
    at = np.arange(4410)
    sound = np.sin(2 * np.pi * at / 4 + np.pi / 4)  # samples at 0.707, peaks at 1
    assert np.abs(sound).max() == pytest.approx(math.sqrt(0.5))
    positions, peaks = peaks_above(sound, 0.7)
    inside = (positions > 100) & (positions < 4300)
    assert db(float(peaks[inside].max())) == pytest.approx(0, abs=0.1)
    assert len(positions) == len(sound)
    assert len(peaks_above(sound, 0.71)[0]) == 0


def test_a_voice_is_brought_to_the_target() -> None:
    for amount in (0.05, 0.3, 1.0):
        spoken = clip(babble(8.0, level=amount))
        gain_db = voice_gain_db(spoken, MixSettings())
        assert measure_clip(spoken).lufs + gain_db == pytest.approx(-19, abs=0.5)
    assert voice_gain_db(clip(np.zeros(22_050)), MixSettings()) == 0.0
    assert voice_gain_db(Clip(b"", 22_050), MixSettings()) == 0.0


def test_the_limiter_is_reckoned_with() -> None:
    """A crackling voice loses loudness in the limiter: its gain gives it back."""
    sound = babble(8.0, level=0.1)
    sound[:: 22_050 // 20] *= 30
    spoken = clip(np.clip(sound, -1, 1))
    assert voice_gain_db(spoken, MixSettings()) > -19 - measure_clip(spoken).lufs + 0.3


def wav(samples: Floats, channels: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(44_100)
        out.writeframes(np.repeat(np.rint(samples * 32767), channels).astype("<i2").tobytes())
    return file.getvalue()


@pytest.mark.parametrize("channels", [1, 2])
def test_files_are_measured_in_blocks(tmp_path: Path, channels: int) -> None:
    sound = babble(7.0, 44_100)
    path = tmp_path / "sound.wav"
    path.write_bytes(wav(sound, channels))
    assert measure_file(path).lufs == pytest.approx(measure(sound, 44_100).lufs, abs=0.01)


def test_files_that_hold_no_audio(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<p>Words.</p>", encoding="utf-8")
    with pytest.raises(UsageError, match="no audio that can be measured"):
        measure_file(path)
    with pytest.raises(UsageError, match="no audio that can be measured"):
        measure_file(tmp_path / "missing.mp3")
