"""Russian: cases from the words around (the year's noun, the month, the printed ending), numbers by num2words."""

from __future__ import annotations

import re
from typing import Any

from audiobrief.spoken_form import cldr, numerals
from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST, Quantity
from audiobrief.spoken_form.tokens import Match, Parts, rule

_TENTHS = ["десят", "сот", "тысячн", "десятитысячн", "стотысячн", "миллионн"]
_ENDINGS: dict[str, dict[str, Any]] = {
    ending: form
    for endings, form in (
        ("го ого его", {"case": "g"}),
        ("му ому ему", {"case": "d"}),
        ("м ом ем", {"case": "p"}),
        ("й ый ий ой", {"case": "n"}),
        ("я ая ья", {"case": "n", "gender": "f"}),
        ("ю ую ью", {"case": "a", "gender": "f"}),
        ("е ое ье", {"case": "n", "gender": "n"}),
        ("ые ие ьи", {"case": "n", "plural": True}),
        ("х ых их", {"case": "g", "plural": True}),
        ("ми ыми", {"case": "i", "plural": True}),
        ("ым им", {"case": "i"}),
    )
    for ending in endings.split()
}
"""Printed ending of an ordinal -> the form of num2words."""
_COMPOUND_FORMS = {1: "одно", 90: "девяносто", 100: "сто", 1000: "тысяче"}
_LETTERS = dict(
    zip(
        "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
        [
            "а",
            "бэ",
            "вэ",
            "гэ",
            "дэ",
            "е",
            "ё",
            "жэ",
            "зэ",
            "и",
            "ий",
            "ка",
            "эль",
            "эм",
            "эн",
            "о",
            "пэ",
            "эр",
            "эс",
            "тэ",
            "у",
            "эф",
            "ха",
            "цэ",
            "че",
            "ша",
            "ща",
            "ы",
            "э",
            "ю",
            "я",
        ],
        strict=True,
    )
)
_VOWELS = frozenset("АЕЁИОУЫЭЮЯ")


class Russian(Grammar):
    """Russian."""

    _feminine_names = frozenset({"Екатерина", "Елизавета", "Мария", "Анна", "Маргарита"})

    def cardinal(self, value: int, gender: str = "m") -> str:
        if len(str(value)) > LONGEST:
            return self.digits(str(value))
        said = numerals.words("ru", value, gender=gender)
        return said.removeprefix("одна ") if 1000 <= value < 2000 else said

    def noun_gender(self, noun: str, last_digit: int) -> str:
        """As in "2 страны", "1 страна": the noun's ending tells."""
        if last_digit == 2 and noun[-1] in "ыи":
            return "f"
        return "f" if last_digit == 1 and noun[-1] in "ая" and noun not in {"на", "за", "года"} else "m"

    def genitive(self, value: int) -> str:
        """As in "двух"."""
        return (
            numerals.words("ru", value, case="g").removeprefix("одной ")
            if value < 2000
            else numerals.words("ru", value, case="g")
        )

    def digits(self, printed: str) -> str:
        return " ".join(numerals.words("ru", int(digit)) for digit in printed if digit.isdecimal())

    def ordinal(self, value: int, mark: str = "") -> str:
        return numerals.words("ru", value, "ordinal", **_ENDINGS.get(mark, {}))

    def decimal_number(self, quantity: Quantity, gender: str = "m") -> str:
        """As in "две целых три сотых"."""
        digits = quantity.fraction
        if len(digits) > len(_TENTHS):
            return f"{self.cardinal(quantity.value, 'f')} целых {self.digits(digits)}"
        whole, part = quantity.value, int(digits)
        one = whole % 10 == 1 and whole % 100 != 11
        last = "ая" if part % 10 == 1 and part % 100 != 11 else "ых"
        tenths = f"{self.cardinal(part, 'f')} {_TENTHS[len(digits) - 1]}{last}"
        return f"{self.cardinal(whole, 'f')} {'целая' if one else 'целых'} {tenths}"

    def category(self, quantity: Quantity) -> str:
        return "other" if quantity.fraction else cldr.plural("ru", quantity.value)

    def percentage(self, said: str, quantity: Quantity) -> str:
        return f"{said} {self.form(('процент', 'процента', 'процентов', 'процента'), self.category(quantity))}"

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        if bottom == 2 and top == 1:
            return "одна вторая"
        names = {3: ("треть", "трети", "третьих"), 4: ("четверть", "четверти", "четвёртых")}
        one = top % 10 == 1 and top % 100 != 11
        if bottom in names:
            word = names[bottom][0 if one else 1 if top % 10 in (2, 3, 4) and top % 100 not in (12, 13, 14) else 2]
        else:
            word = (
                numerals.words("ru", bottom, "ordinal", gender="f")
                if one
                else numerals.words("ru", bottom, "ordinal", case="g", plural=True)
            )
        return f"{self.cardinal(top, 'f')} {word}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        return (
            f"{self.cardinal(whole)} с половиной"
            if (top, bottom) == (1, 2)
            else f"{self.cardinal(whole)} и {self.fraction(top, bottom)}"
        )

    def vulgar(self, sign: str) -> str:
        return "половина" if sign == "½" else super().vulgar(sign)

    def day(self, value: int) -> str:
        return self.ordinal(value, "го")

    def year(self, value: int) -> str:
        return self.cardinal(value)

    def date(self, day: int, month: int, year: int | None) -> str:
        said = f"{self.day(day)} {self.month(month)}"
        return said if year is None else f"{said} {self.ordinal(year, 'го')} года"

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        units = [(hour, "m", ("час", "часа", "часов")), (minute, "f", ("минута", "минуты", "минут"))]
        if second:
            units.append((second, "f", ("секунда", "секунды", "секунд")))
        said = [
            f"{self.cardinal(n, g)} {self.form(forms, cldr.plural('ru', n))}" for n, g, forms in units if n or g == "m"
        ]
        return " ".join(said)

    def spelled(self, letters: str) -> str:
        if letters == "США":
            return "сэ ша а"
        return " ".join(_LETTERS.get(letter, letter) for letter in letters)

    def acronym(self, letters: str) -> str:
        """Words where they can be said (МИД); letters otherwise (ФСБ)."""
        if letters in self.acronym_words:
            return letters
        return super().acronym(letters)

    def numeral(self, value: int, word: str, printed: str) -> str:
        feminine = word in self._feminine_names
        ending = "ая" if feminine else "го" if word.endswith(("а", "я")) and not feminine else "й"
        return self.ordinal(value, "ой" if word in {"Екатерины", "Елизаветы"} else ending)

    def own_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.spoken_form.russian_calendar import kopeck_rules, year_rules

        return [*year_rules(), *kopeck_rules(self, parts)]

    def date_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.spoken_form.russian_calendar import date_rules

        return date_rules(self, parts)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            value = int(match[1])
            mark = match[2]
            if mark == "е" and (match[1][-1] == "0" and value > 10):
                mark = "ые"
            if mark == "х" and value < 20 and match.string[match.end() : match.end() + 1] == " ":
                return self.genitive(value)
            if mark in {"ти", "ми", "ух", "ех"}:
                return self.genitive(value)
            return self.ordinal(value, mark)

        def joined(match: Match) -> str:
            quantity = self.quantity(match[1])
            if quantity.fraction or quantity.value > 9999:
                return f"{self.number(quantity)} "
            if quantity.value in _COMPOUND_FORMS:
                return _COMPOUND_FORMS[quantity.value]
            return self.genitive(quantity.value).replace(" ", "").replace("одного", "одно").replace("ста", "сто")

        marks = "|".join(sorted({*_ENDINGS, "ти", "ми", "ух", "ех"}, key=len, reverse=True))
        return [
            rule("ordinal", rf"(?<![\w.,])(\d{{1,6}})-({marks})(?!\w)", say, re.compile(r"\d-")),
            rule(
                "compound",
                r"(?<![\w.,])(\d{1,4}(?:,\d+)?)-(?=(лет|процентн|градусн|килограмм|километр|метров|тонн|этажн|дневн|часов|минутн|месячн|миллион|тысячн|миллиметр))",
                joined,
                re.compile(r"\d-"),
            ),
        ]
