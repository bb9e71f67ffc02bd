"""Evidence from repetition: rows of cards that lead to other articles, and whole articles after the article."""

from __future__ import annotations

import re

from audiobrief.extract.html.text_runs import Box, Piece, heading_level
from audiobrief.roles import Reason

_CARD_TAGS = frozenset({"div", "li", "article", "section", "a", "figure", "td", "dd"})
_CARD_PIECES = 12
_CARD_TEXT = 700
_CLOCK = re.compile(
    r"(?:\w{2,9}\.? \d{1,2},? )?\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s(?:uhr|[A-Z]{2,4}))?", re.IGNORECASE
)


def live_entries(boxes: list[Box], pieces: list[Piece]) -> dict[int, str]:
    """The times of a live blog's entries, by id of their boxes: like siblings which each open with a time.

    ``boxes`` carry their weights. Empty when they hold less than half of the page's prose.
    """
    rows: dict[tuple[int, str, str], list[Box]] = {}
    for box in boxes:
        if box.parent is not None and box.weight > 0 and box.tag in _CARD_TAGS:
            rows.setdefault((id(box.parent), box.tag, (box.element.get("class") or "").split(" ", 1)[0]), []).append(
                box
            )
    for row in rows.values():
        if len(row) < 3 or sum(box.weight for box in row) < 0.5 * boxes[0].weight:
            continue
        if any(outer.zone is not None for outer in row[0].chain()) or any(
            _is_teaser(pieces[box.first : box.last]) for box in row
        ):
            continue
        times = {id(box): time for box in row if (time := _opening_time(pieces[box.first : box.last])) is not None}
        if len(times) >= 0.8 * len(row):
            return times
    return {}


def _is_teaser(inside: list[Piece]) -> bool:
    """Whether a box opens with a linked heading: it leads elsewhere."""
    return any(piece.link_share > 0.8 and heading_level(piece.box) is not None for piece in inside[:6])


def _opening_time(inside: list[Piece]) -> str | None:
    for piece in [piece for piece in inside if piece.text][:3]:
        if "time" in piece.inline and len(piece.text) < 40:
            return piece.time or piece.text
        if _CLOCK.fullmatch(piece.text):
            return piece.text
    return None


def mark_cards(boxes: list[Box], pieces: list[Piece], headline: Piece | None) -> None:
    """Gives the zone RELATED to rows of at least three like siblings that each lead with a linked line."""
    rows: dict[tuple[int, str, str], list[Box]] = {}
    for box in boxes:
        if box.parent is not None and box.tag in _CARD_TAGS and box.zone is None:
            key = (id(box.parent), box.tag, (box.element.get("class") or "").split(" ", 1)[0])
            rows.setdefault(key, []).append(box)
    around = set(map(id, headline.box.chain())) if headline else set()
    for row in rows.values():
        if len(row) < 3 or any(id(box) in around for box in row):
            continue
        cards = [box for box in row if _is_card(pieces[box.first : box.last])]
        if len(cards) >= 3 and len(cards) >= 0.7 * sum(1 for box in row if box.last > box.first):
            for box in row:
                box.zone, box.repeats = Reason.RELATED, True


def _is_card(inside: list[Piece]) -> bool:
    """A linked line of some words, alone or over a short unlinked text."""
    texts = [piece for piece in inside if piece.text]
    if not texts or len(inside) > _CARD_PIECES or sum(len(piece.text) for piece in texts) > _CARD_TEXT:
        return False
    lead = max(texts, key=lambda piece: piece.linked)
    if lead.link_share < 0.8 or lead.linked < 15:
        return False
    return len(texts) > 1 or any(piece.media is not None for piece in inside)


def mark_articles(boxes: list[Box], pieces: list[Piece], headline: Piece | None) -> None:
    """Gives the zone RELATED to article elements with a headline of their own beside or inside the page's article."""
    articles = [box for box in boxes if box.tag == "article"]
    around = set(map(id, headline.box.chain())) if headline else set()
    if articles and not any(id(box) in around for box in articles):
        around.update(map(id, max(articles, key=lambda box: box.weight).chain()))
    for box in articles:
        if id(box) not in around and box.zone is None and _has_headline(pieces[box.first : box.last]):
            box.zone, box.repeats = Reason.RELATED, True


def _has_headline(inside: list[Piece]) -> bool:
    first = [piece for piece in inside if piece.text][:6]
    return any((heading_level(piece.box) or 9) <= 4 for piece in first)
