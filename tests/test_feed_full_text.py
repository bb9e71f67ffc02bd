"""Whose text of an article is spoken: its page's or its feed's; and what a sitemap names."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec
import pytest

from audiobrief.feed import run
from audiobrief.feed.own_text import is_cut
from audiobrief.feed.report import RunReport
from audiobrief.feed.sources import decoded
from audiobrief.feed.upkeep import MEMORY
from audiobrief.fetch import feeds
from audiobrief.fetch.feeds import Entry
from audiobrief.library import Library
from audiobrief.model import Page, Role
from tests.news_site import NewsSite, make_folder
from tests.test_unattended import episodes

pytestmark = pytest.mark.usefixtures("kept_reader", "kept_cache")
URL = "https://paper.example/a"


def lines(number: int, count: int = 6) -> list[str]:
    return [
        f"In ledger {number} line {at * 7 + number} says that ferry {number * 13 + at} of a quay goes at {at + 6}."
        for at in range(count)
    ]


def html(title: str, body: str) -> bytes:
    return f"<html lang='en'><head><title>{title}</title></head><body>{body}</body></html>".encode()


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


class Site(NewsSite):
    """A site whose feed holds texts beside links."""

    def __init__(self) -> None:
        super().__init__()
        self.items = ""
        self.type = "application/rss+xml"
        self.body: bytes | None = None

    def feed(self) -> bytes:
        space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        body = f"<rss version='2.0' {space}><channel><title>Quays</title>{self.items}</channel></rss>"
        return self.body or body.encode()

    def feed_type(self, request: BaseHTTPRequestHandler) -> str:
        return self.type

    def item(self, number: int, text: str, page: str | None = None, title: str = "") -> None:
        title = title or f"Quay {number}"
        path = f"/{number}.html"
        if page is not None:
            self.pages[path] = html(title, f"<article><h1>{title}</h1>{page}</article>")
        self.items += (
            f"<item><title>{title}</title><link>{self.address}{path}</link><guid isPermaLink='false'>q{number}</guid>"
            f"<content:encoded>{escape(text)}</content:encoded></item>"
        )


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def folder_of(site: Site, place: Path, key: str = "") -> Path:
    folder = make_folder(place, site)
    with (folder / "audiobrief.toml").open("a", encoding="utf-8") as file:
        file.write(key)
    return folder


def published(folder: Path) -> RunReport:
    return run.publish(folder, [], lambda line: None)


def heard(folder: Path) -> list[str]:
    return [
        " ".join(segment.written for segment in episode.script.segments if segment.role is not Role.CUE)
        for episode in episodes(folder)
    ]


def pages_asked(site: Site) -> list[str]:
    return [path for path, _ in site.asked() if path not in ("/feed", "/robots.txt")]


def test_a_page_that_holds_the_text_is_read(site: Site, tmp_path: Path) -> None:
    site.item(1, paragraphs(lines(1)), paragraphs([*lines(1), "The harbour master added a word that no feed had."]))
    folder = folder_of(site, tmp_path / "feed")
    assert published(folder).made == ["Quay 1"]
    assert "harbour master" in heard(folder)[0]


def test_a_page_that_is_cut_gives_way_to_the_feed(site: Site, tmp_path: Path) -> None:
    site.item(1, paragraphs(lines(1, 9)), paragraphs(lines(1, 4)))
    folder = folder_of(site, tmp_path / "feed")
    published(folder)
    assert lines(1, 9)[-1] in heard(folder)[0]
    again = published(folder)
    assert (again.made, again.updated, again.failed) == ([], [], [])


def test_the_first_paragraphs_in_a_feed_do_not_stand_for_the_page(site: Site, tmp_path: Path) -> None:
    site.item(1, paragraphs(lines(1, 4)), paragraphs(lines(1, 9)))
    folder = folder_of(site, tmp_path / "feed")
    published(folder)
    assert lines(1, 9)[-1] in heard(folder)[0]


def test_a_page_of_something_else_gives_way_to_the_feed(site: Site, tmp_path: Path) -> None:
    site.item(1, paragraphs(lines(1)))
    other = "<p>This reader keeps what you save. Tell it who you are, and it shows you your articles and notes.</p>" * 3
    site.pages["/1.html"] = html("Log in", f"<main><h1>Log in</h1>{other}</main>")
    folder = folder_of(site, tmp_path / "feed")
    assert published(folder).made == ["Quay 1"]
    assert lines(1)[-1] in heard(folder)[0]


def test_pages_are_not_fetched_once_the_feed_has_proved_whole(site: Site, tmp_path: Path) -> None:
    for number in range(1, 6):
        site.item(number, paragraphs(lines(number)), paragraphs(lines(number)))
    folder = folder_of(site, tmp_path / "feed")
    assert len(published(folder).made) == 5
    assert pages_asked(site) == ["/1.html", "/2.html", "/3.html"]
    site.item(6, paragraphs(lines(6)) + "<p>…</p>", paragraphs(lines(6)))
    assert published(folder).made == ["Quay 6"]
    assert pages_asked(site) == ["/6.html"]


@pytest.mark.parametrize(("text", "is_read", "asked"), [("feed", 4, []), ("page", 9, ["/1.html"])])
def test_a_source_may_say_whose_text_counts(
    site: Site, tmp_path: Path, text: str, is_read: int, asked: list[str]
) -> None:
    site.item(1, paragraphs(lines(1, 4)), paragraphs(lines(1, 9)))
    folder = folder_of(site, tmp_path / "feed", f'text = "{text}"\n')
    published(folder)
    assert lines(1, 9)[is_read - 1] in heard(folder)[0]
    assert (lines(1, 9)[8] in heard(folder)[0]) == (is_read == 9)
    assert pages_asked(site) == asked


def test_pages_alone_count_where_the_source_says_so(site: Site, tmp_path: Path) -> None:
    site.item(1, paragraphs(lines(1)))
    (line,) = published(folder_of(site, tmp_path / "feed", 'text = "page"\n')).failed
    assert "there is no such page (404)" in line


def test_min_words_is_of_the_source(site: Site, tmp_path: Path) -> None:
    site.item(1, paragraphs(lines(1, 1)), paragraphs(lines(1, 1)))
    (line,) = published(folder_of(site, tmp_path / "strict")).failed
    assert "a teaser" in line
    assert published(folder_of(site, tmp_path / "feed", "min_words = 5\n")).made == ["Quay 1"]


def test_a_page_that_stays_away_is_spoken_from_the_feed_at_last(site: Site, tmp_path: Path) -> None:
    site.item(1, paragraphs(lines(1)))
    site.fault = lambda path: 503 if path == "/1.html" else None
    folder = folder_of(site, tmp_path / "feed")
    tries = 0
    while not (report := published(folder)).made:
        assert "503" in report.failed[0]
        tries += 1
        assert tries < 9
        forget_the_wait(folder)
    assert tries == 7


def forget_the_wait(folder: Path) -> None:
    with Library(folder / MEMORY) as library:
        for source, state in library.source_states().items():
            library.keep_source_state(source, msgspec.json.encode(replace(decoded(state), not_before=None)))


END = "<p>One paragraph that says what the ferry does.</p>"


@pytest.mark.parametrize(
    ("end", "is_so"),
    [
        ("<p>And so it ends.</p>", False),
        ("<p>And then the mayor said [&#8230;]</p>", True),
        ("<p>And then the mayor said…</p>", True),
        (f'<p><a href="{URL}">Read more</a></p>', True),
        (f'<p><a href="{URL}#more">Weiterlesen</a></p>', True),
        (f'<p>More in <a href="{URL}">the whole story</a></p>', False),
        ('<p><a href="https://paper.example/subscribe">Subscribe</a></p>', False),
        (f'<p>The post <a href="{URL}">A</a> appeared first on <a href="https://paper.example">Paper</a>.</p>', False),
    ],
)
def test_a_cut_text_is_told_by_its_end(end: str, is_so: bool) -> None:
    assert is_cut(Entry(URL, "A", text=END + end)) == is_so


def test_items_that_share_an_address_are_spoken_one_by_one(site: Site, tmp_path: Path) -> None:
    for number in (1, 2):
        site.item(number, paragraphs(lines(number)))
    site.items = site.items.replace("/1.html", "/list").replace("/2.html", "/list")
    report = published(folder_of(site, tmp_path / "feed"))
    assert sorted(report.made) == ["Quay 1", "Quay 2"]
    assert pages_asked(site) == []


def test_letters_of_one_title_are_letters_of_their_days(site: Site, tmp_path: Path) -> None:
    for number in (1, 2):
        site.items += (
            f"<item><title>The letter</title><pubDate>Fri, {number + 10} Sep 2026 10:00:00 GMT</pubDate>"
            f"<description>{escape(paragraphs(lines(number)))}</description></item>"
        )
    folder = folder_of(site, tmp_path / "feed")
    assert published(folder).made == ["The letter", "The letter"]
    assert published(folder).updated == []


def test_an_odd_address_is_not_lost_in_silence(site: Site, tmp_path: Path) -> None:
    site.items = "<item><title>Odd</title><link>mailto:x@y.example</link></item>"
    (line,) = published(folder_of(site, tmp_path / "feed")).failed
    assert line == "Odd: its feed gives neither an address nor a text of it"


def test_relative_addresses_follow_the_base_of_the_feed() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://cdn.example/x/"><entry><id>1</id><title>A</title>'
        f'<link href="{URL}"/><content type="html">&lt;p&gt;&lt;img src="a.png"&gt;&lt;/p&gt;</content></entry></feed>'
    )
    (entry,) = feeds.read_feed(Page("https://paper.example/feed", atom.encode()))
    assert b'<base href="https://cdn.example/x/">' in entry.page().body


SITEMAP = '<?xml version="1.0"?><{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>'


def place(kind: str, url: str, day: int) -> str:
    return f"<{kind}><loc>{url}</loc><lastmod>2026-11-{day:02}</lastmod></{kind}>"


def test_an_index_of_sitemaps_gives_its_newest_articles(site: Site, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        site.add(number)
    urls = [f"{site.address}/story-{number}.html" for number in (1, 2, 3)]
    parts = {
        "/old.xml": place("url", urls[0], 1),
        "/new.xml.gz": place("url", urls[1], 19) + place("url", urls[2], 20),
    }
    for path, rows in parts.items():
        body = SITEMAP.format("urlset", rows).encode()
        site.pages[path] = gzip.compress(body) if path.endswith("gz") else body
    rows = "".join(place("sitemap", site.address + path, day) for path, day in zip(parts, (1, 20), strict=True))
    rows += place("sitemap", f"{site.address}/gone.xml", 2)
    site.type, site.body = "application/xml", SITEMAP.format("sitemapindex", rows).encode()
    folder = make_folder(tmp_path / "feed", site, backfill=2)
    report = published(folder)
    assert len(report.made) == 2
    assert not any("district 1 " in title for title in report.made)
    assert report.failed == [f"{site.address}/gone.xml: there is no such page (404)"]
    again = published(folder)
    assert (again.made, again.updated) == ([], [])


def test_a_hostile_sitemap_costs_no_run() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>&b;</loc></url>'
        "<url><loc>https://paper.example/a</loc></url><url><loc>file:///etc/passwd</loc></url></urlset>"
    )
    found = feeds.read_feed(Page("https://paper.example/sitemap.xml", bomb.encode()))
    assert [entry.url for entry in found if entry.has_link] == ["https://paper.example/a"]
