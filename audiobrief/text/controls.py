"""Characters that carry no text: what a page, a feed or a file may hold of them is taken out where it is read."""

from __future__ import annotations

import re

# Tab, line feed and carriage return stay. Other controls, the BOM and non-characters carry no text; XML refuses them.
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")


def cleaned(text: str) -> str:
    """Returns a text without control characters, which no markup can hold."""
    return _UNWANTED.sub("", text.replace("\x0c", "\n").replace("\x85", "\n"))
