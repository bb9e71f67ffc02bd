"""The tree as a line of text runs: every visible character once, in page order, with where it stands.

A *run* is the text of one paragraph or line; a *box* is a block-level element. Boxes form the tree that evidence is
summed over; nothing is classify_page here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import lxml.html

from audiobrief.extract.html.class_names import BLOCK, ROLE_ZONES, TAG_ZONES, UNSEEN, NameClues, clues_of, read_names
from audiobrief.extract.html.inline import (
    drop_capital,
    is_in_line,
    joined_capital,
    lowered,
    raised,
    reason_aside,
    text_after,
)
from audiobrief.model import Dropped, Inline, InlineKind, Link
from audiobrief.roles import Reason

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li"])
"""Custom elements in these are part of a sentence; elsewhere they lay out the page."""
_UNZONED = frozenset(["tr", "td", "th", "tbody", "blockquote", "body", "p", "h1"])
"""Their names are the author's, or say what the text is about."""
_APART = frozenset({"span", "a", "time"})
_REWRITTEN = frozenset({"sup", "sub"})
_LONGEST_RAISED = 12
QUOTATION_MARKS = '"“„‟«»‹›「『'
_NONE = NameClues()
_MEDIA = frozenset({"img", "iframe", "video", "audio", "object", "embed", "amp-img"})


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element."""

    element: lxml.html.HtmlElement
    tag: str
    parent: Box | None
    depth: int
    zone: Reason | None
    names: NameClues
    first: int = 0
    """Index of its first run."""
    last: int = 0
    """Index after its last run."""
    weight: float = 0.0
    """Text that reads like an article's, in characters."""
    itemprop: str = ""
    voided: bool = False
    """Its zone does not hold: the article is in it."""
    repeats: bool = False
    """Its zone comes from its structure, not from names."""
    is_firm: bool = False
    """Its zone comes from its tag or its ARIA role."""

    def chain(self) -> Iterator[Box]:
        """Yields the box and the boxes around it, innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    def within(self, *tags: str) -> Box | None:
        """Returns the innermost box of one of the tags: the box itself or one around it."""
        box: Box | None = self
        while box is not None and box.tag not in tags:
            box = box.parent
        return box

    def part(self, runs: list[TextRun]) -> list[TextRun]:
        """Returns those of the page's runs that are in the box."""
        return runs[self.first : self.last]


@dataclass(slots=True, eq=False)
class TextRun:
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
    inlines: tuple[Inline, ...] = ()
    inline: frozenset[str] = frozenset()
    """Class-name hints and rel or itemprop values of inline elements around all or part of the text."""

    @property
    def link_share(self) -> float:
        """Returns the share of the text inside links, 0 to 1."""
        return self.linked / len(self.text) if self.text else 0.0


class Walk:
    """Collects the runs and boxes of a body. The tree is at most ``tree.MAX_DEPTH`` deep: recursion is safe."""

    def __init__(self, body: lxml.html.HtmlElement, *, shows_hidden: bool = False) -> None:
        self.hidden = 0
        """Characters of paragraphs that no browser shows before a script does."""
        self._shows_hidden = shows_hidden
        self.runs: list[TextRun] = []
        self.boxes: list[Box] = []
        self.asides: list[Dropped] = []
        """What stands in a line and is not part of its sentence: struck text, notes' marks, tooltips."""
        self._text: list[str] = []
        self._marks: list[tuple[InlineKind, int, int, str]] = []
        """Inlines of the text so far, by their places in it."""
        self._links: list[Link] = []
        self._linked = 0
        self._bold = 0
        self._time: str | None = None
        self._inline_hints: set[str] = set()
        self._breaks = 0
        self._box = Box(body, "body", None, 0, None, _NONE)
        self.boxes.append(self._box)
        self._read(body, 0, 0)
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
            inlines = self._inlines(text) if self._marks else ()
            self._text.clear()
            if text and text[0].islower() and self.runs and (capital := self._capital()):
                text, inlines = self._with_capital(capital, text, inlines)
            if text:
                linked = min(self._linked, len(text))
                hints = frozenset(self._inline_hints)
                run = TextRun(text, self._box, self._links, linked, self._bold, None, self._time, inlines, hints)
                self.runs.append(run)
                self._links = []
        self._linked = self._bold = self._breaks = 0
        self._time = None
        if self._inline_hints:
            self._inline_hints = set()

    def _capital(self) -> str:
        """Returns the large letter that the last run is; "" where it is anything else."""
        last = self.runs[-1]
        return drop_capital(last.text, last.box.element) if len(last.text) <= 2 else ""

    def _with_capital(self, capital: str, text: str, inlines: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
        """Takes the large first letter before a paragraph, a box or picture of its own, into the paragraph."""
        cap = self.runs.pop()
        place = len(self.runs)
        for box in self.boxes[::-1]:
            if box.first <= place:
                break
            box.first, box.last = box.first - 1, min(box.last, place)
        for box in cap.box.chain():
            box.last = min(box.last, place)
        whole = joined_capital(capital, text, self.boxes[0].element)
        moved = len(whole) - len(text)
        return whole, tuple(replace(one, start=one.start + moved, end=one.end + moved) for one in inlines)

    def _inlines(self, text: str) -> tuple[Inline, ...]:
        """Returns the inlines of the text with their places in the folded text."""
        marks, self._marks = self._marks, []
        ends = _folded_ends(self._text)
        found = []
        for kind, first, last, value in marks:
            start, end = ends[first], ends[last]
            is_blank = text[start : start + 1] == " "
            if kind is InlineKind.LINE_END:
                end = start + is_blank
            else:
                start += is_blank
            found.append(Inline(kind, start, end, value))
        return tuple(one for one in found if one.start < one.end)

    # -- elements

    def _open(self, element: lxml.html.HtmlElement, tag: str, attributes: dict[str, str]) -> Box:
        names = clues_of(attributes) if attributes else _NONE
        firm = zone = TAG_ZONES.get(tag) or ROLE_ZONES.get(attributes.get("role", ""))
        if zone is None:
            zone = (
                Reason.WIDGET if names.is_hidden or is_hidden(attributes) else None if tag in _UNZONED else names.zone
            )
        parent = self._box
        first = len(self.runs)
        box = Box(element, tag, parent, parent.depth + 1, zone, names, first, itemprop=attributes.get("itemprop", ""))
        box.is_firm = firm is not None
        self.boxes.append(box)
        return box

    def _close(self, box: Box) -> None:
        self._flush()
        box.last = len(self.runs)
        if box.parent is not None:
            self._box = box.parent

    def _read(self, element: lxml.html.HtmlElement, in_link: int, in_bold: int) -> None:
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
            self._break_line()
            return
        attributes = dict(element.items())
        if attributes and is_hidden(attributes) and not self._shows_hidden:
            self.hidden += sum(len(text) for text in element.itertext("p", "li"))
            return
        if (tag in BLOCK or self._acts_as_block(tag)) and not is_in_line(element, tag, attributes):
            self._block(element, tag, attributes, in_link, in_bold)
        elif (reason := reason_aside(element, tag, attributes)) is not None:
            self._leave_out(element.text_content(), reason)
        else:
            self._inline(element, tag, attributes, in_link, in_bold)

    def _break_line(self) -> None:
        self._breaks += 1
        if self._breaks > 1:
            self._flush()
        else:
            self._marks.append((InlineKind.LINE_END, len(self._text), len(self._text) + 1, ""))
            self._text.append("\n")

    def _acts_as_block(self, tag: str) -> bool:
        return ("-" in tag and self._box.tag not in _PARAGRAPHS) or (tag == "cite" and self._box.tag == "blockquote")

    def _block(
        self, element: lxml.html.HtmlElement, tag: str, attributes: dict[str, str], in_link: int, in_bold: int
    ) -> None:
        self._flush()
        self._box = box = self._open(element, tag, attributes)
        if tag in _MEDIA:
            self.runs.append(TextRun("", box, media=element))
        self._read(element, in_link, in_bold)
        self._close(box)

    def _inline(
        self, element: lxml.html.HtmlElement, tag: str, attributes: dict[str, str], in_link: int, in_bold: int
    ) -> None:
        if tag in _REWRITTEN and (text := _set_off(element)) is not None:
            self._add(self._rewritten(element, tag, text), in_link > 0, in_bold > 0)
            return
        if tag in _APART:
            self._set_apart(element.text)
        if attributes:
            self._note(tag, attributes)
        start = len(self._text)
        if tag == "q":
            self._quoted(element, in_link, in_bold)
        elif tag == "a" and "href" in attributes:
            self._linked_words(element, attributes["href"], in_link, in_bold)
        else:
            self._read(element, in_link, in_bold + (tag in {"b", "strong"}))
        if "lang" in attributes and start < len(self._text):
            self._marks.append((InlineKind.LANGUAGE, start, len(self._text), attributes["lang"]))

    def _linked_words(self, element: lxml.html.HtmlElement, url: str, in_link: int, in_bold: int) -> None:
        start = len(self._text)
        self._read(element, in_link + 1, in_bold)
        if text := " ".join("".join(self._text[start:]).split()):
            self._links.append(Link(text, url.strip()))

    def _quoted(self, element: lxml.html.HtmlElement, in_link: int, in_bold: int) -> None:
        """Puts the marks around a quote that every browser prints, unless the page prints its own."""
        is_marked = bool(self._text) and self._text[-1][-1:] in QUOTATION_MARKS
        self._text.append("" if is_marked else "“")
        self._read(element, in_link, in_bold)
        self._text.append("" if is_marked else "”")

    def _leave_out(self, text: str, reason: Reason) -> None:
        """Notes what is not part of its sentence."""
        if any(map(str.isalnum, text)):
            self.asides.append(Dropped(" ".join(text.split()), reason))

    def _rewritten(self, element: lxml.html.HtmlElement, tag: str, text: str) -> str:
        """Returns raised or lowered text as it stands in its line."""
        before = "".join(self._text[-6:])[-40:]
        if tag == "sub" or not text:
            return lowered(text, before)
        if not (written := raised(text, before, text_after(element))):
            self._leave_out(text, Reason.NAVIGATION)
        return written

    def _set_apart(self, after: str | None) -> None:
        """Parts "Anna Berg" and "June 11", neighbours that only a style sheet sets apart."""
        before = self._text[-1] if self._text else ""
        if before and after and after[0].isupper() and (before[-1].islower() or before[-1].isdigit()):
            self._text.append(" ")

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        """Notes what an inline element says about the text it is in."""
        self._inline_hints.update(attributes[key] for key in ("rel", "itemprop") if key in attributes)
        if "class" in attributes and (hint := read_names(attributes["class"]).hint) is not None:
            self._inline_hints.add(hint.value)
        if tag == "time":
            self._inline_hints.add("time")
            self._time = attributes.get("datetime") or self._time


def _set_off(element: lxml.html.HtmlElement) -> str | None:
    """Returns the few letters that an element raises or lowers; None where it holds more, or a picture."""
    text = element.text_content().strip()
    is_short = len(text) <= _LONGEST_RAISED and next(element.iter(*_MEDIA), None) is None
    return text if is_short else None


def _folded_ends(parts: list[str]) -> list[int]:
    """Returns where none, one, two … parts of a text end when its blanks are folded."""
    ends, length, is_apart = [0], 0, False
    for part in parts:
        if words := part.split():
            length += (1 if length and (is_apart or part[0].isspace()) else 0) + sum(map(len, words)) + len(words) - 1
        is_apart = part[-1].isspace() if words else is_apart or bool(part)
        ends.append(length)
    return ends


def boxes_around(run: TextRun | None) -> set[int]:
    """Returns the ids of all boxes around a run; none of None."""
    return set() if run is None else set(map(id, run.box.chain()))


def is_hidden(attributes: dict[str, str]) -> bool:
    """Says whether no browser shows an element: the hidden attribute or an inline ``display: none``."""
    if "hidden" in attributes:
        return attributes["hidden"].lower() != "until-found"
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def heading_level(box: Box) -> int | None:
    """Returns 1 to 6 inside a heading, else None."""
    for outer in box.chain():
        if outer.tag in _HEADINGS:
            return _HEADINGS[outer.tag]
        if outer.tag not in {"div", "span"}:
            return None
    return None
