"""Which grammar speaks which language."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from audiobrief.script.spoken.grammar import Grammar

_OWN = {
    "ar": "arabic.Arabic",
    "az": "turkic.Azerbaijani",
    "ba": "turkic.Bashkir",
    "de": "german.German",
    "en": "english.English",
    "es": "spanish.Spanish",
    "fr": "french.French",
    "hu": "hungarian.Hungarian",
    "hy": "armenian.Armenian",
    "it": "italian.Italian",
    "kk": "turkic.Kazakh",
    "ky": "turkic.Kyrgyz",
    "pt": "portuguese.Portuguese",
    "ru": "russian.Russian",
    "sv": "swedish.Swedish",
    "tr": "turkic.Turkish",
    "tt": "turkic.Tatar",
    "uz": "turkic.Uzbek",
}
"""Base language -> module and class; the others are rows of generic.py."""
_SAME_AS = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "sh": "sr", "cnr": "sr", "prs": "fa"}


def grammar_for(language: str) -> Grammar:
    """The grammar of a BCP 47 tag's base language; in Cyrillic where the tag says so and it matters (``uz-Cyrl``)."""
    subtags = language.replace("_", "-").lower().split("-")
    base = _SAME_AS.get(subtags[0], subtags[0])
    return _grammar("" if base == "uz" and "cyrl" in subtags else base)


@cache
def _named(path: str) -> Grammar:
    module, name = path.split(".")
    found: type[Grammar] = getattr(import_module(f"{__package__}.{module}"), name)
    return found()


@cache
def _row(base: str) -> Grammar:
    from audiobrief.script.spoken.generic import ROWS, generic

    return generic(base)() if base in ROWS else _named("generic.Plain")


def _grammar(base: str) -> Grammar:
    if base in _OWN:
        return _named(_OWN[base])
    from audiobrief.script.spoken.generic import ROWS

    return _row(base if base in ROWS else "")
