"""Asking a source again and again, politely: only for what is new, not before it wants to be asked, less when it fails.

What to do is decided by pure functions of a :class:`SourceState`, the time and a random number; :func:`poll` does it.
States are JSON-able values, so that a library can keep them between runs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from audiobrief.errors import UNREADABLE, AudiobriefError, NothingToRead
from audiobrief.fetch.credentials import NONE, Credentials
from audiobrief.fetch.limits import TooLarge
from audiobrief.fetch.source import page_of, status_error
from audiobrief.inputs import LIMIT_BYTES
from audiobrief.model import Page

if TYPE_CHECKING:
    from audiobrief.fetch.download import Answer

FIRST_WAIT_S = 300
LONGEST_WAIT_S = 24 * 3600
LONGEST_RETRY_AFTER_S = 7 * 24 * 3600
"""Of a server's own Retry-After; a longer one is a mistake of its clock."""
JITTER = 0.25
"""How much earlier or later than planned, so that not every feed in the world is asked on the hour."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is remembered about a source between two runs. Times are ISO 8601."""

    etag: str = ""
    last_modified: str = ""
    failures: int = 0
    """In a row."""
    refused: int = 0
    """How many of them had a page that gave no episode."""
    not_before: str | None = None
    """It is not asked before."""
    last_success: str | None = None
    trouble: str = ""
    """What was wrong the last time, "" when nothing was."""
    is_gone: bool = False
    """The server said 410: it is not asked again."""
    waiting: tuple[str, ...] = ()
    """Of what is known of a feed's day: addresses of new articles that were left for a later run."""
    agreed: int = 0
    """Of what is known of a feed's texts: how many pages in a row held the same words."""


@dataclass(frozen=True, slots=True)
class Poll:
    """The outcome of asking."""

    state: SourceState
    page: Page | None = None
    """None when nothing is new, and when there was trouble."""
    error: AudiobriefError | None = None
    status: int = 200
    """Of an answer that is no page."""


def is_due(state: SourceState, now: datetime) -> bool:
    """Tells whether a source may be asked now. A wait longer than any that is set was set by a clock that was wrong."""
    if state.is_gone or state.not_before is None:
        return not state.is_gone
    wait_s = (datetime.fromisoformat(state.not_before) - now).total_seconds()
    return not 0 < wait_s <= LONGEST_RETRY_AFTER_S * (1 + JITTER)


def succeeded(state: SourceState, now: datetime, etag: str, last_modified: str) -> SourceState:
    """Returns the state after an answer, new or unchanged (304, which may leave the validators out)."""
    return SourceState(
        etag=etag or state.etag,
        last_modified=last_modified or state.last_modified,
        last_success=now.isoformat(),
    )


def failed(
    state: SourceState, now: datetime, trouble: str, *, jitter: float, retry_after_s: float | None = None
) -> SourceState:
    """Returns the state after trouble: a wait of five minutes, then twice as long each time, at most a day,
    and never less than Retry-After.

    ``jitter`` is a random number from 0 to 1.
    """
    wait_s = min(FIRST_WAIT_S * 2.0 ** min(state.failures, 16), LONGEST_WAIT_S)
    wait_s *= 1 + JITTER * (2 * jitter - 1)
    if retry_after_s is not None:
        wait_s = max(wait_s, min(retry_after_s, LONGEST_RETRY_AFTER_S))
    later = (now + timedelta(seconds=wait_s)).isoformat()
    return replace(state, failures=state.failures + 1, not_before=later, trouble=trouble)


def retry_after_s(header: str, now: datetime) -> float | None:
    """Reads Retry-After in seconds (a number or a date, RFC 9110, 10.2.3); None when it says nothing."""
    text = header.strip()
    if text.isdecimal() and len(text) < 12:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except UNREADABLE:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)


def poll(
    url: str,
    state: SourceState,
    now: datetime,
    *,
    jitter: float,
    typed_by_owner: bool,
    limit_bytes: int = LIMIT_BYTES,
    allow_private: bool = False,
    known_by: Credentials = NONE,
) -> Poll:
    """Asks for an address with what is known of it. Never raises: trouble is in the outcome."""
    from audiobrief.fetch import download

    asked = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    try:
        answer = download.get(
            url,
            limit_bytes=limit_bytes,
            typed_by_owner=typed_by_owner,
            allow_private=allow_private,
            headers={name: value for name, value in asked.items() if value},
            known_by=known_by,
        )
        told = (answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))
        if answer.status == 304:
            return Poll(succeeded(state, now, *told))
        if answer.status != 200:
            return _refused(state, now, jitter, download.shown(url), answer)
        page = page_of(answer, download.shown(url))
        return Poll(succeeded(replace(state, etag="", last_modified=""), now, *told), page)
    except AudiobriefError as error:
        later = failed(state, now, error.fact, jitter=jitter)
        is_poison = isinstance(error, (NothingToRead, TooLarge))
        return Poll(replace(later, refused=later.refused + is_poison), error=error)


def _refused(state: SourceState, now: datetime, jitter: float, subject: str, answer: Answer) -> Poll:
    error = status_error(subject, answer.status)
    wait_s = retry_after_s(answer.headers.get("retry-after", ""), now)
    later = failed(state, now, error.fact, jitter=jitter, retry_after_s=wait_s)
    return Poll(replace(later, is_gone=answer.status == 410), error=error, status=answer.status)
