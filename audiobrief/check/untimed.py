"""When the words of a text without times are said: where the recogniser hears what is like them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from audiobrief.check.heard import GAP_MS, MOST_MS, RATE_HZ, Passage, Recogniser, Samples, bare, cut, loud_ms, words_of

_Span = tuple[int, int]
"""When a stretch of sound begins and ends, in ms."""
_BREATH_MS = 200


def placed(text: str, sound: Samples, language: str, recogniser: Recogniser) -> list[Passage]:
    """Returns a text in the passages between silences; what cannot be placed stands with what is before it."""
    spans = _spans(sound)
    wanted, heard, ends = words_of(text), [], []
    for span in spans:
        heard += words_of(recogniser.hear(cut(sound, [span], 0), language))
        ends.append(len(heard))
    edges = [*_places([bare(one) for one in wanted], [bare(one) for one in heard], ends[:-1]), len(wanted)]
    stretches = zip(spans, pairwise([0, *edges]), strict=True)
    return [Passage(span.start_ms, span.end_ms, " ".join(wanted[i:j])) for span, (i, j) in stretches]


def _places(wanted: Sequence[str], heard: Sequence[str], ends: Sequence[int]) -> Iterator[int]:
    """Yields how many of the wanted words are said by each of the numbers of heard words."""
    blocks = SequenceMatcher(None, heard, wanted, autojunk=False).get_opcodes()
    for end in ends:
        _, j1, j2, i1, i2 = blocks[bisect_left(blocks, end, key=lambda block: block[2])]
        yield i2 if end == j2 else min(i1 + end - j1, i2)


def _spans(sound: Samples) -> list[Passage]:
    """Lists stretches of at most what is heard at once, that begin and end in silence; no long one is inside."""
    loud = loud_ms(cut(sound, [Passage(0, len(sound) * 1000 // RATE_HZ, "")], 0))
    breaths = _joined([(at, at) for at in loud], lambda before, after: after[0] - before[1] <= _BREATH_MS)
    spans = _joined(breaths, lambda before, after: after[0] - before[1] < GAP_MS and after[1] - before[0] <= MOST_MS)
    return [Passage(start_ms, end_ms, "") for start_ms, end_ms in spans]


def _joined(spans: Sequence[_Span], are_one: Callable[[_Span, _Span], bool]) -> list[_Span]:
    """Joins spans with those before them, as far as they are one."""
    found: list[_Span] = []
    for span in spans:
        found.append((found.pop()[0], span[1]) if found and are_one(found[-1], span) else span)
    return found
