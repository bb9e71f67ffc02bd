"""A look-ahead limiter that sees true peaks, and works only where there are any."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audiobrief.mix.peaks import BETWEEN, peaks_above

_LOOK_AHEAD_S = 0.005
_STEP_S = 0.0007
_Gains = npt.NDArray[np.float32]


def limited(samples: _Gains, rate_hz: int, ceiling_dbtp: float) -> _Gains:
    """Samples with no true peak above the ceiling; themselves where none is.

    The gain is drawn in steps of 0.7 ms with straight lines between: it falls within 5 ms before a peak and rises
    within 5 ms after it.
    """
    ceiling = float(10 ** (ceiling_dbtp / 20))
    positions, peaks = peaks_above(samples, ceiling * BETWEEN)
    over = peaks > ceiling
    if not over.any():
        return samples
    step = max(1, round(rate_hz * _STEP_S))
    needed = np.ones(-(-len(samples) // step), np.float32)
    np.minimum.at(needed, positions[over] // step, ceiling / peaks[over])
    corners = _corners(needed, round(rate_hz * _LOOK_AHEAD_S / step))
    held = np.zeros(len(needed) * step, np.float32)
    held[: len(samples)] = samples
    steps = held.reshape(-1, step)
    lowered = np.flatnonzero(np.minimum(corners[:-1], corners[1:]) < 1)
    from_, to = corners[lowered, None], corners[lowered + 1, None]
    steps[lowered] *= from_ + (to - from_) * np.arange(step, dtype=np.float32) / np.float32(step)
    return held[: len(samples)]


def _corners(needed: _Gains, reach: int) -> _Gains:
    """Gain at the borders of the steps: the lowest that is needed within ``reach``, then its mean over as much.

    Every value that goes into the mean at a border has seen the steps on both sides of it, so neither the border nor
    the line to the next one lies above what a step needs.
    """
    padded = np.pad(needed, 2 * reach + 1, constant_values=1)
    lowest = _sliding_minimum(padded, 2 * reach + 2)
    sums = np.cumsum(np.concatenate([[0.0], lowest]))
    width = 2 * reach + 1
    means: _Gains = ((sums[width:] - sums[:-width]) / width).astype(np.float32)
    return means


def _sliding_minimum(values: _Gains, width: int) -> _Gains:
    """Minimum of each ``width`` neighbours, by doubling: log2(width) passes."""
    span = 1
    while span * 2 <= width:
        values = np.minimum(values[:-span], values[span:])
        span *= 2
    rest = width - span
    return np.minimum(values[: len(values) - rest], values[rest:]) if rest else values
