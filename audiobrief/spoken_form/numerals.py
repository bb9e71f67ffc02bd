"""Reads numbers as printed; finds their words by CLDR's rules, by own rules in the same notation, or by num2words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

LONGEST = 30
"""Digits that are still said as one number; a longer run is said digit by digit."""

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_CYRILLIC = str.maketrans("ХІ", "XI")
_ROMAN_SHAPE = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")

Speller = Callable[[str, int], str]
"""Spells a number by a rule set; "" where it has none."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed: digits before and after the decimal mark."""

    whole: str
    fraction: str = ""
    negative: bool = False

    @property
    def value(self) -> int:
        """Returns the whole part."""
        return int(self.whole or "0")

    @property
    def is_one(self) -> bool:
        """Tells whether this is 1, not 1.0."""
        return self.value == 1 and not self.fraction

    @property
    def count(self) -> int | float:
        """Returns the number for plural categories, where precision does not matter."""
        return float(f"{int(self.whole[-15:] or '0')}.{self.fraction[:6]}") if self.fraction else self.value


def roman(text: str) -> int:
    """Returns the value of a well-formed Roman numeral in capitals, Cyrillic ones too, else 0."""
    text = text.translate(_CYRILLIC)
    if not text or not _ROMAN_SHAPE.fullmatch(text):
        return 0
    total, before = 0, 0
    for letter in reversed(text):
        value = _ROMAN[letter]
        total += -value if value < before else value
        before = max(before, value)
    return total


def speller(source: str, code: str, rows: Mapping[str, Mapping[str, str]]) -> Speller:
    """Finds what spells a language's numbers: a table's ``numbers``, its CLDR code and its own rule sets."""
    name, _, own_code = source.partition(":")
    if name == "num2words":
        return _num2words(own_code)
    return _rules(own_code or code, name == "cldr", rows)


def _num2words(code: str) -> Speller:
    """Spells by num2words' methods, with options as in an address: "ordinal?case=g"."""
    from num2words import CONVERTER_CLASSES

    converter: Any = CONVERTER_CLASSES.get(code)

    def spell(rule_set: str, value: int) -> str:
        form, _, options = rule_set.partition("?")
        given: dict[str, Any] = {
            key: option == "yes" if key == "plural" else option for key, option in parse_qsl(options)
        }
        try:
            return str(getattr(converter, f"to_{form}")(value, **given)).strip()
        except (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError):
            return ""

    return spell


def _rules(code: str, is_cldr: bool, rows: Mapping[str, Mapping[str, str]]) -> Speller:
    """Spells by CLDR's rules, a table's rows put on top, or by the rows alone."""
    from unicode_rbnf import RbnfEngine
    from unicode_rbnf.engine import RbnfError

    engine = RbnfEngine.for_language(code) if is_cldr else RbnfEngine(code)
    for rule_set, words in rows.items():
        for number, said in words.items():
            engine.add_rule(number, said, rule_set)

    def spell(rule_set: str, value: int) -> str:
        try:
            return "".join(engine.iter_format_number(value, rule_set))
        except (RbnfError, OverflowError):
            return ""

    return spell
