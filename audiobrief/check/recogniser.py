"""The local speech recogniser: faster-whisper, with weights of the user's choice."""

from __future__ import annotations

from math import log
from pathlib import Path
from typing import Any

import numpy as np

from audiobrief.check.heard import Sound
from audiobrief.errors import UsageError, installing

_LEAST = 1e-6
_MOST_TOKENS = 220
_FRAMES = 3_000
"""Of thirty seconds, which the model hears at once."""


class Whisper:
    """Hears up to thirty seconds at a time; the same words each time."""

    def __init__(self, weights: Path) -> None:
        """Loads the weights from a folder in CTranslate2's form. Raises :class:`UsageError`."""
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise UsageError(
                "--heard", "faster-whisper is not installed", f"Run: {installing('faster-whisper')}"
            ) from error
        if not (weights / "model.bin").is_file():
            fact = "holds no model.bin"
            raise UsageError(str(weights), fact, "Give the folder of a Whisper model in the form of faster-whisper")
        try:
            self._model: Any = WhisperModel(str(weights), device="cpu", compute_type="int8", cpu_threads=1)
        except (RuntimeError, ValueError, OSError) as error:
            fact = f"cannot be loaded ({' '.join(str(error).split())[:200]})"
            raise UsageError(
                str(weights), fact, "Give the folder of a Whisper model in the form of faster-whisper"
            ) from error
        self._heard: tuple[Sound, Any, int] | None = None

    def hear(self, sound: Sound, language: str) -> str:
        """Returns the words of a sound of 16 kHz."""
        tokenizer = self._tokenizer(sound, language)
        prompt = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        encoded, _ = self._encoded(sound)
        most = len(prompt) + _MOST_TOKENS
        found = self._model.model.generate(encoded, [prompt], beam_size=1, max_length=most, sampling_temperature=0)
        return str(tokenizer.decode(found[0].sequences_ids[0])).strip()

    def likelihood(self, sound: Sound, language: str, text: str) -> float:
        """Returns the logarithm of how likely a text is, of a sound."""
        tokenizer = self._tokenizer(sound, language)
        tokens = tokenizer.encode(f" {text}")[:_MOST_TOKENS]
        encoded, frames = self._encoded(sound)
        found = self._model.model.align(encoded, tokenizer.sot_sequence, [tokens], frames)[0]
        return sum(log(max(one, _LEAST)) for one in found.text_token_probs)

    def language(self, sound: Sound) -> tuple[str, float]:
        """Returns the tag of the likeliest language of a sound, and how likely it is; "" of a model that knows one."""
        if not self._model.model.is_multilingual:
            return "", 0.0
        token, likely = self._model.model.detect_language(self._encoded(sound)[0])[0][0]
        return token.strip("<|>"), likely

    def _tokenizer(self, sound: Sound, language: str) -> Any:
        """Returns how words are written for the model; it finds out a language that it does not know itself."""
        from faster_whisper.tokenizer import Tokenizer

        known = language if language in self._model.supported_languages else self.language(sound)[0] or "en"
        return Tokenizer(self._model.hf_tokenizer, self._model.model.is_multilingual, "transcribe", known)

    def _encoded(self, sound: Sound) -> tuple[Any, int]:
        """Returns a sound as the model knows it, and how many frames it has: half of the work, done once."""
        if self._heard is None or self._heard[0] is not sound:
            features = self._model.feature_extractor(sound)[:, :_FRAMES]
            padded = np.pad(features, ((0, 0), (0, _FRAMES - features.shape[-1])))
            self._heard = sound, self._model.encode(padded), features.shape[-1]
        return self._heard[1], self._heard[2]
