"""The limiter holds its ceiling, also between samples, and leaves alone what is below."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.mix.limiter import limited
from audiobrief.mix.loudness import measure
from tests.mix_samples import babble, db


@pytest.mark.parametrize("rate_hz", [22_050, 44_100])
@pytest.mark.parametrize("gain_db", [1.0, 6.0, 20.0])
def test_no_true_peak_above_the_ceiling(rate_hz: int, gain_db: float) -> None:
    loud = (babble(4.0, rate_hz, 1.0) * 10 ** (gain_db / 20)).astype(np.float32)
    peak = measure(limited(loud, rate_hz, -2.0), rate_hz).true_peak_dbtp
    assert -2.3 < peak < -1.9


def test_what_is_below_is_untouched() -> None:
    quiet = babble(2.0, level=0.5).astype(np.float32)
    assert np.array_equal(limited(quiet.copy(), 22_050, -2.0), quiet)
    assert len(limited(np.zeros(0, np.float32), 22_050, -2.0)) == 0


def test_it_works_only_around_the_peak() -> None:
    sound = babble(2.0, level=0.4).astype(np.float32)
    sound[22_050] = 1.4
    held = limited(sound.copy(), 22_050, -2.0)
    changed = np.flatnonzero(held != sound)
    assert changed.min() > 22_050 - 300
    assert changed.max() < 22_050 + 300  # 5 ms of look-ahead and as much of release


def test_the_gain_is_smooth() -> None:
    """No click: from one sample to the next the gain moves by less than 0.2 dB."""
    sound = np.full(8000, 0.5, np.float32)
    sound[4000] = 1.6
    gain = limited(sound.copy(), 22_050, -2.0) / sound
    assert max(abs(db(float(two / one))) for one, two in pairwise(gain)) < 0.2


@settings(max_examples=60)
@given(st.integers(1, 5000), st.integers(0, 10_000), st.floats(0.1, 20.0))
def test_any_noise_is_held(length: int, seed: int, level: float) -> None:
    noise = np.random.default_rng(seed).standard_normal(length).astype(np.float32) * np.float32(level)
    assert db(float(np.abs(limited(noise, 44_100, -2.0)).max()) + 1e-9) <= -1.99
