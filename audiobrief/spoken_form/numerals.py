"""Number words. num2words where it has a language's numbers and they are right; digits one by one otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

LONGEST = 30
"""Digits that are still said as one number; a longer run is said digit by digit."""

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_SHAPE = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed: digits before and after the decimal mark."""

    whole: str
    fraction: str = ""
    negative: bool = False

    @property
    def value(self) -> int:
        """The whole part."""
        return int(self.whole or "0")

    @property
    def is_one(self) -> bool:
        return self.value == 1 and not self.fraction

    @property
    def count(self) -> int | float:
        """For plural categories; precision does not matter."""
        return float(f"{int(self.whole[-15:] or '0')}.{self.fraction[:6]}") if self.fraction else self.value


def roman(text: str) -> int:
    """Value of a well-formed Roman numeral in capitals, else 0."""
    if not text or not _ROMAN_SHAPE.fullmatch(text):
        return 0
    total, before = 0, 0
    for letter in reversed(text):
        value = _ROMAN[letter]
        total += -value if value < before else value
        before = max(before, value)
    return total


@lru_cache(maxsize=64)
def _converter(language: str) -> Any:
    from num2words import CONVERTER_CLASSES

    return CONVERTER_CLASSES.get(language)


def has_words(language: str) -> bool:
    """Whether a grammar's ``numbers`` names number words: "digits" and "" do not."""
    return language not in {"", "digits"}


@lru_cache(maxsize=8192)
def words(language: str, value: int, form: str = "cardinal", **options: Any) -> str:
    """num2words' ``form`` (cardinal, ordinal, year) of a number; "" where it has none."""
    converter = _converter(language)
    try:
        return str(getattr(converter, f"to_{form}")(value, **options)).strip()
    except (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError):
        return ""
