"""Feeds in: every kind is read, no hostile one costs more than a line."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from audiobrief.errors import FetchError
from audiobrief.fetch import feeds
from audiobrief.fetch.feeds import Entry
from audiobrief.model import Page

URL = "https://paper.example/feeds/news.xml"


def rss(items: str, head: str = "", tail: str = "</channel></rss>", top: str = '<rss version="2.0">') -> bytes:
    return f'<?xml version="1.0"?>{head}{top}<channel><title>News</title>{items}{tail}'.encode()


def page(body: bytes, kind: str = "application/rss+xml") -> Page:
    return Page(URL, body, kind)


ITEM = "<item><title>Storm</title><link>https://paper.example/storm</link><guid>tag:1</guid>"
ITEM += "<pubDate>Sat, 21 Nov 2026 07:30:00 +0100</pubDate></item>"
STORM = Entry("https://paper.example/storm", "Storm", "tag:1", "2026-11-21T06:30:00+00:00")

GOOD = {
    "rss": (rss(ITEM), "application/rss+xml"),
    "rss as text": (rss(ITEM), "text/plain; charset=utf-8"),
    "rss as html": (rss(ITEM), "text/html"),
    "no type": (rss(ITEM), ""),
    "utf-16": (rss(ITEM).decode().replace('"1.0"', '"1.0" encoding="utf-16"', 1).encode("utf-16"), "application/xml"),
    "byte order mark": (b"\xef\xbb\xbf" + rss(ITEM), "application/xml"),
    "blanks before": (b"\n\n " + rss(ITEM), "application/xml"),
    "cut off": (rss(ITEM, tail=""), "application/xml"),
    "bare ampersand": (rss(ITEM.replace("<guid>", "<author>A & B</author><guid>")), "application/xml"),
    "unknown entity": (rss(ITEM.replace("<guid>", "<author>A&nbsp;&eacute;</author><guid>")), "application/xml"),
    "relative link": (rss(ITEM.replace("https://paper.example/storm", "/storm")), "application/xml"),
    "other links": (
        rss(
            "<item><title>x</title><link>javascript:alert(1)</link></item><item><link>file:///etc/passwd</link></item>"
            + ITEM
        ),
        "application/xml",
    ),
    "twice": (rss(ITEM + ITEM), "application/xml"),
    "atom": (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Storm</title><id>tag:1</id>'
        b'<link rel="self" href="https://paper.example/self"/><link href="https://paper.example/storm"/>'
        b"<published>2026-11-21T06:30:00Z</published></entry></feed>",
        "application/atom+xml",
    ),
    "rdf": (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="tag:1"><title>Storm</title>'
        b"<link>https://paper.example/storm</link><dc:date>2026-11-21T06:30:00Z</dc:date></item></rdf:RDF>",
        "application/rdf+xml",
    ),
    "json": (
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [
                    {
                        "id": "tag:1",
                        "url": "/storm",
                        "title": " Storm\n",
                        "date_published": "2026-11-21T06:30:00+00:00",
                    },
                    "rubbish",
                    {"id": 7, "title": ["x"]},
                ],
            }
        ).encode(),
        "application/feed+json",
    ),
}


@pytest.mark.parametrize(("body", "kind"), GOOD.values(), ids=GOOD)
def test_every_kind_of_feed_is_read(body: bytes, kind: str) -> None:
    linked = [entry for entry in feeds.read_feed(page(body, kind)) if entry.has_link]
    assert [replace(entry, authors=()) for entry in linked] == [STORM]


@pytest.mark.parametrize("name", ["rss", "rss as text", "byte order mark", "blanks before", "atom", "rdf", "json"])
def test_feeds_are_told_from_pages(name: str) -> None:
    body, kind = GOOD[name]
    assert feeds.is_feed(page(body, kind)) and feeds.is_feed(page(body, "text/plain"))


def test_pages_are_no_feeds() -> None:
    assert not feeds.is_feed(page(b"<!DOCTYPE html><html><p>about &lt;rss</p>", "text/html"))
    assert not feeds.is_feed(page(b"plain words about <rss", "text/plain"))


def laughs(levels: int = 9) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return rss(f"<item><title>&l{levels - 1};</title></item>", f'<!DOCTYPE r [<!ENTITY l0 "ha">{entities}]>')


def quadratic() -> bytes:
    return rss(f"<item><title>{'&a;' * 50_000}</title></item>", f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>')


DTD = '<!DOCTYPE r [<!ENTITY x SYSTEM "{0}">]>'
XXE = "<item><title>&x;</title><link>https://paper.example/x?&x;</link></item>"
HOSTILE = {
    "empty": b"",
    "blanks": b" \n ",
    "words": b"no feed at all",
    "html": b"<!DOCTYPE html><html><body><p>Not found</p></body></html>",
    "binary": bytes(range(256)) * 100,
    "zeros": bytes(100_000),
    "json of another kind": b'{"items": []}',
    "broken json": b'{"version": "https://jsonfeed.org/version/1", "items": [',
    "json without items": b'{"version": "https://jsonfeed.org/version/1"}',
    "deep json": b'{"version":' + b"[" * 200_000,
    "billion laughs": laughs(),
    "quadratic entities": quadratic(),
    "entity of itself": rss("<item><title>&x;</title></item>", '<!DOCTYPE r [<!ENTITY x "&x;">]>'),
    "file entity": rss(XXE, DTD.format("file:///etc/hostname")),
    "http entity": rss(XXE, DTD.format("http://127.0.0.1:9/x")),
    "external dtd": rss(ITEM, '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "parameter entity": rss(ITEM, '<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'),
    "stylesheet": b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>' + rss(ITEM),
    "xinclude": rss('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>' + ITEM),
    "80 kB author": rss(f"<item><author>{'a' * 80_000}</author></item>"),
    "80 kB of dots for an author": rss(f"<item><author>{'a.' * 40_000}@</author></item>"),
    "80 kB date": rss(f"<item><pubDate>{'1' * 80_000}</pubDate></item>"),
    "80 kB of blanks in a date": rss(f"<item><pubDate>Mon,{' ' * 80_000}x</pubDate></item>"),
    "megabyte attribute": rss(f'<item><link href="{"x" * 1_000_000}"/></item>'),
    "deep elements": rss("<a>" * 50_000),
    "many attributes": rss("<item " + " ".join(f"a{n}='1'" for n in range(50_000)) + "></item>"),
    "many namespaces": rss("", top="<rss " + " ".join(f'xmlns:n{n}="http://n/{n}"' for n in range(20_000)) + ">"),
    "open comment": rss("<!-- " * 50_000),
    "open cdata": rss("<![CDATA[" * 50_000),
    "open tags": rss("<item" * 100_000),
    "bad ampersands": rss("<item><title>" + "&" * 300_000 + "</title></item>"),
    "numeric entities": rss("<item><title>" + "&#x110000;&#0;" * 50_000 + "</title></item>"),
    "wrong charset": b'<?xml version="1.0" encoding="no-such-charset"?>' + rss(ITEM)[21:],
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?>' + rss(ITEM)[21:],
    "file as content": b"/etc/passwd",
    "address as content": b"http://127.0.0.1:9/feed.xml",
}


@pytest.fixture(scope="module")
def trap() -> Iterator[socket.socket]:
    """Port 9 of this machine, where possible: nobody may knock."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", 9))
            listener.listen()
            listener.settimeout(0)
        except OSError:
            pass  # reserved or in use: then a connection would fail by itself
        yield listener


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_feeds_end_soon_with_a_line(body: bytes, trap: socket.socket) -> None:
    before = time.process_time()
    try:
        entries = feeds.read_feed(page(body))
    except FetchError as error:
        assert error.remedy and "\n" not in str(error)
    else:
        assert len(entries) <= feeds.MOST_ENTRIES
        told = repr(entries)
        assert "root:" not in told and len(told) < 10_000
    assert time.process_time() - before < 2  # of this process; the worker's own limit is the kernel's
    with pytest.raises(OSError):
        trap.accept()


def test_there_are_at_least_thirty_hostile_feeds() -> None:
    assert len(HOSTILE) >= 30


def test_slow_parser_is_stopped() -> None:
    with pytest.raises(FetchError, match="too much time or memory"):
        feeds.read_feed(page(HOSTILE["80 kB author"]))


def test_endless_feed_is_cut() -> None:
    items = "".join(f"<item><link>https://paper.example/{n}</link></item>" for n in range(100_000))
    entries = feeds.read_feed(page(rss(items)))
    assert len(entries) == feeds.MOST_ENTRIES
    assert entries[-1].url == f"https://paper.example/{feeds.MOST_ENTRIES - 1}"
    many = {"version": "https://jsonfeed.org/version/1", "items": [{"url": f"/{n}"} for n in range(2000)]}
    assert len(feeds.read_feed(page(json.dumps(many).encode()))) == feeds.MOST_ENTRIES


def test_clock_of_a_hung_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_WALL_S", 0.01)
    with pytest.raises(FetchError, match="too much time"):
        feeds.read_feed(page(rss(ITEM)))
