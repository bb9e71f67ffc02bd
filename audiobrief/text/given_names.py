"""Given names of men and women: that a line begins with one is evidence for a person."""

from __future__ import annotations

import tomllib
from functools import cache

from audiobrief.assets import voices_folder


@cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Reads men's and women's given names."""
    table = tomllib.loads((voices_folder() / "names" / "given.toml").read_text(encoding="utf-8"))
    return frozenset(table["male"].split()), frozenset(table["female"].split())


def is_given(word: str) -> bool:
    """Tells whether a word is a man's or a woman's given name, or a part of a double one."""
    return any(word in names or not names.isdisjoint(word.split("-")) for names in given_names())
