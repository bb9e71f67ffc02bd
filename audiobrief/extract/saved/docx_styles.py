"""What a Word document's styles and numberings make of a paragraph: a heading, a quote, an item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAGS = {"title": "h1", "subtitle": "p", "caption": "figcaption"}
_HEADING = re.compile(r"heading ([1-6])")
_QUOTE = re.compile(r"quote|block text")
_CONTENTS = re.compile(r"toc |toa |table of")
_MOST_ANCESTORS = 10


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's style says."""

    tag: str = "p"
    numbering: etree._Element | None = None
    name: str = ""
    """"title" and "subtitle" where it is so named, else ""."""


class Styles:
    """The document's styles by their ids. Their names are English in every language; ids are not."""

    def __init__(self, root: etree._Element | None) -> None:
        found = root.iter(f"{_W}style") if root is not None else ()
        self._styles = {one.get(f"{_W}styleId", ""): one for one in found}

    def of(self, paragraph: etree._Element) -> Style:
        """Returns what a paragraph is by its own settings, its style and those that it is based on."""
        levels = list(self._levels(paragraph.find(f"{_W}pPr")))
        tags = (tag for name, settings in levels if (tag := _tag_of(name) or _outlined(settings)))
        numberings = (settings.find(f"{_W}numPr") for _, settings in levels if settings is not None)
        named = next((name for name, _ in levels if name in ("title", "subtitle")), "")
        return Style(next(tags, "p"), next((one for one in numberings if one is not None), None), named)

    def _levels(self, settings: etree._Element | None) -> Iterator[tuple[str, etree._Element | None]]:
        """Yields a paragraph's own settings, then by name those of its style and of each that it is based on."""
        if settings is None:
            return
        yield "", settings
        style = self._styles.get(_said(settings, "pStyle"))
        for _ in range(_MOST_ANCESTORS):
            if style is None:
                break
            yield _said(style, "name").lower(), style.find(f"{_W}pPr")
            style = self._styles.get(_said(style, "basedOn"))


class Numbering:
    """Whether a numbered paragraph has a bullet or a number."""

    def __init__(self, root: etree._Element | None) -> None:
        self._formats: dict[str, str] = {}
        if root is None:
            return
        abstract = {one.get(f"{_W}abstractNumId"): one for one in root.iter(f"{_W}abstractNum")}
        for one in root.iter(f"{_W}num"):
            levels = abstract.get(_said(one, "abstractNumId"))
            first = levels.find(f"{_W}lvl") if levels is not None else None
            self._formats[one.get(f"{_W}numId", "")] = _said(first, "numFmt") if first is not None else ""

    def kind(self, style: Style) -> str:
        """Returns "ul" or "ol" for an item of a list; "" for any other paragraph, a numbered heading too."""
        if style.numbering is None or style.tag != "p":
            return ""
        number = _said(style.numbering, "numId")
        if number in ("", "0"):
            return ""
        return "ul" if self._formats.get(number, "bullet") in ("bullet", "none", "") else "ol"


def _said(element: etree._Element, name: str) -> str:
    one = element.find(f"{_W}{name}")
    return one.get(f"{_W}val", "") if one is not None else ""


def _outlined(settings: etree._Element | None) -> str:
    level = _said(settings, "outlineLvl") if settings is not None else ""
    return f"h{int(level) + 1}" if level in ("0", "1", "2", "3", "4", "5") else ""


def _tag_of(name: str) -> str:
    if name in _TAGS:
        return _TAGS[name]
    heading = _HEADING.fullmatch(name)
    if heading:
        return f"h{heading[1]}"
    return "blockquote" if _QUOTE.search(name) else "nav" if _CONTENTS.match(name) else ""
