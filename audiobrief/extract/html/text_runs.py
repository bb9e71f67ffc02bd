"""The tree as a line of pieces: every visible character once, in page order, with where it stands.

A *piece* is the text of one paragraph-like run; a *box* is a block-level element. Boxes form the tree that evidence is
summed over; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html

from audiobrief.extract.html.class_names import BLOCK, ROLE_ZONES, TAG_ZONES, UNSEEN, Names, read_names
from audiobrief.model import Link
from audiobrief.roles import Reason

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li"])
"""Custom elements in these are part of a sentence; elsewhere they lay out the page."""
_UNZONED = frozenset(["tr", "td", "th", "tbody", "blockquote", "body", "p", "h1"])
"""Their names are the author's, or say what the text is about."""
_APART = frozenset({"span", "a", "time"})
_NONE = Names()
_MEDIA = frozenset({"img", "iframe", "video", "audio", "object", "embed", "amp-img"})


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element."""

    element: lxml.html.HtmlElement
    tag: str
    parent: Box | None
    depth: int
    zone: Reason | None
    names: Names
    first: int = 0
    """Index of its first piece."""
    last: int = 0
    """Index after its last piece."""
    weight: float = 0.0
    """Text that reads like an article's, in characters."""
    itemprop: str = ""
    voided: bool = False
    """Its zone does not hold: the article is in it."""
    repeats: bool = False
    """Its zone comes from its structure, not from names."""

    def chain(self) -> Iterator[Box]:
        """The box and the boxes around it, innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent


@dataclass(slots=True, eq=False)
class Piece:
    """A run of text, or a picture or frame (``media``) where it stands."""

    text: str
    box: Box
    links: list[Link] = field(default_factory=list)
    linked: int = 0
    """Characters of the text inside links."""
    bold: int = 0
    """Characters of the text in bold type."""
    media: lxml.html.HtmlElement | None = None
    time: str | None = None
    """``datetime`` of a time element in the text."""
    language: str | None = None
    inline: frozenset[str] = frozenset()
    """Class-name hints and rel or itemprop values of inline elements around all or part of the text."""

    @property
    def link_share(self) -> float:
        return self.linked / len(self.text) if self.text else 0.0


class Walk:
    """Collects the pieces and boxes of a body. The tree is at most ``tree.MAX_DEPTH`` deep: recursion is safe."""

    def __init__(self, body: lxml.html.HtmlElement) -> None:
        self.pieces: list[Piece] = []
        self.boxes: list[Box] = []
        self.marks: list[str] = []
        """Footnote marks in the text, "1" of "crowns.¹": links to a place on the page, of use to the eye alone."""
        self._text: list[str] = []
        self._links: list[Link] = []
        self._linked = 0
        self._bold = 0
        self._time: str | None = None
        self._marks: set[str] = set()
        self._breaks = 0
        self._box = Box(body, "body", None, 0, None, _NONE)
        self.boxes.append(self._box)
        self._run(body, 0, 0)
        self._close(self._box)

    # -- text

    def _add(self, text: str, in_link: bool, in_bold: bool) -> None:
        self._text.append(text)
        if in_link or in_bold:
            length = len(text.strip())
            self._linked += length if in_link else 0
            self._bold += length if in_bold else 0
        if self._breaks and not text.isspace():
            self._breaks = 0

    def _flush(self) -> None:
        if self._text:
            text = " ".join("".join(self._text).split())
            self._text.clear()
            if text:
                self.pieces.append(
                    Piece(
                        text,
                        self._box,
                        self._links,
                        min(self._linked, len(text)),
                        self._bold,
                        None,
                        self._time,
                        None,
                        frozenset(self._marks),
                    )
                )
                self._links = []
        self._linked = self._bold = self._breaks = 0
        self._time = None
        if self._marks:
            self._marks = set()

    # -- elements

    def _open(self, element: lxml.html.HtmlElement, tag: str, attributes: dict[str, str]) -> Box:
        names = read_names(f"{attributes.get('class', '')} {attributes.get('id', '')}") if attributes else _NONE
        zone = TAG_ZONES.get(tag) or ROLE_ZONES.get(attributes.get("role", ""))
        if zone is None:
            zone = Reason.WIDGET if names.is_hidden else None if tag in _UNZONED else names.zone
        parent = self._box
        first = len(self.pieces)
        box = Box(element, tag, parent, parent.depth + 1, zone, names, first, itemprop=attributes.get("itemprop", ""))
        self.boxes.append(box)
        return box

    def _close(self, box: Box) -> None:
        self._flush()
        box.last = len(self.pieces)
        if box.parent is not None:
            self._box = box.parent

    def _run(self, element: lxml.html.HtmlElement, in_link: int, in_bold: int) -> None:
        if element.text:
            self._add(element.text, in_link > 0, in_bold > 0)
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and tag not in UNSEEN:
                self._element(child, tag, in_link, in_bold)
            if child.tail:
                self._add(child.tail, in_link > 0, in_bold > 0)

    def _element(self, element: lxml.html.HtmlElement, tag: str, in_link: int, in_bold: int) -> None:
        if tag == "br":
            self._breaks += 1
            if self._breaks > 1:
                self._flush()
            else:
                self._text.append("\n")
            return
        attributes = dict(element.items())
        if attributes and is_hidden(attributes):
            return
        if (
            tag in BLOCK
            or (tag == "cite" and self._box.tag == "blockquote")
            or ("-" in tag and self._box.tag not in _PARAGRAPHS)
        ):
            self._block(element, tag, attributes, in_link, in_bold)
        else:
            self._inline(element, tag, attributes, in_link, in_bold)

    def _block(
        self, element: lxml.html.HtmlElement, tag: str, attributes: dict[str, str], in_link: int, in_bold: int
    ) -> None:
        self._flush()
        self._box = box = self._open(element, tag, attributes)
        if tag in _MEDIA:
            self.pieces.append(Piece("", box, media=element))
        self._run(element, in_link, in_bold)
        self._close(box)

    def _inline(
        self, element: lxml.html.HtmlElement, tag: str, attributes: dict[str, str], in_link: int, in_bold: int
    ) -> None:
        if tag in _APART and self._text and _is_tight(self._text[-1], element.text):
            self._text.append(" ")
        if tag == "sup" and (mark := _footnote_mark(element)) is not None:
            self.marks.append(mark)
            return
        if attributes:
            self._note(tag, attributes)
        start = len(self._text)
        is_link = tag == "a" and "href" in attributes
        self._run(element, in_link + is_link, in_bold + (tag in {"b", "strong"}))
        if is_link and (text := " ".join("".join(self._text[start:]).split())):
            self._links.append(Link(text, attributes["href"].strip()))

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        """What inline elements say about the text they are in."""
        self._marks.update(attributes[key] for key in ("rel", "itemprop") if key in attributes)
        if "class" in attributes and (hint := read_names(attributes["class"]).hint) is not None:
            self._marks.add(hint.value)
        if tag == "time":
            self._marks.add("time")
            self._time = attributes.get("datetime") or self._time


def _footnote_mark(element: lxml.html.HtmlElement) -> str | None:
    text = "".join(element.itertext()).strip()
    links = [link.get("href") or "" for link in element.iter("a")]
    return text if 0 < len(text) <= 6 and links and all(link.startswith("#") for link in links) else None


def _is_tight(before: str, after: str | None) -> bool:
    """Whether "Anna Berg" and "June 11" would run together: neighbours that only a style sheet sets apart."""
    if not before or not after:
        return False
    return (before[-1].islower() or before[-1].isdigit()) and after[0].isupper()


def is_hidden(attributes: dict[str, str]) -> bool:
    """Not shown by any browser: the hidden attribute or an inline ``display: none``."""
    if "hidden" in attributes:
        return attributes["hidden"].lower() != "until-found"
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def heading_level(box: Box) -> int | None:
    """1 to 6 inside a heading, else null."""
    for outer in box.chain():
        if outer.tag in _HEADINGS:
            return _HEADINGS[outer.tag]
        if outer.tag not in {"div", "span"}:
            return None
    return None
