"""Lines of a raw text -> paragraphs: hard-wrapped or one a line, list items, quoted lines, rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from audiobrief.model import Block
from audiobrief.roles import Role

_ITEM = re.compile(r"([ \t]{0,40})(?:([-*•‣◦▪·])|(\d{1,3})[.)])[ \t]+(?=\S)")
_QUOTED = re.compile(r"[ ]{0,3}((?:>[ ]?)+)")
_WIDEST_WRAP = 120  # nobody wraps by hand beyond this; longer lines are paragraphs
_WORD_CUT = re.compile(r"([^\W\d_]{2,})-$")
_INDENT_COLUMNS = 2  # columns a list must be indented by to be inside another


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines that belong together: ``kind`` is text, item, quote, row."""

    kind: str
    text: str
    indent: int = 0
    ordinal: int | None = None
    gap: bool = False
    """Whether a blank line stands before it."""


def blocks(text: str) -> list[Block]:
    """Every word of a raw text in blocks of role body, list item, quote or table, in order."""
    lines = text.expandtabs(1).split("\n") if "\t" not in text else text.split("\n")
    width = _wrap_width(lines)
    paragraphs = list(_joined(lines, width, text))
    return [block for group in _groups(paragraphs) for block in group]


def _wrap_width(lines: list[str]) -> int | None:
    """The column a text is hard-wrapped at, or null: lines end where the next word would not fit."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if not lengths:
        return None
    width = lengths[int((len(lengths) - 1) * 0.97)]
    if not 30 <= width <= _WIDEST_WRAP:
        return None
    full = pairs = 0
    for line, following in pairwise(lines):
        if line.strip() and following.strip() and not _ITEM.match(following):
            pairs += 1
            full += _is_full(line, following, width)
    return width if full >= 3 and full >= pairs * 0.6 else None


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width


def _joined(lines: list[str], width: int | None, text: str) -> Iterator[_Paragraph]:
    pending: _Paragraph | None = None
    last = ""
    gap = False
    for line in lines:
        if not line.strip():
            gap = True
            continue
        read = _line(line, gap)
        if pending and width and not gap and _continues(pending, read, last, line, width):
            pending = replace(pending, text=_glued(pending.text, read.text, text))
        else:
            if pending:
                yield pending
            pending = read
        last, gap = line, False
    if pending:
        yield pending


def _line(line: str, gap: bool) -> _Paragraph:
    quoted = _QUOTED.match(line)
    if quoted:
        return _Paragraph("quote", line[quoted.end() :].strip(), quoted[1].count(">"), gap=gap)
    item = _ITEM.match(line)
    if item:
        ordinal = int(item[3]) if item[3] else None
        return _Paragraph("item", line[item.end() :].strip(), len(item[1].expandtabs(4)), ordinal, gap)
    if "\t" in line.strip():
        return _Paragraph("row", line.strip(" \r"), gap=gap)
    return _Paragraph("text", " ".join(line.split()), len(line) - len(line.lstrip()), gap=gap)


def _continues(before: _Paragraph, now: _Paragraph, last: str, line: str, width: int) -> bool:
    if now.kind == "quote":
        return (
            before.kind == "quote"
            and before.indent == now.indent
            and bool(now.text)
            and _is_full(last, now.text, width)
        )
    if now.kind != "text" or before.kind == "row":
        return False
    if before.kind == "item":
        return True
    first_line_indent = now.indent >= 2 and now.indent > before.indent
    return not first_line_indent and _is_full(last, line, width)


def _glued(before: str, after: str, text: str) -> str:
    """Joins two lines; a word cut at the end of a line is mended where the text has it whole elsewhere."""
    cut = _WORD_CUT.search(before)
    if cut and after[:1].islower():
        tail = re.match(r"[^\W\d_]+", after)
        whole = cut[1] + (tail[0] if tail else "")
        return before[:-1] + after if whole in text else before + after
    return f"{before} {after}"


def _groups(paragraphs: list[_Paragraph]) -> Iterator[list[Block]]:
    for number, (kind, run) in enumerate(groupby(paragraphs, key=lambda paragraph: paragraph.kind), 1):
        found = list(run)
        if kind == "item" and _is_list(found):
            yield _items(found, number)
        elif kind == "row" and len(found) > 1:
            yield [_table(found)]
        elif kind == "quote":
            yield [Block(Role.QUOTE, one.text, group=number) for one in found if one.text]
        else:
            yield [Block(Role.BODY, _whole(one)) for one in found]


def _is_list(found: list[_Paragraph]) -> bool:
    """Two marks make a list; a single number or dash may be a date or a line of dialogue."""
    return len(found) > 1


def _whole(one: _Paragraph) -> str:
    text = " ".join(one.text.split())
    return f"{one.ordinal}. {text}" if one.ordinal is not None else text


def _items(found: Iterable[_Paragraph], number: int) -> list[Block]:
    indents: list[int] = []
    items = []
    for one in found:
        while indents and one.indent < indents[-1]:
            indents.pop()
        if not indents or one.indent >= indents[-1] + _INDENT_COLUMNS:
            indents.append(one.indent)
        text = " ".join(one.text.split())
        items.append(Block(Role.LIST_ITEM, text, level=min(len(indents), 6), group=number, ordinal=one.ordinal))
    return items


def _table(found: Iterable[_Paragraph]) -> Block:
    cells = tuple(tuple(" ".join(cell.split()) for cell in one.text.split("\t")) for one in found)
    return Block(Role.TABLE, "\n".join("\t".join(row) for row in cells), cells=cells)
