"""Files at any address that fsspec knows. What a bucket of Amazon's kind can do besides is in :mod:`.bucket`."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from audiobrief.atomic import output_error
from audiobrief.places.addresses import without_secrets
from audiobrief.places.opening import filesystem, trouble

_BLOCK_BYTES = 8_000_000
IN_MEMORY_BYTES = 16_000_000
"""Up to so many bytes go out from memory; more lie in a temporary file first."""


class Remote:
    """See :class:`audiobrief.places.Place`. Safe in threads; after a fork the child opens connections of its own."""

    is_local = False

    def __init__(self, url: str, *, puts_whole: bool = True) -> None:
        self._url = url
        self._puts_whole = puts_whole
        self._shown = without_secrets(url).rstrip("/")
        self._secret = urlsplit(url).password or ""
        self._opened: dict[int, tuple[Any, str]] = {}  # by process; a parent's is never closed by its child

    @property
    def _fs(self) -> Any:
        return self._open()[0]

    def _open(self) -> tuple[Any, str]:
        opened = self._opened.get(os.getpid())
        if opened is None:
            opened = self._opened[os.getpid()] = filesystem(self._url)
        return opened

    def _path(self, name: str) -> str:
        root = self._open()[1]
        return f"{root}/{name}" if name else root

    def _trouble(self, name: str) -> contextlib.AbstractContextManager[None]:
        return trouble(self.shown(name), self._secret)

    def shown(self, name: str = "") -> str:
        """Returns the address without its password."""
        return f"{self._shown}/{name}" if name else self._shown

    def has(self, name: str) -> bool:
        """Asks whether there is such a file."""
        with self._trouble(name):
            return bool(self._fs.exists(self._path(name)))

    def sizes(self, name: str) -> dict[str, int]:
        """Asks for the list of a folder."""
        with self._trouble(name), contextlib.suppress(FileNotFoundError):
            found = self._fs.ls(self._path(name), detail=True)
            return {str(one["name"]).rpartition("/")[2]: int(one["size"] or 0) for one in found}
        return {}

    def read(self, name: str) -> bytes:
        """Returns a whole file."""
        with self._trouble(name):
            return bytes(self._fs.cat_file(self._path(name)))

    def find(self, name: str) -> bytes | None:
        """Returns a whole file, or None when there is none."""
        with self._trouble(name), contextlib.suppress(FileNotFoundError):
            return bytes(self._fs.cat_file(self._path(name)))
        return None

    def keep(self, name: str, data: bytes) -> bytes:
        """Writes a file unless there is one; returns what lies there then. The first who writes it decides."""
        there = self.find(name)
        if there is None:
            self.write(name, data)
        return data if there is None else there

    def sha256(self, name: str) -> str:
        """Reads the file in blocks and returns their digest."""
        ahead = {"block_size": _BLOCK_BYTES} if self._puts_whole else {}  # elsewhere it may be the size of a packet
        with self._trouble(name), self._fs.open(self._path(name), "rb", **ahead) as file:
            digest = hashlib.sha256()
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
            return digest.hexdigest()

    def write(self, name: str, data: bytes) -> None:
        """Sends a file, whatever is there."""
        with self._trouble(name):
            self._put(name, data)

    def write_if_changed(self, name: str, data: bytes) -> bool:
        """Sends a file unless the one there holds these bytes."""
        with self._trouble(name):
            with contextlib.suppress(FileNotFoundError):
                if self._fs.cat_file(self._path(name)) == data:
                    return False
            self._put(name, data)
            return True

    @contextlib.contextmanager
    def replacing(self, name: str, *, once: bool = False) -> Iterator[BinaryIO]:
        """Collects what is written in a file here, and sends it when the block ends."""
        with contextlib.ExitStack() as stack:
            try:
                file = stack.enter_context(tempfile.NamedTemporaryFile())
                yield cast("BinaryIO", file)
                file.flush()
                size = file.seek(0, os.SEEK_END)
                file.seek(0)
            except OSError as error:
                raise output_error(Path(tempfile.gettempdir()), error) from error
            body = file.read() if size <= IN_MEMORY_BYTES else Path(file.name)
            with self._trouble(name):
                if once:
                    self._put_once(name, body)
                else:
                    self._put(name, body)

    def owner_of(self, name: str) -> str:
        """Returns nothing: only a bucket knows owners."""
        return ""

    def look(self, name: str) -> None:
        """Does nothing: only a bucket knows versions."""

    def tidy(self, name: str) -> None:
        """Does nothing: in a bucket nothing is left; elsewhere a look costs more than it brings."""

    def remove_tree(self, name: str) -> bool:
        """Removes every file below a name. Raises :class:`OutputError` when it cannot."""
        with self._trouble(name), contextlib.suppress(FileNotFoundError):
            self._fs.rm(self._path(name), recursive=True)
        return True

    def _put_once(self, name: str, body: bytes | Path) -> None:
        """Writes whatever is there, as in a folder: others are not told from a run of ours that was cut short."""
        self._put(name, body)

    def _put(self, name: str, body: bytes | Path) -> None:
        path = self._path(name)
        if self._puts_whole:
            self._send(path, body)
            return
        folder, _, last = path.rpartition("/")
        temporary = f"{folder}/.{last[:100]}.{secrets.token_hex(8)}.part"
        self._fs.makedirs(folder, exist_ok=True)
        try:
            self._send(temporary, body)
            self._fs.mv(temporary, path)
        except BaseException:
            with contextlib.suppress(Exception):
                self._fs.rm_file(temporary)
            raise

    def _send(self, path: str, body: bytes | Path) -> None:
        if isinstance(body, bytes):
            self._fs.pipe_file(path, body)
        else:
            self._fs.put_file(str(body), path)


def sha256_of(body: bytes | Path) -> str:
    """Returns the digest of bytes or of a file of this machine, in hexadecimal."""
    if isinstance(body, bytes):
        return hashlib.sha256(body).hexdigest()
    with body.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
