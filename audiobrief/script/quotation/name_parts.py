"""Parts a run of capitalised words into titles and a name: "Chief Inspector Sarah Boone"."""

from __future__ import annotations

import re

from audiobrief.languages.tags import CAPITALS
from audiobrief.script.quotation.reporting import Grammar
from audiobrief.text.given_names import is_given

SHORT = "(?:Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen|Rep|Rev|Hon|St|Lt|Col|Maj|Adm|Cmdr|Sgt|Capt|Supt|Sr|Sra|Mme)"
TOKEN = rf"(?:[{CAPITALS}]\.|{SHORT}\.|(?:al-|el-|d['’]|O['’]|de-)?[{CAPITALS}][\w’'-]*)"
PARTICLE = (
    r"(?:von der|van der|van den|de la|von|van|der|den|de|da|di|del|della|la|le|du|dos|das|al|el|bin|ibn|ben|zu|af)"
)
RUN = re.compile(rf"{TOKEN}(?:(?:[ \u00a0]+{PARTICLE})?[ \u00a0]+{TOKEN})*")
POSSESSIVE = re.compile(r"['’]s?$")
DERIVED = re.compile(r"-[a-zà-ÿа-я]{3}")
"""New York-based, German-born: no part of a name."""
CALENDAR = re.compile(
    "(?:january|february|march|july|september|october|november|december|sept|oct|nov|dec|januar|februar|märz|juli|oktober|"
    "dezember|(?:sun|mon|tues|wednes|thurs|fri|satur)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)",
    re.IGNORECASE,
)
"""Capitalised behind a name, but no part of it."""
LONGEST_NAME = 4
HOUSE = frozenset("von vom der den de du della del".split())  # noqa: SIM905
"""Behind a full name, these begin where somebody works."""


class NameParts:
    """Knows by one language's words what is a title and what a name."""

    def __init__(self, rules: Grammar) -> None:
        """Takes the language's words."""
        self._rules = rules
        self._parted: dict[str, tuple[list[str], str] | None] = {}

    def split(self, run: str) -> tuple[list[str], str] | None:
        """Returns the titles (lower case) and the name of a run; None where it is no name."""
        if run not in self._parted:
            self._parted[run] = self._split(run)
        return self._parted[run]

    def _split(self, run: str) -> tuple[list[str], str] | None:
        words = [POSSESSIVE.sub("", word) for word in run.split()]
        titles = self._take_titles(words)
        if self._is_of_a_house(titles):
            return None
        words = _without_house(_from_given_name(words))
        while len(words) > 1 and CALENDAR.fullmatch(words[-1]):
            words.pop()
        titles += self._take_titles_behind(words)
        if not words or len(words) > LONGEST_NAME + 2 or any(DERIVED.search(word) for word in words):
            return None
        return titles, " ".join(words)

    def _is_of_a_house(self, titles: list[str]) -> bool:
        """Tells whether a house follows an office: "Trainer von Blau Weiß"; not so "Ministerin von der Leyen"."""
        return len(titles) > 1 and titles[-1] in HOUSE and self.is_office(titles[-2])

    def _take_titles(self, words: list[str]) -> list[str]:
        """Takes the titles off: those in front, and all up to an office within: "Israeli Prime Minister Jon Katz"."""
        titles: list[str] = []
        while words and self._is_title(words[0], len(words)):
            titles.append(words.pop(0).lower().rstrip("."))
        inner = 1 + max((place for place, word in enumerate(words[:-1]) if self.is_office(word)), default=-1)
        titles += [word.lower() for word in words[:inner]]
        del words[:inner]
        return titles

    def _take_titles_behind(self, words: list[str]) -> list[str]:
        """Takes the titles off that stand behind a full name: "Ann Ray, Chief Justice"."""
        rules, titles = self._rules, []
        if not rules.row.capital_nouns:
            while len(words) > 2 and words[-1].lower() in rules.titles and words[-1].lower() not in rules.organisations:
                titles.append(words.pop().lower())
        return titles

    def is_office(self, word: str) -> bool:
        """Tells whether a word is one of office, also as a part: Editor-in-Chief, Polizeipräsident."""
        low = word.lower()
        if low in self._rules.titles or not self._rules.titles.isdisjoint(low.split("-")):
            return True
        return low[3:].endswith(self._rules.ranks)

    def _is_title(self, word: str, left: int) -> bool:
        """Tells whether a word in front is no part of the name; ``left`` counts the words from it on."""
        low = word.lower()
        if low in self._rules.honorifics or low in self._rules.openers:
            return True
        return left > 1 and (_is_shortened(word) or self.is_office(word))


def _is_shortened(word: str) -> bool:
    """Tells whether a word is an acronym or an abbreviation, but no initial."""
    if word.endswith("."):
        return len(word) > 2
    return word.isupper() and len(word) > 1 and "." not in word


def _from_given_name(words: list[str]) -> list[str]:
    """Cuts what a run begins with before a given name: "Ukraine Kurt Volker", left over from "to Ukraine"."""
    return next((words[place:] for place, word in enumerate(words[:-1]) if is_given(word)), words)


def _without_house(words: list[str]) -> list[str]:
    """Cuts where somebody works: in "Simone Vint von der Stiftung" it begins behind the full name; "Ursula von der
    Leyen" has "von der" behind her given name.
    """
    for place, word in enumerate(words):
        begins = place >= 2 and word in HOUSE and words[place - 1] not in HOUSE
        if begins and not all(map(is_given, words[:place])):
            return words[:place]
    return words
