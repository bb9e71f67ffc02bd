"""Finds whom a description means ("the president", "the watchdog"): a person by role, an organisation, or the group
itself; :data:`DESCRIBED` lists the reasons.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from audiobrief.script.ladder import Rung, decide
from audiobrief.script.quotation.name_parts import RUN
from audiobrief.script.quotation.people import ArticleNames, Organisation, Person
from audiobrief.script.quotation.sources import NOBODY, Answer, PrintedSource

LONGEST_ORGANISATION = 5
"""Words: longer runs are phrases."""
SHORTEST_SHARED = 4
"""Letters of a word that a description and a name can share."""
OF = ("of", "from", "at", "for", "von", "vom", "der", "des", "de", "del", "di", "da", "du", "из", "от", "with")
WORD = re.compile(r"\w[\w’'-]*")


@dataclass(frozen=True)
class Description:
    """A source that is neither a name nor a pronoun: "the foreign ministry"."""

    said: PrintedSource
    names: ArticleNames

    @property
    def source(self) -> str:
        """Returns the source as printed."""
        return self.said.who.source

    @cached_property
    def first(self) -> str:
        """Returns the first word, in small letters."""
        return self.source.split(maxsplit=1)[0].lower()

    @cached_property
    def words(self) -> list[str]:
        """Returns the words without articles, in small letters."""
        articles = self.names.rules.articles
        return [word for word in WORD.findall(self.source.lower()) if word not in articles]

    @cached_property
    def core(self) -> list[str]:
        """Returns the words before "of"."""
        cut = next((place for place, word in enumerate(self.words) if place and word in OF), len(self.words))
        return self.words[:cut]

    @cached_property
    def head(self) -> str:
        """Returns the noun that says what the source is: the last word of a known kind before "of", else the last."""
        rules = self.names.rules
        kinds = rules.groups, rules.organisations, rules.media, rules.titles
        return next((word for word in reversed(self.core) if any(word in kind for kind in kinds)), self.core[-1])

    @cached_property
    def is_definite(self) -> bool:
        """Tells whether the article says that the listener knows who is meant."""
        return self.first in self.names.rules.articles - self.names.rules.indefinite

    @property
    def begins_with_a_verb(self) -> bool:
        """Tells whether a verb that the table lacks was taken for part of the source: "schimpft der Chef"."""
        rules = self.names.rules
        return rules.row.capital_nouns and self.first not in rules.articles | rules.determiners | rules.groups

    @property
    def is_a_sentence(self) -> bool:
        """Tells whether the phrase goes on behind its noun: "the book focuses almost exclusively"."""
        behind = self.words[self.words.index(self.head) + 1 :][:1]
        return bool(behind) and behind[0] not in OF and not behind[0].endswith(("'s", "’s"))

    @cached_property
    def holders(self) -> list[Person]:
        """Returns the people who were named with the office that the head names."""
        head, rules = self.head, self.names.rules
        if not self.is_definite or not any(head in words for words in (rules.titles, rules.men, rules.women)):
            return []
        return [person for person in self.names.people if head in person.roles and self.names.is_credible(person)]

    @cached_property
    def organisation(self) -> Answer | None:
        """Returns an organisation named before: by a word of its name, or as the only one near."""
        if not self.is_definite:
            return None
        before = [org for org in self.names.organisations if self._may_mean(org)]
        by_name = next((org for org in reversed(before) if self._shares_words(org)), None)
        return (by_name.name, 0.9) if by_name else self._only_near(before)

    def _only_near(self, before: list[Organisation]) -> Answer | None:
        near = {org.name for org in before if self.said.is_near(org.paragraph)}
        return (near.pop(), 0.75) if len(near) == 1 and self.head in self.names.rules.organisations else None

    def _may_mean(self, org: Organisation) -> bool:
        return self.said.follows(org.paragraph, org.start) and len(org.name.split()) <= LONGEST_ORGANISATION

    def _shares_words(self, org: Organisation) -> bool:
        own = {word for word in self.core if len(word) >= SHORTEST_SHARED}
        shared = own.intersection(org.name.lower().split())
        if self.head in shared or self.head in self.names.rules.organisations:
            return bool(shared)
        return len(shared) > 1

    @cached_property
    def phrase(self) -> str:
        """Returns the source as it stands inside a sentence."""
        return lowered(self.source, self.names)

    @cached_property
    def has_name(self) -> bool:
        """Tells whether somebody's or something's name is in it."""
        runs = (run[0] for run in RUN.finditer(self.phrase[1:]))
        return any(self.names.split(run) and run.lower() not in self.names.rules.articles for run in runs)

    @property
    def is_anaphoric(self) -> bool:
        """Tells whether it means somebody named before, without saying who: "the company"."""
        rules = self.names.rules
        if not self.is_definite or self.words != [self.head] or self.head in rules.groups:
            return False
        return self.head in rules.anaphoric or (rules.row.capital_nouns and self.head in rules.organisations)

    @property
    def is_body(self) -> bool:
        """Tells whether it is an organisation, or paper that speaks: "the report"."""
        rules = self.names.rules
        return self.head in rules.organisations or self.head in rules.media or not rules.media.isdisjoint(self.words)

    @property
    def is_a_named_description(self) -> bool:
        """Tells whether it says by a name who is meant: "a spokesman for Kari Lund"."""
        if self.is_definite or not self.has_name or self.phrase.isupper():
            return False
        return not self.names.rules.row.capital_nouns or self.names.is_office(self.head)


def _nobody(_: Description) -> Answer:
    return NOBODY


def _phrase(confidence: float) -> Callable[[Description], Answer]:
    return lambda description: (description.phrase, confidence)


DESCRIBED: tuple[Rung[Description, Callable[[Description], Answer]], ...] = (
    Rung("articles alone", lambda d: not d.words, _nobody),
    Rung("a verb that the table lacks", lambda d: d.begins_with_a_verb, _nobody),
    Rung("a sentence, no source", lambda d: d.is_a_sentence, _nobody),
    Rung("the only one in that office", lambda d: len(d.holders) == 1, lambda d: (d.holders[0].name, 0.85)),
    Rung("one of several in that office", lambda d: d.holders, _nobody),
    Rung("an organisation named before", lambda d: d.organisation, lambda d: d.organisation or NOBODY),
    Rung("several people", lambda d: d.head in d.names.rules.groups, _phrase(0.8)),
    Rung("named before, but nobody can be told", lambda d: d.is_anaphoric, _nobody),
    Rung("a known body", lambda d: d.is_body and (d.is_definite or d.has_name), _phrase(0.8)),
    Rung("some body", lambda d: d.is_body, _nobody),
    Rung("described with a name", lambda d: d.is_a_named_description, _phrase(0.75)),
    Rung("nobody with a name", lambda d: True, _nobody),
)


def described(said: PrintedSource, names: ArticleNames) -> Answer:
    """Returns whom a description means."""
    description = Description(said, names)
    return decide(DESCRIBED, description).verdict(description)


def lowered(source: str, names: ArticleNames) -> str:
    """Returns a phrase as it stands inside a sentence: "The participants" -> "the participants"."""
    first, _, rest = source.partition(" ")
    known = names.rules.articles | names.rules.determiners
    return f"{first.lower()} {rest}" if rest and first.lower() in known else source
