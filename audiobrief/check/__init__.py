"""Reads back what was published and says what is wrong: one named check for each row of docs/perfect-episode.md.

Nothing here shares code with what writes the files (but for the loudness meter): what one gets wrong the other sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiobrief.check.finding import Finding as Finding
from audiobrief.check.finding import as_json as as_json
from audiobrief.check.finding import as_text as as_text

if TYPE_CHECKING:
    from audiobrief.check.by_ear import Ear


def check(target: str, *, now: str | None = None, ear: Ear | None = None) -> list[Finding]:
    """Checks an MP3 file, a feed folder (or its ``public``), a ``feed.xml``, or a feed's address with its server.

    ``now`` (ISO 8601) is what "not in the future" is measured by: the clock when None; an ``ear`` also hears it. Raises
    :class:`~audiobrief.errors.UsageError` for a target that is none of these, and
    :class:`~audiobrief.errors.FetchError` for one that is not there.
    """
    from audiobrief.check.target import check_target

    return check_target(target, now, ear)


def notes_on_this_machine() -> list[str]:
    """Returns a line where the kernel does not confine what reads pages and speaks; tried, not guessed."""
    from audiobrief.workers import unconfined

    lacks = unconfined()
    text = f"Note: this machine lacks {lacks}: what reads pages and speaks is confined in part, its limits hold"
    return [f"{text} (SECURITY.md)."] if lacks else []
