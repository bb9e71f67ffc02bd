"""Which grammar speaks which language: a table of words each, a module where the language needs its own rules."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path

from audiobrief.script.spoken.grammar import Grammar

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
    "pt": "portuguese.Portuguese",
    "ru": "russian.Russian",
    "sv": "swedish.Swedish",
    "tr": "turkic.Turkish",
    "tt": "turkic.Turkic",
    "uz": "turkic.Uzbek",
}
"""Base language -> module and class; the other languages with a table are generic.Generic."""
_SAME_AS = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "sh": "sr", "cnr": "sr", "prs": "fa"}


def grammar_for(language: str) -> Grammar:
    """The grammar of a BCP 47 tag's base language.

    A language without a table keeps its digits and signs; so does Uzbek where the tag says that it is in Cyrillic.
    """
    subtags = language.replace("_", "-").lower().split("-")
    base = _SAME_AS.get(subtags[0], subtags[0])
    known = base in languages() and not (base == "uz" and "cyrl" in subtags)
    return _grammar(base if known else "")


@cache
def languages() -> frozenset[str]:
    """The base languages that have a table."""
    return frozenset(path.stem for path in _TABLES.glob("*.toml"))


@cache
def _grammar(base: str) -> Grammar:
    if not base:
        return Grammar({})
    module, name = _OWN.get(base, "generic.Generic").split(".")
    found: type[Grammar] = getattr(import_module(f"{__package__}.{module}"), name)
    return found(tomllib.loads((_TABLES / f"{base}.toml").read_text(encoding="utf-8")))
