"""What is typed behind --voice: the right voice or an error that helps, never another voice in silence."""

from __future__ import annotations

import pytest

from audiobrief.errors import AudiobriefError, UsageError
from audiobrief.speech import Engine, casting
from audiobrief.speech.espeak import Espeak
from audiobrief.speech.kokoro import Kokoro
from audiobrief.speech.openai import OpenAI
from audiobrief.speech.piper import Piper
from audiobrief.speech.sherpa import VOICES as VOICES_FOLDER
from audiobrief.speech.sherpa import Sherpa
from audiobrief.speech.tone import Tone
from tests.test_speech_casting import Reader

ESPEAK = Espeak()
pytestmark = pytest.mark.skipif(ESPEAK.unavailable() is not None, reason="espeak cannot run here")

VOICES = [
    ("en-us", "espeak:en-us"), ("en-gb", "espeak:en"), ("en_GB", "espeak:en"), ("EN-us", "espeak:en-us"),
    ("en-gb-x-rp", "espeak:en-gb-x-rp"), ("en-us+f3", "espeak:en-us+f3"), ("ru+Nguyen", "espeak:ru+Nguyen"),
    ("de", "espeak:de"), ("af", "espeak:af"), ("German", "espeak:de"), ("german", "espeak:de"),
    ("English", "espeak:en-us"), ("Deutsch", "espeak:de"), ("français", "espeak:fr"), ("русский", "espeak:ru"),
    ("Ukrainian", "espeak:uk"), ("pt_BR", "espeak:pt-br"), ("es-MX", "espeak:es-419"), ("zh-HK", "espeak:yue"),
    ("no", "espeak:nb"), ("espeak:de+f2", "espeak:de+f2"), ("alex", "pyttsx3:alex"), ("pyttsx3:kate", "pyttsx3:kate"),
    ("pyttsx3:German", "pyttsx3:anna"), ("deu", "espeak:de"), ("eng", "espeak:en-us"), ("ger", "espeak:de"),
    ("sr-Latn", "espeak:sr"), ("Español", "espeak:es"), ("日本語", "espeak:ja"), ("Flemish", "espeak:nl"),
    ("Cantonese", "espeak:yue"), ("Brazilian Portuguese", "espeak:pt-br"), ("norsk", "espeak:nb"),
    ("en+croak", "espeak:en+croak"),
]  # fmt: skip
"""Name, and whose voice it is: espeak's are without the timbre that the cast adds."""

ERRORS = [
    ("af_heart", "belongs to kokoro, which cannot speak here", "kokoro-onnx"),
    ("bm_george", "belongs to kokoro, which cannot speak here", "kokoro-onnx"),
    ("if_sara", "belongs to kokoro, which cannot speak here", "kokoro-onnx"),
    ("zm_yunxi", "belongs to kokoro, which cannot speak here", "kokoro-onnx"),
    ("en_US-joe-medium", "belongs to piper, which cannot speak here", "voices install en_US-joe-medium"),
    ("de_DE-thorsten-medium", "belongs to piper, which cannot speak here", "voices install de_DE-thorsten-medium"),
    ("sr_RS-serbski_institut-medium", "belongs to piper, which cannot speak here", "voices install sr_RS"),
    ("en_GB-vctk-medium#12", "belongs to piper, which cannot speak here", "voices install en_GB-vctk-medium"),
    ("alloy", "belongs to openai, which cannot speak here", "OPENAI_API_KEY"),
    ("shimmer", "belongs to openai, which cannot speak here", "OPENAI_API_KEY"),
    ("espeak", "is an engine, not a voice", "--cast espeak"),
    ("piper", "is an engine, not a voice", "--cast piper"),
    ("kokoro", "is an engine, not a voice", "--cast kokoro"),
    ("tone", "is an engine, not a voice", "--cast tone"),
    ("m7", "is a timbre of espeak", "en-us+m7"),
    ("female", "no such voice", "voices list"),
    ("en-xx", "no such voice", "voices list"),
    ("en-gb-x-zz", "no such voice", "en-gb-x-rp"),
    ("en-uss", "no such voice", "en-us"),
    ("alexx", "no such voice", "alex"),
    ("Anna_K", "no such voice", "voices list"),
    ("de_heart", "no such voice", "voices list"),
    ("fr-jacques", "no such voice", "voices list"),
    ("en-us+m99", "no such voice", "en-us+m"),
    ("tlh", "no voice for it", "--voice"),
    ("Tajik", "no voice for it", "--voice"),
    ("zz", "no such voice", "voices list"),
    ("frr", "no voice for it", "--voice"),
    ("azure:en-US-JennyNeural", "no such voice", "voices list"),
    ("espeak:af_heart", "belongs to kokoro", "kokoro-onnx"),
    ("AF_HEART", "belongs to kokoro", "kokoro-onnx"),
    ("Alloy", "belongs to openai", "OPENAI_API_KEY"),
    ("espeak:alloy", "belongs to openai", "OPENAI_API_KEY"),
    ("ESPEAK", "is an engine, not a voice", "--cast espeak"),
    ("wyoming", "is a cast, not a voice", "--cast wyoming"),
    ("en_GB-alan-medium", "belongs to piper", "voices install en_GB-alan-medium"),
    ("it_IT-nobody-high", "belongs to piper", "piper"),
    ("vits-piper-de_DE-thorsten-medium", "belongs to sherpa", "sherpa-onnx"),
    ("kitten-nano-en-v0_1", "belongs to sherpa", "sherpa-onnx"),
    ("matcha-icefall-en_US-ljspeech", "belongs to sherpa", "sherpa-onnx"),
    ("en-US-AriaNeural", "no such voice", "voices list"),
    ("Microsoft Zira", "no such voice", "voices list"),
    ("com.apple.voice.compact.en-US.Samantha", "no such voice", "voices list"),
    ("Natalia", "no such voice", "voices list"),
    ("English (America)", "no such voice", "voices list"),
    ("klatt4", "is a timbre of espeak", "en-us+klatt4"),
    ("klingon+f2", "no such voice", "voices list"),
    ("../../etc/passwd", "no such voice", "voices list"),
    (" ", "no such voice", "voices list"),
    ("en,de", "no such voice", "voices list"),
    ("scots", "no voice for it", "--voice"),
]  # fmt: skip
"""Name, the fact and what the remedy names."""


@pytest.fixture
def have(monkeypatch: pytest.MonkeyPatch) -> dict[str, Engine]:
    """A machine with espeak and a system's voices, without packages, files, keys or servers."""
    for variable in ("AUDIOBRIEF_OPENAI_URL", "AUDIOBRIEF_OPENAI_KEY", "OPENAI_API_KEY", "AUDIOBRIEF_PIPER_VOICES"):
        monkeypatch.delenv(variable, raising=False)
    for engine in (Piper, Kokoro):
        monkeypatch.setattr(engine, "unavailable", lambda self: f"it is not here. Run: pip install {self.name}-onnx.")
        monkeypatch.setattr(engine, "voices", lambda self: ())
    system = Reader("pyttsx3", {"anna": "de-DE", "alex": "en-US", "kate": "en-GB"})
    monkeypatch.delenv(VOICES_FOLDER, raising=False)
    every = (Piper(), ESPEAK, system, Kokoro(), Sherpa(), OpenAI(), Tone())
    return {engine.name: engine for engine in every}


@pytest.mark.parametrize(("name", "voice"), VOICES)
def test_the_voice_that_was_asked_for_speaks(have: dict[str, Engine], name: str, voice: str) -> None:
    body = casting.cast_for(None, "en", voice=name, available=have).roles["body"]
    found = body.name if "+" in name else body.name.partition("+")[0]
    assert f"{body.engine}:{found}" == voice


@pytest.mark.parametrize(("name", "fact", "remedy"), ERRORS)
def test_what_is_no_voice_here_is_said_to_be_what_it_is(
    have: dict[str, Engine], name: str, fact: str, remedy: str
) -> None:
    with pytest.raises(AudiobriefError) as told:
        casting.cast_for(None, "en", voice=name, available=have)
    assert fact in str(told.value) and remedy in told.value.remedy
    assert isinstance(told.value, UsageError) or "for it" in fact


def test_a_hint_is_given_for_names_that_look_alike_only(have: dict[str, Engine]) -> None:
    for name in ("female", "German voice", "xy", "robot", "joe", "narrator", "male-1"):
        with pytest.raises(UsageError) as told:
            casting.cast_for(None, "en", voice=name, available=have)
        assert "Near" not in told.value.remedy, told.value
