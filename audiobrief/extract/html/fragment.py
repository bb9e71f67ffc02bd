"""A paragraph's markup -> its words, as a page's are read: Markdown may hold any HTML."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import lxml.html
from lxml import etree

from audiobrief.extract.html.text_runs import Walk
from audiobrief.model import Dropped, Inline, Link


class Fragment(NamedTuple):
    """The words of a paragraph, and what stands in it beside them."""

    text: str
    links: tuple[Link, ...] = ()
    inlines: tuple[Inline, ...] = ()
    asides: tuple[Dropped, ...] = ()


def read_fragment(markup: str) -> Fragment | None:
    """Reads the inside of a paragraph; None where it is no markup."""
    try:
        root = lxml.html.fragment_fromstring(markup, create_parent="p")
    except (etree.LxmlError, ValueError):
        return None
    walk = Walk(root)
    texts: list[str] = []
    inlines: list[Inline] = []
    links: list[Link] = []
    at = 0
    for run in filter(lambda run: run.text, walk.runs):
        inlines += (replace(one, start=one.start + at, end=one.end + at) for one in run.inlines)
        texts.append(run.text)
        links += run.links
        at += len(run.text) + 1
    return Fragment(" ".join(texts), tuple(links), tuple(inlines), tuple(walk.asides))
