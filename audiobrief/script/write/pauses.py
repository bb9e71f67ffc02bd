"""Silences between segments, in milliseconds; the one after each role is in its row (:mod:`audiobrief.roles`).

Guidance for talking books asks for a longer silence before a heading than after it, so that the ear hears that the
heading belongs to what follows (docs/reading-rules.md, rule 2).
"""

from __future__ import annotations

BEFORE_HEADING_MS = 700
"""At least 600 before every heading: a new part begins."""
INSIDE_SENTENCE_MS = 120
"""A quote's own voice inside a sentence: at most 150, or the sentence falls apart."""
SENTENCE_MS = 250
"""Between segments of one paragraph."""
CUE_MS = 200
"""From an announcement to what it announces."""
STORY_MS = 1200
"""Between the stories of an edition."""
END_MS = 1000
"""After the last word: the listener hears that nothing was cut off."""
