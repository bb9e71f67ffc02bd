"""A feed that falls silent says so, once; ``--status`` names what waits and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audiobrief.errors import UsageError
from audiobrief.feed import heartbeat, run
from audiobrief.feed.status import Status
from audiobrief.fetch import polling
from audiobrief.speech.tone import Tone
from tests.news_site import NewsSite, make_folder

pytestmark = pytest.mark.usefixtures("kept_reader")
HOOK = """
import os, sys
names = ("AUDIOBRIEF_FEED", "AUDIOBRIEF_SILENT_SINCE", "AUDIOBRIEF_SILENT_HOURS")
with open(sys.argv[1], "a") as log:
    print(*(os.environ[name] for name in names), sys.stdin.read(), file=log)
"""


def quiet(line: str) -> None: ...


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[NewsSite]:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(polling, "FIRST_WAIT_S", 0)  # what failed is due again at once
    site = NewsSite()
    yield site
    site.close()


class Feed:
    """A feed whose clock can be set, and the calls of its hook."""

    def __init__(self, place: Path, site: NewsSite, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = make_folder(place / "feed", site)
        self.log = place / "log"
        hook = json.dumps([sys.executable, "-c", HOOK, str(self.log)])
        with (self.folder / "audiobrief.toml").open("a", encoding="utf-8") as config:
            config.write(f"\n[hooks]\non_silence = {hook}\nsilence_hours = 6\n")
        self.start = datetime.now(UTC).replace(microsecond=0)
        self.hours = 0
        monkeypatch.setattr(heartbeat, "_now", lambda: self.start + timedelta(hours=self.hours))

    def run(self, hours: int) -> int:
        """Publishes after so many hours; gives how often the hook has run."""
        self.hours += hours
        run.publish(self.folder, [], quiet)
        return self.told()

    def told(self) -> int:
        return self.log.read_text(encoding="utf-8").count("no run has succeeded") if self.log.exists() else 0


@pytest.fixture
def feed(tmp_path: Path, site: NewsSite, monkeypatch: pytest.MonkeyPatch) -> Feed:
    site.add(1)
    feed = Feed(tmp_path, site, monkeypatch)
    assert feed.run(0) == 0
    return feed


def test_a_site_that_is_down_is_told_once_a_silence(feed: Feed, site: NewsSite) -> None:
    assert feed.run(7) == 0, "nothing new is no silence"
    site.fault = lambda path: 503
    assert [feed.run(hours) for hours in (3, 4, 3, 30)] == [0, 1, 1, 1]
    said = feed.log.read_text(encoding="utf-8")
    assert f"{feed.folder} {(feed.start + timedelta(hours=7)).isoformat()} 7.0 " in said
    assert "/feed: " in said
    site.fault = lambda path: None
    assert feed.run(1) == 1
    site.fault = lambda path: 503
    assert [feed.run(hours) for hours in (5, 2, 2)] == [1, 2, 2]


def test_an_engine_that_is_broken_is_silence_though_its_articles_are_given_up(
    feed: Feed, site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the engine fell over")

    with monkeypatch.context() as patched:
        patched.setattr(Tone, "speak", broken)
        site.add(2)
        assert [feed.run(hours) for hours in (1, 1, 1, 1, 1, 1, 1)] == [0, 0, 0, 0, 0, 0, 1]
    site.add(3)
    assert [feed.run(hours) for hours in (1, 4, 4)] == [1, 1, 1]


def test_status_tells_of_it_and_so_does_a_run_that_fails(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    feed.hours = 7
    status = Status.of(feed.folder).as_text()
    assert f"Silence: no run has succeeded since {feed.start.isoformat()}." in status
    assert feed.told() == 1
    config = feed.folder / "audiobrief.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('cast = "tone"', 'cast = "nobody.toml"'))
    with pytest.raises(UsageError):
        run.publish(feed.folder, [str(Path(__file__).parent.parent / "examples/articles/night-trains.html")], quiet)
    assert feed.told() == 1


def test_status_names_what_waits_and_why(tmp_path: Path, site: NewsSite) -> None:
    for number in range(1, 6):
        site.add(number)
    site.pages["/story-3.html"] = b"<html><p>Too short.</p></html>"
    folder = make_folder(tmp_path / "feed", site, backfill=4, max_new=1)
    config = folder / "audiobrief.toml"
    config.write_text(config.read_text(encoding="utf-8") + "per_day = 3\n", encoding="utf-8")
    run.publish(folder, [], quiet)
    facts = {
        one["address"].rpartition("/")[2]: one["why"] for one in json.loads(Status.of(folder).as_json())["articles"]
    }
    assert facts == {
        "story-4.html": "left",
        "story-3.html": "left",
        "story-2.html": "left",
        "story-1.html": "passed over",
    }
    run.publish(folder, [], quiet)
    run.publish(folder, [], quiet)
    status = Status.of(folder).as_text()
    assert f"Article {site.address}/story-3.html: failed" in status
    assert f"Article {site.address}/story-2.html: left by {site.address}/feed: over per_day = 3, another day" in status
    assert f"Article {site.address}/story-1.html: older than the first run of {site.address}/feed" in status
    assert "story-4" not in status
    config.write_text(config.read_text(encoding="utf-8").replace("\nbooks", "\nreserve_mb = 999999999\nbooks"))
    assert "Nothing is made" in Status.of(folder).as_text()
