"""Silence after each segment, in milliseconds: one table, each row with its rule.

Guidance for talking books asks for a longer silence before a heading than after it, so that the ear hears that the
heading belongs to what follows (docs/reading-rules.md, rule 2).
"""

from __future__ import annotations

from audiobrief.model import Role

BEFORE_HEADING_MS = 700
"""At least 600 before every heading: a new part begins."""
AFTER_HEADING_MS = 400
INSIDE_SENTENCE_MS = 120
"""A quote's own voice inside a sentence: at most 150, or the sentence falls apart."""
SENTENCE_MS = 250
"""Between segments of one paragraph."""
PARAGRAPH_MS = 450
CUE_MS = 200
"""From an announcement to what it announces."""
STORY_MS = 1200
"""Between the stories of an edition."""
KICKER_MS = 300
"""The line over a headline belongs to it."""
END_MS = 1000
"""After the last word: the listener hears that nothing was cut off."""

HEADINGS = frozenset({Role.HEADLINE, Role.SUBHEAD, Role.KICKER})
PARTS = frozenset({Role.NOTICE, Role.CREDIT, Role.FOOTNOTE})
"""Begin a part of their own: as long a silence before them as before a heading."""

AFTER_MS: dict[Role, int] = {
    Role.HEADLINE: AFTER_HEADING_MS,
    Role.KICKER: KICKER_MS,
    Role.SUBHEAD: AFTER_HEADING_MS,
    Role.LABEL: 500,
    Role.DEK: 600,
    Role.BYLINE: 300,
    Role.DATE: 400,
    Role.DATELINE: 300,
    Role.LIST_ITEM: 350,
    Role.TABLE: 400,
    Role.CAPTION: 500,
    Role.EMBED: 500,
    Role.QUESTION: 500,
}
"""Every other role: a paragraph's pause."""


def after_ms(role: Role) -> int:
    """The silence after a segment that ends its block."""
    return AFTER_MS.get(role, PARAGRAPH_MS)
