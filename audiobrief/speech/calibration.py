"""What a voice says when its loudness is measured: about eight seconds of plain prose in its language."""

from __future__ import annotations

from audiobrief.languages import language_of

_COUNT = ", ".join(map(str, range(1, 21))) + "."
"""Every voice can count, but for a few whose digits are silent or kill the engine: their languages have a sample."""


def calibration_text(language: str) -> str:
    """Returns at least six seconds of speech at rate 1 in the tag's language; digits where we have no text in it."""
    return " ".join(language_of(language).words.voice.sample.split()) or _COUNT
