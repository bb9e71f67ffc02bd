"""``[[edition]]`` of ``audiobrief.toml``: a daily episode of what the sources brought."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from audiobrief.errors import installing
from audiobrief.formats import BOOKS

EACH_RUN = "each run"


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One ``[[edition]]``: an episode a day, of the articles that the sources brought since the last one."""

    title: str
    at: str | tuple[str, ...] = EACH_RUN
    """Times of day ("06:30"), or "each run"."""
    zone: str = ""
    """Of these times and of the day ("Europe/Berlin"); of "each run" UTC where it is empty."""
    sources: tuple[str, ...] = ()
    """As [[source]] names them by url or folder; empty: all."""
    sections: tuple[str, ...] = ()
    """These, in this order, "*" standing for all others; empty: all."""
    minutes: float = 60.0
    """How long it lasts at most; the oldest stories give way."""
    order: str = "newest"
    """Of the stories in a section: "newest" or "oldest" first."""
    headlines: bool = True
    """All headlines first."""
    later: str = "grow"
    """What a later one of the same day does: "grow" (the day's stories) or "replace" (those that are new)."""
    single_episodes: bool = True
    """Its stories are episodes of their own too."""
    books: tuple[str, ...] | None = None
    """The books beside it; as the feed's where there is none."""

    @property
    def times(self) -> tuple[str, ...]:
        """Returns its times of day, the earliest first; none for one of each run."""
        times = (self.at,) if isinstance(self.at, str) else self.at
        return () if times == (EACH_RUN,) else tuple(sorted(times))


def _is_time(text: str) -> bool:
    hour, _, minute = text.partition(":")
    return bool(re.fullmatch(r"\d\d:\d\d", text)) and int(hour) < 24 and int(minute) < 60


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        return bool(ZoneInfo(name))
    except (OSError, ValueError, KeyError):
        return False


RULES: tuple[tuple[Callable[[Edition, Any], bool], str, str], ...] = (
    (
        lambda e, c: not e.title.strip() or [other.title for other in c.edition].count(e.title) > 1,
        "an [[edition]] has no title of its own: {0.title!r}",
        'Name each once: title = "Morning edition"',
    ),
    (
        lambda e, c: not all(map(_is_time, e.times)) or (not e.times and e.at != EACH_RUN),
        "edition {0.title!r} has no time in at: {0.at!r}",
        f'Write times of day, like at = "06:30" or at = ["06:30", "18:00"], or at = "{EACH_RUN}"',
    ),
    (
        lambda e, c: bool(e.times) and not e.zone,
        "edition {0.title!r} does not say in which zone its time is",
        'Add for example: zone = "Europe/Berlin"',
    ),
    (
        lambda e, c: bool(e.zone) and not _is_zone(e.zone),
        "edition {0.title!r} has an unknown zone {0.zone!r}",
        f'Write a name like "Europe/Berlin"; where the system knows no zones: {installing("tzdata")}',
    ),
    (
        lambda e, c: not set(e.sources) <= {source.place for source in c.source},
        "edition {0.title!r} names a source that is none: {0.sources}",
        "Write url or folder exactly as a [[source]] has it",
    ),
    (
        lambda e, c: not 0 < e.minutes <= c.max_hours * 60,
        "edition {0.title!r} cannot last {0.minutes:g} minutes",
        "Write more than 0, and no more than max_hours allows",
    ),
    (lambda e, c: e.order not in ("newest", "oldest"), "unknown order {0.order!r}", "Choose newest or oldest"),
    (lambda e, c: e.later not in ("grow", "replace"), "unknown later {0.later!r}", "Choose grow or replace"),
    (
        lambda e, c: not set(e.books or ()) <= set(BOOKS),
        "unknown kind in books of edition {0.title!r}: {0.books}",
        f"Choose from: {', '.join(BOOKS)}",
    ),
)
