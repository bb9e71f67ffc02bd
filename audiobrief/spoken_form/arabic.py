"""Says Arabic sums, whose number words follow the noun of one and the hundredths' own plural."""

from __future__ import annotations

import re

from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.numerals import Quantity


class Arabic(Grammar, frozen=True, dict=True, kw_only=True):
    """Arabic."""

    def quantity(self, printed: str) -> Quantity:
        """Parses a number; both marks are decimal marks, groups behind a comma are not told apart from them."""
        negative = printed[:1] in "-−–"
        whole, _, fraction = re.sub("[,٫]", ".", printed.lstrip("-−–+ ")).partition(".")
        digits = ["".join(str(int(d)) for d in part if d.isdecimal()) for part in (whole, fraction)]
        return Quantity(digits[0], digits[1], negative)

    def category(self, quantity: Quantity) -> str:
        """Returns the category of three to ten, of eleven to ninety-nine, or the singular of all others."""
        found = super().category(quantity)
        return found if found in ("few", "many") else "other"

    def money(self, quantity: Quantity, magnitude: str, iso: str) -> str:
        """Says a sum; a single one behind its noun."""
        if quantity.value == 1 and not quantity.fraction.strip("0"):
            name = self.currency_name(iso, "one")
            return f"{magnitude} {name}" if magnitude else f"{name} واحد"
        return super().money(quantity, magnitude, iso)

    def small_money(self, quantity: Quantity, cents: int, iso: str) -> str:
        """Says whole units and hundredths, three to ten in their plural."""
        one, many = self.cents[iso]
        small = f"{self.cardinal(cents)} {many if 3 <= cents <= 10 else one}" if cents else ""
        units = f"{self.cardinal(quantity.value)} {self.currency_name(iso, 'other')}"
        return " و".join(filter(None, (units if quantity.value or not cents else "", small)))
