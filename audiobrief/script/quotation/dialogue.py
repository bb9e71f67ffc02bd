"""Finds speech that a dash begins instead of a mark: "– Vi är nöjda, säger Anna Lind."

A dash says less than a mark: questions of an interview begin with one, and items of a list. So only what is followed by
a reporting verb and somebody who can be its subject is speech.
"""

from __future__ import annotations

import re

from audiobrief.script.quotation.attribution import Reader
from audiobrief.script.quotation.marks import Span

DASH = re.compile(r"(?:^\s*|(?<=[.!?…])\s+)(?P<mark>[–—-])\s+(?=\S)")
LEADS = re.compile(r"(?:[,!?…]|\s[–—-](?=\s))\s+(?:[–—-]\s+)?")
"""What stands between the words said and the verb: a comma, a question mark, another dash."""


def spoken(reader: Reader) -> list[Span]:
    """The spans of a paragraph that begins with a dash, in order; none in a language that does not write so."""
    text = reader.text
    dashes = list(DASH.finditer(text)) if reader.grammar.row.dashes else []
    if not dashes or dashes[0].start():
        return []
    found: list[Span] = []
    for dash, limit in zip(dashes, [*(dash.start() for dash in dashes[1:]), len(text)], strict=True):
        end = _said(reader, dash.end(), limit)
        if end is None and found:
            end = len(text[:limit].rstrip())  # goes on behind its attribution
        if end is not None:
            found.append(Span(dash.start("mark"), dash.end(), end, end))
    return found


def _said(reader: Reader, begin: int, limit: int) -> int | None:
    """Where the words end that somebody is said to have said; None where nobody is."""
    for lead in LEADS.finditer(reader.text, begin, limit):
        if reader.says_who(lead.end(), limit):
            return lead.start() + (reader.text[lead.start()] in "!?…")
    return None


def with_marks(spoken: list[Span], marked: list[Span]) -> list[Span]:
    """Both, in order; marks inside of speech are the speaker's own."""
    outside = [
        span
        for span in marked
        if all(span.outer_end <= said.outer_start or span.outer_start >= said.outer_end for said in spoken)
    ]
    return sorted([*spoken, *outside], key=lambda span: span.start)
