"""The process in which feedparser runs: bytes of a feed on standard input, its entries as JSON on standard output.

It imports nothing of audiobrief and is run by :mod:`audiobrief.confined`; the first line of the input is the content
type as JSON. Processor time is limited here: the kernel ends the process, whatever it is doing.
"""

from __future__ import annotations

import io
import json
import re
import sys
from types import ModuleType
from typing import Any

_CPU_S = 0.6  # ordinary feeds take 0.05 s
_CPU_S_A_MEGABYTE = 0.3
_MOST_TEXT = 200_000  # characters of one entry
_MEMORY_BYTES = 1_000_000_000


_REFERENCE = re.compile(rb"&#(?:[xX]0*([\da-fA-F]*)|0*(\d*));?")
_MOST_DIGITS = 7  # of a character's number


def _known(reference: re.Match[bytes]) -> bytes:
    """Returns a reference to a character; nothing for one to no whole character, at which the parser gives up."""
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    number = int(digits or b"0", base) if len(digits or b"") <= _MOST_DIGITS else 0
    return b"" if not number or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF else reference[0]


def main(confined: ModuleType) -> None:
    """Reads one feed."""
    import feedparser

    content_type = json.loads(sys.stdin.buffer.readline())
    body = sys.stdin.buffer.read()
    # from here on: loading the parser takes longer on some machines than parsing on others
    confined.limit_cpu(_CPU_S + _CPU_S_A_MEGABYTE * len(body) / 1_000_000)
    confined.limit_memory(_MEMORY_BYTES)
    confined.step_in()
    # A stream: feedparser would take a string for an address or a file's name. The HTML of descriptions is of no use
    # here; not to clean it and not to resolve its links makes parsing 15 times faster.
    found = feedparser.parse(
        io.BytesIO(_REFERENCE.sub(_known, body)),
        response_headers={"content-type": _xml_type(content_type)},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    answer = {"is_feed": bool(found.get("version")), "entries": [_entry(entry) for entry in found.entries]}
    json.dump(answer, sys.stdout)


def _xml_type(content_type: str) -> str:
    """Returns the type with its charset; a wrong one makes the parser doubt the XML."""
    _, _, charset = content_type.partition(";")
    return f"application/xml;{charset}" if charset else "application/xml"


def _entry(entry: Any) -> dict[str, Any]:
    contents = [content.get("value") or "" for content in entry.get("content") or ()]
    full = max(contents, key=len, default="")
    return {
        "text": (full or entry.get("summary") or "")[:_MOST_TEXT],
        "is_full": bool(full),
        "url": entry.get("link"),
        "title": entry.get("title"),
        "id": entry.get("id"),
        "categories": [tag.get("label") or tag.get("term") for tag in entry.get("tags") or ()][:20],
        "published": _moment(entry.get("published_parsed") or entry.get("updated_parsed")),
    }


def _moment(parsed: Any) -> str | None:
    """Returns a time of feedparser, which is UTC, as ISO 8601."""
    if not parsed:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+00:00"
