"""Content-addressed files: spoken clips and encoded frames, so that nothing is made twice.

One plain file an entry, ``ab/cdef….bin``, written to a temporary file and renamed: a killed run leaves no torn entry.
The header holds length and SHA-256, so that damage (a power cut, a full disk) is seen on reading, and the entry made
again. Measured against SQLite and diskcache in docs/design.md, "Why one cache …, in plain files?". Several machines
share the same entries at an address (:class:`SharedCache`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from audiobrief.errors import is_held, of_disk

_MAGIC = b"abc1"
_HEADER = struct.Struct(">4sQ32s")
_STRAY_AGE_S = 86_400.0


def user_cache() -> str:
    """Returns where ``audiobrief read`` keeps what it spoke: AUDIOBRIEF_CACHE, a folder or address, or XDG's folder."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return os.environ.get("AUDIOBRIEF_CACHE") or str(Path(home) / "audiobrief")


class Cache:
    """Bytes by key. ``limit_bytes`` caps the folder: the entries used longest ago go first (:meth:`trim`)."""

    def __init__(self, folder: Path, limit_bytes: int = 2_000_000_000) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes
        self._has_grown = False

    def get(self, key: str) -> bytes | None:
        """Returns the entry, or None when there is none or it is damaged. ``key`` is hexadecimal."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        body = _unpacked(data)
        if body is not None:
            with contextlib.suppress(OSError):
                os.utime(path)  # the time of use, for trim()
        return body

    def put(self, key: str, body: bytes) -> bytes:
        """Stores an entry whole or not at all, and returns it. Raises :class:`OutputError` when the disk refuses."""
        path = self._path(key)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                file.write(_packed(body))
            self._keep(temporary, path)
            self._has_grown = True
            return body
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise of_disk(error)(
                str(self.folder),
                f"the cache could not be written ({error.strerror or error})",
                "Free some space or choose another folder with AUDIOBRIEF_CACHE.",
            ) from error

    @staticmethod
    def _keep(temporary: Path, path: Path) -> None:
        """Puts an entry in its place, unless another reads the one that is there: it holds the same."""
        try:
            temporary.replace(path)
        except PermissionError as error:
            if not (is_held(error) and path.exists()):
                raise
            temporary.unlink()

    def trim(self, now_s: float | None = None) -> int | None:
        """Removes stray temporary files of a day ago and, above the limit, what was used longest ago.

        Returns the bytes left; None when nothing was put since the last time, because then nothing can be too much.
        Other runs may remove the same files meanwhile.
        """
        if not self._has_grown:
            return None
        self._has_grown = False
        now_s = time.time() if now_s is None else now_s
        entries: list[tuple[float, int, str]] = []
        for path, facts in self._files():
            if not Path(path).name.startswith("."):
                entries.append((facts.st_mtime, facts.st_size, path))
            elif now_s - facts.st_mtime > _STRAY_AGE_S:
                _remove(path)
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.limit_bytes:
                break
            _remove(path)
            total -= size
        return total

    def _files(self) -> Iterator[tuple[str, os.stat_result]]:
        """Yields all files; ``os.scandir`` takes a third of the time of globbing."""
        with contextlib.suppress(OSError), os.scandir(self.folder) as folders:
            for folder in folders:
                with contextlib.suppress(OSError), os.scandir(folder) as files:
                    for file in files:
                        with contextlib.suppress(OSError):
                            yield file.path, file.stat(follow_symlinks=False)

    def _path(self, key: str) -> Path:
        return self.folder / _name(key)


class Shelf(Protocol):
    """Where several machines find the same files by their names, as :mod:`audiobrief.places` has them."""

    def find(self, name: str) -> bytes | None:
        """Returns a whole file, or None when there is none."""

    def keep(self, name: str, data: bytes) -> bytes:
        """Writes a file unless there is one; returns what lies there then."""

    def write(self, name: str, data: bytes) -> None:
        """Writes a file, whatever is there."""


class SharedCache:
    """The entries of :class:`Cache`, at an address. What is old is for the address's owner to remove, not for us."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._damaged: set[str] = set()

    def get(self, key: str) -> bytes | None:
        """Returns the entry, or None for none or a damaged one. Raises :class:`OutputError` without an answer."""
        data = self._shelf.find(_name(key))
        body = _unpacked(data) if data is not None else None
        if data is not None and body is None:
            self._damaged.add(key)
        return body

    def put(self, key: str, body: bytes) -> bytes:
        """Stores an entry unless somebody did before, and returns what is stored.

        Two machines may speak the same clip with other last bits; all go on with the one that was first.
        """
        if key in self._damaged:
            self._shelf.write(_name(key), _packed(body))
            self._damaged.discard(key)
            return body
        kept = _unpacked(self._shelf.keep(_name(key), _packed(body)))
        return body if kept is None else kept

    def trim(self) -> None:
        """Does nothing: other machines may be at work with any entry."""


def _name(key: str) -> str:
    return f"{key[:2]}/{key[2:]}.bin"


def _packed(body: bytes) -> bytes:
    return _HEADER.pack(_MAGIC, len(body), hashlib.sha256(body).digest()) + body


def _unpacked(data: bytes) -> bytes | None:
    """Returns the entry's body; None when it is damaged."""
    if len(data) < _HEADER.size:
        return None
    magic, length, check = _HEADER.unpack_from(data)
    body = data[_HEADER.size :]
    is_whole = magic == _MAGIC and length == len(body) and check == hashlib.sha256(body).digest()
    return body if is_whole else None


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        Path(path).unlink()
