"""What stages must know of languages: by which name a language's data are found, and what a capital letter is."""

from __future__ import annotations

import re

_SAME_AS = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "sh": "sr", "cnr": "sr", "prs": "fa"}


CAPITALS = "".join(char for char in map(chr, range(ord("A"), 0x590)) if char.isupper())
"""All of Latin, Greek, Cyrillic and Armenian, for a class of a regular expression."""


def base(language: str | None) -> str:
    """The language alone, by the name that its files have: "pt" of "pt-BR", "no" of "nb-NO"; empty for none."""
    first = re.split(r"[-_]", language or "", maxsplit=1)[0].lower()
    return _SAME_AS.get(first, first)
