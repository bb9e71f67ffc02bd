"""Kokoro: the most natural voices that run on a processor (the package ``kokoro-onnx``). Model and voices by path.

``AUDIOBRIEF_KOKORO_MODEL`` names the model (.onnx), ``AUDIOBRIEF_KOKORO_VOICES`` the voices' file (.bin or .npz).
"""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import os
import re
import zipfile
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

from audiobrief.errors import SpeechError, installing
from audiobrief.model import Clip, Utterance
from audiobrief.speech.engine import DEADLINE_S, Engine, EngineVoice, Features
from audiobrief.speech.models import pool
from audiobrief.speech.pronounced import as_models_read, said
from audiobrief.speech.stretches import words

MODEL = "AUDIOBRIEF_KOKORO_MODEL"
VOICES = "AUDIOBRIEF_KOKORO_VOICES"


_LANGUAGES = {
    "a": ("en-US", "en-us"),
    "b": ("en-GB", "en-gb"),
    "e": ("es", "es"),
    "f": ("fr", "fr-fr"),
    "h": ("hi", "hi"),
    "i": ("it", "it"),
    "j": ("ja", "ja"),
    "p": ("pt-BR", "pt-br"),
    "z": ("zh", "cmn"),
}
"""By the first letter of a voice ("af_heart"): its language, and what its phonemes are asked for as."""

_OWN_NAME = re.compile(rf"[{''.join(_LANGUAGES)}][fm]_[a-z]+")

_FAVOURITES = ("af_heart", "bf_emma")


class Kokoro(Engine):
    """Very natural, 1.5 times faster than speech on one thread; word times from models that tell durations."""

    name = "kokoro"

    def __init__(self) -> None:
        self._pool = pool("kokoro")

    @property
    def features(self) -> Features:
        """Returns word marks where the model has an output "duration", as those that kokoro-onnx publishes now."""
        model = _path(MODEL)
        tells = model is not None and _tells_durations(model)
        return Features(word_marks=tells, level_stays=True, repeatable=True, most_characters=2_000, character_s=0.2)

    @property
    def version(self) -> str:
        """Returns ``0.6.1 onnxruntime-1.32.0 voices-1a2b3c4d``; the model's hash is the voice's."""
        voices = _path(VOICES)
        mark = _short_hash(voices) if voices else "none"
        return f"{metadata.version('kokoro-onnx')} onnxruntime-{metadata.version('onnxruntime')} voices-{mark}"

    def unavailable(self) -> str | None:
        """Says which package or file is missing."""
        if importlib.util.find_spec("kokoro_onnx") is None:
            return f"the package kokoro-onnx is missing. Run: {installing('kokoro-onnx')}."
        for variable, what in ((MODEL, "model (.onnx)"), (VOICES, "voices (.bin or .npz)")):
            if _path(variable) is None:
                return f"its {what} was not found. Set {variable} to the path of the file."
        return None if self.voices() else f"{_path(VOICES)} holds no voices. Set {VOICES} to a file of Kokoro voices."

    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the voices of the file, favourites first."""
        model, voices = _path(MODEL), _path(VOICES)
        if model is None or voices is None:
            return ()
        names = sorted(_names(voices), key=lambda name: (name not in _FAVOURITES, name))
        return tuple(
            EngineVoice(name, (_LANGUAGES[name[0]][0],), f"Kokoro {name}", model)
            for name in names
            if name[0] in _LANGUAGES
        )

    def claims(self, name: str) -> bool:
        """Tells whether a name is as Kokoro's: ``af_heart``, with a letter for language and sex each."""
        return _OWN_NAME.fullmatch(name) is not None or self.find(name) is not None

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Speaks sentence by sentence."""
        from audiobrief.speech.proof import spoken_by_sentence

        voice = utterance.voice
        if self.find(voice.name) is None:
            raise SpeechError(voice.name, "Kokoro has no such voice", "See audiobrief voices")
        order = {
            "engine": "kokoro",
            "model": str(_path(MODEL)),
            "voices": str(_path(VOICES)),
            "voice": voice.name,
            "language": _LANGUAGES[voice.name[0]][1],
            "rate": voice.rate,
        }
        with self._pool.worker() as worker:

            def speak(sentence: str, left_s: float) -> Clip:
                told = said(sentence, utterance.lexicon)
                places = [(told.there(start), told.there(end)) for start, end in words(sentence)]
                return told.marked(worker.ask({**order, "text": told.text, "words": places}, left_s))

            return spoken_by_sentence(utterance, speak, deadline_s)

    def phonemes(self, words: Sequence[str], voice: str) -> Sequence[str] | None:
        """Returns each word in IPA, by espeak-ng, which reads for it."""
        from audiobrief.speech.espeak import told_phonemes

        return told_phonemes(words, _LANGUAGES[voice[0]][1])

    def in_own_phonemes(self, ipa: str, voice: str) -> str | None:
        """Returns IPA: the model reads it, and leaves out the few signs it does not know."""
        return as_models_read(ipa) or None

    def close(self) -> None:
        """Ends the workers."""
        self._pool.close()


def _path(variable: str) -> Path | None:
    path = Path(os.environ.get(variable, ""))
    return path if path.is_file() else None


@cache
def _names(voices: Path) -> tuple[str, ...]:
    """Lists the voices of a file, without loading their numbers: it is a zip of arrays."""
    try:
        with zipfile.ZipFile(voices) as archive:
            return tuple(name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy"))
    except (OSError, zipfile.BadZipFile):
        return ()


@cache
def _tells_durations(model: Path) -> bool:
    """Looks for the name of the output in the file: to open a model takes a second."""
    with model.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.rfind(b"\x0a\x08duration") >= 0  # the field "name", of eight bytes


@cache
def _short_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
