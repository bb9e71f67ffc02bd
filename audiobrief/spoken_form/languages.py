"""Which grammar speaks which language: a table of words each, a module where the language needs its own rules."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path

from audiobrief.spoken_form.grammar import Grammar
from audiobrief.text.tags import base

_TABLES = Path(__file__).with_name("tables")
_OWN = {
    "ar": "arabic.Arabic",
    "az": "turkic.Azerbaijani",
    "ba": "turkic.Turkic",
    "de": "german.German",
    "en": "english.English",
    "es": "spanish.Spanish",
    "fr": "french.French",
    "hu": "hungarian.Hungarian",
    "hy": "armenian.Armenian",
    "it": "italian.Italian",
    "kk": "turkic.Turkic",
    "ky": "turkic.Turkic",
    "lt": "lithuanian.Lithuanian",
    "pt": "portuguese.Portuguese",
    "ru": "russian.Russian",
    "sv": "swedish.Swedish",
    "tr": "turkic.Turkish",
    "tt": "turkic.Turkic",
    "uz": "turkic.Uzbek",
    "vi": "vietnamese.Vietnamese",
}
"""Base language -> module and class; the other languages with a table are generic.Generic."""


def grammar_for(language: str) -> Grammar:
    """The grammar of a BCP 47 tag's base language.

    A language without a table keeps its digits and signs; so does Uzbek where the tag says that it is in Cyrillic.
    """
    name = base(language)
    is_cyrillic = "cyrl" in re.split("[-_]", language.lower())
    return _grammar(name if name in languages() and not (name == "uz" and is_cyrillic) else "")


@cache
def languages() -> frozenset[str]:
    """The base languages that have a table."""
    return frozenset(path.stem for path in _TABLES.glob("*.toml"))


@cache
def _grammar(name: str) -> Grammar:
    if not name:
        return Grammar({})
    module, kind = _OWN.get(name, "generic.Generic").split(".")
    found: type[Grammar] = getattr(import_module(f"{__package__}.{module}"), kind)
    return found(tomllib.loads((_TABLES / f"{name}.toml").read_text(encoding="utf-8")))
