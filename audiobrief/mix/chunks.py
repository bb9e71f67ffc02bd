"""A clip becomes a chunk: MP3 frames that can stand next to any other without being encoded again.

A chunk is silent frames, speech, and zeros to the end of a frame, encoded alone. A fresh encoder's first frame needs
no earlier data, and what the encoder flushes after the zeros is silence: it is dropped. docs/mixing.md has the proof.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from audiobrief.mix.chunk import Chunk as Chunk
from audiobrief.mix.frames import LEAD_FRAMES, frame_format
from audiobrief.model import Clip, MixSettings, digest

_VERSION = 7  # part of every frame's key: raised when levelling, limiting or encoding changes a byte


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


def encode(
    clip: Clip, gain_db: float, settings: MixSettings, *, offset_db: float = 0.0, is_speech: bool = True
) -> Chunk:
    """Levels and encodes a clip. ``gain_db`` is all that is applied to its voice; ``offset_db`` is the part of it
    that makes this voice louder than the episode on purpose; what is no speech is encoded with more care. Releases
    the GIL while it resamples and encodes.

    Raises :class:`UsageError` for a rate or bit rate that MP3 does not have.
    """
    from audiobrief.mix import encoder  # numpy and LAME: a run that finds every chunk in its cache needs neither

    return encoder.encode(clip, gain_db, settings, offset_db, is_speech=is_speech)


def prepare() -> None:
    """Loads what :func:`encode` needs: numpy, LAME, the resampler. Of use while another process does its part."""
    from audiobrief.mix import encoder as encoder


def gain_key(calibration_key: str, settings: MixSettings) -> str:
    """Key of a voice's gain in a cache, by the utterance it was calibrated with."""
    return digest(["gain", calibration_key, settings.loudness_lufs, settings.ceiling_dbtp, _VERSION])


def voice_gain_db(clip: Clip, settings: MixSettings) -> float:
    """Gain that brings a voice to the target loudness, from a calibration text it spoke; 0 for silence."""
    from audiobrief.mix import loudness

    return loudness.voice_gain_db(clip, settings)


@cache
def _made_by() -> tuple[str, ...]:
    return (f"audiobrief {_VERSION}", f"lameenc {version('lameenc')}", f"soxr {version('soxr')}")
