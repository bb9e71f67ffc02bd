"""Finds the data that ship with the program: casts, earcons, given names; the documentation.

A wheel carries ``voices/`` as ``audiobrief/voices`` and ``docs/`` as ``audiobrief/docs``; a checkout keeps them beside
the package. Data are read-only; what a user keeps lies in a folder of its own.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path


@cache
def voices_folder() -> Path:
    """The folder with ``*.toml`` casts, ``earcons/`` and ``names/``."""
    return _folder("voices")


@cache
def docs_folder() -> Path:
    """The folder with the pages of the documentation, ``*.md``."""
    return _folder("docs")


def own_folder() -> Path:
    """Returns the folder of what this user keeps (voices, a feed), among XDG's data."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "audiobrief"


def _folder(name: str) -> Path:
    package = Path(__file__).resolve().parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{package / name}: the program's own data are missing. Install audiobrief again.")
