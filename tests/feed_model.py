"""A model of a feed's whole life: sources x runs x kills x clock x edits x losses. ``make model STEPS=20000``.

The program is the real one but for its edges: the web is a dictionary, the clock is set, pages are read here, and the
sound of an episode is a few bytes. A kill is an exception that nothing catches, raised at any change of the folder.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import hashlib
import itertools
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest import mock
from xml.etree import ElementTree

from filelock import FileLock
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from audiobrief.errors import AudiobriefError
from audiobrief.feed import lost_audio, run, settings_file, site, sources, upkeep
from audiobrief.fetch import download
from audiobrief.library import FILE, Library, memory
from audiobrief.library.database import Database
from audiobrief.model import Article, Block, Episode, Page, Role, Script, ScriptOptions, Segment, Timeline
from audiobrief.publish import cover, web

STEPS_AN_EXAMPLE = 60
BACKFILL = 3
BASE = "http://127.0.0.1:8321/"
START = datetime(2026, 11, 24, 8, tzinfo=UTC)
GOOD = ("alpha", "beta", "gamma")
EVIL = "evil"
MOST_STORIES = 12
"""Of one site, so that a life stays small."""


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Story:
    """An article as its site has it now."""

    number: int
    site: str
    day: datetime
    slug: str
    name: str
    draft: int = 0
    correction: int = 0

    @property
    def mark(self) -> str:
        return f"art{self.number}x"

    @property
    def address(self) -> str:
        return f"https://{self.site}.example/{self.slug}"

    def page(self, *, poison: str = "") -> bytes:
        words = [f"word{self.number}d{self.draft}n{at}" for at in range(56)]
        words[::7] = [self.mark] * 8
        words[3] = f"version{self.correction}"
        words[10] = poison or words[10]
        title = f"Report {self.number} draft {self.draft} of {self.site}"
        return (
            f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>'
            f"<p>The council said {' '.join(words)}.</p></article></body></html>"
        ).encode()


@dataclass
class Source:
    """A feed as it is served."""

    site: str
    listed: list[tuple[str, str, datetime]] = field(default_factory=list)
    """Address, name and date of each item, the newest first."""
    is_down: bool = False
    visit: int = 0
    prefix: str = ""

    @property
    def address(self) -> str:
        return f"https://{self.site}.example/feed"

    def body(self) -> bytes:
        items = [self._item(*item) for item in self.listed]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": self.site, "items": items}).encode()

    def _item(self, url: str, name: str, day: datetime) -> dict[str, str]:
        asked = f"{url}?visit={self.visit}" if self.visit else url
        return {"id": self.prefix + name, "url": asked, "date_published": day.isoformat()}


class Web:
    """Answers by address."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.sources: dict[str, Source] = {}
        self.asked: list[str] = []
        self.meanwhile: Callable[[], None] | None = None
        """Happens once, at the next question for a page."""

    def get(self, url: str, *, headers: dict[str, str] | None = None, **more: object) -> download.Answer:
        host, _, path = url.removeprefix("https://").partition("/")
        source = self.sources.get(host.partition(".")[0])
        self.asked.append(url)
        if source is not None and source.is_down:
            return download.Answer(url, 503, {}, b"")
        if path == "robots.txt":
            return download.Answer(url, 404, {}, b"")
        if path != "feed" and self.meanwhile:
            happens, self.meanwhile = self.meanwhile, None
            happens()
        body = source.body() if source and path == "feed" else self.pages.get(url.partition("?")[0])
        if body is None:
            return download.Answer(url, 404, {}, b"")
        tag = hashlib.sha256(body).hexdigest()[:16]
        kind = "application/feed+json" if path == "feed" else "text/html"
        status = 304 if (headers or {}).get("If-None-Match") == tag else 200
        return download.Answer(url, status, {"etag": tag, "content-type": kind}, body if status == 200 else b"")


def script_of(page: Page) -> Script:
    """Reads a page as this module writes it."""
    text = page.body.decode()
    title, told = (re.findall(f"<{tag}>(.*?)</{tag}>", text)[0] for tag in ("title", "p"))
    blocks = (Block(Role.HEADLINE, title), Block(Role.BODY, told))
    article = Article(page.url, title, language="en", published=page.published, blocks=blocks)
    return Script(article, (Segment(Role.HEADLINE, title), Segment(Role.BODY, told)))


class Reader:
    """Reads pages in this process."""

    def script(self, page: Page, source: str, chosen: ScriptOptions, language: str | None, more: object) -> Script:
        return script_of(page)

    def close(self) -> None: ...


class Studio:
    """Speaks nothing."""

    crew = SimpleNamespace(articles_ahead=0)

    def __init__(self, *_: object, **__: object) -> None: ...

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_: object) -> None: ...

    def begin(self, *_: object) -> None: ...

    def sound(self, *_: object) -> None: ...


def produce(script: Script, cast: object, *, target: object, facts: object, **_: object) -> tuple[Episode, object]:
    audio = f"sound of {facts.slug}".encode()  # type: ignore[attr-defined]
    with target.place.replacing(target.name, once=True) as file:  # type: ignore[attr-defined]
        file.write(audio)
    episode = Episode(
        facts.guid,  # type: ignore[attr-defined]
        facts.slug,  # type: ignore[attr-defined]
        replace(script, article=replace(script.article, blocks=())),
        Timeline(44_100, 44_100, ()),
        (),
        len(audio),
        hashlib.sha256(audio).hexdigest(),
        facts.published,  # type: ignore[attr-defined]
        facts.updated,  # type: ignore[attr-defined]
    )
    return episode, SimpleNamespace(spoken=0, encoded=0, unspoken=())


def files(episode: Episode, feed: object, audio: object) -> Iterator[tuple[str, bytes]]:
    from audiobrief.script import document

    yield "script.json", document.dump(episode.script).encode()
    yield "index.html", episode.slug.encode()


class Kill:
    """Ends the process at the N-th change of the folder; there is one for all lives."""

    folder = "//"
    left = 0

    @classmethod
    def hook(cls, event: str, arguments: tuple[object, ...]) -> None:
        if cls.left and event in ("os.rename", "os.remove", "os.mkdir", "open"):
            is_change = event != "open" or (isinstance(arguments[1], str) and arguments[1][0] in "wxa")
            if is_change and str(arguments[0]).startswith(cls.folder):
                cls.count()

    @classmethod
    def count(cls) -> None:
        if cls.left:
            cls.left -= 1
            if not cls.left:
                raise Killed


@contextlib.contextmanager
def change(self: Database) -> Iterator[object]:
    """A transaction: the process may end before it, and after it."""
    Kill.count()
    with REAL_CHANGE(self) as db:
        yield db
    Kill.count()


REAL_CHANGE = Database.change


@contextlib.contextmanager
def edges(answers: Web, clock: Callable[[], datetime]) -> Iterator[None]:
    """Takes the place of what is around the program."""
    now = type("Clock", (datetime,), {"now": classmethod(lambda cls, tz=None: clock())})
    with contextlib.ExitStack() as stack:
        for owner, name, stands_in in (
            (run, "datetime", now),
            (run, "PageReader", Reader),
            (run, "Studio", Studio),
            (run, "produce", produce),
            (lost_audio, "produce", produce),
            (site, "episode_files", files),
            (web, "static_files", lambda language: {}),
            (web, "feed_page", lambda feed: b""),
            (cover, "draw", lambda *_, **__: b""),
            (site, "version", lambda name: "1"),
            (memory, "version", lambda name: "1"),
            (sources, "TRIES", 1_000_000),
            (sources, "UNREACHABLE_TRIES", 1_000_000),
            (download, "get", answers.get),
            (Database, "change", change),
        ):
            stack.enter_context(mock.patch.object(owner, name, stands_in))
        yield


class FeedLife(RuleBasedStateMachine):
    """One feed with three good sources and a hostile one that is listed first."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="model-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.folder = self.place / "feed"
        self.web = Web()
        self.now = START
        self.stories: dict[int, Story] = {}
        self.expected: set[int] = set()
        """The stories that must be in the feed in the end."""
        self.refused: set[int] = set()
        """Those that the owner took out."""
        self.has_seen: set[str] = set()
        """Sites whose first sight is past."""
        self.told: dict[str, str] = {}
        """Guid by guid: whose episode it is; what the feed named before must stay."""
        self.moved: set[int] = set()
        """Known by its name alone until its own feed was read: nobody else is to list it before."""
        self.withdrawn: set[str] = set()
        self.perhaps: set[str] = set()
        """Withdrawn before the library was lost."""
        self.own: set[str] = set()
        """Marks of stories that their own feed or the owner gave; of others the hostile feed is the only witness."""
        self.out: set[str] = set()
        """Withdrawn, and gone from the feed."""
        self.marks: dict[str, str] = {}
        self.hurt: set[Path] = set()
        """Audio that is lost or damaged until the next run."""
        self.was_killed = False
        self.numbers = itertools.count(1)
        self.stack = contextlib.ExitStack()
        self.stack.enter_context(edges(self.web, lambda: self.now))

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            Kill.left = 0
            self.stack.close()
            shutil.rmtree(self.place, ignore_errors=True)

    @initialize(seed=st.integers(0, 1000))
    def begin(self, seed: int) -> None:
        random.seed(seed)
        settings_file.init(self.folder, lambda line: None, title="N", base_url=None, language="en", cast="tone")
        path = self.folder / "audiobrief.toml"
        text = path.read_text(encoding="utf-8")
        text = text.replace('cast = "tone"', 'cast = "tone"\nbooks = []\nmax_new = 6\npage_size = 5\nreserve_mb = 0')
        for name in (EVIL, *GOOD):
            source = self.web.sources[name] = Source(name)
            text += f'\n[[source]]\nurl = "{source.address}"\nrights = "own"\nbackfill = {BACKFILL}\n'
            text += f"per_day = {3 if name == EVIL else 1000}\n"
        path.write_text(text, encoding="utf-8")
        Kill.folder = str(self.folder)

    # --- the world ---------------------------------------------------------------------------------------------------

    def count(self) -> None:
        type(self).steps += 1

    def any_story(self, pick: int) -> Story | None:
        return list(self.stories.values())[pick % len(self.stories)] if self.stories else None

    def write(self, name: str) -> Story:
        number = next(self.numbers)
        story = Story(number, name, self.now, f"story-{number}", f"n{number}")
        self.stories[number] = story
        self.web.pages[story.address] = story.page()
        return story

    @rule(name=st.sampled_from(GOOD), number=st.integers(1, 5))
    def publish_stories(self, name: str, number: int) -> None:
        self.count()
        source = self.web.sources[name]
        for _ in range(min(number, MOST_STORIES - len(source.listed))):
            story = self.write(name)
            source.listed.insert(0, (story.address, story.name, story.day))

    @rule(pick=st.integers(0, 99), is_rewritten=st.booleans(), is_moved=st.booleans())
    def change_story(self, pick: int, is_rewritten: bool, is_moved: bool) -> None:
        self.count()
        story = self.any_story(pick)
        if story is None or story.site not in self.web.sources:
            return
        source = self.web.sources[story.site]
        before = (story.address, story.name, story.day)
        if before not in source.listed or story.number not in self.published():
            is_moved = False  # what was passed over, or never told, is another article under another address
        if is_moved:
            del self.web.pages[story.address]
            story.slug = f"slug-{story.number}-{next(self.numbers)}"
            source.listed[source.listed.index(before)] = (story.address, story.name, story.day)
        if is_rewritten and is_moved and not source.prefix:
            story.draft += 1
            self.moved.add(story.number)
        story.correction += 1
        self.web.pages[story.address] = story.page()

    @rule(name=st.sampled_from(GOOD), what=st.sampled_from(["visit", "names", "down", "up", "drop"]))
    def change_source(self, name: str, what: str) -> None:
        self.count()
        source = self.web.sources[name]
        if what == "visit":
            source.visit += 1
        elif what == "names":
            if any(self.stories[number].site == name for number in self.moved):
                return  # its name is all that tells what it was
            source.prefix = f"{len(source.prefix)}-{source.prefix}"[:20]
        elif what == "drop":  # only what is in the feed already: the rest was listed within its rights
            by_address = {story.address: number for number, story in self.stories.items()}
            last = by_address.get(source.listed[-1][0]) if source.listed else None
            if last is not None and last in self.published():
                source.listed.pop()
        else:
            source.is_down = what == "down"

    @rule(pick=st.integers(0, 99), what=st.sampled_from(["list", "all", "replace", "copy", "flood", "names"]))
    def do_evil(self, pick: int, what: str) -> None:
        self.count()
        evil, victim = self.web.sources[EVIL], self.any_story(pick)
        if victim is None or victim.number in self.moved:
            return
        own = f"https://{EVIL}.example/{what}-{next(self.numbers)}"
        if what == "list":
            evil.listed.insert(0, (victim.address, f"e{pick % 5}", self.now))
        elif what == "all":
            every = [story for story in self.stories.values() if story.site == victim.site][-8:]
            every = [story for story in every if story.number not in self.moved]
            evil.listed[:0] = [(story.address, f"all-{story.number}", self.now) for story in every]
        elif what == "replace":
            self.web.pages[own] = victim.page(poison="poison").replace(b"word", b"lie")
            evil.listed.insert(0, (own, f"e{pick % 5}", self.now))
        elif what == "copy":
            self.web.pages[own] = victim.page(poison="poison")
            evil.listed.insert(0, (own, victim.name, self.now))
        elif what == "flood":
            for at in range(8):
                self.web.pages[f"{own}-{at}"] = replace(victim, number=-at, draft=pick).page(poison="poison")
                evil.listed.insert(0, (f"{own}-{at}", f"f{at}", self.now))
        else:
            evil.listed = [(url, f"e{at}", day) for at, (url, _, day) in enumerate(evil.listed)]
        seen: set[str] = set()
        unique = [item for item in evil.listed if not (item[1] in seen or seen.add(item[1]))]  # type: ignore[func-returns-value]
        evil.listed = unique[:30]

    @rule(passed=st.sampled_from([1, 20, 600, 1500, 3000, 20_000]))
    def pass_minutes(self, passed: int) -> None:
        self.count()
        self.now += timedelta(minutes=passed)

    @rule(year=st.sampled_from([2019, 2038]))
    def run_at_a_wrong_time(self, year: int) -> None:
        self.count()
        right, self.now = self.now, self.now.replace(year=year)
        self.publish()
        self.now = right

    # --- runs --------------------------------------------------------------------------------------------------------

    @rule()
    def run_well(self) -> None:
        self.count()
        self.publish()

    @rule(at=st.integers(1, 150))
    def run_killed(self, at: int) -> None:
        self.count()
        Kill.left = at
        with contextlib.suppress(Killed):
            self.publish()
        Kill.left = 0
        self.was_killed = True
        self.hold()

    @rule(meanwhile=st.booleans())
    def give_while_another_works(self, meanwhile: bool) -> None:
        """To a run that reads its list still, or to one that is about to end."""
        self.count()
        story = self.write("typed")
        if meanwhile:
            self.web.meanwhile = lambda: self.call([story.address])
            self.publish()
            was_asked, self.web.meanwhile = self.web.meanwhile is None, None
            if not was_asked:
                return  # nothing was asked of the web: it was never given
        else:
            with FileLock(self.folder / upkeep.MEMORY / "lock"):
                self.call([story.address])
        self.expected.add(story.number)
        self.own.add(story.mark)

    def call(self, typed: list[str]) -> None:
        run.publish(self.folder, typed, lambda line: None)

    def publish(self) -> None:
        self.web.asked.clear()
        self.call([])
        self.was_killed = False
        self.hurt.clear()
        self.hold()
        asked = {url.partition("?")[0] for url in self.web.asked}
        self.moved = {number for number in self.moved if self.stories[number].address not in asked}
        for source in self.web.sources.values():
            if source.site != EVIL and source.address in self.web.asked and not source.is_down:
                self.note_rights(source)

    def note_rights(self, source: Source) -> None:
        """What a run has seen in a feed is to be published: all, or at first sight the newest."""
        by_address = {story.address: number for number, story in self.stories.items()}
        listed = [by_address[url] for url, _, _ in source.listed]
        self.own.update(self.stories[number].mark for number in listed)
        if source.site in self.has_seen:
            self.expected.update(number for number in listed if number > source_first(self, source))
        else:
            self.expected.update(listed[:BACKFILL])
            self.first[source.site] = max(listed, default=0)
            self.has_seen.add(source.site)

    @functools.cached_property
    def first(self) -> dict[str, int]:
        """The newest story of each site at its first sight."""
        return {}

    # --- losses ------------------------------------------------------------------------------------------------------

    @rule(what=st.sampled_from(["file", "folder", "damage", "backups"]))
    def lose(self, what: str) -> None:
        self.count()
        place = self.folder / upkeep.MEMORY
        for path in place.glob(f"{FILE}*") if what in ("file", "damage", "backups") else ():
            path.unlink()
        if what == "folder":
            shutil.rmtree(place, ignore_errors=True)
        elif what in ("damage", "backups") and place.exists():
            (place / FILE).write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
        if what != "damage" or not list((place / "backups").glob("*.sqlite3")):
            self.perhaps |= self.withdrawn  # nobody knows of it, but for a backup that comes back
            self.withdrawn.clear()
            self.out.clear()
        if what == "backups":
            shutil.rmtree(place / "backups", ignore_errors=True)
        here = self.published()
        self.told = self.named()
        if what == "folder":  # with what waited in it
            self.expected &= set(here)
        waits = {number for number in self.expected if self.stories[number].site == "typed"}
        self.expected = {number for number in self.expected if number in here} | waits
        self.has_seen.clear()

    @rule(pick=st.integers(0, 99), is_cut=st.booleans())
    def lose_audio(self, pick: int, is_cut: bool) -> None:
        self.count()
        every = sorted((self.folder / "public" / "episodes").glob("*/*.mp3"))
        if every:
            path = every[pick % len(every)]
            path.write_bytes(b"s") if is_cut else path.unlink()
            self.hurt.add(path)

    @rule(pick=st.integers(0, 99))
    def damage_a_row(self, pick: int) -> None:
        self.count()
        if not (self.folder / upkeep.MEMORY / FILE).exists():
            return
        with contextlib.suppress(AudiobriefError), Library(self.folder / upkeep.MEMORY) as library:
            rows = list(library.source_states())
            if rows:
                library.keep_source_state(rows[pick % len(rows)], b'{"etag": 7')

    @rule(pick=st.integers(0, 99))
    def withdraw(self, pick: int) -> None:
        self.count()
        here = sorted(self.told)
        if not here or not (self.folder / upkeep.MEMORY / FILE).exists():
            return
        guid = here[pick % len(here)]
        with contextlib.suppress(AudiobriefError):
            upkeep.withdraw(self.folder, guid)
            self.withdrawn.add(guid)
            for number, story in self.stories.items():
                if story.mark == self.told[guid]:
                    self.refused.add(number)

    # --- the promises ------------------------------------------------------------------------------------------------

    def named(self) -> dict[str, str]:
        """What the published feed names: the story's mark by guid. Everything it names is there and whole."""
        public, found = self.folder / "public", {}
        if not (public / "feed.xml").exists():
            return {}
        for page in self.pages(public):
            for item in page.iterfind("channel/item"):
                enclosure = item.find("enclosure")
                assert enclosure is not None
                path = public / (enclosure.get("url") or "").removeprefix(BASE)
                is_whole = path.exists() and path.stat().st_size == int(enclosure.get("length") or 0)
                assert is_whole or path in self.hurt, path
                guid = item.findtext("guid") or ""
                assert guid not in found or self.is_between_pages(), f"{guid} is named twice"
                found[guid] = self.mark(path.parent)
        return found

    def pages(self, public: Path) -> Iterator[ElementTree.Element]:
        name = "feed.xml"
        while name:
            page = ElementTree.parse(public / name).getroot()
            yield page
            links = page.iterfind("channel/{http://www.w3.org/2005/Atom}link[@rel='prev-archive']")
            name = next(((link.get("href") or "").rpartition("/")[2] for link in links), "")

    def mark(self, episode: Path) -> str:
        """Whose episode it is: evil's as soon as one word of it is evil's."""
        if episode.name not in self.marks:
            text = (episode / "script.json").read_text(encoding="utf-8")
            found = re.search(r"art-?\d+x", text)
            assert found
            self.marks[episode.name] = f"{EVIL} {episode.name}" if "poison" in text else found[0]
        return self.marks[episode.name]

    def published(self) -> dict[int, str]:
        """The guid by story."""
        marks = {mark: guid for guid, mark in self.named().items()}
        return {number: marks[story.mark] for number, story in self.stories.items() if story.mark in marks}

    def is_between_pages(self) -> bool:
        return self.was_killed and (self.folder / "public" / "archive-1.xml").exists()

    def hold(self) -> None:
        """Holds a feed to its word, whatever happened to the run.

        Between two pages of a feed an episode may be on both when a run is killed there.
        """
        named = self.named()
        lost = self.told.keys() - named.keys() - self.withdrawn - self.perhaps
        assert not lost, f"the feed shrank: {[self.told[guid] for guid in lost]}"
        for guid, mark in named.items():
            before = self.told.get(guid, mark)
            is_own = EVIL in before or before in self.own
            assert before == mark or not is_own or (EVIL in before and EVIL in mark), f"{before} was replaced by {mark}"
        good = sorted(mark for mark in named.values() if EVIL not in mark)
        assert len(good) == len(set(good)), f"doubled: {[mark for mark in set(good) if good.count(mark) > 1]}"
        assert not self.out & named.keys(), "what was withdrawn came back"
        self.out.update(self.withdrawn - named.keys())
        self.told = named

    @precondition(lambda self: len(self.stories) > 3)
    @rule()
    def come_to_rest(self) -> None:
        self.count()
        self.settle()

    def settle(self) -> None:
        """Days without trouble: in the end everything is there that was listed within its source's rights."""
        if not self.folder.exists():
            return
        for source in self.web.sources.values():
            source.is_down = False
        missing: set[int] = set()
        for number in range(12):
            self.now += timedelta(days=1, minutes=7)
            self.publish()
            missing = self.expected - self.refused - self.published().keys()
            if number and not missing:
                return
        assert not missing, f"never published: {[self.stories[number] for number in missing]}"


def source_first(life: FeedLife, source: Source) -> int:
    return life.first[source.site]


def live(steps: int, seed: int | None = None) -> int:
    """Lives until so many steps were taken. Raises :class:`AssertionError` where a promise fails."""
    FeedLife.steps = 0
    if not hasattr(Kill, "is_set"):
        sys.addaudithook(Kill.hook)
        Kill.is_set = True  # type: ignore[attr-defined]
    seeds = itertools.count(random.randrange(10**6) if seed is None else seed)
    while FeedLife.steps < steps:
        chosen = settings(
            max_examples=max(1, min(100, (steps - FeedLife.steps) // STEPS_AN_EXAMPLE + 1)),
            stateful_step_count=STEPS_AN_EXAMPLE,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        machine = type("FeedLife", (FeedLife,), {})
        machine._hypothesis_internal_use_seed = next(seeds)  # type: ignore[attr-defined]
        machine.steps = 0  # type: ignore[attr-defined]
        try:
            run_state_machine_as_test(machine, settings=chosen, _min_steps=STEPS_AN_EXAMPLE // 2)
        finally:
            FeedLife.steps += machine.steps  # type: ignore[attr-defined]
    return FeedLife.steps


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.feed_model", description=__doc__)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    seed = random.randrange(10**6) if given.seed is None else given.seed
    began = time.monotonic()
    steps = 0
    while steps < given.steps:
        steps += live(min(2_000, given.steps - steps), seed + steps)
        sys.stdout.write(f"Seed {seed}: {steps} steps in {time.monotonic() - began:.0f} s, all promises kept.\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("no_proxy", "*")
    sys.exit(main())
