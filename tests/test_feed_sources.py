"""A feed fed by feeds, over a scripted loopback server: what is asked for, what is made, what is given up."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from audiobrief.errors import UsageError
from audiobrief.feed import run, settings_file, upkeep
from audiobrief.feed.sources import TRIES
from audiobrief.feed.status import Status
from audiobrief.library import Library
from tests.bench import edition
from tests.published import lower_rate

pytestmark = pytest.mark.usefixtures("kept_reader", "kept_cache")


def quiet(line: str) -> None: ...


class Site:
    """A news site: pages by path, and what was asked of it."""

    def __init__(self, folder: Path) -> None:
        self.pages: dict[str, bytes] = {}
        self.log: list[tuple[str, int]] = []
        for path in edition.write(folder, minutes=2, articles=8):
            self.pages[f"/{path.name}"] = path.read_bytes()
        self.order = list(self.pages)
        self.dates: dict[str, str] = {}
        """By page, when the feed says that it came out."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site.body(self.path)
                tag = f'"{hash(body)}"'
                status = 404 if body is None else 304 if self.headers.get("If-None-Match") == tag else 200
                site.log.append((self.path, status))
                self.send_response(status)
                self.send_header("ETag", tag)
                kind = "application/rss+xml" if self.path == "/feed" else "text/html; charset=utf-8"
                self.send_header("Content-Type", kind)
                self.end_headers()
                if status == 200:
                    self.wfile.write(body or b"")

            def log_message(self, format: str, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def body(self, path: str) -> bytes | None:
        if path == "/feed":
            dates = {page: f"<pubDate>{date}</pubDate>" for page, date in self.dates.items()}
            items = "".join(
                f"<item><link>{self.address}{page}</link>{dates.get(page, '')}</item>" for page in self.order
            )
            return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()
        return self.pages.get(path)

    def asked(self) -> list[tuple[str, int]]:
        """What was asked since the last time."""
        log, self.log = self.log, []
        return log


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "site")
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def folder(tmp_path: Path, site: Site) -> Path:
    place = tmp_path / "feed"
    settings_file.init(place, quiet, title="News", base_url=None, language="en", cast="tone")
    path = place / "audiobrief.toml"
    text = path.read_text(encoding="utf-8").replace('cast = "tone"', 'cast = "tone"\nallow_private = true')
    text += f'\n[[source]]\nurl = "{site.address}/feed"\nrights = "own articles"\nbackfill = 3\n'
    path.write_text(text, encoding="utf-8")
    lower_rate(place)
    return place


def titles(folder: Path) -> int:
    with Library(folder / upkeep.MEMORY) as library:
        return len(library.episodes())


def test_only_the_newest_are_made_at_first_sight(folder: Path, site: Site) -> None:
    done = run.publish(folder, [], quiet)
    assert len(done.made) == 3, done.failed
    assert {path for path, _ in site.asked()} == {"/feed", "/robots.txt", *site.order[:3]}
    assert run.publish(folder, [], quiet).made == []
    assert ("/feed", 304) in site.asked(), "nothing new: one question, no work"
    assert titles(folder) == 3


def test_what_one_feed_passes_over_another_may_give(folder: Path, site: Site) -> None:
    config = folder / "audiobrief.toml"
    own = f'[[source]]\nurl = "{site.address}/own"\nrights = "own articles"\n'
    config.write_text(config.read_text(encoding="utf-8") + own, encoding="utf-8")
    hidden = site.order[6]
    link = f"<item><link>{site.address}{hidden}</link></item>"
    site.pages["/own"] = f"<rss version='2.0'><channel><title>Own</title>{link}</channel></rss>".encode()
    assert len(run.publish(folder, [], quiet).made) == 4, "three of the first feed, one of the second"
    assert run.publish(folder, [], quiet).made == []


def test_a_flood_of_one_feed_starves_no_other(folder: Path, site: Site) -> None:
    config = folder / "audiobrief.toml"
    text = config.read_text(encoding="utf-8").replace("backfill = 3", "backfill = 7")
    text = text.replace("allow_private = true", "allow_private = true\nmax_new = 2")
    config.write_text(f'{text}[[source]]\nurl = "{site.address}/own"\nrights = "own articles"\n', encoding="utf-8")
    own = site.order.pop()
    link = f"<item><link>{site.address}{own}</link></item>"
    site.pages["/own"] = f"<rss version='2.0'><channel><title>Own</title>{link}</channel></rss>".encode()
    run.publish(folder, [], quiet)
    assert (own, 200) in site.asked()


def test_a_feed_gives_as_many_new_articles_a_day_as_it_may(folder: Path, site: Site) -> None:
    config = folder / "audiobrief.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("backfill = 3", "backfill = 5\nper_day = 2"), encoding="utf-8")
    assert len(run.publish(folder, [], quiet).made) == 2
    assert run.publish(folder, [], quiet).made == []
    with Library(folder / upkeep.MEMORY) as library:
        library.keep_source_state(f"{site.address}/feed (today)", None)  # the next day
    assert len(run.publish(folder, [], quiet).made) == 2


def test_a_damaged_row_costs_what_was_known_of_one_source(folder: Path, site: Site) -> None:
    run.publish(folder, [], quiet)
    with Library(folder / upkeep.MEMORY) as library:
        for source in (f"{site.address}/feed", f"{site.address}{site.order[0]}"):
            library.keep_source_state(source, b'{"etag": 7')
    assert "what was known of it is damaged" in Status.of(folder).as_json()
    done = run.publish(folder, [], quiet)
    assert (done.made, done.failed) == ([], [])
    site.pages["/new.html"] = site.pages[site.order[7]].replace(b"story 8", b"story 99")
    site.order.insert(0, "/new.html")
    assert len(run.publish(folder, [], quiet).made) == 1


def test_a_new_article_is_one_episode(folder: Path, site: Site) -> None:
    run.publish(folder, [], quiet)
    site.pages["/new.html"] = site.pages[site.order[7]].replace(b"story 8", b"story 99")
    site.order.insert(0, "/new.html")
    site.asked()
    done = run.publish(folder, [], quiet)
    assert len(done.made) == 1
    assert [path for path, _ in site.asked() if path.endswith(".html")] == ["/new.html"]


def _without_dates(site: Site) -> None:
    for path in site.order:
        site.pages[path] = site.pages[path].replace(b"article:published_time", b"nothing")


def _published(folder: Path) -> list[tuple[str, str]]:
    with Library(folder / upkeep.MEMORY) as library:
        return [(one.published, one.script.article.published or "") for one in library.episodes()]


def test_a_page_without_a_date_has_that_of_its_feed(folder: Path, site: Site) -> None:
    _without_dates(site)
    days = ("Tue, 24 Nov 2026 06:00:00 GMT", "Mon, 23 Nov 2026 07:00:00 GMT", "Tue, 24 Nov 2099 06:00:00 GMT")
    site.dates = dict(zip(site.order, days, strict=False))
    run.publish(folder, [], quiet)
    (future, unsaid), *told = _published(folder)
    assert told == [("2026-11-24T06:00:00+00:00",) * 2, ("2026-11-23T07:00:00+00:00",) * 2]
    assert unsaid == "" and future < "2099", "no date lies in the future"


def test_undated_pages_of_an_undated_feed_keep_its_order(folder: Path, site: Site) -> None:
    _without_dates(site)
    run.publish(folder, [], quiet)
    with Library(folder / upkeep.MEMORY) as library:
        urls = [one.script.article.url for one in library.episodes()]
    assert [url.removeprefix(site.address) for url in urls] == site.order[:3]


def test_a_poison_article_costs_only_itself(folder: Path, site: Site) -> None:
    site.pages[site.order[1]] = b"<html><body><p>Subscribe to read on.</p></body></html>"
    done = run.publish(folder, [], quiet)
    assert len(done.made) == 2
    assert len(done.failed) == 1


def test_what_fails_three_times_is_given_up_until_retry(folder: Path, site: Site, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "stub.txt").write_text("Storm dam\n\nSubscribe to read this article.\n")
    path = folder / "audiobrief.toml"
    text = path.read_text(encoding="utf-8").partition("\n[[source]]")[0]
    path.write_text(text + f'\n[[source]]\nfolder = "{inbox}"\nrights = "own"\n', encoding="utf-8")
    failures = [len(run.publish(folder, [], quiet).failed) for _ in range(TRIES + 2)]
    assert failures == [1] * TRIES + [0, 0]
    assert "given up after 3 tries" in Status.of(folder).as_text()
    assert upkeep.retry(folder) == "1 source is tried again."
    assert len(run.publish(folder, [], quiet).failed) == 1


def test_a_run_makes_at_most_max_new(folder: Path, site: Site) -> None:
    path = folder / "audiobrief.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('cast = "tone"', 'cast = "tone"\nmax_new = 1'))
    assert len(run.publish(folder, [], quiet).made) == 1


def test_a_dry_run_changes_nothing(folder: Path, site: Site) -> None:
    done = run.publish(folder, [], quiet, dry_run=True)
    assert len(done.made) == 3
    assert done.as_text().startswith("Would make: ")
    assert titles(folder) == 0
    assert not (folder / "public").exists()
    assert len(run.publish(folder, [], quiet).made) == 3


def test_an_article_that_was_withdrawn_stays_out(folder: Path, site: Site) -> None:
    run.publish(folder, [], quiet)
    upkeep.withdraw(folder, f"{site.address}{site.order[0]}")
    run.publish(folder, [], quiet)
    assert titles(folder) == 2
    with pytest.raises(UsageError, match="no article"):
        upkeep.withdraw(folder, "https://elsewhere.example/a")


def test_only_the_newest_are_kept_in_the_feed(folder: Path, site: Site) -> None:
    path = folder / "audiobrief.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('cast = "tone"', 'cast = "tone"\nkeep = 2'))
    run.publish(folder, [], quiet)
    assert (folder / "public" / "feed.xml").read_bytes().count(b"<item>") == 2
    assert len(list((folder / "public" / "episodes").iterdir())) == 3, "files stay while apps may still ask"


def test_status_tells_each_source(folder: Path, site: Site) -> None:
    assert "not asked yet" in Status.of(folder).as_text()
    run.publish(folder, [], quiet)
    told = Status.of(folder).as_text()
    assert "3 episodes" in told
    assert f"Source {site.address}/feed: last success 20" in told
    assert json.loads(Status.of(folder).as_json())["episodes"] == 3


def test_a_changed_mp3_is_found_and_not_made_again(folder: Path, site: Site) -> None:
    run.publish(folder, [], quiet)
    audio = next((folder / "public").rglob("*.mp3"))
    audio.write_bytes(audio.read_bytes()[:-1] + b"x")
    assert upkeep.verify(folder) == [f"{audio}: its bytes are not those that were published"]


def test_the_hook_hears_what_failed(folder: Path, site: Site, tmp_path: Path) -> None:
    heard = tmp_path / "heard.txt"
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.stdin.read())"
    path = folder / "audiobrief.toml"
    hook = json.dumps([sys.executable, "-c", code, str(heard)])
    path.write_text(path.read_text(encoding="utf-8") + f"\n[hooks]\non_failure = {hook}\n", encoding="utf-8")
    run.publish(folder, [str(tmp_path / "missing.html")], quiet)
    assert "missing.html: " in heard.read_text()


def test_robots_txt_is_obeyed(folder: Path, site: Site) -> None:
    site.pages["/robots.txt"] = f"User-agent: *\nDisallow: {site.order[0]}\n".encode()
    done = run.publish(folder, [], quiet)
    assert len(done.made) == 2
    assert "robots.txt" in done.failed[0]
