"""RHVoice's library, as the process of :mod:`audiobrief.speech.model_worker` calls it."""

from __future__ import annotations

import bisect
import ctypes
import importlib.util
from pathlib import Path
from typing import Any

_TEXT, _CAPITALS_OFF, _ALL_RATES, _NO_PUNCTUATION = 0, 1, 1, 1


class Library:
    """Speaks with the voices of one folder. The binding knows the structures of the library's versions."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._binding = binding = _binding()
        self._library, self._api = binding.load_tts_library(order["library"])
        self._samples = bytearray()
        self._rate_hz = 0
        self._words: list[tuple[int, int]] = []
        kinds = binding.RHVoice_callback_types
        self._callbacks = binding.RHVoice_callbacks(self._api)(
            set_sample_rate=kinds.set_sample_rate(self._takes_rate),
            play_speech=kinds.play_speech(self._takes_speech),
            word_starts=kinds.word_starts(self._takes_word),
        )
        folder = order["model"].encode()
        self._facts = binding.RHVoice_init_params(self._api)(folder, None, None, self._callbacks, 0)
        self._engine = self._library.RHVoice_new_tts_engine(ctypes.byref(self._facts))
        if not self._engine:
            raise ValueError(f"RHVoice cannot begin with the voices of {order['model']}")

    def speak(self, order: dict[str, Any]) -> tuple[Any, int, list[tuple[int, int, int]]]:
        """Returns samples, their rate, and the words: where each begins, in samples and in the text, and its length."""
        import numpy as np

        self._samples.clear()
        self._words.clear()
        text = order["text"].encode()
        sizes = (0.0, 0.0, 0.0, order["rate"], order["pitch"], 1.0, _NO_PUNCTUATION, None, _CAPITALS_OFF, _ALL_RATES)
        kind = self._binding.RHVoice_synth_params(self._api)
        how = kind(order["voice"].encode(), *sizes[: len(kind._fields_) - 1])
        message = self._library.RHVoice_new_message(self._engine, text, len(text), _TEXT, ctypes.byref(how), None)
        if not message:
            raise ValueError("RHVoice has nothing to say")
        try:
            if not self._library.RHVoice_speak(message):
                raise ValueError("RHVoice stopped before the end")
        finally:
            self._library.RHVoice_delete_message(message)
        samples = np.frombuffer(bytes(self._samples), "<i2").astype(np.float32) / 32_767
        return samples, self._rate_hz or 24_000, self._marks(text, order["words"])

    def _marks(self, text: bytes, stretches: list[list[int]]) -> list[tuple[int, int, int]]:
        """Gives each word that the library told of, by its first byte, the place that we know it by."""
        starts = [start for start, _ in stretches]
        found: dict[int, int] = {}
        for sample, byte in self._words:
            place = bisect.bisect_right(starts, len(text[:byte].decode(errors="ignore"))) - 1
            if place >= 0:
                found.setdefault(place, sample)
        return [
            (sample, stretches[place][0], stretches[place][1] - stretches[place][0]) for place, sample in found.items()
        ]

    def _takes_rate(self, rate_hz: int, _: object) -> int:
        self._rate_hz = rate_hz
        return 1

    def _takes_speech(self, samples: Any, count: int, _: object) -> int:
        self._samples += ctypes.string_at(samples, 2 * count)
        return 1

    def _takes_word(self, byte: int, _length: int, _: object) -> int:
        self._words.append((len(self._samples) // 2, byte))
        return 1


def _binding() -> Any:
    """Loads that one module of the package, which as a whole makes a queue between processes: not allowed here."""
    package = importlib.util.find_spec("rhvoice_wrapper")
    assert package is not None and package.origin is not None
    spec = importlib.util.spec_from_file_location(
        "rhvoice_bindings", Path(package.origin).parent / "rhvoice_bindings.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
