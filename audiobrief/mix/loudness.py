"""Loudness (ITU-R BS.1770-5, EBU Tech 3341) and true peak, with numpy alone.

The K-weighting is applied in the frequency domain, block by block with overlap, so memory stays flat. Its magnitude is
that of the filters which BS.1770 prints for 48 kHz, taken at the true frequency: the result does not depend on the
rate, where filters made by the bilinear transform read 0.05 LU too much at 22.05 kHz.
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
_OVERLAP_S = 0.1  # on both sides; the filters' response has fallen by 200 dB
_BLOCK = 32_768
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

    def __init__(self, rate_hz: int, *, peaks: bool = True) -> None:
        self._step = round(rate_hz / 10)
        self._overlap = round(rate_hz * _OVERLAP_S)
        self._size = max(_BLOCK, 1 << (4 * self._overlap).bit_length())
        self._gain = _k_weighting(rate_hz, self._size)
        self._pending = np.zeros(self._overlap)
        self._weighted = np.zeros(0)
        self._energies: list[npt.NDArray[np.float64]] = []
        self._fed = 0
        self._peaks = peaks
        self._peak = 0.0
        self._history = np.zeros(2 * _TAPS_A_PHASE)

    def feed(self, samples: Samples) -> None:
        """Takes the next samples."""
        self._fed += len(samples)
        if self._peaks and len(samples):
            self._feed_peak(samples)
        self._weigh(samples)

    def result(self) -> Loudness:
        """Of everything fed so far; nothing may be fed afterwards."""
        self._feed_peak(np.zeros(2 * _TAPS_A_PHASE))
        self._weigh(np.zeros(self._size))
        energies = np.concatenate(self._energies)[: self._fed // self._step]
        peak = 20 * math.log10(self._peak) if self._peak else SILENCE
        return Loudness(_gated(energies / self._step), peak)

    def _weigh(self, samples: Samples) -> None:
        """K-weights what fills whole blocks, and keeps the energy of each whole step of 100 ms."""
        self._pending = np.concatenate([self._pending, samples])
        fresh = self._size - 2 * self._overlap
        count = (len(self._pending) - 2 * self._overlap) // fresh
        if count <= 0:
            return
        blocks = np.lib.stride_tricks.sliding_window_view(self._pending, self._size)[::fresh][:count]
        spectrum = np.fft.rfft(blocks)
        spectrum *= self._gain
        inside = np.fft.irfft(spectrum, self._size)[:, self._overlap : self._overlap + fresh]
        self._pending = self._pending[count * fresh :]
        weighted = np.concatenate([self._weighted, inside.ravel()])
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
    meter = Meter(rate_hz, peaks=False)
    meter.feed(np.concatenate([around, samples, around]))
    return meter.result().lufs


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
def _k_weighting(rate_hz: int, size: int) -> npt.NDArray[np.float64]:
    """Magnitude of the two filters of BS.1770 (tables 1 and 2, for 48 kHz) at the frequencies of a spectrum."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size * rate_hz / 48_000)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    magnitude: npt.NDArray[np.float64] = np.abs(shelf * high_pass)
    return magnitude


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
