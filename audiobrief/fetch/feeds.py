"""A feed's bytes -> the articles that it names. RSS and Atom by feedparser, in a process of its own; JSON Feed here.

feedparser has regular expressions that take quadratic time on hostile text (80 kB of author: minutes), and a regular
expression cannot be interrupted; so the parser runs where it can be killed, with little time and memory, and is given
bytes only: given text, it would open addresses and files by itself.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from audiobrief.errors import FetchError
from audiobrief.inputs import FEED, JSON_FEED, form_of
from audiobrief.model import Page

MOST_ENTRIES = 500
"""A feed names its newest articles first; what stands behind this many is not looked at."""
LIMIT_BYTES = 15_000_000
_WALL_S = 60.0  # of a machine so slow that the worker's own limit of processor time has not struck
_MOST_TEXT = 1000

_END_OF_ENTRY = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a feed names. Everything in it is content: addresses go through the guard."""

    url: str
    """Absolute, http or https."""
    title: str = ""
    id: str = ""
    published: str | None = None
    """ISO 8601."""


def read_feed(page: Page) -> tuple[Entry, ...]:
    """Returns the entries with an address, in the feed's order, each address once, at most :data:`MOST_ENTRIES`.

    Raises :class:`FetchError` when the page is no feed, or one that cannot be read in time.
    """
    found = _json_feed(page)
    raw = found if found is not None else _parsed(page)
    entries: dict[str, Entry] = {}
    for entry in _entries(raw, page.url):
        entries.setdefault(entry.url, entry)
    return tuple(entries.values())[:MOST_ENTRIES]


def is_feed(page: Page) -> bool:
    """Tells whether a page says that it is a feed, by its type or its first element."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if kind in ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"):
        return True
    return form_of(page.body) is FEED


def _json_feed(page: Page) -> list[Any] | None:
    """Returns the items of a JSON Feed (jsonfeed.org), or None when it is none."""
    if page.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return None
    try:
        document = json.loads(page.body)
        if JSON_FEED not in str(document["version"]):
            raise ValueError
        items = list(document["items"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _no_feed(page) from error
    return [
        {
            "url": item.get("url") or item.get("external_url"),
            "title": item.get("title"),
            "id": item.get("id"),
            "published": item.get("date_published"),
        }
        for item in items[:MOST_ENTRIES]
        if isinstance(item, Mapping)
    ]


def _parsed(page: Page) -> list[Any]:
    """Reads RSS or Atom in the worker."""
    request = json.dumps(page.content_type).encode() + b"\n"
    command = [sys.executable, "-P", str(Path(__file__).with_name("feed_worker.py"))]
    try:
        done = subprocess.run(
            command, input=request + _first_entries(page.body), capture_output=True, timeout=_WALL_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow(page) from error
    if done.returncode < 0:
        raise _too_slow(page)
    try:
        answer = json.loads(done.stdout)
        if done.returncode or not answer["is_feed"]:
            raise ValueError
        return list(answer["entries"])
    except (ValueError, KeyError, TypeError) as error:
        raise _no_feed(page) from error


def _first_entries(body: bytes) -> bytes:
    """Cuts the feed after the last entry that counts; the parser does not mind the missing end."""
    for number, end in enumerate(_END_OF_ENTRY.finditer(body), 1):
        if number == MOST_ENTRIES:
            return body[: end.end()]
    return body


def _entries(raw: list[Any], base: str) -> Iterator[Entry]:
    for one in raw:
        try:
            address = _text(one.get("url"))
            url = urljoin(base, address) if address else ""
        except ValueError:
            continue
        if url.lower().startswith(("http://", "https://")):
            yield Entry(url, _text(one.get("title")), _text(one.get("id")), _text(one.get("published")) or None)


def _text(value: object) -> str:
    return " ".join(value.split())[:_MOST_TEXT] if isinstance(value, str) else ""


def _no_feed(page: Page) -> FetchError:
    return FetchError(page.url or "the feed", "is not an RSS, Atom or JSON feed", "Check the address of the source")


def _too_slow(page: Page) -> FetchError:
    return FetchError(
        page.url or "the feed",
        "takes too much time or memory to read",
        "Tell its publisher, or give the addresses of its articles instead",
    )
