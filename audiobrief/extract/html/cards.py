"""Evidence from repetition: rows of cards that lead to other articles, and whole articles after the article."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audiobrief.extract.html.text_runs import Box, TextRun, boxes_around, heading_level
from audiobrief.roles import Reason

_CARD_TAGS = frozenset({"div", "li", "article", "section", "a", "figure", "td", "dd"})
_CARD_RUNS = 12
_CARD_TEXT = 700
_CLOCK = re.compile(
    r"(?:\w{2,9}\.? \d{1,2},? )?\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s(?:uhr|[A-Z]{2,4}))?", re.IGNORECASE
)


def live_entries(boxes: list[Box], runs: list[TextRun]) -> dict[int, str]:
    """Returns the times of a live blog's entries, by id of their boxes: like siblings which each open with a time.

    ``boxes`` carry their weights. Empty when they hold less than half of the page's prose.
    """
    for row in _rows(box for box in boxes if box.weight > 0):
        if _may_be_live(row, runs, 0.5 * boxes[0].weight):
            times = {id(box): time for box in row if (time := _opening_time(box.part(runs)))}
            if len(times) >= 0.8 * len(row):
                return times
    return {}


def mark_cards(boxes: list[Box], runs: list[TextRun], headline: TextRun | None) -> None:
    """Gives the zone RELATED to rows of at least three like siblings that each lead with a linked line."""
    around = boxes_around(headline)
    for row in _rows(box for box in boxes if box.zone is None):
        if around.isdisjoint(map(id, row)) and _are_cards(row, runs):
            for box in row:
                _lead_elsewhere(box)


def mark_articles(boxes: list[Box], runs: list[TextRun], headline: TextRun | None) -> None:
    """Gives the zone RELATED to article elements with a headline of their own beside or inside the page's article."""
    articles = [box for box in boxes if box.tag == "article"]
    around = boxes_around(headline)
    if articles and around.isdisjoint(map(id, articles)):
        around.update(map(id, max(articles, key=lambda box: box.weight).chain()))
    for box in articles:
        if id(box) not in around and box.zone is None and _has_headline(box.part(runs)):
            _lead_elsewhere(box)


def _rows(boxes: Iterable[Box]) -> list[list[Box]]:
    """Returns the rows of at least three siblings with one tag and one first class name."""
    rows: dict[tuple[int, str, str], list[Box]] = {}
    for box in boxes:
        if box.parent is not None and box.tag in _CARD_TAGS:
            key = (id(box.parent), box.tag, (box.element.get("class") or "").split(" ", 1)[0])
            rows.setdefault(key, []).append(box)
    return [row for row in rows.values() if len(row) >= 3]


def _lead_elsewhere(box: Box) -> None:
    box.zone, box.repeats = Reason.RELATED, True


def _may_be_live(row: list[Box], runs: list[TextRun], least_weight: float) -> bool:
    if sum(box.weight for box in row) < least_weight or any(outer.zone for outer in row[0].chain()):
        return False
    return not any(_is_teaser(box.part(runs)) for box in row)


def _is_teaser(inside: list[TextRun]) -> bool:
    """Says whether a box opens with a linked heading: it leads elsewhere."""
    return any(run.link_share > 0.8 and heading_level(run.box) is not None for run in inside[:6])


def _opening_time(inside: list[TextRun]) -> str | None:
    texts = [run for run in inside if run.text][:3]
    return next((time for run in texts if (time := _time(run))), None)


def _time(run: TextRun) -> str | None:
    if "time" in run.inline and len(run.text) < 40:
        return run.time or run.text
    return run.text if _CLOCK.fullmatch(run.text) else None


def _are_cards(row: list[Box], runs: list[TextRun]) -> bool:
    """Says whether at least three boxes of a row, and 70 % of those that hold anything, are cards."""
    cards = sum(_is_card(box.part(runs)) for box in row)
    return cards >= 3 and cards >= 0.7 * sum(box.last > box.first for box in row)


def _is_card(inside: list[TextRun]) -> bool:
    """Says whether a box is a linked line of some words, alone with a picture or over a short unlinked text."""
    if not 0 < len(inside) <= _CARD_RUNS or sum(len(run.text) for run in inside) > _CARD_TEXT:
        return False
    lead = max(inside, key=lambda run: run.linked)
    is_linked = lead.link_share >= 0.8 and lead.linked >= 15
    return is_linked and len(inside) > 1


def _has_headline(inside: list[TextRun]) -> bool:
    first = [run for run in inside if run.text][:6]
    return any((heading_level(run.box) or 9) <= 4 for run in first)
