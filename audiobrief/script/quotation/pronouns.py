"""Finds whom "he", "she" or "they" means; :data:`PRONOUN` lists how sure each reason is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from audiobrief.script.ladder import Rung, decide
from audiobrief.script.quotation.people import PLACED, ArticleNames, Person
from audiobrief.script.quotation.sources import NOBODY, Answer, PrintedSource


@dataclass(frozen=True)
class PronounClues:
    """What the text says of the people whom a pronoun can mean."""

    pronoun: str
    said: PrintedSource
    names: ArticleNames

    @cached_property
    def genders(self) -> frozenset[str]:
        """Returns the genders that the pronoun can stand for: "m", "f"."""
        rules = self.names.rules
        if not self.pronoun:
            return frozenset("mf")
        return frozenset(gender for gender, words in (("m", rules.he), ("f", rules.she)) if self.pronoun in words)

    def _last_mention(self, person: Person) -> tuple[int, int] | None:
        """Returns where somebody is named last before the pronoun."""
        return max((place for place in person.places if self.said.follows(*place)), default=None)

    @cached_property
    def fitting(self) -> list[tuple[tuple[int, int], Person]]:
        """Returns the people near who can be meant, each with the last mention before the pronoun, the last first."""
        found = []
        for person in self.names.people if self.genders else ():
            place = self._last_mention(person)
            if place and self.said.is_near(place[0]) and self._fits(person, place):
                found.append((place, person))
        return sorted(found, key=lambda item: item[0], reverse=True)

    def _fits(self, person: Person, place: tuple[int, int]) -> bool:
        is_right = not person.gender or person.gender in self.genders
        return is_right and (person.is_sure or self._may_be_somebody(person, place))

    def _may_be_somebody(self, person: Person, place: tuple[int, int]) -> bool:
        """Tells whether a name of this paragraph, which nothing tells from a thing's, may be a person's."""
        before = self.said.text[: place[1]].split()[-1:]
        led = {word.lower() for word in before}
        known = PLACED | self.names.rules.articles
        return place[0] == self.said.paragraph and " " in person.name and led.isdisjoint(known)

    @cached_property
    def here(self) -> list[Person]:
        """Returns those of them whom the paragraph names."""
        return [person for place, person in self.fitting if place[0] == self.said.paragraph]

    @cached_property
    def since(self) -> list[Person]:
        """Returns those named since the quote before."""
        return [person for place, person in self.fitting if place >= self.said.before_end]

    @cached_property
    def speaker(self) -> Person | None:
        """Returns who said the quote before, where the pronoun can mean him or her."""
        return next((person for _, person in self.fitting if person.name == self.said.before), None)

    @cached_property
    def best(self) -> Person | None:
        """Returns the only one who can be meant: who spoke last if nobody has been named since, else the only one of
        this paragraph, else the only one near.
        """
        if self.speaker and _are_one([self.speaker, *self.since]):
            return self.speaker
        people = self.here or [person for _, person in self.fitting]
        return people[0] if people and _are_one(people) else None

    @property
    def is_a_thing(self) -> bool:
        """Tells whether the only one may be no person."""
        best = self.best
        return best is not None and not (self.names.is_credible(best) and self.names.may_be_she_or_he(best))

    @cached_property
    def place(self) -> tuple[int, int]:
        """Returns where the likeliest is spoken of for the last time: by name, or as who said the quote before."""
        last = next(place for place, person in self.fitting if person is self.best)
        return max(last, self.said.before_end) if self.best is self.speaker else last

    @property
    def has_newcomer(self) -> bool:
        """Tells whether somebody without a name has come since, who can be meant: "A man stood up"."""
        own = self.best.roles if self.best else set()
        end = (self.said.paragraph, self.said.who_place)
        return any(
            self.place < (other.paragraph, other.start) < end
            and (not other.gender or other.gender in self.genders)
            and not (other.is_known and other.noun in own)
            for other in self.names.unnamed
        )

    @property
    def is_somebody_else(self) -> bool:
        """Tells whether a pronoun stands in the paragraph before its only name, so that it means somebody before."""
        first = min((at for p, at in self.best.places if p == self.said.paragraph), default=0) if self.best else 0
        if not first or self.best is self.speaker:
            return False
        words = set(re.findall(r"\w+", self.names.unquoted(self.said.paragraph, first).lower()))
        return not words.isdisjoint(self.names.rules.he if "m" in self.genders else self.names.rules.she)

    @property
    def is_certain(self) -> bool:
        """Tells whether the text or the given name tells the gender."""
        return self.best is not None and self.best.gender in self.genders


PRONOUN: tuple[Rung[PronounClues, float], ...] = (
    Rung("nobody", lambda c: not c.fitting, 0.0),
    Rung("one of several", lambda c: not c.best, 0.5),
    Rung("a thing", lambda c: c.is_a_thing, 0.0),
    Rung("somebody without a name has come", lambda c: c.has_newcomer, 0.5),
    Rung("the paragraph is about somebody before", lambda c: c.is_somebody_else, 0.5),
    Rung("the only one, of that gender", lambda c: c.is_certain, 0.9),
    Rung("the only one among nouns in capitals", lambda c: c.names.rules.row.capital_nouns, 0.6),
    Rung("the only one", lambda c: True, 0.8),
)


def person_meant(pronoun: str, said: PrintedSource, names: ArticleNames) -> Answer:
    """Returns whom a pronoun (lower case; "" for any) means: who spoke last, else the only person near who can be."""
    rules = names.rules
    if pronoun in rules.they and pronoun not in rules.she and pronoun not in rules.he:
        return _group_meant(said, names)
    clues = PronounClues(pronoun, said, names)
    confidence = decide(PRONOUN, clues).verdict
    return ((clues.best or clues.fitting[0][1]).name, confidence) if confidence else NOBODY


def _are_one(people: list[Person]) -> bool:
    """Tells whether all are one person, spelt in several ways."""
    words = [set(person.name.split()) for person in people]
    return all(one <= other or other <= one for one in words for other in words)


def _group_meant(said: PrintedSource, names: ArticleNames) -> Answer:
    """Returns the group that the text spoke of last."""
    before = [group for group in names.groups if said.follows(group.paragraph, group.start)]
    near = [group for group in before if said.is_near(group.paragraph)]
    if not near:
        return NOBODY
    last = near[-1]
    opens = last.start <= 1 or all(group.name == last.name for group in near)
    return last.name, 0.85 if opens else 0.6
