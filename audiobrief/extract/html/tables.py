"""Tables of data, as rows of cells; tables that only lay out a page are not tables."""

from __future__ import annotations

from audiobrief.extract.html.text_runs import Box, Piece
from audiobrief.model import Block
from audiobrief.roles import Role

_LONGEST_CELL = 200


def is_data(table: Box, pieces: list[Piece]) -> bool:
    """Whether a table box has rows of at least two short cells."""
    inside = [piece for piece in pieces[table.first : table.last] if piece.text]
    rows = {id(row) for piece in inside if (row := around(piece.box, "tr")) is not None}
    cells = {id(cell) for piece in inside if (cell := around(piece.box, "td", "th")) is not None}
    longest = max((len(piece.text) for piece in inside), default=0)
    return len(rows) >= 2 and len(cells) > len(rows) and longest <= _LONGEST_CELL


def read_table(table: Box, boxes: list[Box], pieces: list[Piece]) -> Block | None:
    """The table's block, or null when nothing is in it."""
    rows: dict[int, list[str]] = {}
    headers: list[bool] = []
    for box in boxes:
        if box.tag not in {"td", "th"} or around(box, "table") is not table:
            continue
        row = around(box, "tr")
        key = id(row)
        if key not in rows:
            rows[key] = []
            headers.append(row is not None and row.parent is not None and row.parent.tag == "thead")
        rows[key].append(" ".join(piece.text for piece in pieces[box.first : box.last] if piece.text))
        headers[-1] = headers[-1] or (box.tag == "th" and len(rows[key]) > 1)
    filled = [(tuple(row), header) for row, header in zip(rows.values(), headers, strict=True) if any(row)]
    if not filled:
        return None
    header_rows = next((number for number, (_, header) in enumerate(filled) if not header), len(filled))
    cells = tuple(row for row, _ in filled)
    return Block(Role.TABLE, "\n".join("\t".join(row) for row in cells), cells=cells, header_rows=header_rows)


def around(box: Box, *tags: str) -> Box | None:
    """The innermost box of one of the tags: the box itself or one around it."""
    for outer in box.chain():
        if outer.tag in tags:
            return outer
    return None
