"""Work grows with the page: twice the parts of a shape ask for twice the calls. ``make linear`` measures the time."""

from __future__ import annotations

import pytest

from tests import shapes

FEW_CALLS = 1000
"""What a threshold on the way may bring: a paragraph that is cut, a list that is taken for one."""
SHAPES = {name: (kind, make) for name, kind, make in shapes.shapes()}
COUNTS = {
    200: ("deep <b>", "deep <section>", "footnote marks"),
    30: (
        *("rows with one long cell", "rows with a link", "tables in a row", "cells of a row", "cards", "articles"),
        *("class names", "list of links", "figures", "pictures", "names in a byline", "authors in the head"),
        *("text in the structured data", "comments of readers", "entries of a live blog", "questions and answers"),
        *("quotations", "people who speak", "subheads over nothing", "towns in a dateline", "menus", "pull quotes"),
        *("double line breaks", "early ends", "hidden parts", "tweets", "wide <li>", "wide <p>"),
    ),
}
ASKED = [(f"html: {name}", count) for count, names in COUNTS.items() for name in names]
ASKED += [(f"run: {name}", 200) for name in ("quotes", "curly quotes", "towns", "said", "dashes", "names")]
ASKED += [(f"plain: {name}", 40) for name in ("paragraphs", "names in lines", "scraped")]
ASKED += [(f"markdown: {name}", 40) for name in ("links", "table", "nested list")]


@pytest.mark.parametrize(("name", "count"), ASKED)
def test_twice_the_parts_ask_for_twice_the_calls(name: str, count: int) -> None:
    kind, make = SHAPES[name]
    for parts in (1, 2 * count):  # what is asked once is asked now
        shapes.work(shapes.page(kind, make(parts)))
    none, one, two = (shapes.calls(kind, make(parts)) for parts in (1, count, 2 * count))
    assert two - none <= shapes.MOST * (one - none) + FEW_CALLS, (none, one, two)
