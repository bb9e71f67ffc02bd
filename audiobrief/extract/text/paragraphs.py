"""Lines of a raw text -> paragraphs: hard-wrapped or one a line, list items, quoted lines, rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from audiobrief.model import Block
from audiobrief.roles import Role

_ITEM = re.compile(r"([ \t]{0,40})(?:([-*•‣◦▪·])|(\d{1,3})[.)])[ \t]+(?=\S)")
_QUOTED = re.compile(r"[ ]{0,3}((?:>[ ]?)+)")
_NARROWEST_WRAP, _WIDEST_WRAP = 30, 120  # nobody wraps by hand beyond this; longer lines are paragraphs
_LONG_LINE = 0.7  # of the width
_WORD = re.compile(r"[^\W\d_]+")
_WORD_CUT = re.compile(r"([^\W\d_]{2,})[-\u2010]$")
_CUT = re.compile(r"([^\W\d_]{2,})[-\u2010]\n[ \t]*([^\W\d_]+)")
_HYPHENED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SUSPENDED = frozenset(["and", "bis", "e", "en", "et", "i", "o", "och", "oder", "og", "or", "ou", "to", "und", "y"])
"""Words that a hyphen may stand before on purpose: "north- and southbound"."""
_LONGEST_SYLLABLE = 3
_OPENERS = re.compile(
    "all|anti|co|cross|ex|far|first|half|hard|high|ill|left|long|low|mid|multi|non|over|post|pro|right|second|self|semi|"
    "short|so|third|under|vice|well|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|one|two|three|four|five|six|seven|ten",
    re.IGNORECASE,
)
"""What compounds with a hyphen begin with."""
_OPEN_LINE = 45
"""Characters of a line that may have been broken although its text is not wrapped."""
_CLOSED = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
_INDENT_COLUMNS = 2  # columns a list must be indented by to be inside another


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together: ``kind`` is text, item, quote, row."""

    kind: str
    lines: list[str]
    indent: int = 0
    ordinal: int | None = None
    mark: str = ""
    """What an item begins with, as printed."""
    text: str = ""


def blocks(text: str) -> list[Block]:
    """Puts every word of a raw text into blocks of role body, list item, quote or table, in order."""
    lines = text.split("\n")
    paragraphs = list(_joined(lines, _wrap_width(lines)))
    words = _Words(text)
    for paragraph in paragraphs:
        paragraph.text = _glued(paragraph.lines, words)
    return [block for group in _groups(paragraphs) for block in group]


class _Words:
    """The words of a text, found out when first asked for: they tell a cut word from one with a hyphen."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in _WORD.findall(_CUT.sub(" ", self._text)))

    @cached_property
    def _hyphened(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in _HYPHENED.findall(self._text))

    @cached_property
    def _is_typeset(self) -> bool:
        """The text has words that are cut for certain, so that others are, too."""
        return any(self._is_proven(*pair) for pair in _CUT.findall(self._text))

    def _is_proven(self, head: str, tail: str) -> bool:
        """Says whether the word is whole elsewhere, or ends in a syllable that is no word of the text."""
        is_syllable = len(tail) <= _LONGEST_SYLLABLE and tail.casefold() not in self._whole
        return (head + tail).casefold() in self._whole or is_syllable

    def are_one(self, head: str, tail: str) -> bool:
        """Says whether two halves at a line's end are one word, and not two with a hyphen."""
        if f"{head}-{tail}".casefold() in self._hyphened:
            return False
        if self._is_proven(head, tail):
            return True
        are_words = {head.casefold(), tail.casefold()} <= self._whole
        return self._is_typeset and not are_words and not _OPENERS.fullmatch(head)


def _wrap_width(lines: list[str]) -> int | None:
    """The column a text is hard-wrapped at, or None: lines end where the next word would not fit."""
    lengths = sorted(len(line) for line in lines if line.strip())
    width = lengths[int((len(lengths) - 1) * 0.97)] if lengths else 0
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    pairs = [pair for pair in pairwise(lines) if all(map(str.strip, pair)) and not _ITEM.match(pair[1])]
    full = sum(_is_full(line, following, width) for line, following in pairs)
    return width if full >= max(3, len(pairs) * 0.6) else None


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width


def _runs_on(line: str, following: str, width: int) -> bool:
    """In a text known to be wrapped, a line of some length runs on even if the next word would have fitted."""
    cut = bool(_WORD_CUT.search(line.rstrip())) and following.lstrip()[:1].islower()
    return cut or len(line.rstrip()) >= width * _LONG_LINE or _is_full(line, following, width)


def _joined(lines: list[str], width: int | None) -> Iterator[_Paragraph]:
    pending: _Paragraph | None = None
    last = ""
    gap = False
    for line in lines:
        if not line.strip():
            gap = True
            continue
        read = _line(line)
        if pending and not gap and _continues(pending, read, last, line, width):
            pending.lines += read.lines
        else:
            if pending:
                yield pending
            pending = read
        last, gap = line, False
    if pending:
        yield pending


def _line(line: str) -> _Paragraph:
    quoted = _QUOTED.match(line)
    if quoted:
        return _Paragraph("quote", [line[quoted.end() :].strip()], quoted[1].count(">"))
    item = _ITEM.match(line)
    if item:
        ordinal = int(item[3]) if item[3] else None
        return _Paragraph("item", [line[item.end() :].strip()], len(item[1].expandtabs(4)), ordinal, item[0].strip())
    if "\t" in line.strip():
        return _Paragraph("row", [line.strip(" \r")])
    return _Paragraph("text", [" ".join(line.split())], len(line) - len(line.lstrip()))


def _is_broken(before: _Paragraph, now: _Paragraph, last: str) -> bool:
    """Says whether a line goes on in the next although the text as a whole is not wrapped."""
    if now.kind != "text" or before.kind not in {"text", "item"} or not now.lines[0][:1].islower():
        return False
    if _WORD_CUT.search(last.rstrip()):
        return True
    is_open = len(last) >= _OPEN_LINE and not _CLOSED.search(last.rstrip())
    return is_open and (len(now.lines[0]) >= _OPEN_LINE or _CLOSED.search(now.lines[0]) is not None)


def _continues(before: _Paragraph, now: _Paragraph, last: str, line: str, width: int | None) -> bool:
    if width is None:
        return _is_broken(before, now, last)
    match (before.kind, now.kind):
        case ("quote", "quote"):
            return before.indent == now.indent and bool(now.lines[0]) and _runs_on(last, now.lines[0], width)
        case ("item", "text"):
            return True
        case ("text" | "quote", "text"):
            first_line_indent = now.indent >= 2 and now.indent > before.indent
            return not first_line_indent and _runs_on(last, line, width)
    return False


def _glued(lines: list[str], words: _Words) -> str:
    """Joins lines; a word cut at the end of a line is mended where the text has it whole elsewhere."""
    parts = [lines[0]]
    for before, after in pairwise(lines):
        cut = _WORD_CUT.search(before)
        if not (cut and after[:1].islower()):
            parts.append(f" {after}")
            continue
        tail = _WORD.match(after)
        if tail and tail[0] in _SUSPENDED:
            parts.append(f" {after}")
            continue
        if tail and words.are_one(cut[1], tail[0]):
            parts[-1] = parts[-1][:-1]
        parts.append(after)
    return "".join(parts)


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
    return " ".join(f"{one.mark} {one.text}".split())


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
