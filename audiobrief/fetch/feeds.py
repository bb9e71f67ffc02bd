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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from audiobrief import workers
from audiobrief.errors import UNREADABLE, FetchError
from audiobrief.fetch.source import without_password
from audiobrief.inputs import JSON_FEED, form_of
from audiobrief.model import Page
from audiobrief.text.controls import cleaned

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ENTRIES = 500
"""A feed names its newest articles first; what stands behind this many is not looked at."""
_WALL_S = 60.0  # of a machine so slow that the worker's own limit of processor time has not struck
_MOST_TEXT = 1000
_MOST_CATEGORIES = 20

_SNIFFED = 4096
_INDEX = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?sitemapindex[\s>]")
_BOX = re.compile(
    r"<(?:p|div|section|article|main|body|table|ul|ol|dl|blockquote|pre|h[1-6]|figure|hr)[\s/>]", re.IGNORECASE
)
_BREAKS = re.compile(r"(?:<br\s*/?>\s*){2,}", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
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
    authors: tuple[str, ...] = ()
    base: str = ""
    """What the addresses in its text are relative to, where the feed says so (``xml:base``)."""

    def page(self) -> Page:
        """Returns the entry's own text as a page; one without a link is at the front of its feed's site.

        The feed's own address may be a secret (a subscriber's), and a page's is published.
        """
        from lxml.html import builder, tostring

        article = self.tree()
        article.insert(0, builder.H1(self.title))
        base = [builder.BASE(href=self.base)] if self.base else []
        tree = builder.HTML(builder.HEAD(builder.TITLE(self.title), *base), builder.BODY(article))
        body = tostring(tree, encoding="utf-8", doctype="<!doctype html>")
        url = self.url if self.has_link else urljoin(without_password(self.url), "/")
        return Page(url, body, "text/html; charset=utf-8", published=self.published, authors=self.authors)

    def tree(self) -> HtmlElement:
        """Returns the entry's own text, parsed."""
        from lxml.html import fragment_fromstring

        return fragment_fromstring(self.text, create_parent="article")


def read_feed(page: Page) -> tuple[Entry, ...]:
    """Returns the entries, in the feed's order, each address once, at most :data:`MOST_ENTRIES`.

    Raises :class:`FetchError` when the page is no feed, or one that cannot be read in time.
    """
    found = _json_feed(page)
    raw, home = found if found is not None else _parsed(page)
    entries: dict[str, Entry] = {}
    raw = raw[:MOST_ENTRIES]
    for entry in _with_own_addresses(tuple(_entries(raw, page.url)), urljoin(page.url, home) if home else "", page.url):
        entries.setdefault(entry.url, entry)
    names = Counter(entry.id for entry in entries.values())
    told = (entry if names[entry.id] == 1 else replace(entry, id="") for entry in entries.values())
    return tuple(told)[:MOST_ENTRIES]


def is_sitemap_index(page: Page) -> bool:
    """Tells whether a page names sitemaps: :func:`read_feed` gives their addresses, those that changed last first."""
    return _INDEX.search(page.body[:_SNIFFED]) is not None


def is_feed(page: Page) -> bool:
    """Tells whether a page says that it is a feed, by its type or its first element."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if kind in ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"):
        return True
    form = form_of(page.body)
    return form is not None and form.is_feed


def _json_feed(page: Page) -> tuple[list[Any], str] | None:
    """Returns the items of a JSON Feed (jsonfeed.org) and the address of its site, or None when it is none."""
    if page.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return None
    try:
        document = json.loads(page.body)
        if JSON_FEED not in str(document["version"]):
            raise ValueError
        items = list(document["items"])
    except UNREADABLE as error:
        raise _no_feed(page) from error
    told = [_json_item(item) for item in items[:MOST_ENTRIES] if isinstance(item, Mapping)]
    return told, _text(document.get("home_page_url"))


def _json_item(item: Mapping[str, Any]) -> dict[str, Any]:
    own = _own_text(item)
    return {
        "url": item.get("url") or (None if own else item.get("external_url")),
        "title": item.get("title"),
        "id": _name(item),
        "published": item.get("date_published"),
        "text": item.get("content_html") or _paragraphs(item.get("content_text")) or item.get("summary"),
        "is_full": bool(own),
        "categories": item.get("tags"),
        "authors": [one.get("name") for one in _makers(item) if isinstance(one, Mapping)],
    }


def _own_text(item: Mapping[str, Any]) -> object:
    return item.get("content_html") or item.get("content_text")


def _makers(item: Mapping[str, Any]) -> list[Any]:
    """Returns the authors of an item; version 1 of JSON Feed has one."""
    several = item.get("authors")
    return several if isinstance(several, list) else [item.get("author")]


def _parsed(page: Page) -> tuple[list[Any], str]:
    """Reads RSS, Atom or a sitemap in the worker: the entries, and the address of the feed's site."""
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
        return _in_order(answer)
    except UNREADABLE as error:
        raise _no_feed(page) from error


def _in_order(answer: Mapping[str, Any]) -> tuple[list[Any], str]:
    """Returns the entries that the worker found, a sitemap's by their age, and the address of the feed's site."""
    entries = list(answer["entries"])
    is_sitemap = any("changed" in one for one in entries)
    return sorted(entries, key=_age_s) if is_sitemap else entries, _text(answer["home"])


def _age_s(place: Mapping[str, Any]) -> float:
    """Returns by what the places of a sitemap are ordered, the newest first; those without a date come last."""
    told = _moment(place["published"]) or _moment(place["changed"])
    if told is None:
        return 0
    moment = datetime.fromisoformat(told)
    return -(moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _first_entries(body: bytes) -> bytes:
    """Cuts the feed after the last entry that counts; the parser does not mind the missing end."""
    for number, end in enumerate(_END_OF_ENTRY.finditer(body), 1):
        if number == MOST_ENTRIES:
            return body[: end.end()]
    return body


def _entries(raw: list[Any], base: str) -> Iterator[Entry]:
    """Yields what says anything at all: an entry without a text or an address is not lost in silence."""
    for one in raw:
        address = _text(one.get("url"))
        try:
            url = urljoin(base, address) if address else ""
        except ValueError:
            url = ""
        entry = _entry(one, url, base)
        if entry.has_link or entry.text or entry.id or entry.title:
            yield entry


def _with_own_addresses(entries: Sequence[Entry], home: str, base: str) -> Iterator[Entry]:
    """Takes away an address that is no entry's own: the site's, or one that stands for several texts."""
    texts: dict[str, set[str]] = {}
    for entry in entries:
        texts.setdefault(entry.url, set()).add(entry.text)
    for entry in entries:
        is_shared = entry.has_link and (entry.url == home or len(texts[entry.url] - {""}) > 1)
        yield _without_link(entry, base) if is_shared and entry.text and (entry.id or entry.title) else entry


def _without_link(entry: Entry, base: str) -> Entry:
    """Gives an entry an address below its feed's, by its name, or by title and time: letters often share a title."""
    name = entry.id or f"{entry.title} {entry.published or ''}".strip()
    url = f"{base}{'&' if '?' in base else '?'}entry={quote(name, safe='')}"
    return replace(entry, url=url, has_link=False)


def _entry(one: Mapping[str, Any], url: str, base: str) -> Entry:
    """Returns an entry; one without a link gets an address below the feed's, by its name or title."""
    text = one.get("text")
    entry = Entry(
        url=url,
        title=_text(one.get("title")),
        id=_text(one.get("id")),
        published=_moment(_text(one.get("published"))),
        text=_as_html(cleaned(text)) if isinstance(text, str) else "",
        is_full=bool(one.get("is_full")),
        categories=_texts(one.get("categories")),
        authors=_texts(one.get("authors")),
        base=_text(one.get("base")),
    )
    return entry if url.lower().startswith(("http://", "https://")) else _without_link(entry, base)


def _texts(several: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, several[:_MOST_CATEGORIES]))) if isinstance(several, list) else ()


def _as_html(text: str) -> str:
    """Returns a text as it is where it has paragraphs; else those that its lines are, or that breaks set apart."""
    if _BOX.search(text):
        return text
    parts = _BREAKS.split(text) if _TAG.search(text) else text.splitlines()
    return "<p>".join(["", *(part.strip() for part in parts if part.strip())])


def _moment(text: str) -> str | None:
    """Returns a time that is ISO 8601, as JSON Feed asks for; None for other text."""
    try:
        return text if datetime.fromisoformat(text) else None
    except ValueError:
        return None


def _paragraphs(text: object) -> str:
    """Returns plain text as HTML, a paragraph a line."""
    lines = text.splitlines() if isinstance(text, str) else ()
    return "<p>".join(["", *(html.escape(line) for line in lines if line.strip())])


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
