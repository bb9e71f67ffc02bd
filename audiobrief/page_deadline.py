"""How long a page may be read, and how its script comes back from the process that reads it.

A page is not trusted: what reads it is another process, confined, bounded in memory, killed at the deadline. A feed's
run keeps one for all its pages (:mod:`audiobrief.feed.page_reader`); that of ``read`` is a fork of this process, or a
process of its own where there are none. Messages are lengths and msgpack over pipes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

import msgspec

from audiobrief import confined, errors, workers
from audiobrief.errors import AudiobriefError, NothingToRead, WorkerError
from audiobrief.model import Page, Script, ScriptOptions
from audiobrief.workers import LENGTH, Fork, Worker

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


def given_up(subject: str, error: WorkerError) -> NothingToRead:
    """Returns the error for a page that its process did not survive."""
    return NothingToRead(subject, f"the page could not be read: the reader {error.fact}", "Report the page.")


def is_debugged() -> bool:
    """Tells whether pages are read in this very process: another one's traceback would be lost."""
    return bool(os.environ.get("AUDIOBRIEF_DEBUG"))


class PageRequest(msgspec.Struct, frozen=True, tag=True):
    """A page to be read, and those that follow it with their numbers."""

    page: Page
    source: str
    chosen: ScriptOptions
    language: str | None
    more: tuple[tuple[int, Page], ...] = ()

    @property
    def subject(self) -> str:
        """Returns what errors call it."""
        return self.page.url or self.source

    def deadline_s(self, usual_s: float = DEADLINE_S) -> float:
        """Returns how long the answer may take."""
        return deadline_s(self.page, usual_s)


class EditionRequest(msgspec.Struct, frozen=True, tag=True):
    """Scripts to be made one edition under a title: by the process that has learnt to write them."""

    scripts: tuple[Script, ...]
    subject: str
    """The title."""

    def deadline_s(self, usual_s: float = DEADLINE_S) -> float:
        """Returns how long the answer may take."""
        return usual_s * max(1, len(self.scripts))


Request = PageRequest | EditionRequest


class ReaderProcess:
    """A process that reads pages: started at the first, and again after each that it did not survive.

    ``module`` is what it runs: one that calls :func:`serve`. Where there are forks, and what it does is given with
    ``read``, it is one of this process, which has loaded a part of what reading takes.
    """

    def __init__(
        self, module: str, deadline_s: float = DEADLINE_S, read: Callable[[Any], Script] | None = None
    ) -> None:
        self._module = module
        self._deadline_s = deadline_s
        self._read = read
        self._worker: Worker | None = None

    def _start(self) -> Worker:
        if self._read is not None and workers.can_fork():
            return Fork("reader", partial(_answer_all, self._read))
        return Worker("reader", workers.by_module(self._module))

    def read(self, request: Request, meanwhile: Callable[[], object] = bool) -> Script:
        """Returns the script that is asked for; ``meanwhile`` is what this process does before it waits.

        Raises :class:`NothingToRead`, also when it takes too long.
        """
        if self._read is not None and is_debugged():
            return self._read(request)
        body = msgspec.msgpack.encode(request)
        worker = self._worker = self._worker or self._start()
        try:
            with worker.answering(request.deadline_s(self._deadline_s)):
                worker.send(LENGTH.pack(len(body)) + body)
                meanwhile()
                (length,) = LENGTH.unpack(worker.read(LENGTH.size))
                reply = worker.read(length)
        except WorkerError as error:
            self.close()
            raise given_up(request.subject, error) from error
        return script_of(reply)

    def close(self) -> None:
        """Ends the process."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None


def serve(read: Callable[[Any], Script]) -> None:
    """Is that process: confines it, and answers requests from its standard input until that ends."""
    confined.limit_memory(workers.MEMORY_BYTES)
    confined.step_in()
    _answer_all(read, sys.stdin.buffer, sys.stdout.buffer)


def _answer_all(read: Callable[[Any], Script], requests: BinaryIO, replies: BinaryIO) -> None:
    while head := requests.read(LENGTH.size):
        request: Request = msgspec.msgpack.decode(requests.read(LENGTH.unpack(head)[0]), type=Request)
        confined.limit_cpu(request.deadline_s())
        body = answer(partial(read, request))
        replies.write(LENGTH.pack(len(body)) + body)
        replies.flush()
