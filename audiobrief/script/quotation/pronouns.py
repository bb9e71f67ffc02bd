"""Finds whom "he", "she" or "they" means; :data:`PRONOUN` lists how sure each reason is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from audiobrief.script.ladder import Rung, decide
from audiobrief.script.quotation.people import ArticleNames, Person
from audiobrief.script.quotation.sources import NOBODY, Answer, PrintedSource

OPENING_CHARACTERS = 40
"""A name this near to its paragraph's beginning is what the paragraph is about."""


@dataclass(frozen=True)
class PronounClues:
    """What the text says of the person whom a pronoun means most likely."""

    pronoun: str
    said: PrintedSource
    names: ArticleNames

    @cached_property
    def genders(self) -> frozenset[str]:
        """Returns the genders that the pronoun can stand for: "m", "f"."""
        rules = self.names.rules
        return frozenset(gender for gender, words in (("m", rules.he), ("f", rules.she)) if self.pronoun in words)

    @cached_property
    def fitting(self) -> list[Person]:
        """Returns the people near who can be meant, the likeliest first."""
        if not self.genders:
            return []
        return [person for person in _near(self.said, self.names) if not person.gender or person.gender in self.genders]

    @property
    def best(self) -> Person:
        """Returns the likeliest."""
        return self.fitting[0]

    @property
    def is_credible(self) -> bool:
        """Tells whether there is anybody, and a person beyond doubt."""
        return bool(self.fitting) and self.names.is_credible(self.best) and self.names.may_be_she_or_he(self.best)

    @property
    def is_certain(self) -> bool:
        """Tells whether the text or the given name tells the gender."""
        return self.best.gender in self.genders

    @cached_property
    def rivals(self) -> list[Person]:
        """Returns the others who can be meant; a name spelt in two ways is one person."""
        others = [person for person in self.fitting[1:] if person.last != self.best.last]
        return [person for person in others if not self.is_certain or person.gender in self.genders]

    @property
    def opens(self) -> bool:
        """Tells whether the paragraph begins with the person."""
        return any(p == self.said.paragraph and at <= OPENING_CHARACTERS for p, at in self.best.places)

    @property
    def is_topic(self) -> bool:
        """Tells whether the paragraph is about the person: it begins so, and names nobody else before the quote."""
        if self.said.same_paragraph or not self.opens:
            return False
        mentions = [mention for person in self.rivals for mention in person.places]
        return not any(p == self.said.paragraph and at < self.said.place for p, at in mentions)

    @property
    def spoke_last(self) -> bool:
        """Tells whether the quote before is the person's."""
        return self.best.name == self.said.before


PRONOUN: tuple[Rung[PronounClues, float], ...] = (
    Rung("the only one near, of that gender", lambda c: not c.rivals and c.is_certain, 0.9),
    Rung("the only one near among nouns in capitals", lambda c: not c.rivals and c.names.rules.row.capital_nouns, 0.6),
    Rung("the only one near", lambda c: not c.rivals, 0.8),
    Rung("the paragraph's topic, of that gender", lambda c: c.is_topic and c.is_certain, 0.85),
    Rung("the paragraph's topic", lambda c: c.is_topic, 0.75),
    Rung("who spoke last, of that gender", lambda c: c.spoke_last and c.is_certain, 0.85),
    Rung("who spoke last", lambda c: c.spoke_last, 0.6),
    Rung("the first of several of that gender", lambda c: c.is_certain and c.opens, 0.75),
    Rung("one of several", lambda c: True, 0.5),
)


def person_meant(pronoun: str, said: PrintedSource, names: ArticleNames) -> Answer:
    """Returns whom a pronoun (lower case) means: who spoke last, else the only person near who can be meant."""
    rules = names.rules
    if pronoun in rules.they and pronoun not in rules.she and pronoun not in rules.he:
        return _group_meant(said, names)
    clues = PronounClues(pronoun, said, names)
    return (clues.best.name, decide(PRONOUN, clues).verdict) if clues.is_credible else NOBODY


def _near(said: PrintedSource, names: ArticleNames) -> list[Person]:
    """Returns the people mentioned shortly before: first who opens the paragraph, then who spoke last, who is near."""
    ranked = [(rank, person.name, person) for person in names.people if (rank := _rank(person, said))]
    ranked.sort(key=lambda item: item[:2], reverse=True)
    return [person for _, _, person in ranked]


def _rank(person: Person, said: PrintedSource) -> tuple[bool, bool, tuple[int, int]] | None:
    """Returns how likely a person is meant, as a key to sort by; None where nobody is."""
    before = [place for place in person.places if said.follows(*place)] if person.is_sure else []
    if not before or not said.is_near(before[-1][0]):
        return None
    here = [at for paragraph, at in before if paragraph == said.paragraph]
    spoke = person.name == said.before
    if said.same_paragraph:
        return spoke, bool(here), before[-1]
    return bool(here), spoke, (-min(here), 0) if here else before[-1]


def _group_meant(said: PrintedSource, names: ArticleNames) -> Answer:
    """Returns the group that the text spoke of last."""
    before = [group for group in names.groups if said.follows(group.paragraph, group.start)]
    near = [group for group in before if said.is_near(group.paragraph)]
    if not near:
        return NOBODY
    last = near[-1]
    opens = last.start <= 1 or all(group.name == last.name for group in near)
    return last.name, 0.85 if opens else 0.6
