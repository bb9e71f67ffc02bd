"""sherpa-onnx: one engine for VITS and Piper, Matcha, Kokoro, Kitten and Supertonic voices (the extra ``sherpa``).

A voice is a folder as sherpa-onnx's authors publish them, unpacked in a folder that ``AUDIOBRIEF_SHERPA_VOICES`` names.
The name of the voice's folder says its language, as most of theirs do: ``vits-piper-de_DE-thorsten-medium``.
"""

from __future__ import annotations

import importlib.util
import os
import re
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path

from audiobrief.errors import SpeechError, installing
from audiobrief.model import Clip, Utterance
from audiobrief.speech.clips import shifted
from audiobrief.speech.engine import DEADLINE_S, Engine, EngineVoice, Features
from audiobrief.speech.models import pool

VOICES = "AUDIOBRIEF_SHERPA_VOICES"
_FIFTH = 1.5
"""How much higher pitch 100 is than pitch 50, and pitch 50 than 0."""
_LANGUAGE = re.compile(r"[a-z]{2}(_[A-Z]{2})?")

_SUPERTONIC = {
    "duration_predictor": "duration_predictor*.onnx",
    "text_encoder": "text_encoder*.onnx",
    "vector_estimator": "vector_estimator*.onnx",
    "vocoder": "vocoder*.onnx",
    "tts_json": "tts.json",
    "unicode_indexer": "unicode_indexer*",
    "voice_style": "voice*.bin",
}
_KINDS: dict[str, dict[str, str]] = {
    "supertonic": _SUPERTONIC,
    "kitten": {"model": "*.onnx", "voices": "voices*.bin", "tokens": "tokens.txt"},
    "kokoro": {"model": "*.onnx", "voices": "voices*.bin", "tokens": "tokens.txt"},
    "matcha": {"acoustic_model": "model-steps-*.onnx", "vocoder": "*voco*.onnx", "tokens": "tokens.txt"},
    "vits": {"model": "*.onnx", "tokens": "tokens.txt"},
}
"""What each kind's settings are called, and the files they name; the first kind whose files are all there."""


class Sherpa(Engine):
    """The voices of sherpa-onnx, as fast as their kind; it tells no word times."""

    name = "sherpa"

    def __init__(self) -> None:
        self._pool = pool("sherpa")

    @property
    def features(self) -> Features:
        """Returns rate, pitch (by resampling), sentences."""
        return Features(pitch=True, most_characters=3_000, character_s=0.2)

    @cached_property
    def version(self) -> str:
        """Returns ``2.0.1``."""
        return metadata.version("sherpa-onnx")

    def unavailable(self) -> str | None:
        """Says that the package or a voice is missing."""
        for module, package in (("sherpa_onnx", "sherpa-onnx"), ("piper", "piper-tts")):
            if importlib.util.find_spec(module) is None:
                return f"the package {package} is missing. Run: {installing('sherpa-onnx', 'piper-tts')}."
        if not self.voices():
            return f"no voice was found. Set {VOICES} to a folder with voices of sherpa-onnx."
        return None

    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the voices of the folder by the names of theirs."""
        return _voices_in(os.environ.get(VOICES, ""))

    def find(self, name: str) -> EngineVoice | None:
        """Finds a voice by its name, with "#3" for the speaker of a model that has several."""
        base, number, speaker = name.partition("#")
        found = super().find(base)
        if found is None or not number:
            return found
        return (
            EngineVoice(name, found.languages, f"{found.title}, speaker {speaker}", found.path)
            if speaker.isdecimal()
            else None
        )

    def claims(self, name: str) -> bool:
        """Tells whether a name begins as those that sherpa-onnx's authors publish: with the kind of its model."""
        return name.partition("-")[0] in _KINDS and "-" in name

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Speaks sentence by sentence."""
        from audiobrief.speech.proof import spoken_by_sentence

        voice = utterance.voice
        found = self.find(voice.name)
        if found is None or found.path is None:
            raise SpeechError(voice.name, "sherpa-onnx has no such voice", "See audiobrief voices")
        factor = _FIFTH ** ((voice.pitch - 50) / 50)
        kind, files = kind_of(found.path.parent)
        order = {
            "engine": "sherpa",
            "model": str(found.path),
            "kind": kind,
            "files": files,
            "rate": voice.rate / factor,
            "speaker": int(voice.name.partition("#")[2] or 0),
            "language": found.languages[0].partition("-")[0],
        }
        with self._pool.worker() as worker:

            def speak(sentence: str, left_s: float) -> Clip:
                return shifted(worker.ask({**order, "text": sentence}, left_s), factor)

            return spoken_by_sentence(utterance, speak, deadline_s)

    def close(self) -> None:
        """Ends the workers."""
        self._pool.close()


def kind_of(folder: Path) -> tuple[str, dict[str, str]]:
    """Tells the kind of a voice, and its files by what sherpa-onnx calls them; ("", {}) for none that is known."""
    for kind, wanted in _KINDS.items():
        files = {setting: next(iter(sorted(folder.glob(pattern))), None) for setting, pattern in wanted.items()}
        is_kind = kind != "kitten" or "kitten" in folder.name
        if is_kind and all(files.values()):
            return kind, {setting: str(path) for setting, path in files.items()} | _beside(kind, folder)
    return "", {}


def _beside(kind: str, folder: Path) -> dict[str, str]:
    """Names what most kinds may have besides: pronunciations. Without them espeak-ng reads, as Piper has it."""
    return {} if kind == "supertonic" else {"lexicon": ",".join(map(str, sorted(folder.glob("lexicon*.txt"))))}


@cache
def _voices_in(folder: str) -> tuple[EngineVoice, ...]:
    found = []
    for place in sorted(Path(folder).expanduser().iterdir()) if folder and Path(folder).expanduser().is_dir() else ():
        tag = next(filter(_LANGUAGE.fullmatch, place.name.split("-")), "").replace("_", "-")
        _, files = kind_of(place) if tag else ("", {})
        if files:
            path = files.get("model") or files.get("acoustic_model") or files["vector_estimator"]
            found.append(EngineVoice(place.name, (tag,), place.name.replace("-", " "), Path(path)))
    return tuple(found)
