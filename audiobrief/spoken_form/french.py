"""French. Numbers by num2words, but for the ordinals of 80 and the millions, which it gets wrong."""

from __future__ import annotations

import re

from audiobrief.spoken_form import numerals
from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST, Quantity
from audiobrief.spoken_form.tokens import Match, Parts, rule

_FRACTIONS = {2: "demi", 3: "tiers", 4: "quart"}
_ORDINAL_REPAIRS = (("vingtsième", "vingtième"), ("un millionième", "millionième"), ("un milliardième", "milliardième"))


class French(Grammar):
    """French."""

    def cardinal(self, value: int, gender: str = "m") -> str:
        if len(str(value)) > LONGEST:
            return self.digits(str(value))
        said = super().cardinal(value)
        return said + "e" if gender == "f" and said.endswith("un") else said

    def digits(self, printed: str) -> str:
        return " ".join(numerals.words("fr", int(digit)) for digit in printed if digit.isdecimal())

    def ordinal(self, value: int, mark: str = "") -> str:
        if value == 1:
            return (
                "première" if mark and mark[0] in "eèr" and mark[-1] in "ea" and mark not in {"er", "e"} else "premier"
            )
        said = super().ordinal(value)
        for wrong, right in _ORDINAL_REPAIRS:
            said = said.replace(wrong, right)
        return said

    def category(self, quantity: Quantity) -> str:
        return "one" if quantity.value < 2 else "other"

    def _of(self, magnitude: str, name: str) -> str:
        return (
            f"{magnitude} d'{name}"
            if name[:1].lower() in "aeiouéhy" and not name.startswith("y")
            else f"{magnitude} de {name}"
        )

    def small_money(self, quantity: Quantity, cents: int, iso: str) -> str:
        """As in "cinq euros cinquante": the word for the hundredth is said only alone."""
        said = super().small_money(quantity, cents, iso)
        return (
            said.rsplit(" ", 1)[0] if cents and quantity.value and iso in {"EUR", "CHF", "USD"} and cents > 9 else said
        )

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        name = _FRACTIONS.get(bottom) or self.ordinal(bottom)
        if bottom > 1000:
            return f"{self.cardinal(top)} sur {self.cardinal(bottom)}"
        return f"{self.cardinal(top)} {name if top == 1 or name.endswith('s') else name + 's'}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        return f"{self.cardinal(whole)} et {'demi' if (top, bottom) == (1, 2) else self.fraction(top, bottom)}"

    def day(self, value: int) -> str:
        return "premier" if value == 1 else self.cardinal(value)

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        said = [self.cardinal(hour, "f"), "heure" if hour < 2 else "heures"]
        if minute or second:
            said.append(self.cardinal(minute, "f"))
        if second is not None:
            said += [
                "minutes" if minute > 1 else "minute",
                self.cardinal(second, "f"),
                "secondes" if second > 1 else "seconde",
            ]
            if not minute:
                said.insert(2, "zéro")
        return " ".join(said)

    def telephone(self, groups: list[str], plus: bool) -> str:
        said = ", ".join(
            self.number(Quantity(group)) if len(group) < 3 and group[0] != "0" else self._group(group)
            for group in groups
        )
        return f"plus {said}" if plus else said

    def _group(self, group: str) -> str:
        return f"zéro {self.cardinal(int(group))}" if len(group) == 2 else self.digits(group)

    def numeral(self, value: int, word: str, printed: str) -> str:
        if word in self.regnal:
            return "premier" if value == 1 else self.cardinal(value)
        return self.cardinal(value)

    def own_rules(self, parts: Parts) -> list[Rule]:
        def clock(match: Match) -> str:
            if int(match["h"]) > 24:
                return match[0]
            return self.time(int(match["h"]), int(match["m"] or 0), None)

        def phone(match: Match) -> str:
            return self.telephone(re.findall(r"\d+", match[0]), False)

        def days(match: Match) -> str:
            numbers = [self.day(int(number)) for number in re.findall(r"\d+", match["days"])]
            return " ".join(numbers)

        def roman(match: Match) -> str:
            value = numerals.roman(match[1])
            return self.ordinal(value, match[2]) if value else match[0]

        return [
            rule("telephone local", r"(?<![\w.,-])0\d(?:[ .-]\d\d){4}(?![\w-])", phone),
            rule(
                "time h",
                r"(?<![\w.,:/-])(?P<h>[01]?\d|2[0-4]) ?[hH](?: ?(?P<m>[0-5]\d))?(?: ?min)?(?!\w)",
                clock,
                re.compile(r"\d ?[hH]"),
            ),
            rule(
                "days",
                rf"(?<![\w.,/-])(?P<days>(?:[12]?\d|3[01])(?:[/-](?:[12]?\d|3[01])){{1,4}})(?= (?i:{parts.month})\b)",
                days,
            ),
            rule(
                "roman ordinal",
                r"(?<!\w)([IVX]{1,6})(er|ère|re|e|ème|ᵉ)(?!\w)",
                roman,
                re.compile("[IVX](?:er|è|re|e|ᵉ)"),
            ),
        ]

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            value = int("".join(filter(str.isdecimal, match[1])))
            mark = match[2].lower()
            said = self.ordinal(value, mark)
            return said + "s" if mark.endswith("s") and not said.endswith("s") else said

        marks = r"ère|er|re|ères|ers|ème|eme|èmes|emes|e|es|ᵉ|ᵉʳ|nde|nd"
        return [rule("ordinal", rf"(?<![\w.,])({parts.whole}) ?({marks})(?!\w)", say)]
