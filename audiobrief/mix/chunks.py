"""A clip becomes a chunk: MP3 frames that can stand next to any other without being encoded again.

A chunk is silent frames, speech, and zeros to the end of a frame, encoded alone. A fresh encoder's first frame needs
no earlier data, and what the encoder flushes after the zeros is silence: it is dropped. docs/mixing.md has the proof.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import lameenc
import numpy as np
import numpy.typing as npt
import soxr

from audiobrief.mix import limiter
from audiobrief.mix.arrange import ChunkFacts
from audiobrief.mix.frames import LEAD_FRAMES, TAIL_SAMPLES, FrameFormat, frame_format, frame_lengths
from audiobrief.mix.loudness import SILENCE, measure_between_pauses
from audiobrief.model import Clip, Mark, MixSettings, digest

_VERSION = 1  # of this module: part of every frame's key
_ENCODER_QUALITY = 5
_ENCODER_SCALE = 0.95  # LAME turns all input down by 0.45 dB at constant bit rates; lameenc has no switch for it
_CORRECTED_FROM_S = 3.0  # BS.1770 gates in blocks of 0.4 s: shorter clips cannot be measured well
_CORRECTED_AT_MOST_DB = 3.0
_LOSS_FROM_DB = 0.05
_LIMITED_AT_MOST = 3  # times
_QUIET = 16  # of 32768, -66 dBFS: engines put 0.3 s of digital silence around a sentence
_MARGIN_S = 0.005
_HEADER = struct.Struct(">4sI")
_MAGIC = b"abf1"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A clip, encoded."""

    frames: bytes
    frame_count: int
    speech_start: int
    """Samples of the silent frames before the sound."""
    speech_samples: int
    """At the output's rate, without the silence around the clip."""
    marks: tuple[Mark, ...]
    """Positions are samples at the output's rate after ``speech_start``."""
    lufs: float
    """Of the clip as the engine gave it; -inf when too short or silent."""
    gain_db: float
    """What was applied, correction included."""

    @property
    def facts(self) -> ChunkFacts:
        """All but the sound: what :func:`~audiobrief.mix.arrange.arrange` needs."""
        size = len(self.frames)
        return ChunkFacts(self.frame_count, size, self.speech_start, self.speech_samples, self.marks)

    def pack(self) -> bytes:
        """As bytes for a cache."""
        marks = [(mark.kind, mark.sample, mark.start, mark.length) for mark in self.marks]
        lufs = None if self.lufs == SILENCE else self.lufs
        head = [self.frame_count, self.speech_start, self.speech_samples, lufs, self.gain_db, marks]
        text = json.dumps(head, separators=(",", ":")).encode()
        return _HEADER.pack(_MAGIC, len(text)) + text + self.frames

    @classmethod
    def unpack(cls, data: bytes) -> Chunk:
        """What :meth:`pack` made. Raises ValueError for anything else."""
        try:
            magic, length = _HEADER.unpack_from(data)
            body = _HEADER.size + length
            frame_count, speech_start, speech_samples, lufs, gain_db, marks = json.loads(data[_HEADER.size : body])
            kept = tuple(Mark(*mark) for mark in marks)
        except (struct.error, TypeError) as error:
            raise ValueError("no chunk") from error
        if magic != _MAGIC:
            raise ValueError("no chunk")
        level = SILENCE if lufs is None else lufs
        return cls(data[body:], frame_count, speech_start, speech_samples, kept, level, gain_db)


def frame_key(
    utterance_key: str, gain_db: float, settings: MixSettings, *, offset_db: float = 0.0, sound: str = ""
) -> str:
    """Key of a chunk in a cache: everything that changes its bytes. ``sound`` names what else is mixed in."""
    return digest(
        {
            "utterance": utterance_key,
            "gain_db": round(gain_db, 2),
            "offset_db": round(offset_db, 2),
            "sound": sound,
            "rate_hz": settings.rate_hz,
            "bit_rate_kbps": settings.bit_rate_kbps,
            "loudness_lufs": settings.loudness_lufs,
            "ceiling_dbtp": settings.ceiling_dbtp,
            "lead_frames": LEAD_FRAMES,
            "made_by": _made_by(),
        }
    )


def silence(frame_count: int, settings: MixSettings) -> bytes:
    """Silent frames: they may stand anywhere between chunks."""
    return frame_format(settings).silent_frame() * frame_count


def encode(clip: Clip, gain_db: float, settings: MixSettings, *, offset_db: float = 0.0) -> Chunk:
    """Levels and encodes a clip. ``gain_db`` is all that is applied to its voice; ``offset_db`` is the part of it
    that makes this voice louder than the episode on purpose. Releases the GIL while it resamples and encodes.

    Raises :class:`UsageError` for a rate or bit rate that MP3 does not have.
    """
    form = frame_format(settings)
    samples = np.frombuffer(clip.pcm, "<i2", len(clip.pcm) // 2)
    first, last = _sounding(samples, clip.rate_hz)
    speech = samples[first:last].astype(np.float32)
    speech *= np.float32(1 / 32768)
    gain_db = round(gain_db, 2)
    lufs = SILENCE
    if len(speech) > _CORRECTED_FROM_S * clip.rate_hz:
        lufs = measure_between_pauses(speech, clip.rate_hz)
    if clip.rate_hz != settings.rate_hz:
        speech = soxr.resample(speech, clip.rate_hz, settings.rate_hz)
    target_lufs = settings.loudness_lufs + offset_db
    speech, applied_db = _levelled(speech, gain_db, target_lufs - lufs, settings)
    frames, count = _encoded(speech, form)
    marks = _moved(clip.marks, first, settings.rate_hz / clip.rate_hz, len(speech))
    return Chunk(frames, count, LEAD_FRAMES * form.samples, len(speech), marks, lufs, applied_db)


def _levelled(
    speech: npt.NDArray[np.float32], gain_db: float, wanted_db: float, settings: MixSettings
) -> tuple[npt.NDArray[np.float32], float]:
    """Speech at its gain, limited, and that gain in dB: the voice's, or what this clip itself wants, where known.

    What the limiter takes away is given back.
    """
    ceiling_dbtp, rate_hz = settings.ceiling_dbtp, settings.rate_hz
    if not math.isfinite(wanted_db):
        return limiter.limited(speech * _factor(gain_db), rate_hz, ceiling_dbtp), gain_db
    lost_db = 0.0
    for _ in range(_LIMITED_AT_MOST):
        applied_db = _near(gain_db, wanted_db + lost_db)
        loud = speech * _factor(applied_db)
        before = float(np.dot(loud, loud))
        limiter.limited(loud, rate_hz, ceiling_dbtp)
        still_lost_db = 10 * math.log10(before / float(np.dot(loud, loud))) - lost_db
        lost_db += still_lost_db
        if still_lost_db < _LOSS_FROM_DB:
            break
    return loud, applied_db


def _near(gain_db: float, wanted_db: float) -> float:
    return round(max(gain_db - _CORRECTED_AT_MOST_DB, min(gain_db + _CORRECTED_AT_MOST_DB, wanted_db)), 2)


def _factor(gain_db: float) -> np.float32:
    return np.float32(10 ** (gain_db / 20))


def _sounding(samples: npt.NDArray[np.int16], rate_hz: int) -> tuple[int, int]:
    """First and last sample of what can be heard, with a margin. All of it where nothing can."""
    loud = np.flatnonzero((samples > _QUIET) | (samples < -_QUIET))
    if not len(loud):
        return 0, len(samples)
    margin = round(rate_hz * _MARGIN_S)
    return max(0, int(loud[0]) - margin), min(len(samples), int(loud[-1]) + 1 + margin)


def _moved(marks: tuple[Mark, ...], first: int, ratio: float, end: int) -> tuple[Mark, ...]:
    return tuple(
        Mark(mark.kind, min(max(0, round((mark.sample - first) * ratio)), end), mark.start, mark.length)
        for mark in marks
    )


def _encoded(speech: npt.NDArray[np.float32], form: FrameFormat) -> tuple[bytes, int]:
    lead = LEAD_FRAMES * form.samples
    count = -(-(lead + len(speech) + TAIL_SAMPLES) // form.samples)
    pcm = np.zeros(count * form.samples, "<i2")
    pcm[lead : lead + len(speech)] = np.clip(np.rint(speech * np.float32(32767 / _ENCODER_SCALE)), -32768, 32767)
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_quality(_ENCODER_QUALITY)
    encoder.set_bit_rate(form.bit_rate_kbps)
    encoder.set_in_sample_rate(form.rate_hz)
    encoder.set_out_sample_rate(form.rate_hz)
    data = bytes(encoder.encode(pcm.tobytes())) + bytes(encoder.flush())
    end = 0
    for number, length in enumerate(frame_lengths(data)):
        if number == count:
            break
        end += length
    return data[:end], count


@cache
def _made_by() -> tuple[str, ...]:
    return (
        f"chunks {_VERSION}",
        f"limiter {limiter.VERSION}",
        f"lameenc {version('lameenc')}",
        f"soxr {version('soxr')}",
    )
