"""Says whether an article may become an episode: how long it would last, and whether the disk has room for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from audiobrief import config
from audiobrief.errors import NothingToRead, OutputError
from audiobrief.model import Script

_CHARACTERS_A_SECOND = 14
"""Of speech at the usual pace, in scripts with letters; those with a sign a word are about three times as slow."""
_SLOW_CHARACTERS_A_SECOND = 5
_SLOW_FROM = "\u2e80"
_COPIES = 2
"""Of the frames without books: in the cache, and in the MP3."""
_HOUR_MS, _MEGABYTE = 3_600_000, 1_000_000


def length_ms(script: Script, rate: float = 1.0) -> int:
    """Estimates how long a script lasts, pauses and all."""
    slow = sum(char >= _SLOW_FROM for segment in script.segments for char in segment.text)
    quick = sum(len(segment.text) for segment in script.segments) - slow
    speech_s = (quick / _CHARACTERS_A_SECOND + slow / _SLOW_CHARACTERS_A_SECOND) / rate
    return sum(segment.pause_ms for segment in script.segments) + round(speech_s * 1000)


def check(script: Script, source: str, settings: config.Config, folder: Path) -> None:
    """Raises :class:`NothingToRead` for an article that is too long or too large for what is free of the disk, and
    :class:`OutputError` where the disk has no room for any.
    """
    lasts_ms = length_ms(script, settings.rate)
    if lasts_ms > settings.max_hours * _HOUR_MS:
        fact = f"it would last {lasts_ms / _HOUR_MS:.1f} hours, and max_hours is {settings.max_hours:g}"
        raise NothingToRead(source, fact, "Leave it out, or raise max_hours in audiobrief.toml.")
    free_mb = shutil.disk_usage(folder).free / _MEGABYTE
    if free_mb < settings.reserve_mb:
        fact = f"only {free_mb:.0f} MB of its disk are free, and reserve_mb is {settings.reserve_mb}"
        raise OutputError(str(folder), fact, "Free some space and run again; nothing was damaged.")
    copies = _COPIES + len(settings.books)
    needs_mb = lasts_ms / 1000 * settings.mix.bit_rate_kbps * 1000 / 8 * copies / _MEGABYTE
    if needs_mb > free_mb - settings.reserve_mb:
        fact = f"its episode needs about {needs_mb:.0f} MB, and {free_mb - settings.reserve_mb:.0f} MB are free"
        raise NothingToRead(source, fact, "Free some space, or leave it out.")
