"""Says each class of token: money, measures, fractions, dates and times, telephone numbers, letters.

A :class:`Grammar` is a language's table with one method a class; a language's module overrides what its table cannot
say. :mod:`~audiobrief.spoken_form.tokens` finds the tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Self, TypeVar

from msgspec import convert, to_builtins

from audiobrief.spoken_form import cldr
from audiobrief.spoken_form.agreeing import agreeing
from audiobrief.spoken_form.numbers import Numbers
from audiobrief.spoken_form.numerals import Quantity
from audiobrief.spoken_form.patterns import Parts, Rule
from audiobrief.spoken_form.sayings import Scene, Value, fill
from audiobrief.spoken_form.schema import Agreement
from audiobrief.spoken_form.symbols import VULGAR
from audiobrief.text.given_names import is_given

T = TypeVar("T")
_CAPITAL_WORD = re.compile(r"[\"'”’)»]*\s+[\"“‘«(]?((?=[^a-z])[^\W\d_]+)")


def matching(table: Mapping[str, T], text: str) -> T | None:
    """Returns the value of the first pattern of a table that matches a text."""
    return next((value for pattern, value in table.items() if re.fullmatch(pattern, text)), None)


class Grammar(Numbers, frozen=True, dict=True, kw_only=True):
    """A language's numbers, symbols and abbreviations."""

    def said(self, template: str, **values: Value) -> str:
        """Fills a template of the table."""
        return fill(template, Scene(self, values))

    def term(self, name: str) -> str:
        """Returns a word that shared rows say; "" where the table has none, or only a sign."""
        instead = {"by": self.multiplied, "to": self.to, "to_date": self.to}.get(name, "")
        return self.terms.get(name) or (instead if instead[:1].isalpha() else "")

    def own_rules(self, parts: Parts, place: str) -> list[Rule]:
        """Returns the rules that need code, behind the table's rows of the same place."""
        return []

    def decimal_number(self, quantity: Quantity, gender: str) -> str:
        """Says a decimal, by the table's templates where it has some: "seven and nine tenths"."""
        if not self.decimals:
            return super().decimal_number(quantity, gender)
        template = self.decimals[min(len(quantity.fraction), len(self.decimals)) - 1]
        return self.said(template, whole=quantity.value, part=quantity.fraction)

    # Agreement

    def in_case(self, case: str) -> Self:
        """Returns this grammar as its table has it for a case."""
        whole, own = to_builtins(self), self.cases[case]
        for key, value in own.items():
            whole[key] = {**whole.get(key, {}), **value} if isinstance(value, dict) else value
        found = convert(whole, type(self))
        found.__dict__["_spellers"] = self._spellers  # the same source of words, read once
        return found

    def gender(self, name: str) -> str:
        """Returns the gender of a currency or unit, for its number word."""
        return "f" if name in self.feminine else self.default_gender

    def noun_gender(self, noun: str, number: str) -> str:
        """Returns the gender of the number word before ``noun``, where the noun's ending shows it."""
        for row in self.nouns:
            if re.fullmatch(row.noun, noun) and (not row.digits or number[-1] in row.digits):
                return row.say
        return self.lone_gender

    # Money, measures, percentages

    def magnitude(self, printed: str, quantity: Quantity) -> str:
        """Returns a magnitude's word: an abbreviation written out, a word as printed."""
        table = {**self.money_magnitudes, **self.magnitudes}
        forms = table.get(printed) or table.get(printed.lower())
        return self.agreed(partial(self.form, forms), quantity) if forms else printed

    def counted_magnitude(self, quantity: Quantity, printed: str) -> str:
        """Says how many millions: "two point five million"."""
        genders = self.magnitude_genders
        gender = genders.get(printed.lower(), genders.get("", "m"))
        joint = "" if printed in self.joined_magnitudes else " "
        return f"{self.number(quantity, gender)}{joint}{self.magnitude(printed, quantity)}"

    def currency_name(self, iso: str, category: str) -> str:
        """Returns a currency's name in a plural category."""
        own = self.currencies.get(iso)
        return self.form(own, category) if own else cldr.currency(self.code, iso, self.turned(category))

    def money(self, quantity: Quantity, magnitude: str, iso: str) -> str:
        """Says a sum: "one point two billion dollars", "five euros fifty cents"."""
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
        return f"{said} {self.agreed(partial(self.currency_name, iso), quantity)}"

    def small_money(self, quantity: Quantity, cents: int, iso: str) -> str:
        """Says whole units and hundredths."""
        whole = Quantity(quantity.whole or "0", "", quantity.negative)
        hundredths = Quantity(str(cents))
        units = f"{self.number(whole, self.gender(iso))} {self.agreed(partial(self.currency_name, iso), whole)}"
        name = self.agreed(partial(self.form, self.cents[iso]), hundredths)
        small = f"{self.number(hundredths, self.cent_gender)} {name}"
        if not cents:
            return units
        if whole.value and cents > 9 and iso in self.bare_cents:
            return f"{units}{self.money_joint}{small.rsplit(' ', 1)[0]}"
        if whole.value:
            return f"{units}{self.money_joint}{small}"
        return f"{self.minus} {small}" if whole.negative else small

    def _of(self, magnitude: str, name: str) -> str:
        if self.of_elided and re.match(self.of_elided, name, re.I):
            return f"{magnitude} {self.of[:-1]}'{name}"
        return f"{magnitude} {self.of} {name}" if self.of else f"{magnitude} {name}"

    def measure(self, quantity: Quantity, magnitude: str, unit: str) -> str:
        """Says a measure: "two kilometers"; "" where the unit has no name."""
        named = partial(self.unit_pattern, unit)
        pattern = named("many") if magnitude else self.agreed(named, quantity)
        if not pattern:
            return ""
        if magnitude:
            return pattern.replace("{0}", f"{self.counted_magnitude(quantity, magnitude)} {self.of}".strip())
        return pattern.replace("{0}", self.number(quantity, self.gender(unit)))

    def unit_pattern(self, unit: str, category: str) -> str:
        """Returns a unit's pattern, "{0} kilometers"; "" where the unit has no name."""
        own = self.unit_forms.get(unit)
        return f"{{0}} {self.form(own, category)}" if own else cldr.unit(self.code, unit, self.turned(category))

    def fraction_of(self, said: str, pattern: str) -> str:
        """Says a fraction of a unit: "four and a half pounds"."""
        return pattern.replace("{0}", said)

    def percentage(self, said: str, quantity: Quantity) -> str:
        """Says a percentage: "five percent"."""
        word = self.agreed(partial(self.form, self.percents), quantity) if self.percents else self.percent
        return f"{word} {said}" if self.percent_first else f"{said} {word}"

    def degree(self, quantity: Quantity) -> str:
        """Says degrees: "five degrees"."""
        return f"{self.number(quantity, 'm')} {self.agreed(partial(self.form, self.degrees), quantity)}"

    # Fractions

    def fraction(self, top: int, bottom: int) -> str:
        """Says a fraction: "two thirds"; "" where it is none."""
        templates = matching(self.fractions, f"{top}/{bottom}")
        if not templates or (bottom == 1 and ".*/1" not in self.fractions):
            return ""
        return self.said(self.form(templates, self.category(Quantity(str(top)))), top=top, bottom=bottom)

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        """Says a whole number with a fraction: "two and a half"."""
        part = self.fraction(top, bottom)
        template = matching(self.mixed_numbers, f"{top}/{bottom}")
        if template and part:
            return self.said(template, whole=whole, part=part)
        return f"{self.cardinal(whole)} {self.and_} {part}" if part else ""

    def vulgar(self, sign: str) -> str:
        """Says a fraction's sign: "½"."""
        return self.fraction_signs.get(sign) or self.fraction(*VULGAR[sign])

    # Dates and times

    def date(self, day: int, month: int, year: int | None) -> str:
        """Says a date that is printed in figures."""
        name = self.month(month)
        endings = {} if self.days or not self.ordinal_stems else self.ordinal_endings
        said = agreeing(self, day, f" {name}", endings) if endings else self.day(day)
        template = self.dates or f"{{day}}{self.date_joint}{{month}}[{self.date_joint}{{year}}]"
        return self.said(template, day=said, month=name, year=self._year_behind(year), d=day, y=year)

    def _year_behind(self, year: int | None) -> str | None:
        """Says the year of a date, an ordinal where years are; None where there is none."""
        if year is None:
            return None
        endings = self.ordinal_year_endings
        return agreeing(self, year, " ", endings) if endings else self.year(year)

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        """Says a time of day; ``after`` is the printed sign or word behind it, kept by the caller when ""."""
        key = self._time_key(minute, second, after)
        if not key:
            parts = [hour, *([minute] if minute or second else []), *([second] if second else [])]
            return " ".join(map(self.cardinal, parts))
        shown = minute if minute or key == "second" else None
        spoken = {"minutes": minute or None, "seconds": second or None}
        return self.said(self.times[key], hour=hour, minute=shown, second=second, after=after or None, **spoken)

    def _time_key(self, minute: int, second: int | None, after: str) -> str:
        """Names the template of a time, the most particular first; "" where the table has none."""
        keys = ["after" if after else "", "" if second is None else "second", str(minute)]
        return next((key for key in (*keys, "minute" if minute else "hour", "minute", "hour") if key in self.times), "")

    # Codes, telephone numbers, letters

    def letters_and_digits(self, printed: str) -> str:
        """Says letters with digits: "A321", "COVID19", "t2000"."""
        pieces = re.findall(r"\d+|\D+", printed)
        return " ".join(self.code_number(piece) if piece[0].isdecimal() else piece for piece in pieces)

    def code_number(self, printed: str) -> str:
        """Says a number inside a code."""
        return self.number(Quantity(printed))

    def house_number(self, printed: str) -> str:
        """Says the number of a house."""
        return self.number(Quantity(printed))

    def telephone(self, groups: list[str], plus: bool) -> str:
        """Says a telephone number, a pause between its groups, digit by digit unless the table says otherwise."""
        said = []
        for place, group in enumerate(groups):
            key = f"{'+' if plus else ''}{place}:{group}"
            said.append(self.said(matching(self.phone_groups, key) or "{n:digits}", n=group))
        whole = ", ".join(said).replace(" , ", " ")  # a template that ends in a blank makes no pause
        return f"{self.plus} {whole}" if plus else whole

    def ends_sentence(self, after: str, *, is_time: bool = False) -> bool:
        """Tells whether the point of an abbreviation before ``after`` ends the sentence too."""
        word = _CAPITAL_WORD.match(after)
        if word is None or not word[1][0].isupper():
            return not after.strip()
        if is_time:
            return not re.match(self.goes_on_after_time, word[1])
        return word[1] in self.sentence_starters or word[1].lower() in self.little_words

    def acronym(self, letters: str) -> str:
        """Says an acronym as a word or letter by letter."""
        return letters if letters in self.acronym_words else self.spelled(letters)

    def spelled(self, letters: str) -> str:
        """Says letter by letter."""
        names = self.letter_names
        return names.get(letters) or " ".join(names.get(letter, letter) for letter in letters)

    def is_monarch(self, name: str) -> bool:
        """Tells whether a name may be a monarch's or a pope's: the table's, and any given name where it has some."""
        return not self.regnal.isdisjoint((name, "*")) or (bool(self.regnal) and is_given(name))

    def numeral(self, value: int, word: str) -> str:
        """Says a Roman numeral beside ``word``."""
        kinds = {"regnal": self.is_monarch(word), "after": word.lower() in self.counted_after}
        for row in self.romans:
            if self._is_said_so(row, value, word, kinds):
                return self.said(row.say, n=value)
        return self.cardinal(value, self.lone_gender)

    def _is_said_so(self, row: Agreement, value: int, word: str, kinds: dict[str, bool]) -> bool:
        return kinds.get(row.kind, True) and value <= (row.most or value) and bool(re.search(row.noun, word.lower()))
