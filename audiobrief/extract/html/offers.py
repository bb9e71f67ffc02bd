"""Boxes that the page sets apart to sell, to sign readers in or to ask for consent: by structure, then by words."""

from __future__ import annotations

from itertools import takewhile

from audiobrief.extract import phrases
from audiobrief.extract.html.article_area import ArticleArea
from audiobrief.extract.html.context import TEXT_TAGS
from audiobrief.extract.html.text_runs import Box, TextRun
from audiobrief.roles import Reason
from audiobrief.text.sentences import is_prose

_CONTROLS = ("button", "input", "select", "textarea", "form")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_MOST_RUNS = 25
_MOST_CHARS = 1200
_MOST_SHARE = 0.3
"""Of the article's prose, what a box may hold that is set apart; where little of it is shown, 400 characters."""
_FEW_CHARS = 400
_NAMED = frozenset({Reason.PROMOTION, Reason.ADVERTISEMENT, Reason.PAYWALL, Reason.CONSENT, Reason.FORM})
_ALL_LINK = 0.7
_NEAR = 10
"""Runs away that the next paragraph may be."""


class Offers:
    """Answers which runs of one page stand in boxes set apart."""

    def __init__(self, area: ArticleArea) -> None:
        self.area = area
        self._boxes: dict[int, Reason] = {}
        self._tail = area.root.last
        for index in range(area.root.first, area.root.last):
            run = area.runs[index]
            small = self._small(run.box) if run.text else []  # asked before the words: most paragraphs have none
            if (small or run.box.tag in _HEADINGS) and (reason := _offered(run)) is not None:
                self._mark(index, small, reason)

    def _mark(self, index: int, small: list[Box], reason: Reason) -> None:
        run = self.area.runs[index]
        for box in small:
            if self._is_headed(run, box) or self._is_whole(box, reason):
                self._boxes[id(box)] = reason
        if phrases.offer(run.text) is Reason.PAYWALL and run.box.tag in _HEADINGS and self._is_tail(index):
            self._tail = min(index, self._tail)

    def around(self, index: int) -> Reason | None:
        """Returns the reason of the box around a run that only offers something, or that "Sign in to read on" heads."""
        if index >= self._tail:
            return Reason.PAYWALL
        boxes = self.area.runs[index].box.chain()
        return next((self._boxes[id(outer)] for outer in boxes if id(outer) in self._boxes), None)

    def sets_apart(self, index: int) -> bool:
        """Says whether the page's structure bears out what the first words of a run speak of."""
        run = self.area.runs[index]
        if run.link_share > _ALL_LINK or self._leads_to_links(index) or self._is_unknown(index):
            return True
        return any(map(_is_marked, self._small(run.box)))

    def _is_headed(self, run: TextRun, box: Box) -> bool:
        """Says whether a line that asks to sign in or subscribe is the first of a box."""
        is_first = next((other for other in box.part(self.area.runs) if other.text), None) is run
        return is_first and box.last - box.first > 1 and phrases.offer(run.text) is Reason.PAYWALL

    def _is_whole(self, box: Box, reason: Reason) -> bool:
        """Says whether a box is marked, and no sentence in it is anything but an offer."""
        runs = box.part(self.area.runs)
        is_headed = reason is Reason.CONSENT and len(runs) > 1 and not is_prose(runs[0].text)
        if not is_headed and not _is_marked(box):
            return False
        return _only_offers(runs)

    def _is_tail(self, index: int) -> bool:
        """Says whether nothing but offers stands below a heading."""
        below = self.area.runs[index + 1 : self.area.root.last]
        return len(below) <= _MOST_RUNS and _only_offers(below)

    def _small(self, box: Box) -> list[Box]:
        """Returns the boxes around a run, from its paragraph's outwards, that hold little of the article."""
        around = takewhile(self._is_small, box.chain())
        return [outer for outer in around if outer.tag not in TEXT_TAGS]

    def _is_small(self, box: Box) -> bool:
        if box is self.area.root or box.last - box.first > _MOST_RUNS:
            return False
        if sum(len(run.text) for run in box.part(self.area.runs)) > _MOST_CHARS:
            return False
        return box.weight <= max(_MOST_SHARE * self.area.root.weight, _FEW_CHARS)

    def _leads_to_links(self, index: int) -> bool:
        """Says whether a line ends with a colon and links follow."""
        following = next((run for run in self.area.runs[index + 1 : index + 4] if run.text), None)
        ends = self.area.runs[index].text.endswith((":", "："))
        return ends and following is not None and following.link_share > _ALL_LINK

    def _is_unknown(self, index: int) -> bool:
        """Says whether the publisher's own text of the article lacks a run and holds those right around it."""
        near = [self._next_prose(range(index - 1, self.area.root.first - 1, -1))]
        near += [self._next_prose(range(index + 1, self.area.root.last))]
        holds = [self.area.is_known(run) for run in near if run is not None]
        return bool(holds) and all(holds) and not self.area.is_known(self.area.runs[index])

    def _next_prose(self, indexes: range) -> TextRun | None:
        return next((self.area.runs[at] for at in indexes[:_NEAR] if self.area.weights[at]), None)


def _is_marked(box: Box) -> bool:
    """Says whether a box has controls of its own, is an aside, or is named after offers."""
    if box.tag in {"aside", "form"} or box.names.zone in _NAMED or box.names.weak in _NAMED:
        return True
    return _has_controls(box)


def _only_offers(runs: list[TextRun]) -> bool:
    """Says whether there are sentences, and each is an offer by its words."""
    sentences = [run for run in runs if is_prose(run.text)]
    return bool(sentences) and all(map(_offered, sentences))


def _offered(run: TextRun) -> Reason | None:
    """Returns what a text offers or asks for by its words, or None."""
    reason = phrases.offer(run.text) or phrases.suggested(run.text)
    return reason if reason in _NAMED else None


def _has_controls(box: Box) -> bool:
    """Says whether a box holds a button, a field, or a link that only a script follows."""
    if next(box.element.iter(*_CONTROLS), None) is not None:
        return True
    return any(link.get("href", "#").partition(":")[0] in {"#", "javascript"} for link in box.element.iter("a"))
