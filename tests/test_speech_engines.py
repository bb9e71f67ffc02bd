"""One contract for every engine that can run here, and what each does on its own."""

from __future__ import annotations

import pytest

from audiobrief.errors import SpeechError
from audiobrief.model import Utterance, Voice
from audiobrief.speech import Engine, engines
from audiobrief.speech.clean import clean

SENTENCE = "The council voted on Tuesday to reopen the old bridge."


def spoken_here() -> list[str]:
    """The engines of this machine that cost nothing to ask: no server."""
    return [name for name, engine in engines().items() if engine.unavailable() is None and not engine.features.remote]


@pytest.fixture(params=spoken_here())
def engine(request: pytest.FixtureRequest) -> Engine:
    return engines()[request.param]


def say(engine: Engine, text: str, language: str = "en", **how: float) -> Utterance:
    voice = engine.voice_for(language)
    assert voice is not None
    return Utterance(clean(text), Voice(engine.name, voice.name, language, **how), engine.version)


def test_an_engine_says_what_it_is(engine: Engine) -> None:
    assert engine.name
    assert engine.version
    assert engine.voices()
    assert isinstance(engine, Engine)


def test_a_sentence_is_audio_with_marks_inside(engine: Engine) -> None:
    clip = engine.speak(say(engine, SENTENCE))
    assert clip.rate_hz >= 8000
    assert len(clip.pcm) % 2 == 0
    assert 1.5 < clip.samples / clip.rate_hz < 8
    assert {mark.kind for mark in clip.marks} >= {"sentence"}
    places = [mark.sample for mark in clip.marks if mark.kind == "word"]
    assert places == sorted(places)
    assert all(0 <= mark.sample <= clip.samples for mark in clip.marks)
    if engine.features.word_marks:
        heard = [SENTENCE[m.start : m.start + m.length] for m in clip.marks if m.kind == "word"]
        assert heard == SENTENCE.rstrip(".").split()


def test_equal_utterances_are_equal_bytes_where_promised(engine: Engine) -> None:
    if not engine.features.repeatable:
        pytest.skip(f"{engine.name} does not promise it")
    first = engine.speak(say(engine, SENTENCE))
    engine.speak(say(engine, "Something else was said between the two."))
    assert engine.speak(say(engine, SENTENCE)) == first


@pytest.mark.parametrize("text", ["", " ", "a", "Café naïve – Škoda, Борщ", "x" * 60, "7"])
def test_odd_texts_give_audio_or_our_error(engine: Engine, text: str) -> None:
    try:
        clip = engine.speak(say(engine, text))
    except SpeechError:
        return
    assert len(clip.pcm) % 2 == 0


def test_a_long_text_is_spoken_to_its_end(engine: Engine) -> None:
    text = " ".join(f"Sentence number {index} tells of the old bridge." for index in range(30))
    clip = engine.speak(say(engine, text))
    sentences = [mark for mark in clip.marks if mark.kind == "sentence"]
    assert clip.samples / clip.rate_hz > 45
    assert len(sentences) == 30


def test_a_faster_rate_is_shorter(engine: Engine) -> None:
    usual, fast = engine.speak(say(engine, SENTENCE)), engine.speak(say(engine, SENTENCE, rate=1.6))
    assert fast.samples / fast.rate_hz < 0.8 * usual.samples / usual.rate_hz


def test_an_engine_works_again_after_close(engine: Engine) -> None:
    engine.close()
    assert engine.speak(say(engine, "Once more.")).samples > 0
