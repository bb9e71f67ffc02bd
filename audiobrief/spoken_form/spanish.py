"""Says Spanish decimals in pairs, and fractions of a unit."""

from __future__ import annotations

import re

from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.numerals import Quantity

_FEMININE_UNITS = frozenset({"milla", "hora", "tonelada", "libra"})


class Spanish(Grammar, frozen=True, dict=True, kw_only=True):
    """Spanish."""

    def decimal_number(self, quantity: Quantity, gender: str) -> str:
        """Says two digits as a number, more in pairs: "tres coma catorce quince"."""
        digits = quantity.fraction
        step = 2 if len(digits) != 3 else 1 if digits[0] == "0" else 3
        pieces = [digits[at : at + step] for at in range(0, len(digits), step)]
        numbers = [
            f"{self.digits(piece[:-1])} {self.cardinal(int(piece[-1]), gender if piece is pieces[-1] else '')}".lstrip()
            if piece[0] == "0"
            else self.cardinal(int(piece), gender)
            for piece in pieces
        ]
        return " ".join([self.cardinal(quantity.value, "f" if gender == "f" else ""), self.point, *numbers])

    def counted_magnitude(self, quantity: Quantity, printed: str) -> str:
        """Says how many millions; behind a short decimal the number stands alone: "dos coma uno millones"."""
        gender = "m" if not quantity.fraction or len(quantity.fraction) > 2 else ""
        return f"{self.number(quantity, gender)} {self.magnitude(printed, quantity)}"

    def fraction_of(self, said: str, pattern: str) -> str:
        """Says a fraction of a unit: "una milla y media", "un tercio de milla"."""
        is_feminine = pattern.split()[1] in _FEMININE_UNITS
        one = "una" if is_feminine else "un"
        if said.endswith("y medio"):
            return pattern.replace("{0}", re.sub("^uno", one, said[:-1] + "a" if is_feminine else said))
        return pattern.replace("{0}", f"{re.sub('^uno ', 'una ', said) if is_feminine else said} de")
