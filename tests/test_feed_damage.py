"""A disk that spoils single values of the library: each costs one thing at most, never the feed."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from audiobrief.errors import OutputError
from audiobrief.feed import run, upkeep
from audiobrief.feed.status import Status
from audiobrief.library import Library
from tests.news_site import NewsSite, make_folder
from tests.test_feed_recover import library as database
from tests.test_feed_recover import lose_memory, published, quiet

pytestmark = pytest.mark.usefixtures("kept_reader")


@pytest.fixture(scope="module")
def site() -> NewsSite:
    return NewsSite()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, site: NewsSite) -> Path:
    """A feed of three articles of a site; the oldest two on archive pages."""
    patch = pytest.MonkeyPatch()
    patch.setenv("no_proxy", "*")
    for number in range(3):
        site.add(number)
    folder = make_folder(tmp_path_factory.mktemp("made") / "feed", site)
    config = folder / "audiobrief.toml"
    config.write_text("page_size = 1\n" + config.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(run.publish(folder, [], quiet).made) == 3
    patch.undo()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("no_proxy", "*")
    return Path(shutil.copytree(made, tmp_path / "feed"))


def spoil(folder: Path, table: str, column: str, value: str) -> None:
    """Writes a value over one column of the first row of a table, as a bad disk might."""
    with sqlite3.connect(database(folder)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute(f"UPDATE {table} SET {column} = {value} WHERE rowid = (SELECT min(rowid) FROM {table})")
    db.close()


def guids(folder: Path) -> set[str]:
    with Library(folder / upkeep.MEMORY) as kept:
        return {episode.guid for episode in kept.episodes()}


SPOILT = {
    "episodes": {
        "guid": "'x'", "slug": "''", "published": "'2026-13-45'", "audio_bytes": "7", "audio_sha256": "'0'",
        "episode": "CAST(substr(episode, 1, 50) AS BLOB)", "superseded": "'x'", "derived": "CAST(x'ff' AS TEXT)",
        "files": "'{'",
    },
    "articles": {
        "guid": "'x'", "title": "CAST(x'ff' AS TEXT)", "published": "'x'", "updated": "'x'", "first_seen": "'x'",
        "text_hash": "'x'", "program": "'x'", "shingles": "x'ff'",
    },
    "sources": {"source": "'x'", "page_hash": "'x'", "guid": "'x'"},
    "source_states": {
        "source": "'x'", "state": "x'ff'",
    },
}  # fmt: skip
CELLS = [(table, column, value) for table, columns in SPOILT.items() for column, value in columns.items()]
QUICK = {("episodes", "episode"), ("episodes", "published"), ("articles", "title")}


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [pytest.param(*cell, marks=() if cell[:2] in QUICK else pytest.mark.long) for cell in CELLS],
)
def test_a_spoilt_value_costs_one_thing_at_most(folder: Path, table: str, column: str, value: str) -> None:
    before, known = published(folder), guids(folder)
    spoil(folder, table, column, value)
    for _ in range(2):
        done = run.publish(folder, [], quiet)
        assert len(done.made) + len(done.updated) + len(done.failed) <= 1
    again = published(folder)
    assert guids(folder) == known
    if not done.updated:
        assert {name for name, data in before.items() if again.get(name) != data} == set()
    Status.of(folder).as_text()


def test_a_damaged_episode_is_taken_back_from_a_backup_too(folder: Path) -> None:
    before = published(folder)
    spoil(folder, "episodes", "episode", "x'00'")
    for path in folder.glob("public/episodes/*/record.json"):
        path.unlink()
    told: list[str] = []
    run.publish(folder, [], told.append)
    assert sum("its row in the library was damaged" in line for line in told) == 1
    assert published(folder) == before


def test_what_is_damaged_everywhere_needs_a_word(folder: Path) -> None:
    spoil(folder, "episodes", "episode", "x'00'")
    shutil.rmtree(folder / upkeep.MEMORY / "backups")
    for path in folder.glob("public/episodes/*/record.json"):
        path.write_bytes(b"{")
    try:
        assert len(run.publish(folder, [], quiet).failed) == 1
    except OutputError as error:
        assert "--allow-shrink" in error.remedy
    run.publish(folder, [], quiet, allow_shrink=True)
    assert len(guids(folder)) == 2
    assert run.publish(folder, [], quiet).failed == []


def test_a_lost_library_and_a_lost_mp3(folder: Path) -> None:
    before = published(folder)
    lose_memory(folder)
    next(folder.glob("public/episodes/*/*.mp3")).unlink()
    assert run.publish(folder, [], quiet).failed == []
    assert published(folder) == before


def test_a_source_folder_that_is_gone_costs_that_source(folder: Path, site: NewsSite) -> None:
    config = folder / "audiobrief.toml"
    extra = '\n[[source]]\nfolder = "gone"\nrights = "own"\n'
    config.write_text(config.read_text(encoding="utf-8") + extra, encoding="utf-8")
    done = run.publish(folder, [], quiet)
    assert [line for line in done.failed if "gone: the source folder is not there" in line]
    assert len(done.failed) == 1
