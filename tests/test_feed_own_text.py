"""Feeds that hold the text of their articles themselves: items without a link, pages that are not shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from audiobrief.feed import run
from audiobrief.feed.report import RunReport
from audiobrief.fetch import feeds
from audiobrief.model import Page
from tests.news_site import NewsSite, make_folder
from tests.test_unattended import episodes

pytestmark = pytest.mark.usefixtures("kept_reader", "kept_cache")

TEXT = "".join(
    f"<p>Line {number} of the letter says that the ferry to the outer islands goes at {number + 6} in the morning.</p>"
    for number in range(1, 6)
)


class OwnFeed(NewsSite):
    """A site whose feed is written by hand."""

    written = ""

    def feed(self) -> bytes:
        items = self.written.replace("SITE", self.address)
        space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        return f"<rss version='2.0' {space}><channel><title>Letters</title>{items}</channel></rss>".encode()


@pytest.fixture
def site() -> Iterator[OwnFeed]:
    site = OwnFeed()
    yield site
    site.close()


def item(name: str, text: str = TEXT, *, link: str = "", full: bool = False) -> str:
    tag = "content:encoded" if full else "description"
    link = f"<link>SITE{link}</link>" if link else ""
    body = f"<{tag}>{escape(text)}</{tag}>" if text else ""
    return f'<item><title>Letter {name}</title><guid isPermaLink="false">{name}</guid>{link}{body}</item>'


def published(folder: Path) -> RunReport:
    return run.publish(folder, [], lambda line: None)


def test_items_without_a_link_are_spoken_from_the_feed(site: OwnFeed, tmp_path: Path) -> None:
    site.written = item("one") + item("two", TEXT.replace("ferry", "bus").replace("Line", "Row"))
    folder = make_folder(tmp_path / "feed", site)
    assert sorted(published(folder).made) == ["Letter one", "Letter two"]
    again = published(folder)
    assert (again.made, again.updated, again.failed) == ([], [], [])
    # the feed's own address may be a subscriber's secret
    assert {episode.script.article.url for episode in episodes(folder)} == {f"{site.address}/"}


def test_an_item_with_neither_is_refused_by_name(site: OwnFeed, tmp_path: Path) -> None:
    site.written = item("bare", "")
    (failure,) = published(make_folder(tmp_path / "feed", site)).failed
    assert failure == "Letter bare: its feed gives neither an address nor a text of it"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_page_that_is_not_shown_is_spoken_as_the_feed_holds_it(site: OwnFeed, tmp_path: Path, status: int) -> None:
    site.written = item("one", link="/one.html", full=True)
    site.fault = lambda path: status if path == "/one.html" else None
    folder = make_folder(tmp_path / "feed", site)
    assert published(folder).made == ["Letter one"]
    assert published(folder).failed == []


def test_a_summary_stands_for_no_page(site: OwnFeed, tmp_path: Path) -> None:
    site.written = item("one", link="/one.html")
    site.fault = lambda path: 403 if path == "/one.html" else None
    assert "refuses to show it" in published(make_folder(tmp_path / "feed", site)).failed[0]


def test_trouble_that_may_pass_is_waited_for(site: OwnFeed, tmp_path: Path) -> None:
    site.written = item("one", link="/one.html", full=True)
    site.fault = lambda path: 503 if path == "/one.html" else None
    report = published(make_folder(tmp_path / "feed", site))
    assert report.made == []
    assert "503" in report.failed[0]


def test_atom_and_json_feeds_hold_texts_too() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>L</title><entry><title>One</title><id>urn:1</id>'
        f'<content type="html">{escape(TEXT)}</content></entry></feed>'
    )
    notes = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "7", "content_text": "A line.\nAnother."}]}
    for body, text in ((atom.encode(), TEXT), (json.dumps(notes).encode(), "<p>A line.<p>Another.")):
        (entry,) = feeds.read_feed(Page("https://letters.example/feed", body))
        assert (entry.has_link, entry.is_full, entry.text) == (False, True, text)
        assert entry.url.startswith("https://letters.example/feed?entry=")


def test_a_private_address_is_named_with_what_to_do(site: OwnFeed, tmp_path: Path) -> None:
    site.written = item("one", link="/one.html")
    folder = make_folder(tmp_path / "feed", site)
    path = folder / "audiobrief.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("allow_private = true\n", ""), encoding="utf-8")
    (failure,) = published(folder).failed
    assert "leads into a private network" in failure
