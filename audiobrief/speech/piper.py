"""Piper: natural voices that run on a processor (the extra ``piper``). Its voices are files.

Voices are looked for in the folders of ``AUDIOBRIEF_PIPER_VOICES`` (separated as in ``PATH``), in that of
``audiobrief voices install``, and in installed packages whose name holds "piper" and "voice". A voice is a model
``NAME.onnx`` beside its ``NAME.onnx.json``.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
import unicodedata
from collections.abc import Sequence
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path

from audiobrief.errors import SpeechError
from audiobrief.model import Clip, Utterance
from audiobrief.speech import catalogue
from audiobrief.speech.clips import shifted
from audiobrief.speech.engine import DEADLINE_S, Engine, EngineVoice, Features
from audiobrief.speech.models import pool
from audiobrief.speech.pronounced import as_models_read, said
from audiobrief.speech.stretches import words

_FIFTH = 1.5
"""How much higher pitch 100 is than pitch 50, and pitch 50 than 0: a fifth. Beyond it a voice is a cartoon's."""

_PUBLISHED = re.compile(r"[a-z]{2,3}_[A-Z]{2}-[^-]+-(?:x_low|low|medium|high)(?:#\d+)?")

VOICE_FOLDERS = "AUDIOBRIEF_PIPER_VOICES"


class Piper(Engine):
    """Natural voices, 15 times faster than speech on one thread, with word times from the model."""

    name = "piper"

    def __init__(self) -> None:
        self._pool = pool("piper")

    @property
    def features(self) -> Features:
        """Returns word marks; equal texts sound equal, as the noise is off."""
        return Features(
            word_marks=True, pitch=True, level_stays=True, repeatable=True, most_characters=3_000, character_s=0.05
        )

    @cached_property
    def version(self) -> str:
        """Returns ``1.8.0 onnxruntime-1.32.0``."""
        return f"{metadata.version('piper-tts')} onnxruntime-{metadata.version('onnxruntime')}"

    def unavailable(self) -> str | None:
        """Says that the package or a voice is missing."""
        if importlib.util.find_spec("piper") is None:
            return "the package piper-tts is missing. Run: audiobrief voices install."
        if not self.voices():
            return "no Piper voice was found. Run: audiobrief voices install."
        return None

    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the voices of the folders and packages, the first of each name."""
        found: dict[str, EngineVoice] = {}
        for path in _models():
            voice = _voice(path, path.stem)
            if voice is not None:
                found.setdefault(voice.name, voice)
        return tuple(found.values())

    def find(self, name: str) -> EngineVoice | None:
        """Finds a voice by name or by the path of its model, and "#3" for the speaker of a model that has several."""
        base, number, speaker = name.partition("#")
        found = _voice(Path(base), base) if base.endswith(".onnx") else super().find(base)
        if found is None or not number:
            return found
        known = speaker.isdecimal() and int(speaker) < found.speakers
        return EngineVoice(name, found.languages, f"{found.title}, speaker {speaker}", found.path) if known else None

    def claims(self, name: str) -> bool:
        """Tells whether a name is as those of Piper's published voices: ``de_DE-thorsten-medium``."""
        return _PUBLISHED.fullmatch(name) is not None or self.find(name) is not None

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Speaks sentence by sentence, with word marks where the model gives durations."""
        from audiobrief.speech.proof import spoken_by_sentence

        found = self.find(utterance.voice.name)
        if found is None or found.path is None:
            raise SpeechError(utterance.voice.name, "Piper has no such voice", "See audiobrief voices")
        speaker = utterance.voice.name.partition("#")[2]
        factor = _FIFTH ** ((utterance.voice.pitch - 50) / 50)
        order = {"engine": "piper", "model": str(found.path), "rate": utterance.voice.rate / factor}
        if speaker:
            order["speaker"] = int(speaker)
        with self._pool.worker() as worker:

            def speak(sentence: str, left_s: float) -> Clip:
                told = said(sentence, utterance.lexicon)
                places = [(told.there(start), told.there(end)) for start, end in words(sentence)]
                clip = worker.ask({**order, "text": told.text, "words": places}, left_s)
                return shifted(told.marked(clip), factor)

            return spoken_by_sentence(utterance, speak, deadline_s)

    def phonemes(self, words: Sequence[str], voice: str) -> Sequence[str] | None:
        """Returns each word in IPA, by espeak-ng, where that reads for the voice."""
        from audiobrief.speech.espeak import told_phonemes

        found = self.find(voice)
        facts = _facts(found.path) if found is not None and found.path is not None else {}
        reader = facts.get("espeak") if facts.get("phoneme_type", "espeak") == "espeak" else None
        return told_phonemes(words, str(reader.get("voice"))) if isinstance(reader, dict) else None

    def in_own_phonemes(self, ipa: str, voice: str) -> str | None:
        """Returns IPA where a voice knows all of its signs."""
        found = self.find(voice)
        known = _facts(found.path).get("phoneme_id_map") if found is not None and found.path is not None else {}
        plain = unicodedata.normalize("NFD", as_models_read(ipa))
        return plain if plain and isinstance(known, dict) and set(plain) <= set(known) else None

    def close(self) -> None:
        """Ends the workers."""
        self._pool.close()


def look_again() -> None:
    """Forgets which voices are here: one has come."""
    _models_in.cache_clear()
    _facts.cache_clear()


def _models() -> tuple[Path, ...]:
    folders = [*filter(None, os.environ.get(VOICE_FOLDERS, "").split(os.pathsep)), str(catalogue.folder())]
    return _models_in(tuple(folders), tuple(sys.path))


@cache
def _models_in(folders: tuple[str, ...], packages: tuple[str, ...]) -> tuple[Path, ...]:
    """Looks for models once: every utterance asks for its voice by name."""
    places = [Path(folder).expanduser() for folder in folders]
    for entry in filter(None, packages):
        places += sorted(Path(entry).glob("*piper*voice*")) if Path(entry).is_dir() else []
    return tuple(model for place in places for model in sorted(place.rglob("*.onnx")))


@cache
def _facts(path: Path) -> dict[str, object]:
    """Reads the voice's JSON; empty when there is none that can be read."""
    try:
        facts = json.loads(Path(f"{path}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _voice(path: Path, name: str) -> EngineVoice | None:
    facts = _facts(path)
    if not path.is_file() or not isinstance(facts.get("phoneme_id_map"), dict):
        return None
    language, espeak = facts.get("language"), facts.get("espeak")
    code = language.get("code") if isinstance(language, dict) else None
    code = code or (espeak.get("voice") if isinstance(espeak, dict) else None) or path.name.partition("-")[0]
    number = facts.get("num_speakers")
    speakers = number if isinstance(number, int) and number > 0 else 1
    return EngineVoice(name, (str(code).replace("_", "-"),), path.stem.replace("-", " "), path, speakers)
