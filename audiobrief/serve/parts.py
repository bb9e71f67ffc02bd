"""The parts of a file that a request asks for (RFC 9110, 14): what players do all the time."""

from __future__ import annotations

import re

Part = tuple[int, int]
"""The first byte, and the one behind the last."""
MOST_PARTS = 10
_RANGE = re.compile(r"[ \t]*(?=\d|-\d)(?P<first>\d{0,18})-(?P<last>\d{0,18})[ \t]*", re.ASCII)


def asked_parts(printed: str, size_bytes: int) -> list[Part] | None:
    """Returns the parts that a Range asks for, none where the file has none of them; None where it is to be ignored.

    Ignored are another unit, what is no number, an end before its start, and more than a player needs: many parts, or
    parts that are more than the file.
    """
    unit, _, rest = printed.partition("=")
    if unit.strip().lower() != "bytes":
        return None
    parts = [_part(one, size_bytes) for one in rest.split(",") if one.strip()]
    return None if not 0 < len(parts) <= MOST_PARTS or None in parts else _there(parts, size_bytes)


def _there(parts: list[Part | None], size_bytes: int) -> list[Part] | None:
    found = [part for part in parts if part and part[0] < part[1]]
    return found if sum(stop - start for start, stop in found) <= size_bytes else None


def _part(printed: str, size_bytes: int) -> Part | None:
    """Returns a part, empty where the file has no such; None for what is no number or ends before its start."""
    found = _RANGE.fullmatch(printed)
    if found is None:
        return None
    first, last = found["first"], found["last"]
    if not first:
        return max(size_bytes - int(last), 0), size_bytes
    stop = int(last) + 1 if last else size_bytes
    return None if last and stop <= int(first) else (int(first), min(stop, size_bytes))
