"""The pages of a long feed: all episodes once, archives that stay as they are, a cheap new article."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from audiobrief import config
from audiobrief.feed.site import Site
from audiobrief.library import PublishedFiles
from audiobrief.model import Episode, Feed
from audiobrief.places.folder import Folder
from audiobrief.publish import cover
from tests.publish_samples import episode as sample

FEED = Feed(title="News", base_url="https://news.example", language="en")


class Shelf:
    """Episodes by slug, and which of them were asked for."""

    def __init__(self) -> None:
        self.episode = sample()
        self.asked: list[str] = []
        self.facts: dict[str, str] = {}

    def load(self, slugs: Sequence[str]) -> tuple[Episode, ...]:
        self.asked += slugs
        return tuple(replace(self.episode, slug=slug, guid=slug) for slug in slugs)

    def published_files(self, *, but: str = "-") -> dict[str, PublishedFiles]:
        return {slug: PublishedFiles(self.facts.get(slug, ""), 0, "", "{}") for slug in slugs(20)}

    def exported(self, slug: str) -> bytes:
        return b"{}"

    def note_derived(self, facts: str, made: Mapping[str, Mapping[str, tuple[int, str]]]) -> None:
        self.facts |= dict.fromkeys(made, facts)


def slugs(count: int) -> list[str]:
    return [f"e{number}" for number in range(count, 0, -1)]


@pytest.fixture(scope="module")
def drawn() -> Callable[..., bytes]:
    return cache(cover.draw)


@pytest.fixture(autouse=True)
def drawn_once(drawn: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cover, "draw", drawn)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def site(folder: Path, shelf: Shelf) -> Site:
    text = 'title = "News"\nbase_url = "https://news.example"\ncast = "tone"\npage_size = 3\nbooks = []'
    place = Folder(folder / "public")
    for number in range(1, 15):
        place.write(f"episodes/e{number}/e{number}.mp3", b"")
    return Site(folder, FEED, config.parse(text, "a.toml"), shelf, place)


def guids(path: Path) -> list[str]:
    return re.findall(r"<guid[^>]*>([^<]+)</guid>", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("count", [0, 1, 3, 5, 6, 8, 9, 13])
def test_every_episode_is_on_one_page(tmp_path: Path, shelf: Shelf, count: int) -> None:
    site(tmp_path, shelf).write(slugs(count))
    assert count < 3 or 3 <= len(guids(tmp_path / "public" / "feed.xml")) < 6
    assert named(tmp_path) == slugs(count)


def test_a_new_episode_leaves_the_archives_alone(tmp_path: Path, shelf: Shelf) -> None:
    site(tmp_path, shelf).write(slugs(13))
    shelf.asked.clear()
    site(tmp_path, shelf).write(slugs(14))
    assert set(shelf.asked) == {"e14", "e13", "e12", "e11", "e10"}, "only the newest page is read"


def test_an_archive_says_what_it_is(tmp_path: Path, shelf: Shelf) -> None:
    site(tmp_path, shelf).write(slugs(7))
    text = (tmp_path / "public" / "archive-1.xml").read_text(encoding="utf-8")
    assert "http://purl.org/syndication/history/1.0" in text
    assert 'https://news.example/feed.xml" rel="current"' in text
    assert 'archive-1.html"' in (tmp_path / "public" / "index.html").read_text(encoding="utf-8")
    assert 'index.html"' in (tmp_path / "public" / "archive-1.html").read_text(encoding="utf-8")


def test_nothing_new_writes_nothing(tmp_path: Path, shelf: Shelf) -> None:
    assert site(tmp_path, shelf).write(slugs(7)) > 7
    shelf.asked.clear()
    assert site(tmp_path, shelf).write(slugs(7)) == 0
    assert not shelf.asked, "no episode is read for it"


def test_a_corrected_episode_of_an_archive_is_written_there(tmp_path: Path, shelf: Shelf) -> None:
    site(tmp_path, shelf).write(slugs(7))
    shelf.episode = replace(shelf.episode, description="Corrected.")
    shelf.note_derived("", {"e1": {}})
    site(tmp_path, shelf).write(slugs(7))
    assert "Corrected." in (tmp_path / "public" / "archive-1.xml").read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize(("before", "after"), [("e2", ""), ("", "e2"), ("e1 e2 e3 e4", ""), ("", "e1 e5 e9")])
def test_a_run_that_is_killed_between_two_pages_leaves_every_episode_on_one(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    """An older article comes in, or one goes: all pages move by one."""
    first, then = ([slug for slug in slugs(14) if slug not in left.split()] for left in (before, after))
    site(tmp_path, shelf).write(first)
    shelf.facts |= dict.fromkeys(then, shelf.facts[first[0]])
    for kill_at in range(1, 40):
        with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
            kill_writing(patch, kill_at)
            site(tmp_path, shelf).write(then)
        assert set(named(tmp_path)) >= set(first) & set(then), f"killed at write {kill_at}"
    assert named(tmp_path) == then


def kill_writing(patch: pytest.MonkeyPatch, at: int) -> None:
    """Lets the process end at the N-th file that is written."""
    write, left = Folder.write_if_changed, itertools.count(at - 1, -1)

    def until(self: Folder, name: str, data: bytes) -> bool:
        if not next(left):
            raise KeyboardInterrupt
        return write(self, name, data)

    patch.setattr(Folder, "write_if_changed", until)


def named(folder: Path) -> list[str]:
    """What the pages name from the feed on."""
    page, found = "feed", []
    while page:
        path = folder / "public" / f"{page}.xml"
        found += guids(path)
        older = re.search(r'news.example/([^"]+).xml" rel="prev-archive"', path.read_text(encoding="utf-8"))
        page = older[1] if older else ""
    return found


@pytest.mark.long
@pytest.mark.parametrize("kill_at", [1, 2, 3, 9, 14, 20])
def test_an_edit_of_the_title_that_is_killed_is_finished_by_the_next_run(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, kill_at: int
) -> None:
    site(tmp_path, shelf).write(slugs(8))
    monkeypatch.setattr("tests.test_feed_site.FEED", replace(FEED, title="Better News"))
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        kill_writing(patch, kill_at)
        site(tmp_path, shelf).write(slugs(8))
    assert named(tmp_path) == slugs(8)
    site(tmp_path, shelf).write(slugs(8))
    public = tmp_path / "public"
    pages = [*public.glob("*.xml"), *public.glob("*.html"), *public.glob("episodes/*/index.html")]
    assert len(pages) == 12
    assert [page for page in pages if "Better News" not in page.read_text(encoding="utf-8")] == []
