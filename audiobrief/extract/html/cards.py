"""Evidence from repetition: rows of cards that lead to other articles, and whole articles after the article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from audiobrief.extract.facts.date_lines import tells_when
from audiobrief.extract.html.prose import prose
from audiobrief.extract.html.text_runs import Box, TextRun, boxes_around, heading_level
from audiobrief.roles import Reason

_CARD_TAGS = frozenset({"div", "li", "article", "section", "a", "figure", "td", "dd"})
_CARD_RUNS = 12
_CARD_TEXT = 700
_CARD_SHARE = 0.25
"""Of the page's prose, what a row of cards may hold at most."""
_STOP = re.compile(r"[.!?。！？؟۔।][\"'”’»)\]]*$")
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
    """Gives the zone RELATED to rows of at least three like siblings that each lead elsewhere with a linked line."""
    around = boxes_around(headline)
    beside = (row for row in _rows(box for box in boxes if box.zone is None) if around.isdisjoint(map(id, row)))
    for row in beside:
        if _are_cards(row, runs) and not _are_parts(row, runs, boxes[0].weight):
            for box in row:
                _lead_elsewhere(box)


def mark_articles(boxes: list[Box], runs: list[TextRun], headline: TextRun | None) -> None:
    """Gives the zone RELATED to article elements with a headline of their own beside or inside the page's article.

    Beside the article that holds the headline any heading opens another story; inside it, or where the headline
    stands outside, a heading may as well open a part of the article.
    """
    articles = [box for box in boxes if box.tag == "article"]
    if not articles:
        return
    around = boxes_around(headline)
    holder = next((box for box in articles if id(box) in around), None)
    own = around.union(map(id, (holder or _own_article(articles, runs, headline)).chain()))
    parts = filter(lambda row: _are_parts(row, runs, boxes[0].weight), _rows(articles))
    own.update(map(id, chain.from_iterable(parts)))
    for box in articles:
        if id(box) not in own and _opens_story(box, holder, runs):
            _lead_elsewhere(box)


def _opens_story(box: Box, holder: Box | None, runs: list[TextRun]) -> bool:
    if box.zone is not None:
        return False
    is_beside = holder is not None and not holder.first <= box.first < holder.last
    return (_has_headline if is_beside else _is_another_story)(box.part(runs))


def _are_parts(row: list[Box], runs: list[TextRun], total: float) -> bool:
    """Says whether a row is a list that the article consists of, and no teasers of others.

    It holds much of the page's prose and stands below other prose; its texts are whole sentences and hardly links.
    """
    if sum(box.weight for box in row) < _CARD_SHARE * total or not any(map(prose, runs[: row[0].first])):
        return False
    inside = [run for box in row for run in box.part(runs)]
    texts = list(filter(prose, inside))
    return _link_share(inside) < 0.5 and sum(map(_is_cut, texts)) < 0.5 * len(texts)


def _link_share(inside: list[TextRun]) -> float:
    return sum(run.linked for run in inside) / (sum(len(run.text) for run in inside) or 1)


def _is_cut(run: TextRun) -> bool:
    """Says whether a text breaks off: the beginning of another page's."""
    return _STOP.search(run.text) is None or run.text.endswith(("…", "...", "…]", "...]"))


def _own_article(articles: list[Box], runs: list[TextRun], headline: TextRun | None) -> Box:
    """Returns the first article under the headline that opens no other story, or else the one with most prose."""
    start = runs.index(headline) if headline is not None else len(runs)
    most = max(articles, key=lambda box: box.weight)
    below = (box for box in articles if box.first > start and box.weight >= 0.1 * most.weight)
    return next((box for box in below if not _is_another_story(box.part(runs))), most)


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
    clock = _CLOCK.search(run.text) if len(run.text) < 40 else None
    is_time = clock is not None and (clock.group() == run.text or tells_when(run.text))
    return clock.group().strip() if clock and is_time else None


def _are_cards(row: list[Box], runs: list[TextRun]) -> bool:
    """Says whether at least three boxes of a row, and 70 % of those that hold anything, are cards."""
    cards = sum(_is_card(box.part(runs)) for box in row)
    return cards >= 3 and cards >= 0.7 * sum(box.last > box.first for box in row)


def _is_card(inside: list[TextRun]) -> bool:
    """Says whether a box is a linked line of some words, alone with a picture or over a short unlinked text."""
    if not 1 < len(inside) <= _CARD_RUNS or sum(len(run.text) for run in inside) > _CARD_TEXT:
        return False
    lead = max(inside, key=lambda run: run.linked)
    return lead.link_share >= 0.8 and lead.linked >= 15 and leads_elsewhere(lead)


def leads_elsewhere(run: TextRun) -> bool:
    """Says whether a run links to another page: a link to a place on this page opens a part of it."""
    return any(not link.url.startswith(("#", "javascript:")) for link in run.links)


def _headings(inside: list[TextRun]) -> list[tuple[TextRun, int]]:
    first = [run for run in inside if run.text][:6]
    return [(run, level) for run in first if (level := heading_level(run.box)) is not None and level <= 4]


def _has_headline(inside: list[TextRun]) -> bool:
    return bool(_headings(inside))


def _is_another_story(inside: list[TextRun]) -> bool:
    """Says whether a part opens like a story of its own: a main or a linked heading, or one with a time beside it."""
    headings = _headings(inside)
    if not headings:
        return False
    is_linked = any(run.link_share > 0.7 and leads_elsewhere(run) for run, _ in headings)
    return is_linked or headings[0][1] == 1 or any("time" in run.inline for run in inside[:8])
