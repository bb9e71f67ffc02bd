"""How much one article, one source and one day may take."""

from __future__ import annotations

import json
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from audiobrief import config
from audiobrief.errors import NothingToRead, OutputError
from audiobrief.feed import room
from audiobrief.model import Article, Page, Role, Script, ScriptOptions, Segment
from audiobrief.stories import from_page

Usage = namedtuple("Usage", "total used free")
SETTINGS = config.Config(title="News", base_url="http://127.0.0.1:8321", cast="tone")


def script(seconds: float, text: str = "Good morning.") -> Script:
    return Script(Article(title="T"), (Segment(Role.BODY, text, text, pause_ms=round(seconds * 1000)),))


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    left = [10**12]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, left[0]))
    return left


def test_pauses_count_and_scripts_of_signs_are_slower() -> None:
    assert room.length_ms(script(60)) == pytest.approx(61_000, abs=100)
    assert room.length_ms(script(0, "东" * 50)) == 10_000
    assert room.length_ms(script(0, "a" * 140), rate=2.0) == 5_000


def test_an_episode_is_as_long_as_max_hours_at_most(free: list[int], tmp_path: Path) -> None:
    room.check(script(3600 * 5.9), "a.html", SETTINGS, tmp_path)
    with pytest.raises(NothingToRead, match=r"it would last 6\.1 hours, and max_hours is 6"):
        room.check(script(3600 * 6.1), "a.html", SETTINGS, tmp_path)


def test_an_article_too_large_for_the_disk_is_its_own_failure(free: list[int], tmp_path: Path) -> None:
    free[0] = 300 * 10**6
    room.check(script(600), "a.html", SETTINGS, tmp_path)
    with pytest.raises(NothingToRead, match=r"its episode needs about \d+ MB, and 100 MB are free"):
        room.check(script(3600), "a.html", SETTINGS, tmp_path)


def test_a_full_disk_stops_the_run(free: list[int], tmp_path: Path) -> None:
    free[0] = 100 * 10**6
    with pytest.raises(OutputError, match=r"only 100 MB of its disk are free, and reserve_mb is 200"):
        room.check(script(1), "a.html", SETTINGS, tmp_path)


def test_a_script_is_taken_from_the_owners_own_files_alone() -> None:
    body = json.dumps({"version": 1, "article": {"title": "T"}, "segments": [{"role": "body", "text": "Hm."}]}).encode()
    assert from_page(Page("", body, "application/json"), "own.json", ScriptOptions()).segments[0].text == "Hm."
    foreign = Page("https://news.example/a.json", body, "application/json")
    with pytest.raises(NothingToRead, match="a script is only taken from a file of your own"):
        from_page(foreign, foreign.url, ScriptOptions())
