"""Keeps what was asked of a feed while another run was at work on it, until that run or the next has done it."""

from __future__ import annotations

import contextlib
import re
import secrets
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from audiobrief import atomic
from audiobrief.errors import UNREADABLE
from audiobrief.feed.upkeep import MEMORY

_FOLDER = "waiting"


class _Asked(msgspec.Struct, frozen=True):
    sources: tuple[str, ...]
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Sources that wait."""

    path: Path
    sources: tuple[str, ...]
    identity: str | None


def forget(requests: Iterable[Request]) -> None:
    """Forgets what the feed names now; what was read from standard input goes with it.

    Not before: where the library is lost as well, nobody would know of it.
    """
    for request in requests:
        request.path.unlink(missing_ok=True)
        request.path.with_suffix(".txt").unlink(missing_ok=True)
        atomic.sync_folder(request.path.parent)


@contextlib.contextmanager
def held(folder: Path, sources: Sequence[str], identity: str | None, *, is_left: bool) -> Iterator[Sequence[str]]:
    """Holds the feed's lock and gives what is left to be read: nothing, where another run held it and the sources wait.

    Raises :class:`Timeout` while another run holds it: at once where nothing is to be left to that run, else where it
    may have looked for what waits a moment before.
    """
    lock = FileLock(folder / MEMORY / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        if not is_left or not sources:
            raise
        put(folder, sources, identity)
        lock.acquire()
        sources = ()
    try:
        yield sources
    finally:
        lock.release()


def put(folder: Path, sources: Sequence[str], identity: str | None) -> None:
    """Keeps sources for later: addresses, whole paths, and what comes on standard input."""
    path = folder / MEMORY / _FOLDER / f"{time.time_ns()}-{secrets.token_hex(4)}.json"
    if "-" in sources:
        atomic.write(path.with_suffix(".txt"), sys.stdin.buffer.read())
    whole = tuple(_whole(str(path.with_suffix(".txt")) if source == "-" else source) for source in sources)
    atomic.write(path, msgspec.json.encode(_Asked(whole, identity)))


def _whole(source: str) -> str:
    return source if re.match(r"[a-z][a-z0-9+.-]+://", source, re.IGNORECASE) else str(Path(source).absolute())


def requests(folder: Path) -> Iterator[Request]:
    """Yields what waits, the oldest first, also what comes meanwhile. A damaged request is passed over and removed."""
    seen: set[Path] = set()
    while found := sorted(set((folder / MEMORY / _FOLDER).glob("*.json")) - seen):
        seen.add(found[0])
        try:
            asked = msgspec.json.decode(found[0].read_bytes(), type=_Asked)
        except (*UNREADABLE, FileNotFoundError):
            found[0].unlink(missing_ok=True)
            continue
        yield Request(found[0], asked.sources, asked.identity)
