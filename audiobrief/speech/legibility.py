"""Whether a voice can read a text: espeak-ng names the letters of a script that is not its own, or says "letter".

What a voice makes of a word is seen in the phonemes that its engine tells. Only words in a script that the voice's
language does not use are looked at, so that most texts cost nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from audiobrief.model import Utterance
from audiobrief.speech.engine import Engine
from audiobrief.speech.voice_match import parse

MOST_UNREAD = 0.05
"""Share of a text's letters that may be said by their names: above it the rest is hard to follow, too."""

_LANGUAGES = {
    "CYRILLIC": "ru", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "DEVANAGARI": "hi", "BENGALI": "bn", "THAI": "th",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
}  # fmt: skip
"""By script, as Unicode names its letters: the likeliest language of a text in it."""
_OWN = {"Jpan": {"HIRAGANA", "KATAKANA", "CJK"}, "Kore": {"HANGUL", "CJK"}, "Hans": {"CJK"}, "Hant": {"CJK"}}
"""By CLDR's name of how a language is written, where that is no script of Unicode."""
_WORD = re.compile(r"[^\s\d_]+")
_IDEOGRAPHS = "CJK"
_RARE_IDEOGRAPH = "\N{CJK UNIFIED IDEOGRAPH-9F98}"
"""A voice that says the same for it as for another one reads neither."""
_LEAST_LETTERS = 3
"""Letters by themselves ("α", "Ω") are said by their names everywhere."""
_SPELLED = 0.7
"""Stresses a letter: of words about 0.2, of the names of letters 1 and more."""


def unread(utterance: Utterance, engine: Engine) -> list[str]:
    """Returns the words of a text that its voice would spell, in order."""
    language = utterance.voice.language
    words = [] if utterance.text.isascii() else list(_words(utterance.text, language))
    told = engine.phonemes([*words, _RARE_IDEOGRAPH], utterance.voice.name) if words else None
    if told is None or len(told) <= len(words):
        return []
    return [word for word, said in zip(words, told, strict=False) if _is_spelled(word, said, unknown=told[-1])]


def share(words: Iterable[str], text: str) -> float:
    """Returns the share of a text's letters that are in words."""
    return sum(map(_letters, words)) / max(_letters(text), 1)


def languages_of(text: str, language: str) -> list[str]:
    """Returns the likely languages of what in a text is in a script that a language does not use."""
    scripts = dict.fromkeys(_script(char) for char in text if char.isalpha())
    return [_LANGUAGES[script] for script in scripts if script in _LANGUAGES and script not in _scripts(language)]


def _is_spelled(word: str, said: str, *, unknown: str) -> bool:
    if _script(word[0]) == _IDEOGRAPHS:
        return said == unknown
    return said.count("ˈ") >= _SPELLED * _letters(word)


def _words(text: str, language: str) -> Iterator[str]:
    """Yields the words that hold letters which are looked at; ideographs one by one."""
    for word in _WORD.findall(text):
        letters = [char for char in word if _is_looked_at(char, language)]
        ideographs = [char for char in letters if _script(char) == _IDEOGRAPHS]
        yield from ideographs or ([word] if len(letters) >= _LEAST_LETTERS else [])


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_looked_at(char: str, language: str) -> bool:
    """Tells a letter of a script that the language does not use, or uses and its voice may not read: Kanji, Hanja."""
    if char.isascii() or not char.isalpha() or (script := _script(char)) == "LATIN":
        return False
    scripts = _scripts(language)
    return script not in scripts or (script == _IDEOGRAPHS and len(scripts) > 1)


@cache
def _script(char: str) -> str:
    name = unicodedata.name(char, "").split()
    return "LATIN" if not name or name[0] in {"FULLWIDTH", "MODIFIER", "FEMININE", "MASCULINE"} else name[0]


@cache
def _scripts(language: str) -> frozenset[str]:
    """Returns the scripts a language is written in, by CLDR, as Unicode names their letters."""
    from babel import Locale
    from babel.core import get_global

    tag = parse(language)
    code = {"cmn": "zh", "fil": "tl"}.get(tag.language, tag.language)
    likely = str(get_global("likely_subtags").get(code, "")).split("_")
    script = tag.script.title() or (likely[1] if len(likely) > 1 else "Latn")
    return frozenset(_OWN.get(script) or {str(Locale("en").scripts.get(script, script)).split()[0].upper()})
