"""What somebody may have meant: the known name that is most like the one given."""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 0.6
"""difflib's ratio; in a name of eight letters two may differ."""


def nearest(given: str, known: Iterable[str]) -> str | None:
    """Returns the known name that is most like the given one; None where none is like it."""
    import difflib

    by_name = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(given.casefold(), by_name, 1, _ALIKE)
    return by_name[near[0]] if near else None


def meant(given: str, known: Iterable[str]) -> str:
    """Returns ``Did you mean X?`` for the known name that is most like the given one; "" where none is."""
    near = nearest(given, known)
    return f"Did you mean {near}?" if near else ""
