"""What is wrong with ``audiobrief.toml``, in the words of who writes it: where, what, and what was meant."""

from __future__ import annotations

import re

import msgspec

from audiobrief.errors import UsageError
from audiobrief.text import toml_keys
from audiobrief.text.categories import CATEGORIES
from audiobrief.text.near import meant

_EVERY_KEY = "Every key: audiobrief help configuration"
_KINDS = {
    "str": "text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false, without quotes",
    "array": "a list in square brackets",
    "object": "a table",
}
_GIVEN = {"str": "text", "int": "a number", "float": "a number", "bool": "true or false", "array": "a list"}


def of_toml(said: str, subject: str) -> UsageError:
    """Returns the error for a text that is no TOML, whose reader says where."""
    fact, _, where = said.partition(" (at ")
    place = f", {where.rstrip(')')}" if where and "end of" not in where else ""
    return UsageError(f"{subject}{place}", f"it is not valid TOML: {fact}", 'Texts are in quotes: author = "Jane Doe"')


def of_library(said: str, text: str, subject: str, root: type[msgspec.Struct]) -> UsageError:
    """Returns the error for a key or a value that msgspec refuses."""
    fact, _, where = said.partition(" - at `")
    path = [re.sub(r"\[.*\]$", "", part) for part in where.rstrip("`").split(".") if part not in ("", "$")]
    unknown = re.search(r"unknown field `([^`]*)`", fact)
    if unknown:
        table = ".".join(path)
        remedy = f"{meant(unknown[1], _keys(root, path))} {_EVERY_KEY}".strip()
        return UsageError(
            at(subject, text, unknown[1], table), f'unknown key "{unknown[1]}"{f" in {table}" if table else ""}', remedy
        )
    missing = re.search(r"missing required field `([^`]*)`", fact)
    if missing:
        return UsageError(subject, f"{missing[1]} is missing in {'.'.join(path)}", _EVERY_KEY)
    key, table = (path[-1], ".".join(path[:-1])) if path else ("", "")
    kinds = re.fullmatch(r"Expected `(\w+)[^`]*`, got `(\w+)`", fact)
    if kinds:
        fact = f"must be {_KINDS.get(kinds[1], kinds[1])}, not {_GIVEN.get(kinds[2], kinds[2])}"
    named = f"{key} in {table}" if table else key
    return UsageError(at(subject, text, key, table), f"{named} {fact}" if kinds else f"{fact} in {named}", _EVERY_KEY)


def placed(subject: str, fact: str, text: str) -> str:
    """Returns the subject with the place of the key that a fact names first."""
    names = re.findall(r"\w+", fact.partition(":")[0])
    tables = ("", "script", "mix", "hooks")
    found = (toml_keys.place(text, name, table) for name in names for table in tables)
    place = next(filter(None, found), "")
    return f"{subject}, {place}" if place else subject


def category(name: str) -> tuple[str, str] | None:
    """Returns fact and remedy for a category that Apple does not know."""
    first, _, below = (part.strip() for part in name.partition(">"))
    if first in CATEGORIES and (not below or below in CATEGORIES[first]):
        return None
    known = [f"{first} > {one}" for one in CATEGORIES.get(first, ())] or [*CATEGORIES]
    return f'unknown category "{name}"', meant(name, known) or f"Choose one of: {', '.join(known)}"


def at(subject: str, text: str, key: str, table: str = "") -> str:
    """Returns the subject with the place of a key."""
    place = toml_keys.place(text, key, table)
    return f"{subject}, {place}" if place else subject


def _keys(root: type[msgspec.Struct], path: list[str]) -> list[str]:
    """Names what a table may have."""
    kind: object = root
    for name in path:
        fields = {field.name: field.type for field in msgspec.structs.fields(kind)}  # type: ignore[arg-type]
        kind = fields.get(name)
        kind = (getattr(kind, "__args__", None) or (kind,))[0]
        if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
            return []
    return [field.name for field in msgspec.structs.fields(kind)]  # type: ignore[arg-type]
