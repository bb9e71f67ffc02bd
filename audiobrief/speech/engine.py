"""What an engine is, and where engines are found: a table, then the entry points of other packages."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from audiobrief.errors import SpeechError
from audiobrief.model import Clip, Utterance

ENTRY_POINTS = "audiobrief.engines"
DEADLINE_S = 60.0

_BUILT_IN = {
    "piper": "audiobrief.speech.piper:Piper",
    "espeak": "audiobrief.speech.espeak:Espeak",
    "pyttsx3": "audiobrief.speech.system:System",
    "kokoro": "audiobrief.speech.kokoro:Kokoro",
    "openai": "audiobrief.speech.openai:OpenAI",
    "tone": "audiobrief.speech.tone:Tone",
}
"""By name: module and class. A class is called without arguments and must not fail or import its library then."""

_ORDER = {"linux": ("piper", "espeak", "pyttsx3")}
_ORDER_ELSEWHERE = ("piper", "pyttsx3", "espeak")


@dataclass(frozen=True, slots=True)
class Features:
    """What an engine can do; the core degrades where it cannot."""

    word_marks: bool = False
    """Word positions come from the engine itself, in samples. Every engine gives sentence marks."""
    rate: bool = True
    pitch: bool = False
    phonemes: bool = False
    repeatable: bool = False
    """Equal utterances give equal bytes."""
    silent: bool = False
    """Its clips hold no sound: it stands in for a voice and never for lost words."""
    remote: bool = False
    """Text leaves the machine."""
    most_characters: int = 5_000
    """Longer texts come in pieces."""
    character_s: float = 0.0
    """What the booth adds to its deadline for every character: for engines about as slow as speech."""


@dataclass(frozen=True, slots=True)
class EngineVoice:
    """One voice of an engine."""

    name: str
    """What :attr:`audiobrief.model.Voice.name` holds."""
    languages: tuple[str, ...]
    """BCP 47, the best first. Empty: every language."""
    title: str = ""
    """For people: "English (America)"."""
    path: Path | None = None
    """Its file, for engines whose voices are files: hashed into the key of an utterance."""


@runtime_checkable
class Engine(Protocol):
    """Turns text into audio. ``speak`` may be called from several threads at once."""

    name: str

    @property
    def features(self) -> Features:
        """What it can do."""

    @property
    def version(self) -> str:
        """Of the program and its library: clips of another version are spoken again."""

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47, sorted; empty when the engine does not say (a server)."""

    def unavailable(self) -> str | None:
        """Why the engine cannot run here and how to install it ("fact. Remedy."), or null when it can."""

    def voices(self) -> tuple[EngineVoice, ...]:
        """The voices found on this machine."""

    def voice_for(self, language: str) -> EngineVoice | None:
        """The voice for a BCP 47 tag, or null: another language's voice is never given instead."""

    def find(self, name: str) -> EngineVoice | None:
        """The voice of that name (with its variant, where an engine has such), or null."""

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """The utterance's text as audio, untrimmed. Raises :class:`SpeechError` when it failed or took too long."""

    def close(self) -> None:
        """Ends what the engine started (processes). It may be used again after."""


class TooLong(SpeechError):
    """An engine was stopped at its deadline."""


@cache
def engines() -> Mapping[str, Engine]:
    """Every engine by name, available or not: the table, then entry points (which cannot replace one of the table)."""
    found: dict[str, Engine] = {}
    for name, place in _BUILT_IN.items():
        module, _, attribute = place.partition(":")
        found[name] = getattr(importlib.import_module(module), attribute)()
    for point in metadata.entry_points(group=ENTRY_POINTS):
        if point.name not in found:
            try:
                engine = point.load()()
            except Exception as error:  # another package's code: whatever it raises must not stop ours
                engine = _Broken(point.name, f"{point.value} failed to load ({error})")
            found[point.name] = engine
    return MappingProxyType(found)


def preferred_order(platform: str = sys.platform) -> tuple[str, ...]:
    """The engines that are tried when nothing is configured. Servers and silence must be asked for."""
    return _ORDER.get(platform, _ORDER_ELSEWHERE)


class _Broken:
    """Stands for an engine of another package that could not be loaded."""

    features = Features()
    version = ""
    languages: tuple[str, ...] = ()

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        self.why = why

    def unavailable(self) -> str | None:
        return f"{self.why}. Install or remove the package that brings it."

    def voices(self) -> tuple[EngineVoice, ...]:
        return ()

    def voice_for(self, language: str) -> EngineVoice | None:
        return None

    def find(self, name: str) -> EngineVoice | None:
        return None

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        raise SpeechError(self.name, self.why, "Install or remove the package that brings it")

    def close(self) -> None:
        return None
