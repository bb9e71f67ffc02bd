"""Mutations of a good feed: what a publisher, a script or a proxy gets wrong, one at a time, for ``audiobrief check``.

``data/mutations.tsv`` was written before the rules that find them. Every second row is the test half: no rule is made
by it, and it is not edited. ``make mutations`` prints how many of each half are found.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from audiobrief import check
from audiobrief.check.sound import read_sound
from tests import sample_feed

FEED: Any = import_module("audiobrief.check.feed")
LIST = Path(__file__).parent / "data" / "mutations.tsv"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One edit of one file."""

    kind: str
    name: str
    file: str
    """In ``public``, or the first episode's; ``edition/…`` is the second's, ``episode.mp3#TIT2`` a frame of the tag."""
    pattern: str
    replacement: str

    def apply(self, public: Path) -> None:
        """Makes the edit. Raises ValueError where it changes nothing."""
        name, _, frame = self.file.partition("#")
        path = _place(public, name)
        if frame:
            path.write_bytes(_in_frame(path.read_bytes(), frame.encode(), self.pattern, self.replacement))
            return
        before = path.read_text("utf-8")
        after = re.sub(self.pattern, self.replacement, before, count=1, flags=re.DOTALL)
        if after == before:
            raise ValueError(f"{self.name}: nothing to change in {self.file}")
        path.write_text(after, "utf-8")


def _place(public: Path, name: str) -> Path:
    if name in ("feed.xml", "site.html"):
        return public / name.replace("site", "index")
    folder = "edition-*" if name.startswith("edition/") else "ferry-*"
    return next(public.glob(f"episodes/{folder}")) / name.rpartition("/")[2]


def _in_frame(data: bytes, frame: bytes, before: str, after: str) -> bytes:
    """A text of the tag for another of the same length, so that nothing else moves."""
    for encoding in ("utf-16-le", "latin-1"):
        at = data.find(before.encode(encoding), data.index(frame))
        if 0 <= at < data.index(frame) + 600:
            new = after.encode(encoding)
            return data[:at] + new + data[at + len(before.encode(encoding)) :]
    raise ValueError(f"no {before} in {frame!r}")


def _listed() -> Iterator[tuple[str, Mutation]]:
    """Yields each row of the list with its half."""
    for line in LIST.read_text("utf-8").splitlines()[1:]:
        half, *facts = line.split("\t")
        yield half, Mutation(*facts)


DEV, TEST = (tuple(one for half, one in _listed() if half == wanted) for wanted in ("dev", "test"))


def found(good: Path, mutation: Mutation) -> list[check.Finding]:
    """What the check says of a copy of the good feed with one edit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "feed"
        shutil.copytree(good, folder)
        mutation.apply(folder / "public")
        return [finding for finding in check.check(str(folder), now=sample_feed.NOW) if not finding.passed]


def missed(good: Path, mutations: tuple[Mutation, ...]) -> Iterator[Mutation]:
    """Yields those that the check does not see. An MP3 that did not change is decoded once for all."""
    FEED.read_sound = cache(read_sound)
    try:
        yield from (mutation for mutation in mutations if not found(good, mutation))
    finally:
        FEED.read_sound = read_sound


def main() -> int:
    """Prints both halves' figures and the misses of the first one; of the test half only with ``--misses``."""
    with tempfile.TemporaryDirectory() as name:
        good = Path(name)
        sample_feed.write_feed(good)
        shares = []
        for half, mutations in (("dev", DEV), ("test", TEST)):
            left = list(missed(good, mutations))
            shares.append(1 - len(left) / len(mutations))
            print(f"{half}: {len(mutations) - len(left)} of {len(mutations)} found ({shares[-1]:.1%})")
            for mutation in left if half == "dev" or "--misses" in sys.argv else ():
                print(f"  missed: {mutation.kind}: {mutation.name}")
    return 0 if min(shares) >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
