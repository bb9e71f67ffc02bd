"""The words of a language, as often as its speakers use them: evidence for what everybody can read.

The counts are those of pyspellchecker: words of film subtitles; ``LISTED`` stands for a word that a dictionary added.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

LISTED = 50


@cache
def counted_words(language: str) -> Mapping[str, int]:
    """Returns each word of a language in small letters with its count; empty where there is no list (12 have one)."""
    from spellchecker import SpellChecker

    if language not in SpellChecker.languages():
        return {}
    words: Mapping[str, int] = SpellChecker(language=language).word_frequency.dictionary
    return words
