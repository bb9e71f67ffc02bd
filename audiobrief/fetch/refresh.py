"""A page that asks the browser to go on at once to another (``<meta http-equiv="refresh">``)."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urldefrag, urljoin

_SNIFFED = 16_384
_LONGEST_WAIT_S = 10
"""A page that waits longer is there to be read, and refreshes itself."""
_UNSEEN = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(noscript|script|style|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_META = re.compile(rb"<meta\s[^<>]{0,4000}>", re.IGNORECASE)
_IS_REFRESH = re.compile(r"""http-equiv\s*=\s*["']?\s*refresh\b""", re.IGNORECASE)
_CONTENT = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_WAIT = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*[;,\s]\s*+(?:url\s*=\s*)?+[\"']?\s*([^\"'\s][^\"']*)", re.IGNORECASE)


def target(body: bytes, url: str) -> str | None:
    """Returns the address that a browser goes on to from the page at ``url``; None when it stays."""
    head = body[:_SNIFFED]
    if b"refresh" not in head.lower():
        return None
    for meta in _META.finditer(_UNSEEN.sub(b" ", head)):
        text = meta[0].decode("utf-8", "replace")
        if _IS_REFRESH.search(text):
            return _onward(_CONTENT.search(text), url)
    return None


def _onward(content: re.Match[str] | None, url: str) -> str | None:
    said = _WAIT.match(unescape(next(filter(None, content.groups()), ""))) if content else None
    if said is None or int(said[1]) > _LONGEST_WAIT_S:
        return None
    try:
        address = urldefrag(urljoin(url, said[2].strip())).url
    except ValueError:
        return None
    is_other = address != urldefrag(url).url and re.match(r"https?://", address, re.IGNORECASE)
    return address if is_other else None
