"""The words that audiobrief itself says in feeds, on pages and in books: ``languages/<tag>/web.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from audiobrief.languages import folders
from audiobrief.languages.tags import base

_RTL_LANGUAGES = frozenset({"ar", "arc", "azb", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "prs", "ps", "sd"})
_RTL_LANGUAGES |= {"ug", "ur", "yi"}
_RTL_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str
    """The language they are in: English where there is no file for the one that was asked for."""
    table: dict[str, str]

    def __call__(self, key: str, **facts: object) -> str:
        return self.table[key].format(**facts)


def words(language: str | None) -> Words:
    """The words for a BCP 47 tag: of that tag, of its language, else English."""
    tag = (language or "en").lower().replace("_", "-")
    for name in (tag, base(tag)):
        if table := _read(name):
            return Words(name, table)
    return Words("en", _read("en"))


def languages() -> list[str]:
    """The languages that have words."""
    return list(folders.languages_with("web.toml"))


def direction(language: str | None) -> str:
    """``rtl`` for languages that are written from right to left, else ``ltr``: for the ``dir`` attribute."""
    first, *rest = (language or "").lower().replace("_", "-").split("-")
    scripts = [part for part in rest if len(part) == 4]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if first in _RTL_LANGUAGES else "ltr"


@cache
def _read(name: str) -> dict[str, str]:
    return folders.table(name, "web.toml")
