"""Finds the spans between quotation marks in a paragraph; a paragraph with broken marks heals itself.

A mark's direction is read from its neighbours (a blank before and a letter after opens), because printed marks lie:
U+201C opens in English and closes in German, « closes in older German type, straight marks say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

MARK = re.compile(r"``|''|[\"“”„‟«»‹›「」『』‘’‚‛'＂]")
BREAK_AFTER = " \t\n\u00a0\u202f\u2009)]}—–-/….,;:!?"
SINGLE_CHARACTERS = frozenset("\"“”„‟«»‹›「」『』‘’‚‛'＂")
FREE_LEFT = frozenset(" \t\n\u00a0\u202f\u2009([{—–-/…:,;¡¿") | SINGLE_CHARACTERS | {""}
"""Before a mark, no word is on its left."""
FREE_RIGHT = frozenset(BREAK_AFTER) | SINGLE_CHARACTERS | {""}

# What closes a mark; the first is the usual one. Straight marks close what a writer's keyboard could not.
CLOSERS: dict[str, str] = {
    "“": '”"“',
    "”": '”"',
    "„": '“”"‟„',
    "‟": '”"',
    '"': '"”',
    "＂": "＂",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "‘": "’'",
    "‚": "‘’",
    "‛": "’",
    "'": "'",
    "``": "''\"",
    "''": "''",
}
STOP = re.compile(r"[.!?…](?=\s|$)")
SENTENCE_END = re.compile(r"[.!?]\s+")
ALWAYS_OPENS = frozenset("„‟‚‛「『") | {"``"}
ALWAYS_CLOSES = frozenset("」』")
SINGLE = frozenset("‘‚‛'")
_RUN = re.compile(r"([\"'“”„«»‘’`])\1{3,}")
"""What is no quotation mark: a line drawn of them, or code."""
LONGEST = 6_000
"""Characters: no statement of one paragraph is longer; a lost mark must not swallow a page."""
_MOST_MARKS = 80
"""That may lie between a mark and the one that closes it."""


@dataclass(frozen=True, slots=True)
class Span:
    """One pair of marks. ``start``/``end`` are the words, ``outer_start``/``outer_end`` include the marks."""

    outer_start: int
    start: int
    end: int
    outer_end: int
    opened: bool = True
    closed: bool = True
    runs_on: bool = False
    """Not closed because the statement goes on in the next paragraph."""
    runs_in: bool = False
    """Began in the paragraph before."""


@dataclass(frozen=True, slots=True)
class _QuoteMark:
    start: int
    end: int
    char: str
    opens: bool
    closes: bool


def spans(text: str, said: re.Pattern[str], *, runs_in: bool = False, next_opens: bool = False) -> list[Span]:
    """Finds the outermost pairs of marks, in order. ``said`` matches an attribution that follows a quote's comma;
    ``runs_in``: the paragraph before ended inside a quote; ``next_opens``: the next paragraph begins with a mark.
    """
    marks = _marks(text)
    found: list[Span] = []
    index = 0
    while index < len(marks):
        if marks[index].opens:
            span, index = _opened(text, marks, index, said, next_opens)
        else:
            span = _stray(text, marks[index], found, said, runs_in)
            index += 1
        if span:
            found.append(span)
    return [span for span in found if any(char.isalnum() for char in text[span.start : span.end])]


def begins_open(text: str) -> bool:
    """Tells whether the paragraph begins with a mark that opens."""
    match = MARK.match(text.lstrip())
    return bool(match and match[0] not in ALWAYS_CLOSES)


def _marks(text: str) -> list[_QuoteMark]:
    marks: list[_QuoteMark] = []
    drawn = {at for run in _RUN.finditer(text) for at in range(*run.span())}
    for match in MARK.finditer(text):
        if match.start() in drawn:
            continue
        char, (start, end) = match[0], match.span()
        left, right = text[start - 1 : start], text[end : end + 1]
        is_inside = bool(marks) and marks[-1].opens
        if not _is_apostrophe(char, left, right) and (is_inside or not _is_unit(char, left, right)):
            marks.append(_QuoteMark(start, end, char, *_direction(char, left, right)))
    return marks


def _is_apostrophe(char: str, left: str, right: str) -> bool:
    return char in "'’" and left.isalnum() and right.isalnum()


def _is_unit(char: str, left: str, right: str) -> bool:
    """Tells whether a mark means inches or minutes."""
    return char in "\"'" and left.isdecimal() and not right.isalpha()


def _direction(char: str, left: str, right: str) -> tuple[bool, bool]:
    """Tells whether a mark can open, and whether it can close, by the characters beside it."""
    if char == "”" and left.strip() and left not in "([—–":
        return False, True
    return _opens(char, left, right), _closes(char, left, right)


def _opens(char: str, left: str, right: str) -> bool:
    if char == "’":
        return False
    if char in "“«‹" and (left in FREE_LEFT or right not in FREE_RIGHT):
        return char != "“" or bool(right.strip())
    return _can_open(char, left, right)


def _closes(char: str, left: str, right: str) -> bool:
    if char in ALWAYS_CLOSES:
        return True
    return bool(left) if right in FREE_RIGHT else bool(left.strip()) and not _can_open(char, left, right)


def _can_open(char: str, left: str, right: str) -> bool:
    return char in ALWAYS_OPENS or (left in FREE_LEFT and bool(right.strip()) and right not in ".,;:!?)")


def _opened(
    text: str, marks: Sequence[_QuoteMark], index: int, said: re.Pattern[str], next_opens: bool
) -> tuple[Span | None, int]:
    """Returns the span that a mark opens, and the index of the first mark behind it."""
    close = _closing(marks, index, text)
    if close is not None:
        opener, last = marks[index], marks[close]
        return Span(opener.start, opener.end, last.start, last.end), close + 1
    span = _healed(text, marks, index, said, next_opens)
    if span is None:
        return None, index + 1
    return span, next((at for at in range(index + 1, len(marks)) if marks[at].start >= span.end), len(marks))


def _closing(marks: Sequence[_QuoteMark], index: int, text: str) -> int | None:
    """Returns the index of the mark that closes ``marks[index]``; None where it is not closed before the next opens."""
    opener, depth = marks[index], 0
    if opener.char in SINGLE:
        return _closing_single(marks, index, text)
    for at in _ahead(marks, index):
        step = _step(marks, at, opener.char, text)
        if step is None or marks[at].start - opener.start > LONGEST:
            return None
        depth += step
        if depth < 0:
            return at
    return None


def _ahead(marks: Sequence[_QuoteMark], index: int) -> range:
    return range(index + 1, min(len(marks), index + 1 + _MOST_MARKS))


def _step(marks: Sequence[_QuoteMark], at: int, opener: str, text: str) -> int | None:
    """Returns by how much a mark nests deeper behind an ``opener``: -1 closes; None where the opener was lost."""
    mark, wanted = marks[at], CLOSERS.get(opener, "")
    reopens = mark.char == opener and mark.opens
    if mark.char in wanted and mark.closes and (not reopens or _ends_here(text, mark)):
        return -1
    if not reopens:
        return 0
    if mark.char == '"':
        return 0 if mark.closes else None
    return 1 if _is_nested(marks, at, wanted) else None


def _ends_here(text: str, mark: _QuoteMark) -> bool:
    following = text[mark.end : mark.end + 1]
    return not following.strip() or following in BREAK_AFTER


def _is_nested(marks: Sequence[_QuoteMark], at: int, wanted: str) -> bool:
    """Tells whether the mark opens a quote within the quote: after its own close comes another close before the next
    opening.
    """
    closes = 0
    for later in _ahead(marks, at):
        mark = marks[later]
        if mark.char in wanted and mark.closes and not mark.opens:
            closes += 1
            if closes == 2:
                return True
        elif mark.char == marks[at].char:
            return False
    return False


def _closing_single(marks: Sequence[_QuoteMark], index: int, text: str) -> int | None:
    """Returns the best close of a single mark, which may be an apostrophe too: one behind punctuation, else one that
    follows no "s", else the last.
    """
    ends = list(_single_ends(marks, index, text))
    stopped = (at for at in ends if text[marks[at].start - 1] in ".,!?…")
    plain = (at for at in ends if text[marks[at].start - 1] != "s")
    return next(chain(stopped, plain, ends[-1:]), None)


def _single_ends(marks: Sequence[_QuoteMark], index: int, text: str) -> Iterator[int]:
    opener = marks[index].char
    for at in _ahead(marks, index):
        mark = marks[at]
        if mark.char == opener and mark.opens and not mark.closes:
            return
        if mark.char in CLOSERS[opener] and _ends_here(text, mark):
            yield at


def _healed(text: str, marks: Sequence[_QuoteMark], index: int, said: re.Pattern[str], next_opens: bool) -> Span | None:
    """Returns a span for a mark that nothing closes: up to an attribution, the next opening, or its sentence's end."""
    mark = marks[index]
    if mark.char in SINGLE and not (next_opens and mark.start == 0):
        return None
    following = next((marks[at].start for at in range(index + 1, len(marks)) if marks[at].opens), None)
    attribution = said.search(text, mark.end, len(text) if following is None else following)
    if attribution:
        end = attribution.start() + 1
    elif following is not None:
        end = _last_stop(text, mark.end, following)
    elif next_opens:
        return Span(mark.start, mark.end, len(text.rstrip()), len(text), closed=False, runs_on=True)
    else:
        end = _sentence_stop(text, mark)
    return Span(mark.start, mark.end, end, end, closed=False)


def _last_stop(text: str, begin: int, end: int) -> int:
    """Returns where the last punctuation before ``end`` stands, else where the words end."""
    cut = max(text.rfind(char, begin, end) for char in ",;:.!?")
    return cut if cut > begin else len(text[:end].rstrip())


def _sentence_stop(text: str, mark: _QuoteMark) -> int:
    """Returns where the sentence ends that goes on behind a mark; a mark that begins one goes with its paragraph."""
    before = text[: mark.start].rstrip()
    stop = STOP.search(text, mark.end) if before and before[-1] not in ".!?:…" else None
    return stop.start() if stop else len(text.rstrip())


def _stray(text: str, mark: _QuoteMark, found: list[Span], said: re.Pattern[str], runs_in: bool) -> Span | None:
    """Returns a span for a mark that closes what was never opened: the rest of a quote that runs in, or a statement
    whose attribution follows.
    """
    if runs_in and not found:
        return Span(0, 0, mark.start, mark.end, opened=False, runs_in=True)
    if mark.char in "'’" or not said.match(text, max(0, mark.start - 1)):
        return None
    start = found[-1].outer_end if found else 0
    if found:
        start = next((match.end() for match in reversed(list(SENTENCE_END.finditer(text, start, mark.start)))), start)
    return Span(start, start, mark.start, mark.end, opened=False)
