"""Names against structure: a class name or an id keeps prose out of an article only where the markup agrees.

A part named "promo" with a form in it is an offer. A paragraph named so, between two others, is a paragraph.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import accumulate

from audiobrief.extract.html.cards import leads_elsewhere
from audiobrief.extract.html.prose import prose
from audiobrief.extract.html.text_runs import Box, TextRun, heading_level
from audiobrief.roles import Reason

_CONTROLS = frozenset({"input", "select", "textarea", "button", "iframe", "form", "label"})
_OFFER = 2
"""Paragraphs that an offer may have around its form or its link."""
_GROUP_SHARE = 0.25
"""Of the page's prose, what parts of one name may keep out of it."""


def void_bare_names(boxes: list[Box], runs: list[TextRun], weights: list[float]) -> None:
    """Voids the zones that only a name gives, where they would take prose out of the midst of a text.

    ``boxes`` carry the sums of ``weights``, one of each run.
    """
    groups: dict[tuple[Reason, str], list[Box]] = defaultdict(list)
    for box in boxes:
        if box.zone is not None and box.weight > 0 and not _is_proven(box, runs):
            groups[box.zone, box.element.get("class") or ""].append(box)
    before = _unnamed_before(boxes, runs, weights) if groups else []
    most = _GROUP_SHARE * boxes[0].weight
    for group in groups.values():
        is_large = _is_large(group, most)
        for box in group:
            box.voided = is_large or _is_in_flow(box, before)


def _is_large(group: list[Box], most: float) -> bool:
    return len(group) > 1 and sum(box.weight for box in group) >= most


def _unnamed_before(boxes: list[Box], runs: list[TextRun], weights: list[float]) -> list[float]:
    """Returns how much prose in no zone stands before each run, and in all."""
    zoned: set[int] = set()
    for box in boxes:
        if box.zone is not None or id(box.parent) in zoned:
            zoned.add(id(box))
    weighed = zip(runs, weights, strict=True)
    return [0.0, *accumulate(0.0 if id(run.box) in zoned else weight for run, weight in weighed)]


def _is_proven(box: Box, runs: list[TextRun]) -> bool:
    """Says whether the zone comes from the structure, or anything in it agrees with the name."""
    if box.is_firm or box.repeats:
        return True
    inside = box.part(runs)
    return any(holds(box, inside) for _, holds in PROOFS)


def _is_mostly_links(box: Box, inside: list[TextRun]) -> bool:
    return sum(run.linked for run in inside) >= 0.3 * sum(len(run.text) for run in inside)


def _has_controls(box: Box, inside: list[TextRun]) -> bool:
    """Says whether a small part, or one of readers' comments, holds something to fill in or to press."""
    is_meant = box.zone is Reason.COMMENTS or _is_small(inside)
    return is_meant and next(box.element.iter(*_CONTROLS), None) is not None


def _holds_posts(box: Box, inside: list[TextRun]) -> bool:
    """Says whether a part named after comments holds several of one kind."""
    if box.zone is not Reason.COMMENTS:
        return False
    return max(Counter(run.box.parent.element.get("class") for run in inside if run.box.parent).values(), default=0) > 2


def _is_row_of_headings(box: Box, inside: list[TextRun]) -> bool:
    headings = sum(heading_level(run.box) is not None for run in inside if run.text)
    return headings > max(1, sum(1 for run in inside if prose(run)))


def _leads_on(box: Box, inside: list[TextRun]) -> bool:
    return _is_small(inside) and any(run.link_share > 0.9 and leads_elsewhere(run) for run in inside)


def _is_small(inside: list[TextRun]) -> bool:
    return sum(1 for run in inside if prose(run)) <= _OFFER


PROOFS: tuple[tuple[str, Callable[[Box, list[TextRun]], bool]], ...] = (
    ("is an aside", lambda box, inside: box.within("aside", "footer", "header") is not None),
    ("is mostly links", _is_mostly_links),
    ("has controls", _has_controls),
    ("has more headings than paragraphs", _is_row_of_headings),
    ("holds comments one after another", _holds_posts),
    ("ends in a link to follow", _leads_on),
)
"""What proves that a named part is none of the article's text: the first that holds is enough."""


def _is_in_flow(box: Box, before: list[float]) -> bool:
    """Says whether a part stands between prose: some before and some after it in the box around it."""
    around = box.parent
    while around is not None and around.weight == box.weight:
        around = around.parent
    if around is None:
        return False
    return before[box.first] > before[around.first] and before[around.last] > before[box.last]
