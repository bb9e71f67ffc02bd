"""Writes the page that a book, a document or a mail becomes: what it says of itself stands in meta elements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml.html import HtmlElement, builder, tostring

from audiobrief.model import Page
from audiobrief.text.controls import cleaned

Facts = Mapping[str, Iterable[str]]
"""Contents by the names of meta elements."""


def document(content: Iterable[HtmlElement], *, title: str = "", language: str = "", facts: Facts) -> Page:
    """Returns a page with this content, and what its file says of it."""
    tree = builder.HTML(builder.BODY(builder.ARTICLE(*content)))
    if language:
        tree.set("lang", language)
    state(tree, {"title": [title], **facts})
    return written(tree)


def state(tree: HtmlElement, facts: Facts) -> None:
    """Adds facts to a page as meta elements, before what it says itself; those that say nothing are left out."""
    said = ((name, content) for name, contents in facts.items() for content in contents if content.strip())
    tree.insert(0, builder.HEAD(*(builder.META(name=name, content=cleaned(content)) for name, content in said)))


def written(tree: HtmlElement) -> Page:
    """Returns a tree as a page without an address."""
    return Page("", tostring(tree, encoding="utf-8"), "text/html; charset=utf-8")
