"""The media types under which published files are served: by ``audiobrief serve`` and by a bucket, the same."""

from __future__ import annotations

import mimetypes
from functools import lru_cache

from audiobrief.formats import AUDIO, FORMATS

CACHE_CONTROL = "no-cache"
"""Keep it, but ask each time whether it changed."""
_SITE = (
    ("feed.xml", True, "application/rss+xml"),
    (".json", True, "application/json"),
    (".html", True, "text/html"),
    (".txt", True, "text/plain"),
    (".css", True, "text/css"),
    (".js", True, "text/javascript"),
    (".xml", True, "application/xml"),
    (".svg", True, "image/svg+xml"),
)
_ROWS = (AUDIO, *FORMATS)
_TYPES = (
    *((row.name, row.is_text, row.media_type) for row in _ROWS),
    *_SITE,
    *((row.suffix, row.is_text, row.media_type) for row in _ROWS),
)
"""End of the name (the first that fits), whether it is text, media type."""


@lru_cache(maxsize=1024)
def media_type_of(name: str) -> tuple[bool, str]:
    """Tells from a file's name whether it is text, which is sent compressed to who asks for it, and its media type."""
    for end, is_text, kind in _TYPES:
        if name.endswith(end):
            return is_text, f"{kind}; charset=utf-8" if is_text and "json" not in kind else kind
    return False, mimetypes.guess_type(name)[0] or "application/octet-stream"
