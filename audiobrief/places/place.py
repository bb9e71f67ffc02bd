"""What every place for published files can do."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol


class Place(Protocol):
    """A tree of files by their names. Everything raises :class:`~audiobrief.errors.OutputError`, nothing else."""

    @property
    def is_local(self) -> bool:
        """Tells whether looking for a file costs next to nothing."""

    def shown(self, name: str = "") -> str:
        """Returns the place or a file of it for a person to read, without a password."""

    def has(self, name: str) -> bool:
        """Tells whether there is such a file."""

    def sizes(self, name: str) -> dict[str, int]:
        """Returns the size of each file in a folder by one look; nothing where there is no such folder."""

    def read(self, name: str) -> bytes:
        """Returns a whole file; it is an error when there is none."""

    def sha256(self, name: str) -> str:
        """Returns the SHA-256 of a file, however large, in hexadecimal; it is an error when there is none."""

    def write(self, name: str, data: bytes) -> None:
        """Writes a file, whatever is there."""

    def write_if_changed(self, name: str, data: bytes) -> bool:
        """Writes a file unless it holds these bytes; True when it was written.

        In a bucket it is an error when another owner put it there, or somebody wrote it since this place looked at it.
        """

    def replacing(self, name: str, *, once: bool = False) -> AbstractContextManager[BinaryIO]:
        """Opens a seekable file that becomes ``name`` when the block ends, and vanishes when the block raises.

        ``once``: it is new, and never to change. In a bucket it is an error when another owner put other bytes there.
        """

    def owner_of(self, name: str) -> str:
        """Returns which library wrote a file, "" where nothing tells."""

    def look(self, name: str) -> None:
        """Notes which version of a file is there now: :meth:`write_if_changed` replaces that one and no other."""

    def tidy(self, name: str) -> None:
        """Removes what killed runs left in a folder. Only for a run that has the place to itself."""

    def remove_tree(self, name: str) -> bool:
        """Removes every file below a name, where there are any; False when some could not be removed."""
