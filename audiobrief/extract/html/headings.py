"""Headings in the article's area, once each run has its verdict: what stands under one decides what it is."""

from __future__ import annotations

from collections.abc import Iterable

from audiobrief.extract.html.around_headline import ENDS
from audiobrief.extract.html.article_area import ArticleArea
from audiobrief.extract.html.context import Context
from audiobrief.extract.html.prose import prose
from audiobrief.extract.html.text_runs import TextRun, heading_level
from audiobrief.roles import ROLE_FACTS, Reason, Role

_STOPPERS = frozenset({Reason.RELATED, Reason.COMMENTS, Reason.PROMOTION, Reason.SHARE})
_ALIKE = 3
"""Headings of one kind from which on they are the article's, though they are links or no heading elements."""
_LONGEST_STYLED = 100
Verdict = Role | Reason


def settle(area: ArticleArea, context: Context, verdicts: list[Verdict]) -> None:
    """Finds headings that are links or only styled, and leaves those over teasers or over nothing to these."""
    inside = range(area.root.first, area.root.last)
    for heads in (_linked(area.runs, verdicts, inside), *_styled(area.runs, verdicts, inside)):
        for head in heads if len(heads) >= _ALIKE else []:
            verdicts[head] = Role.SUBHEAD
    for index in inside:
        if verdicts[index] is Role.SUBHEAD:
            verdicts[index] = _settled(area, context, index, verdicts)


def _linked(runs: list[TextRun], verdicts: list[Verdict], inside: range) -> list[int]:
    """Returns the linked headings right over a text of the article: the names in a list of the best."""
    linked = (at for at in inside if verdicts[at] is Reason.RELATED and runs[at].link_share > 0.7)
    return [at for at in linked if heading_level(runs[at].box) is not None and _is_over_text(runs, verdicts, at)]


def _is_over_text(runs: list[TextRun], verdicts: list[Verdict], head: int) -> bool:
    below = _next_text(runs, head)
    box = runs[head].box.parent
    is_read = below is not None and verdicts[below] in {Role.BODY, Role.LIST_ITEM}
    return below is not None and is_read and box is not None and box.first <= below < box.last


def _styled(runs: list[TextRun], verdicts: list[Verdict], inside: range) -> Iterable[list[int]]:
    """Yields the short lines without an end that share a class of their own, each over a paragraph of another."""
    kinds: dict[tuple[int, str], list[int]] = {}
    for at in inside:
        names = runs[at].box.element.get("class")
        if names and verdicts[at] is Role.BODY:
            kinds.setdefault((id(runs[at].box.parent), names), []).append(at)
    return (lines for lines in kinds.values() if all(_heads_paragraph(runs, verdicts, at) for at in lines))


def _heads_paragraph(runs: list[TextRun], verdicts: list[Verdict], head: int) -> bool:
    run, below = runs[head], _next_text(runs, head)
    if below is None or verdicts[below] is not Role.BODY or prose(runs[below]) < 60:
        return False
    is_line = len(run.text) < _LONGEST_STYLED and not run.linked and ENDS.search(run.text) is None
    return is_line and runs[below].box.element.get("class") != run.box.element.get("class")


def _next_text(runs: list[TextRun], index: int) -> int | None:
    return next((at for at in range(index + 1, min(index + 4, len(runs))) if runs[at].text), None)


def _settled(area: ArticleArea, context: Context, head: int, verdicts: list[Verdict]) -> Verdict:
    """Leaves a subhead over teasers, over notes or over nothing to them; makes one over a player the player's title."""
    below, roles, end = _reach(area, head, verdicts)
    first = next(iter(below), -1)
    if below.get(first) is Reason.PLAYER and context.is_alone_with(head, first):
        return Role.EMBED
    is_last = end == area.root.last or verdicts[end] is Role.SUBHEAD
    if roles and is_last:
        return roles[0]
    stopper = next((reason for reason in below.values() if reason in _STOPPERS), None)
    if end == area.root.last:
        return stopper or Reason.RELATED
    return stopper if stopper and is_last else Role.SUBHEAD


def _reach(area: ArticleArea, head: int, verdicts: list[Verdict]) -> tuple[dict[int, Reason], list[Role], int]:
    """Returns what is left out right below a subhead, what is read after the body, and the index of the first other."""
    below: dict[int, Reason] = {}
    roles: list[Role] = []
    for index in range(head + 1, area.root.last):
        verdict = verdicts[index]
        if isinstance(verdict, Reason):
            if area.runs[index].text:
                below[index] = verdict
        elif ROLE_FACTS[verdict].back:
            roles.append(verdict)
        else:
            return below, roles, index
    return below, roles, area.root.last
