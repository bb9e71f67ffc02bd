"""Finds the spans between quotation marks in a paragraph; a paragraph with broken marks heals itself.

A mark's direction is read from its neighbours (a blank before and a letter after opens), because printed marks lie:
U+201C opens in English and closes in German, « closes in older German type, straight marks say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MARK = re.compile(r"``|''|[\"“”„‟«»‹›「」『』‘’‚‛'＂]")
BREAK_BEFORE = " \t\n\u00a0\u202f\u2009([{—–-/…:,;¡¿"
BREAK_AFTER = " \t\n\u00a0\u202f\u2009)]}—–-/….,;:!?"

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
ALWAYS_OPENS = frozenset("„‟‚‛「『") | {"``"}
ALWAYS_CLOSES = frozenset("」』")
SINGLE = frozenset("‘‚‛'")
LONGEST = 6_000
"""Characters: no statement of one paragraph is longer; a lost mark must not swallow a page."""


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
class _Mark:
    start: int
    end: int
    char: str
    opens: bool
    closes: bool


def spans(text: str, said: re.Pattern[str], *, runs_in: bool = False, next_opens: bool = False) -> list[Span]:
    """The outermost pairs of marks, in order. ``said`` matches an attribution that follows a quote's comma;
    ``runs_in``: the paragraph before ended inside a quote; ``next_opens``: the next paragraph begins with a mark.
    """
    marks = _marks(text)
    found: list[Span] = []
    index = 0
    while index < len(marks):
        mark = marks[index]
        if mark.opens:
            close = _closing(marks, index, text)
            if close is None:
                span = _healed(text, marks, index, said, next_opens)
                index += 1
                if span is None:
                    continue
                index = next((i for i in range(index, len(marks)) if marks[i].start >= span.end), len(marks))
            else:
                last = marks[close]
                span = Span(mark.start, mark.end, last.start, last.end)
                index = close + 1
            found.append(span)
        else:
            stray = _stray(text, mark, found, said, runs_in)
            if stray:
                found.append(stray)
            index += 1
    return [span for span in found if any(char.isalnum() for char in text[span.start : span.end])]


def begins_open(text: str) -> bool:
    """The paragraph begins with a mark that opens."""
    match = MARK.match(text.lstrip())
    return bool(match and match[0] not in ALWAYS_CLOSES)


def _marks(text: str) -> list[_Mark]:
    marks: list[_Mark] = []
    for match in MARK.finditer(text):
        char, start, end = match[0], match.start(), match.end()
        left, right = text[start - 1 : start], text[end : end + 1]
        if char in "'’" and left.isalnum() and right.isalnum():
            continue  # an apostrophe
        if char in "\"'" and left.isdecimal() and not right.isalpha() and (not marks or not marks[-1].opens):
            continue  # inches, minutes
        free_left = not left or left in BREAK_BEFORE or MARK.match(left) is not None
        free_right = not right or right in BREAK_AFTER or MARK.match(right) is not None
        opens = char in ALWAYS_OPENS or (free_left and bool(right.strip()) and right not in ".,;:!?)")
        closes = char in ALWAYS_CLOSES or ((not opens or free_right) and bool(left.strip() or (left and free_right)))
        if char in "“«‹" and not (free_right and not free_left):
            opens = bool(right.strip()) or char != "“"
        if char in "”" and left.strip() and left not in "([—–":
            opens, closes = False, True
        if char == "’":
            opens = False
        marks.append(_Mark(start, end, char, opens, closes))
    return marks


def _closing(marks: Sequence[_Mark], index: int, text: str) -> int | None:
    """Index of the mark that closes ``marks[index]``; None where it is not closed before the next one opens."""
    opener = marks[index]
    wanted = CLOSERS.get(opener.char, "")
    if opener.char in SINGLE:
        return _closing_single(marks, index, text)
    depth = 0
    for at in range(index + 1, len(marks)):
        mark = marks[at]
        if mark.start - opener.start > LONGEST:
            return None
        same = mark.char == opener.char
        if mark.char in wanted and mark.closes and not (same and mark.opens and not _ends_here(text, mark)):
            if depth == 0:
                return at
            depth -= 1
        elif same and mark.opens and mark.char not in '"':
            if not _is_nested(marks, at, wanted):
                return None
            depth += 1
        elif same and mark.opens and not mark.closes:
            return None
    return None


def _ends_here(text: str, mark: _Mark) -> bool:
    return not text[mark.end : mark.end + 1].strip() or text[mark.end : mark.end + 1] in BREAK_AFTER


def _is_nested(marks: Sequence[_Mark], at: int, wanted: str) -> bool:
    """The mark opens a quote within the quote: after its own close comes another close before the next opening."""
    closes = 0
    for mark in marks[at + 1 :]:
        if mark.char in wanted and mark.closes and not mark.opens:
            closes += 1
            if closes == 2:
                return True
        elif mark.char == marks[at].char:
            return False
    return False


def _closing_single(marks: Sequence[_Mark], index: int, text: str) -> int | None:
    """Single marks are apostrophes too: the best close has punctuation before it."""
    wanted = CLOSERS[marks[index].char]
    fallback = None
    for at in range(index + 1, len(marks)):
        mark = marks[at]
        if mark.char == marks[index].char and mark.opens and not mark.closes:
            break
        if mark.char not in wanted or not _ends_here(text, mark):
            continue
        if text[mark.start - 1] in ".,!?…":
            return at
        if fallback is None or text[marks[fallback].start - 1] == "s":
            fallback = at
    return fallback


def _healed(text: str, marks: Sequence[_Mark], index: int, said: re.Pattern[str], next_opens: bool) -> Span | None:
    """A span for a mark that nothing closes: up to an attribution, the next opening, or the end of its sentence."""
    mark = marks[index]
    if mark.char in SINGLE and not (next_opens and mark.start == 0):
        return None
    following = next((m.start for m in marks[index + 1 :] if m.opens), None)
    limit = len(text) if following is None else following
    attribution = said.search(text, mark.end, limit)
    if attribution:
        end = attribution.start() + 1
        return Span(mark.start, mark.end, end, end, closed=False)
    if following is None and next_opens:
        return Span(mark.start, mark.end, len(text.rstrip()), len(text), closed=False, runs_on=True)
    if following is not None:
        cut = max(text.rfind(char, mark.end, limit) for char in ",;:.!?")
        end = cut if cut > mark.end else len(text[:limit].rstrip())
        return Span(mark.start, mark.end, end, end, closed=False)
    before = text[: mark.start].rstrip()
    if not before or before[-1] in ".!?:…":
        end = len(text.rstrip())
    else:
        stop = re.compile(r"[.!?…](?=\s|$)").search(text, mark.end)
        end = stop.start() if stop else len(text.rstrip())
    return Span(mark.start, mark.end, end, end, closed=False)


def _stray(text: str, mark: _Mark, found: list[Span], said: re.Pattern[str], runs_in: bool) -> Span | None:
    """A span for a mark that closes what was never opened: the rest of a quote that runs in, or a statement whose
    attribution follows.
    """
    begin = found[-1].outer_end if found else 0
    if runs_in and not found:
        return Span(0, 0, mark.start, mark.end, opened=False, runs_in=True)
    if mark.char in "'’" or not said.match(text, max(0, mark.start - 1)):
        return None
    ends = [m.end() for m in re.compile(r"[.!?]\s+").finditer(text, begin, mark.start)]
    start = ends[-1] if ends and found else begin
    return Span(start, start, mark.start, mark.end, opened=False)
