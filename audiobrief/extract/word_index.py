"""A long text in which many passages are looked for, in time that does not grow with both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

_GRAM = 3
_MOST_TRIED = 200
"""Places at which a passage is looked for: its rarest three words stand at more in an endless repetition alone."""


class WordIndex:
    """Finds passages in texts, word by word. A passage does not reach over the end of one of the texts."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        self._words: list[str] = []
        for text in texts:
            self._words += [*text, ""]

    def holds(self, passage: Sequence[str]) -> bool:
        """Says whether the passage, of three words at least, stands in one of the texts."""
        own = list(passage)
        rarest: list[int] | None = None
        offset = 0
        for at in range(len(own) - _GRAM + 1):
            places = self._places.get((own[at], own[at + 1], own[at + 2]))
            if places is None:
                return False
            if rarest is None or len(places) < len(rarest):
                rarest, offset = places, at
        found = (place - offset for place in (rarest or [])[:_MOST_TRIED])
        return any(self._words[start : start + len(own)] == own for start in found if start >= 0)

    @cached_property
    def _places(self) -> dict[tuple[str, str, str], list[int]]:
        places: dict[tuple[str, str, str], list[int]] = {}
        words = self._words
        for at, gram in enumerate(zip(words, words[1:], words[2:], strict=False)):
            places.setdefault(gram, []).append(at)
        return places
