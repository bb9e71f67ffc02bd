"""How a table is said: row by row, each cell after its column's header; its marks in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from audiobrief.model import Block, Role, Segment
from audiobrief.roles import Opens
from audiobrief.script.write.cues import Cues
from audiobrief.script.write.desk import Desk, say_plain
from audiobrief.script.write.draft import LONGEST_NAME_CHARACTERS, Join, Piece
from audiobrief.script.write.paragraphs import escape

MARKS = (
    ("yes", re.compile("[\u2713\u2714\u2611\u2705\U0001f5f8\u2b55]\ufe0f?")),
    ("no", re.compile("[\u2717\u2718\u2715\u2716\u274c\u274e\u2612\u2610]\ufe0f?|\u00d7\\Z")),
    ("none", re.compile("[-\u2010-\u2015\u2212]{1,3}\\Z")),
)
"""What a sign at the beginning of a cell says; a dash and a cross of multiplication only alone."""


def say_table(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """Says its title and then row by row, each cell after its column's header."""
    pen, block = desk.pen, desk.block(indexes[-1])
    titled = say_plain(desk, indexes[:-1])
    name = " ".join(piece.segment.written for piece in titled)
    rows = [row for row in block.cells if any(map(str.strip, row))]
    written = [line for line in block.text.split("\n") if line.strip()]
    if not rows or len(rows) != len(written):
        return escape(say_plain(desk, indexes), Opens.LIST, pen.cues.title("table", name))
    columns = pen.cues.counted("columns", max(map(len, rows)))
    counted = pen.cues.counted("rows", len(rows) - (block.header_rows if _headers(block, rows) else 0))
    pieces = pen.cue(pen.cues.phrase("table", columns=columns, rows=counted)) + titled
    draft = Segment(Role.TABLE, "", language=block.language, block=indexes[-1])
    for line, told in zip(written, _told(block, rows, pen.cues), strict=True):
        pieces += pen.say(replace(draft, written=line), text=told)
    pieces += pen.cue(pen.cues.phrase("end_table"), join=Join.BLOCK)
    heads = ", ".join(filter(None, map(str.strip, rows[0])))
    name = name or (heads if len(heads) <= LONGEST_NAME_CHARACTERS else "")
    return escape(pieces, Opens.LIST, pen.cues.title("table", name))


def _headers(block: Block, rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """Returns the titles of the columns: the last of the header rows."""
    return rows[block.header_rows - 1] if 0 < block.header_rows <= len(rows) else ()


def _told(block: Block, rows: Sequence[Sequence[str]], cues: Cues) -> Iterator[str]:
    days = _weekdays(cues.language)
    headers = [title.strip() for title in _headers(block, rows)]
    if sum(_key(title) in days for title in headers) > 1:
        headers = [days.get(_key(title), title) for title in headers]
    for place, row in enumerate(rows):
        if place < block.header_rows:
            yield told_row(headers if place == block.header_rows - 1 else [cell.strip() for cell in row], [])
        else:
            yield told_row([in_words(cell.strip(), cues) for cell in row], headers)


def _key(title: str) -> str:
    return title.casefold().rstrip(".")


@cache
def _weekdays(language: str) -> dict[str, str]:
    """Returns the days of the week by their short names, which mean days where several head a table's columns."""
    from babel import Locale, UnknownLocaleError

    try:
        days = Locale.parse(language).days["stand-alone"]
    except (UnknownLocaleError, ValueError):
        return {}
    widths = ("abbreviated", "short")
    return {days[width][day].casefold().rstrip("."): days["wide"][day] for width in widths for day in range(7)}


def told_row(row: Sequence[str], headers: Sequence[str]) -> str:
    """Says a row: "Monday: nine; Tuesday: ten"; what stands under no title names the row: "Ferry: Monday: nine"."""
    filled = [(place, cell) for place, cell in enumerate(row) if cell]
    if len(row) == 1 < len(headers):
        headers = []  # a note across the table
    titled = [f"{title}: {cell}" if (title := _title(headers, place)) else cell for place, cell in filled]
    is_named = len(titled) > 1 and len(headers) > 1 and filled[0][0] == 0 and not headers[0]
    return (f"{titled[0]}: {'; '.join(titled[1:])}" if is_named else "; ".join(titled)) + "."


def _title(headers: Sequence[str], place: int) -> str:
    return headers[place] if place < len(headers) else ""


def in_words(cell: str, cues: Cues) -> str:
    """Returns a cell with the sign that it begins with in words, where the language has some."""
    for key, mark in MARKS:
        found = mark.match(cell)
        if found and (said := cues.phrase(key)):
            rest = cell[found.end() :].strip()
            return f"{said}, {rest}" if rest else said
    return cell
