"""Names whose letters tell where they come from, and how they are said there.

A name is a word with a capital. Its witness is what only one language has (ł, szcz, a pair of Pinyin syllables with q),
or an alphabet: where several languages could have written it, all of them must say the same. What stands beside such a
name is of its language when it could be, and no word of the text's own; so is a place whose country is printed with it
("in Tarnobor, Poland"). Nothing else is told: a doubtful name is left to the engine.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

from audiobrief.choices import Pronunciation
from audiobrief.languages import folders, language_of
from audiobrief.languages.tags import base
from audiobrief.text.counted_words import counted_words
from audiobrief.text.later import later
from audiobrief.text.spelling import VOWEL, by_spelling, in_voice, sounds_of, spelling_of

_WORD = r"(?:[^\W\d_][\u0300-\u036f]?){2,}"
_RUN = re.compile(rf"(?<![\w'’]){_WORD}(?:[ \u00a0-]{_WORD})*(?!\w)")
_BEHIND_COMMA = re.compile(rf"(?<![^\s-]){_WORD},(?= (\w))")
_SHORTEST = 3
_USED = 300
"""A word that is counted so often in a language has its own way to be said there."""
_STATE = "GE"
"""Georgia, which is a state of America, too."""
_SHOUTED = 5
"""Letters from which a word in capitals is a name, not the letters of one."""


def foreign_names(text: str, language: str) -> list[Pronunciation]:
    """Returns the names in a text that are said by the spelling of another language, each with its witness."""
    own = base(language)
    found: dict[str, Pronunciation] = {}
    for word, languages in chain(_by_letters(text, own), _by_country(text, own)) if sounds_of(own) else ():
        said = _agreed(_small(word), languages, own) if languages else None
        if said:
            found[word] = Pronunciation(word, "", said[0], own, f"spelling:{said[1]}")
    return list(found.values())


def _by_letters(text: str, own: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for run in _runs(text):
        yield from _with_languages(run, own)


def _by_country(text: str, own: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields places with their country, in a dateline or behind "in", and the country's one language."""
    if all(match[1].islower() for match in _BEHIND_COMMA.finditer(text)):
        return  # most texts: what knows the names of countries is large to load
    pattern, countries = _places(own)
    for match in pattern.finditer(text):
        language = countries[match[3]]
        for word in re.split(r"[ \u00a0-]", match[2]):
            if _is_name(word) and _could_be(_small(word), language, own):
                yield word, (language,)


@cache
def _places(own: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Returns how a place with its country is printed in a language, and countries with their only languages."""
    from babel import Locale
    from babel.languages import get_official_languages

    told = [name for name in folders.languages_with("spelling.toml") if spelling_of(name).is_stress_known]
    countries: dict[str, str] = {}
    for code, name in Locale.parse(own).territories.items():
        spoken = {base(tag) for tag in get_official_languages(code, de_facto=True)} if code != _STATE else set()
        if len(spoken) == 1 and not spoken.isdisjoint(told) and own not in spoken:
            countries[name] = spoken.pop()
    leads = language_of(own).words.byline.places or "(?!)"
    listed = "|".join(map(re.escape, countries))
    place = rf"({_WORD}(?:[ \u00a0-]{_WORD})?), ({listed})"
    return re.compile(rf"(?:^|((?<!\w)(?:{leads})\s)){place}(?(1)(?![\w'’])|(?: \(|\s?[—–―]| - |\.?$))"), countries


def _with_languages(run: list[str], own: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields names side by side with their languages, where one of them tells."""
    told = [_languages(_small(word), own) for word in run]
    beside = () if spelling_of(own).nouns_have_capitals else next(filter(None, told), ())
    for word, theirs in zip(run, told, strict=True):
        yield word, theirs or tuple(one for one in beside if _could_be(_small(word), one, own))


def _runs(text: str) -> Iterator[list[str]]:
    """Yields names side by side, as they are written."""
    for match in _RUN.finditer(text):
        run: list[str] = []
        for word in re.split(r"[ \u00a0-]", match[0]):
            if _is_name(word):
                run.append(word)
            elif run:
                yield run
                run = []
        if run:
            yield run


def _is_name(word: str) -> bool:
    if word[0].islower():  # most words
        return False
    is_shouted, letters = word.isupper(), unicodedata.normalize("NFC", word)
    return (is_shouted or letters.istitle()) and len(letters) >= (_SHOUTED if is_shouted else _SHORTEST)


def _small(word: str) -> str:
    return unicodedata.normalize("NFC", word.replace("İ", "i").lower())


@cache
def _spellings() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Returns what can be a word of each language, and what only its words have."""
    spellings = {name: spelling_of(name) for name in folders.languages_with("spelling.toml")}
    return {name: (re.compile(one.word), later(one.proper or "(?!)")) for name, one in spellings.items() if one.word}


@lru_cache(maxsize=4096)
def _languages(word: str, own: str) -> tuple[str, ...]:
    """Returns the languages that a name can be of, by its letters; none where they do not tell."""
    could_be = [name for name, (whole, _) in _spellings().items() if whole.fullmatch(word)]
    telling = [name for name in could_be if _spellings()[name][1].search(word)]
    found = telling or ([] if own in could_be else could_be)
    return tuple(found) if found and own not in found and not _is_used(word, own) else ()


def _could_be(word: str, language: str, own: str) -> bool:
    """Tells whether a word can be a name of a language: it is none that the text's own language lists."""
    fits = len(word) > _SHORTEST and _spellings()[language][0].fullmatch(word) is not None
    return fits and word not in counted_words(own)


def _is_used(word: str, language: str) -> bool:
    """Tells a word that speakers of a language use: its own way to say it is known."""
    return counted_words(language).get(word, 0) > _USED


@lru_cache(maxsize=4096)
def _agreed(word: str, languages: tuple[str, ...], own: str) -> tuple[str, str] | None:
    """Returns what all languages make of a name in the sounds of its own, and one that says so; None where they differ.

    Where only the stress differs, most decide.
    """
    if not all(spelling_of(one).rules for one in languages):
        return None
    said = [(by_spelling(word, one), one) for one in languages]
    if len({in_voice(ipa.replace("ˈ", ""), own) for ipa, _ in said}) > 1 or not VOWEL.search(said[0][0]):
        return None
    most = Counter(ipa for ipa, _ in said).most_common(1)[0][0]
    return in_voice(most, own), next(one for ipa, one in said if ipa == most)
