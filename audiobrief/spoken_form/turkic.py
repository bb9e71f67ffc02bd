"""Turkish, Kazakh, Kyrgyz, Uzbek, Tatar, Bashkir, Turkmen, Azerbaijani: one regular system of numbers, one word each.

num2words has three of them, writes Turkish in one word and has no ordinals for Kazakh. Kazakh, Kyrgyz, Uzbek, Tatar and
Bashkir count days and years with ordinals ("2024 жылы"); the others with cardinals or print the ending.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import Quantity
from audiobrief.spoken_form.tokens import BREAK, Match, Parts, rule


class Turkic(Grammar):
    """What the languages share; a subclass gives words and endings."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._words = str(table["number_words"]).split()
        super().__init__(table)

    def cardinal(self, value: int, gender: str = "m") -> str:
        if len(str(value)) > 15:
            return self.digits(str(value))
        if not value:
            return self._words[0]
        said: list[str] = []
        for power, word in ((12, 23), (9, 22), (6, 21), (3, 20)):
            part, value = divmod(value, 10**power)
            if part:
                said += self._below_thousand(part) if part > 1 or power > 3 else []
                said.append(self._words[word])
        return " ".join(said + self._below_thousand(value))

    def _below_thousand(self, value: int) -> list[str]:
        hundred, rest = divmod(value, 100)
        said = [*([self._words[hundred]] if hundred > 1 else []), self._words[19]] if hundred else []
        ten, one = divmod(rest, 10)
        return said + ([self._words[9 + ten]] if ten else []) + ([self._words[one]] if one else [])

    def digits(self, printed: str) -> str:
        return " ".join(self._words[int(digit)] for digit in printed if digit.isdecimal())

    def ordinal(self, value: int, mark: str = "") -> str:
        head, _, last = self.cardinal(value).rpartition(" ")
        return f"{head} {self.ordinals.get(last, last)}".strip()

    def category(self, quantity: Quantity) -> str:
        return "other"

    def day(self, value: int) -> str:
        return self.ordinal(value) if self.ordinals else self.cardinal(value)

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        return super().time(hour, minute, second, after) if minute or second else self.cardinal(hour)

    def own_rules(self, parts: Parts) -> list[Rule]:
        def year(match: Match) -> str:
            return f"{self.ordinal(int(match[1]))} "

        def clock(match: Match) -> str:
            return self.time(int(match[1]), int(match[2]), None)

        suffix = r"-?(?=[^\W\d_]{2,4}(?!\w))"
        return [
            rule("time suffix", rf"(?<![\w.,:/-])([01]?\d|2[0-4]):([0-5]\d){suffix}", clock, re.compile(r"\d:\d")),
            *self._counted_rules(),
            rule("year", rf"(?<![\w.,-])((?:1[0-9]|20)\d\d)(?:-?{BREAK}|-)(?=(?:{self.year_nouns}))", year),
        ]

    def _counted_rules(self) -> list[Rule]:
        """A hyphen and a word, which is longer than a case ending: "3-орун", "27-ноябрында"."""

        def say(match: Match) -> str:
            return f"{self.ordinal(int(match[1]))} "

        if self.code not in ("kk", "ky"):
            return []
        return [rule("counted", r"(?<![\w.,-])(\d{1,4})-(?=[^\W\d_]{4,})", say, re.compile(r"\d-"))]

    def numeral(self, value: int, word: str, printed: str) -> str:
        return self.ordinal(value)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            return self.ordinal(int(match[1]))

        if not self.ordinals:
            return []
        return [
            rule(
                "ordinal",
                r"(?<![\w.,])(\d{1,6})-?(?:ші|шы|інші|ыншы|чи|чы|чу|чү|нчи|нчы|inchi|нче|енче|се|сы|сө|нсе|нсы)(?!\w)",
                say,
            )
        ]


class Turkish(Turkic):
    """Turkish: the percent sign stands before the number and is said so."""

    def percentage(self, said: str, quantity: Quantity) -> str:
        return f"yüzde {said}"

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        if (top, bottom) == (1, 2):
            return "yarım"
        endings = {
            2: "ikide",
            3: "üçte",
            4: "dörtte",
            5: "beşte",
            6: "altıda",
            7: "yedide",
            8: "sekizde",
            9: "dokuzda",
            10: "onda",
            100: "yüzde",
        }
        return (
            f"{endings[bottom]} {self.cardinal(top)}"
            if bottom in endings
            else f"{self.cardinal(top)} bölü {self.cardinal(bottom)}"
        )

    def own_rules(self, parts: Parts) -> list[Rule]:
        def percent(match: Match) -> str:
            high = f" {self.to} {self.number(self.quantity(match['high']))}" if match["high"] else ""
            return f"yüzde {self.number(self.quantity(match['n']))}{high}"

        return [
            rule(
                "percent",
                rf"(?<!\w)% ?(?P<n>{parts.number})(?:[-–](?P<high>{parts.number}))?",
                percent,
                re.compile("%"),
            )
        ]

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        endings = {"ı": "ıncı", "i": "inci", "u": "uncu", "ü": "üncü"}

        def say(match: Match) -> str:
            head, _, last = self.cardinal(int(match[1])).rpartition(" ")
            vowel = re.findall("[aıoueiöü]", last)[-1]
            harmony = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}[vowel]
            ending = endings[harmony]
            if last == "dört":
                last = "dörd"
            return f"{head} {last}{ending[1:] if last[-1] in 'aıoueiöü' else ending}".strip()

        return [
            rule(
                "ordinal",
                r"(?<![\w.,])(\d{1,6})['’]?(?:inci|ıncı|uncu|üncü|nci|ncı|\.(?= (?:yüzyıl|kez|sıra|gün|yıl|kat|madde|"
                r"dünya|dönem)))(?!\w)",
                say,
            )
        ]


class Azerbaijani(Turkic):
    """Azerbaijani: ordinals carry their printed ending ("2024-cü il")."""

    def day(self, value: int) -> str:
        return self.cardinal(value)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            return self.ordinal(int(match[1]))

        return [rule("ordinal", r"(?<![\w.,])(\d{1,6})-(?:cı|ci|cu|cü)(?!\w)", say, re.compile(r"\d-c"))]


class Uzbek(Turkic):
    """Uzbek in Latin letters; its Cyrillic text keeps its digits."""

    def own_rules(self, parts: Parts) -> list[Rule]:
        def hyphen(match: Match) -> str:
            return self.ordinal(int(match[1])) + " "

        return [
            rule("hyphen", r"(?<![\w.,-])(\d{1,4})-(?=[a-z‘ʻ']{2,})", hyphen, re.compile(r"\d-")),
            *super().own_rules(parts),
        ]
