"""Finds and reads what the folder of a language holds.

A folder is named by its language's :func:`~audiobrief.languages.tags.base`. Each of its files is one part; a language
may lack any of them.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
_NAME = re.compile("[a-z]{2,3}")


@cache
def languages_with(file: str) -> tuple[str, ...]:
    """Returns the names of the languages that have a part, sorted: ``languages_with("cues.toml")``."""
    return tuple(sorted(path.parent.name for path in ROOT.glob(f"*/{file}")))


def part(language: str, file: str) -> Path | None:
    """Returns the path of one part of a language, None where the language lacks it or is no name of one."""
    path = ROOT / language / file
    return path if _NAME.fullmatch(language) and path.is_file() else None


def table(language: str, file: str) -> dict[str, Any]:
    """Reads one TOML part of a language; empty where it is missing."""
    path = part(language, file)
    return tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
