"""A look-ahead limiter that sees true peaks, and works only where there are any."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audiobrief.mix.loudness import true_peaks

_LOOK_AHEAD_S = 0.005
_BLOCK = 256
_HOT = 0.7  # of the ceiling: below, what lies between two samples stays under the ceiling in speech (3 dB)


def limited(samples: npt.NDArray[np.float32], rate_hz: int, ceiling_dbtp: float) -> npt.NDArray[np.float32]:
    """Samples with no true peak above the ceiling. The gain falls and rises smoothly within 5 ms.

    Returns its argument, changed in place, or untouched where nothing comes near the ceiling.
    """
    ceiling = np.float32(10 ** (ceiling_dbtp / 20))
    reach = max(1, round(rate_hz * _LOOK_AHEAD_S))
    for start, end in _hot_runs(samples, float(ceiling) * _HOT, 2 * reach):
        run = samples[start:end]
        needed = ceiling / np.maximum(true_peaks(run), ceiling)
        if needed.min() < 1:
            run *= _smooth(needed, reach)
    return samples


def _hot_runs(samples: npt.NDArray[np.float32], level: float, margin: int) -> list[tuple[int, int]]:
    """Stretches with a sample above ``level``, with ``margin`` on both sides, joined where they touch."""
    starts = np.arange(0, len(samples), _BLOCK)
    if not len(starts):
        return []
    highest = np.maximum.reduceat(samples, starts)
    lowest = np.minimum.reduceat(samples, starts)
    hot = starts[(highest > level) | (lowest < -level)]
    runs: list[tuple[int, int]] = []
    for block in hot.tolist():
        start, end = max(0, block - margin), min(len(samples), block + _BLOCK + margin)
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _smooth(needed: npt.NDArray[np.float32], reach: int) -> npt.NDArray[np.float32]:
    """The lowest gain within ``reach``, then its mean over the same stretch: never above what is needed."""
    width = 2 * reach + 1
    padded = np.pad(needed, 2 * reach, constant_values=1)
    lowest = _sliding_minimum(padded, width)
    sums = np.cumsum(np.concatenate([[0.0], lowest]))
    means: npt.NDArray[np.float32] = ((sums[width:] - sums[:-width]) / width).astype(np.float32)
    return means


def _sliding_minimum(values: npt.NDArray[np.float32], width: int) -> npt.NDArray[np.float32]:
    """Minimum of each ``width`` neighbours, by doubling: log2(width) passes."""
    span = 1
    while span * 2 <= width:
        values = np.minimum(values[:-span], values[span:])
        span *= 2
    rest = width - span
    return np.minimum(values[: len(values) - rest], values[rest:]) if rest else values
