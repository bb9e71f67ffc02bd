"""Where published files lie: a folder of this machine, or any address that fsspec knows (``s3://bucket/feed``).

Whoever writes says ``/``-separated names below the place; a file is there whole or not at all, wherever that is. fsspec
and what it needs are loaded when an address is used, never for a folder.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from audiobrief.errors import UsageError

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::[A-Za-z0-9+.:-]+)?://")


class Place(Protocol):
    """A tree of files by their names. Everything raises :class:`~audiobrief.errors.OutputError`, nothing else."""

    @property
    def is_local(self) -> bool:
        """Whether looking whether a file is there costs next to nothing."""

    def shown(self, name: str = "") -> str:
        """The place or a file of it for a person to read; holds no password."""

    def has(self, name: str) -> bool:
        """Whether there is such a file."""

    def read(self, name: str) -> bytes:
        """A whole file; it is an error when there is none."""

    def sha256(self, name: str) -> str:
        """Hexadecimal, of the bytes that lie there, however large; it is an error when there are none."""

    def write(self, name: str, data: bytes) -> None:
        """Writes a file, whatever is there."""

    def write_if_changed(self, name: str, data: bytes) -> bool:
        """Writes a file unless it holds these bytes; true when it was written.

        In a bucket it is an error when another owner put it there, or somebody wrote it since this place looked at it.
        """

    def replacing(self, name: str, *, once: bool = False) -> AbstractContextManager[BinaryIO]:
        """A seekable file that becomes ``name`` when the block ends, and vanishes when the block raises.

        ``once``: it is new, and never to change. In a bucket it is an error when another owner put other bytes there.
        """

    def look(self, name: str) -> None:
        """Notes which version of a file is there now: :meth:`write_if_changed` replaces that one and no other."""

    def tidy(self, name: str) -> None:
        """Removes what killed runs left in a folder. Only for who has the place for himself."""

    def remove_tree(self, name: str) -> None:
        """Removes every file below a name, where there are any."""


def place_for(target: str, folder: Path, owner: str = "") -> Place:
    """The place that a configuration means: an address, or a path relative to ``folder``.

    ``owner`` names who publishes there: in a bucket nobody else may.

    Raises :class:`~audiobrief.errors.UsageError` for an address that nothing here can write to.
    """
    path = local_path(target)
    if path is not None:
        from audiobrief.places.folder import Folder

        return Folder(folder / path)
    from audiobrief.places.opening import remote_place

    return remote_place(target, owner)


def parted(target: str) -> tuple[Place, str]:
    """The place and the name of a single file: ``s3://bucket/a/b.mp3`` is ``b.mp3`` in ``s3://bucket/a``."""
    if not is_url(target):
        path = Path(target)
        return place_for(str(path.parent), Path()), path.name
    folder, _, name = target.rpartition("/")
    return place_for(folder, Path()), name


def is_url(target: str) -> bool:
    """Whether a target is an address and not a path (``C:/news`` is a path)."""
    return _ADDRESS.match(target) is not None


def local_path(target: str) -> Path | None:
    """The path that a target means, also as ``file:///srv/news``; null for an address elsewhere.

    Raises :class:`~audiobrief.errors.UsageError` for ``file://srv/news``, which names another machine.
    """
    if not is_url(target):
        return Path(target)
    parts = urlsplit(target)
    if parts.scheme.lower() != "file":
        return None
    if parts.netloc not in ("", "localhost"):
        raise UsageError(target, f"it names the machine {parts.netloc}", f"Give file:///{parts.netloc}{parts.path}")
    return Path(unquote(parts.path))


def without_secrets(url: str) -> str:
    """An address for a person to read: no password, no key, no query (it may hold a signature)."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path.partition('?')[0]}"
