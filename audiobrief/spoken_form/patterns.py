"""Makes the pieces of pattern that a language's words give, and the rules that are made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from audiobrief.spoken_form.numbers import Numbers
from audiobrief.spoken_form.symbols import CURRENCIES, ISO_CURRENCIES, SMALL_ISO_CURRENCIES, UNITS, WORDLIKE_CURRENCIES

Match = re.Match[str]
Say = Callable[[Match], str]
DIGIT = re.compile(r"\d")
SIGN_AHEAD = r"(?:(?<![\w.,)\]/=%°+–−-])[-−–](?=\S))?"
SIGN = SIGN_AHEAD.replace(r"\S", r"[.\d]")
LEADS = frozenset({"phone", "call", "numbered", "code", "hotline", "score", "rating", "stars"})
"""Names of the leads that rows may ask for; one that the table lacks matches nothing."""
_TEXT_ENDS = re.compile(r"\n|[\"'”’») ]{0,4}\Z")
BREAK = "[ \u00a0\u202f\u2009]"
UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Chinese, Japanese and Korean letters, for a class: words of other scripts stand among them without blanks."""
HYPHEN = "[-\u2010\u2011\u2012–−]"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a language: :attr:`pattern` is tried only in texts that hold ``needs``."""

    name: str
    needs: re.Pattern[str]
    written: str | re.Pattern[str] | Callable[[], str]
    say: Say

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled at the first text that needs it: an article needs few of a language's rules."""
        return _pattern(self.written)


@cache
def _pattern(written: str | re.Pattern[str] | Callable[[], str]) -> re.Pattern[str]:
    return re.compile(written() if callable(written) else written)


def one_of(words: Iterable[str]) -> str:
    """Returns an alternation of literal words, longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def rule(name: str, pattern: str | Callable[[], str], say: Say, needs: re.Pattern[str] = DIGIT) -> Rule:
    """Makes a rule; ``needs`` is a digit where nothing else is said."""
    return Rule(name, needs, pattern, say)


def sentence_stop(match: Match, *, before_capital: bool = True) -> str:
    """Returns the point of an abbreviation that ends a match, where it ends the sentence too; else ""."""
    if not match[0].endswith("."):
        return ""
    after = match.string[match.end() : match.end() + 3]
    starts = before_capital and len(after) > 2 and after[0].isspace() and after[1].isupper()
    return "." if starts or _TEXT_ENDS.match(match.string, match.end()) else ""


def alternatives(*patterns: str) -> str:
    """Joins the patterns that are not empty, in small letters or capitals; nothing matches where all are."""
    return "(?i:" + "|".join(filter(None, patterns)) + ")" if any(patterns) else "(?!)"


class Parts:
    """The pieces of pattern that a language's words make, by name; rows write ``(?&name)`` for one."""

    hyphen = HYPHEN
    blank = BREAK
    sign = SIGN
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    hour = r"(?:[01]?\d|2[0-4])"
    minute = r"[0-5]\d"
    year = r"[12]\d{3}"
    set = r"(?:6-[0-4]|7-[56]|[0-4]-6|[56]-7)"
    """A set of tennis."""

    def __init__(self, numbers: Numbers) -> None:
        """Makes the pieces of one language."""
        mark, groups = re.escape(numbers.decimal), re.escape(numbers.groups)
        lakhs = r"\d{1,2}(?:,\d\d){1,6},\d{3}(?!\d)|" if "," in groups else ""
        self.whole = rf"(?:{lakhs}\d{{1,3}}(?:[{groups}]\d{{3}}){{1,12}}(?!\d)|\d+)"
        bare = rf"|(?<![\d.]){mark}\d+" if numbers.bare_decimals else ""
        self.number = rf"(?:{self.whole}(?:{mark}\d+)?{bare})"
        self.rate = one_of(numbers.rates) or "(?!)"
        self.size = alternatives(numbers.magnitude_words, one_of(numbers.magnitudes))
        self.magnitude = alternatives(numbers.magnitude_words, one_of([*numbers.magnitudes, *numbers.money_magnitudes]))
        self.units = {sign: name for sign, name in {**UNITS, **numbers.units}.items() if name}
        self.unit = one_of(self.units)
        self.iso_before = one_of((ISO_CURRENCIES | SMALL_ISO_CURRENCIES) - WORDLIKE_CURRENCIES)
        self.iso_after = one_of((ISO_CURRENCIES | SMALL_ISO_CURRENCIES) - {"ALL", "TOP"})
        self.symbol = one_of(CURRENCIES)
        self.currency_word = one_of(numbers.currency_words) or "(?!)"
        self.mark, self.pointed = mark, "" if numbers.decimal == "," else "(?!)"
        self.time_word, self.of_month = numbers.time_words, numbers.joint_words
        self.to = re.escape(numbers.to) if numbers.to.isalpha() else "(?!)"
        self.short_code = one_of(numbers.short_codes).replace(r"\ ", f"{BREAK}?") or "(?!)"
        self._numbers = numbers

    @cached_property
    def month(self) -> str:
        """Returns an alternation of the months; asked for late, English needs no CLDR for it."""
        return one_of(self._numbers.months) or "(?!)"

    def expand(self, pattern: str) -> str:
        """Puts the pieces into a row's pattern; a vocabulary or a lead of the table is one too."""
        words, leads = self._numbers.vocabularies, self._numbers.leads

        def piece(match: Match) -> str:
            name = match[1]
            if name in LEADS:
                return f"(?:{leads.get(name, '(?!)')})"
            return f"(?:{one_of(words[name])})" if name in words else f"(?:{getattr(self, name)})"

        return re.sub(r"\(\?&(\w+)\)", piece, pattern)
