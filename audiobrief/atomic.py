"""Files that are there whole or not at all, also after a kill, a full disk or a power cut.

The bytes go to a temporary file in the same folder, which is synced to the disk, renamed, and its folder synced. The
temporary name begins with a dot, so that no web server shows it and :func:`remove_leftovers` knows it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from audiobrief.errors import OutputError, is_held, of_disk

_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "Free some space and run again; nothing was damaged"),
    errno.EDQUOT: ("your disk quota is used up", "Free some space and run again; nothing was damaged"),
    errno.EACCES: ("no permission to write here", "Choose a folder that you may write to"),
    errno.EPERM: ("no permission to write here", "Choose a folder that you may write to"),
    errno.EROFS: ("the disk is read-only", "Choose a folder on a disk that can be written"),
    errno.ENOTDIR: ("a part of its path is a file, not a folder", "Choose another name"),
    errno.EISDIR: ("is a folder", "Choose a name for a file"),
    errno.EEXIST: ("is a file where a folder is needed", "Remove it or choose another name"),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name"),
    errno.EMFILE: ("too many files are open", "Run fewer things at once or raise the limit (ulimit -n)"),
    errno.EIO: ("the disk reports an error", "Check the disk, then run again"),
}
_HELD_TRIES, _HELD_S = 40, 0.05


def output_error(path: Path | str, error: OSError) -> OutputError:
    """Explains an error of the disk: what is the case, and what to do about it."""
    fact, remedy = _REMEDIES.get(error.errno or 0, (error.strerror or str(error), "Check the path"))
    if is_held(error):
        fact, remedy = "another program has it open, or it may not be written", "Close that program and run again"
    return of_disk(error)(str(path), fact, remedy)


def write(path: Path, data: bytes) -> None:
    """Writes a whole file. Raises :class:`OutputError`; the old file is untouched then."""
    with replacing(path) as file:
        file.write(data)


def write_if_changed(path: Path, data: bytes) -> bool:
    """Writes a file unless it holds these very bytes already (its time stays); True when it was written."""
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except OSError:
        pass  # not there, or not readable: writing tells which
    write(path, data)
    return True


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Opens a binary file that becomes ``path`` when the block ends, and vanishes when the block raises.

    An OSError inside the block (a full disk) comes out as :class:`OutputError`.
    """
    temporary = path.with_name(f".{_short(path.name)}.{os.getpid()}.{secrets.token_hex(4)}.part")
    try:
        make_folder(path.parent)
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        put_in_place(temporary, path)
        sync_folder(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise output_error(path, error) from error
        raise


def put_in_place(temporary: Path, path: Path) -> None:
    """Renames a file over what is there. On Windows whoever reads that is waited for, two seconds in all."""
    for _ in range(_HELD_TRIES):
        try:
            temporary.replace(path)
        except PermissionError as error:
            if not is_held(error):
                raise
            time.sleep(_HELD_S)
        else:
            return
    temporary.replace(path)


def make_folder(path: Path) -> None:
    """Makes a folder and those above it, and makes their names last. Raises :class:`OutputError`."""
    try:
        missing = []
        folder = path
        while not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            sync_folder(folder.parent)
    except OSError as error:
        raise output_error(path, error) from error


def remove_leftovers(folder: Path, of: str = "*") -> int:
    """Removes temporary files that a killed run left in ``folder`` (not below it); returns how many.

    Only for a run that alone writes there, or alone writes the file named ``of``: others' unfinished files would go.
    """
    removed = 0
    for path in folder.glob(f".{of}.*.part"):
        with contextlib.suppress(OSError):
            path.unlink()
            removed += 1
    return removed


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder survive a power cut; systems that cannot open a folder do it themselves."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _short(name: str) -> str:
    """Shortens a name to leave room for the temporary name's own parts (file names end at 255 bytes)."""
    return name if len(os.fsencode(name)) <= 200 else hashlib.sha256(os.fsencode(name)).hexdigest()
