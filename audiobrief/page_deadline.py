"""How long a page may be read, and how its script comes back from the process that reads it.

A page is not trusted: what reads it is another process, killed at the deadline. ``publish`` keeps one for all its pages
(:mod:`audiobrief.feed.page_reader`); ``read`` and ``script`` fork one for each, which costs milliseconds.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import msgspec

from audiobrief import errors, workers
from audiobrief.errors import AudiobriefError, NothingToRead, WorkerError
from audiobrief.model import Page, Script

DEADLINE_S = 30.0
_USUAL_BYTES = 500_000
"""Larger pages have longer, in proportion: a whole book in plain text is no attack."""


class _Reply(msgspec.Struct, frozen=True):
    """A script, or an error's class and its three parts."""

    script: Script | None = None
    error: tuple[str, str, str, str] | None = None


def deadline_s(page: Page, usual_s: float = DEADLINE_S) -> float:
    """Returns how long a page may be read."""
    return usual_s * max(1.0, len(page.body) / _USUAL_BYTES)


def answer(make: Callable[[], Script]) -> bytes:
    """Returns what the process that reads sends back: a script, or why there is none."""
    try:
        reply = _Reply(script=make())
    except AudiobriefError as error:
        reply = _Reply(error=(type(error).__name__, error.subject, error.fact, error.remedy))
    return msgspec.msgpack.encode(reply)


def script_of(reply: bytes) -> Script:
    """Returns the script in an answer. Raises the error in it."""
    answered = msgspec.msgpack.decode(reply, type=_Reply)
    if answered.error is not None:
        name, *parts = answered.error
        raise getattr(errors, name)(*parts)
    assert answered.script is not None
    return answered.script


def given_up(page: Page, source: str, error: WorkerError) -> NothingToRead:
    """Returns the error for a page that its process did not survive."""
    return NothingToRead(page.url or source, f"the page could not be read: the reader {error.fact}", "Report the page.")


def in_time(page: Page, source: str, make: Callable[[], Script], usual_s: float = DEADLINE_S) -> Script:
    """Returns the script that ``make`` makes of a page in a fork of this process; where there is none, in this.

    Raises :class:`NothingToRead` when it takes too long.
    """
    if not hasattr(os, "fork") or os.environ.get("AUDIOBRIEF_DEBUG"):  # a fork's traceback would be lost
        return make()
    try:
        reply = workers.forked("reader", lambda: answer(make), deadline_s(page, usual_s))
    except WorkerError as error:
        raise given_up(page, source, error) from error
    return script_of(reply)
