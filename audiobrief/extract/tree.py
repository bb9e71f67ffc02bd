"""HTML source -> a tree that holds every character at any depth.

lxml parses an ordinary page in a millisecond, but it loses what is nested deeper than 2,048 elements, needs seconds for
a tag with ten thousands of attributes, and drops text after stray declarations. Such source goes through Beautiful
Soup, ten times slower and indifferent to all three, and is rebuilt flat.
"""

from __future__ import annotations

import re

import lxml.html
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from lxml import etree

MAX_DEPTH = 150
"""Elements nested deeper are lifted to this depth: layout, never meaning."""
_LONGEST_TAG = 20_000
_KEPT_ATTRIBUTES = frozenset(
    "class id style hidden href src alt itemprop itemtype itemscope rel name property content type datetime lang dir "
    "role title cite start value colspan rowspan aria-hidden aria-label data-testid".split()
)
_INLINE = frozenset("a abbr b bdi bdo big cite code em font i ins mark q s small span strong sub sup time tt u".split())

_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(style|svg|template|script(?![^>]*ld\+json))\b[^>]*>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_DECLARATION = re.compile(r"<!\[[^>]{0,80}\]?>?|<!(?!doctype|--)|<\?", re.IGNORECASE)
_IS_DEEP = etree.XPath("boolean(/*" + "/*" * MAX_DEPTH + ")")


def parse(source: str) -> lxml.html.HtmlElement | None:
    """The document (its ``html`` element), or null when the source holds no element at all."""
    if not source or source.isspace():
        return None
    if _is_flooded(source):
        return _from_soup(source)
    if _DECLARATION.search(source):
        source = _DECLARATION.sub(" ", _UNSEEN.sub(" ", source))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return _from_soup(source) if _IS_DEEP(tree) else tree


def _is_flooded(source: str) -> bool:
    """Whether one tag is so long that libxml2 would compare its attributes for seconds."""
    if max(map(len, source.split(">"))) < _LONGEST_TAG:
        return False
    return any(
        piece.count("=", piece.rfind("<")) > 500 or piece.count(" ", piece.rfind("<")) > 2000
        for piece in _UNSEEN.sub(" ", source).split(">")
        if len(piece) >= _LONGEST_TAG and "<" in piece
    )


def _from_soup(source: str) -> lxml.html.HtmlElement:
    """Beautiful Soup's reading of the source as a tree of at most ``MAX_DEPTH`` levels."""
    soup = BeautifulSoup(_DECLARATION.sub(" ", _UNSEEN.sub(" ", source)), "lxml")
    root = lxml.html.Element("html")
    copies: dict[int, tuple[lxml.html.HtmlElement, int]] = {id(soup): (root, 0)}
    for node in soup.descendants:
        above = node.parent
        if above is None:
            continue
        parent, depth = copies[id(above)]
        if isinstance(node, Tag):
            copies[id(node)] = _copy(node, parent, depth)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            _append_text(parent, str(node), depth)
    return root


def _copy(node: Tag, parent: lxml.html.HtmlElement, depth: int) -> tuple[lxml.html.HtmlElement, int]:
    """The copy of a tag and its depth; beyond the limit a sibling of its parent, and inline tags are dissolved."""
    if node.name == "html":
        return parent, depth
    if depth >= MAX_DEPTH:
        if node.name in _INLINE:
            return parent, depth
        parent = _above(parent)
        depth -= 1
    name = node.name if re.fullmatch(r"[a-z][a-z0-9-]*", node.name) else "div"
    child = etree.SubElement(parent, name)
    for key, value in node.attrs.items():
        if key in _KEPT_ATTRIBUTES:
            child.set(key, " ".join(value) if isinstance(value, list) else str(value))
    return child, depth + 1


def _append_text(parent: lxml.html.HtmlElement, text: str, depth: int) -> None:
    if depth >= MAX_DEPTH and text.strip():
        above = _above(parent)
        if above[-1] is not parent:  # text after a lifted child goes behind it
            parent = etree.SubElement(above, parent.tag)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _above(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    parent = element.getparent()
    return element if parent is None else parent
