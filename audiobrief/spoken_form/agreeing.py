"""Makes the ordinal that agrees with the words around: "20. století", "75. minuti", "2025. godine".

The ordinal is an adjective, and the noun behind it shows by its ending, often with the word before, in which case and
gender it stands. A language's table names the endings (``ordinal_…``); where none fits, or there are no stems, the form
of dictionaries is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from audiobrief.spoken_form.numbers import Numbers

_STEMS = 27
"""One to twenty, thirty to ninety."""


def agreeing(numbers: Numbers, value: int, seen: str, endings: Mapping[str, str]) -> str:
    """Says the ordinal that goes with ``seen``: the word before it, a space, the noun behind it, in small letters."""
    for pattern, ending in endings.items():
        if _compiled(pattern).search(seen):
            return _with_ending(numbers, value, ending) or numbers.cardinal(value)
    return numbers.ordinal(value)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _with_ending(numbers: Numbers, value: int, ending: str) -> str:
    """Makes an ordinal of the table's stems: "dvacátém osmém"; "" where they do not reach."""
    hundreds, rest = divmod(value, 100)
    whole = numbers.ordinal_wholes.get(str(value))
    said = whole + ending if whole else _below_hundred(numbers, rest, ending)
    if not said:
        return ""
    if hundreds and rest:
        said = f"{numbers.cardinal(hundreds * 100)} {said}"
    for wrong, right in numbers.ordinal_repairs.items():
        said = _compiled(wrong).sub(right, said)
    return said


def _below_hundred(numbers: Numbers, value: int, ending: str) -> str:
    stems = numbers.ordinal_stems
    if not value or len(stems) < _STEMS:
        return ""
    if value <= 20 or value % 10 == 0:
        return stems[value - 1 if value <= 20 else value // 10 + 17] + ending
    if not numbers.ordinal_joint:
        return numbers.ordinal(value)[:-1] + ending
    ten = stems[value // 10 + 17] + ending if numbers.ordinal_every else numbers.cardinal(value // 10 * 10)
    return f"{ten}{numbers.ordinal_joint}{stems[value % 10 - 1]}{ending}"
