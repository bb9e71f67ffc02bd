"""A run that is killed at any point leaves the last complete state or the next one, and running again finishes.

The child counts what it asks the system for (files opened, renamed, synced) and kills itself at the n-th.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from audiobrief.library import Library
from tests.test_library import episode

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")]

AUDIO_BYTES = 15_000
STORIES = 3
EVERY = 1 if os.environ.get("CRASH_FULL") else 5

CHILD = f"""
import os, signal, sys
from pathlib import Path
from audiobrief import atomic, identity
from audiobrief.library import Library
from tests.test_library import episode, story

folder, fatal, count = Path(sys.argv[1]), int(sys.argv[2]), 0

def step(*_):
    global count
    count += 1
    if count == fatal:
        os.kill(os.getpid(), signal.SIGKILL)

really_sync = os.fsync
def sync(handle):
    step()
    really_sync(handle)
    step()
os.fsync = sync
sys.addaudithook(lambda event, args: event in ("os.rename", "os.mkdir", "sqlite3.connect") and step())

with Library(folder / ".audiobrief") as library:
    for number in range({STORIES}):
        article = story(f"topic{{number}}", title=f"Story {{number}}")
        known = library.identify(article, f"https://paper.example/{{number}}", "2026-03-01T12:00:00+00:00")
        step()
        if known.episode is None:
            with atomic.replacing(folder / f"public/s{{number}}/episode.mp3") as file:
                file.write(bytes([number]) * {AUDIO_BYTES // 2})
                step()
                file.write(bytes([number]) * {AUDIO_BYTES // 2})
            made = episode(known.guid, f"s{{number}}")
            library.record(known.guid, article, identity.text_hash(article), made, "2026-03-01T12:00:00+00:00")
            step()
    names = [made.slug for made in library.episodes()]
    atomic.write_if_changed(folder / "public/feed.xml", "".join(f"{{name}}\\n" for name in [*names, "END"]).encode())
"""


def run(folder: Path, fatal: int = 0) -> int:
    """The exit code of a run that dies at its n-th step; 0 lets it live."""
    return subprocess.run([sys.executable, "-c", CHILD, str(folder), str(fatal)], check=False, timeout=60).returncode


def assert_sound(folder: Path) -> list[str]:
    """Whatever is there is whole; what the feed and the library name is there. Gives what the feed names."""
    for path in folder.glob("public/*/episode.mp3"):
        data = path.read_bytes()
        assert len(data) == AUDIO_BYTES and len(set(data)) == 1
    with Library(folder / ".audiobrief") as library:
        for made in library.episodes():
            assert (folder / "public" / made.slug / "episode.mp3").exists()
            assert made == episode(made.guid, made.slug)
    feed = folder / "public" / "feed.xml"
    names = feed.read_text().split() if feed.exists() else ["END"]
    assert names[-1] == "END"
    assert all((folder / "public" / name / "episode.mp3").exists() for name in names[:-1])
    return names[:-1]


def test_killed_runs_lose_and_double_nothing(tmp_path: Path) -> None:
    killed = 0
    for fatal in range(1, 200, EVERY):
        folder = tmp_path / str(fatal)
        code = run(folder, fatal)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        killed += 1
        assert_sound(folder)
        assert run(folder) == 0
        assert len(assert_sound(folder)) == STORIES
    else:
        pytest.fail("the run has more steps than were tried")
    assert killed * EVERY >= 24


def test_run_that_is_killed_again_and_again_comes_to_its_end(tmp_path: Path) -> None:
    for attempt in range(50):
        if run(tmp_path, 7 + attempt) == 0:
            break
        assert_sound(tmp_path)
    assert len(assert_sound(tmp_path)) == STORIES
