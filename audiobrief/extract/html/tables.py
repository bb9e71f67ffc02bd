"""Tables of data, as rows of cells; tables that only lay out a page are not tables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import takewhile
from typing import NamedTuple

from audiobrief.extract.html.text_runs import Box, TextRun
from audiobrief.model import Block
from audiobrief.roles import Role

_LONGEST_CELL = 200


def is_data(table: Box, runs: list[TextRun]) -> bool:
    """Says whether a table box has rows of at least two short cells."""
    inside = [run for run in table.part(runs) if run.text]
    rows, cells = _count(inside, "tr"), _count(inside, "td", "th")
    return cells > rows >= 2 and all(len(run.text) <= _LONGEST_CELL for run in inside)


def _count(runs: list[TextRun], *tags: str) -> int:
    return len({id(box) for run in runs if (box := run.box.within(*tags))})


class _Row(NamedTuple):
    cells: tuple[str, ...]
    is_header: bool


def read_table(table: Box, boxes: list[Box], runs: list[TextRun]) -> Block | None:
    """Returns the table's block, or None when nothing is in it."""
    filled = [row for row in map(partial(_row, runs), _rows(table, boxes)) if any(row.cells)]
    texts = tuple(row.cells for row in filled)
    if not texts:
        return None
    header_rows = sum(1 for _ in takewhile(lambda row: row.is_header, filled))
    return Block(Role.TABLE, "\n".join("\t".join(row) for row in texts), cells=texts, header_rows=header_rows)


def _rows(table: Box, boxes: list[Box]) -> Iterable[list[Box]]:
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        if box.tag in {"td", "th"} and box.within("table") is table:
            rows.setdefault(id(box.within("tr")), []).append(box)
    return rows.values()


def _row(runs: list[TextRun], cells: list[Box]) -> _Row:
    """Reads a row: a header is in ``thead``, or has a heading cell after its first."""
    row = cells[0].within("tr")
    is_in_head = bool(row and row.parent and row.parent.tag == "thead")
    texts = tuple(" ".join(run.text for run in cell.part(runs) if run.text) for cell in cells)
    return _Row(texts, is_in_head or any(cell.tag == "th" for cell in cells[1:]))
