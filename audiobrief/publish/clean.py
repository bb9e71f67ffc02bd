"""The one choke point for text: whatever a page held, what leaves here is safe in XML 1.0, HTML and a feed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

NOTES_TAGS = frozenset({"p", "ol", "ul", "li", "a", "b", "i", "strong", "em"})
"""What a podcast app must understand in a description (PSP-1)."""

# XML 1.0, section 2.2, "Char", and what it discourages (C1 controls, non-characters). Marks that embed or override
# the writing direction go too: one that is never closed turns the rest of a line around; `dir` does their work.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
_BLANKS = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ELLIPSIS = "…"


def text(value: str) -> str:
    """Text without the characters that XML 1.0 forbids or discourages, every line end a line feed."""
    return _FORBIDDEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def line(value: str) -> str:
    """The same on one line: blanks folded, none at the ends."""
    if value.isascii() and value.isprintable() and "  " not in value:  # nearly all: addresses, names, English
        return value.strip(" ")
    return _BLANKS.sub(" ", text(value)).strip()


def cut(value: str, limit_bytes: int) -> str:
    """One line of at most ``limit_bytes`` of UTF-8, cut at a word and closed with "…" when it was longer."""
    folded = line(value)
    if len(folded.encode()) <= limit_bytes:
        return folded
    room = folded.encode()[: max(0, limit_bytes - len(_ELLIPSIS.encode()))].decode("utf-8", "ignore")
    whole_words, blank, _ = room.rpartition(" ")
    return (whole_words if blank and len(whole_words) > len(room) // 2 else room).rstrip(" ,;:–—-") + _ELLIPSIS


def web_address(value: str | None) -> str:
    """An absolute http or https address, or "": nothing else may become a link."""
    address = line(value or "")
    try:
        parts = urlsplit(address)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_sound or " " in address:
        return ""
    return address


def language(*tags: str | None) -> str:
    """The first that has the form of a BCP 47 tag, else ``en``: articles name their language in any way they like."""
    return next((tag for tag in tags if tag and _LANGUAGE.fullmatch(tag)), "en")


def notes_html(value: str) -> str:
    """HTML with the tags of :data:`NOTES_TAGS` alone, their links absolute."""
    import nh3

    return nh3.clean(
        text(value),
        tags=set(NOTES_TAGS),
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )
