"""pydub's part: every clip that is more than one voice. Earcons, the listener's own intro and outro.

An episode is never built this way (joining with pydub takes quadratic time), only one clip at a time. Samples are
cut with ``get_sample_slice``: pydub's own slices are in milliseconds and would drift.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.assets import voices_folder
from audiobrief.errors import UsageError
from audiobrief.model import Clip, Mark

VERSION = 1
_GAP_MS = 120
_MOST_S = 120.0
_FADED_DB = -120.0
_OWN_SOUNDS = ".wav"


def sound_path(name: str) -> Path:
    """File of an earcon: a name in ``voices/earcons``, or a path. Raises :class:`UsageError` when there is none."""
    own = voices_folder() / "earcons" / f"{name}{_OWN_SOUNDS}"
    for path in (own, Path(name)) if Path(name).name == name else (Path(name),):
        if path.is_file():
            return path
    names = ", ".join(sorted(path.stem for path in own.parent.glob(f"*{_OWN_SOUNDS}")))
    raise UsageError(name, "is neither an earcon nor a sound file", f"Earcons are {names}")


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A sound file's name and bytes: decoded only where it is mixed in, perhaps on another machine."""

    name: str
    data: bytes

    @classmethod
    def at(cls, path: Path) -> SoundFile:
        """Reads a file's bytes. Raises :class:`UsageError` when it cannot be read."""
        return cls(str(path), _bytes(path))

    @property
    def key(self) -> str:
        """Returns the sound's name by its bytes, for :func:`audiobrief.mix.chunks.frame_key`."""
        return f"earcon {VERSION} {hashlib.sha256(self.data).hexdigest()}"

    def clip(self) -> Clip:
        """Decodes the sound: mono, at its own rate, at most two minutes.

        WAV, FLAC, Ogg and MP3 are read without ffmpeg, other formats with it. Raises :class:`UsageError`.
        """
        return _decoded(Path(self.name), self.data)


def _decoded(path: Path, data: bytes) -> Clip:
    import soundfile

    try:
        return _read(path, data)
    except soundfile.LibsndfileError:  # not one of its formats
        pass
    if not shutil.which("ffmpeg"):
        fact = "is no WAV, FLAC, Ogg or MP3 file, and other sounds cannot be read without ffmpeg"
        raise UsageError(str(path), fact, "Install ffmpeg, or give a WAV file")
    try:
        sound = _audio_segment().from_file(io.BytesIO(data))
    except Exception as error:  # pydub lets through what json, struct and its child process raise
        fact = f"is no sound that can be read ({type(error).__name__})"
        raise UsageError(str(path), fact, "Give a WAV file") from error
    _check_length(path, sound.duration_seconds)
    sound = sound.set_channels(1).set_sample_width(2)
    return Clip(sound.raw_data, sound.frame_rate)


def _read(path: Path, data: bytes) -> Clip:
    """What libsndfile reads. pydub alone would take the floats of a WAV file for integers: loud noise."""
    import numpy as np
    import soundfile

    with soundfile.SoundFile(io.BytesIO(data)) as file:
        _check_length(path, file.frames / file.samplerate)
        samples = file.read(dtype="float32", always_2d=True).mean(axis=1)
        pcm = np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2")
        return Clip(pcm.tobytes(), file.samplerate)


def _check_length(path: Path, seconds: float) -> None:
    if seconds > _MOST_S:
        raise UsageError(str(path), f"lasts longer than {_MOST_S:.0f} seconds", "Give a shorter sound")


def with_earcon(
    clip: Clip, earcon: Clip, *, closing: Clip | None = None, gain_db: float = 0.0, overlap_ms: int = 0
) -> Clip:
    """The earcon, a short gap, then the clip, and after it ``closing`` where there is one.

    With ``overlap_ms`` the earcon fades out under the clip's beginning. ``gain_db`` is the gain the clip's voice gets
    later: it is taken off the sounds, which are at their right level already. Marks move with the speech. The result
    has the clip's rate.
    """
    gap = _silence(clip.rate_hz * _GAP_MS // 1000, clip.rate_hz)
    sound = _sound(_at_rate(earcon, clip.rate_hz)).apply_gain(-gain_db)
    if not overlap_ms:
        sound = sound.append(gap, crossfade=0)
    mixed, start = _joined(sound, _sound(clip), clip.rate_hz * overlap_ms // 1000)
    if closing is not None:
        ending = _sound(_at_rate(closing, clip.rate_hz)).apply_gain(-gain_db)
        mixed = mixed.append(gap, crossfade=0).append(ending, crossfade=0)
    marks = tuple(Mark(mark.kind, mark.sample + start, mark.start, mark.length) for mark in clip.marks)
    return Clip(mixed.raw_data, clip.rate_hz, marks)


def _joined(one: Any, two: Any, overlap: int) -> tuple[Any, int]:
    """Both sounds with ``overlap`` samples in common, and the sample where the second one starts.

    pydub fades and overlays in milliseconds. So only the common part is handed to it, filled up to whole seconds, and
    cut to its samples afterwards: the length comes out exactly.
    """
    length = int(one.frame_count())
    overlap = min(overlap, length, int(two.frame_count()))
    start = length - overlap
    if not overlap:
        return one.append(two, crossfade=0), start
    ending = _whole_seconds(one.get_sample_slice(start))
    beginning = _whole_seconds(two.get_sample_slice(0, overlap))
    fade_ms = max(1, overlap * 1000 // one.frame_rate)
    ending = ending.fade(to_gain=_FADED_DB, start=0, duration=fade_ms)
    common = ending.overlay(beginning).get_sample_slice(0, overlap)
    head, rest = one.get_sample_slice(0, start), two.get_sample_slice(overlap)
    return head.append(common, crossfade=0).append(rest, crossfade=0), start


def _whole_seconds(sound: Any) -> Any:
    missing = -int(sound.frame_count()) % sound.frame_rate
    return sound.append(_silence(missing, sound.frame_rate), crossfade=0)


def _silence(samples: int, rate_hz: int) -> Any:
    return _audio_segment()(data=bytes(2 * samples), sample_width=2, frame_rate=rate_hz, channels=1)


def _sound(clip: Clip) -> Any:
    return _audio_segment()(data=clip.pcm, sample_width=2, frame_rate=clip.rate_hz, channels=1)


def _at_rate(clip: Clip, rate_hz: int) -> Clip:
    if clip.rate_hz == rate_hz:
        return clip
    import numpy as np
    import soxr

    samples = np.frombuffer(clip.pcm, "<i2")
    return Clip(soxr.resample(samples, clip.rate_hz, rate_hz).astype("<i2").tobytes(), rate_hz)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        fact = f"cannot be read ({error.strerror or error})"
        raise UsageError(str(path), fact, "Give a sound file that exists") from error


@cache
def _audio_segment() -> Any:
    """The only import of pydub: it warns on stderr when there is no ffmpeg, and again when it is compiled."""
    warnings.filterwarnings("ignore", module=r"(.*[/\\])?pydub\b")
    from pydub import AudioSegment

    return AudioSegment
