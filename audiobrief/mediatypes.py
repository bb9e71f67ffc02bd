"""The media types under which published files are served: by ``audiobrief serve`` and by a bucket, the same."""

from __future__ import annotations

import mimetypes

CACHE_CONTROL = "no-cache"
"""Keep it, but ask each time whether it changed."""

# By the end of the name, the first that fits. Texts (the second column) are sent compressed to who asks for it.
_TYPES = (
    ("feed.xml", True, "application/rss+xml; charset=utf-8"),
    ("chapters.json", True, "application/json+chapters"),
    (".json", True, "application/json"),
    (".vtt", True, "text/vtt; charset=utf-8"),
    (".srt", True, "application/x-subrip; charset=utf-8"),
    (".html", True, "text/html; charset=utf-8"),
    (".txt", True, "text/plain; charset=utf-8"),
    (".css", True, "text/css; charset=utf-8"),
    (".js", True, "text/javascript; charset=utf-8"),
    (".xml", True, "application/xml; charset=utf-8"),
    (".svg", True, "image/svg+xml; charset=utf-8"),
    (".mp3", False, "audio/mpeg"),
    (".m4b", False, "audio/mp4"),
    (".epub", False, "application/epub+zip"),
)


def media_type_of(name: str) -> tuple[bool, str]:
    """Whether a file is text, and its media type, by its name."""
    for end, is_text, kind in _TYPES:
        if name.endswith(end):
            return is_text, kind
    return False, mimetypes.guess_type(name)[0] or "application/octet-stream"
