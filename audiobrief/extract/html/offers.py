"""Boxes that the page sets apart to sell, to sign readers in or to ask for consent: by structure, then by words."""

from __future__ import annotations

from itertools import takewhile

from audiobrief.extract import phrases
from audiobrief.extract.html.article_area import ArticleArea
from audiobrief.extract.html.context import TEXT_TAGS
from audiobrief.extract.html.text_runs import Box, TextRun
from audiobrief.roles import Reason

_CONTROLS = ("button", "input", "select", "textarea", "form")
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
        self._headed: dict[int, Reason] = {}
        for run in area.root.part(area.runs):
            if run.text and (reason := self._headed_by(run)) is not None:
                self._headed[id(run.box.parent)] = reason

    def headed(self, box: Box) -> Reason | None:
        """Returns the reason of a box around that a line like "Sign in to read on" heads."""
        return next((self._headed[id(outer)] for outer in box.chain() if id(outer) in self._headed), None)

    def sets_apart(self, index: int) -> bool:
        """Says whether the page's structure bears out what the first words of a run speak of."""
        run = self.area.runs[index]
        if run.link_share > _ALL_LINK or self._leads_to_links(index) or self._is_unknown(index):
            return True
        return any(map(_is_marked, self._small(run.box)))

    def _headed_by(self, run: TextRun) -> Reason | None:
        """Returns the reason of the small box that a run is the first of, where it asks to register or subscribe."""
        reason, box = phrases.offer(run.text), run.box.parent
        if reason is None or box is None or not self._opens(run, box):
            return None
        return reason if reason is Reason.PAYWALL or _has_controls(box) else None

    def _opens(self, run: TextRun, box: Box) -> bool:
        """Says whether a run is the first of a small box."""
        is_first = next(other for other in box.part(self.area.runs) if other.text) is run
        return is_first and run.box.tag in {*TEXT_TAGS, "div"} and box in self._small(run.box)

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


def _has_controls(box: Box) -> bool:
    return next(box.element.iter(*_CONTROLS), None) is not None
