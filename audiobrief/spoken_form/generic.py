"""Languages that need no grammar of their own: num2words' numbers, CLDR's names, and a table of words each.

A language that num2words cannot count in has ``numbers = "digits"`` in its table: money, percentages and units get
their words, the digits stay for the engine.
"""

from __future__ import annotations

from collections.abc import Mapping

from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.hyphened import hyphened_rules
from audiobrief.spoken_form.numerals import Quantity
from audiobrief.spoken_form.pointed import agreeing, pointed_rules
from audiobrief.spoken_form.tokens import Match, Parts, rule, sentence_stop

_SLAVIC_DAYS = {
    "uk": (("ій", "ього"), ("ий", "ого")),
    "be": (("ці", "цяга"), ("гі", "гога"), ("ы", "ага")),
    "pl": (("gi", "giego"), ("ci", "ciego"), ("y", "ego")),
}
"""Nominative -> genitive ending of the ordinal that counts a day."""
_YEARS: Mapping[str, tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]] = {
    "uk": (
        ("року|р\\.", "року", _SLAVIC_DAYS["uk"]),
        ("році", "році", (("ій", "ьому"), ("ий", "ому"))),
        ("рік", "рік", ()),
    ),
    "be": (
        ("года|г\\.", "года", _SLAVIC_DAYS["be"]),
        ("годзе", "годзе", (("ці", "цім"), ("ы", "ым"))),
        ("год", "год", ()),
    ),
    "bg": (("г\\.", "година", ()),),
    "pl": (
        ("roku|r\\.(?!\\w)", "roku", _SLAVIC_DAYS["pl"]),
        ("rok", "rok", ()),
    ),
}
"""Nouns behind a year, the noun as said, and the endings its ordinal takes."""
_POLISH_LOCATIVE = (("gi", "gim"), ("ci", "cim"), ("y", "ym"))
_CENTURIES = {
    "uk": (("ям", "им"), ("ь", "их"), ("і", "ому"), ("", "ого")),
    "be": (("ем", "ым"), ("ў", "ых"), ("і", "ым"), ("", "ага")),
}
"""Ending of the century's word -> ending of its ordinal ("у XX столітті")."""
_PERSIAN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.")
"""Digits and the decimal mark; the rules of dates and times count in ASCII."""
_HOUR_FIRST = frozenset({"nl"})
"""The word of a time stands between hours and minutes: "twaalf uur dertig"."""
_CARDINALS = frozenset({"trzy", "cztery"})
_EVERY_WORD = frozenset({"pl"})
"""In Polish every word of the ordinal takes the ending: "dwudziestego czwartego"."""


class Generic(Grammar):
    """A language whose table says it all."""

    def day(self, value: int) -> str:
        endings = _SLAVIC_DAYS.get(self.code)
        return self._declined(value, endings) if endings else super().day(value)

    def date(self, day: int, month: int, year: int | None) -> str:
        """Where days and years are ordinals, as their point would make them; Latvian says the year first."""
        name, day_said = self.month(month), self.day(day)
        if self.ordinal_stems and not self.days:
            day_said = agreeing(self, day, f" {name}", self.ordinal_endings)
        if year is None or not self.ordinal_year_endings:
            return self.date_joint.join([day_said, name, *([self.year(year)] if year is not None else [])])
        year_said = agreeing(self, year, " ", self.ordinal_year_endings)
        return f"{year_said} gada {day_said} {name}" if self.code == "lv" else f"{day_said} {name} {year_said}"

    def _declined(self, value: int, endings: tuple[tuple[str, str], ...]) -> str:
        """The ordinal of ``value`` with other endings on its last word (Polish: on tens and ones)."""
        words = self.ordinal(value).split()
        first = max(0, len(words) - 2) if self.code in _EVERY_WORD else len(words) - 1
        for place in range(first, len(words)):
            for nominative, other in endings:
                if words[place].endswith(nominative) and words[place] not in _CARDINALS:
                    words[place] = words[place].removesuffix(nominative) + other
                    break
        return " ".join(words)

    def own_rules(self, parts: Parts) -> list[Rule]:
        """Years before their noun, with the day and month before them where there are any."""
        rows = []
        if self.code == "fa":
            rows.append(rule("persian digits", "[۰-۹٫]", lambda match: match[0].translate(_PERSIAN)))
        for nouns, noun, endings in _YEARS.get(self.code, ()):

            def year(match: Match, noun: str = noun, endings: tuple[tuple[str, str], ...] = endings) -> str:
                before = match.string[max(0, match.start() - 3) : match.start()].lower()
                at_year = self.code == "pl" and before.endswith(("w ", "o ", "po ")) and noun == "roku"
                used = _POLISH_LOCATIVE if at_year else endings
                return f"{self._declined(int(match[1]), used)} {noun}{sentence_stop(match)}"

            rows.append(rule("year", rf"(?<![\w.,/-])([12]\d{{3}})[ \u00a0](?:{nouns})(?!\w)", year))
        if self.code == "tg":
            rows.append(rule("ordinal ending", r"(?<![\w.,])(\d{1,4})-(ум|юм)(?!\w)", self._tajik_ordinal))
        return [*rows, *hyphened_rules(self), *pointed_rules(self, parts)]

    def _tajik_ordinal(self, match: Match) -> str:
        return f"{self.cardinal(int(match[1]))}{match[2]}"

    def numeral(self, value: int, word: str, printed: str) -> str:
        for ending, own in _CENTURIES.get(self.code, ()):
            if word.lower().endswith(ending):
                said = self.ordinal(value)
                return (said[:-2] if self.code == "uk" else said[:-1]) + own
        return super().numeral(value, word, printed)

    def category(self, quantity: Quantity) -> str:
        category = super().category(quantity)
        return "other" if quantity.fraction else category

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        if after and self.code in _HOUR_FIRST:
            return f"{self.cardinal(hour)} {after} {self.cardinal(minute) if minute else ''}".rstrip()
        said = super().time(hour, minute, second, after)
        return said if minute or second else self.cardinal(hour)
