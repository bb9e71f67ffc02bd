"""Armenian. num2words has no Armenian; the number words are regular and made here."""

from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST, Quantity
from audiobrief.spoken_form.tokens import Match, Parts, rule

_ONES = ["զրո", "մեկ", "երկու", "երեք", "չորս", "հինգ", "վեց", "յոթ", "ութ", "ինը", "տասը"]
_TENS = ["", "", "քսան", "երեսուն", "քառասուն", "հիսուն", "վաթսուն", "յոթանասուն", "ութսուն", "իննսուն"]
_SCALES = ["", "", "միլիոն", "միլիարդ", "տրիլիոն", "կվադրիլիոն", "կվինտիլիոն", "սեքստիլիոն", "սեպտիլիոն", "օկտիլիոն"]


def _below_thousand(value: int) -> str:
    hundred, rest = divmod(value, 100)
    said = [("" if hundred == 1 else _ONES[hundred] + " ") + "հարյուր"] if hundred else []
    if 0 < rest <= 10:
        said.append(_ONES[rest])
    elif rest:
        ten, one = divmod(rest, 10)
        said.append(("տասն" if ten == 1 else _TENS[ten]) + (_ONES[one] if one else ""))
    return " ".join(said)


@lru_cache(maxsize=4096)
def cardinal(value: int) -> str:
    """As in "ութ հազար հինգ հարյուր հիսունհինգ"."""
    if value == 0:
        return _ONES[0]
    said: list[str] = []
    scale = 0
    while value:
        value, part = divmod(value, 1000)
        if part and scale == 1:
            said.insert(0, "հազար" if part == 1 else f"{_below_thousand(part)} հազար")
        elif part:
            said.insert(0, f"{_below_thousand(part)} {_SCALES[scale]}".strip())
        scale += 1
    return " ".join(said)


def ordinal(value: int) -> str:
    """As in "չորրորդ", "տասնչորսերորդ"."""
    special = {1: "առաջին", 2: "երկրորդ", 3: "երրորդ", 4: "չորրորդ"}
    if value in special:
        return special[value]
    said = cardinal(value)
    return (said[:-1] if said.endswith("ը") else said) + "երորդ"


class Armenian(Grammar):
    """Armenian."""

    def cardinal(self, value: int, gender: str = "m") -> str:
        return cardinal(value) if len(str(value)) < LONGEST - 3 else self.digits(str(value))

    def digits(self, printed: str) -> str:
        return " ".join(_ONES[int(digit)] for digit in printed if digit.isdecimal())

    def ordinal(self, value: int, mark: str = "") -> str:
        return ordinal(value)

    def fraction(self, top: int, bottom: int) -> str:
        return "" if bottom == 1 else f"{cardinal(top)} {ordinal(bottom)}"

    def numeral(self, value: int, word: str, printed: str) -> str:
        return ordinal(value)

    def own_rules(self, parts: Parts) -> list[Rule]:
        """A comma before one or two digits is a decimal mark; before three it parts thousands."""
        return [rule("decimal comma", r"(?<=\d),(?=\d{1,2}(?!\d))(?!\d\d?,)", lambda match: ".")]

    def category(self, quantity: Quantity) -> str:
        return "other"

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        names = {1: "մեկն", 2: "երկուսն", 3: "երեքն", 4: "չորսն"}
        said = names.get(hour, cardinal(hour).removesuffix("ը") if hour == 10 else cardinal(hour))
        return f"{said} անց {cardinal(minute)}" if minute else cardinal(hour)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            value = int("".join(filter(str.isdecimal, match[1])))
            return cardinal(value).removesuffix("ը") + "ին" if match[2] == "ին" and value > 1 else ordinal(value)

        return [rule("ordinal", rf"(?<![\w.,])({parts.whole})-(րդ|ին)(?!\w)", say, re.compile(r"\d-"))]
