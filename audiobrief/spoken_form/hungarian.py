"""Hungarian. num2words' numbers, but for the endings it drops ("kétezer-két") and its ordinals of millions."""

from __future__ import annotations

import re

from audiobrief.spoken_form import numerals
from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST, Quantity
from audiobrief.spoken_form.tokens import BREAK, Match, Parts, rule

_TENTHS = ["tized", "század", "ezred", "tízezred", "százezred", "milliomod"]


class Hungarian(Grammar):
    """Hungarian."""

    def cardinal(self, value: int, gender: str = "m") -> str:
        if len(str(value)) > LONGEST:
            return self.digits(str(value))
        said = numerals.words("hu", value)
        said = re.sub(r"két$", "kettő", said)
        return re.sub(r"^egy(?=(?:száz|ezer|milli)(?!.*egy(?:száz|ezer)))", "", said) if value > 99 else said

    def digits(self, printed: str) -> str:
        return " ".join(
            numerals.words("hu", int(digit)).replace("két", "kettő")
            if digit == "2"
            else numerals.words("hu", int(digit))
            for digit in printed
            if digit.isdecimal()
        )

    def ordinal(self, value: int, mark: str = "") -> str:
        return numerals.words("hu", value, "ordinal").replace("kétik", "kettedik").replace(
            "mmilliomod", "milliomod"
        ) or self.cardinal(value)

    def category(self, quantity: Quantity) -> str:
        return "other"

    def decimal_number(self, quantity: Quantity, gender: str = "m") -> str:
        digits = quantity.fraction
        if len(digits) > len(_TENTHS):
            return f"{self.cardinal(quantity.value)} egész {self.digits(digits)}"
        return f"{self.cardinal(quantity.value)} egész {self.cardinal(int(digits))} {_TENTHS[len(digits) - 1]}"

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        if (top, bottom) == (1, 2):
            return "fél"
        name = "fél" if bottom == 2 else re.sub("ik$", "", self.ordinal(bottom))
        return f"{self.cardinal(top)} {name}"

    def day(self, value: int) -> str:
        """As in "elseje", "negyedike": the day as a noun."""
        if value == 1:
            return "elseje"
        said = self.ordinal(value)
        return said + ("a" if re.search("[ao]dik$", said) else "e")

    def date(self, day: int, month: int, year: int | None) -> str:
        head = f"{self.cardinal(year)} " if year is not None else ""
        return f"{head}{self.month(month)} {self.day(day)}"

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        said = f"{self.cardinal(hour)} óra"
        if minute:
            said += f" {self.cardinal(minute)} perc"
        return f"{said} {self.cardinal(second)} másodperc" if second else said

    def telephone(self, groups: list[str], plus: bool) -> str:
        said = ", ".join(self._group(group) for group in groups)
        return f"plusz {said}" if plus else said

    def _group(self, group: str) -> str:
        if group[0] == "0":
            zero = numerals.words("hu", 0)
            return f"{zero} {self.cardinal(int(group))}" if int(group) else self.digits(group)
        return self.cardinal(int(group)) if len(group) < 5 else self.digits(group)

    def numeral(self, value: int, word: str, printed: str) -> str:
        return self.ordinal(value)

    def own_rules(self, parts: Parts) -> list[Rule]:
        def with_ending(match: Match) -> str:
            return self.number(self.quantity(match[1])) + match[2]

        def clock(match: Match) -> str:
            minute = int(match["m"])
            minutes = f" {self.cardinal(minute)} perc" if minute else ""
            return f"{self.cardinal(int(match['h']))} óra{minutes}{match['ending']}"

        endings = (
            "ban|ben|ba|be|kor|ra|re|as|es|os|ös|ból|ből|tól|től|ról|ről|nak|nek|val|vel|ig|hoz|hez|höz|at|et|ot|öt|on|en"
            "|ön|szor|szer|ször|nál|nél|t"
        )
        return [
            rule(
                "time",
                r"(?<![\w.,:/-])(?P<h>[01]?\d|2[0-4])[:.](?P<m>[0-5]\d)-(?P<ending>kor|tól|től|ig|ra|re)(?!\w)",
                clock,
            ),
            rule("ending", rf"(?<![\w.,:/-])({parts.number})-({endings})(?!\w)", with_ending, re.compile(r"\d-")),
        ]

    def date_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            printed = match["month"].lower().rstrip(".")
            month = int(printed) if printed.isdecimal() else parts.months[printed]
            said = self.date(int(match["day"]), month, int(match["year"]) if match["year"] else None)
            ending = match["ending"]
            if ending and ending not in {"je", "a", "e", "i"}:
                said = re.sub("a$", "á", re.sub("e$", "é", said)) + ending.removeprefix("j").removeprefix(
                    "á"
                ).removeprefix("é")
            return said[:-1] + "i" if ending == "i" else said

        day = r"(?P<day>0?[1-9]|[12]\d|3[01])"
        ending = r"(?:-(?P<ending>je|jén|jéig|jétől|én|án|e|a|i|ig|étől|ától|ére|ára)|\.(?:-(?P<ending2>(?!)))?|(?=\.))"
        return [
            rule(
                "date year",
                rf"(?<![\w.,/-])(?P<year>[12]\d{{3}})\.? ?(?P<month>(?i:{parts.month})\b\.?|(?:0[1-9]|1[0-2])\.)"
                rf" ?{day}{ending}(?!\w)",
                say,
            ),
            rule(
                "date",
                rf"(?<![\w.,/-])(?P<year>(?!))?(?P<month>(?i:{parts.month})\b\.?|(?:0[1-9]|1[0-2])\.)"
                rf" {day}{ending}(?!\w)",
                say,
            ),
        ]

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            after = match.string[match.end() :].strip()
            if after and not after[0].islower():
                return match[0]
            return self.ordinal(int("".join(filter(str.isdecimal, match[1]))))

        def century(match: Match) -> str:
            return self.ordinal(numerals.roman(match[1])) if numerals.roman(match[1]) else match[0]

        return [
            rule("ordinal", rf"(?<![\w.,:-])({parts.whole})\.(?!\w|\.)", say, re.compile(r"\d\.")),
            rule(
                "roman",
                rf"(?<!\w)([IVXLC]{{1,7}})\.(?={BREAK}[a-záéíóöőúüűA-ZÁÉÍÓÖŐÚÜŰ])",
                century,
                re.compile(r"[IVXLC]\."),
            ),
        ]
