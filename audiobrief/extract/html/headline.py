"""Which line of a page is the headline of its article."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, takewhile

from audiobrief.extract import phrases
from audiobrief.extract.html.prose import prose, words
from audiobrief.extract.html.text_runs import TextRun, heading_level
from audiobrief.languages import printed

_OVER_TEXT = 0.6
"""Share of a page's prose that may stand before the headline: other stories, before the page's own."""
_LINE_WORDS = range(4, 26)
"""Words of a headline that is no heading."""


def find_headline(runs: list[TextRun], page_title: str) -> TextRun | None:
    """Returns the heading that says the page's title, else one that holds it, else the first of level 1.

    A heading below most of the text is none of the article's, and a lesser one below paragraphs that a heading of
    level 1 opens is a subhead, whatever they say.
    """
    title, above = words(page_title), _above_text(runs)
    headings = [(run, words(run.text)) for run in above if heading_level(run.box) is not None]
    ranked = (run for _, is_headline in HEADLINES for run, own in headings if is_headline(run, own, title))
    found = next(ranked, None)
    if found is None:
        return _title_line(above, title)
    main = next((run for run, _ in headings if heading_level(run.box) == 1), found)
    return main if _opens_text_before(main, found, runs) else found


def line_over_text(runs: list[TextRun], page_title: str) -> TextRun | None:
    """Returns the line right over the first paragraph, when the page's title is only a heading below the text."""
    title = words(page_title)
    above = _above_text(runs)
    below = runs[len(above) :]
    if not any(words(run.text) == title and heading_level(run.box) is not None for run in below):
        return None
    over = [run for run in takewhile(lambda run: not prose(run), above) if run.text]
    return over[-1] if over and _may_head(over[-1]) else None


def _may_head(run: TextRun) -> bool:
    if run.linked or len(words(run.text)) not in _LINE_WORDS:
        return False
    return phrases.noise(run.text) is None and not printed.begins_byline(run.text)


def _opens_text_before(main: TextRun, lesser: TextRun, runs: list[TextRun]) -> bool:
    start, end = runs.index(main), runs.index(lesser)
    return start < end and sum(1 for run in runs[start:end] if prose(run)) > 1


def _above_text(runs: list[TextRun]) -> list[TextRun]:
    """Returns the runs that have most of the page's prose below them."""
    weights = [prose(run) for run in runs]
    most = _OVER_TEXT * sum(weights)
    return [run for run, before in zip(runs, accumulate(weights, initial=0.0), strict=False) if before <= most]


def _title_line(runs: list[TextRun], title: list[str]) -> TextRun | None:
    is_telling = len(title) > 2
    return next((run for run in runs if is_telling and not run.linked and words(run.text) == title), None)


def _holds(own: list[str], title: list[str]) -> bool:
    """Says whether a heading is the title and at most eight words more."""
    if not title or len(own) > len(title) + 8:
        return False
    return f" {' '.join(title)} " in f" {' '.join(own)} "


HEADLINES: tuple[tuple[str, Callable[[TextRun, list[str], list[str]], bool]], ...] = (
    ("says the title", lambda run, own, title: own == title),
    ("holds the title", lambda run, own, title: _holds(own, title)),
    ("is of level 1", lambda run, own, title: heading_level(run.box) == 1),
)
"""Which heading is the headline: the first that holds, in this order."""
