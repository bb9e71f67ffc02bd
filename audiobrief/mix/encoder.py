"""Levels a clip, resamples it and turns it into the frames of a chunk."""

from __future__ import annotations

import io
import math
from itertools import islice

import lameenc
import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from audiobrief.mix import limiter
from audiobrief.mix.chunk import Chunk
from audiobrief.mix.frames import CODING_DELAY, LEAD_FRAMES, TAIL_SAMPLES, FrameFormat, frame_format, frame_lengths
from audiobrief.mix.loudness import SILENCE, measure_speech
from audiobrief.mix.peaks import BETWEEN, peaks_above
from audiobrief.model import Clip, Mark, MixSettings

_QUALITY = 5
_PLAIN_QUALITY = 7  # LAME then shapes no noise, in half the time
_PLENTY_BITS = 2.5  # a sample of the clip: from here on speech needs no shaped noise (docs/mixing.md has the figures)
_ENCODER_SCALE = 0.95  # LAME turns all input down by 0.45 dB at constant bit rates; lameenc has no switch for it
_RAISED_AT_MOST_DB = 3.0
_LOSS_FROM_DB = 0.05
_LIMITED_AT_MOST = 3  # times
_DECODED_AT_MOST_DBTP = -1.05
_LOWEST_CEILING_DBTP = -9.0
_STEP_DB = 0.2
_LOOKED_AT_S = 2.5
_MOVED_MORE_AT_MOST = 2  # of 420 clips (104 timbres, two rates) none moved a sample 1.92 times as far later on
_QUIET = 16  # of 32768, -66 dBFS: engines put 0.3 s of digital silence around a sentence
_MARGIN_S = 0.005


def encode(clip: Clip, gain_db: float, settings: MixSettings, offset_db: float, *, is_speech: bool) -> Chunk:
    """The work behind :func:`audiobrief.mix.chunks.encode`."""
    form = frame_format(settings)
    is_plain = is_speech and 1000 * form.bit_rate_kbps >= _PLENTY_BITS * min(clip.rate_hz, form.rate_hz)
    quality = _PLAIN_QUALITY if is_plain else _QUALITY
    samples = np.frombuffer(clip.pcm, "<i2", len(clip.pcm) // 2)
    first, last = _sounding(samples, clip.rate_hz)
    speech = samples[first:last].astype(np.float32)
    speech *= np.float32(1 / 32768)
    gain_db = round(gain_db, 2)
    lufs = measure_speech(speech, clip.rate_hz)
    if clip.rate_hz != settings.rate_hz:
        speech = soxr.resample(speech, clip.rate_hz, settings.rate_hz)
    target_lufs = settings.loudness_lufs + offset_db
    speech, applied_db = _levelled(speech, gain_db, target_lufs - lufs, settings)
    frames, count = _encoded(speech, form, quality)
    if not (is_speech and _is_near(frames, speech, form, settings.ceiling_dbtp)):
        speech, frames, count = _below_the_ceiling(speech, frames, count, quality, settings)
    marks = _moved(clip.marks, first, settings.rate_hz / clip.rate_hz, len(speech))
    return Chunk(frames, count, LEAD_FRAMES * form.samples, len(speech), marks, lufs, applied_db)


def _below_the_ceiling(
    speech: npt.NDArray[np.float32], frames: bytes, count: int, quality: int, settings: MixSettings
) -> tuple[npt.NDArray[np.float32], bytes, int]:
    """Speech, its frames and their number; limited harder and encoded again where coding lifted a peak too high."""
    ceiling_dbtp = settings.ceiling_dbtp
    while (excess_db := _decoded_peak_dbtp(frames) - _DECODED_AT_MOST_DBTP) > 0 and ceiling_dbtp > _LOWEST_CEILING_DBTP:
        ceiling_dbtp -= excess_db + _STEP_DB
        speech = limiter.limited(speech, settings.rate_hz, ceiling_dbtp)
        frames, count = _encoded(speech, frame_format(settings), quality)
    return speech, frames, count


def _is_near(frames: bytes, speech: npt.NDArray[np.float32], form: FrameFormat, ceiling_dbtp: float) -> bool:
    """Tells by decoding the start of a chunk whether coding moves its samples too little to lift a peak too high.

    False where that is not sure: then the whole chunk is decoded, which takes a quarter of the time of encoding it.
    """
    start = frames[: form.slot_bytes()[0] * math.ceil(_LOOKED_AT_S * form.rate_hz / form.samples)]
    if len(start) == len(frames):
        return False
    heard = _decoded(start)[LEAD_FRAMES * form.samples + CODING_DELAY :][: len(speech)]
    moved = float(np.abs(heard - speech[: len(heard)]).max())
    return moved * _MOVED_MORE_AT_MOST < float(_factor(_DECODED_AT_MOST_DBTP) - _factor(ceiling_dbtp))


def _decoded_peak_dbtp(frames: bytes) -> float:
    """Highest true peak of what players will hear: coding adds 0.3 dB to most voices' peaks, and to some 2 dB.

    -inf when it lies far below what is allowed.
    """
    _, peaks = peaks_above(_decoded(frames), BETWEEN * float(_factor(_DECODED_AT_MOST_DBTP)))
    return 20 * math.log10(float(peaks.max())) if len(peaks) else SILENCE


def _decoded(frames: bytes) -> npt.NDArray[np.float32]:
    samples, _ = soundfile.read(io.BytesIO(frames), dtype="float32")
    return samples  # type: ignore[no-any-return]


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
        loud = limiter.limited(loud, rate_hz, ceiling_dbtp)
        still_lost_db = 10 * math.log10(before / float(np.dot(loud, loud))) - lost_db
        lost_db += still_lost_db
        if still_lost_db < _LOSS_FROM_DB:
            break
    return loud, applied_db


def _near(gain_db: float, wanted_db: float) -> float:
    return round(min(gain_db + _RAISED_AT_MOST_DB, wanted_db), 2)


def _factor(gain_db: float) -> np.float32:
    return np.float32(10 ** (gain_db / 20))


def _sounding(samples: npt.NDArray[np.int16], rate_hz: int) -> tuple[int, int]:
    """First and last sample of what can be heard, with a margin. All of it where nothing can."""
    loud = (samples > _QUIET) | (samples < -_QUIET)
    if not loud.any():
        return 0, len(samples)
    margin = round(rate_hz * _MARGIN_S)
    first, end = int(loud.argmax()), len(samples) - int(loud[::-1].argmax())
    return max(0, first - margin), min(len(samples), end + margin)


def _moved(marks: tuple[Mark, ...], first: int, ratio: float, end: int) -> tuple[Mark, ...]:
    return tuple(
        Mark(mark.kind, min(max(0, round((mark.sample - first) * ratio)), end), mark.start, mark.length)
        for mark in marks
    )


def _encoded(speech: npt.NDArray[np.float32], form: FrameFormat, quality: int) -> tuple[bytes, int]:
    lead = LEAD_FRAMES * form.samples
    count = -(-(lead + len(speech) + TAIL_SAMPLES) // form.samples)
    pcm = np.zeros(count * form.samples, "<i2")
    pcm[lead : lead + len(speech)] = np.clip(np.rint(speech * np.float32(32767 / _ENCODER_SCALE)), -32768, 32767)
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_quality(quality)
    encoder.set_bit_rate(form.bit_rate_kbps)
    encoder.set_in_sample_rate(form.rate_hz)
    encoder.set_out_sample_rate(form.rate_hz)
    data = bytes(encoder.encode(pcm.tobytes())) + bytes(encoder.flush())
    lengths = list(islice(frame_lengths(data), count))  # what comes after is the encoder's flushed silence
    assert len(lengths) == count
    return data[: sum(lengths)], count
