"""Finds and reads what the folder of a language holds.

A folder is named by its language's :func:`~audiobrief.languages.tags.base`. Each of its files is one part; a language
may lack any of them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from audiobrief.errors import UNREADABLE, UsageError

ROOT = Path(__file__).resolve().parent
_NAME = re.compile("[a-z]{2,3}")
_REMEDY = "Compare it with the English file; audiobrief help extending tells what each key means"
_P = TypeVar("_P")


@cache
def names() -> tuple[str, ...]:
    """Returns the names of all folders, sorted."""
    return tuple(sorted(path.name for path in ROOT.iterdir() if _NAME.fullmatch(path.name) and path.is_dir()))


@cache
def languages_with(file: str) -> tuple[str, ...]:
    """Returns the names of the languages that have a part, sorted: ``languages_with("cues.toml")``."""
    return tuple(name for name in names() if part(name, file))


def is_language(name: str) -> bool:
    """Tells whether a folder has this name."""
    return name in names()


def part(language: str, file: str) -> Path | None:
    """Returns the path of one part of a language, None where the language lacks it or is no name of one."""
    path = ROOT / language / file
    return path if _NAME.fullmatch(language) and path.is_file() else None


def table(language: str, file: str) -> dict[str, Any]:
    """Reads one TOML part of a language; empty where it is missing. Raises :class:`UsageError` for other text."""
    path = part(language, file)
    try:
        return dict(_parsed(path.read_text(encoding="utf-8"))) if path else {}
    except UNREADABLE as error:
        raise UsageError(f"languages/{language}/{file}", f"is not TOML ({error})", _REMEDY) from error


@lru_cache(maxsize=4)  # one that is asked for in several ways is asked for in a row
def _parsed(text: str) -> Mapping[str, Any]:
    return tomllib.loads(text)


@cache
def regions(language: str, file: str) -> frozenset[str]:
    """Returns the regions of which a part says something of their own: "GB"."""
    return frozenset(region for own in table(language, file).get("region", ()) for region in own.get("of", ()))


def read(language: str, file: str, kind: type[_P], *, like: str = "", region: str = "") -> _P | None:
    """Reads one part as a value of its kind, None where it is missing; with what it says of a region.

    ``like`` names a language that has every key there is. Raises :class:`UsageError` that names the file and the key,
    for a key that is unknown or has a value of another type.
    """
    import msgspec

    found = table(language, file)
    if not found:
        return None
    for own in found.pop("region", ()):
        if region in own.get("of", ()):
            found = _merged(found, {key: value for key, value in own.items() if key != "of"})
    try:
        value = msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        fact = str(error).replace("Object", "the file").replace("$.", "").replace("`", '"')
        raise UsageError(f"languages/{language}/{file}", fact, _REMEDY) from error
    for key in sorted(keys(found) - keys(table(like, file))) if like else ():
        raise UsageError(f"languages/{language}/{file}", f'key "{key}" is not known', _REMEDY)
    return value


def _merged(common: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Puts a region's keys over the common ones, its words among theirs, its rows before theirs."""
    return {**common, **{key: _over(common.get(key), value) for key, value in own.items()}}


def _over(common: Any, own: Any) -> Any:
    if isinstance(own, dict) and common:
        return {**common, **own}
    return [*own, *common] if common and isinstance(own, list) and isinstance(own[0], dict) else own


def keys(found: dict[str, Any]) -> set[str]:
    """Returns the keys of a part with those of its tables: "say.quote". Plurals differ by language, so no deeper."""
    inside = (f"{name}.{key}" for name, value in found.items() if isinstance(value, dict) for key in value)
    return {*found, *inside} - {"reviewed_by"}
