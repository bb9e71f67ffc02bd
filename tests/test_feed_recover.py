"""A feed whose library was lost, damaged or is old: nothing that was published goes missing unasked."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from audiobrief.errors import OutputError
from audiobrief.feed import recover, run, settings_file, upkeep
from audiobrief.library import FILE, Library
from tests.published import lower_rate

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
NAMES = ("night-trains.html", "harbour-dam.html", "library-bulletin.md")

pytestmark = pytest.mark.usefixtures("kept_reader")


def quiet(line: str) -> None: ...


@pytest.fixture(scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feed of three episodes, the oldest two on archive pages."""
    place = tmp_path_factory.mktemp("recover") / "feed"
    settings_file.init(place, quiet, title="News", base_url=None, language="en", cast="tone")
    lower_rate(place)
    config = place / "audiobrief.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('cast = "tone"', 'cast = "tone"\npage_size = 1'))
    assert len(run.publish(place, [str(ARTICLES / name) for name in NAMES], quiet).made) == 3
    return place


@pytest.fixture
def folder(_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_folder, tmp_path / "feed"))


def published(folder: Path) -> dict[str, bytes]:
    public = folder / "public"
    return {str(path.relative_to(public)): path.read_bytes() for path in public.rglob("*") if path.is_file()}


def library(folder: Path) -> Path:
    return folder / upkeep.MEMORY / FILE


def lose_memory(folder: Path) -> None:
    shutil.rmtree(folder / upkeep.MEMORY)


def lose_database(folder: Path) -> None:
    for path in (folder / upkeep.MEMORY).glob(f"{FILE}*"):
        path.unlink()


def empty_database(folder: Path) -> None:
    lose_database(folder)
    library(folder).touch()


def damage_database(folder: Path) -> None:
    lose_database(folder)
    library(folder).write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)


def damage_everything(folder: Path) -> None:
    damage_database(folder)
    for path in (folder / upkeep.MEMORY / "backups").iterdir():
        path.write_bytes(b"not a database at all" * 500)


@pytest.mark.parametrize("lose", [lose_memory, lose_database, empty_database, damage_database, damage_everything])
def test_a_lost_library_is_made_again_from_what_is_published(folder: Path, lose: object) -> None:
    before = published(folder)
    assert callable(lose)
    lose(folder)
    told: list[str] = []
    done = run.publish(folder, [], told.append)
    assert done.failed == []
    assert published(folder) == before
    from_backup = lose is damage_database
    assert [line for line in told if "3 of its episodes were not in the library" in line] or from_backup
    again = run.publish(folder, [str(ARTICLES / name) for name in NAMES], quiet)
    assert (again.made, again.updated, len(again.unchanged)) == ([], [], 3)
    assert published(folder) == before


def test_a_correction_is_still_a_correction_afterwards(folder: Path, tmp_path: Path) -> None:
    lose_memory(folder)
    page = tmp_path / NAMES[0]
    text = (ARTICLES / NAMES[0]).read_text(encoding="utf-8")
    page.write_text(text.replace("£14.5m", "£15.4m"), encoding="utf-8")
    done = run.publish(folder, [str(page)], quiet)
    assert (done.made, len(done.updated)) == ([], 1)
    with Library(folder / upkeep.MEMORY) as kept:
        assert len(kept.episodes()) == 3


def test_an_old_library_takes_back_what_was_published_since(folder: Path, tmp_path: Path) -> None:
    old = library(folder).read_bytes()
    page = tmp_path / NAMES[0]
    text = (ARTICLES / NAMES[0]).read_text(encoding="utf-8")
    page.write_text(text.replace("£14.5m", "£15.4m"), encoding="utf-8")
    run.publish(folder, [str(page), str(ARTICLES / "election-observers.txt")], quiet)
    before = published(folder)
    lose_database(folder)
    library(folder).write_bytes(old)
    told: list[str] = []
    run.publish(folder, [], told.append)
    assert any("2 of its episodes were not in the library" in line for line in told)
    assert published(folder) == before


def test_what_cannot_be_taken_back_stops_the_run_unless_asked(folder: Path) -> None:
    lose_memory(folder)
    record = sorted((folder / "public" / "episodes").glob("*/record.json"))[0]
    record.unlink()
    before = published(folder)
    with pytest.raises(OutputError, match=r"1 of its episodes .* cannot be taken back .*--allow-shrink"):
        run.publish(folder, [], quiet)
    assert published(folder) == before
    run.publish(folder, [], quiet, allow_shrink=True)
    feed = b"".join(data for name, data in published(folder).items() if name.endswith(".xml"))
    assert len(set(re.findall(rb"<guid[^>]*>([^<]+)<", feed))) == 2


def test_a_withdrawn_episode_stays_out(folder: Path) -> None:
    with Library(folder / upkeep.MEMORY) as kept:
        first = kept.episodes()[0]
    upkeep.withdraw(folder, first.guid)
    run.publish(folder, [], quiet)
    assert first.guid.encode() not in (folder / "public" / "feed.xml").read_bytes()
    assert run.publish(folder, [], quiet).failed == []


@pytest.mark.parametrize("is_killed", [False, True])
def test_what_was_withdrawn_after_the_backup_stays_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, is_killed: bool
) -> None:
    with Library(folder / upkeep.MEMORY) as kept:
        last = kept.episodes()[-1]
    upkeep.withdraw(folder, last.guid)
    run.publish(folder, [], quiet)
    before = published(folder)
    shutil.rmtree(folder / "public" / "episodes" / last.slug)  # 30 days later
    damage_database(folder)
    if is_killed:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(recover, "recover", _killed)
            run.publish(folder, [], quiet)
    assert run.publish(folder, [], quiet).failed == []
    left = published(folder)
    assert left == {name: before[name] for name in left}
    assert last.guid.encode() not in b"".join(body for name, body in left.items() if name.endswith(".xml"))


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_recovery_that_is_killed_is_finished_by_the_next_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The feed names one, its archives the others: the one alone must not look like all."""
    before = published(folder)
    lose_memory(folder)
    restore = Library.restore

    def once(self: Library, *record: Any) -> None:
        restore(self, *record)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Library, "restore", once)
        run.publish(folder, [], quiet)
    run.publish(folder, [], quiet)
    assert published(folder) == before


def test_the_newest_three_days_are_kept_as_backups(folder: Path) -> None:
    """By their numbers: the day of one comes from a clock that was wrong."""
    backups = folder / upkeep.MEMORY / "backups"
    (today,) = backups.iterdir()
    for name in ("2020-01-01", "2020-01-02", "2021-2038-01-03"):
        shutil.copy(today, backups / f"{name}.sqlite3")
    today.unlink()
    (backups / ".2020-01-04.sqlite3.part").touch()
    run.publish(folder, [], quiet)
    run.publish(folder, [], quiet)
    kept = ["2020-01-02.sqlite3", "2021-2038-01-03.sqlite3", f"2022-{today.name.partition('-')[2]}"]
    assert sorted(path.name for path in backups.iterdir()) == kept


def test_a_damaged_library_does_not_bring_back_what_was_withdrawn_since_its_last_backup(folder: Path) -> None:
    with upkeep.memory(folder) as opened:
        guid = opened.episodes()[0].guid
    upkeep.withdraw(folder, guid)
    run.publish(folder, [], quiet)
    damage_database(folder)
    run.publish(folder, [str(ARTICLES / name) for name in NAMES], quiet)
    with upkeep.memory(folder) as opened:
        assert guid not in [episode.guid for episode in opened.episodes()]
