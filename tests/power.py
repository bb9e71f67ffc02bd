"""A model of a disk that loses what was not synced: which folders may be left of a run when the power fails.

Synced bytes of a file and synced names of a folder stay. Of the rest, anything may have reached the disk or not; the
worst of it is built: nothing of it, all names without their bytes, only the deletions, and a mixture by folder.
"""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.system_calls import Change

Tree = dict[str, bytes | None]
"""Bytes by path below the folder; None for a folder."""


class Disk:
    """Follows the changes of one run as what judges them; nothing fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._new = itertools.count()
        self._ids: dict[int, int] = {}
        """By inode number; a number that is used again is another file."""
        self._bytes: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {}
        self._folders: set[int] = set()
        self._unsynced: set[int] = set()
        """Files with bytes that were not synced."""
        self.wrong: list[str] = []
        """Names that came before their bytes were synced; entries of a cache prove themselves when they are read."""
        self._take(folder)
        self.start = self._id(folder)

    def __call__(self, change: Change) -> int:
        path = Path(change.path)
        if change.kind == "fsync":
            self._sync(path)
        elif change.kind in ("write", "ftruncate"):
            self._unsynced.add(self._id(path))
        elif change.kind == "unlink":
            self._retire(path)
        elif change.kind == "rename":
            self._is_synced(path)
            self._retire(Path(change.other))
        return 0

    def trees(self) -> Iterator[Tree]:
        """The folders that may be left if the power fails now."""
        lottery = random.Random(len(self._bytes))
        yield dict(self._walk("", self.start, lambda old, new: old))
        yield dict(self._walk("", self.start, lambda old, new: new))
        yield dict(self._walk("", self.start, lambda old, new: {name: old[name] for name in old if name in new}))
        yield dict(self._walk("", self.start, lambda old, new: lottery.choice((old, new))))

    def lacking(self) -> list[str]:
        """Names whose folder was not synced after they came or went."""
        found = []
        for path in [self.folder, *(one for one in self.folder.rglob("*") if one.is_dir())]:
            synced = self._names.get(self._id(path), {})
            found += [str(path / name) for name in synced.keys() ^ self._now(path).keys()]
        return found

    def _sync(self, path: Path) -> None:
        if path.is_dir():
            self._names[self._id(path)] = self._now(path)
        elif path.exists():
            self._bytes[self._id(path)] = path.read_bytes()
            self._unsynced.discard(self._id(path))

    def _is_synced(self, path: Path) -> None:
        if (
            path.is_file()
            and "cache" not in path.parts
            and (self._id(path) not in self._bytes or self._id(path) in self._unsynced)
        ):
            self.wrong.append(str(path))

    def _id(self, path: Path) -> int:
        return self._ids.setdefault(path.stat().st_ino, next(self._new))

    def _retire(self, path: Path) -> None:
        if path.exists():
            self._id(path)  # it may be named by what was synced
            del self._ids[path.stat().st_ino]

    def _now(self, folder: Path) -> dict[str, int]:
        names = {}
        for path in folder.iterdir():
            with contextlib.suppress(FileNotFoundError):  # another thread of the run
                names[path.name] = self._id(path)
                self._folders |= {names[path.name]} if path.is_dir() else set()
        return names

    def _take(self, folder: Path) -> None:
        """Takes what was there before the run as synced."""
        for path in [folder, *folder.rglob("*")]:
            if path.is_dir():
                self._folders.add(self._id(path))
                self._names[self._id(path)] = self._now(path)
            else:
                self._bytes[self._id(path)] = path.read_bytes()

    def _walk(
        self, name: str, folder: int, choose: Callable[[dict[str, int], dict[str, int]], dict[str, int]]
    ) -> Iterator[tuple[str, bytes | None]]:
        path = self.folder / name
        now = self._now(path) if path.is_dir() and self._id(path) == folder else {}
        for one, number in choose(self._names.get(folder, {}), now).items():
            below = f"{name}/{one}" if name else one
            if number in self._folders:
                yield below, None
                yield from self._walk(below, number, choose)
            else:
                yield below, self._bytes.get(number, b"")


def build(tree: Tree, folder: Path) -> None:
    """Makes a folder of a tree."""
    folder.mkdir(parents=True)
    for name, data in tree.items():
        if data is None:
            (folder / name).mkdir(parents=True, exist_ok=True)
        else:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
