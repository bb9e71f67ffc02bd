"""A folder of this machine: files are synced to the disk and renamed (:mod:`audiobrief.atomic`)."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from audiobrief import atomic


class Folder:
    """See :class:`audiobrief.places.Place`."""

    is_local = True

    def __init__(self, path: Path) -> None:
        self.path = path

    def shown(self, name: str = "") -> str:
        """Returns the path."""
        return str(self.path / name)

    def has(self, name: str) -> bool:
        """Tells whether the file exists."""
        return (self.path / name).exists()

    def sizes(self, name: str) -> dict[str, int]:
        """Looks at each file of a folder."""
        try:
            with os.scandir(f"{self.path}/{name}") as found:
                return {entry.name: entry.stat().st_size for entry in found}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise atomic.output_error(self.path / name, error) from error

    def read(self, name: str) -> bytes:
        """Returns a whole file."""
        path = self.path / name
        try:
            return path.read_bytes()
        except OSError as error:
            raise atomic.output_error(path, error) from error

    def sha256(self, name: str) -> str:
        """Returns the digest of a file."""
        path = self.path / name
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise atomic.output_error(path, error) from error

    def write(self, name: str, data: bytes) -> None:
        """Writes a file, whatever is there."""
        atomic.write(self.path / name, data)

    def write_if_changed(self, name: str, data: bytes) -> bool:
        """Writes a file unless it holds these bytes; its time stays then."""
        return atomic.write_if_changed(self.path / name, data)

    def replacing(self, name: str, *, once: bool = False) -> AbstractContextManager[BinaryIO]:
        """Opens a file beside; ``once`` needs no more, since one run at a time has the folder (its lock)."""
        return atomic.replacing(self.path / name)

    def owner_of(self, name: str) -> str:
        """Returns nothing: a folder has its lock."""
        return ""

    def look(self, name: str) -> None:
        """Does nothing: the folder's lock keeps others out."""

    def tidy(self, name: str) -> None:
        """Removes temporary files of killed runs."""
        atomic.remove_leftovers(self.path / name)

    def remove_tree(self, name: str) -> bool:
        """Removes a folder with all that is in it, for good: a power cut does not bring it back."""
        path = self.path / name
        shutil.rmtree(path, ignore_errors=True)
        if path.parent.is_dir():
            atomic.sync_folder(path.parent)
        return not path.exists()
