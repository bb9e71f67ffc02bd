"""A kill at any instant of a run leaves the old edition of the day or the new one; no story is doubled or lost.

``make crash`` visits every instant; the default suite a few.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from audiobrief.library import Library
from tests import crash_scene, system_calls
from tests.system_calls import KILL
from tests.test_crash import EVERY, Fault
from tests.test_feed_editions import STORIES, a_feed, page

pytestmark = pytest.mark.skipif(not system_calls.IS_HERE, reason="needs Linux with seccomp's user notification")

OLD = sorted(STORIES.values())
NEW = sorted([*OLD, "A tree is planted"])


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feed whose edition is made; a story is new, and one is corrected."""
    folder = a_feed(tmp_path_factory.mktemp("before") / "feed", "single_episodes = false\nbooks = []")
    assert day(folder) == 0, crash_scene.lines(folder)
    (folder / "city" / "tree.html").write_text(page("A tree is planted", 5))
    (folder / "sport" / "chess.html").write_text(page(STORIES["sport/chess"], 2, "The queen was white."))
    return folder


def day(folder: Path) -> int:
    return crash_scene.command(folder, "feed", "update", str(folder))


def told(folder: Path) -> list[str]:
    """The stories of the one edition that the feed names, which is whole."""
    (title,) = crash_scene.promise(folder)
    assert title.startswith("The day, ")
    with Library(folder / ".audiobrief") as library:
        (episode,) = library.episodes()
    return sorted(story.title for story in episode.script.stories)


def killed(before: Path, place: Path, at: int) -> str:
    """Kills a run before its so many-th change, and lets the next one finish; returns at what it was killed."""
    folder, fault = place / "feed", Fault(at, KILL)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(before, folder)
    status = system_calls.run(lambda: day(folder), folder, fault)
    assert status == (-9 if fault.struck else 0)
    assert told(folder) in (OLD, NEW), fault.struck
    assert day(folder) == 0, crash_scene.lines(folder)
    assert told(folder) == NEW, fault.struck
    text = next((folder / "public" / "episodes").glob("*/transcript.html")).parent.parent
    assert any("The queen was white" in path.read_text() for path in text.glob("*/transcript.html")), fault.struck
    assert day(folder) == 0 and ": 0 new, 0 updated" in crash_scene.lines(folder)[-1]
    return fault.struck


@pytest.mark.parametrize("at", [10, 75])
def test_a_killed_run_leaves_the_old_edition_or_the_new_one(before: Path, tmp_path: Path, at: int) -> None:
    assert killed(before, tmp_path, at)


@pytest.mark.long
def test_a_kill_at_any_instant(before: Path, tmp_path: Path) -> None:
    at = 1
    while killed(before, tmp_path, at):
        at += max(EVERY // 6, 1)
    assert at > 100, "there are more changes than these"
