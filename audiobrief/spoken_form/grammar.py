"""The engine all languages share: a table of rules in order, and how each class of token is said.

A :class:`Grammar` is a language's table of words (:mod:`~audiobrief.spoken_form.wordtable`) and one method a token
class; a language's module overrides what differs. :mod:`audiobrief.spoken_form.tokens` builds the table of
rules from the words. The text passes once through every rule, in order; what a rule writes holds no digit, so no later
number rule reads it again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from audiobrief.spoken_form import cldr, numerals
from audiobrief.spoken_form.cleaning import with_pauses, without_markup
from audiobrief.spoken_form.numerals import Quantity
from audiobrief.spoken_form.rule import Rule as Rule
from audiobrief.spoken_form.rule import Say as Say
from audiobrief.spoken_form.symbols import VULGAR
from audiobrief.spoken_form.wordtable import WordTable

if TYPE_CHECKING:
    from audiobrief.spoken_form.tokens import Parts


class Grammar(WordTable):
    """A language's numbers, symbols and abbreviations."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        from audiobrief.spoken_form.tokens import rules

        super().__init__(table)
        self._rules: tuple[Rule, ...] = rules(self)

    def spoken(self, text: str) -> str:
        """The whole text, written out."""
        text = without_markup(text)
        for rule in self._rules:
            if rule.needs.search(text):
                text = rule.pattern.sub(rule.say, text)
        return with_pauses(text, self.comma)

    # Numbers

    def quantity(self, printed: str) -> Quantity:
        """Parses a number as this language prints it: "1.234,5"."""
        negative = printed[:1] in "-−–"
        body = printed.lstrip("-−–+ ")
        whole, _, fraction = body.partition(self.decimal)
        return Quantity("".join(filter(str.isdecimal, whole)), "".join(filter(str.isdecimal, fraction)), negative)

    def number(self, quantity: Quantity, gender: str = "m") -> str:
        """A cardinal or decimal in words."""
        sign = f"{self.minus} " if quantity.negative else ""
        if quantity.fraction:
            return sign + self.decimal_number(quantity, gender)
        if len(quantity.whole) > numerals.LONGEST or (len(quantity.whole) > 1 and quantity.whole[0] == "0"):
            return sign + self.digits(quantity.whole)
        return sign + self.cardinal(quantity.value, gender)

    def decimal_number(self, quantity: Quantity, gender: str = "m") -> str:
        """As in "two point zero five"."""
        whole = self.number(Quantity(quantity.whole.lstrip("0") or "0")) if quantity.whole else ""
        if self.zero_decimals_single or len(quantity.fraction) > 3:
            return f"{whole} {self.point} {self.digits(quantity.fraction)}".lstrip()
        rest = quantity.fraction.lstrip("0")
        zeros = [self.cardinal(0)] * (len(quantity.fraction) - len(rest))
        return " ".join([whole, self.point, *zeros, *([self.cardinal(int(rest))] if rest else [])])

    def cardinal(self, value: int, gender: str = "m") -> str:
        """A whole number in words; its digits where the language has none."""
        return self._repaired(numerals.words(self.numbers, value) or str(value))

    def _repaired(self, said: str) -> str:
        for wrong, right in self.repairs.items():
            said = said.replace(wrong, right)
        return said

    def ordinal(self, value: int, mark: str = "") -> str:
        """An ordinal in words; ``mark`` is its printed ending."""
        return self._repaired(numerals.words(self.numbers, value, "ordinal")) or self.cardinal(value)

    def year(self, value: int) -> str:
        """A year in words."""
        return self.cardinal(value)

    def digits(self, printed: str) -> str:
        """Digit by digit."""
        return " ".join(self.cardinal(int(digit)) for digit in printed if digit.isdecimal())

    def category(self, quantity: Quantity) -> str:
        """The plural category of a quantity."""
        return cldr.plural(self.code, quantity.count)

    def form(self, forms: tuple[str, ...], category: str) -> str:
        """Picks among (one, other) or (one, few, many[, other])."""
        if len(forms) < 3:
            return forms[0] if category == "one" else forms[-1]
        place = {"one": 0, "few": 1, "many": 2, "other": 3}.get(category, 2)
        return forms[min(place, len(forms) - 1)]

    def gender(self, name: str) -> str:
        """Gender of a currency or unit, for its number word."""
        return "f" if name in self.feminine else "n" if name in self.neuter else "m"

    def noun_gender(self, noun: str, last_digit: int) -> str:
        """Gender of the number word before ``noun``, where its ending shows it."""
        return self.lone_gender

    # Money, measures, percentages

    def magnitude(self, printed: str, quantity: Quantity) -> str:
        """A magnitude's word: an abbreviation written out, a word as printed."""
        table = {**self.money_magnitudes, **self.magnitudes}
        forms = table.get(printed) or table.get(printed.lower())
        return self.form(forms, self.category(quantity)) if forms else printed

    def counted_magnitude(self, quantity: Quantity, printed: str) -> str:
        """As in "two point five million"."""
        gender = "f" if printed.lower() in self.feminine_magnitudes else "m"
        return f"{self.number(quantity, gender)} {self.magnitude(printed, quantity)}"

    def currency_name(self, iso: str, category: str) -> str:
        """A currency's name in a plural category."""
        own = self.currencies.get(iso)
        return self.form(own, category) if own else cldr.currency(self.code, iso, category)

    def money(self, quantity: Quantity, magnitude: str, iso: str) -> str:
        """As in "one point two billion dollars"; "five euros fifty cents"."""
        if magnitude:
            return self._of(self.counted_magnitude(quantity, magnitude), self.currency_name(iso, "many"))
        cents = quantity.fraction.rstrip("0")
        if quantity.fraction and len(cents) <= 2 and iso in self.cents:
            return self.small_money(quantity, int(cents.ljust(2, "0") or "0"), iso)
        if not cents:
            quantity = Quantity(quantity.whole or "0", "", quantity.negative)
        said = self.number(quantity, self.gender(iso))
        if quantity.whole.endswith("000000") and not quantity.fraction:
            return self._of(said, self.currency_name(iso, "many"))
        return f"{said} {self.currency_name(iso, self.category(quantity))}"

    def small_money(self, quantity: Quantity, cents: int, iso: str) -> str:
        """Whole units and hundredths."""
        whole = Quantity(quantity.whole or "0", "", quantity.negative)
        hundredths = Quantity(str(cents))
        parts = []
        if whole.value or not cents:
            parts.append(f"{self.number(whole, self.gender(iso))} {self.currency_name(iso, self.category(whole))}")
        elif whole.negative:
            parts.append(self.minus)
        if cents:
            parts.append(
                f"{self.number(hundredths, self.cent_gender)} {self.form(self.cents[iso], self.category(hundredths))}"
            )
        return self.money_joint.join(parts) if whole.value else " ".join(parts)

    def _of(self, magnitude: str, name: str) -> str:
        return f"{magnitude} {self.of} {name}" if self.of else f"{magnitude} {name}"

    def measure(self, quantity: Quantity, magnitude: str, unit: str) -> str:
        """As in "two kilometers"; "" where the unit has no name."""
        category = "many" if magnitude else self.category(quantity)
        pattern = self.unit_pattern(unit, category)
        if not pattern:
            return ""
        if magnitude:
            return pattern.replace("{0}", f"{self.counted_magnitude(quantity, magnitude)} {self.of}".strip())
        return pattern.replace("{0}", self.number(quantity, self.gender(unit)))

    def unit_pattern(self, unit: str, category: str) -> str:
        """As in "{0} kilometers"; "" where the unit has no name."""
        own = self.unit_forms.get(unit)
        return f"{{0}} {self.form(own, category)}" if own else cldr.unit(self.code, unit, category)

    def fraction_of(self, said: str, pattern: str, is_mixed: bool) -> str:
        """As in "four and a half pounds"."""
        return pattern.replace("{0}", said)

    def percentage(self, said: str, quantity: Quantity) -> str:
        """As in "five percent"."""
        word = self.form(self.percents, self.category(quantity)) if self.percents else self.percent
        return f"{said} {word}"

    def degree(self, quantity: Quantity) -> str:
        """As in "five degrees"."""
        return f"{self.number(quantity)} {self.form(self.degrees, self.category(quantity))}"

    # Fractions

    def fraction(self, top: int, bottom: int) -> str:
        """As in "two thirds"; "" = not a fraction."""
        return ""

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        """As in "two and a half"."""
        part = self.fraction(top, bottom)
        return f"{self.cardinal(whole)} {self.and_} {part}" if part else ""

    def vulgar(self, sign: str) -> str:
        """As in "½"."""
        return self.fraction(*VULGAR[sign])

    # Dates and times

    def day(self, value: int) -> str:
        """A day of the month."""
        return self.days[value - 1] if self.days else self.cardinal(value)

    def month(self, number: int) -> str:
        """A month's name as it stands after a day."""
        return (self.month_names or cldr.month_names(self.code))[number - 1]

    def date(self, day: int, month: int, year: int | None) -> str:
        """A date printed in figures."""
        parts = [self.day(day), self.month(month), *([self.year(year)] if year is not None else [])]
        return self.date_joint.join(parts)

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        """A time of day; ``after`` is the printed sign or word behind it, kept by the caller when ""."""
        parts = [self.cardinal(hour), self.cardinal(minute)] if minute else [self.cardinal(hour), self.cardinal(0)]
        return " ".join([*parts, *([self.cardinal(second)] if second else [])])

    def decade(self, year: int, century: int | None) -> str:
        """As in "the nineteen nineties"; "" = not said specially."""
        return ""

    # Rows of the table that a language adds or builds its own way

    def own_rules(self, parts: Parts) -> list[Rule]:
        """Rows before all others."""
        return []

    def date_rules(self, parts: Parts) -> list[Rule]:
        """Dates in figures, or a day beside a month's name."""
        from audiobrief.spoken_form.calendar import date_rules

        return date_rules(self, parts)

    def time_rules(self, parts: Parts) -> list[Rule]:
        """Times of day."""
        from audiobrief.spoken_form.calendar import time_rules

        return time_rules(self, parts)

    def range_rules(self, parts: Parts) -> list[Rule]:
        """As in "10-20", "1990-95"."""
        from audiobrief.spoken_form.calendar import range_rules

        return range_rules(self, parts)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        """As in "2nd", "2.", "2º"."""
        return []

    def letters_and_digits(self, printed: str) -> str:
        """As in "A321", "COVID19", "t2000"."""
        pieces = re.findall(r"\d+|\D+", printed)
        return " ".join(self.code_number(piece) if piece[0].isdecimal() else piece for piece in pieces)

    def code_number(self, printed: str) -> str:
        """A number inside a code."""
        return self.number(Quantity(printed))

    # Telephone numbers

    def telephone(self, groups: list[str], plus: bool) -> str:
        """Digit by digit, a pause between the groups."""
        said = ", ".join(self.digits(group) for group in groups)
        return f"{self.plus} {said}" if plus else said

    # Letters

    def acronym(self, letters: str) -> str:
        """An acronym as it is said."""
        return letters if letters in self.acronym_words else self.spelled(letters)

    def spelled(self, letters: str) -> str:
        """Letter by letter."""
        return " ".join(letters)

    def numeral(self, value: int, word: str, printed: str) -> str:
        """A Roman numeral beside ``word``."""
        return self.cardinal(value)
