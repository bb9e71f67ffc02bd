"""Word documents: paragraphs by their styles as elements of a page, lists by their numbering, notes at the end.

A document's own title and author are those of its template or its machine: only what is printed counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, builder

from audiobrief.extract.saved.document import document
from audiobrief.extract.saved.docx_styles import Numbering, Styles
from audiobrief.extract.saved.zipped import Archive
from audiobrief.inputs import DOCX
from audiobrief.model import Page
from audiobrief.text.controls import cleaned

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DOCUMENT = re.compile(r"word/document\d*\.xml")
_MARKS = {"b": "b", "i": "i", "strike": "s", "dstrike": "s"}
_RAISED = {"superscript": "sup", "subscript": "sub"}
_OFF = frozenset({"0", "false", "none"})
_MOST_TITLE_CHARS = 200
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "h6")


def opened(body: bytes, subject: str) -> Page:
    """Returns the document as a page. Raises NothingToRead when it is damaged or has a password."""
    archive = Archive(body, subject, DOCX.name)
    root = next((archive.xml(name) for name in archive.names if _DOCUMENT.fullmatch(name)), None)
    if root is None:
        raise archive.damaged()
    text = _Text(archive)
    content = [*text.blocks(root), *text.notes()]
    _raise_title(content, text.title)
    return document(content, facts={})


class _Text:
    """Turns the document's markup into elements of a page."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._styles = Styles(archive.xml("word/styles.xml"))
        self._numbering = Numbering(archive.xml("word/numbering.xml"))
        self._links = _targets(archive.xml("word/_rels/document.xml.rels"))
        self._notes: list[tuple[str, str]] = []
        """The kind and number of each note that is referred to, in order."""
        self.title: HtmlElement | None = None
        """The paragraph that a style says is the title, once it is read."""

    def blocks(self, parent: etree._Element) -> Iterator[HtmlElement]:
        """Yields paragraphs, lists and tables in order; items of one list together."""
        items: list[HtmlElement] = []
        for kind, element in self._parts(parent):
            if items and kind != items[0].tag:
                yield items.pop()
            if kind in ("ul", "ol"):
                items = items or [builder.E(kind)]
                items[0].append(element)
            else:
                yield element
        yield from items

    def notes(self) -> Iterator[HtmlElement]:
        """Yields the notes that the text refers to, in that order."""
        roots = {kind: self._archive.xml(f"word/{kind}s.xml") for kind in ("footnote", "endnote")}
        for mark, (kind, number) in enumerate(self._notes, 1):
            for note in _numbered(roots[kind], kind, number):
                paragraph = builder.P(f"{mark} ")
                paragraph.set("class", "footnote")
                for one in note.iter(f"{_W}p"):
                    self._fill(one, paragraph)
                    _say(paragraph, " ")
                yield paragraph

    def _parts(self, parent: etree._Element) -> Iterator[tuple[str, HtmlElement]]:
        """Yields each block with what it is: the tag of the list that it belongs to, else its own."""
        for one in parent:
            name = _name(one)
            if name == "p":
                yield from self._paragraph(one)
            elif name == "tbl":
                yield "table", self._table(one)
            elif name in _AROUND:
                yield from self._parts(one)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[tuple[str, HtmlElement]]:
        style = self._styles.of(paragraph)
        kind = self._numbering.kind(style)
        element = builder.E("li" if kind else style.tag)
        if style.name == "title" and self.title is None:
            self.title = element
        elif style.name == "subtitle":
            element.set("class", "dek")
        boxes = self._fill(paragraph, element)
        if "".join(map(str, element.itertext())).strip() or len(element):
            yield kind or style.tag, builder.FIGURE(element) if style.tag == "figcaption" else element
        for box in boxes:
            yield from self._parts(box)

    def _table(self, table: etree._Element) -> HtmlElement:
        rows = builder.TABLE()
        for row in table.iter(f"{_W}tr"):
            cells = builder.TR()
            is_header = row.find(f"{_W}trPr/{_W}tblHeader") is not None
            for cell in row.iter(f"{_W}tc"):
                inside = builder.E("th" if is_header else "td")
                inside.extend([*self.blocks(cell)])
                cells.append(inside)
            rows.append(cells)
        return rows

    def _fill(self, parent: etree._Element, element: HtmlElement) -> list[etree._Element]:
        """Adds what a paragraph, a link or a change holds; returns the text boxes in it, which stand beside it."""
        boxes: list[etree._Element] = []
        for one in parent:
            name = _name(one)
            if name == "r":
                boxes += self._run(one, element)
            elif name in _INSIDE:
                inner = element
                if name in _INSIDE_TAGS:
                    inner = builder.E(_INSIDE_TAGS[name])
                    element.append(inner)
                if name == "hyperlink":
                    inner.set("href", self._links.get(one.get(_ID, ""), "#"))
                boxes += self._fill(one, inner)
            elif name in ("oMath", "oMathPara"):
                _say(element, "".join(part.text or "" for part in one.iter("{*}t")))
        return boxes

    def _run(self, run: etree._Element, element: HtmlElement) -> list[etree._Element]:
        """Adds a run of text in its type; returns the text boxes in it."""
        settings = run.find(f"{_W}rPr")
        if _is_on(settings, "vanish"):
            return []
        for tag in _tags(settings):
            inner = builder.E(tag)
            element.append(inner)
            element = inner
        boxes: list[etree._Element] = []
        for part in run:
            boxes += self._part(part, element)
        return boxes

    def _part(self, part: etree._Element, element: HtmlElement) -> list[etree._Element]:
        name = _name(part)
        if name in ("t", "delText"):
            _say(element, part.text or "")
        elif name in _CHARACTERS:
            _say(element, _CHARACTERS[name])
        elif name == "br" and part.get(f"{_W}type") is None:
            element.append(builder.BR())
        elif name in ("footnoteReference", "endnoteReference"):
            self._notes.append((name.removesuffix("Reference"), part.get(f"{_W}id", "")))
            element.append(builder.SUP(builder.A(str(len(self._notes)), href="#note")))
        elif name in ("drawing", "pict", "AlternateContent"):
            shown = next(part.iter("{*}Choice"), part)  # the other choice is the same for older programs
            return list(shown.iter(f"{_W}txbxContent"))
        return []


_AROUND = frozenset({"body", "sdt", "sdtContent", "ins", "customXml", "moveTo", "tc"})
"""Elements around paragraphs."""
_INSIDE = frozenset({"hyperlink", "ins", "del", "moveFrom", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple"})
"""Elements around runs."""
_INSIDE_TAGS = {"hyperlink": "a", "del": "del", "moveFrom": "del"}
_CHARACTERS = {"tab": " ", "cr": " ", "noBreakHyphen": "\u2011"}


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _is_on(settings: etree._Element | None, name: str) -> bool:
    one = settings.find(f"{_W}{name}") if settings is not None else None
    return one is not None and one.get(f"{_W}val", "1") not in _OFF


def _tags(settings: etree._Element | None) -> Iterator[str]:
    """Yields the elements that a run's type stands for."""
    yield from (tag for name, tag in _MARKS.items() if _is_on(settings, name))
    raised = settings.find(f"{_W}vertAlign") if settings is not None else None
    if raised is not None and raised.get(f"{_W}val") in _RAISED:
        yield _RAISED[raised.get(f"{_W}val", "")]


def _say(element: HtmlElement, text: str) -> None:
    text = cleaned(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _targets(relations: etree._Element | None) -> dict[str, str]:
    found = relations.iter("{*}Relationship") if relations is not None else ()
    return {one.get("Id", ""): one.get("Target", "") for one in found if one.get("TargetMode") == "External"}


def _raise_title(content: list[HtmlElement], title: HtmlElement | None) -> None:
    """Leaves one heading of level 1, the document's title, and puts the others below it."""
    top = title if title is not None else _title_of(content)
    others = [one for one in content if str(one.tag) in _HEADINGS and one is not top]
    if any(one.tag == "h1" for one in others):
        for one in others:
            one.tag = _HEADINGS[_HEADINGS.index(str(one.tag)) + 1]
    if top is not None:
        top.tag = "h1"


def _numbered(root: etree._Element | None, kind: str, number: str) -> Iterator[etree._Element]:
    """Yields the notes of a kind with a number."""
    found = () if root is None else root.iter(f"{_W}{kind}")
    return (note for note in found if note.get(f"{_W}id") == number)


def _title_of(content: list[HtmlElement]) -> HtmlElement | None:
    """Returns the only heading of level 1, else a first line that is no sentence; None where nothing says it."""
    tops = [one for one in content if one.tag == "h1"]
    if len(tops) == 1 or not content:
        return next(iter(tops), None)
    first = content[0]
    return first if first.tag in ("p", "h1") and _is_line(first) else None


def _is_line(first: HtmlElement) -> bool:
    text = "".join(map(str, first.itertext())).strip()
    return len(text) <= _MOST_TITLE_CHARS and text[-1:] not in ".!?…:;,"
