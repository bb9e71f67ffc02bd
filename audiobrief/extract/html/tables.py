"""Tables of data, as rows of cells; tables that only lay out a page are not tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from audiobrief.extract.html.text_runs import Box, TextRun
from audiobrief.model import Block
from audiobrief.roles import Role

_LONGEST_CELL = 200
_LONGEST_NAME, _MOST_ROWS, _MOST_COLUMNS = 60, 50, 12
"""What reaches over more than one row or column is said again there: names, times, not texts."""


def is_data(table: Box, runs: list[TextRun]) -> bool:
    """Says whether a table box has rows of at least two short cells."""
    inside = [run for run in table.part(runs) if run.text]
    rows, cells = _count(inside, "tr"), _count(inside, "td", "th")
    return cells > rows >= 2 and all(len(run.text) <= _LONGEST_CELL for run in inside)


def _count(runs: list[TextRun], *tags: str) -> int:
    return len({id(box) for run in runs if (box := run.box.within(*tags))})


class _Row(NamedTuple):
    printed: tuple[str, ...]
    cells: tuple[str, ...]
    """The printed ones at their columns, with those that reach into the row."""
    is_header: bool


class _Spanning(NamedTuple):
    """A cell that reaches into the rows below."""

    rows_left: int
    text: str


def cells_of_tables(boxes: list[Box]) -> dict[int, list[Box]]:
    """Returns the cells of each table, by the id of its box."""
    cells: dict[int, list[Box]] = {}
    for box in boxes:
        if box.tag in {"td", "th"}:
            cells.setdefault(id(box.within("table")), []).append(box)
    return cells


def read_table(cells: Iterable[Box], runs: list[TextRun]) -> Block | None:
    """Returns the block of a table with these cells, or None when nothing is in them."""
    filled = [row for row in _grid(list(_rows(cells)), runs) if any(row.printed)]
    if not filled:
        return None
    header_rows = sum(1 for _ in takewhile(lambda row: row.is_header, filled))
    text = "\n".join("\t".join(row.printed) for row in filled)
    return Block(Role.TABLE, text, cells=tuple(row.cells for row in filled), header_rows=header_rows)


def _grid(rows: list[list[Box]], runs: list[TextRun]) -> Iterator[_Row]:
    """Reads the rows, each cell at its column: one that spans rows or columns is in each of them."""
    above: dict[int, _Spanning] = {}
    for boxes in rows:
        printed = tuple(_text(cell, runs) for cell in boxes)
        is_header = _is_header(boxes)
        cells = _from_above(above, [])
        for cell, text in zip(boxes, printed, strict=True):
            width = _span(cell, "colspan", _MOST_COLUMNS)
            reach = _span(cell, "rowspan", _MOST_ROWS) - 1 if len(text) <= _LONGEST_NAME else 0
            above |= {len(cells) + place: _Spanning(reach, text) for place in range(width) if reach}
            again = [text if len(text) <= _LONGEST_NAME else ""] * (width - 1)
            cells += [text, *(again if len(boxes) > 1 else ())]
            _from_above(above, cells)
        yield _Row(printed, tuple(cells), is_header)


def _from_above(above: dict[int, _Spanning], cells: list[str]) -> list[str]:
    """Adds what reaches into the next columns of a row from above."""
    while (spanning := above.pop(len(cells), None)) is not None:
        if spanning.rows_left > 1:
            above[len(cells)] = spanning._replace(rows_left=spanning.rows_left - 1)
        cells.append(spanning.text)
    return cells


def _text(cell: Box, runs: list[TextRun]) -> str:
    """Returns a cell's words, or what a lone picture in it stands for: "Yes"."""
    inside = cell.part(runs)
    text = " ".join(run.text for run in inside if run.text)
    if text or len(inside) != 1 or inside[0].media is None:
        return text
    return " ".join((inside[0].media.get("alt") or "").split())[:_LONGEST_NAME]


def _span(cell: Box, side: str, most: int) -> int:
    found = re.fullmatch(r"\s*(\d{1,5})\s*", cell.element.get(side) or "")
    return max(1, min(int(found[1]), most)) if found else 1


def _rows(cells: Iterable[Box]) -> Iterable[list[Box]]:
    rows: dict[int, list[Box]] = {}
    for cell in cells:
        rows.setdefault(id(cell.within("tr")), []).append(cell)
    return rows.values()


def _is_header(cells: list[Box]) -> bool:
    """Says whether a row is a header: it is in ``thead``, or has a heading cell after its first."""
    row = cells[0].within("tr")
    is_in_head = bool(row and row.parent and row.parent.tag == "thead")
    return is_in_head or any(cell.tag == "th" for cell in cells[1:])
