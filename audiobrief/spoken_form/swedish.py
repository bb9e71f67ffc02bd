"""Swedish. Number words are made here: num2words writes "etttusen"."""

from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.spoken_form import numerals
from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST, Quantity
from audiobrief.spoken_form.tokens import Match, Parts, rule

_ONES = [
    "noll",
    "ett",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
    "tretton",
    "fjorton",
    "femton",
    "sexton",
    "sjutton",
    "arton",
    "nitton",
]
_TENS = ["", "", "tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"]
_SCALES = [
    ("miljon", "miljoner"),
    ("miljard", "miljarder"),
    ("biljon", "biljoner"),
    ("biljard", "biljarder"),
    ("triljon", "triljoner"),
    ("triljard", "triljarder"),
    ("kvadriljon", "kvadriljoner"),
    ("kvadriljard", "kvadriljarder"),
]


def _below_thousand(value: int, one: str) -> str:
    hundred, rest = divmod(value, 100)
    said = ("" if hundred == 1 else _ONES[hundred]) + "hundra" if hundred else ""
    if rest < 20:
        return said + ((one if rest == 1 else _ONES[rest]) if rest else "")
    ten, unit = divmod(rest, 10)
    return said + _TENS[ten] + ((one if unit == 1 else _ONES[unit]) if unit else "")


@lru_cache(maxsize=4096)
def cardinal(value: int, one: str = "ett") -> str:
    """As in "trehundraåttiotvåtusen femhundratrettiofem"."""
    if value == 0:
        return "noll"
    rest, head = value % 1_000_000, value // 1_000_000
    said: list[str] = []
    scale = 0
    while head:
        head, part = divmod(head, 1000)
        if part:
            names = _SCALES[scale]
            said.insert(0, f"{_below_thousand(part, 'en')} {names[part != 1]}")
        scale += 1
    thousand, last = divmod(rest, 1000)
    if thousand:
        said.append(("" if thousand == 1 else _below_thousand(thousand, "ett")) + "tusen")
    if last:
        said.append(_below_thousand(last, one))
    return " ".join(said)


class Swedish(Grammar):
    """Swedish."""

    def cardinal(self, value: int, gender: str = "m") -> str:
        return (
            cardinal(value, "en" if gender == "f" else "ett")
            if len(str(value)) < LONGEST - 3
            else self.digits(str(value))
        )

    def digits(self, printed: str) -> str:
        return " ".join(_ONES[int(digit)] for digit in printed if digit.isdecimal())

    def ordinal(self, value: int, mark: str = "") -> str:
        return numerals.words("sv", value, "ordinal").replace("etttusen", "tusen").replace(
            "etthundra", "hundra"
        ) or self.cardinal(value)

    def category(self, quantity: Quantity) -> str:
        return "one" if quantity.is_one else "other"

    def counted_magnitude(self, quantity: Quantity, printed: str) -> str:
        return f"{self.number(quantity, 'm' if printed == 'tusen' else 'f')} {self.magnitude(printed, quantity)}"

    def decimal_number(self, quantity: Quantity, gender: str = "m") -> str:
        rest = quantity.fraction.lstrip("0")
        if len(quantity.fraction) > 3:
            said = self.digits(quantity.fraction)
        else:
            said = " ".join(["noll"] * (len(quantity.fraction) - len(rest)) + ([cardinal(int(rest))] if rest else []))
        return f"{cardinal(quantity.value, 'en' if quantity.value == 1 else 'ett')} komma {said}"

    def year(self, value: int) -> str:
        """As in "nittonhundraåttio", "tjugohundra", "tjugotjugotvå"."""
        century, rest = divmod(value, 100)
        if 1100 <= value < 2000:
            return f"{cardinal(century)}hundra{cardinal(rest) if rest else ''}"
        return (
            f"tjugo{cardinal(rest)}"
            if 2010 <= value < 2100
            else "tjugohundra" + (cardinal(rest) if rest else "")
            if 2000 <= value < 2100
            else cardinal(value)
        )

    def day(self, value: int) -> str:
        return self.ordinal(value)

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        if bottom == 2:
            return "en halv" if top == 1 else f"{cardinal(top)} halva"
        stem = re.sub("de$|te$", "", self.ordinal(bottom))
        names = {3: "tredjedel", 4: "fjärdedel", 5: "femtedel", 6: "sjättedel", 8: "åttondel", 10: "tiondel"}
        name = names.get(
            bottom,
            self.ordinal(bottom).removesuffix("de") + "del"
            if self.ordinal(bottom).endswith("nde")
            else stem + "delen"[:3],
        )
        return f"{cardinal(top, 'en')} {name if top == 1 else name + 'ar'}"

    def vulgar(self, sign: str) -> str:
        return "en halv" if sign == "½" else super().vulgar(sign)

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        return f"{cardinal(whole)} och {'halv' if (top, bottom) == (1, 2) else self.fraction(top, bottom)}"

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        said = [cardinal(hour), *([cardinal(minute)] if minute else []), *([cardinal(second)] if second else [])]
        return " ".join(said) + (f" {after}" if after else "")

    def numeral(self, value: int, word: str, printed: str) -> str:
        return f"den {self.ordinal(value)}"

    def own_rules(self, parts: Parts) -> list[Rule]:
        def decade(match: Match) -> str:
            return f"{self.year(int(match[1]))}tal"

        def clock(match: Match) -> str:
            return self.time(int(match["h"]), int(match["m"]), None) if int(match["h"]) < 25 else match[0]

        return [
            rule("decade", r"(?<!\w)(1[1-9]\d0|20\d0)-tal", decade),
            rule(
                "time point",
                r"(?<![\w.,:/-])(?P<h>[01]?\d|2[0-4])[.:](?P<m>[0-5]\d)(?= (?:e\.m|f\.m|cet|est))|(?<=kl )(?P<h2>(?!))",
                clock,
            ),
            rule("time kl", r"(?<=kl[. ])(?P<s> ?)(?P<h>[01]?\d|2[0-4])[.:](?P<m>[0-5]\d)(?!\w|[.,]\d)", clock),
        ]

    def date_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.spoken_form.calendar import date_rules

        return date_rules(self, parts)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            return self.ordinal(int("".join(filter(str.isdecimal, match[1]))))

        def alone(match: Match) -> str:
            return (
                self.ordinal(int(match[1]))
                if not match.string[match.end() :].strip() and not match.string[: match.start()].strip()
                else match[0]
            )

        return [
            rule("ordinal", rf"(?<![\w.,])({parts.whole}):(?:e|a)(?!\w)", say, re.compile(r"\d:[ea]")),
            rule("ordinal point", r"(?<![\w.,])(\d{1,4})\.(?!\w)", alone, re.compile(r"\d\.")),
        ]
