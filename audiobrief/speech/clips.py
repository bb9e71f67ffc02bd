"""Clips as bytes for a store, and clips put together from pieces."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Sequence

from audiobrief.model import Clip, Mark

_MAGIC = b"clp1"
_HEADER = struct.Struct("<4siii")
_MARK = struct.Struct("<cqii")
_KINDS = {b"w": "word", b"s": "sentence"}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}


def pack(clip: Clip) -> bytes:
    """Packs header (rate, marks, samples), marks (kind, sample, first character, length) and PCM."""
    header = _HEADER.pack(_MAGIC, clip.rate_hz, len(clip.marks), clip.samples)
    marks = b"".join(_MARK.pack(_LETTERS[mark.kind], mark.sample, mark.start, mark.length) for mark in clip.marks)
    return b"".join((header, marks, clip.pcm))


def unpack(data: bytes) -> Clip | None:
    """Returns the clip, or None when the bytes are not one (another version, damage)."""
    if len(data) < _HEADER.size:
        return None
    magic, rate_hz, mark_count, samples = _HEADER.unpack_from(data)
    audio_at = _HEADER.size + mark_count * _MARK.size
    if magic != _MAGIC or rate_hz <= 0 or mark_count < 0 or len(data) != audio_at + 2 * samples:
        return None
    rows = _MARK.iter_unpack(data[_HEADER.size : audio_at])
    try:
        marks = tuple(Mark(_KINDS[letter], sample, start, length) for letter, sample, start, length in rows)
    except KeyError:
        return None
    return Clip(data[audio_at:], rate_hz, marks)


def wav(clip: Clip) -> bytes:
    """Returns a clip as a WAV file."""
    data = io.BytesIO()
    with wave.open(data, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(clip.rate_hz)
        sound.writeframes(clip.pcm)
    return data.getvalue()


def silence(seconds: float, rate_hz: int) -> Clip:
    """Returns a clip of silence."""
    return Clip(bytes(2 * round(seconds * rate_hz)), rate_hz)


def joined(pieces: Sequence[tuple[int, Clip]], pause_s: float) -> Clip:
    """Joins clips, one after the other. Each comes with the place of its text; all have one rate.

    Marks keep their order and move to their new place; a pause stands between two pieces.
    """
    rate_hz = pieces[0][1].rate_hz
    pause = bytes(2 * round(pause_s * rate_hz))
    pcm = bytearray()
    marks: list[Mark] = []
    for index, (place, clip) in enumerate(pieces):
        if index:
            pcm += pause
        at = len(pcm) // 2
        marks += [Mark(mark.kind, mark.sample + at, mark.start + place, mark.length) for mark in clip.marks]
        pcm += clip.pcm
    return Clip(bytes(pcm), rate_hz, tuple(marks))


def as_one_sentence(clip: Clip, length: int) -> Clip:
    """Marks a clip that was spoken in pieces as one sentence of ``length`` characters."""
    first = next((mark for mark in clip.marks if mark.kind == "sentence"), None)
    if first is None:
        return clip
    rest = tuple(mark for mark in clip.marks if mark.kind != "sentence")
    whole = Mark("sentence", first.sample, first.start, length - first.start)
    return Clip(clip.pcm, clip.rate_hz, (whole, *rest))


def shifted(clip: Clip, factor: float) -> Clip:
    """Plays the clip ``factor`` times faster at the same rate: pitch and timbre of a smaller (> 1) or larger voice.

    Gives a model with one speaker several voices; the caller has it speak that much slower before.
    """
    if factor == 1.0:
        return clip
    import numpy as np
    import soxr

    samples = np.frombuffer(clip.pcm, "<i2")
    moved = soxr.resample(samples, clip.rate_hz * factor, clip.rate_hz)
    marks = tuple(Mark(mark.kind, round(mark.sample / factor), mark.start, mark.length) for mark in clip.marks)
    return Clip(moved.astype("<i2").tobytes(), clip.rate_hz, marks)
