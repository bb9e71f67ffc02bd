"""Finds the data that ship with the program: casts, earcons, given names.

A wheel carries ``voices/`` as ``audiobrief/voices``; a checkout keeps it beside the package. Data are read-only.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def voices_folder() -> Path:
    """The folder with ``*.toml`` casts, ``earcons/`` and ``names/``."""
    package = Path(__file__).resolve().parent
    for folder in (package / "voices", package.parent / "voices"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{package / 'voices'}: the program's own data are missing. Install audiobrief again.")
