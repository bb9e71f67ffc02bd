"""Texts that went through one hand too many: escaped twice, with markup, read in a wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from audiobrief.check.feed import Element, Feed, Item
from audiobrief.check.finding import Faults
from audiobrief.check.notes import read_notes

_ENTITY = re.compile(r"&(#\d{2,6}|#x[0-9a-fA-F]{2,6}|[A-Za-z]{2,31});")
_CUT_ENTITY = re.compile(r"&(#\d{0,6}|[a-z]{2,6})$")
_TAG = re.compile(r"</?(a|b|br|div|em|h[1-6]|i|img|li|p|script|span|strong|u|ul)(\s[^<>]*)?/?>", re.IGNORECASE)
_FOREIGN = re.compile(r"[^\x00-\x7f]{2,}")


def feed_text_faults(feed: Feed) -> Faults:
    """Yields what is wrong with the words of the feed, of its lists, transcripts and pages."""
    yield from ((feed.subject, fact) for fact in _element_faults(feed.channel))
    for item in feed.items:
        yield from ((item.subject, fact) for fact in (*_element_faults(item.element), *_file_faults(item)))


def _element_faults(parent: Element) -> Iterator[str]:
    for child in parent.inner.iterchildren("*") if parent.inner is not None else ():
        name, text = str(child.tag).rpartition("}")[2], child.text or ""
        told = read_notes(text).text if name in ("description", "encoded") else text
        yield from (f"its {name} {fact}" for fact in text_faults(told))


def _file_faults(item: Item) -> Iterator[str]:
    for mark in (*(item.json_marks or ()), *item.psc_marks):
        yield from (f"a chapter {fact}" for fact in text_faults(mark.title))
    for kind, cues in {**item.cues, "its page": item.page.cues if item.page else ()}.items():
        for cue in cues or ():  # an article may be about markup
            yield from (f"{kind} {fact}" for fact in decoding_faults(cue.text))


def text_faults(text: str) -> Iterator[str]:
    """Yields what an app would show as it stands: markup, entities, wrong letters."""
    if found := _TAG.search(text):
        yield f'holds the markup "{found[0]}"'
    entities = (one for one in _ENTITY.finditer(text) if one[1].startswith("#") or f"{one[1]};" in html5)
    if found := next(entities, None) or _CUT_ENTITY.search(text):
        yield f'is escaped twice ("{found[0]}")'
    yield from decoding_faults(text)


def decoding_faults(text: str) -> Iterator[str]:
    """Yields letters that come of UTF-8 read as something else: "â‚¬" for "€"."""
    if "\ufffd" in text:
        yield "holds letters that could not be read (\ufffd)"
    for found in _FOREIGN.finditer(text):
        try:
            right = found[0].encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        yield f'holds "{found[0]}" for "{right}", read in a wrong encoding'
        return
