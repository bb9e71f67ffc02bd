"""Says a language's numbers: cardinals, ordinals, years, decimals, digits, days and months."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache

from audiobrief.languages import language_of
from audiobrief.spoken_form import cldr, numerals
from audiobrief.spoken_form.numerals import Quantity
from audiobrief.spoken_form.schema import Words

_SPELLINGS_KEPT = 8192


class Numbers(Words, frozen=True, dict=True, kw_only=True):
    """A language's words with what they make of numbers; a language's module overrides what differs."""

    @cached_property
    def _spellers(self) -> dict[str, numerals.Speller]:
        return {}

    def _spelled(self, rule_set: str, value: int) -> str:
        """Spells by a rule set of the table's source, or of another that stands before a slash."""
        source, _, own_set = rule_set.rpartition("/")
        if source not in self._spellers:
            self._spellers[source] = numerals.speller(source or self.numbers, self.code, self.spelling_rows)
        return self._spellers[source](own_set, value)

    def spell(self, form: str, value: int, variant: str = "") -> str:
        """Spells a number in a form and its variant (a gender, an ending); "" where there are no words for it."""
        return self._spelt(form, value, variant) if self.numbers else ""

    @cached_property
    def _spelt(self) -> Callable[[str, int, str], str]:
        return lru_cache(maxsize=_SPELLINGS_KEPT)(self._spelt_anew)

    def _spelt_anew(self, form: str, value: int, variant: str) -> str:
        spelling = self.spelling.get(f"{form}:{variant}") or self.spelling.get(form)
        if not spelling and form not in ("cardinal", "ordinal"):
            return ""
        rule_set, *changes = spelling or (form,)
        said = self._spelled(rule_set, value)
        for pattern, right in (*self.repairs.items(), *zip(changes[::2], changes[1::2], strict=True)):
            said = re.sub(pattern, right, said)
        return said.replace("\u00ad", self.word_gap)

    def quantity(self, printed: str) -> Quantity:
        """Parses a number as this language prints it: "1.234,5"."""
        negative = printed[:1] in "-−–"
        body = printed.lstrip("-−–+ ")
        whole, _, fraction = body.partition(self.decimal)
        return Quantity("".join(filter(str.isdecimal, whole)), "".join(filter(str.isdecimal, fraction)), negative)

    def number(self, quantity: Quantity, gender: str | None = None) -> str:
        """Says a cardinal or decimal."""
        gender = self.lone_gender if gender is None else gender
        sign = f"{self.minus} " if quantity.negative else ""
        if quantity.fraction:
            return sign + self.decimal_number(quantity, gender)
        if len(quantity.whole) > numerals.LONGEST or (len(quantity.whole) > 1 and quantity.whole[0] == "0"):
            return sign + self.digits(quantity.whole)
        return sign + self.cardinal(quantity.value, gender)

    def decimal_number(self, quantity: Quantity, gender: str) -> str:
        """Says a decimal: "two point zero five"."""
        whole = self.spell("whole", quantity.value) or self.cardinal(quantity.value) if quantity.whole else ""
        if self.zero_decimals_single or len(quantity.fraction) > 3:
            return f"{whole} {self.point} {self.digits(quantity.fraction)}".lstrip()
        rest = quantity.fraction.lstrip("0")
        zeros = [self.cardinal(0)] * (len(quantity.fraction) - len(rest))
        return " ".join([whole, self.point, *zeros, *([self.cardinal(int(rest))] if rest else [])])

    def cardinal(self, value: int, gender: str | None = None) -> str:
        """Says a whole number; a number that is too large, digit by digit."""
        return self.spell("cardinal", value, self.lone_gender if gender is None else gender) or self.digits(str(value))

    def ordinal(self, value: int, mark: str = "") -> str:
        """Says an ordinal; ``mark`` is its printed ending."""
        if not self.ordinals:
            return self.spell("ordinal", value, mark) or self.cardinal(value)
        head, _, last = self.cardinal(value).rpartition(" ")
        return f"{head} {self.ordinals.get(last, last)}".strip()

    def year(self, value: int) -> str:
        """Says a year."""
        return self.spell("year", value) or self.cardinal(value)

    def digits(self, printed: str) -> str:
        """Says a number digit by digit."""
        return " ".join(self.spell("cardinal", int(digit)) or digit for digit in printed if digit.isdecimal())

    def category(self, quantity: Quantity) -> str:
        """Returns the plural category of a quantity."""
        if self.plurals == "cldr" or (self.plurals == "whole" and not quantity.fraction):
            return self.turned(cldr.plural(self.code, quantity.count))
        is_one = quantity.is_one if self.plurals == "one" else self.plurals == "under two" and quantity.value < 2
        return "one" if is_one else "other"

    def turned(self, category: str) -> str:
        """Translates a plural category from CLDR's or into it, where its "other" is for five and more."""
        return {"many": "other", "other": "many"}.get(category, category) if self.many_is_other else category

    def agreed(self, pick: Callable[[str], str], quantity: Quantity) -> str:
        """Picks a form by a quantity's plural category, in the case of this grammar."""
        category = self.category(quantity)
        said = pick(self.case_categories.get(category, category))
        changes = self.case_changes.get("many" if category == "few" else category, ())
        for pattern, right in zip(changes[::2], changes[1::2], strict=True):
            said = re.sub(pattern, right, said)
        return said

    def form(self, forms: tuple[str, ...], category: str) -> str:
        """Picks among (one, other) or (one, few, many[, other])."""
        if len(forms) < 3:
            return forms[0] if category == "one" else forms[-1]
        place = {"one": 0, "few": 1, "many": 2, "other": 3, "two": 3}.get(category, 2)
        return forms[min(place, len(forms) - 1)]

    def day(self, value: int) -> str:
        """Says a day of the month."""
        if self.days:
            return self.days[value - 1]
        return self.ordinal(value) if self.ordinal_days else self.spell("day", value) or self.cardinal(value)

    @cached_property
    def little_words(self) -> frozenset[str]:
        """Returns words that are hardly an acronym: the table's, else those that a language is told by; numbers."""
        own = self.small_words or frozenset(language_of(self.code.partition("_")[0]).words.guess.words.split())
        return own | {self.cardinal(number) for number in range(2, 13)}

    @cached_property
    def usual_words(self) -> frozenset[str]:
        """Returns words that are no acronym where capitals are a style."""
        return self.little_words | frozenset(self.short_words.split())

    def small(self, capitals: str) -> str:
        """Writes capitals small."""
        return "".join(self.small_letters.get(letter) or letter.lower() for letter in capitals)

    @cached_property
    def months(self) -> dict[str, int]:
        """Returns the number of each month by its printed name, full or short, in small letters."""
        return {**cldr.months(self.code), **self.month_words}

    def month(self, number: int) -> str:
        """Returns a month's name as it stands after a day."""
        return (self.month_names or cldr.month_names(self.code))[number - 1]
