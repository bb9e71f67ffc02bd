"""Collects the people, organisations and groups an article names, and what tells whether "he" can be one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from audiobrief.languages.tags import CAPITALS
from audiobrief.script.quotation.name_parts import (
    CALENDAR,
    LONGEST_NAME,
    POSSESSIVE,
    RUN,
    NameParts,
)
from audiobrief.script.quotation.reporting import Grammar
from audiobrief.text.given_names import given_names, is_given

AGED = re.compile(r",\s+\d{1,3}\b(?!\s*(?:percent|per|%))")
"""As in "Wilson, 44,": only people have ages."""
PLACED = frozenset("of in at near from on outside von aus bei nahe de à en di da em из в на у із".split())  # noqa: SIM905
"""Before a name, these make it a place."""
OWNERS = frozenset("of von des der de del du di da".split())  # noqa: SIM905
"""Between an office and a name, these make the name somebody's whom the office serves: "the lawyer of Jon Katz"."""
FEMALE_ENDINGS = ("ova", "ová", "eva", "ina", "aya", "ska", "ова", "ева", "ина", "ая", "ська", "івна", "овна", "евна")
WORD_BEFORE = re.compile(r"\w[\w.’'-]*")
WORD = re.compile(r"\w[\w-]*")
WORD_BEHIND = re.compile(r"[\w’'-]+")
APPOSED = re.compile(r",\s+([^,.;]{3,60})")
APPOSITION = re.compile(rf"[{CAPITALS}][\w.’'-]*,\s+(?:\d+,\s+)?$")
"""A named person before "a nurse": "Jon Katz, a nurse"."""
OPENING = re.compile(rf"(?:^|(?<=[.!?…]\s))[{CAPITALS}]\w*(?=\s)")
"""The word that opens a sentence."""
ACRONYM = re.compile(r"\s\([A-Z]{2,6}\)")


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
    is_named_in_full: bool = False
    """The full name stands beside a reporting verb or behind an office."""
    is_sure: bool = False
    """Something tells a person from a place: a given name, a title, a surname used alone, a reporting verb."""

    @property
    def last(self) -> str:
        """Returns the last name."""
        return self.name.split()[-1]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body with a name, at its place."""

    name: str
    paragraph: int
    start: int


@dataclass(frozen=True, slots=True)
class Group:
    """Several people without a name: "the participants"."""

    name: str
    paragraph: int
    start: int


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Somebody without a name: "an elderly woman"."""

    noun: str
    gender: str
    paragraph: int
    start: int
    is_known: bool
    """The article says so: "the fisherman"."""


@dataclass(frozen=True)
class Mention:
    """A run of capitalised words at its place, parted into titles and a name."""

    paragraph: int
    start: int
    run: str
    text: str
    titles: list[str]
    name: str

    @property
    def end(self) -> int:
        """Returns where the run ends."""
        return self.start + len(self.run)

    @cached_property
    def before(self) -> list[str]:
        """Returns up to four words of the same clause before the name, lower case."""
        clause = self.text[max(0, self.start - 60) : self.start].rsplit(",", 1)[-1].rsplit(". ", 1)[-1]
        words = WORD_BEFORE.findall(clause.lower())[-4:]
        return [] if words and words[-1] in OWNERS else words

    @cached_property
    def apposed(self) -> list[str]:
        """Returns the words of the apposition behind the name, lower case: "Jon Katz, the minister, …"."""
        match = APPOSED.match(self.text[self.end : self.end + 70])
        return WORD.findall(match[1].lower()) if match else []

    @cached_property
    def is_aged(self) -> bool:
        """Tells whether an age follows."""
        return AGED.match(self.text, self.end) is not None

    @property
    def bare_name(self) -> str:
        """Returns the name without what a preposition leads to: "ambassador to Britain Liu Xiaming"."""
        words, before = self.name.split(), self.text[max(0, self.start - 12) : self.start].lower().split()
        is_led = bool(before) and (before[-1] in PLACED or before[-1] in {"to", "for", "with"})
        return " ".join(words[-2:]) if is_led and len(words) > 2 and not is_given(words[0]) else self.name


class ArticleNames:
    """Knows everyone an article names outside quotation marks."""

    def __init__(self, paragraphs: Sequence[str], rules: Grammar, quoted: Sequence[tuple[int, int, int]]) -> None:
        """Reads the paragraphs; ``quoted`` are the spans inside marks: paragraph, start, end."""
        self.rules = rules
        self.people: list[Person] = []
        self.organisations: list[Organisation] = []
        self._kinds = rules.titles | rules.men | rules.women | rules.persons
        self._paragraphs = paragraphs
        self._quoted: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for paragraph, start, end in quoted:
            self._quoted[paragraph].append((start, end))
        self._parts = NameParts(rules)
        self.split, self.is_office = self._parts.split, self._parts.is_office
        self._by_name: dict[str, Person] = {}
        self._by_word: dict[str, list[Person]] = {}
        mentions = list(self._mentions())
        for mention in mentions:
            self._take_full(mention)
        for mention in mentions:
            self._take_any(mention)

    @cached_property
    def groups(self) -> list[Group]:
        """Returns the groups of people, in order; sought only when a source may be one."""
        groups: list[Group] = []
        for index, match in self._unquoted(self.rules.group):
            words = match[0].split()
            while len(words) > 1 and words[0].lower() in self.rules.stops:
                words = words[1:]
            if words[0].lower() in self.rules.articles:
                words[0] = words[0].lower()
            groups.append(Group(" ".join(words), index, match.start()))
        return groups

    @cached_property
    def unnamed(self) -> list[Unnamed]:
        """Returns who is spoken of without a name, in order; what a named person is called ("Jon Katz, a nurse", "was a
        nurse") is nobody new. A phrase that opens a sentence like "A bookbinder" is somebody too.
        """
        rules, found = self.rules, []
        for index, match in self._unquoted(rules.unnamed):
            noun, lead = match["noun"].lower(), match["lead"].lower()
            before = self._paragraphs[index][max(0, match.start() - 60) : match.start()]
            if not (APPOSITION.search(before) or set(before.lower().split()[-1:]) & rules.copulas):
                gender = rules.gender(noun)
                is_known = lead in rules.articles - rules.indefinite
                found.append(Unnamed(noun, gender, index, match.start(), is_known))
        for index, match in self._unquoted(OPENING):
            if match[0].lower() in rules.indefinite:
                found.append(Unnamed("", "", index, match.start(), False))
        return found

    def unquoted(self, paragraph: int, end: int) -> str:
        """Returns a paragraph's words up to a place, without what stands in quotation marks."""
        parts, at = [], 0
        for start, stop in self._quoted[paragraph]:
            parts.append(self._paragraphs[paragraph][at : min(start, end)])
            at = max(at, stop)
        return "".join([*parts, self._paragraphs[paragraph][at:end]])

    def _mentions(self) -> Iterator[Mention]:
        for index, match in self._unquoted(RUN):
            found = self.split(match[0])
            if found:
                yield Mention(index, match.start(), match[0], match.string, *found)

    def _unquoted(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Yields the matches outside quotation marks, each with its paragraph's index."""
        for index, text in enumerate(self._paragraphs):
            quoted = self._quoted[index]
            for match in pattern.finditer(text):
                if not any(a <= match.start() < b for a, b in quoted):
                    yield index, match

    def _take_full(self, mention: Mention) -> None:
        """Takes a full name (two words and more, its titles aside) for a person's, or for an organisation's."""
        name, run = mention.bare_name, mention.run
        is_full = " " in name
        if is_full and not self._is_organisation(mention, name):
            self._learn(self._by_name.get(name) or self._add(name), mention)
        elif is_full or (run.isupper() and len(run) > 2):
            self.organisations.append(Organisation(POSSESSIVE.sub("", run), mention.paragraph, mention.start))

    def _take_any(self, mention: Mention) -> None:
        """Counts a mention, full or short, for whoever it names."""
        name, people = mention.name, self.matching(mention.name)
        if not people and self._is_person(mention):
            people = [self._add(name)]
        if len(people) == 1:
            person = people[0]
            person.places.append((mention.paragraph, mention.start))
            person.is_sure |= name != person.name
            person.is_called |= name == person.last != person.name
            self._learn(person, mention)

    def _add(self, name: str) -> Person:
        person = self._by_name[name] = Person(name)
        self.people.append(person)
        for word in name.split():
            self._by_word.setdefault(word, []).append(person)
        return person

    def _is_person(self, mention: Mention) -> bool:
        """Tells whether a name of one word is a person's: a title before it, an age behind it, or a given name; no
        office and no body.
        """
        rules, name = self.rules, mention.name
        if " " in name or name.isupper() or any(name.lower() in own for own in (rules.bodies, rules.titles)):
            return False
        return mention.is_aged or is_given(name) or not rules.honorifics.isdisjoint(mention.titles)

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._paragraphs)

    def has_article(self, word: str) -> bool:
        """Tells whether the article says "der" or "ein" before a word somewhere, as before a common noun."""
        articles = "|".join(map(re.escape, self.rules.articles | self.rules.determiners))
        return re.search(rf"(?i:(?<!\w)(?:{articles}))\s+{re.escape(word)}(?!\w)", self._text) is not None

    def is_a_name(self, source: str) -> bool:
        """Tells whether every word stands with a capital in mid-sentence, none without a capital."""
        text = self._text
        for word in source.split():
            own = re.escape(word)
            if re.search(rf"(?<![\w’'-]){re.escape(word.lower())}(?![\w’'-])", text) and not word.islower():
                return False
            if not re.search(rf"(?:(?<=[a-z,] )|(?<=,[\"”’] )){own}(?![\w’'-])", text):
                return False
        return True

    def is_credible(self, person: Person) -> bool:
        """Tells somebody with a name from a thing or a body in capitals. Where every noun has a capital, a given name,
        a title or an age must say so.
        """
        words = person.name.split()
        if len(words) > LONGEST_NAME or CALENDAR.fullmatch(words[-1]) or self._is_common(person.name):
            return False
        if is_given(words[0]) or person.gender or person.is_titled:
            return True
        return len(words) > 1 and person.is_sure and not self.rules.row.capital_nouns

    def _is_common(self, name: str) -> bool:
        low = name.lower().split()
        return not all(own.isdisjoint(low) for own in (self.rules.bodies, self.rules.fronting, self.rules.pronouns))

    def may_be_she_or_he(self, person: Person) -> bool:
        """Tells whether somebody is a person beyond doubt: "he" is never a club."""
        return person.is_titled or bool(person.gender) or is_given(person.name.split()[0])

    def _is_organisation(self, mention: Mention, name: str) -> bool:
        """Tells whether a full name is a body's or a thing's: by a word of it, or by the acronym behind it."""
        if not self.rules.organisations.isdisjoint(name.lower().split()):
            return True
        if is_given(name.split(maxsplit=1)[0]) or not self.rules.honorifics.isdisjoint(mention.titles):
            return False
        if not self.rules.things.isdisjoint(name.lower().split()):
            return True
        return ACRONYM.match(mention.text, mention.end, mention.end + 12) is not None

    def _learn(self, person: Person, mention: Mention) -> None:
        """Learns roles and gender from the words around a name, and whether it is a person's."""
        before, apposed, titles = mention.before, mention.apposed, mention.titles
        person.roles |= {*titles, *before, *apposed[:6]} - (self.rules.articles - set(titles))
        person.gender = person.gender or self._gender(person.name, [*titles, *before[-2:], *apposed[:5]])
        speaks = self._speaks(mention)
        is_called = not self._kinds.isdisjoint(apposed[:4])
        person.is_titled |= is_called or mention.is_aged or self._has_office(before, titles)
        has_office = self._has_small_title(before) and not self.rules.row.inflects
        person.is_named_in_full |= (speaks or has_office) and mention.name == person.name
        person.is_named_in_full |= mention.name != mention.bare_name == person.name
        person.is_sure |= bool(person.gender) or person.is_titled or speaks or has_office
        person.is_sure |= not self.rules.titles.isdisjoint(titles)

    def _has_office(self, before: list[str], titles: list[str]) -> bool:
        """Tells whether a title stands before the name."""
        return self._is_subject(before) or any(map(self._is_rank, titles))

    def _is_rank(self, title: str) -> bool:
        return title in self.rules.honorifics or self.is_office(title)

    def _has_small_title(self, before: list[str]) -> bool:
        """Tells whether a title without a capital leads to the name: "zei burgemeester Anneke Brouwer"."""
        return bool(before) and before[-1] in self.rules.titles and not self.rules.row.capital_nouns

    def _is_subject(self, before: list[str]) -> bool:
        """Tells whether a small title stands behind a verb, whose subject it is then."""
        return len(before) > 1 and before[-2] in self.rules.verb_words and self._has_small_title(before)

    def _speaks(self, mention: Mention) -> bool:
        """Tells whether a reporting verb follows the name, and no preposition makes it a place."""
        behind = mention.text[mention.end : mention.end + 40]
        is_placed = bool(mention.before) and mention.before[-1] in PLACED and not mention.titles
        if is_placed or "." in behind[:20]:
            return False
        return not self.rules.verb_words.isdisjoint(map(str.lower, WORD_BEHIND.findall(behind)[:3]))

    def _gender(self, name: str, words: list[str]) -> str:
        """Returns "m" or "f" by title, given name, noun, ending: the surest first; "" where nothing tells."""
        rules, first = self.rules, name.split(maxsplit=1)[0]
        male, female = given_names()
        for men, women, told in ((rules.mr, rules.ms, words), (male, female, [first]), (rules.men, rules.women, words)):
            is_he, is_she = not men.isdisjoint(told), not women.isdisjoint(told)
            if is_he != is_she:
                return "m" if is_he else "f"
        return "f" if " " in name and name.lower().endswith(FEMALE_ENDINGS) else ""

    def meant(self, run: str) -> list[Person]:
        """Returns the people whom a run of capitalised words can mean."""
        found = self.split(run)
        return self.matching(found[1]) if found else []

    def matching(self, name: str) -> list[Person]:
        """Returns the people whom a full or short name can mean."""
        if name in self._by_name:
            return [self._by_name[name]]
        words = name.split()
        people = [person for person in self._by_word.get(words[-1], []) if set(words) <= set(person.name.split())]
        return [person for person in people if person.last == words[-1]] or people
