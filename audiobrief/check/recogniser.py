"""The local speech recogniser: faster-whisper, with weights of the user's choice."""

from __future__ import annotations

from math import log
from pathlib import Path
from typing import Any

from audiobrief.check.heard import Sound
from audiobrief.errors import UsageError

_LEAST = 1e-6
_MOST_TOKENS = 220
_FRAMES_A_SECOND = 100


class Whisper:
    """Hears up to thirty seconds at a time; the same words each time."""

    def __init__(self, weights: Path) -> None:
        """Loads the weights from a folder in CTranslate2's form. Raises :class:`UsageError`."""
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise UsageError("--heard", "faster-whisper is not installed", "Run: pip install faster-whisper") from error
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
        self._sound: tuple[Sound, Any, int] | None = None

    def hear(self, sound: Sound, language: str) -> str:
        """Returns the words of a sound of 16 kHz."""
        once: dict[str, Any] = {"beam_size": 1, "temperature": 0.0, "without_timestamps": True}
        parts, _ = self._model.transcribe(
            sound, language=self._known(language), condition_on_previous_text=False, max_new_tokens=_MOST_TOKENS, **once
        )
        return " ".join(part.text.strip() for part in parts)

    def _known(self, language: str) -> str | None:
        """Returns a language that the model knows; None: it is to find out."""
        return language if language in self._model.supported_languages else None

    def likelihood(self, sound: Sound, language: str, text: str) -> float:
        """Returns the logarithm of how likely a text is, of a sound."""
        from faster_whisper.tokenizer import Tokenizer

        tokenizer = Tokenizer(
            self._model.hf_tokenizer, self._model.model.is_multilingual, "transcribe", self._known(language) or "en"
        )
        tokens = tokenizer.encode(f" {text}")[:_MOST_TOKENS]
        if self._sound is None or self._sound[0] is not sound:
            features = self._model.feature_extractor(sound)[:, : 30 * _FRAMES_A_SECOND]
            padded = _padded(features)
            self._sound = sound, self._model.encode(padded), features.shape[-1]
        found = self._model.model.align(self._sound[1], tokenizer.sot_sequence, [tokens], self._sound[2])[0]
        return sum(log(max(one, _LEAST)) for one in found.text_token_probs)


def _padded(features: Any) -> Any:
    import numpy as np

    lacks = 30 * _FRAMES_A_SECOND - features.shape[-1]
    return np.pad(features, ((0, 0), (0, max(lacks, 0))))
