"""Speaks what was sent, in a process of its own: ``python -m audiobrief.inbox.speaker FOLDER``, until nothing waits.

It is the feed's own update: it waits for a run that is at work, and makes no article again that is in the feed.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock

from audiobrief import config
from audiobrief.errors import AudiobriefError, ours
from audiobrief.feed import run
from audiobrief.feed.report import RunReport
from audiobrief.feed.upkeep import MEMORY, memory
from audiobrief.inbox import webhooks
from audiobrief.inbox.queue import Queue
from audiobrief.library import Library

MOST_AT_ONCE = 8
"""Articles of one run: the feed is written when all of them are spoken."""
LOCK = "inbox.lock"
FAULT = 70
"""The exit code of a fault in this program."""
_LOOK_S = 0.5


def speak(folder: Path, tell: Callable[[str], None]) -> None:
    """Speaks until nothing waits. Raises :class:`AudiobriefError` where the feed cannot be written; all waits then."""
    with FileLock(folder / MEMORY / LOCK, poll_interval=_LOOK_S), contextlib.closing(Queue(folder)) as queue:
        queue.sweep()
        while batch := queue.take(MOST_AT_ONCE):
            try:
                sources = {sent: queue.opened(sent) for sent in batch}
                report = _published(folder, [*sources.values()], tell)
                settings = config.load(folder)
                with memory(folder) as library:
                    for sent, source in sources.items():
                        slug = _slug(source, report, library)
                        title = library.load([slug])[0].title if slug else ""
                        reason = "" if slug else report.troubles.get(source, f"{sent.title}: it became no episode.")
                        message = webhooks.message(sent, settings, slug=slug, title=title, reason=reason)
                        queue.settle(sent, slug=slug, title=title, reason=reason, message=message)
            except AudiobriefError as error:
                queue.put_back(str(error))
                raise


def _published(folder: Path, sources: Sequence[str], tell: Callable[[str], None]) -> RunReport:
    """Updates the feed, after a run that is at work on it."""
    while True:
        report = run.publish(folder, sources, tell, are_sent=True)
        if not report.is_waiting:
            return report
        with FileLock(folder / MEMORY / "lock", poll_interval=_LOOK_S):
            pass


def _slug(source: str, report: RunReport, library: Library) -> str:
    """Returns the episode that an article is heard as, also one that it is a copy of; "" where there is none."""
    guid = report.copies.get(source) or (None if source in report.troubles else library.guid_from(source))
    return (library.slug_of(guid) if guid else None) or ""


def main() -> None:
    """Speaks for the folder that is named; a line on standard error says why it cannot."""

    def tell(line: str) -> None:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    try:
        speak(Path(sys.argv[1]), tell)
    except AudiobriefError as error:
        tell(f"Articles wait: {error}")
        sys.exit(error.exit_code)
    except Exception as error:
        tell(f"Articles wait: {ours(error, sys.argv[1])}")
        sys.exit(FAULT)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
