"""What stages must know of languages: by which name a language's data are found, and what a capital letter is."""

from __future__ import annotations

import re

_SAME_AS = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "sh": "sr", "cnr": "sr", "prs": "fa"}

_RTL_LANGUAGES = frozenset({"ar", "arc", "azb", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "prs", "ps", "sd"})
_RTL_LANGUAGES |= {"ug", "ur", "yi"}
_RTL_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm"})

CAPITALS = "".join(char for char in map(chr, range(ord("A"), 0x590)) if char.isupper())
"""All of Latin, Greek, Cyrillic and Armenian, for a class of a regular expression."""


def base(language: str | None) -> str:
    """Returns the language alone, by the name that its files have: "pt" of "pt-BR", "no" of "nb-NO"; empty for none."""
    first = re.split(r"[-_]", language or "", maxsplit=1)[0].lower()
    return _SAME_AS.get(first, first)


def region_of(language: str | None) -> str:
    """Returns the region of a language tag in capitals: "GB" of "en-GB"; empty for none."""
    _, *rest = re.split(r"[-_]", language or "")
    return next((part.upper() for part in rest if len(part) == 2 or part.isdecimal()), "")


def direction(language: str | None) -> str:
    """Returns ``rtl`` for languages that are written from right to left, else ``ltr``, for the ``dir`` attribute."""
    first, *rest = (language or "").lower().replace("_", "-").split("-")
    scripts = [part for part in rest if len(part) == 4]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if first in _RTL_LANGUAGES else "ltr"
