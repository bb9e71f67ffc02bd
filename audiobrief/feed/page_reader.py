"""Reads pages in a process of its own: a page that hangs or eats memory does not stop the run.

The process is warm (it stays for the next page), confined, bounded in memory, and killed at the deadline. Messages are
lengths and msgpack over pipes. Run as ``python -m audiobrief.feed.page_reader`` it is that process.
"""

from __future__ import annotations

import struct
import sys
from functools import partial
from typing import BinaryIO

import msgspec

from audiobrief import confined, page_deadline, stories
from audiobrief.errors import NothingToRead, WorkerError
from audiobrief.feed import teasers
from audiobrief.model import Page, Script, ScriptOptions
from audiobrief.workers import MEMORY_BYTES, Worker

_LENGTH = struct.Struct(">Q")


class PageRequest(msgspec.Struct, frozen=True):
    """A page to be read."""

    page: Page
    source: str
    chosen: ScriptOptions
    language: str | None
    more: stories.FurtherPages = ()


class PageReader:
    """Runs the process: starts it at the first page, and again after each page that it did not survive."""

    def __init__(self, deadline_s: float = page_deadline.DEADLINE_S) -> None:
        self._deadline_s = deadline_s
        self._worker: Worker | None = None

    def script(
        self,
        page: Page,
        source: str,
        chosen: ScriptOptions,
        language: str | None,
        more: stories.FurtherPages = (),
    ) -> Script:
        """Returns the script of a page and those that follow it.

        Raises :class:`NothingToRead` for one that was retracted and when it takes too long.
        """
        body = msgspec.msgpack.encode(PageRequest(page, source, chosen, language, more))
        worker = self._worker = self._worker or Worker("reader", [sys.executable, "-m", "audiobrief.feed.page_reader"])
        try:
            with worker.answering(page_deadline.deadline_s(page, self._deadline_s)):
                worker.send(_LENGTH.pack(len(body)) + body)
                (length,) = _LENGTH.unpack(worker.read(_LENGTH.size))
                reply = worker.read(length)
        except WorkerError as error:
            self.close()
            raise page_deadline.given_up(page, source, error) from error
        return page_deadline.script_of(reply)

    def close(self) -> None:
        """Ends the process."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answers requests until their pipe ends."""
    while head := requests.read(_LENGTH.size):
        request = msgspec.msgpack.decode(requests.read(_LENGTH.unpack(head)[0]), type=PageRequest)
        confined.limit_cpu(page_deadline.deadline_s(request.page))
        body = page_deadline.answer(partial(_whole, request))
        replies.write(_LENGTH.pack(len(body)) + body)
        replies.flush()


def _whole(request: PageRequest) -> Script:
    """Returns the script of a page that is an article and was not retracted."""
    page = request.page
    script = stories.from_page(page, request.source, request.chosen, request.language, request.more)
    if not script.article.blocks:  # a script in JSON: its owner's own words
        return script
    subject = page.url or request.source
    retracted = teasers.retraction(script.article)
    if retracted is not None:
        remedy = "Take it out with publish --withdraw, or leave it."
        raise NothingToRead(subject, f"its page says that it is retracted ({retracted})", remedy)
    return script


if __name__ == "__main__":
    confined.limit_memory(MEMORY_BYTES)
    confined.step_in()
    serve(sys.stdin.buffer, sys.stdout.buffer)
