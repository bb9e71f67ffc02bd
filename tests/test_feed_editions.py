"""A daily edition as an episode of a feed: what goes into it, in which order, when, and what a later one speaks."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from audiobrief import config
from audiobrief.edition_settings import Edition
from audiobrief.errors import UsageError
from audiobrief.feed import editions, run, settings_file, status, upkeep
from audiobrief.feed.sources import SourceItem
from audiobrief.feed.status import Status
from audiobrief.library import Library
from audiobrief.model import Article, Episode
from audiobrief.script import write_edition, write_script
from audiobrief.script.edition import story_scripts
from audiobrief.source_settings import Source
from tests.published import lower_rate, own_cache

pytestmark = pytest.mark.usefixtures("kept_reader", "kept_cache")

STORIES = {
    "sport/rowers": "The rowers win",
    "sport/chess": "Chess in the park",
    "city/bridge": "A bridge is closed",
    "city/budget": "The budget is passed",
}


def quiet(line: str) -> None: ...


def page(title: str, hour: int, more: str = "") -> str:
    return (
        f'<html lang="en"><head><title>{title}</title>'
        f'<meta property="article:published_time" content="2026-11-20T{hour:02}:00:00+00:00"></head>'
        f"<body><article><h1>{title}</h1><p>{title}, and that is all there is to say of it. {more}</p></article></body>"
    )


def a_feed(folder: Path, edition: str = "") -> Path:
    settings_file.init(folder, quiet, title="Town", base_url=None, language="en", cast="tone")
    lower_rate(folder)
    own_cache(folder)
    with (folder / config.NAME).open("a") as file:
        for name, section in (("sport", "Sport"), ("city", "City")):
            file.write(f'\n[[source]]\nfolder = "{name}"\nrights = "own"\nsection = "{section}"\n')
            (folder / name).mkdir()
        file.write(f'\n[[edition]]\ntitle = "The day"\n{edition}\n')
    for hour, (name, title) in enumerate(STORIES.items(), 1):
        (folder / f"{name}.html").write_text(page(title, hour))
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_feed(tmp_path_factory.mktemp("made") / "feed", "single_episodes = false")
    run.publish(folder, [], quiet)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "feed"))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    class Clock(datetime):
        moment = "2026-11-29T05:00:00+00:00"

        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.fromisoformat(cls.moment).astimezone(tz)

    monkeypatch.setattr(run, "datetime", Clock)
    monkeypatch.setattr(status, "datetime", Clock)
    yield Clock


def episodes(folder: Path) -> tuple[Episode, ...]:
    with Library(folder / upkeep.MEMORY) as library:
        return library.episodes()


def chapters(folder: Path) -> list[str]:
    return [mark.title for mark in episodes(folder)[0].chapters]


def test_stories_stand_in_announced_sections_with_a_chapter_each(made: Path) -> None:
    (episode,) = episodes(made)
    expected = ["Sport", STORIES["sport/chess"], STORIES["sport/rowers"]]
    expected += ["City", STORIES["city/budget"], STORIES["city/bridge"]]
    assert sorted(mark.title for mark in episode.chapters if mark.level == 1) == sorted(["Headlines", *expected])
    said = [segment.written or segment.text for segment in episode.script.segments if segment.role.value == "cue"]
    assert {"Sport. 2 stories.", "City. 2 stories."} <= set(said)
    assert episode.title.startswith("The day, ")
    assert len(list((made / "public" / "episodes").iterdir())) == 1, "no story is an episode of its own"


def test_nothing_new_changes_nothing_and_dry_runs_and_status_name_the_edition(folder: Path) -> None:
    again = run.publish(folder, [], quiet)
    assert (again.made, again.updated, again.files_written) == ([], [], 0)
    (folder / "city" / "tree.html").write_text(page("A tree is planted", 5))
    dry = run.publish(folder, [], quiet, dry_run=True)
    assert [line for line in dry.made + dry.updated if line.startswith("The day, ") and line.endswith("(5 stories)")]
    assert Status.of(folder).editions == (f"Edition The day: {episodes(folder)[0].title}, 4 stories.",)


def test_a_new_story_and_a_correction_grow_the_edition_under_its_guid(folder: Path) -> None:
    before = episodes(folder)[0]
    (folder / "city" / "tree.html").write_text(page("A tree is planted", 5))
    (folder / "sport" / "chess.html").write_text(page(STORIES["sport/chess"], 2, "Corrected: the queen was white."))
    done = run.publish(folder, [], quiet)
    (after,) = episodes(folder)
    assert (after.guid, after.published) == (before.guid, before.published) and after.slug != before.slug
    assert {"A tree is planted", *STORIES.values()} < set(chapters(folder))
    assert "the queen was white" in " ".join(segment.text for segment in after.script.segments)
    assert done.spoken <= 8, "the cues, the headlines and the paragraphs that are new"


def test_a_lost_library_publishes_no_day_twice(folder: Path) -> None:
    (before,) = episodes(folder)
    for path in (folder / upkeep.MEMORY).glob("library*"):
        path.unlink()
    shutil.rmtree(folder / upkeep.MEMORY / "backups")
    assert run.publish(folder, [], quiet).made == []
    assert episodes(folder) == (before,)
    (folder / "city" / "tree.html").write_text(page("A tree is planted", 5))
    run.publish(folder, [], quiet)
    (after,) = episodes(folder)
    assert after.guid == before.guid and len(after.script.stories) == 5


def test_single_episodes_stand_beside_it_unless_told_otherwise(tmp_path: Path) -> None:
    folder = a_feed(tmp_path / "feed", 'sources = ["sport"]\nbooks = []')
    run.publish(folder, [], quiet)
    found = {episode.title.partition(",")[0]: episode for episode in episodes(folder)}
    assert set(found) == {"The day", *STORIES.values()}
    assert [story.title for story in found["The day"].script.stories] == ["Chess in the park", "The rowers win"]
    beside = {path.name for path in (folder / "public" / "episodes" / found["The day"].slug).iterdir()}
    assert not [name for name in beside if name.endswith((".epub", ".zip"))]


def test_who_is_withdrawn_leaves_the_edition(folder: Path) -> None:
    with Library(folder / upkeep.MEMORY) as library:
        guid = next(row.guid for row in library.stories_of(episodes(folder)[0].guid, "9") if "chess" in row.slug)
    upkeep.withdraw(folder, guid)
    run.publish(folder, [], quiet)
    assert STORIES["sport/chess"] not in chapters(folder) and STORIES["sport/rowers"] in chapters(folder)


def test_what_comes_after_the_time_is_for_the_next_day(tmp_path: Path, clock: Any) -> None:
    folder = a_feed(tmp_path / "feed", 'at = "06:30"\nzone = "Europe/Berlin"\nsingle_episodes = false')
    run.publish(folder, [], quiet)
    (first,) = episodes(folder)
    assert first.title == "The day, November 28, 2026", "at the first run, what is there"
    (folder / "city" / "tree.html").write_text(page("A tree is planted", 5))
    run.publish(folder, [], quiet)
    assert episodes(folder) == (first,)
    assert Status.of(folder).editions[0].endswith(" For 2026-11-29T06:30+01:00: 1 story.")
    clock.moment = "2026-11-29T05:30:00+00:00"
    (folder / "city" / "tram.html").write_text(page("The tram is back", 6))
    run.publish(folder, [], quiet)
    second = next(episode for episode in episodes(folder) if episode != first)
    assert second.title == "The day, November 29, 2026"
    assert [story.title for story in second.script.stories] == ["The tram is back", "A tree is planted"]


def test_a_later_one_of_the_day_can_hold_what_is_new_alone(tmp_path: Path, clock: Any) -> None:
    folder = a_feed(tmp_path / "feed", 'later = "replace"\nsingle_episodes = false')
    run.publish(folder, [], quiet)
    clock.moment = "2026-11-29T12:00:00+00:00"
    (folder / "city" / "tree.html").write_text(page("A tree is planted", 5))
    run.publish(folder, [], quiet)
    (episode,) = episodes(folder)
    assert [story.title for story in episode.script.stories] == ["A tree is planted"]


def test_the_oldest_stories_give_way_to_its_length(tmp_path: Path) -> None:
    folder = a_feed(tmp_path / "feed", "minutes = 0.5\nsingle_episodes = false\nheadlines = false")
    told: list[str] = []
    run.publish(folder, [], told.append)
    (episode,) = episodes(folder)
    assert episode.timeline.duration_ms <= 30_000
    assert STORIES["city/budget"] in chapters(folder) and STORIES["sport/rowers"] not in chapters(folder)
    assert any(line == "Left out of The day, which has 0.5 minutes: The rowers win" for line in told)


@pytest.mark.parametrize(
    ("sections", "source", "categories", "of_page", "expected"),
    [
        ((), "", (), "World", "World"),
        ((), "", ("a tag", "another"), None, ""),
        ((), "", ("Politics",), "World", "Politics"),
        ((), "Sport", ("Politics",), "World", "Sport"),
        (("World", "*"), "", ("a tag", "world"), None, "World"),
        (("World",), "", ("a tag",), "Sport", None),
        (("World", "*"), "", ("a tag", "another"), None, ""),
    ],
)
def test_a_section_has_a_witness(
    sections: tuple[str, ...], source: str, categories: tuple[str, ...], of_page: str | None, expected: str | None
) -> None:
    origin = Source(url="https://news.example/rss", rights="own", section=source)
    item = SourceItem("https://news.example/1", origin=origin, categories=categories)
    edition = Edition(title="The day", sections=sections)
    assert editions._section(edition, item, Article(section=of_page)) == expected


@pytest.mark.parametrize(
    ("lines", "fact"),
    [
        ('title = ""', "has no title of its own"),
        ('title = "A"\n[[edition]]\ntitle = "A"', "has no title of its own: 'A'"),
        ('title = "A"\nat = "6:30"\nzone = "UTC"', "no time in at: '6:30'"),
        ('title = "A"\nat = ["06:30", "24:00"]\nzone = "UTC"', "no time in at"),
        ('title = "A"\nat = []', "no time in at"),
        ('title = "A"\nat = "06:30"', "in which zone"),
        ('title = "A"\nat = "06:30"\nzone = "Europe/Nowhere"', "unknown zone 'Europe/Nowhere'"),
        ('title = "A"\nzone = "../x"', "unknown zone"),
        ('title = "A"\nsources = ["inbox"]', "names a source that is none"),
        ('title = "A"\nminutes = 0', "cannot last 0 minutes"),
        ('title = "A"\nminutes = 400', "cannot last 400 minutes"),
        ('title = "A"\nminutes = nan', "cannot last nan minutes"),
        ('title = "A"\norder = "random"', "unknown order 'random'"),
        ('title = "A"\nlater = "shrink"', "unknown later 'shrink'"),
        ('title = "A"\nbooks = ["pdf"]', "unknown kind in books"),
        ('title = "A"\nsection = ["Sport"]', "unknown key"),
        ('title = "A"\nminutes = "an hour"', "edition"),
    ],
)
def test_wrong_values_cost_one_line(lines: str, fact: str) -> None:
    head = 'title = "T"\nbase_url = "https://a.example"\ncast = "espeak"\n'
    with pytest.raises(UsageError) as caught:
        config.parse(f"{head}[[edition]]\n{lines}\n", "audiobrief.toml")
    assert fact in str(caught.value) and "\n" not in str(caught.value)


def test_an_edition_gives_its_stories_back() -> None:
    scripts = [write_script(Article(title=f"Story {n}", language="en")) for n in range(11)]
    sections = ["A"] * 5 + ["B"] * 6
    made = write_edition(scripts, title="T", language="en", published=None, sections=sections)
    again = write_edition(story_scripts(made), title="T", language="en", published=None, sections=sections)
    assert json.dumps([s.text for s in again.segments]) == json.dumps([s.text for s in made.segments])
    assert again == made


def test_a_night_without_an_hour_has_its_edition() -> None:
    edition = Edition(title="T", at="02:30", zone="Europe/Berlin")
    now = datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert editions._slot(edition, now, "").date() == now.date()
    assert editions._slot(edition, now, now.isoformat()) > now


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_an_edition_has_the_books_that_it_asks_for(tmp_path: Path) -> None:
    folder = a_feed(tmp_path / "feed", 'books = ["m4b"]\nsingle_episodes = false')
    run.publish(folder, [], quiet)
    (place,) = (folder / "public" / "episodes").iterdir()
    assert (place / f"{place.name}.m4b").stat().st_size and not (place / f"{place.name}.epub").exists()
    assert f'href="{place.name}.m4b"' in (place / "index.html").read_text()


def test_m4b_without_ffmpeg_costs_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    head = 'title = "T"\nbase_url = "https://a.example"\ncast = "espeak"\nbooks = ["m4b"]'
    with pytest.raises(UsageError, match="ffmpeg, and that is not installed"):
        config.parse(head, "audiobrief.toml")


def test_a_story_whose_row_is_damaged_is_taken_from_its_edition(folder: Path) -> None:
    shutil.rmtree(folder / upkeep.MEMORY / "backups")
    with contextlib.closing(sqlite3.connect(folder / upkeep.MEMORY / "library.sqlite3")) as db, db:
        changed = db.execute("UPDATE episodes SET episode = x'00' WHERE slug LIKE 'chess%'").rowcount
    assert changed == 1
    (folder / "city" / "tree.html").write_text(page("A tree is planted", 5))
    run.publish(folder, [], quiet)
    assert {"A tree is planted", *STORIES.values()} < set(chapters(folder))
