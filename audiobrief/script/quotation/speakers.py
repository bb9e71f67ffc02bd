"""Tells whose words a quote is: a printed source ("he", "Lund", "the watchdog") to the name it stands for.

:data:`SPEAKER` lists the reasons in the order of their certainty; below :data:`THRESHOLD` a speaker is None and the
neutral voice reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from audiobrief.script.ladder import Rung, decide
from audiobrief.script.quotation.attribution import PARTICLES, Attribution
from audiobrief.script.quotation.descriptions import OF, described
from audiobrief.script.quotation.name_parts import CALENDAR, HOUSE, POSSESSIVE, RUN
from audiobrief.script.quotation.people import ArticleNames, Person
from audiobrief.script.quotation.pronouns import person_meant
from audiobrief.script.quotation.sources import NOBODY, Answer, PrintedSource
from audiobrief.text.given_names import is_given

THRESHOLD = 0.7
"""A speaker is named from here on."""
USUAL_STRENGTH = 0.85
"""Of an attribution: a weaker one makes a description less sure."""
SURE_FORM = 0.8
"""Of an attribution: a reporting verb says who speaks."""
OFFICE_OF = frozenset("of de des der di da do".split())  # noqa: SIM905
OWNER = re.compile(rf"\b(?:{'|'.join(OF)})\b")
BESIDE_NAMES = frozenset({"so"})
OWNED = re.compile(rf"\b(?:{'|'.join(OF)})\s+$")
APPOSED = re.compile(rf",\s+(?P<name>{RUN.pattern})")


@dataclass(frozen=True)
class SpeakerClues:
    """What a printed source says of who speaks."""

    said: PrintedSource
    names: ArticleNames

    @property
    def who(self) -> Attribution:
        """Returns the attribution."""
        return self.said.who

    @cached_property
    def words(self) -> list[str]:
        """Returns the source's words as printed."""
        return self.who.source.split()

    @cached_property
    def only(self) -> str:
        """Returns the source in small letters where it is one word, else ""."""
        return self.words[0].lower() if len(self.words) == 1 else ""

    @property
    def begins_a_phrase(self) -> bool:
        """Tells whether it is a word like "dieser", which begins a phrase more often than it stands for somebody."""
        return self.names.rules.row.capital_nouns and self.only in self.names.rules.determiners

    @cached_property
    def people(self) -> list[Person]:
        """Returns the people whom the source can name."""
        return _named(self.who.source, self.names)

    @property
    def is_one_person(self) -> bool:
        """Tells whether the source names one person, and a credible one."""
        if len(self.people) != 1:
            return False
        person = self.people[0]
        return self.names.is_credible(person) or self.is_bare or _says_it(self.who, person, self.names)

    @property
    def is_bare(self) -> bool:
        """Tells whether nouns without an article stand beside a verb in the singular, as only names do where every noun
        has a capital: "sagte Hafele", not "sagten Anwohner".
        """
        rules, text, end = self.names.rules, self.said.text, self.who.start + len(self.who.source)
        if not rules.row.capital_nouns or self.who.strength < 0.9 or not all(word[:1].isupper() for word in self.words):
            return False
        near = [*text[: self.who.start].split()[-1:], *text[end:].split()[:1]]
        verbs = [word.strip(".,:;").lower() for word in near]
        is_said = any(word in rules.verb_words | BESIDE_NAMES and not word.endswith("en") for word in verbs)
        return (
            is_said and text.startswith(self.who.source, self.who.start) and not self.names.has_article(self.words[0])
        )

    @property
    def own_name(self) -> str:
        """Returns the one person's full name, or what is printed where nothing but capitals says that both are one:
        "Velora" is not "Camp Velora".
        """
        person = self.people[0]
        is_one = person.is_named_in_full or self.names.may_be_she_or_he(person) or len(self.words) > 1
        return person.name if is_one else self.who.source

    @cached_property
    def apposed(self) -> str | None:
        """Returns the name behind the source: "the group's director, Tomas Vidal"."""
        source = self.who.source
        if not self.said.text.startswith(source, self.who.start):
            return None
        match = APPOSED.match(self.said.text, self.who.start + len(source))
        found = self.names.split(match["name"]) if match else None
        if not match or not found or found[0]:
            return None
        people = self.names.matching(found[1])
        if len(people) == 1:
            return people[0].name
        ends = self.said.text[match.end() : match.end() + 1] in {",", ".", ""}
        return found[1] if " " in found[1] and ends else None

    @property
    def is_described(self) -> bool:
        """Tells whether the source has an article or words in small letters, as no name has."""
        rules, first = self.names.rules, self.words[0].lower()
        if first in rules.articles or first in rules.determiners:
            return True
        return any(not word[:1].isupper() and word.lower() not in PARTICLES for word in self.words)

    @property
    def is_attested(self) -> bool:
        """Tells whether the capitals are a name's."""
        return _is_attested(self)

    @property
    def is_aged(self) -> bool:
        """Tells whether somebody named just before is called by the age: "the 36-year-old"."""
        rules, first = self.names.rules, self.words[0].lower()
        return first in rules.articles - rules.indefinite and rules.aged.search(self.who.source) is not None

    def described(self) -> Answer:
        """Returns whom the description means."""
        name, confidence = described(self.said, self.names)
        return name, confidence * min(1.0, self.who.strength / USUAL_STRENGTH)

    def as_printed(self) -> Answer:
        """Returns the source itself as the speaker's name."""
        return self.who.source, 0.85 * self.who.strength


SPEAKER: tuple[Rung[SpeakerClues, Callable[[SpeakerClues], Answer]], ...] = (
    Rung("a name in another case", lambda c: c.who.is_inflected, lambda c: NOBODY),
    Rung("the beginning of a phrase", lambda c: c.begins_a_phrase, lambda c: NOBODY),
    Rung("a pronoun", lambda c: c.only in c.names.rules.pronouns, lambda c: person_meant(c.only, c.said, c.names)),
    Rung("one person's name", lambda c: c.is_one_person, lambda c: (c.own_name, c.who.strength)),
    Rung("several people's name, or a thing's", lambda c: c.people, lambda c: NOBODY),
    Rung("a name follows it", lambda c: c.apposed, lambda c: (c.apposed, 0.9 * c.who.strength)),
    Rung("somebody by age", lambda c: c.is_aged, lambda c: person_meant("", c.said, c.names)),
    Rung("a description", lambda c: c.is_described, lambda c: c.described()),
    Rung("a name told of nobody else", lambda c: c.is_attested, lambda c: c.as_printed()),
    Rung("no name", lambda c: True, lambda c: NOBODY),
)  # fmt: skip


def speaker_of(said: PrintedSource, names: ArticleNames) -> tuple[str | None, float | None]:
    """Returns the speaker's name and the confidence; the name is None below the threshold."""
    clues = SpeakerClues(said, names)
    name, confidence = decide(SPEAKER, clues).verdict(clues)
    if name is None:
        return None, None
    return name if confidence >= THRESHOLD else None, round(confidence, 2)


def can_speak(who: Attribution, names: ArticleNames) -> bool:
    """Tells whether a printed source is somebody or something that speaks; where no reporting verb or "according to"
    says so, it must be a pronoun, a name, or a noun that the language's words know: "the union", not "the road".
    """
    rules, words = names.rules, who.source.split()
    low = [word.lower().strip(".,") for word in words]
    if low[0] in rules.pronouns:
        return len(words) == 1 or low[0] in rules.articles | rules.determiners
    if CALENDAR.match(words[0]) or low[0] in rules.fronting - rules.articles - rules.determiners:
        return not rules.titles.isdisjoint(low[:1]) or low[0] in HOUSE
    if who.strength >= SURE_FORM or not rules.cased or not rules.row.verbs:
        return True
    return _is_known(words, low, names)


def _is_known(words: list[str], low: list[str], names: ArticleNames) -> bool:
    rules = names.rules
    kinds = rules.titles, rules.groups, rules.bodies, rules.men, rules.women, rules.persons
    if any(word in kind for word in low for kind in kinds) or any(map(names.is_office, words)):
        return True
    if any(names.is_credible(person) for person in _named(" ".join(words), names)) or is_given(words[0]):
        return True
    has_article = low[0] in rules.articles | rules.determiners
    return words[-1].isupper() if has_article else names.is_a_name(" ".join(words)) and not rules.row.capital_nouns


def _says_it(who: Attribution, person: Person, names: ArticleNames) -> bool:
    """Tells whether the whole source is a full name beside its verb: "Ole Hansen said"."""
    rules, words = names.rules, person.name.lower().split()
    plain = who.source == person.name and len(words) in (2, 3) and who.strength >= 0.9
    return plain and not rules.row.capital_nouns and (rules.fronting | rules.organisations).isdisjoint(words)


def _is_attested(clues: SpeakerClues) -> bool:
    """Tells whether a source in capitals is a name: no opening adverb ("Shortly"), day, or plain noun."""
    who, names, words = clues.who, clues.names, clues.words
    if len(words) == 1 and (who.strength < 0.95 or len(who.source) < 3):
        return False
    if any(_is_common(word, names) for word in words):
        return False
    if names.rules.row.capital_nouns:
        return clues.is_bare
    return names.is_a_name(who.source)


def _is_common(word: str, names: ArticleNames) -> bool:
    """Tells whether a word is no part of a name: an adverb, a month, a number."""
    rules, low = names.rules, word.lower().rstrip(".,")
    common = rules.fronting, rules.stops, rules.fillers, rules.pronouns, rules.groups, rules.media
    return not word[0].isalpha() or CALENDAR.fullmatch(word) is not None or any(low in words for words in common)


def _named(source: str, names: ArticleNames) -> list[Person]:
    """Returns the people whom a source can name; the last that it names speaks."""
    part = _speaking_part(source, names)
    first = source.split(maxsplit=1)[0].lower()
    has_article = first in names.rules.articles or first in names.rules.determiners
    for run in reversed(list(RUN.finditer(part))):
        is_owner = OWNED.search(part, 0, run.start()) and names.split(run[0]) == ([], run[0])
        if is_owner or _owns(part, run) or (has_article and not _is_head(part, run, names)):
            continue
        people = names.meant(run[0])
        if people:
            return people
    return []


def _speaking_part(source: str, names: ArticleNames) -> str:
    """Cuts a source before "of": whoever stands behind does not speak, but for "Secretary of State X"."""
    owners = list(OWNER.finditer(source, 1))  # German "der" in front is an article
    if not owners:
        return source
    head = source[: owners[0].start()]
    has_title = head.lower().split()[-1:] and head.lower().split()[-1] in names.rules.titles
    return source if has_title and len(owners) == 1 and owners[0][0] in OFFICE_OF else head


def _owns(part: str, run: re.Match[str]) -> bool:
    """Tells whether a name is somebody's to whom the speaker belongs: "X's mother"."""
    behind = part[run.end() :]
    return bool(behind) and (
        POSSESSIVE.search(run[0]) is not None or (len(behind) > 2 and behind.startswith(("‘s", "’s", "'s")))
    )


def _is_head(part: str, run: re.Match[str], names: ArticleNames) -> bool:
    """Tells whether a name behind an article is who speaks: nothing follows it ("The Florida fan") and nothing leads to
    it ("The members around Mr. Trump").
    """
    if part[run.end() :].strip(" ,"):
        return False
    before = part[: run.start()].lower().split()
    leads = names.rules.fronting - names.rules.articles - names.rules.conjunctions
    return len(before) <= 4 and leads.isdisjoint(before)
