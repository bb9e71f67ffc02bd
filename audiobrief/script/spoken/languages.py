"""Which grammar speaks which language."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from audiobrief.script.spoken.grammar import Grammar

_OWN = {
    "en": "english.English",
    "de": "german.German",
    "es": "spanish.Spanish",
    "fr": "french.French",
    "it": "italian.Italian",
    "pt": "portuguese.Portuguese",
    "ru": "russian.Russian",
    "hu": "hungarian.Hungarian",
    "sv": "swedish.Swedish",
    "hy": "armenian.Armenian",
    "ar": "arabic.Arabic",
}
"""Base language -> module and class."""


def grammar_for(language: str) -> Grammar:
    """The grammar of a BCP 47 tag's base language."""
    return _grammar(language.replace("_", "-").split("-")[0].lower())


@cache
def _load(path: str) -> Grammar:
    module, name = path.split(".")
    found: type[Grammar] = getattr(import_module(f"{__package__}.{module}"), name)
    return found()


def _grammar(base: str) -> Grammar:
    return _load(_OWN.get(base, "generic.Plain"))
