"""Holds a printed source with what surrounds it, and what is answered about it."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.script.quotation.attribution import Attribution

NEAR_PARAGRAPHS = 2
"""How far back a pronoun or a description reaches."""

Answer = tuple[str | None, float]
"""The speaker's name, None where nobody can be told, and how sure it is (0 to 1)."""
NOBODY: Answer = (None, 0.0)


@dataclass(frozen=True, slots=True)
class PrintedSource:
    """A source as printed, at its place, with who spoke before."""

    who: Attribution
    paragraph: int
    place: int
    """Offset of the quote."""
    text: str
    before: str | None
    """The speaker of the quote before, when it is near."""
    before_end: tuple[int, int] = (0, 0)
    """Where that quote and its attribution end: paragraph and offset."""

    @property
    def who_place(self) -> int:
        """Returns where the source stands: names before it are candidates."""
        return min(self.who.start, self.place) if self.who.start <= len(self.text) else self.place

    def follows(self, paragraph: int, start: int) -> bool:
        """Tells whether the source stands behind a place."""
        return (paragraph, start) < (self.paragraph, self.who_place)

    def is_near(self, paragraph: int) -> bool:
        """Tells whether a paragraph before is near enough to be meant."""
        return self.paragraph - paragraph <= NEAR_PARAGRAPHS
