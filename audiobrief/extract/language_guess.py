"""Guesses the language of a text that does not say it: by its letters first, then by its commonest words.

Enough for what a scraped text or a careless page needs; a page's own ``lang`` wins unless all its words are clearly
another language's (see :mod:`.refine`). A language identifier from the package index was not taken: py3langid loads for
0.6 s and peaks at 130 MB, and short texts are where such models err (see docs/design.md).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from audiobrief.languages import all_languages, language_of
from audiobrief.languages.tags import base

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARACTERS = 20_000
_ENOUGH_HITS = 3
_COMMON_SHARE = 0.11
"""In a text of a language its commonest words score at least this much a word; in another's, chance hits do not."""

_LEAST_WORDS = 12
_CLEAR_SHARE = 0.3
"""A passage's commonest words score at least this much a word, and a third of it at most in the article's language."""


@cache
def _words() -> dict[str, list[str]]:
    """Returns for each common word the languages it is common in."""
    owners: dict[str, list[str]] = {}
    for language in all_languages():
        for word in language.words.guess.words.split():
            owners.setdefault(word, []).append(language.name)
    return owners


@cache
def _alphabets() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Returns the languages that their letters tell."""
    found = ((language.name, language.words.guess.letters) for language in all_languages())
    return tuple((name, re.compile(letters)) for name, letters in found if letters)


@cache
def _telling() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for _, pattern in _alphabets()))


def _are_kin(one: str, other: str) -> bool:
    a, b = language_of(one), language_of(other)
    return one == other or other in a.words.guess.kin.split() or one in b.words.guess.kin.split()


def passage_language(text: str, article: str | None) -> str | None:
    """Returns the language of a passage that is clearly not in the article's language (ISO 639-1), else None.

    Kin languages are never told apart: a wrong voice is worse than an accent.
    """
    own = base(article)
    words = _WORD.findall(text[:_SAMPLE_CHARACTERS].lower())
    other = script_language(text, own) if own else None
    return other or (_clear_guess(text, own, words) if own else None)


def _clear_guess(text: str, own: str, words: list[str]) -> str | None:
    told = _by_letters(text[:_SAMPLE_CHARACTERS])
    if told is None and _score(words, own) * 3 > len(words):  # most passages: asked first, since it is quick
        return None
    if len(words) < _LEAST_WORDS and not _is_other_script(text):
        return None
    guess = told or _by_words(words)
    if guess is None or _are_kin(guess, own):
        return None
    is_certain = bool(language_of(guess).words.guess.letters) or _is_clearly(guess, own, words)
    return language_of(guess).tag if is_certain else None


SCRIPTS: tuple[tuple[str, str], ...] = (
    ("\u0400-\u052f", "ru ab az ba be bg bs ce cv kk ky mk mn os sah sr tg tk tt udm uk uz"),
    ("\u0600-\u06ff", "ar ckb fa ku ms ps sd tg ug ur"),
    ("\u0370-\u03ff\u1f00-\u1fff", "el"),
    ("\u0590-\u05ff", "he yi"),
    ("\u0900-\u097f", "hi mr ne sa"),
    ("\u0e00-\u0e7f", "th"),
    ("\u10a0-\u10ff", "ka"),
    ("\u0531-\u0587", "hy"),
    ("\u3040-\u30ff\u3400-\u9fff", "zh ja ko yue"),
    ("\uac00-\ud7af", "ko"),
)
"""Letters of the scripts but Latin, and the languages that are written with them; the first is the likeliest."""
_LEAST_LETTERS = 3
_FIRST_IDEOGRAPH = "\u3040"
"""From here on a letter is a syllable, or a word."""
_OTHER_LETTER = re.compile("[" + "".join(letters for letters, _ in SCRIPTS) + "]")


def script_language(text: str, article: str | None) -> str | None:
    """Returns the language of a text in another script than its article's, which a voice of that would spell."""
    if text.isascii() or not _OTHER_LETTER.search(text):
        return None
    letters = sum(map(str.isalpha, text))
    for script, languages in SCRIPTS:
        own = len(re.findall(f"[{script}]", text))
        if own * 3 > letters * 2 and own >= (_LEAST_LETTERS if script < _FIRST_IDEOGRAPH else 2):
            known = languages.split()
            return None if base(article) in known else _of_words(text, known) or known[0]
    return None


def _of_words(text: str, known: list[str]) -> str | None:
    """Returns which of several languages a text is in, by its letters or by its words."""
    if (guess := _guess(text)) in known:
        return language_of(guess).tag
    scores = Counter(owner for word in _WORD.findall(text.lower()) for owner in _words().get(word, ()))
    for language in known:
        scores[language] += sum(map(language_of(language).words.guess.telling.count, text.lower()))
    ranked = [pair for pair in scores.most_common() if pair[0] in known]
    is_clear = ranked and ranked[0][1] and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return language_of(ranked[0][0]).tag if is_clear else None


def _is_clearly(guess: str, own: str, words: list[str]) -> bool:
    """The words are those of the guess, and not those of the article's language, which are known."""
    theirs, ours = _score(words, guess), _score(words, own)
    is_known = bool(language_of(own).words.guess.words)
    return is_known and theirs >= len(words) * _CLEAR_SHARE and ours * 3 <= theirs


def _score(words: list[str], language: str) -> int:
    owners = [_words().get(word, ()) for word in words]
    return sum(1 if len(known) > 1 else 2 for known in owners if language in known)


def _is_other_script(text: str) -> bool:
    return sum(char > "\u2e80" for char in text) >= _LEAST_WORDS


def guess_language(text: str) -> str | None:
    """Returns the likeliest language (ISO 639-1) of a text, None when its words do not say."""
    guess = _guess(text)
    return language_of(guess).tag if guess else None


def _guess(text: str) -> str | None:
    sample = text[:_SAMPLE_CHARACTERS]
    return _by_letters(sample) or _by_words(_WORD.findall(sample.lower()))


def _by_letters(sample: str) -> str | None:
    if sample.isascii() or not _telling().search(sample):
        return None
    letters = sum(map(str.isalpha, sample))
    counts = ((language, len(pattern.findall(sample))) for language, pattern in _alphabets())
    return next((language for language, count in counts if count * 3 > letters), None) if letters else None


def _by_words(words: list[str]) -> str | None:
    hits: Counter[str] = Counter()
    for word in words:
        owners = _words().get(word, ())
        for language in owners:
            hits[language] += 1 if len(owners) > 1 else 2  # a word of one language only says more
    (best, most), (_, next_most) = [*hits.most_common(2), ("", 0), ("", 0)][:2]
    is_enough = most >= max(_ENOUGH_HITS * 2, len(words) * _COMMON_SHARE)
    return best if is_enough and most > next_most else None
