"""Names that a voice will probably misread: no lexicon has them, and no reader of the language could know them.

A word that people use often is known. Of any other the spelling decides: how usual each of its letters is behind the
two before it, in the words of the language. English tells little by its spelling, so that what is nearly usual is hard.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from babel import Locale

from audiobrief.languages import ANY, language_of
from audiobrief.languages.schema import Names
from audiobrief.languages.tags import base
from audiobrief.text.counted_words import LISTED, counted_words

_NAME = re.compile(r"(?<![\w'’-])[^\W\d_a-zа-яё][^\W\d_]*(?:[-'’][^\W\d_]+){0,4}")
_PARTS = re.compile("[-'’]|(?<=[a-z])(?=[A-Z])")
_SHORTEST = 4
_SHORTEST_PART = 3
_USED = 60
_OFTEN = 1_000
_LONG = 5
_TAUGHT = 50_000
_GRACE = 0.45
"""How much less usual the spelling of a word may be that a dictionary lists."""
_LETTERS = 30
_DOUBT = 0.3


def unknown_words(text: str, language: str, known: Iterable[str] = ()) -> list[str]:
    """Names that a reader of ``language`` will not know how to say; ``known`` are the entries of lexicons.

    A name is a word with a capital of four letters or more, not all capitals, that does not only begin sentences. Each
    once, in the order of the text; a possessive ending is left off.
    """
    listed = {part for entry in known for part in unicodedata.normalize("NFC", entry).split()}
    is_hard = _judge(base(language))
    names = _names(unicodedata.normalize("NFC", text), counted_words(base(language)))
    return [word for word in names if word not in listed and is_hard(word)]


def _names(text: str, used: Mapping[str, int]) -> list[str]:
    """Returns the words with a capital that are no words in use, or stand inside a sentence; without "'s"."""
    names: dict[str, bool] = {}
    for match in _NAME.finditer(text):
        word = re.sub(r"['’]s$", "", match[0])
        if len(word) >= _SHORTEST and not word.removesuffix("s").isupper():
            is_no_word = bool(used) and word.lower() not in used
            names[word] = names.get(word, is_no_word or not word.isascii()) or not _begins_sentence(text, match.start())
    return [word for word, is_name in names.items() if is_name]


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 8) : at].rstrip(" \u00a0\"'“”„«‘(")
    return not before or before[-1] in ".!?:…\n"


@cache
def _judge(language: str) -> Callable[[str], bool]:
    """Returns what tells hard words of a language: by its words where there is a list, else by letters."""
    own, general = language_of(language).words.names, language_of(ANY).words.names
    letters = re.compile("|".join(filter(None, (own.hard_letters or general.hard_letters, own.foreign_letters))))
    if not own.least_usual or not counted_words(language):
        return lambda word: letters.search(word.lower()) is not None
    spelling = _Spelling(language, own)
    return lambda word: (
        spelling.is_hard(word.lower())
        and any(spelling.is_hard(part.lower()) for part in _PARTS.split(word) if len(part) >= _SHORTEST_PART)
    )


class _Spelling:
    """How a language spells: its words, and how often three letters stand side by side in them."""

    def __init__(self, language: str, names: Names) -> None:
        self._counts = counted_words(language)
        self._least_usual = names.least_usual
        self._foreign = re.compile(names.foreign_letters or r"(?!)")
        self._known = frozenset(_own_names(language))
        used = [word for word, count in self._counts.items() if count > LISTED] or list(self._counts)
        taught = used[:: -(-len(used) // _TAUGHT)]
        self._threes = Counter(three for word in taught for three in _threes(word))
        self._twos = _pairs(self._threes)

    def is_hard(self, word: str) -> bool:
        """Tells a word that is not in use and not spelled, or put together, like words in use."""
        count = self._counts.get(word, 0)
        if count > _USED or word in self._known or self._is_compound(word):
            return False
        is_unusual = self._usual(word) < self._least_usual - (_GRACE if count else 0)
        return is_unusual or self._foreign.search(word) is not None

    def _is_compound(self, word: str) -> bool:
        halves = [(word[:at], word[at:]) for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)]
        return any(self._joins(*pair) or self._joins(*reversed(pair)) for pair in halves)

    def _joins(self, word: str, other: str) -> bool:
        """Tells a word in use with another beside it, which is in use, too, or at least usual behind a long one."""
        if self._counts.get(word, 0) < _OFTEN:
            return False
        is_usual = len(word) >= _LONG and self._usual(other) > self._least_usual - _GRACE
        return is_usual or self._counts.get(other, 0) >= _OFTEN

    def _usual(self, word: str) -> float:
        """Returns the mean logarithm of how probable each letter is behind the two before it."""
        threes = _threes(word)
        chances = ((self._threes[it] + _DOUBT) / (self._twos[it[:2]] + _DOUBT * _LETTERS) for it in threes)
        return sum(map(math.log10, chances)) / len(threes)


def _own_names(language: str) -> Iterator[str]:
    """Yields in small letters what countries are called, and what the language's file says."""
    locale = Locale.parse(language)
    for name in locale.territories.values():
        yield from re.split(r"[\W_]+", name.lower())
    yield from language_of(language).words.names.known.split()


def _threes(word: str) -> list[str]:
    ends = f"^{word}$"
    return [ends[at : at + 3] for at in range(len(ends) - 2)]


def _pairs(threes: Counter[str]) -> Counter[str]:
    """Counts how often three letters begin with the same two."""
    twos = Counter[str]()
    for three, count in threes.items():
        twos[three[:2]] += count
    return twos
