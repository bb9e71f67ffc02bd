"""Each example is run as its own text says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import feedparser
import mutagen.mp3
import podcastparser
import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
ARTICLES = sorted((EXAMPLES / "articles").iterdir())


def run(folder: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(folder / "cache"), "PATH": ""}
    return subprocess.run(
        [sys.executable, str(EXAMPLES / name), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo's feed folder and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    done = run(folder, "demo.py", "feed")
    assert done.returncode == 0, done.stderr
    return folder / "feed", done.stdout


@pytest.mark.long
def test_the_demo_says_where_everything_is(demo: tuple[Path, str]) -> None:
    feed, said = demo
    assert (feed / "public" / "feed.xml").exists()
    assert said.count("MP3:") == len(ARTICLES)
    assert "serve" in said


@pytest.mark.long
def test_feed_readers_read_the_demo(demo: tuple[Path, str]) -> None:
    path = demo[0] / "public" / "feed.xml"
    with path.open("rb") as file:
        podcast = podcastparser.parse("http://127.0.0.1:8321/feed.xml", file)
    assert len(podcast["episodes"]) == len(ARTICLES)
    entries = feedparser.parse(path.read_bytes()).entries
    assert len(entries) == len(ARTICLES)
    for entry in entries:
        enclosure = entry.enclosures[0]
        audio = demo[0] / "public" / enclosure.href.removeprefix("http://127.0.0.1:8321/")
        assert int(enclosure.length) == audio.stat().st_size


@pytest.mark.long
def test_the_demo_has_its_chapters_in_order(demo: tuple[Path, str]) -> None:
    for path in demo[0].glob("public/episodes/*/*.mp3"):
        file: Any = mutagen.mp3.MP3(path)
        starts = [frame.start_time for frame in file.tags.getall("CHAP")]
        assert starts == sorted(starts)
        assert starts[0] == 0
        assert all(start % 1000 == 0 for start in starts)


@pytest.mark.long
def test_the_demo_again_changes_no_byte(demo: tuple[Path, str]) -> None:
    def state() -> dict[Path, tuple[bytes, int]]:
        files = (path for path in (demo[0] / "public").rglob("*") if path.is_file())
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    before = state()
    done = run(demo[0].parent, "demo.py", "feed")
    assert done.returncode == 0, done.stderr
    assert state() == before


@pytest.mark.long
def test_the_demo_passes_its_own_check(demo: tuple[Path, str]) -> None:
    command = [sys.executable, "-m", "audiobrief", "check", str(demo[0])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.long
def test_the_system_voice_speaks(tmp_path: Path) -> None:
    done = run(tmp_path, "system_voice.py", "bulletin.mp3")
    assert done.returncode == 0, done.stderr
    file: Any = mutagen.mp3.MP3(tmp_path / "bulletin.mp3")
    assert file.info.length > 20


def test_quotes_are_counted(tmp_path: Path) -> None:
    done = run(tmp_path, "count_quotes.py")
    assert done.returncode == 0, done.stderr
    assert "Adela Brandt: " in done.stdout
