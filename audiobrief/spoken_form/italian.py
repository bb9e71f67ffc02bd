"""Italian. Numbers by num2words, long words cut at "mila" and the hundreds so that engines stress them."""

from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.spoken_form import numerals
from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST, Quantity
from audiobrief.spoken_form.tokens import Match, Parts, rule

_CUTS = re.compile(r"(mila|mille(?=.)|cento(?=[a-z]))(?=[a-z])")
_FRACTIONS = {2: ("mezzo", "mezzi"), 3: ("terzo", "terzi"), 4: ("quarto", "quarti")}


@lru_cache(maxsize=4096)
def cardinal(value: int) -> str:
    """As in "tremila cinquecento quarantaquattro"."""
    said = numerals.words("it", value).replace(" e ", " ")
    return _CUTS.sub(r"\1 ", said)


class Italian(Grammar):
    """Italian."""

    def cardinal(self, value: int, gender: str = "") -> str:
        if len(str(value)) > LONGEST or value >= 10**15:
            return self.digits(str(value))
        if value == 1 and gender:
            return "una" if gender == "f" else "un"
        return cardinal(value) or str(value)

    def number(self, quantity: Quantity, gender: str = "") -> str:
        return super().number(quantity, gender)

    def noun_gender(self, noun: str, last_digit: int) -> str:
        """As in "1 ora", "1 anno"; before a preposition the number stands alone."""
        if noun in {"di", "del", "della", "per", "con", "su", "da", "in", "al", "alla"} or not noun.islower():
            return ""
        return "f" if noun.endswith("a") else "m"

    def digits(self, printed: str) -> str:
        return " ".join(cardinal(int(digit)) for digit in printed if digit.isdecimal())

    def category(self, quantity: Quantity) -> str:
        return "one" if quantity.is_one else "other"

    def counted_magnitude(self, quantity: Quantity, printed: str) -> str:
        joint = "" if printed == "mila" else " "
        return f"{self.number(quantity, 'm')}{joint}{self.magnitude(printed, quantity)}"

    def day(self, value: int) -> str:
        return "primo" if value == 1 else self.cardinal(value)

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        name = numerals.words("it", bottom, "ordinal")
        one, many = _FRACTIONS.get(bottom, (name, name[:-1] + "i"))
        return f"{self.cardinal(top, 'm')} {one if top == 1 else many}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        return f"{self.cardinal(whole)} e {'mezzo' if (top, bottom) == (1, 2) else self.fraction(top, bottom)}"

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        said = "una" if hour == 1 else self.cardinal(hour)
        if second is not None:
            minutes = f"{self.cardinal(minute, 'm')} {'minuto' if minute == 1 else 'minuti'}"
            seconds = f"{self.cardinal(second, 'm')} {'secondo' if second == 1 else 'secondi'}"
            return f"{said} {'ora' if hour == 1 else 'ore'} {minutes} e {seconds}"
        if not minute:
            return said
        return f"{said} e {'un quarto' if minute == 15 else 'mezza' if minute == 30 else self.cardinal(minute)}"

    def numeral(self, value: int, word: str, printed: str) -> str:
        said = numerals.words("it", value, "ordinal")
        if word.lower() in self.counted_after:
            return said[:-1] + "a" if word.lower() in {"guerra", "edizione", "legislatura"} else said
        return said if word in self.regnal or word.lower() == "secolo" else self.cardinal(value)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            said = numerals.words("it", int("".join(filter(str.isdecimal, match[1]))), "ordinal")
            return said[:-1] + "a" if match[2] in "ªa" else said

        return [rule("ordinal", rf"(?<![\w.,])({parts.whole})(º|°|ª)(?! ?[CF]\b)(?!\w)", say)]
