"""Where on the page the article is: text that reads like an article's, summed over the boxes."""

from __future__ import annotations

import re

from audiobrief.extract.html.cards import live_entries, mark_articles, mark_cards
from audiobrief.extract.html.class_names import TAG_ZONES
from audiobrief.extract.html.text_runs import Box, Piece, heading_level
from audiobrief.roles import Reason

_WORD = re.compile(r"\w+")
_STOP = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»)\]]*$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_FACTORS = {"p": 1.0, "pre": 0.8, "dd": 0.5, "li": 0.4, "td": 0.4, "dt": 0.2} | dict.fromkeys(
    ("figcaption", "caption", "title", "label", "button", "option", "th", "address"), 0.0
)
"""How much of an element's text counts as prose; 0.8 of a long text in any other, 0.4 of a short one."""
_DESCEND = 0.8
"""A box that holds this share of its parent's text stands for it …"""
_MARKED = 0.5
"""… and this share is enough where tag, name or headline say so."""


def words(text: str) -> list[str]:
    """Case-folded words, as titles and paragraphs are compared."""
    return _WORD.findall(text.casefold())


def prose(piece: Piece) -> float:
    """How much a piece reads like an article's paragraph, in characters of prose."""
    own = len(piece.text) - piece.linked
    if own < 25 or piece.link_share > 0.5:
        return 0.0
    tag = piece.box.tag
    if tag[0] == "h" and heading_level(piece.box) is not None:
        return 0.0
    if _CJK.search(piece.text[:40]):
        own *= 2
    if own < 80 and not _STOP.search(piece.text):
        return 0.0
    factor = _FACTORS.get(tag)
    if factor is None:
        factor = 0.8 if own >= 60 else 0.4
    return factor * min(own, 800)


class Region:
    """The box that stands for the article, and which zones hold."""

    def __init__(self, pieces: list[Piece], boxes: list[Box], body: str | None, headline: Piece | None) -> None:
        self.pieces = pieces
        self.boxes = boxes
        self.headline = headline
        self.known = None if body is None else " " + " ".join(words(body)) + " "
        self.weights = [self._weigh(piece) for piece in pieces]
        self._void_zones()
        self.root = self._descend()
        self.start = pieces.index(headline) if headline in pieces else self.root.first
        """Index of the headline, or of the first piece of the region."""

    def is_known(self, piece: Piece) -> bool:
        """Whether the page's own structured data hold the piece as part of the article's body."""
        if self.known is None:
            return False
        text = words(piece.text)
        return len(text) > 2 and f" {' '.join(text[:40])} " in self.known

    def blocked(self, box: Box) -> Reason | None:
        """The reason of the innermost zone around a box that holds."""
        for outer in box.chain():
            if outer.zone is not None and not outer.voided:
                return outer.zone
        return None

    def holds_firm(self, box: Box) -> bool:
        """Whether a box is in a part that its tag alone keeps out: a player, a form, a menu."""
        return any(outer.zone is not None and outer.tag in TAG_ZONES and not outer.voided for outer in box.chain())

    def blocked_around(self, box: Box) -> Reason | None:
        """The same for a picture or frame: its own tag's zone does not count."""
        return None if box.parent is None else self.blocked(box.parent)

    def entry(self, box: Box) -> Box | None:
        """The live-blog entry around a box."""
        return next((outer for outer in box.chain() if id(outer) in self.times), None)

    def _weigh(self, piece: Piece) -> float:
        weight = prose(piece)
        if weight and self.known is not None:
            weight *= 1.5 if self.is_known(piece) else 0.5
        return weight

    def _holds_article(self, box: Box, share: float, has_headline: bool) -> bool:
        """Whether a zone's name must be wrong, since the article is in it."""
        if box.repeats:
            return share >= 0.85
        if box.zone in {Reason.COMMENTS, Reason.CONSENT}:
            return share >= 0.9 and has_headline
        is_body = box.itemprop == "articleBody" or box.names.is_body
        if box.zone is None:
            return is_body and share >= 0.2
        least = 0.05 if box.names.is_purely_body else 0.2
        return share >= 0.5 or (has_headline and share >= 0.25) or (is_body and share >= least)

    def _sum(self, weights: list[float]) -> None:
        for box in self.boxes:
            box.weight = 0.0
        for piece, weight in zip(self.pieces, weights, strict=True):
            piece.box.weight += weight
        for box in reversed(self.boxes):
            if box.parent is not None:
                box.parent.weight += box.weight

    def _void_zones(self) -> None:
        self._sum(self.weights)
        self.times = live_entries(self.boxes, self.pieces)
        """Of each live-blog entry (id of its box), as printed or ISO 8601."""
        if not self.times:
            mark_cards(self.boxes, self.pieces, self.headline)
            mark_articles(self.boxes, self.pieces, self.headline)
        total = self.boxes[0].weight or 1.0
        around = set(map(id, self.headline.box.chain())) if self.headline else set()
        for box in reversed(self.boxes):
            holds = box.voided or self._holds_article(box, box.weight / total, id(box) in around)
            box.voided = holds and box.zone is not None
            if holds and box.parent is not None:
                for outer in box.parent.chain():
                    outer.voided = outer.voided or not outer.repeats
        blocked: dict[int, bool] = {}
        for box in self.boxes:
            blocked[id(box)] = (box.zone is not None and not box.voided) or (
                box.parent is not None and blocked[id(box.parent)]
            )
        self.weights = [
            0.0 if blocked[id(piece.box)] else weight for piece, weight in zip(self.pieces, self.weights, strict=True)
        ]
        self._sum(self.weights)

    def _descend(self) -> Box:
        children: dict[int, list[Box]] = {}
        for box in self.boxes:
            if box.parent is not None:
                children.setdefault(id(box.parent), []).append(box)
        box = self.boxes[0]
        around = set(map(id, self.headline.box.chain())) if self.headline else set()
        while below := children.get(id(box)):
            best = max(below, key=lambda child: child.weight)
            if best.tag == "p" or best.weight == 0:
                break
            is_marked = id(best) in around or _is_marked(best)
            if best.weight < _DESCEND * box.weight and not (
                is_marked and best.weight >= _MARKED * box.weight and not self._has_peer(below, best)
            ):
                break
            box = best
        return box

    def _has_peer(self, below: list[Box], best: Box) -> bool:
        """Whether another part is named like the best: an article in several parts."""
        names = best.element.get("class")
        return any(
            child is not best
            and child.weight > 0.05 * best.weight
            and (child.tag == "p" or (names is not None and child.element.get("class") == names) or _is_marked(child))
            for child in below
        )


def _is_marked(box: Box) -> bool:
    return box.tag in {"article", "main"} or box.itemprop == "articleBody" or box.names.is_body
