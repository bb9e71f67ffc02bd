"""Lithuanian: years, days and hours are ordinals, declined as their noun asks. num2words has none."""

from __future__ import annotations

import re

from audiobrief.spoken_form import numerals
from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.tokens import BREAK, Match, Parts, rule, sentence_stop

_STEMS = {
    "vienas": "pirm", "du": "antr", "trys": "treč", "keturi": "ketvirt", "penki": "penkt", "šeši": "šešt",
    "septyni": "septint", "aštuoni": "aštunt", "devyni": "devint", "šimtas": "šimt", "šimtai": "šimt",
    "tūkstantis": "tūkstant", "tūkstančiai": "tūkstant", "tūkstančių": "tūkstant",
}  # fmt: skip
"""Last word of a number -> stem of its ordinal; the others ("vienuolika", "dvidešimt") make it themselves."""
_ROUND = {"i": "ieji", "ų": "ųjų", "ais": "aisiais", "us": "uosius", "iems": "iesiems"}
"""Hundreds and thousands are definite: "devyni šimtųjų metų"."""
_FEMININE = {"vienas": "viena", "du": "dvi"}
_YEARS = {"m.": "ų", "metų": "ų", "metai": "i", "metais": "ais", "metus": "us", "metams": "iems"}
_CENTURIES = {"a.": "o", "amžius": "as", "amžiaus": "o", "amžiuje": "ame", "amžių": "ą"}
_WITH_GENITIVE = "nuo|iki|po|be"
_YEAR = r"(?:1\d|20)\d\d"
_DASH = rf"{BREAK}?[-–]{BREAK}?"


class Lithuanian(Grammar):
    """Lithuanian."""

    def cardinal(self, value: int, gender: str = "m") -> str:
        said = super().cardinal(value)
        head, space, last = said.rpartition(" ")
        if gender != "f" or last not in _STEMS or last.startswith(("šimt", "tūkst")):
            return said
        return f"{head}{space}{_FEMININE.get(last) or (last if last == 'trys' else f'{last}os')}"

    def declined(self, value: int, ending: str) -> str:
        """The ordinal of ``value`` with an ending: "penktų", "dvidešimt septintą"."""
        head, space, last = self.cardinal(value).rpartition(" ")
        stem = _STEMS.get(last) or (last.removesuffix("a") + "t" if last.endswith("lika") else last)
        if stem == "treč":
            stem, ending = ("tret", ending) if ending[0] == "i" else (stem, f"i{ending}")
        elif stem in ("šimt", "tūkstant"):
            ending = _ROUND.get(ending, ending)
        if value < 2000:
            head = head.removeprefix("vienas ").removeprefix("vienas")
        return f"{head}{space}{stem}{ending}".strip()

    def ordinal(self, value: int, mark: str = "") -> str:
        return self.declined(value, "as")

    def date(self, day: int, month: int, year: int | None) -> str:
        first = f"{self.declined(year, 'ų')} metų " if year is not None else ""
        return f"{first}{self.month(month)} {self.declined(day, 'ą')} dieną"

    def own_rules(self, parts: Parts) -> list[Rule]:
        """As in "2025 m. lapkričio 27 d.", "1990–2000 m.", "nuo 8 val.", "XX a."."""
        return [self._day_rule(parts), self._year_rule(), self._hour_rule(), self._century_rule()]

    def _day_rule(self, parts: Parts) -> Rule:
        def say(match: Match) -> str:
            ending, noun = ("os", "dienos") if match["to"] else ("ą", "dienomis" if match["low"] else "dieną")
            said = f"{self._low(match, ending)}{self.declined(int(match['day']), ending)} {noun}"
            before = match.string[: match.start()].rstrip()
            begins = not before or before[-1] in ".!?\n"  # "Lapkričio 27 d. Seimas balsavo"
            return f"{match['lead']}{said}{sentence_stop(match, before_capital=not begins)}"

        lead = rf"(?i:(?P<to>{_WITH_GENITIVE}){BREAK})?(?:{_YEAR}{BREAK}?(?:m\.|metų){BREAK}?)?"
        low, day = rf"(?:(?P<low>[1-9]|[12]\d){_DASH})?", r"(?P<day>[1-9]|[12]\d|3[01])"
        month = rf"(?i:{parts.month}){BREAK}(?:mėn\.{BREAK}?)?"
        return rule("day", rf"(?<!\w)(?P<lead>{lead}{month}){low}{day}{BREAK}?d\.(?!\w)", say)

    def _year_rule(self) -> Rule:
        def say(match: Match) -> str:
            printed = match["noun"]
            said = f"{self._low(match, _YEARS[printed])}{self.declined(int(match['year']), _YEARS[printed])}"
            noun = "metų" if printed == "m." else printed
            return f"{said} {noun}{sentence_stop(match, before_capital=False)}"

        low = rf"(?:(?P<low>{_YEAR}){_DASH})?"
        nouns = "|".join(map(re.escape, _YEARS))
        return rule("year", rf"(?<![\w.,/-]){low}(?P<year>{_YEAR}){BREAK}?(?P<noun>{nouns})(?!\w)", say)

    def _hour_rule(self) -> Rule:
        """A time of day, unless "per" tells that hours are counted."""

        def say(match: Match) -> str:
            ending, noun = ("os", "valandos") if match["to"] else ("ą", "valandą")
            minute = int(match["minute"] or 0)
            said = f"{self.declined(int(match['hour']), ending)} {self.cardinal(minute) if minute else noun}"
            return f"{match['to'] or ''}{said}{sentence_stop(match)}"

        to = rf"(?P<to>(?<!\w)(?i:{_WITH_GENITIVE}){BREAK})?"
        time = r"(?P<hour>[1-9]|1\d|2[0-4]|0\d)(?:[.:](?P<minute>[0-5]\d))?"
        return rule("hour", rf"{to}(?<![\w.,:/–-])(?<!per ){time}{BREAK}?val\.(?!\w)(?! per | ir \d+{BREAK}?min)", say)

    def _century_rule(self) -> Rule:
        def say(match: Match) -> str:
            value = numerals.roman(match["roman"])
            if not value:
                return match[0]
            noun = "amžiaus" if match["noun"] == "a." else match["noun"]
            said = f"{self.declined(value, _CENTURIES[match['noun']])} {noun}"
            return said + sentence_stop(match, before_capital=False)

        nouns = "|".join(map(re.escape, _CENTURIES))
        pattern = rf"(?<![\w.–-])(?P<roman>[IVX]{{1,5}}){BREAK}?(?P<noun>{nouns})(?!\w)"
        return rule("century", pattern, say, re.compile("[IVX]"))

    def _low(self, match: Match, ending: str) -> str:
        return f"{self.declined(int(match['low']), ending)} {self.to} " if match["low"] else ""
