"""Who a printed source is: a name to its full form, a pronoun or "the watchdog" to whoever was named last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from audiobrief.script.attribution import Attribution
from audiobrief.script.reporting import Grammar

NAME = re.compile(
    r"[A-ZÀ-ÞА-ЯЁІЇЄҐ][\w’'-]*(?:\s+(?:(?:von|van|der|den|de|da|di|del|la|le|du|dos|al|el|bin|ibn)\s+)*[A-ZÀ-ÞА-ЯЁІЇЄҐ][\w’'-]*)*"
)
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    paragraph: int
    start: int


@dataclass(slots=True)
class Cast:
    """The names of an article, in the order of their first mention."""

    paragraphs: Sequence[str]
    rules: Grammar
    people: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        for index, text in enumerate(self.paragraphs):
            for match in NAME.finditer(text):
                self.people.append(Person(match[0], index, match.start()))

    def full(self, name: str) -> str:
        """The longest form of a name: "Borrell" -> "Josep Borrell"."""
        last = name.rsplit(maxsplit=1)[-1]
        forms = [p.name for p in self.people if p.name.split()[-1] == last and len(p.name.split()) > len(name.split())]
        return forms[0] if forms else name


def speaker_of(source: Attribution, paragraph: int, start: int, cast: Cast) -> tuple[str | None, float | None]:
    """The name behind a source and how sure that is."""
    words = source.source.split()
    if words[0].lower() in cast.rules.pronouns and len(words) == 1:
        return None, None
    names = [m[0] for m in NAME.finditer(source.source) if m[0].lower() not in cast.rules.articles]
    if not names:
        return source.source, 0.5
    return cast.full(max(names, key=len)), source.strength
