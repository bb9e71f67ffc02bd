"""Where a key stands in a TOML text: what a reader of TOML no longer knows when a value turns out to be wrong."""

from __future__ import annotations

import re

_HEADER = re.compile(r"[ \t]*\[\[?[ \t]*([^\[\]]+?)[ \t]*\]")
_KEY = re.compile(r"([ \t]*)([\w-]+|\"[^\"]+\"|'[^']+')[ \t]*[=.]")
_LONG = ('"' * 3, "'" * 3)


def place(text: str, key: str, table: str = "") -> str:
    """Returns ``line 6, column 1`` of the first such key in a table ("" is the top); "" where it is not found."""
    here, until = "", ""
    for number, line in enumerate(text.splitlines(), 1):
        if until:  # in a text of several lines
            until = "" if until in line else until
            continue
        header = _HEADER.match(line)
        found = _KEY.match(line)
        if header:
            here = header[1]
        elif found and here == table and found[2].strip("\"'") == key:
            return f"line {number}, column {len(found[1]) + 1}"
        until = next((mark for mark in _LONG if line.count(mark) % 2), "")
    return ""
