"""A long text in which many passages are looked for, in time that does not grow with both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

_LEAST_WORDS = 3
_MOST_TRIED = 1000
"""Places at which a passage is looked for: its rarest word stands at more in an endless repetition alone."""


class WordIndex:
    """Finds passages in texts, word by word. A passage does not reach over the end of one of the texts."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        self._words: list[str] = []
        for text in texts:
            self._words += [*text, ""]

    def holds(self, passage: Sequence[str]) -> bool:
        """Says whether the passage stands in one of the texts; one of less than three words says nothing."""
        own = list(passage)
        if len(own) < _LEAST_WORDS or not all(word in self._places for word in own):
            return False
        rarest = min(range(len(own)), key=lambda at: len(self._places[own[at]]))
        starts = (place - rarest for place in self._places[own[rarest]][:_MOST_TRIED])
        return any(start >= 0 and self._words[start : start + len(own)] == own for start in starts)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, word in enumerate(self._words):
            places.setdefault(word, []).append(at)
        return places
