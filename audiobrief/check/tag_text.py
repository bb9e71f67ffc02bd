"""The text that an MP3's tag holds: lines with times (SYLT, or LRC in USLT), or one text (USLT)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from audiobrief.check.sound import Sound
from audiobrief.check.timed_text import Cue, lyric_cues

_WORDS = (1, 2)
"""Kinds of SYLT that are what is sung or said; others are chords and the like."""
_MILLISECONDS = 2


def timed_lines(sound: Sound) -> tuple[Cue, ...]:
    """Returns the lines of a tag that have times, of its longest frame; none where there are none."""
    found = [lyric_cues("".join(_as_lyrics(frame))) for frame in _frames(sound, "SYLT") if _is_told(frame)]
    found += [lyric_cues(str(frame.text)) for frame in _frames(sound, "USLT")]
    return max(found, key=len, default=())


def plain_text(sound: Sound) -> str:
    """Returns the longest text of a tag without times; "" where there is none."""
    return max((str(frame.text) for frame in _frames(sound, "USLT")), key=len, default="")


def _frames(sound: Sound, name: str) -> list[Any]:
    return sound.tag.getall(name) if sound.tag is not None else []


def _is_told(frame: Any) -> bool:
    return frame.type in _WORDS and frame.format == _MILLISECONDS


def _as_lyrics(frame: Any) -> Iterator[str]:
    """Yields a frame as LRC, a line a row: its entries are lines, unless some say themselves where one begins."""
    begins = [text.startswith(("\n", "\r")) for text, _ in frame.text]
    for number, ((text, start_ms), is_first) in enumerate(zip(frame.text, begins, strict=True)):
        if is_first or not number or not any(begins):
            yield f"\n[{start_ms // 60_000}:{start_ms % 60_000 / 1000:.3f}]"
        yield text.strip("\r\n")
