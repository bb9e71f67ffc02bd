"""Speech faster than a voice speaks well: its sound is compressed, with its pitch kept, by Sonic.

Sonic (Apache-2.0) leaves out whole periods of the voice; screen readers use it for the same. It lies in the library of
espeak-ng that the embedded engine is, so nothing more is installed. The functions called are those of its sonic.h.
"""

from __future__ import annotations

import ctypes
from dataclasses import replace
from functools import cache
from typing import Any

from audiobrief.model import Clip, Mark, Utterance
from audiobrief.speech.engine import Features

FASTEST_ASKED = 2.0
"""Times its own pace, of any engine: faster, an engine shortens what tells sounds apart (docs/engines.md)."""


def paced(utterance: Utterance, features: Features) -> tuple[Utterance, float]:
    """Returns what an engine is asked for, and how many times faster its sound is to be played after that."""
    rate = utterance.voice.rate
    if features.silent or (features.rate and rate <= FASTEST_ASKED) or _sonic() is None:
        return utterance, 1.0
    return replace(utterance, voice=replace(utterance.voice, rate=1.0)), rate


def faster(clip: Clip, factor: float) -> Clip:
    """Returns the clip ``factor`` times faster at the same pitch, its marks where they are heard then."""
    sonic = _sonic()
    if factor == 1.0 or sonic is None:
        return clip
    room = round(clip.samples / min(factor, 1.0)) + clip.rate_hz  # it works in place, and may need a little more
    samples = (ctypes.c_short * room).from_buffer_copy(clip.pcm.ljust(2 * room, b"\0"))
    count = sonic(samples, clip.samples, factor, 1.0, 1.0, 1.0, 0, clip.rate_hz, 1)
    real = clip.samples / count if count else factor
    marks = tuple(Mark(mark.kind, round(mark.sample / real), mark.start, mark.length) for mark in clip.marks)
    return Clip(bytes(samples)[: 2 * count], clip.rate_hz, marks)


@cache
def _sonic() -> Any:
    """Returns ``sonicChangeShortSpeed``; None where the library hides it: an engine then hurries by itself."""
    try:
        import espeakng_loader

        sonic = ctypes.CDLL(espeakng_loader.get_library_path()).sonicChangeShortSpeed
    except (ImportError, OSError, AttributeError):
        return None
    whole, real = ctypes.c_int, ctypes.c_float
    sonic.argtypes = [ctypes.POINTER(ctypes.c_short), whole, real, real, real, real, whole, whole, whole]
    sonic.restype = whole
    return sonic
