"""Conditions of a request: does the client hold this very version, or want another (RFC 9110, 13)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from audiobrief.errors import UNREADABLE

NAMES = ("if-match", "if-unmodified-since", "if-none-match", "if-modified-since")


def judged(asked: Mapping[str, str], tag: str, changed: str) -> int:
    """Returns 412 or 304 where a condition wants that, else 0; in the order of RFC 9110, 13.2.2."""
    if _is_another(asked, tag, changed):
        return 412
    if "if-none-match" in asked:
        return 304 if _names(asked["if-none-match"].replace("W/", ""), tag) else 0
    since = asked.get("if-modified-since", "")
    return 304 if _seconds(since) is not None and not _is_newer(changed, since) else 0


def _is_another(asked: Mapping[str, str], tag: str, changed: str) -> bool:
    """Whether the client wants a version that this is not."""
    if "if-match" in asked:
        return not _names(asked["if-match"], tag)
    return _is_newer(changed, asked.get("if-unmodified-since", ""))


def _names(tags: str, own: str) -> bool:
    return tags.strip() == "*" or own in (tag.strip() for tag in tags.split(","))


def _is_newer(changed: str, since: str) -> bool:
    """Whether a date is after another; never where that is no date."""
    own, other = _seconds(changed), _seconds(since)
    return own is not None and other is not None and own > other


@lru_cache(maxsize=256)
def _seconds(printed: str) -> int | None:
    from email.utils import mktime_tz, parsedate_tz

    try:
        parsed = parsedate_tz(printed)
        return mktime_tz(parsed) if parsed else None
    except UNREADABLE:
        return None
