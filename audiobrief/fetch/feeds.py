"""A feed's bytes -> the articles that it names. RSS and Atom by feedparser, in a process of its own; JSON Feed here.

feedparser has regular expressions that take quadratic time on hostile text (80 kB of author: minutes), and a regular
expression cannot be interrupted; so the parser runs where it can be killed, with little time and memory, and is given
bytes only: given text, it would open addresses and files by itself.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from audiobrief import workers
from audiobrief.errors import UNREADABLE, FetchError
from audiobrief.inputs import FEED, JSON_FEED, form_of
from audiobrief.model import Page
from audiobrief.text.controls import cleaned

MOST_ENTRIES = 500
"""A feed names its newest articles first; what stands behind this many is not looked at."""
LIMIT_BYTES = 15_000_000
_WALL_S = 60.0  # of a machine so slow that the worker's own limit of processor time has not struck
_MOST_TEXT = 1000
_MOST_CATEGORIES = 20

_END_OF_ENTRY = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a feed names. Everything in it is content: addresses go through the guard."""

    url: str
    """Absolute, http or https; of an entry without a link the feed's own, with the entry's name."""
    title: str = ""
    id: str = ""
    """The feed's own name of it (guid); "" where it gives the same to another entry."""
    published: str | None = None
    """ISO 8601."""
    has_link: bool = True
    text: str = ""
    """The article itself, or what stands for it: HTML."""
    is_full: bool = False
    """The feed gives the text as the article's content, not as a summary."""
    categories: tuple[str, ...] = ()
    """What the feed files it under."""

    def page(self) -> Page:
        """Returns the entry's own text as a page."""
        from lxml.html import builder, fragment_fromstring, tostring

        article = fragment_fromstring(self.text, create_parent="article")
        article.insert(0, builder.H1(self.title))
        tree = builder.HTML(builder.HEAD(builder.TITLE(self.title)), builder.BODY(article))
        body = tostring(tree, encoding="utf-8", doctype="<!doctype html>")
        return Page(self.url, body, "text/html; charset=utf-8", published=self.published)


def read_feed(page: Page) -> tuple[Entry, ...]:
    """Returns the entries, in the feed's order, each address once, at most :data:`MOST_ENTRIES`.

    Raises :class:`FetchError` when the page is no feed, or one that cannot be read in time.
    """
    found = _json_feed(page)
    raw = found if found is not None else _parsed(page)
    entries: dict[str, Entry] = {}
    for entry in _entries(raw, page.url):
        entries.setdefault(entry.url, entry)
    names = Counter(entry.id for entry in entries.values())
    told = (entry if names[entry.id] == 1 else replace(entry, id="") for entry in entries.values())
    return tuple(told)[:MOST_ENTRIES]


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
    except UNREADABLE as error:
        raise _no_feed(page) from error
    return [
        {
            "url": item.get("url") or item.get("external_url"),
            "title": item.get("title"),
            "id": _name(item),
            "published": item.get("date_published"),
            "text": item.get("content_html") or _paragraphs(item.get("content_text")) or item.get("summary"),
            "is_full": bool(item.get("content_html") or item.get("content_text")),
            "categories": item.get("tags"),
        }
        for item in items[:MOST_ENTRIES]
        if isinstance(item, Mapping)
    ]


def _parsed(page: Page) -> list[Any]:
    """Reads RSS or Atom in the worker."""
    request = json.dumps(page.content_type).encode() + b"\n"
    command = workers.by_path(str(Path(__file__).with_name("feed_worker.py")), options=["-P"])
    try:
        done = workers.run(command, request + _first_entries(page.body), _WALL_S)
    except subprocess.TimeoutExpired as error:
        raise _too_slow(page) from error
    if done.returncode < 0:
        raise _too_slow(page)
    try:
        answer = json.loads(done.stdout)
        if done.returncode or not answer["is_feed"]:
            raise ValueError
        return list(answer["entries"])
    except UNREADABLE as error:
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
        entry = _entry(one, url, base)
        if entry.has_link or entry.text or (not address and (entry.id or entry.title)):
            yield entry


def _entry(one: Mapping[str, Any], url: str, base: str) -> Entry:
    """Returns an entry; one without a link gets an address below the feed's, by its name or title."""
    title, name, text = _text(one.get("title")), _text(one.get("id")), one.get("text")
    has_link = url.lower().startswith(("http://", "https://"))
    if not has_link:
        url = f"{base}{'&' if '?' in base else '?'}entry={quote(name or title, safe='')}"
    published = _moment(_text(one.get("published")))
    own = cleaned(text) if isinstance(text, str) else ""
    filed = one.get("categories")
    categories = tuple(filter(None, map(_text, filed[:_MOST_CATEGORIES]))) if isinstance(filed, list) else ()
    return Entry(url, title, name, published, has_link, own, bool(one.get("is_full")), categories)


def _moment(text: str) -> str | None:
    """Returns a time that is ISO 8601, as JSON Feed asks for; None for other text."""
    try:
        return text if datetime.fromisoformat(text) else None
    except ValueError:
        return None


def _paragraphs(text: object) -> str:
    """Returns plain text as HTML, a paragraph a line."""
    lines = text.splitlines() if isinstance(text, str) else ()
    return "<br><br>".join(html.escape(line) for line in lines if line.strip())


def _name(item: Mapping[str, Any]) -> object:
    """Returns an item's name; JSON Feed allows numbers, of what can be found."""
    name = item.get("id")
    return str(name) if type(name) is int and item.get("url") else name


def _text(value: object) -> str:
    return " ".join(cleaned(value).split())[:_MOST_TEXT] if isinstance(value, str) else ""


def _no_feed(page: Page) -> FetchError:
    return FetchError(page.url or "the feed", "is not an RSS, Atom or JSON feed", "Check the address of the source")


def _too_slow(page: Page) -> FetchError:
    return FetchError(
        page.url or "the feed",
        "takes too much time or memory to read",
        "Tell its publisher, or give the addresses of its articles instead",
    )
