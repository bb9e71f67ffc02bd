"""Speech faster than its engine: as long as asked, its pitch kept, its marks where they are heard."""

from __future__ import annotations

import numpy as np
import pytest

from audiobrief.model import Clip, Utterance, Voice
from audiobrief.speech import tempo
from audiobrief.speech.booth import Booth
from audiobrief.speech.engine import Features
from audiobrief.speech.espeak import Espeak
from tests.test_speech_booth import Shelf

pytestmark = pytest.mark.skipif(Espeak().unavailable() is not None, reason="espeak cannot run here")

TEXT = "The council voted on Tuesday to reopen the old bridge. Nobody in the harbour town had asked for that before."


@pytest.fixture(scope="module")
def said() -> dict[float, Clip]:
    """The text at each rate, by the embedded voice."""
    booth = Booth(Shelf())
    rates = (0.5, 1.0, 2.0, 3.0, 5.0)
    clips = {rate: booth.speak(booth.utterance(TEXT, Voice("espeak", "en-us", "en", rate))) for rate in rates}
    booth.close()
    return clips


@pytest.mark.parametrize("rate", [3.0, 5.0])
def test_it_is_as_long_as_asked_and_does_not_clip(said: dict[float, Clip], rate: float) -> None:
    assert abs(said[rate].samples * rate / said[1.0].samples - 1) < 0.05
    loudest = {one: int(np.abs(np.frombuffer(said[one].pcm, "<i2").astype(int)).max()) for one in (1.0, rate)}
    assert loudest[rate] <= 1.1 * loudest[1.0] < 32_000


def test_marks_are_those_of_the_text_where_it_is_heard(said: dict[float, Clip]) -> None:
    usual, fast = said[1.0], said[5.0]
    assert [(mark.kind, mark.start, mark.length) for mark in fast.marks] == [
        (mark.kind, mark.start, mark.length) for mark in usual.marks
    ]
    for slow_mark, mark in zip(usual.marks, fast.marks, strict=True):
        assert 0 <= mark.sample <= fast.samples
        assert abs(mark.sample / fast.samples - slow_mark.sample / usual.samples) < 0.01


def test_its_pitch_is_kept(said: dict[float, Clip]) -> None:
    """The lowest strong tone lies where it lay; played three times as fast it would be three times as high."""
    assert abs(_pitch_hz(said[3.0]) / _pitch_hz(said[1.0]) - 1) < 0.15


def _pitch_hz(clip: Clip) -> float:
    samples = np.frombuffer(clip.pcm, "<i2").astype(float)
    spectrum = np.fft.rfft(samples)
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)
    shortest, longest = clip.rate_hz // 300, clip.rate_hz // 60
    return float(clip.rate_hz / (shortest + int(np.argmax(likeness[shortest:longest]))))


@pytest.mark.parametrize(
    ("features", "rate", "asked", "factor"),
    [
        (Features(), 2.0, 2.0, 1.0),
        (Features(), 2.5, 1.0, 2.5),
        (Features(rate=False), 0.5, 1.0, 0.5),
        (Features(rate=False), 1.25, 1.0, 1.25),
        (Features(silent=True), 5.0, 5.0, 1.0),
    ],
)
def test_what_an_engine_is_asked_for(features: Features, rate: float, asked: float, factor: float) -> None:
    utterance, left = tempo.paced(Utterance("Hello.", Voice("a", "b", "en", rate)), features)
    assert (utterance.voice.rate, left) == (asked, factor)


def test_an_engine_without_rates_can_be_slower(said: dict[float, Clip]) -> None:
    slow = tempo.faster(said[1.0], 0.5)
    assert abs(slow.samples / said[1.0].samples - 2) < 0.1
    assert tempo.faster(Clip(b"", 22_050), 3.0) == Clip(b"", 22_050)


def test_where_the_library_hides_it_the_engine_hurries_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempo, "_sonic", lambda: None)
    assert tempo.paced(Utterance("Hello.", Voice("a", "b", "en", 4.0)), Features())[1] == 1.0
