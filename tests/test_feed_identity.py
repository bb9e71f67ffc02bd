"""A feed's own names of its articles (guids): what they hold together, and what nobody may do with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobrief.feed import run, upkeep
from audiobrief.fetch import feeds, polling
from audiobrief.library import FILE, Library
from audiobrief.model import Episode, Page
from tests.news_site import NewsSite, make_folder, story

pytestmark = pytest.mark.usefixtures("kept_reader")


def quiet(line: str) -> None: ...


class Named(NewsSite):
    """A site whose feed names its articles: page by page, with what stands for it and, when one is given, the name."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}

    def feed(self) -> bytes:
        items = "".join(self.item(page) for page in self.order)
        return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()

    def item(self, page: str) -> str:
        name = f"<guid isPermaLink='false'>{self.names[page]}</guid>" if page in self.names else ""
        link = page if page.startswith("http") else self.address + page
        return f"<item><link>{link}</link>{name}</item>"

    def name(self, page: str, name: str) -> str:
        self.names[page] = name
        return page

    def move(self, old: str, new: str, body: bytes) -> None:
        """Puts a page in another's place in the feed, under the same name."""
        self.order[self.order.index(old)] = new
        self.pages.pop(old, None)
        self.pages[new] = body
        if old in self.names:
            self.names[new] = self.names.pop(old)


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Named, Named]]:
    """A good one and another."""
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(polling, "FIRST_WAIT_S", 0)
    pair = (Named(), Named())
    yield pair
    for site in pair:
        site.close()


@pytest.fixture
def site(sites: tuple[Named, Named]) -> Named:
    return sites[0]


@pytest.fixture
def folder(tmp_path: Path, site: Named) -> Path:
    """A feed of one site with three articles, published."""
    for number in range(3):
        site.name(site.add(number), f"n{number}")
    folder = make_folder(tmp_path / "feed", site)
    assert outcome(folder) == (3, 0, 0)
    return folder


def outcome(folder: Path) -> tuple[int, int, int]:
    """Publishes: how many were made, updated, failed."""
    done = run.publish(folder, [], quiet)
    return len(done.made), len(done.updated), len(done.failed)


def episodes(folder: Path) -> dict[str, Episode]:
    """By guid."""
    with Library(folder / upkeep.MEMORY) as library:
        return {one.guid: one for one in library.episodes()}


def dated(day: int) -> str:
    return f'<meta property="article:published_time" content="2026-11-{day}T10:00:00Z">'


def corrected(number: int) -> bytes:
    return story(number).replace(b"the council", b"the old council")


@pytest.mark.parametrize("body", [corrected(1), story(77)], ids=["correction", "other words and headline"])
@pytest.mark.parametrize("lost", [False, True], ids=["", "library lost"])
def test_a_name_outlives_address_and_text(folder: Path, site: Named, body: bytes, lost: bool) -> None:
    before = set(episodes(folder))
    if lost:
        (folder / upkeep.MEMORY / FILE).unlink()
    site.move("/story-1.html", "/another-slug.html", body)
    assert outcome(folder) == (0, 1, 0)
    assert set(episodes(folder)) == before
    assert outcome(folder) == (0, 0, 0)


def test_a_name_that_is_the_address_counts_too(folder: Path, site: Named) -> None:
    site.names = {page: site.address + page for page in site.order}
    assert outcome(folder) == (0, 0, 0)
    site.pages["/story-1.html"] = story(77)
    site.order.remove("/story-2.html")  # the feed has changed
    with Library(folder / upkeep.MEMORY) as library:  # it is asked for corrections
        library.keep_source_state(f"{site.address}/story-1.html", None)
    assert outcome(folder) == (0, 1, 0)


def test_a_column_that_comes_daily_under_one_name_is_told_every_day(folder: Path, site: Named) -> None:
    site.name(site.add(20, "/column", head=dated(20)), "column")
    assert outcome(folder) == (1, 0, 0)
    site.move("/column", "/column?day=2", b"")
    site.pages["/column"] = story(21, head=dated(21))
    assert outcome(folder) == (1, 0, 0)
    assert len(episodes(folder)) == 5


@pytest.mark.parametrize("has_names", [True, False])
def test_an_address_that_changes_at_each_poll_adds_nothing(folder: Path, site: Named, has_names: bool) -> None:
    before = set(episodes(folder))
    for visit in range(3):
        for page in tuple(site.order):
            plain = page.partition("?")[0]
            site.order[site.order.index(page)] = f"{plain}?visit={visit}"
            if has_names:
                site.names[f"{plain}?visit={visit}"] = site.names[page]
        assert outcome(folder) == (0, 0, 0)
    assert set(episodes(folder)) == before


def test_what_was_passed_over_stays_so_under_another_address(tmp_path: Path, site: Named) -> None:
    for number in range(4):
        site.name(site.add(number), f"n{number}")
    folder = make_folder(tmp_path / "feed", site, backfill=1)
    assert outcome(folder) == (1, 0, 0)
    for page in tuple(site.order):
        site.order[site.order.index(page)] = f"{page}?visit=2"
        site.names[f"{page}?visit=2"] = site.names[page]
    assert outcome(folder) == (0, 0, 0)


def test_what_is_in_the_feed_is_never_passed_over(tmp_path: Path, site: Named) -> None:
    for number in range(3):
        site.name(site.add(number), f"n{number}")
    folder = make_folder(tmp_path / "feed", site, backfill=3)
    assert outcome(folder) == (3, 0, 0)
    (folder / upkeep.MEMORY / FILE).unlink()  # and with it, that the feed was seen before
    site.move("/story-1.html", "/another-slug.html", story(77))
    for number in range(3, 6):
        site.add(number)
    assert outcome(folder) == (3, 1, 0)


def test_all_names_changed_at_once_double_nothing(folder: Path, site: Named) -> None:
    site.names = {page: f"new-{name}" for page, name in site.names.items()}
    assert outcome(folder) == (0, 0, 0)
    site.move("/story-1.html", "/another-slug.html", story(77))
    assert outcome(folder) == (0, 1, 0)


def test_a_name_that_all_share_is_none(tmp_path: Path, site: Named) -> None:
    for number in range(3):
        site.name(site.add(number), "news")
    folder = make_folder(tmp_path / "feed", site)
    assert outcome(folder) == (3, 0, 0)
    site.name(site.add(3), "news")
    assert outcome(folder) == (1, 0, 0)


def test_names_that_are_places_in_a_list_are_none(tmp_path: Path, site: Named) -> None:
    folder = make_folder(tmp_path / "feed", site)
    for number in range(6):
        site.add(number)
        del site.order[3:]
        site.names = {page: f"item-{place}" for place, page in enumerate(site.order)}
        assert outcome(folder) == (1, 0, 0)
    assert len(episodes(folder)) == 6


def test_two_feeds_may_use_one_name(tmp_path: Path, sites: tuple[Named, Named]) -> None:
    for number, site in enumerate(sites):
        site.name(site.add(number), "n1")
    folder = make_folder(tmp_path / "feed", *sites)
    assert outcome(folder) == (2, 0, 0)
    for number, site in enumerate(sites):
        site.move(f"/story-{number}.html", "/new", story(40 + number))
    assert outcome(folder) == (0, 2, 0)


@pytest.mark.parametrize("is_first", [False, True])
@pytest.mark.parametrize("is_redirected", [False, True])
def test_nobody_replaces_anothers_episode(
    tmp_path: Path, sites: tuple[Named, Named], is_first: bool, is_redirected: bool
) -> None:
    """A hostile feed names another's article, then says that its own text, or another article, is the same."""
    good, evil = sites
    good.name(good.add(1), "n1")
    target = f"{good.address}/story-1.html"
    evil.order = [evil.name(target, "x")]
    if is_redirected:
        evil.order = [evil.name("/onward", "x")]
        evil.pages["/onward"] = f'<meta http-equiv="refresh" content="0; url={target}">'.encode()
    folder = make_folder(tmp_path / "feed", *((evil, good) if is_first else (good, evil)))
    run.publish(folder, [], quiet)
    (guid,) = episodes(folder)
    before = episodes(folder)[guid].title
    evil.move(evil.order[0], "/onward?2", story(1).replace(b"ledger", b"purse"))
    evil.pages["/onward"] = story(1, title=before).replace(b"ledger", b"purse")
    run.publish(folder, [], quiet)
    assert episodes(folder)[guid].title == before
    assert "purse" not in " ".join(one.text for one in episodes(folder)[guid].script.segments)
    good.add(2)
    evil.order = [evil.name(f"{good.address}/story-2.html", "x")]
    run.publish(folder, [], quiet)
    assert {"district 1", "district 2"} <= {
        part for one in episodes(folder).values() for part in ("district 1", "district 2") if part in one.title
    }
    good.pages["/story-1.html"] = corrected(1)
    with Library(folder / upkeep.MEMORY) as library:
        library.keep_source_state(target, None)
    good.order.reverse()
    run.publish(folder, [], quiet)
    assert "old council" in " ".join(one.text for one in episodes(folder)[guid].script.segments)


def test_nearly_the_same_text_elsewhere_hides_no_article(tmp_path: Path, sites: tuple[Named, Named]) -> None:
    good, evil = sites
    evil.pages["/copy"] = story(1).replace(b"letter", b"lie")
    evil.order = ["/copy"]
    good.add(1)
    folder = make_folder(tmp_path / "feed", evil, good)
    assert outcome(folder) == (2, 0, 0)


def test_redirect_and_canonical_lead_from_slug_to_slug(folder: Path, site: Named) -> None:
    site.names.clear()
    old = f'<link rel="canonical" href="{site.address}/story-1.html">'
    site.move("/story-1.html", "/new-slug", story(1, title="Another headline", head=old))
    assert outcome(folder) == (0, 1, 0)
    site.pages["/story-2.html"] = b'<meta http-equiv="refresh" content="0; url=/moved">'
    site.pages["/moved"] = story(2)
    site.order[site.order.index("/story-2.html")] = "/moved"
    assert outcome(folder) == (0, 0, 0)


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><id>tag:a</id><title>A</title>
<link href="https://paper.example/a"/></entry><entry><id>tag:b</id><title>B</title>
<link href="https://paper.example/b"/></entry></feed>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": [
{"id": 7, "url": "https://paper.example/a"}, {"id": "b", "url": "https://paper.example/b"},
{"id": true, "url": "https://paper.example/c"}, {"id": "d", "url": "https://paper.example/d"},
{"id": "d", "url": "https://paper.example/e"}]}"""


def test_names_of_every_kind_of_feed() -> None:
    def names(body: bytes) -> list[str]:
        return [entry.id for entry in feeds.read_feed(Page("https://paper.example/feed", body, "application/xml"))]

    assert names(ATOM) == ["tag:a", "tag:b"]
    assert names(JSON) == ["7", "b", "", "", ""]
