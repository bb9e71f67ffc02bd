"""HTML source -> a tree that holds every character at any depth.

lxml parses an ordinary page in a millisecond, but it loses what is nested deeper than 2,048 elements, needs seconds for
a tag with ten thousands of attributes, and drops text after stray declarations. Such source goes through Beautiful
Soup, ten times slower and indifferent to all three, and is rebuilt flat.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, NamedTuple

import lxml.html
from lxml import etree

if TYPE_CHECKING:
    from bs4.element import Tag

MAX_DEPTH = 150
"""Elements nested deeper are lifted to this depth: layout, never meaning."""
_LONGEST_TAG = 20_000
# fmt: off
_KEPT_ATTRIBUTES = frozenset({
    "class", "id", "style", "hidden", "href", "src", "alt", "itemprop", "itemtype", "itemscope", "rel", "name",
    "property", "content", "type", "datetime", "lang", "dir", "role", "title", "cite", "start", "value",
    "aria-label",
})
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "tt", "u",
})
# fmt: on

_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(style|svg|template|script(?![^>]*ld\+json))\b[^>]*>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TEMPLATE = re.compile(r"<(/?)template\b([^<>]*)>", re.IGNORECASE)
_SHADOW_MODE = re.compile(r"\bshadowroot(?:mode)?\s*=", re.IGNORECASE)
_SHADOW_ROOT = "shadow-root"
_DECLARATION = re.compile(r"<(?:!\[[^>]{0,80}\]?>?|!(?!doctype|--)|\?)", re.IGNORECASE)
_EARLY_END = re.compile(r"</(?:body|html|BODY|HTML)\s*>")
"""Ends that stand in the middle of many a page: libxml2 drops what follows, browsers show it."""
_VOID = frozenset({"br", "hr", "img", "iframe", "video", "audio"})
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_LONG = re.compile(rf"<[^>]{{{_LONGEST_TAG}}}")
_TWICE = re.compile(r"&amp;(?:#?[a-zA-Z0-9]{2,8};)")
_ESCAPED_TWICE = re.compile(
    r"<(code|pre|kbd|samp|tt|textarea)\b[^>]{0,300}>.{0,5000}?</\1>|&(?:amp;){1,4}(#\d{2,6};|#x[0-9a-f]{2,5};|[a-z]{2,8}\d?;)",
    re.IGNORECASE | re.DOTALL,
)
"""An entity whose "&" is one again ("&amp;#8217;"): a reader sees its letters, unless they are meant to, as code is."""
_IS_DEEP = etree.XPath("boolean(/*" + "/*" * MAX_DEPTH + ")")


def parse(source: str) -> lxml.html.HtmlElement | None:
    """Returns the document (its ``html`` element), or None when the source holds no element at all."""
    if not source or source.isspace():
        return None
    if "shadowroot" in source:
        tree = _parsed(_with_shadow_roots(source))
        return None if tree is None else _slotted(tree)
    return _parsed(source)


def _parsed(source: str) -> lxml.html.HtmlElement | None:
    if _TWICE.search(source):
        source = _ESCAPED_TWICE.sub(_unescaped_once, source)
    if _is_flooded(source):
        return _from_soup(source)
    if _DECLARATION.search(source):
        source = _DECLARATION.sub(" ", _UNSEEN.sub(" ", source))
    source = _EARLY_END.sub("", source)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return _from_soup(source) if _IS_DEEP(tree) else tree


def _unescaped_once(match: re.Match[str]) -> str:
    entity = match[2]
    return f"&{entity}" if entity and (entity[0] == "#" or entity in html5) else match[0]


def _with_shadow_roots(source: str) -> str:
    """Names the templates that a browser shows (declarative shadow roots) so that they are told from the others."""
    shown: list[bool] = []

    def name(match: re.Match[str]) -> str:
        if match[1]:
            is_shown = shown.pop() if shown else False
            return f"</{_SHADOW_ROOT}>" if is_shown else match[0]
        shown.append(_SHADOW_MODE.search(match[2]) is not None)
        return f"<{_SHADOW_ROOT}>" if shown[-1] else match[0]

    return _TEMPLATE.sub(name, source)


def _slotted(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Moves the children of each host to the slots of its shadow root, where a browser shows them."""
    for root in list(tree.iter(_SHADOW_ROOT)):
        slots = [slot for slot in root.iter("slot") if next(slot.iterancestors(_SHADOW_ROOT)) is root]
        _fill(slots, [*reversed([*root.itersiblings(preceding=True)]), *root.itersiblings()])
    return tree


def _fill(slots: list[lxml.html.HtmlElement], children: list[lxml.html.HtmlElement]) -> None:
    for slot in slots:
        own = [child for child in children if child.get("slot") == slot.get("name")]
        if own:
            slot.clear(keep_tail=True)  # what stands in it is shown only where nothing fills it
            slot.extend(own)


def _is_flooded(source: str) -> bool:
    """Says whether one tag is so long that libxml2 would compare its attributes for seconds."""
    if _LONG.search(source) is None:
        return False
    return any(
        part.count("=", part.rfind("<")) > 500 or part.count(" ", part.rfind("<")) > 2000
        for part in _UNSEEN.sub(" ", source).split(">")
        if len(part) >= _LONGEST_TAG and "<" in part
    )


def _from_soup(source: str) -> lxml.html.HtmlElement:
    """Returns Beautiful Soup's reading of the source as a tree of at most ``MAX_DEPTH`` levels."""
    from bs4 import BeautifulSoup  # as long to load as ten pages to read
    from bs4.element import NavigableString, PreformattedString, Tag

    soup = BeautifulSoup(_DECLARATION.sub(" ", _UNSEEN.sub(" ", source)), "lxml")
    root = lxml.html.Element("html")
    pen = _Pen()
    places: dict[int, _Place] = {id(soup): _Place(root, 0, "html")}
    for node in soup.descendants:
        if node.parent is None:
            continue
        place = places[id(node.parent)]
        if isinstance(node, Tag):
            places[id(node)] = _enter(node, place)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            pen.write(place, str(node))
    pen.lift()
    return root


class _Place(NamedTuple):
    """Where the children of a tag go: into ``element``, or, at the limit, beside each other below it."""

    element: lxml.html.HtmlElement
    depth: int
    name: str
    owner: int = 0
    """The source tag, at the limit: its texts belong together."""


def _enter(node: Tag, place: _Place) -> _Place:
    if node.name == "html":
        return place
    name = node.name if _NAME.fullmatch(node.name) else "div"
    if place.depth >= MAX_DEPTH:
        if name in _VOID:
            _copy_attributes(node, etree.SubElement(place.element, name))
        return place if name in _INLINE else place._replace(name=name, owner=id(node))
    child = etree.SubElement(place.element, name)
    _copy_attributes(node, child)
    return _Place(child, place.depth + 1, name)


def _copy_attributes(node: Tag, copy: lxml.html.HtmlElement) -> None:
    for key, value in node.attrs.items():
        if key in _KEPT_ATTRIBUTES:
            copy.set(key, " ".join(value) if isinstance(value, list) else str(value))


class _Pen:
    """Writes texts where they belong; what goes on is gathered, since each writing copies what stands there."""

    def __init__(self) -> None:
        self._owner = 0
        """Whose text stands last at the limit."""
        self._at: tuple[lxml.html.HtmlElement, str] | None = None
        self._parts: list[str] = []

    def write(self, place: _Place, text: str) -> None:
        """Adds a text to its element, or, at the limit, to the last below it where both are of one owner."""
        last = _last(place.element)
        if place.depth < MAX_DEPTH:
            self._add(*((place.element, "text") if last is None else (last, "tail")), text)
        elif not text.isspace():
            if last is None or place.owner != self._owner:
                last = etree.SubElement(place.element, place.name)
            self._add(last, "tail" if last.tag in _VOID else "text", text)
            self._owner = place.owner

    def _add(self, element: lxml.html.HtmlElement, where: str, text: str) -> None:
        if self._at is None or self._at[0] is not element or self._at[1] != where:
            self.lift()
            self._at, self._parts = (element, where), [getattr(element, where) or ""]
        self._parts.append(text)

    def lift(self) -> None:
        """Writes what was gathered."""
        if self._at is not None:
            setattr(*self._at, "".join(self._parts))


def _last(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """Returns the last child; for a length lxml would count them all."""
    return next(element.iterchildren(reversed=True), None)
