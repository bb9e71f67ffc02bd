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
from audiobrief.mix.limiter import limited
from audiobrief.mix.peaks import BETWEEN, TAPS_A_PHASE, Samples, peaks_above
from audiobrief.model import Clip, MixSettings

_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_STEPS_A_BLOCK = 4  # a gating block is 400 ms, one starts each 100 ms
_OVERLAP_S = 0.05  # on both sides: there the filters' response has fallen by 100 dB
_BLOCK = 16_384
_PEAK_BLOCK = 4096
_STEPS_AT_ONCE = 16  # what fits the processor's cache
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
        self._step = round(rate_hz / 10)
        self._overlap = round(rate_hz * _OVERLAP_S)
        self._size = max(_BLOCK, 1 << (4 * self._overlap).bit_length())
        self._gain = _k_weighting(rate_hz, self._size)
        # one block's worth of each, used again and again: fresh memory for every block costs more than its FFT
        self._block = np.zeros(self._size)
        self._filled = self._overlap
        self._spectrum = np.zeros(self._size // 2 + 1, np.complex128)
        self._weighted = np.zeros(self._size)
        self._steps = np.zeros(self._size - 2 * self._overlap + self._step)
        self._kept = 0
        self._energies: list[npt.NDArray[np.float64]] = []
        self._fed = 0
        self._peak = 0.0
        self._history = np.zeros(2 * TAPS_A_PHASE)

    def feed(self, samples: Samples) -> None:
        """Takes the next samples."""
        self._fed += len(samples)
        if len(samples):
            self._feed_peak(samples)
        self._feed_loudness(samples)

    def result(self) -> Loudness:
        """Of everything fed so far; nothing may be fed afterwards."""
        self._feed_peak(np.zeros(2 * TAPS_A_PHASE))
        self._feed_loudness(np.zeros(self._size))
        energies = np.concatenate(self._energies)[: self._fed // self._step]
        peak = 20 * math.log10(self._peak) if self._peak else SILENCE
        return Loudness(_gated(energies / self._step), peak)

    def _feed_loudness(self, samples: Samples) -> None:
        position = 0
        while position < len(samples):
            taken = min(self._size - self._filled, len(samples) - position)
            self._block[self._filled : self._filled + taken] = samples[position : position + taken]
            self._filled += taken
            position += taken
            if self._filled == self._size:
                self._weigh()
                self._filled = 2 * self._overlap
                self._block[: self._filled] = self._block[-self._filled :]

    def _weigh(self) -> None:
        """K-weights the block, and keeps the energy of each whole step of 100 ms."""
        np.fft.rfft(self._block, out=self._spectrum)
        self._spectrum *= self._gain
        np.fft.irfft(self._spectrum, self._size, out=self._weighted)
        inside = self._weighted[self._overlap : -self._overlap]
        end = self._kept + len(inside)
        self._steps[self._kept : end] = inside
        whole = end // self._step * self._step
        steps = self._steps[:whole].reshape(-1, self._step)
        self._energies.append(np.einsum("ij,ij->i", steps, steps))
        self._kept = end - whole
        self._steps[: self._kept] = self._steps[whole:end]

    def _feed_peak(self, samples: Samples) -> None:
        """Keeps the highest peak, with enough of the past to interpolate across the seam."""
        joined = np.concatenate([self._history, samples])
        for start in range(0, len(joined) - 2 * TAPS_A_PHASE, _PEAK_BLOCK):
            part = joined[start : start + _PEAK_BLOCK + 2 * TAPS_A_PHASE]
            positions, peaks = peaks_above(part, self._peak * BETWEEN)
            inside = (positions >= TAPS_A_PHASE) & (positions < len(part) - TAPS_A_PHASE)
            self._peak = max(self._peak, float(peaks[inside].max(initial=0.0)))
        self._history = joined[-2 * TAPS_A_PHASE :]


def measure(samples: Samples, rate_hz: int) -> Loudness:
    """Loudness of mono samples, full scale 1."""
    meter = Meter(rate_hz)
    meter.feed(samples)
    return meter.result()


def measure_speech(samples: Samples, rate_hz: int) -> float:
    """Loudness (LUFS) of a clip while it sounds: the pauses around it take no part, and one too short for a gating
    block is measured whole.

    Four times as fast as :class:`Meter`: the energy of each 100 ms is summed in its own spectrum (Parseval), without
    going back to samples. Over 95 clips of 10 voices it was 0.012 LU off at most.
    """
    step = round(rate_hz / 10)
    weights = _step_weights(rate_hz, step)
    padded = np.zeros(-(-len(samples) // step) * step)
    padded[: len(samples)] = samples
    steps = padded.reshape(-1, step)
    power = [np.zeros(0)]
    for start in range(0, len(steps), _STEPS_AT_ONCE):
        spectrum = np.fft.rfft(steps[start : start + _STEPS_AT_ONCE])
        power.append((spectrum.real**2 + spectrum.imag**2) @ weights)
    whole = np.concatenate(power)
    if len(samples) < _STEPS_A_BLOCK * step:
        return _gated(np.full(_STEPS_A_BLOCK, whole.sum() * step / max(len(samples), 1)))
    return _gated(whole[: len(samples) // step])


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


@cache
def _step_weights(rate_hz: int, step: int) -> npt.NDArray[np.float64]:
    """What turns the squared magnitudes of a step's half spectrum into its K-weighted mean square."""
    halves = np.full(step // 2 + 1, 2.0)
    halves[0] = 1.0
    if step % 2 == 0:
        halves[-1] = 1.0
    weights: npt.NDArray[np.float64] = halves * _k_weighting(rate_hz, step) ** 2 / step**2
    return weights


def voice_gain_db(clip: Clip, settings: MixSettings) -> float:
    """Gain of a voice, from a calibration text it spoke: what brings it to the target *after* the limiter.

    0 for silence. The limiter takes some loudness away, so its output is measured and the rest added, twice.
    """
    samples = (np.frombuffer(clip.pcm, "<i2", len(clip.pcm) // 2) / 32768).astype(np.float32)
    gain_db = 0.0
    for _ in range(3):
        loud = limited(samples * np.float32(10 ** (gain_db / 20)), clip.rate_hz, settings.ceiling_dbtp)
        lufs = measure_speech(loud, clip.rate_hz)
        if lufs == SILENCE:
            return 0.0
        gain_db += settings.loudness_lufs - lufs
    return round(gain_db, 2)
