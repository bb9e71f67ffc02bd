"""Fills templates such as ``"{n:ordinal:e} Weltkrieg"``, in which tables say what is spoken.

A slot is ``{group:form:argument}``: the value of a group in a form of :data:`FORMS`; without a form, as printed. What
stands in square brackets is left out where one of its groups has no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from audiobrief.spoken_form.numbers import Numbers
from audiobrief.spoken_form.numerals import Quantity, roman


class UnsaidError(Exception):
    """A slot that has no spoken form ("24:99"): the text stays as printed."""


Value = str | int | None
Form = Callable[["Scene", str, str], str]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a template is filled from: a language's numbers and the groups' values."""

    numbers: Numbers
    values: Mapping[str, Value]

    def number(self, group: str) -> int | None:
        """Reads a group as a whole number; None where it has no value."""
        printed = self.values.get(group)
        return None if printed is None else value_of(str(printed))

    def say(self, form: str, printed: str, argument: str) -> str:
        """Says a value in a form of :data:`FORMS`."""
        return FORMS[form](self, printed, argument)


def value_of(printed: str) -> int:
    """Reads digits, whatever stands between them, or a Roman numeral; raises :class:`UnsaidError` for neither."""
    digits = "".join(filter(str.isdecimal, printed))
    value = int(digits) if digits else roman(printed.upper())
    if not (digits or value):
        raise UnsaidError(printed)
    return value


def month_number(numbers: Numbers, printed: str) -> int:
    """Returns the number of a month printed in figures or as its name, full or short."""
    plain = printed.lower().rstrip(".")
    return int(plain) if plain.isdecimal() else numbers.months[plain]


def _plural(scene: Scene, printed: str, argument: str) -> str:
    category = scene.numbers.category(Quantity(str(value_of(printed))))
    return scene.numbers.form(tuple(argument.split("|")), category)


def _pairs(scene: Scene, printed: str, gender: str) -> str:
    """Says digits two by two: "3919"."""
    cardinal = scene.numbers.cardinal
    pairs = re.findall(r"\d\d?", printed)
    return " ".join(" ".join([*[cardinal(0)] * (pair[:1] == "0"), cardinal(int(pair), gender)]) for pair in pairs)


FORMS: Mapping[str, Form] = {
    "": lambda scene, printed, argument: printed,
    "cardinal": lambda scene, printed, gender: scene.numbers.cardinal(value_of(printed), gender),
    "number": lambda scene, printed, gender: scene.numbers.number(scene.numbers.quantity(printed), gender),
    "ordinal": lambda scene, printed, mark: scene.numbers.ordinal(value_of(printed), mark),
    "year": lambda scene, printed, argument: scene.numbers.year(value_of(printed)),
    "day": lambda scene, printed, argument: scene.numbers.day(value_of(printed)),
    "month": lambda scene, printed, argument: scene.numbers.month(month_number(scene.numbers, printed)),
    "digits": lambda scene, printed, argument: scene.numbers.digits(printed),
    "pairs": _pairs,
    "plural": _plural,
    "one": lambda scene, printed, words: words.split("|")[value_of(printed) != 1],
    "spelt": lambda scene, printed, form: scene.numbers.spell(form, value_of(printed)),
}
"""What a slot may ask for wherever a template stands; rows of rules may ask for more."""

_PIECES = re.compile(r"\{(\w*)(?::(\w*))?(?::([^{}]*))?\}|([\[\]])|([^\[\]{}]+)")
_Slot = tuple[str, str, str]


@lru_cache(maxsize=4096)
def _compiled(template: str) -> tuple[tuple[bool, tuple[str | _Slot, ...]], ...]:
    """Parses a template: runs of text and slots, each with whether it may be left out."""
    runs: list[tuple[bool, list[str | _Slot]]] = [(False, [])]
    for group, form, argument, bracket, text in _PIECES.findall(template):
        if bracket:
            runs.append((bracket == "[", []))
        else:
            runs[-1][1].append(text or (group, form, argument))
    return tuple((is_optional, tuple(run)) for is_optional, run in runs)


def fill(template: str, scene: Scene) -> str:
    """Writes a template out; raises :class:`UnsaidError` where a slot cannot be said."""
    return "".join(
        piece if isinstance(piece, str) else _slot(piece, scene)
        for is_optional, run in _compiled(template)
        if not is_optional or _is_given(run, scene)
        for piece in run
    )


def _is_given(run: tuple[str | _Slot, ...], scene: Scene) -> bool:
    return all(isinstance(piece, str) or scene.values.get(piece[0]) is not None for piece in run)


def _slot(slot: _Slot, scene: Scene) -> str:
    group, form, argument = slot
    printed = scene.values.get(group, "")
    return "" if printed is None else scene.say(form, str(printed), argument)
