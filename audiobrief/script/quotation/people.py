"""The people and organisations an article names: full names, roles, and what tells whether "he" can be one of them."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from audiobrief.assets import voices_folder
from audiobrief.languages.tags import CAPITALS
from audiobrief.script.quotation.reporting import Grammar

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
AGED = re.compile(r",\s+\d{1,3}\b(?!\s*(?:percent|per|%))")
"""As in "Wilson, 44,": only people have ages."""
PLACED = frozenset(
    [
        "of",
        "in",
        "at",
        "near",
        "from",
        "on",
        "outside",
        "von",
        "aus",
        "bei",
        "nahe",
        "de",
        "à",
        "en",
        "di",
        "da",
        "em",
        "из",
        "в",
        "на",
        "у",
        "із",
    ]
)
"""Before a name, these make it a place."""
HOUSE = frozenset(["von", "vom", "der", "den", "de", "du", "della", "del"])
"""Behind a full name, these begin where somebody works."""
FEMALE_ENDINGS = ("ova", "ová", "eva", "ina", "aya", "ska", "ова", "ева", "ина", "ая", "ська", "івна", "овна", "евна")


@cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Men's and women's given names."""
    table = tomllib.loads((voices_folder() / "names" / "given.toml").read_text(encoding="utf-8"))
    return frozenset(table["male"].split()), frozenset(table["female"].split())


@dataclass(slots=True)
class Person:
    """Somebody with a name."""

    name: str
    gender: str = ""
    """"m", "f" or unknown."""
    roles: set[str] = field(default_factory=set)
    """Words of the roles printed with the name, lower case."""
    places: list[tuple[int, int]] = field(default_factory=list)
    """Paragraph and offset of each mention outside quotation marks."""
    is_titled: bool = False
    """A title stood before it, or an age behind it."""
    is_called: bool = False
    """By the last name alone, as people are."""
    is_sure: bool = False
    """Something tells a person from a place: a given name, a title, a surname used alone, a reporting verb."""

    @property
    def last(self) -> str:
        return self.name.split()[-1]


@dataclass(frozen=True, slots=True)
class Organisation:
    name: str
    paragraph: int
    start: int


@dataclass(frozen=True, slots=True)
class Group:
    """Several people without a name: "the participants"."""

    name: str
    paragraph: int
    start: int


class Names:
    """Everyone an article names outside quotation marks. ``quoted`` tells whether a place is inside marks."""

    def __init__(self, paragraphs: Sequence[str], rules: Grammar, quoted: Sequence[tuple[int, int, int]]) -> None:
        self.rules = rules
        self.people: list[Person] = []
        self.organisations: list[Organisation] = []
        self._paragraphs = paragraphs
        self._quoted: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for paragraph, start, end in quoted:
            self._quoted[paragraph].append((start, end))
        self._split: dict[str, tuple[list[str], str] | None] = {}
        self._full: dict[str, list[Person]] = {}
        runs = list(self._runs())
        for paragraph, start, run, text in runs:
            self._take_full(paragraph, start, run, text)
        for paragraph, start, run, text in runs:
            self._take_short(paragraph, start, run, text)

    @cached_property
    def groups(self) -> list[Group]:
        """Groups of people, in order; sought only when a source may be one."""
        groups: list[Group] = []
        for index, match in self._unquoted(self.rules.group):
            words = match[0].split()
            while len(words) > 1 and words[0].lower() in self.rules.stops:
                words = words[1:]
            if words[0].lower() in self.rules.articles:
                words[0] = words[0].lower()
            groups.append(Group(" ".join(words), index, match.start()))
        return groups

    def _runs(self) -> Iterator[tuple[int, int, str, str]]:
        for index, match in self._unquoted(RUN):
            yield index, match.start(), match[0], match.string

    def _unquoted(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Yields the matches outside quotation marks, each with its paragraph's index."""
        for index, text in enumerate(self._paragraphs):
            quoted = self._quoted[index]
            for match in pattern.finditer(text):
                if not any(a <= match.start() < b for a, b in quoted):
                    yield index, match

    def _take_full(self, paragraph: int, start: int, run: str, text: str) -> None:
        """A full name (two words and more, its titles aside) founds a person."""
        found = self.split(run)
        if found is None:
            return
        titles, name = found
        name = self._without_place(name, text, start)
        if len(name.split()) < 2 or self._is_organisation(run, name, titles, text, start):
            if len(name.split()) >= 2 or (run.isupper() and len(run) > 2):
                self.organisations.append(Organisation(POSSESSIVE.sub("", run), paragraph, start))
            return
        person = next((p for p in self.people if p.name == name), None)
        if person is None:
            person = Person(name)
            self.people.append(person)
            for token in name.split():
                self._full.setdefault(token, []).append(person)
        self._learn(person, titles, text, start, start + len(run))

    def _take_short(self, paragraph: int, start: int, run: str, text: str) -> None:
        """Counts a mention, full or short, for whoever it names."""
        found = self.split(run)
        if found is None:
            return
        titles, name = found
        people = self.matching(name)
        aged = AGED.match(text, start + len(run)) is not None
        if len(people) == 1:
            people[0].places.append((paragraph, start))
            people[0].is_sure |= name != people[0].name
            people[0].is_called |= name == people[0].last != people[0].name
            self._learn(people[0], titles, text, start, start + len(run))
        elif not people and len(name.split()) == 1 and self._is_person(name, titles, aged=aged):
            person = Person(name)
            self.people.append(person)
            self._full.setdefault(name, []).append(person)
            person.places.append((paragraph, start))
            self._learn(person, titles, text, start, start + len(run))

    @staticmethod
    def is_given(word: str) -> bool:
        """A man's or a woman's given name, or a part of a double one."""
        male, female = given_names()
        return any(part in male or part in female for part in (word, *word.split("-")))

    def _is_person(self, name: str, titles: list[str], *, aged: bool) -> bool:
        """A name of one word: a title before it, an age behind it, or a given name; no office and no body."""
        if name.isupper() or name.lower() in self.rules.organisations | self.rules.titles | self.rules.media:
            return False
        return aged or self.is_given(name) or bool(set(titles) & (self.rules.titles | self.rules.mr | self.rules.ms))

    def is_a_name(self, source: str) -> bool:
        """Every word stands with a capital in mid-sentence, none without a capital."""
        text = "\n".join(self._paragraphs)
        for word in source.split():
            own = re.escape(word)
            if re.search(rf"(?<![\w’'-]){re.escape(word.lower())}(?![\w’'-])", text) and not word.islower():
                return False
            if not re.search(rf"(?:(?<=[a-z,] )|(?<=,[\"”’] )){own}(?![\w’'-])", text):
                return False
        return True

    def is_credible(self, person: Person) -> bool:
        """Somebody with a name, not a thing or a body in capitals. Where every noun has a capital, a given name, a
        title or an age must say so.
        """
        words = person.name.split()
        low = {word.lower() for word in words}
        other = self.rules.organisations | self.rules.media | self.rules.fronting | self.rules.pronouns
        if len(words) > LONGEST_NAME or low & other or CALENDAR.fullmatch(words[-1]):
            return False
        if self.is_given(words[0]) or person.gender or person.is_titled:
            return True
        return len(words) > 1 and person.is_sure and not self.rules.row.capital_nouns

    def may_be_she_or_he(self, person: Person) -> bool:
        """A person beyond doubt: "he" is never a club."""
        return person.is_titled or person.is_called or bool(person.gender) or self.is_given(person.name.split()[0])

    def split(self, run: str) -> tuple[list[str], str] | None:
        """A run of capitalised words as titles and a name: "Chief Inspector Sarah Boone"."""
        if run not in self._split:
            self._split[run] = self._titles_and_name(run)
        return self._split[run]

    def _titles_and_name(self, run: str) -> tuple[list[str], str] | None:
        words = [POSSESSIVE.sub("", word) for word in run.split()]
        titles: list[str] = []
        while words and self._is_title(words[0], len(words)):
            titles.append(words.pop(0).lower().rstrip("."))
        inner = [place for place, word in enumerate(words[:-1]) if self.is_office(word)]
        if inner:  # "Israeli Prime Minister Benjamin Netanyahu"
            titles += [word.lower() for word in words[: inner[-1] + 1]]
            words = words[inner[-1] + 1 :]
        given = [place for place, word in enumerate(words[:-1]) if self.is_given(word)]
        if given and len(words) - given[0] >= 2:  # "Ukraine Kurt Volker", left over from "to Ukraine"
            words = words[given[0] :]
        words = self._without_house(words)
        while len(words) > 1 and CALENDAR.fullmatch(words[-1]):
            words.pop()
        ends = frozenset() if self.rules.row.capital_nouns else self.rules.titles - self.rules.organisations
        while len(words) > 2 and words[-1].lower() in ends:
            titles.append(words.pop().lower())
        if not words or len(words) > LONGEST_NAME + 2 or any(DERIVED.search(word) for word in words):
            return None
        return titles, " ".join(words)

    def _without_house(self, words: list[str]) -> list[str]:
        """As in "Simone Vint von der Stiftung": behind a full name "von der" tells where somebody works; "Ursula von
        der Leyen" has it behind her given name.
        """
        for place, word in enumerate(words):
            if place >= 2 and word in HOUSE and not all(self.is_given(own) for own in words[:place]):
                return words[:place]
        return words

    def _without_place(self, name: str, text: str, start: int) -> str:
        """As in "ambassador to Britain Liu Xiaming": what a preposition leads to is not part of the name."""
        words = name.split()
        before = text[max(0, start - 12) : start].split()
        led = bool(before) and before[-1].lower() in PLACED | {"to", "for", "with"}
        return " ".join(words[-2:]) if led and len(words) > 2 and not self.is_given(words[0]) else name

    def is_office(self, word: str) -> bool:
        """A word of office, also as a part: Editor-in-Chief, Polizeipräsident."""
        low = word.lower()
        offices = self.rules.titles
        if low in offices or any(part in offices for part in low.split("-")):
            return True
        own = offices | self.rules.men | self.rules.women
        return self.rules.row.capital_nouns and any(
            len(low) > len(office) + 2 and len(office) > 3 and low.endswith(office) for office in own
        )

    def _is_title(self, word: str, left: int) -> bool:
        low = word.lower()
        if low in self.rules.titles or low in self.rules.mr or low in self.rules.ms:
            return True
        if left > 1 and self.is_office(word):
            return True
        if low in self.rules.fronting or low in self.rules.articles or low in self.rules.conjunctions:
            return True
        if low in self.rules.determiners or low in self.rules.pronouns:
            return True
        return left > 1 and (
            (word.isupper() and len(word) > 1 and "." not in word) or (word.endswith(".") and len(word) > 2)
        )

    def _is_organisation(self, run: str, name: str, titles: list[str], text: str, start: int) -> bool:
        words = name.split()
        if any(word.lower() in self.rules.organisations for word in words):
            return True
        if self.is_given(words[0]) or set(titles) & (self.rules.titles | self.rules.mr | self.rules.ms):
            return False
        after = text[start + len(run) : start + len(run) + 12]
        return bool(re.match(r"\s\([A-Z]{2,6}\)", after))

    def _learn(self, person: Person, titles: list[str], text: str, start: int, end: int) -> None:
        """Roles and gender from the words around a name."""
        before = re.findall(
            r"\w[\w.’'-]*", text[max(0, start - 60) : start].rsplit(",", 1)[-1].rsplit(". ", 1)[-1].lower()
        )[-4:]
        after = re.match(r",\s+([^,.;]{3,60})", text[end : end + 70])
        apposed = re.findall(r"\w[\w-]*", after[1].lower()) if after else []
        person.roles |= set(titles) | {word for word in before + apposed[:6] if word not in self.rules.articles}
        words = titles + before[-2:] + apposed[:5]
        if not person.gender:
            person.gender = self._gender(person.name, words)
        following = re.findall(r"[\w’'-]+", text[end : end + 40])[:3]
        speaks = any(word.lower() in self.rules.verb_words for word in following) and "." not in text[end : end + 20]
        placed = bool(before) and before[-1] in PLACED and not titles
        # "zei burgemeester Anneke Brouwer": a title without a capital; behind a verb it is a subject's
        small = bool(before) and before[-1] in self.rules.titles and not self.rules.row.capital_nouns
        behind_verb = small and len(before) > 1 and before[-2] in self.rules.verb_words
        told = behind_verb or (small and not self.rules.row.inflects)
        speaks = (speaks and not placed) or told or AGED.match(text, end) is not None
        offices = self.rules.titles | self.rules.mr | self.rules.ms
        titled = behind_verb or any(word in offices or self.is_office(word) for word in titles)
        person.is_titled |= titled or AGED.match(text, end) is not None
        person.is_sure |= bool(person.gender) or speaks or bool(set(titles) & self.rules.titles)

    def _gender(self, name: str, words: list[str]) -> str:
        """By title, given name, noun, ending: the surest first."""
        rules, first = self.rules, name.split(maxsplit=1)[0]
        male, female = given_names()
        for men, women, told in ((rules.mr, rules.ms, words), (male, female, [first]), (rules.men, rules.women, words)):
            if any(word in men for word in told):
                return "m"
            if any(word in women for word in told):
                return "f"
        return "f" if " " in name and name.lower().endswith(FEMALE_ENDINGS) else ""

    def meant(self, run: str) -> list[Person]:
        """Returns the people whom a run of capitalised words can mean."""
        found = self.split(run)
        return self.matching(found[1]) if found else []

    def matching(self, name: str) -> list[Person]:
        """People whom a full or short name can mean."""
        exact = [person for person in self.people if person.name == name]
        if exact:
            return exact
        words = name.split()
        people = [p for p in self._full.get(words[-1], []) if set(words) <= set(p.name.split())]
        as_last = [p for p in people if p.last == words[-1]]
        return as_last or people
