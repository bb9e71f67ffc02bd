"""Sounds for the tests of the mixer: made, not recorded, the same on every machine."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from audiobrief.mix.arrange import Arrangement, ChunkFacts
from audiobrief.mix.frames import LEAD_FRAMES, TAIL_SAMPLES, frame_format
from audiobrief.mix.loudness import Loudness, measure
from audiobrief.mix.packed_marks import MarkTrack
from audiobrief.model import Clip, Mark, MixSettings

Floats = npt.NDArray[np.float64]


def sine(hz: float, seconds: float, rate_hz: int, level: float) -> Floats:
    """A sine whose peaks reach ``level``."""
    return level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)


def babble(seconds: float, rate_hz: int = 22_050, level: float = 0.2, seed: int = 0) -> Floats:
    """Something like speech: a gliding buzz with noise, in syllables; its peaks reach ``level``."""
    generator = np.random.default_rng(seed)
    at = np.arange(round(seconds * rate_hz)) / rate_hz
    phase = 2 * np.pi * np.cumsum(110 + 20 * np.sin(2 * np.pi * 0.7 * at + seed)) / rate_hz
    buzz = sum(np.sin(n * phase) / n**1.2 for n in range(1, 25))
    syllables = 0.15 + np.abs(np.sin(2 * np.pi * 2.1 * at + seed)) ** 2
    sound = (buzz + 0.3 * generator.standard_normal(len(at))) * syllables
    return np.asarray(level * sound / np.abs(sound).max())


def clip(samples: Floats, rate_hz: int = 22_050, marks: tuple[Mark, ...] = ()) -> Clip:
    """Floats as a clip."""
    pcm = np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2")
    return Clip(pcm.tobytes(), rate_hz, marks)


def measure_clip(clip: Clip) -> Loudness:
    """Loudness of a clip."""
    return measure(np.frombuffer(clip.pcm, "<i2") / 32768.0, clip.rate_hz)


def facts(speech_samples: int, settings: MixSettings, marks: tuple[Mark, ...] = ()) -> ChunkFacts:
    """What a chunk with so much speech would say of itself."""
    form = frame_format(settings)
    lead = LEAD_FRAMES * form.samples
    frames = math.ceil((lead + speech_samples + TAIL_SAMPLES) / form.samples)
    return ChunkFacts(frames, frames * form.silent_bytes, lead, speech_samples, MarkTrack(marks))


def chunk_starts(arrangement: Arrangement, frame_samples: int) -> dict[int, int]:
    """Where each chunk's first frame lies, in samples, by its number."""
    starts, position = {}, 0
    for piece in arrangement.pieces:
        if piece.chunk is not None:
            starts[piece.chunk] = position
        position += piece.frames * frame_samples
    return starts


def db(ratio: float) -> float:
    return 20 * math.log10(ratio)


def lag(heard: Floats, expected: Floats, reach: int = 64) -> int:
    """By how many samples ``heard`` comes late, by cross-correlation within ``reach``."""
    around = np.concatenate([heard[-reach:], heard, heard[:reach]])
    return int(np.argmax(np.correlate(around, expected, "valid"))) - reach


def snr_db(heard: Floats, expected: Floats) -> float:
    return 10 * math.log10(float(np.sum(expected**2) / np.sum((heard - expected) ** 2)))
