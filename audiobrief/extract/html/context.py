"""What is around a run: tags and names of its boxes, its row, its list, the picture beside it."""

from __future__ import annotations

from itertools import islice

from audiobrief.extract import phrases
from audiobrief.extract.html.article_area import ArticleArea
from audiobrief.extract.html.prose import prose, words
from audiobrief.extract.html.text_runs import Box, TextRun, heading_level
from audiobrief.roles import Role

TEXT_TAGS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "dd", "dt"})
_MOST_DEKS = 3
_LONGEST_CAPTION = 250
_NO_CAPTIONS = frozenset({"li", "td", "th", "dd", "dt", "blockquote"})
_LAYOUT = frozenset({"p", "main", "article", "body"})
"""A picture that shares one of these with a text may stand in it for its own sake."""
_INLINE_HINTS = (Role.CAPTION, Role.CREDIT, Role.BYLINE, Role.DATE)


class Context:
    """Answers what is around the runs of one page."""

    def __init__(self, area: ArticleArea) -> None:
        self.area = area
        self.runs = area.runs
        self._link_lists: dict[int, bool] = {}
        self._trusts_dek = True
        deks = sum(1 for run in area.root.part(self.runs) if prose(run) and self.hint(run) is Role.DEK)
        self._trusts_dek = deks <= _MOST_DEKS  # named like a dek in every paragraph: it names the body

    def tags(self, box: Box) -> set[str]:
        """Returns the tags of a box and the boxes around it, inside the area."""
        found: set[str] = set()
        for outer in box.chain():
            if outer is self.area.root:
                break
            found.add(outer.tag)
        return found

    def hint(self, run: TextRun) -> Role | None:
        """Returns the role that the nearest name around a run speaks of."""
        for box in run.box.chain():
            if box is self.area.root:
                break
            if box.names.hint is not None and self._is_trusted(box, box.names.hint):
                return box.names.hint
            if box.tag in {"article", "main", "body"}:
                break
        return next((role for role in _INLINE_HINTS if role.value in run.inline), None)

    def _is_trusted(self, box: Box, hint: Role) -> bool:
        """Says whether a named box can be what it is named: a name around most of the text says nothing."""
        is_small = box.last - box.first <= 8 and box.weight <= 0.3 * self.area.root.weight
        return is_small and (self._trusts_dek or hint is not Role.DEK)

    def is_among_paragraphs(self, box: Box) -> bool:
        """Says whether a paragraph stands in a row with others: a lead is the first of them, a dek is set apart."""
        row = box.parent
        if row is None or not self.area.root.first <= box.first < self.area.root.last:
            return False
        paragraphs = (run for run in row.part(self.runs) if run.box.tag == "p" and run.box.parent is row)
        return len(list(islice(filter(prose, paragraphs), 3))) == 3

    def is_in_notice(self, run: TextRun) -> bool:
        """Says whether the small box around a run is named after notices, or opens with one."""
        box = run.box.parent if run.box.tag in TEXT_TAGS else run.box
        if box is None or not self._is_small_part(box):
            return False
        return box.names.hint is Role.NOTICE or self._opens_as_notice(box, run)

    def _opens_as_notice(self, box: Box, run: TextRun) -> bool:
        first = next((other for other in box.part(self.runs) if other.text), run)
        return first is not run and phrases.is_notice(first.text)

    def _is_small_part(self, box: Box) -> bool:
        root = self.area.root
        return box is not root and box.last - box.first <= 8 and box.depth > root.depth - 2

    def is_beside_image(self, box: Box) -> bool:
        """Says whether a box named after pictures holds a picture and hardly more than this text."""
        for outer in box.chain():
            if outer is self.area.root or outer.last - outer.first > 30:
                return False
            if outer.names.is_figure:
                return _is_picture(outer.part(self.runs))
        return False

    def is_caption_by_place(self, run: TextRun) -> bool:
        """Says whether a short text says what the picture by it shows: in its alternative's words, or alone with it.

        A box that is one of a row of like boxes lays out the text: nothing follows from a picture in it.
        """
        may_be = len(run.text) < _LONGEST_CAPTION and run.link_share <= 0.5 and run.box.tag not in _NO_CAPTIONS
        if not may_be or heading_level(run.box) is not None:
            return False
        return self._says_alternative(run) or (run.box.tag in {"p", "div"} and self._is_alone_with_picture(run))

    def _says_alternative(self, run: TextRun) -> bool:
        own, before = words(run.text), self.runs[max(0, run.box.first - 3) : run.box.first]
        pictures = (other.media for other in before if other.media is not None)
        return len(own) > 3 and any(words(picture.get("alt") or "") == own for picture in pictures)

    def _is_alone_with_picture(self, run: TextRun) -> bool:
        """Says whether the first of the boxes around that holds more than this text holds a picture besides."""
        for box in islice(run.box.chain(), 3):
            others = [other for other in box.part(self.runs) if other is not run]
            if box is not self.area.root and box.tag not in _LAYOUT and others:
                return all(map(_is_image, others)) and not _is_one_of_row(box)
        return False

    def is_link_list(self, box: Box) -> bool:
        """Says whether the list around a box is mostly links."""
        around = box.within("ul", "ol", "dl")
        if around is None:
            return False
        if id(around) not in self._link_lists:
            items = around.part(self.runs)
            total = sum(len(item.text) for item in items) or 1
            self._link_lists[id(around)] = sum(item.linked for item in items) / total > 0.6
        return self._link_lists[id(around)]

    def is_alone_with(self, one: int, other: int) -> bool:
        """Says whether two runs (by index) are in a small box of their own inside the area."""
        box = self.runs[one].box.parent
        if box is None or box is self.area.root:
            return False
        return box.first <= other < box.last and box.last - box.first < 14


def _is_image(run: TextRun) -> bool:
    return run.media is not None and run.media.tag in {"img", "amp-img"}


def _is_one_of_row(box: Box) -> bool:
    """Says whether a box has siblings of its kind."""
    row = box.element.getparent()
    kind = (box.tag, box.element.get("class"))
    alike = (
        (other for other in row.iterchildren() if (other.tag, other.get("class")) == kind) if row is not None else ()
    )
    return len(list(islice(alike, 2))) > 1


def _is_picture(inside: list[TextRun]) -> bool:
    return any(run.media is not None for run in inside) and sum(len(run.text) for run in inside) < 500
