"""How names are said: W3C pronunciation lexicons (PLS 1.0), the shipped one of a language and the user's own.

An entry replaces a written word by an *alias*, an ordinary spelling that engines read right. It is applied to the text
as written, before numbers and acronyms are written out, so that a user's entry may also say "HRW" or "§ 5".
https://www.w3.org/TR/pronunciation-lexicon/
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, zip_longest

from audiobrief.choices import Pronunciation
from audiobrief.languages.tags import base
from audiobrief.text.case_forms import forms_of
from audiobrief.text.pls import Own, in_language, key, shipped

_SHOUTED = 4
"""Letters from which a name is looked for in capitals, too."""
_CAPITALS = r"[^\W\d_a-z]{2,40}"
_SHOUTING = re.compile(rf"(?<![\w-]){_CAPITALS}(?:[ \u00a0]{_CAPITALS})+(?!\w)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_TOKEN = re.compile(r"\w+")
_VOWEL = re.compile("[AEIOUYÄÖÜÁÉÍÓÚ]")


def apply(text: str, language: str, own: Own = ()) -> str:
    """``text`` with every word of the lexicon replaced by its alias.

    Whole words, case-sensitive, the longest entry first; a word in capitals (a dateline, a headline) also matches the
    entry in small letters, and takes the words in capitals beside it out of them: they belong to a name. ``own`` are
    the user's entries: they win, where their language is the text's. Aliases are not looked up again.
    """
    forms, aliases = _entries(base(language), own)
    here = {"", *_TOKEN.findall(text.casefold())}
    near = tuple(sorted(one for word in here & forms.keys() for one in forms[word]))
    if not near or not (pattern := _any(near)).search(text):
        return text

    def calm(run: re.Match[str]) -> str:
        names = pattern.findall(run[0])
        if all(len(name) < _SHOUTED for name in names):
            return run[0]
        between = (_WORD.sub(_in_small, piece) for piece in pattern.split(run[0]))
        return "".join(chain.from_iterable(zip_longest(between, names, fillvalue="")))

    return pattern.sub(lambda match: aliases[key(match[0])], _SHOUTING.sub(calm, text))


def _in_small(word: re.Match[str]) -> str:
    return word[0].capitalize() if _VOWEL.search(word[0]) else word[0]


def known_words(language: str, own: Own = ()) -> Iterator[str]:
    """Yields what the shipped lexicon of a language and the user's own say how to read."""
    for entry in (*shipped(base(language)), *in_language(own, language)):
        yield entry.grapheme


@lru_cache(maxsize=32)
def _entries(language: str, own: Own) -> tuple[Mapping[str, list[tuple[int, str]]], Mapping[str, str]]:
    """Returns the patterns of all entries by their first word in small letters, each with its turn, longest first; and
    what each is said as: with IPA itself, for the engine to find.
    """
    entries = [*in_language(own, language), *shipped(language)]
    entries += forms_of([entry for entry in entries if not entry.phoneme], language)
    # the first that has a word is the last here
    aliases = {key(entry.grapheme): _written_as(entry) for entry in reversed(entries) if entry.grapheme}
    aliases = {word.upper(): alias for word, alias in aliases.items() if len(word) >= _SHOUTED} | aliases
    words = sorted(aliases, key=lambda word: (-len(word), word))
    forms: dict[str, list[tuple[int, str]]] = {}
    for turn, form in enumerate(dict.fromkeys(form for word in words for form in _forms(word))):
        first = _TOKEN.search(form.casefold())
        forms.setdefault(first[0] if first else "", []).append((turn, _written(form)))
    return forms, aliases


@lru_cache(maxsize=256)
def _any(near: tuple[tuple[int, str], ...]) -> re.Pattern[str]:
    """Returns a pattern of some entries: of all it would take as long to compile as a page to read."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(form for _, form in near)})(?!\w)")


def _written_as(entry: Pronunciation) -> str:
    return entry.grapheme if entry.phoneme else entry.alias


def _forms(word: str) -> tuple[str, str]:
    """Returns a word with its accents in the letters, and behind them."""
    return word, unicodedata.normalize("NFD", word)


def _written(word: str) -> str:
    return re.escape(word).replace("'", "['’]").replace(r"\ ", r"[ \u00a0]+")
