"""One contract for every engine that can run here, and what each does on its own."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from importlib.metadata import EntryPoint

import pytest

from audiobrief.errors import SpeechError
from audiobrief.model import Utterance, Voice
from audiobrief.speech import Engine, engines
from audiobrief.speech.engine import preferred_order
from audiobrief.speech.engine_text import clean
from audiobrief.speech.tone import Tone

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


@pytest.mark.parametrize(
    "text", ["s'" * 80, "U.S.A." * 40, "[[x]] [[", "<speak>a</speak>", "-v de", "a\x00b", "😀", "²"]
)
def test_hostile_texts_give_audio_or_our_error_and_the_engine_goes_on(engine: Engine, text: str) -> None:
    try:
        assert len(engine.speak(say(engine, text)).pcm) % 2 == 0
    except SpeechError as error:
        assert error.fact
    assert engine.speak(say(engine, "Then the next.")).samples > 0


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


class Parrot(Tone):
    """What another package would bring."""

    name = "parrot"


def test_other_packages_bring_engines_and_cannot_break_or_replace_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    here = f"{__name__}:Parrot"
    points = [
        EntryPoint("parrot", here, "audiobrief.engines"),
        EntryPoint("espeak", here, "audiobrief.engines"),
        EntryPoint("broken", "no_such_package:Engine", "audiobrief.engines"),
    ]
    monkeypatch.setattr(metadata, "entry_points", lambda group: points if group == "audiobrief.engines" else [])
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Parrot.__module__])
    found = engines.__wrapped__()
    assert isinstance(found["parrot"], Engine)
    assert type(found["espeak"]) is type(engines()["espeak"])
    broken = found["broken"]
    assert "failed to load" in (broken.unavailable() or "")
    assert broken.voices() == ()
    assert broken.voice_for("en") is None
    assert broken.find("x") is None
    with pytest.raises(SpeechError):
        broken.speak(Utterance("x", Voice("broken", "x")))
    broken.close()


def test_the_order_without_configuration() -> None:
    assert preferred_order("linux") == ("piper", "espeak", "pyttsx3")
    assert preferred_order("darwin") == preferred_order("win32") == ("piper", "pyttsx3", "espeak")


def test_importing_the_package_is_light() -> None:
    heavy = ["numpy", "httpx", "pyttsx3", "msgspec", "soundfile", "babel", "espeakng_loader"]
    program = f"import sys, audiobrief.speech; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_asking_all_engines_imports_none_of_their_libraries() -> None:
    program = (
        "import sys; from audiobrief.speech import engines; [e.unavailable() for e in engines().values()];"
        "print([name for name in ('pyttsx3', 'httpx', 'numpy', 'onnxruntime') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
