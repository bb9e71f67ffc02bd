"""What an engine is, and where engines are found: a table, then the entry points of other packages."""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from typing import Protocol, runtime_checkable

from audiobrief.errors import SpeechError
from audiobrief.model import Clip, Utterance
from audiobrief.speech.voice_match import EngineVoice as EngineVoice
from audiobrief.speech.voice_match import best_voice

ENTRY_POINTS = "audiobrief.engines"
DEADLINE_S = 60.0

BUILT_IN = {
    "piper": "audiobrief.speech.piper:Piper",
    "espeak": "audiobrief.speech.espeak:Espeak",
    "pyttsx3": "audiobrief.speech.system:System",
    "rhvoice": "audiobrief.speech.rhvoice:RHVoice",
    "sherpa": "audiobrief.speech.sherpa:Sherpa",
    "kokoro": "audiobrief.speech.kokoro:Kokoro",
    "openai": "audiobrief.speech.openai:OpenAI",
    "wyoming": "audiobrief.speech.wyoming:Wyoming",
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
    """It speaks at half to twice its pace; what is faster is made of its sound (tempo.py)."""
    pitch: bool = False
    repeatable: bool = False
    """Equal utterances give equal bytes."""
    level_stays: bool = False
    """One voice is as loud at every pitch and rate, but for what differs between two sentences: it is measured once."""
    silent: bool = False
    """Its clips hold no sound: it stands in for a voice and never for lost words."""
    remote: bool = False
    """Text leaves the machine."""
    most_characters: int = 5_000
    """Longer texts come in pieces."""
    character_s: float = 0.0
    """What the booth adds to its deadline for every character: for engines about as slow as speech."""


@runtime_checkable
class Engine(Protocol):
    """Turns text into audio. A subclass says ``name``, ``version``, ``voices`` and ``speak``; the rest has defaults.

    ``speak`` may be called from several threads at once.
    """

    name: str

    @property
    def features(self) -> Features:
        """Returns what it can do."""
        return Features()

    @property
    @abstractmethod
    def version(self) -> str:
        """Returns the version of the program and its library: clips of another version are spoken again."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Returns the BCP 47 tags of its voices, sorted; none when the engine does not say (a server)."""
        return tuple(sorted({tag for voice in self.voices() for tag in voice.languages}))

    def unavailable(self) -> str | None:
        """Says why the engine cannot run here and how to install it ("fact. Remedy."), or None when it can."""
        return None

    @abstractmethod
    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the voices found on this machine, the usual one first."""

    def voice_for(self, language: str) -> EngineVoice | None:
        """Returns the voice for a BCP 47 tag, or None: another language's voice is never given instead.

        Where no voice names a language (a server), all speak every one, and the first is returned.
        """
        voices = self.voices()
        return best_voice(language, voices) or (voices[0] if voices and not self.languages else None)

    def find(self, name: str) -> EngineVoice | None:
        """Returns the voice of that name (with its variant, where an engine has such), or None."""
        return next((voice for voice in self.voices() if voice.name == name), None)

    def claims(self, name: str) -> bool:
        """Tells whether a voice is named as this engine's are, here or not: whose it is when nobody here has it."""
        return self.find(name) is not None

    @abstractmethod
    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Speaks the utterance's text, untrimmed. Raises :class:`SpeechError` when it failed or took too long."""

    def phonemes(self, words: Sequence[str], voice: str) -> Sequence[str] | None:
        """Returns each word in IPA, as a voice says it by itself; None where the engine does not tell."""
        return None

    def in_own_phonemes(self, ipa: str, voice: str) -> str | None:
        """Returns IPA as :attr:`Utterance.lexicon` is to hold it for a voice; None where the engine cannot say it."""
        return None

    def close(self) -> None:
        """Ends what the engine started (processes). It may be used again after."""
        return


class TooLong(SpeechError):
    """An engine was stopped at its deadline."""


@cache
def engines() -> Mapping[str, Engine]:
    """Returns every engine by name, available or not: the table, then entry points (which cannot replace its rows).

    Each is loaded when it is first looked at, and others' packages are looked through when one of them is.
    """
    return _Engines()


def close_all(have: Mapping[str, Engine]) -> None:
    """Ends what engines started; one that nobody looked at is not loaded for it."""
    for engine in (have.loaded if isinstance(have, _Engines) else have).values():
        engine.close()


class _Engines(Mapping[str, "Engine"]):
    """Engines by name, in order."""

    def __init__(self) -> None:
        self._ours = {name: metadata.EntryPoint(name, place, ENTRY_POINTS) for name, place in BUILT_IN.items()}
        self.loaded: dict[str, Engine] = {}

    @cached_property
    def _points(self) -> Mapping[str, metadata.EntryPoint]:
        found = metadata.entry_points(group=ENTRY_POINTS)
        return self._ours | {point.name: point for point in found if point.name not in self._ours}

    def __getitem__(self, name: str) -> Engine:
        if name not in self.loaded:
            self.loaded[name] = self._load(self._ours.get(name) or self._points[name])
        return self.loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._points)

    def __len__(self) -> int:
        return len(self._points)

    def _load(self, point: metadata.EntryPoint) -> Engine:
        try:
            engine: Engine = point.load()()
        except Exception as error:
            if point.name in BUILT_IN:
                raise
            # another package's code: whatever it raises must not stop ours
            return _Broken(point.name, f"{point.value} failed to load ({error})")
        return engine


def preferred_order(platform: str = sys.platform) -> tuple[str, ...]:
    """Returns the engines to try when nothing is configured. Servers and silence must be asked for."""
    return _ORDER.get(platform, _ORDER_ELSEWHERE)


class _Broken(Engine):
    """Stands for an engine of another package that could not be loaded."""

    version = ""

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        self.why = why

    def unavailable(self) -> str | None:
        """Says what happened when the engine was loaded."""
        return f"{self.why}. Update or remove the package that brings it."

    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists no voice."""
        return ()

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Raises :class:`SpeechError`."""
        raise SpeechError(self.name, self.why, "Update or remove the package that brings it")
