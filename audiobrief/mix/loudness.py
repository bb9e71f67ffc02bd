"""Loudness (ITU-R BS.1770-5, EBU Tech 3341) and true peak, with numpy alone.

The K-weighting is applied in the frequency domain, block by block with overlap, so memory stays flat and the result
equals that of the recursive filters: their impulse response has died (below 1e-15) within the overlap.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audiobrief.errors import UsageError
from audiobrief.model import Clip, MixSettings

Samples = npt.NDArray[np.floating]

_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_STEPS_A_BLOCK = 4  # a gating block is 400 ms, one starts each 100 ms
_OVERLAP_S = 0.15
_BLOCK = 16_384
_PHASES = 4  # BS.1770 annex 2: four times oversampled
_TAPS_A_PHASE = 24
_PEAK_BLOCK = 4096
_PAUSE_S = 0.4  # a gating block
_MOST_BETWEEN = 2.0  # 6 dB
SILENCE = -math.inf


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud something is; both are -inf for silence."""

    lufs: float
    """Integrated, gated."""
    true_peak_dbtp: float


class Meter:
    """Measures what it is fed, block by block. Mono; samples are floats, full scale is 1."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._step = round(rate_hz / 10)
        self._overlap = round(rate_hz * _OVERLAP_S)
        self._size = max(_BLOCK, 1 << (2 * self._overlap).bit_length())
        self._gain = _k_weighting(rate_hz, self._size)
        self._pending = np.zeros(self._overlap)
        self._weighted = np.zeros(0)
        self._energies: list[npt.NDArray[np.float64]] = []
        self._peak = 0.0
        self._history = np.zeros(2 * _TAPS_A_PHASE)

    def feed(self, samples: Samples) -> None:
        """Takes the next samples."""
        if not len(samples):
            return
        self._feed_peak(samples)
        self._pending = np.concatenate([self._pending, samples])
        fresh = self._size - self._overlap
        count = (len(self._pending) - self._overlap) // fresh
        if count:
            blocks = np.lib.stride_tricks.sliding_window_view(self._pending, self._size)[::fresh][:count]
            self._weigh(blocks)
            self._pending = self._pending[count * fresh :]

    def result(self) -> Loudness:
        """Of everything fed so far; nothing may be fed afterwards."""
        self._feed_peak(np.zeros(2 * _TAPS_A_PHASE))
        rest = len(self._pending) - self._overlap
        if rest:
            block = np.zeros((1, self._size))
            block[0, : len(self._pending)] = self._pending
            self._weigh(block, rest)
        self._pending = self._pending[:0]
        energies = np.concatenate([np.zeros(0), *self._energies])
        peak = 20 * math.log10(self._peak) if self._peak else SILENCE
        return Loudness(_gated(energies / self._step), peak)

    def _weigh(self, blocks: npt.NDArray[np.float64], fresh: int | None = None) -> None:
        """K-weights overlapping blocks and keeps the energy of each whole step of 100 ms."""
        spectrum = np.fft.rfft(blocks)
        spectrum *= self._gain
        weighted = np.fft.irfft(spectrum, self._size)[:, self._overlap :].ravel()[:fresh]
        weighted = np.concatenate([self._weighted, weighted])
        whole = len(weighted) // self._step * self._step
        steps = weighted[:whole].reshape(-1, self._step)
        self._energies.append(np.einsum("ij,ij->i", steps, steps))
        self._weighted = weighted[whole:]

    def _feed_peak(self, samples: Samples) -> None:
        """Keeps the highest peak. Between samples speech rises a few dB at most: only loud stretches are looked at."""
        joined = np.concatenate([self._history, samples])
        for start in range(0, len(joined) - 2 * _TAPS_A_PHASE, _PEAK_BLOCK):
            part = joined[start : start + _PEAK_BLOCK + 2 * _TAPS_A_PHASE]
            if max(part.max(), -part.min()) * _MOST_BETWEEN > self._peak:
                inside = true_peaks(part)[_TAPS_A_PHASE:-_TAPS_A_PHASE]
                self._peak = max(self._peak, float(inside.max()))
        self._history = joined[-2 * _TAPS_A_PHASE :]


def measure(samples: Samples, rate_hz: int) -> Loudness:
    """Loudness of mono samples, full scale 1."""
    meter = Meter(rate_hz)
    meter.feed(samples)
    return meter.result()


def measure_between_pauses(samples: Samples, rate_hz: int) -> float:
    """Loudness (LUFS) of speech as it counts in an episode: the blocks half in the pauses around it take part."""
    around = np.zeros(round(rate_hz * _PAUSE_S), samples.dtype)
    return measure(np.concatenate([around, samples, around]), rate_hz).lufs


def measure_clip(clip: Clip) -> Loudness:
    """Loudness of a clip."""
    return measure(np.frombuffer(clip.pcm, "<i2") / 32768.0, clip.rate_hz)


def measure_file(path: Path) -> Loudness:
    """Loudness of an audio file that libsndfile reads (MP3, WAV, FLAC, Ogg): decoded in blocks, channels averaged.

    Raises :class:`UsageError` when it is no such file.
    """
    import soundfile

    class Stream(soundfile.SoundFile):  # type: ignore[misc]
        """Read straight through: a seekable file is sought after every block, and MP3 decoding begun anew."""

        def seekable(self) -> bool:
            return False

    try:
        with Stream(path) as file:
            meter = Meter(file.samplerate)
            while len(block := file.read(1 << 16, dtype="float32", always_2d=True)):
                meter.feed(block.mean(axis=1))
    except (soundfile.LibsndfileError, OSError) as error:
        raise UsageError(str(path), f"is no audio that can be measured ({error})", "Give an MP3 file") from error
    return meter.result()


def true_peaks(samples: Samples) -> npt.NDArray[np.floating]:
    """For each sample the largest magnitude between it and the next one, four times oversampled."""
    peaks = np.abs(samples)
    for taps in _interpolators(samples.dtype.name):
        between = np.convolve(samples, taps, "full")[_TAPS_A_PHASE // 2 :][: len(samples)]
        np.maximum(peaks, np.abs(between), out=peaks)
    return peaks


@cache
def _interpolators(dtype: str) -> tuple[Samples, ...]:
    """Windowed sinc filters that give the signal at 1/4, 2/4, 3/4 of the way to the next sample."""
    filters = []
    for phase in range(1, _PHASES):
        at = np.arange(_TAPS_A_PHASE) - (_TAPS_A_PHASE // 2 - 1) - phase / _PHASES
        taps = np.sinc(at) * np.cos(np.pi * at / _TAPS_A_PHASE) ** 2
        filters.append((taps / taps.sum())[::-1].astype(dtype))
    return tuple(filters)


def _gated(power: npt.NDArray[np.float64]) -> float:
    """Integrated loudness from the mean square of each 100 ms."""
    if len(power) < _STEPS_A_BLOCK:
        return SILENCE
    blocks = np.convolve(power, np.full(_STEPS_A_BLOCK, 1 / _STEPS_A_BLOCK), "valid")
    kept = blocks[blocks > _power(_ABSOLUTE_GATE_LUFS)]
    if not len(kept):
        return SILENCE
    kept = kept[kept > kept.mean() * 10 ** (_RELATIVE_GATE_LU / 10)]
    return float(-0.691 + 10 * np.log10(kept.mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


@cache
def _k_weighting(rate_hz: int, size: int) -> npt.NDArray[np.complex128]:
    """Frequency response of the two filters of BS.1770, made for any rate by the bilinear transform.

    The analogue prototypes are those that give the coefficients printed in BS.1770 at 48 kHz.
    """
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    k = math.tan(math.pi * 1681.974450955533 / rate_hz)
    q = 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf = (high + band * k / q + k * k) + 2 * (k * k - high) * z + (high - band * k / q + k * k) * z**2
    response = shelf / (a0 + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2)
    k = math.tan(math.pi * 38.13547087602444 / rate_hz)
    q = 0.5003270373238773
    a0 = 1 + k / q + k * k
    high_pass = (1 - 2 * z + z**2) / (1 + 2 * (k * k - 1) / a0 * z + (1 - k / q + k * k) / a0 * z**2)
    gain: npt.NDArray[np.complex128] = response * high_pass
    return gain


def voice_gain_db(clip: Clip, settings: MixSettings) -> float:
    """Gain of a voice, from a calibration text it spoke: what brings it to the target *after* the limiter.

    0 for silence. The limiter takes some loudness away, so its output is measured and the rest added, twice.
    """
    from audiobrief.mix.limiter import limited

    samples = (np.frombuffer(clip.pcm, "<i2", len(clip.pcm) // 2) / 32768).astype(np.float32)
    gain_db = 0.0
    for _ in range(3):
        loud = limited(samples * np.float32(10 ** (gain_db / 20)), clip.rate_hz, settings.ceiling_dbtp)
        lufs = measure_between_pauses(loud, clip.rate_hz)
        if lufs == SILENCE:
            return 0.0
        gain_db += settings.loudness_lufs - lufs
    return round(gain_db, 2)
