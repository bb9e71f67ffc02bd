"""Whether an episode is heard as it is written: what a recogniser makes of the sound, held against the transcript.

A recogniser mishears names, and writes numbers its own way. So where its words differ from the text's it is asked
again: how much more likely is what it heard than the text itself, in this place of this sound? A name that was said
right is nearly as likely as what it was taken for; words that were not said are not.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Protocol

import numpy as np

from audiobrief.spoken_form import spoken

RATE_HZ = 16_000
"""Of the sound that recognisers take."""
MOST_MS = 28_000
"""What is heard at once: recognisers take thirty seconds."""
_EDGE_MS = 150
_LOST_WORDS = 8
_WORDS_BETWEEN = 2
_LIKELIER, _LIKELIER_ALIKE = 30.0, 40.0
"""From here on it is a fault; the second where both have about as many letters. Many foreign names may lie above it."""
_LETTERS = 5
_OTHER_WORDS = 18
"""Letters that differ so that no name explains it, however likely."""
_QUIET = 10 ** (-45 / 20)
_STEP_MS = 20
GAP_MS = 900
"""Of a silence that is no pause for breath."""

Sound = np.ndarray[Any, np.dtype[np.float32]]
Samples = np.ndarray[Any, np.dtype[np.int16]]


class Recogniser(Protocol):
    """Hears up to thirty seconds of 16 kHz."""

    def hear(self, sound: Sound, language: str) -> str:
        """Returns the words of a sound."""

    def likelihood(self, sound: Sound, language: str, text: str) -> float:
        """Returns the logarithm of how likely a text is, of a sound."""

    def language(self, sound: Sound) -> tuple[str, float]:
        """Returns the tag of the likeliest language of a sound, "" where it knows one alone; and how likely it is."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or so, and when it is said."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where something else is heard than what is written."""

    passage: Passage
    written: str
    heard: str
    letters: int
    """How many letters differ, as both are said."""
    likelier: float
    """How much likelier the heard words are than the written ones: the difference of their logarithms."""
    gap_ms: int = 0
    language: tuple[str, float] = ("", 0.0)
    """Of the whole passage, where much of it is heard as something else: the tag, and how likely it is."""


def is_fault(doubt: Doubt) -> bool:
    """Tells whether a difference is more than what recognisers do to names, or captions tell of who speaks."""
    if not doubt.heard and doubt.written.endswith(":") and doubt.passage.text.startswith(doubt.written):
        return False
    if doubt.gap_ms or doubt.letters >= _OTHER_WORDS:
        return True
    is_shorter = abs(len(doubt.written) - len(doubt.heard)) >= _LETTERS
    return doubt.letters >= _LETTERS and doubt.likelier >= (_LIKELIER if is_shorter else _LIKELIER_ALIKE)


def doubts(sound: Samples, passages: Sequence[Passage], language: str, recogniser: Recogniser) -> Iterator[Doubt]:
    """Yields each place of an episode where the recogniser heard something else than what is written."""
    for passage in passages:
        yield from _gaps(cut(sound, [passage], 0), passage)
    for group in _groups([one for one in passages if words_of(one.text)]):
        for doubt in list(_unlike(sound, group, language, recogniser)):
            is_much = doubt.letters >= _OTHER_WORDS
            yield replace(doubt, language=recogniser.language(cut(sound, [doubt.passage], 0))) if is_much else doubt


def cut(sound: Samples, group: Sequence[Passage], edge_ms: int) -> Sound:
    """Returns the sound of passages that follow each other, and a bit around them."""
    first, last = group[0].start_ms - edge_ms, group[-1].end_ms + edge_ms
    return sound[max(first, 0) * RATE_HZ // 1000 : last * RATE_HZ // 1000].astype(np.float32) / np.float32(32_768)


def _groups(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Yields what is heard at once."""
    group: list[Passage] = []
    for passage in passages:
        if group and passage.end_ms - group[0].start_ms > MOST_MS:
            yield group
            group = []
        group.append(passage)
    if group:
        yield group


def _gaps(sound: Sound, passage: Passage) -> Iterator[Doubt]:
    """Yields the longest silence inside a passage, where it is no pause for breath."""
    loud = loud_ms(sound)
    longest = max((after - before for before, after in itertools.pairwise(loud)), default=len(sound) * 1000 // RATE_HZ)
    gap_ms = longest - _STEP_MS
    if gap_ms >= GAP_MS:
        yield Doubt(passage, passage.text, "", 0, 0.0, gap_ms)


def loud_ms(sound: Sound) -> list[int]:
    """Lists when something is heard in a sound, in steps of 20 ms."""
    step = RATE_HZ * _STEP_MS // 1000
    steps = np.abs(sound[: len(sound) // step * step]).reshape(-1, step).max(axis=1)
    return [int(at) * _STEP_MS for at in np.flatnonzero(steps > _QUIET)]


def _unlike(sound: Samples, group: Sequence[Passage], language: str, recogniser: Recogniser) -> Iterator[Doubt]:
    """Yields the runs of words that differ, each with the likelihood of its two readings.

    A recogniser that loses its way in one passage misses those behind it: then each is heard by itself. So is a passage
    with a fault: at the end of much sound it leaves words out.
    """
    heard_at_once = cut(sound, group, _EDGE_MS)
    words, owners = zip(*((word, passage) for passage in group for word in words_of(passage.text)), strict=True)
    heard = words_of(recogniser.hear(heard_at_once, language))
    runs = _runs([bare(word) for word in words], [bare(word) for word in heard])
    is_one = len(group) == 1
    again: dict[Passage, None] = {}
    if not is_one and any(max(i2 - i1, j2 - j1) > _LOST_WORDS for i1, i2, j1, j2 in runs):
        runs, again = [], dict.fromkeys(group)
    for i1, i2, j1, j2 in runs:
        instead = [*heard[:j1], *words[i1:i2], *heard[j2:]]
        likelier = _likelier(heard_at_once, language, recogniser, heard, instead)
        written, other = " ".join(words[i1:i2]), " ".join(heard[j1:j2])
        letters = distance(_letters(written, language), _letters(other, language))
        doubt = Doubt(owners[min((i1 + i2) // 2, len(owners) - 1)], written, other, letters, likelier)
        if is_one or not is_fault(doubt):
            yield doubt
        else:
            again |= dict.fromkeys(owners[max(i1 - 1, 0) : i2 + 1])
    for passage in again:
        yield from _unlike(sound, [passage], language, recogniser)


def _likelier(sound: Sound, language: str, recogniser: Recogniser, one: Sequence[str], other: Sequence[str]) -> float:
    """Returns how much likelier words are than others, of a sound."""
    first, second = (recogniser.likelihood(sound, language, " ".join(words)) for words in (one, other))
    return first - second


def _runs(wanted: Sequence[str], heard: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Lists where two texts differ; what only a word or two parts is one place."""
    runs: list[tuple[int, int, int, int]] = []
    for kind, *run in SequenceMatcher(None, wanted, heard, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        first = runs.pop() if runs and run[0] - runs[-1][1] <= _WORDS_BETWEEN else run
        runs.append((first[0], run[1], first[2], run[3]))
    return runs


def words_of(text: str) -> list[str]:
    """Returns the words of a text, without what is only a mark."""
    return [word for word in text.split() if bare(word)]


def bare(word: str) -> str:
    """Returns a word without case and punctuation."""
    return re.sub(r"[^\w$€£%]|_", "", unicodedata.normalize("NFKC", word).casefold())


def _letters(text: str, language: str) -> str:
    """Returns the letters of a text as it is said."""
    return re.sub(r"[^\w]|_", "", unicodedata.normalize("NFKC", spoken(text, language)).casefold()) if text else ""


def distance(one: str, other: str) -> int:
    """Returns how many letters to change, to leave out and to add make one word of the other."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, another in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != another))
    return row[-1]
