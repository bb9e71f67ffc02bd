"""The contract for every engine of ours that can run here, and how engines are found."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from importlib.metadata import EntryPoint

import pytest

from audiobrief.errors import SpeechError
from audiobrief.model import Utterance, Voice
from audiobrief.speech import Engine, engines
from audiobrief.speech.engine import BUILT_IN, preferred_order
from audiobrief.speech.tone import Tone
from audiobrief.testing import EngineContract


def spoken_here() -> list[str]:
    """The engines of this machine that cost nothing to ask: no server."""
    ours = [engine for name, engine in engines().items() if name in BUILT_IN]
    return [engine.name for engine in ours if engine.unavailable() is None and not engine.features.remote]


@pytest.fixture(params=spoken_here())
def engine(request: pytest.FixtureRequest) -> Engine:
    return engines()[request.param]


class TestEngines(EngineContract):
    """Ours keep what others' are asked to."""


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
