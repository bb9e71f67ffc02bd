"""A feed that nobody watches: poison articles, cut-short runs, wrong clocks, wrong addresses, pages that go away."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from audiobrief.cli import main
from audiobrief.feed import run, upkeep
from audiobrief.feed.page_reader import PageReader
from audiobrief.feed.sources import TRIES
from audiobrief.feed.status import Status
from audiobrief.fetch import polling
from audiobrief.fetch.polling import SourceState
from audiobrief.inputs import LIMIT_BYTES
from audiobrief.library import Library
from audiobrief.model import Clip, Episode, Page, Script, ScriptOptions, Utterance
from audiobrief.speech.tone import Tone
from audiobrief.stories import FurtherPages
from tests.news_site import NewsSite, make_folder, story
from tests.published import own_cache

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("kept_reader", "kept_cache")]


def quiet(line: str) -> None: ...


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[NewsSite]:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(polling, "FIRST_WAIT_S", 0)  # what failed is due again at once
    site = NewsSite()
    yield site
    site.close()


def episodes(folder: Path) -> tuple[Episode, ...]:
    with Library(folder / upkeep.MEMORY) as library:
        return library.episodes()


def exit_code(folder: Path, verb: str = "update") -> int:
    """Of the command, in this very process."""
    sys.argv = ["audiobrief", "feed", verb, str(folder)]
    with pytest.raises(SystemExit) as leave:
        main()
    return int(leave.value.code or 0)


class Stopping(PageReader):
    """Its process hangs at the page with this name."""

    hanging = "/story-3.html"

    def script(
        self, page: Page, source: str, chosen: ScriptOptions, language: str | None, more: FurtherPages = ()
    ) -> Script:
        if source.endswith(self.hanging) and self._worker is not None:
            os.kill(self._worker._process.pid, signal.SIGSTOP)
            self._deadline_s = 0.2
        else:
            self._deadline_s = 30
        return super().script(page, source, chosen, language, more)


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_poison_articles_cost_only_themselves(
    site: NewsSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(20):
        site.add(number)
    site.pages["/story-5.html"] = b"<html><p>" + b"x" * (LIMIT_BYTES + 1)
    speak = Tone.speak

    def crash(self: Tone, utterance: Utterance, deadline_s: float = 60.0) -> Clip:
        if "ledger eight says" in utterance.text:
            raise RuntimeError("the engine fell over")
        return speak(self, utterance, deadline_s)

    monkeypatch.setattr(Tone, "speak", crash)
    monkeypatch.setattr(run, "PageReader", Stopping)
    folder = make_folder(tmp_path / "feed", site)
    own_cache(folder)
    assert exit_code(folder) == 7
    assert len(episodes(folder)) == 17
    told = capsys.readouterr().err
    for number, reason in ((3, "did not answer"), (5, "larger than"), (8, "the engine fell over")):
        assert any(f"/story-{number}.html" in line and reason in line for line in told.splitlines()), told
    assert "Traceback" not in told
    for _ in range(TRIES - 1):
        assert exit_code(folder) == 7
    status = Status.of(folder).as_text()
    for number in (3, 5, 8):
        assert f"story-{number}.html: given up after {TRIES} tries" in status
    monkeypatch.undo()
    monkeypatch.setattr(polling, "FIRST_WAIT_S", 0)
    site.asked()
    run.publish(folder, [], quiet)
    assert len(episodes(folder)) == 17
    assert site.asked() == [("/feed", 304)]
    site.pages["/story-5.html"] = story(5)
    assert exit_code(folder, "retry") == 0
    assert len(episodes(folder)) == 20


def test_one_question_at_a_time(site: NewsSite, tmp_path: Path) -> None:
    for number in range(6):
        site.add(number)
    folder = make_folder(tmp_path / "feed", site)
    run.publish(folder, [], quiet)
    assert [path for path, _ in site.asked()] == ["/feed", "/robots.txt", *site.order]
    assert site.most_at_once == 1


def test_what_a_run_left_undone_the_next_one_does(site: NewsSite, tmp_path: Path) -> None:
    """A feed that answers "nothing new" must not hide what it named before."""
    for number in range(7):
        site.add(number)
    folder = make_folder(tmp_path / "feed", site, backfill=5, max_new=2)
    counts = [len(run.publish(folder, [], quiet).made) for _ in range(5)]
    assert counts == [2, 2, 1, 0, 0], "five of seven, two a run"
    assert site.asked()[-1] == ("/feed", 304), "and then it is quiet"


@pytest.mark.parametrize("at", ["feed", "article"])
def test_what_a_killed_run_had_fetched_is_not_lost(
    site: NewsSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    for number in range(3):
        site.add(number)
    folder = make_folder(tmp_path / "feed", site)

    def killed(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run._Run, "_make" if at == "article" else "_take_up", killed)
        with pytest.raises(KeyboardInterrupt):
            run.publish(folder, [], quiet)
    assert len(run.publish(folder, [], quiet).made) == 3


def test_a_site_that_is_down_for_hours_loses_nothing(site: NewsSite, tmp_path: Path) -> None:
    for number in range(2):
        site.add(number)
    folder = make_folder(tmp_path / "feed", site)
    for status in (500, 503, 429, 502, 500):
        site.fault = lambda path, status=status: None if path == "/feed" else status  # type: ignore[misc]
        assert run.publish(folder, [], quiet).made == []
    site.fault = lambda path: None
    assert len(run.publish(folder, [], quiet).made) == 2


def test_a_stub_is_kept_and_made_when_it_is_whole(site: NewsSite, tmp_path: Path) -> None:
    path = site.add(1)
    whole = site.pages[path]
    said = json.dumps({"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": "False"})
    site.pages[path] = story(1, head=f'<script type="application/ld+json">{said}</script>')
    folder = make_folder(tmp_path / "feed", site)
    (failure,) = run.publish(folder, [], quiet).failed
    assert "without a subscription" in failure
    assert "without a subscription" in Status.of(folder).as_text()
    site.pages[path] = whole
    assert len(run.publish(folder, [], quiet).made) == 1
    assert "without a subscription" not in Status.of(folder).as_text()


def test_a_copy_is_refused_again_and_again(site: NewsSite, tmp_path: Path) -> None:
    site.add(1)
    folder = make_folder(tmp_path / "feed", site)
    run.publish(folder, [], quiet)
    site.pages["/copy.html"] = story(1, title="The same under another title")
    site.order.insert(0, "/copy.html")
    for _ in range(TRIES + 1):
        run.publish(folder, [], quiet)
    assert len(episodes(folder)) == 1
    assert "already in the feed under another address" in Status.of(folder).as_text()


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_goes_away_is_reported(site: NewsSite, tmp_path: Path, status: int) -> None:
    path = site.add(1)
    folder = make_folder(tmp_path / "feed", site)
    assert exit_code(folder) == 0
    (before,) = episodes(folder)
    with Library(folder / upkeep.MEMORY) as library:  # its date is of today
        assert library.guid_of(site.address + path) == before.guid
    gone_again(site, folder, path, status)
    told = next(line for line in Status.of(folder).as_text().splitlines() if path in line)
    assert f"({status})" in told
    assert "audiobrief feed withdraw" in told
    assert episodes(folder) == (before,), "the owner decides"


def gone_again(site: NewsSite, folder: Path, path: str, status: int) -> None:
    """The feed says that it has the article still (with a date of today); the page is gone."""
    today = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    entry = f"<item><link>{site.address}{path}</link><pubDate>{today}</pubDate></item>"
    body = f"<rss version='2.0'><channel><title>News</title>{entry}</channel></rss>".encode()
    site.feed = lambda: body  # type: ignore[method-assign]
    site.fault = lambda asked: status if asked == path else None
    assert exit_code(folder) == 7


def test_a_retracted_article_is_reported(site: NewsSite, tmp_path: Path) -> None:
    path = site.add(1)
    folder = make_folder(tmp_path / "feed", site)
    run.publish(folder, [], quiet)
    site.pages[path] = story(1, title="RETRACTED: The library of district 1 is sold")
    gone_again(site, folder, path, 0)
    told = next(line for line in Status.of(folder).as_text().splitlines() if path in line)
    assert "retracted" in told
    assert "audiobrief feed withdraw" in told


def test_one_article_under_many_addresses_and_titles(site: NewsSite, tmp_path: Path) -> None:
    path = site.add(1)
    folder = make_folder(tmp_path / "feed", site)
    run.publish(folder, [], quiet)
    (first,) = episodes(folder)
    for tracked in (f"{path}?utm_source=rss&utm_medium=feed", f"{path}?fbclid=abc", f"{path}?at_campaign=x#top"):
        site.order[0] = tracked
        assert run.publish(folder, [], quiet).made == []
    site.order[0] = f"{path}?utm_source=new"
    site.pages[path] = story(1, title="Another headline for it")
    assert run.publish(folder, [], quiet).updated == ["Another headline for it"]
    (last,) = episodes(folder)
    assert (last.guid, last.published) == (first.guid, first.published)


@pytest.mark.parametrize("canonical", ["/", "/index.html", "/story-0.html", "https://elsewhere.example/all"])
def test_a_wrong_canonical_link_on_every_page(site: NewsSite, tmp_path: Path, canonical: str) -> None:
    for number in range(3):
        site.add(number, head=f'<link rel="canonical" href="{canonical}">')
    folder = make_folder(tmp_path / "feed", site)
    assert len(run.publish(folder, [], quiet).made) == 3
    (folder / "public" / "feed.xml").unlink()
    again = run.publish(folder, [f"{site.address}{path}" for path in site.order], quiet)
    assert (again.made, again.updated, again.failed) == ([], [], [])
    assert len({one.guid for one in episodes(folder)}) == 3


def clock(year: int) -> type[datetime]:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls(year, 3, 4, 5, 6, 7, tzinfo=tz)

    return Clock


@pytest.mark.parametrize("years", [(2019, 2026, 2038), (2038, 2026, 2019), (2026, 2038, 2026)])
def test_a_clock_that_is_wrong(
    site: NewsSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, years: tuple[int, ...]
) -> None:
    dated = '<meta property="article:published_time" content="2026-11-20T10:00:00Z">'
    site.add(1, head=dated)
    site.add(2)
    folder = make_folder(tmp_path / "feed", site)
    guids = set()
    for number, year in enumerate(years, 10):
        monkeypatch.setattr(run, "datetime", clock(year))
        site.fault = lambda path: 500
        run.publish(folder, [], quiet)  # a failure's waiting time is set by this clock
        site.fault = lambda path: None
        run.publish(folder, [], quiet)
        site.add(number)
        run.publish(folder, [], quiet)
        guids.add(frozenset(one.guid for one in episodes(folder)))
        assert len(episodes(folder)) == number - 7, year
        assert all(one.published[:4] <= str(max(year, 2026, *years)) for one in episodes(folder))
    assert len(frozenset.intersection(*guids)) == 3, "no article got another name"


def test_a_wait_that_a_wrong_clock_set_is_not_waited_for() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert not polling.is_due(SourceState(not_before=(now + timedelta(days=7)).isoformat()), now)
    assert polling.is_due(SourceState(not_before=(now + timedelta(days=4000)).isoformat()), now)


def test_files_go_only_after_the_feed_stopped_naming_them(
    site: NewsSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        site.add(number)
    folder = make_folder(tmp_path / "feed", site, keep=2)
    start = datetime.now(UTC).replace(microsecond=0)
    kept = []
    for days in (0, 29, 31):
        later = start + timedelta(days=days)
        fixed = type("Clock", (datetime,), {"now": classmethod(lambda cls, tz=None, at=later: at)})
        monkeypatch.setattr(run, "datetime", fixed)
        done = run.publish(folder, [], quiet)
        assert done.failed == []
        named = (folder / "public" / "feed.xml").read_bytes()
        assert named.count(b"<item>") == 2
        places = sorted(path.name for path in (folder / "public" / "episodes").iterdir())
        kept.append(len(places))
        assert sum(name.encode() in named for name in places) == 2
    assert kept == [3, 3, 2]
