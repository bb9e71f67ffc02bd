"""When a character of the *written* text is heard.

The engine marks words of the *spoken* text ("one point two billion euros"); transcripts and pages show the written one
("€1.2bn"). Equal words tie the two together; between ties, time runs in proportion to characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import SequenceMatcher

from audiobrief.model import Segment, Span

_WORD = re.compile(r"\w+")
_ALIGNED_WORDS_MAX = 2_000  # matching is quadratic; a longer segment is timed in proportion alone


class Clock:
    """Samples of the episode for offsets of ``shown``, the text of one segment as a reader sees it."""

    def __init__(self, shown: str, segment: Segment, span: Span) -> None:
        heard = [(mark.start, mark.sample) for mark in span.marks if mark.kind == "word"]
        heard = heard or [(mark.start, mark.sample) for mark in span.marks if mark.kind == "sentence"]
        self._heard = _rising([(0, span.start), *heard, (max(1, len(segment.text)), span.end)])
        self._spoken_of = _rising(
            [(0, 0), *_ties(shown, segment.text), (max(1, len(shown)), max(1, len(segment.text)))]
        )

    def sample(self, offset: int) -> int:
        """The sample at which the character at ``offset`` begins; the segment's end for its length."""
        return round(_between(self._heard, _between(self._spoken_of, offset)))


def _ties(shown: str, spoken: str) -> list[tuple[int, int]]:
    """Pairs of offsets at which the same word begins in both texts."""
    if shown == spoken:
        return []
    left = list(_WORD.finditer(shown))
    right = list(_WORD.finditer(spoken))
    if max(len(left), len(right)) > _ALIGNED_WORDS_MAX:
        return []
    matcher = SequenceMatcher(
        None, [word[0].casefold() for word in left], [word[0].casefold() for word in right], autojunk=False
    )
    return [
        (left[block.a + step].start(), right[block.b + step].start())
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]


def _rising(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points in order, those left out that would turn time back or pass the last one."""
    last = points[-1]
    kept = [points[0]]
    for point in points[1:-1]:
        if kept[-1][0] < point[0] < last[0] and kept[-1][1] <= point[1] <= last[1]:
            kept.append(point)
    return [*kept, last]


def _between(points: list[tuple[int, int]], x: float) -> float:
    at = min(max(1, bisect_right(points, x, key=lambda point: point[0])), len(points) - 1)
    (x0, y0), (x1, y1) = points[at - 1], points[at]
    if x1 == x0:
        return y1
    return y0 + (y1 - y0) * min(1.0, max(0.0, (x - x0) / (x1 - x0)))
