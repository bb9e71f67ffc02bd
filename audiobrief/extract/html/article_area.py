"""Where on the page the article is: text that reads like an article's, summed over the boxes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from audiobrief.extract.html.cards import live_entries, mark_articles, mark_cards
from audiobrief.extract.html.class_names import TAG_ZONES
from audiobrief.extract.html.named_zones import void_bare_names
from audiobrief.extract.html.prose import prose, words
from audiobrief.extract.html.text_runs import Box, TextRun, boxes_around
from audiobrief.extract.word_index import WordIndex
from audiobrief.roles import Reason

_SURE_ZONES = frozenset({Reason.COMMENTS, Reason.CONSENT})
_DESCEND = 0.8
"""A box that holds this share of its parent's text stands for it …"""
_MARKED = 0.5
"""… and this share is enough where tag, name or headline say so."""
_PARAGRAPHS = 3
_WHOLE = 0.1
"""Paragraphs, and share of the page's prose, that an article element around the headline holds when it is all of it."""
_AGREES = 0.5
"""Share of the other reading's prose that a reading has when they agree …"""
_SCRAP = 0.3
"""… and below which some lines are no article."""
_MORE_ELSEWHERE = "another part of the page holds more text than what is read"
_BESIDE = frozenset({"aside", "footer"})


def _is_body(box: Box) -> bool:
    return box.itemprop == "articleBody" or box.names.is_body


def _is_marked(box: Box) -> bool:
    return box.tag in {"article", "main"} or _is_body(box)


_NEVER = 2.0
LEAST_SHARES: tuple[tuple[str, float, Callable[[Box, bool], bool]], ...] = (
    ("one of a row", 0.85, lambda box, has_headline: box.repeats),
    ("comments with the headline", 0.9, lambda box, has_headline: has_headline and box.zone in _SURE_ZONES),
    ("comments", _NEVER, lambda box, has_headline: box.zone in _SURE_ZONES),
    ("a body in no zone", 0.2, lambda box, has_headline: box.zone is None and _is_body(box)),
    ("in no zone", _NEVER, lambda box, has_headline: box.zone is None),
    ("purely a body", 0.05, lambda box, has_headline: box.names.is_purely_body),
    ("a body", 0.2, lambda box, has_headline: _is_body(box)),
    ("with the headline", 0.25, lambda box, has_headline: has_headline),
    ("any", 0.5, lambda box, has_headline: True),
)
"""Of the page's prose, what a box must hold so that its zone's name must be wrong: the article is in it."""


class ArticleArea:
    """The box that stands for the article, and which zones hold."""

    def __init__(self, runs: list[TextRun], boxes: list[Box], body: str | None, headline: TextRun | None) -> None:
        self.runs = runs
        self.boxes = boxes
        self.headline = headline
        self.known = None if body is None else WordIndex([words(body)])
        self._known_runs: dict[int, bool] = {}
        self.weights = self._every = [self._weigh(run) for run in runs]
        self._headline_boxes = boxes_around(headline)
        self._sum()
        self.times = live_entries(boxes, runs)
        """Of each live-blog entry (id of its box), as printed or ISO 8601."""
        if not self.times:
            mark_cards(boxes, runs, headline)
            mark_articles(boxes, runs, headline)
        self._void_zones()
        self._weigh_unblocked()
        self.root = self._descend()
        self.doubt = ""
        """Why the reading is unsure, as a person is told it; empty when it is sure."""
        self._compare()
        self.start = runs.index(headline) if headline in runs else self.root.first
        """Index of the headline, or of the first run of the area."""

    def is_known(self, run: TextRun) -> bool:
        """Says whether the page's own structured data hold the run as part of the article's body."""
        if self.known is None:
            return False
        if id(run) not in self._known_runs:
            self._known_runs[id(run)] = self.known.holds(words(run.text)[:40])
        return self._known_runs[id(run)]

    def blocked(self, box: Box) -> Reason | None:
        """Returns the reason of the innermost zone around a box that holds."""
        for outer in box.chain():
            if outer.zone is not None and not outer.voided:
                return outer.zone
        return None

    def holds_firm(self, box: Box) -> bool:
        """Says whether a box is in a part that its tag alone keeps out: a player, a form, a menu."""
        return any(outer.zone is not None and outer.tag in TAG_ZONES and not outer.voided for outer in box.chain())

    def blocked_around(self, box: Box) -> Reason | None:
        """Returns the same for a picture or frame: its own tag's zone does not count."""
        return None if box.parent is None else self.blocked(box.parent)

    def entry(self, box: Box) -> Box | None:
        """Returns the live-blog entry around a box."""
        if not self.times:
            return None
        return next((outer for outer in box.chain() if id(outer) in self.times), None)

    def _weigh(self, run: TextRun) -> float:
        weight = prose(run)
        if weight and self.known is not None:
            weight *= 1.5 if self.is_known(run) else 0.5
        return weight

    def _sum(self) -> None:
        for box in self.boxes:
            box.weight = 0.0
        for run, weight in zip(self.runs, self.weights, strict=True):
            run.box.weight += weight
        for box in reversed(self.boxes):
            if box.parent is not None:
                box.parent.weight += box.weight

    def _void_zones(self) -> None:
        void_bare_names(self.boxes, self.runs, self.weights)
        total = self.boxes[0].weight or 1.0
        for box in reversed(self.boxes):
            holds = self._holds_article(box, box.weight / total)
            box.voided = box.voided or (holds and box.zone is not None)
            if holds and box.parent is not None:
                _void(box.parent)

    def _holds_article(self, box: Box, share: float) -> bool:
        """Says whether a zone's name must be wrong, since the article is in it."""
        if share < 0.05:
            return False
        has_headline = id(box) in self._headline_boxes
        return share >= next(least for _, least, is_so in LEAST_SHARES if is_so(box, has_headline))

    def _weigh_unblocked(self) -> None:
        """Takes the weight of all runs in zones that hold."""
        blocked: set[int] = set()
        for box in self.boxes:
            if (box.zone is not None and not box.voided) or id(box.parent) in blocked:
                blocked.add(id(box))
        weighed = zip(self.runs, self.weights, strict=True)
        self.weights = [0.0 if id(run.box) in blocked else weight for run, weight in weighed]
        self._sum()

    def _compare(self) -> None:
        """Reads again by the structure alone; of two articles a scrap gives way, else the reading is called unsure."""
        own, weights = self.root, self.weights
        least, free = sum(weights[own.first : own.last]), self._free()
        if least >= _AGREES * sum(free):
            return
        self.weights = free
        self._sum()
        other = self._descend()
        held = sum(free[other.first : other.last])
        paragraphs = sum(weight > 0 for weight in weights[own.first : own.last])
        is_apart = own.first >= other.last or own.last <= other.first
        if is_apart and least < _SCRAP * held and paragraphs < _PARAGRAPHS:
            self.root = other
            _void_names(other, self.boxes)
            return
        self.doubt = _MORE_ELSEWHERE if least < _AGREES * held else ""
        self.weights = weights
        self._sum()

    def _free(self) -> list[float]:
        """Returns the weights of the runs that no tag, role or comments keep out."""
        firm = self._firm()
        return [0.0 if id(run.box) in firm else weight for run, weight in zip(self.runs, self._every, strict=True)]

    def _firm(self) -> set[int]:
        """Returns the boxes (by id) that tags, roles or comments keep out, without regard to names and cards."""
        firm: set[int] = set()
        for box in self.boxes:
            if id(box.parent) in firm or _stands_firm(box):
                firm.add(id(box))
        return firm

    def _descend(self) -> Box:
        children: dict[int, list[Box]] = {}
        for box in self.boxes:
            children.setdefault(id(box.parent), []).append(box)
        box = next(filter(self._is_whole, self.boxes), self.boxes[0])
        while below := children.get(id(box)):
            best = max(below, key=lambda child: child.weight)
            if best.tag == "p" or best.weight == 0 or not self._stands_for(best, box, below):
                break
            box = best
        return box

    def _is_whole(self, box: Box) -> bool:
        """Says whether an article element holds the headline and paragraphs: what is beside it is no part of it."""
        if box.tag != "article" or id(box) not in self._headline_boxes or box.weight < _WHOLE * self.boxes[0].weight:
            return False
        return sum(1 for weight in self.weights[box.first : box.last] if weight) >= _PARAGRAPHS

    def _stands_for(self, best: Box, box: Box, below: list[Box]) -> bool:
        """Says whether the heaviest box below another holds so much of it that it stands for it."""
        if best.weight >= _DESCEND * box.weight:
            return True
        is_marked = id(best) in self._headline_boxes or _is_marked(best)
        return is_marked and best.weight >= _MARKED * box.weight and not _has_peer(below, best)


def _stands_firm(box: Box) -> bool:
    is_sure = box.zone is not None and not box.voided and (box.is_firm or box.zone in _SURE_ZONES)
    return is_sure or box.tag in _BESIDE


def _void_names(area: Box, boxes: list[Box]) -> None:
    """Voids the zones around and inside an area that names and cards gave."""
    inside = (box for box in boxes if area.first <= box.first < area.last)
    for box in chain(area.chain(), inside):
        box.voided = box.voided or not (box.is_firm or box.zone in _SURE_ZONES)


def _void(inmost: Box) -> None:
    """Voids a box and the boxes around it, but for rows of cards."""
    for outer in inmost.chain():
        outer.voided = outer.voided or not outer.repeats


def _has_peer(below: list[Box], best: Box) -> bool:
    """Says whether another part is like the best: an article in several parts."""
    least = 0.05 * best.weight
    return any(child is not best and child.weight > least and _is_like(child, best) for child in below)


def _is_like(child: Box, best: Box) -> bool:
    names = best.element.get("class")
    return child.tag == "p" or _is_marked(child) or (names is not None and child.element.get("class") == names)
