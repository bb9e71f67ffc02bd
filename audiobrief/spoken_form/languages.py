"""Which grammar speaks which language: a table of words each, a module where the language needs its own rules."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module

from audiobrief.languages import folders
from audiobrief.languages.tags import base
from audiobrief.spoken_form.grammar import Grammar

_TABLE = "numbers.toml"
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
    return frozenset(folders.languages_with(_TABLE))


@cache
def _grammar(name: str) -> Grammar:
    if not name:
        return Grammar({})
    module, kind = _OWN.get(name, "generic.Generic").split(".")
    found: type[Grammar] = getattr(import_module(f"{__package__}.{module}"), kind)
    return found(folders.table(name, _TABLE))
