"""A voice of sherpa-onnx, as the process of :mod:`audiobrief.speech.model_worker` speaks with it."""

from __future__ import annotations

from typing import Any

_NAMES = {"vits": "Vits", "matcha": "Matcha", "kokoro": "Kokoro", "kitten": "Kitten", "supertonic": "Supertonic"}
_QUIET_NOISE = {"vits": {"noise_scale": 0.0, "noise_scale_w": 0.0}}
"""Noise is what makes two readings of one text differ."""


class Voice:
    """One model on one thread."""

    def __init__(self, order: dict[str, Any]) -> None:
        import sherpa_onnx

        kind = order["kind"]
        settings = getattr(sherpa_onnx, f"OfflineTts{_NAMES[kind]}ModelConfig")
        model = settings(**order["files"], **_QUIET_NOISE.get(kind, {}))
        parts = sherpa_onnx.OfflineTtsModelConfig(**{kind: model}, num_threads=1)
        config = sherpa_onnx.OfflineTtsConfig(model=parts)
        if not config.validate():
            raise ValueError("sherpa-onnx refuses the files of this voice")
        self._tts = sherpa_onnx.OfflineTts(config)
        self._settings = sherpa_onnx.GenerationConfig
        self._reader = None if kind == "supertonic" or order["files"].get("lexicon") else _reader()

    def speak(self, order: dict[str, Any]) -> tuple[Any, int, list[tuple[int, int, int]]]:
        """Returns samples and their rate; it tells no word times."""
        if order["speaker"] >= max(self._tts.num_speakers, 1):
            raise ValueError(f"the model has no speaker {order['speaker']}, only {self._tts.num_speakers}")
        how = self._settings()
        how.sid, how.speed, how.extra = order["speaker"], order["rate"], {"lang": order["language"]}
        if self._reader is not None:  # since 2.0 the library reads no more by itself
            phonemes = self._reader.phonemize(self._tts.lang or order["language"], order["text"])
            how.phoneme_codepoints = [list(map(ord, sentence)) for sentence in phonemes]
        spoken = self._tts.generate(order["text"], how)
        if not spoken.samples:
            raise ValueError("sherpa-onnx gave no sound")
        return spoken.samples, int(spoken.sample_rate), []


def _reader() -> Any:
    from piper.phonemize_espeak import EspeakPhonemizer

    return EspeakPhonemizer()
