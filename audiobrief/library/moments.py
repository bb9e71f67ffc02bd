"""Times as a library keeps them: ISO 8601, and what a damaged row holds."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


def is_moment(text: str) -> bool:
    """Returns whether a text is an ISO 8601 time."""
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


@lru_cache(1 << 14)  # a long feed sorts its episodes several times a run
def seconds(text: str, default: str = "1970-01-01") -> float:
    """Returns the seconds since 1970 of an ISO 8601 time, of ``default`` for what is none; without a zone it is UTC."""
    moment = datetime.fromisoformat(text if is_moment(text) else default)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def is_later(one: str | None, other: str | None) -> bool:
    """Returns whether one time is after another; any is after none."""
    try:
        return bool(one) and (not other or seconds(one or "") > seconds(other))
    except ValueError:
        return one != other
