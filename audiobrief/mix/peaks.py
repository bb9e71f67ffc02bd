"""True peaks: what lies between the samples too (ITU-R BS.1770-5, annex 2)."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.floating]

BETWEEN = 0.7
"""Of a peak: where all samples are lower (by 3 dB), none of that height lies between them."""
TAPS_A_PHASE = 24
_PHASES = 4  # four times oversampled
_POSITIONS_AT_ONCE = 4096  # what fits the processor's cache


def peaks_above(samples: Samples, level: float) -> tuple[npt.NDArray[np.intp], Samples]:
    """Where a sample or its neighbour is above ``level``, and the largest magnitude from there to the next sample.

    Between two samples, four times oversampled. Samples that are low on both sides are left out: what lies between
    them can rise above them by 3 dB in speech, so a level 3 dB under what matters finds every true peak.
    """
    loud = np.abs(samples) > level
    loud[:-1] |= loud[1:]
    positions = np.flatnonzero(loud)
    half = TAPS_A_PHASE // 2
    around = np.zeros(len(samples) + TAPS_A_PHASE, samples.dtype)
    around[half - 1 : half - 1 + len(samples)] = samples
    windows = np.lib.stride_tricks.sliding_window_view(around, TAPS_A_PHASE)
    taps = _interpolators(samples.dtype.name)
    peaks = np.abs(samples[positions])
    for start in range(0, len(positions), _POSITIONS_AT_ONCE):
        end = start + _POSITIONS_AT_ONCE
        between = np.abs(windows[positions[start:end]] @ taps)
        np.maximum(peaks[start:end], between.max(axis=1), out=peaks[start:end])
    return positions, peaks


@cache
def _interpolators(dtype: str) -> Samples:
    """Windowed sinc filters, a column each, that give the signal at 1/4, 2/4, 3/4 of the way to the next sample."""
    columns = []
    for phase in range(1, _PHASES):
        at = np.arange(TAPS_A_PHASE) - (TAPS_A_PHASE // 2 - 1) - phase / _PHASES
        taps = np.sinc(at) * np.cos(np.pi * at / TAPS_A_PHASE) ** 2
        columns.append(taps / taps.sum())
    return np.stack(columns, axis=1).astype(dtype)
