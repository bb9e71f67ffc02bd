"""What is kept between runs: an unchanged page is not read again, and nothing large is loaded for it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from audiobrief import stories
from audiobrief.cache import Cache
from audiobrief.memo import Memo
from audiobrief.model import Page, Script, ScriptOptions
from tests.warm import Forge

TRAINS = Path(__file__).resolve().parent.parent / "examples" / "articles" / "night-trains.html"
PAGE = Page("https://news.example/a", TRAINS.read_bytes(), "text/html")
AGAIN = """
import sys
from pathlib import Path
from audiobrief import reading
request = reading.ReadRequest(sources=({page!r},), output={out!r}, cast="tone", force=True)
made = reading.read(request, lambda line: None)
assert (made.recording.spoken, made.recording.encoded) == (0, 0)
heavy = [name for name in ("numpy", "bs4", "lxml", "lameenc", "soxr", "soundfile", "PIL", "babel", "pydub") if name in sys.modules]
sys.exit(repr(heavy) if heavy else 0)
"""  # noqa: E501


def test_a_script_is_written_once_for_what_it_depends_on(tmp_path: Path) -> None:
    kept, made = Memo(Cache(tmp_path)), 0

    def make(page: Page, chosen: ScriptOptions) -> Script:
        nonlocal made
        made += 1
        return stories.from_page(page, "a", chosen)

    def script(page: Page, chosen: ScriptOptions, language: str | None = None) -> Script:
        return kept.script(page, chosen, language, lambda: make(page, chosen))

    first = script(PAGE, ScriptOptions())
    assert script(PAGE, ScriptOptions()) == first == stories.from_page(PAGE, "a", ScriptOptions())
    assert made == 1
    script(replace(PAGE, body=PAGE.body + b" "), ScriptOptions())
    script(PAGE, ScriptOptions(captions=False))
    script(PAGE, ScriptOptions(), "de")
    assert made == 4


def test_without_a_store_nothing_is_kept() -> None:
    pictures = iter([b"one", b"two"])
    kept = Memo()
    assert [kept.picture(lambda: next(pictures), "a") for _ in range(2)] == [b"one", b"two"]


def test_a_picture_is_drawn_once_for_what_it_shows(tmp_path: Path) -> None:
    kept = Memo(Cache(tmp_path))
    pictures = iter([b"one", b"two"])
    assert [kept.picture(lambda: next(pictures), name) for name in ("a", "a", "b", "b")] == [
        b"one", b"one", b"two", b"two"
    ]  # fmt: skip


def test_an_unchanged_article_loads_nothing_large(tmp_path: Path, forge: Forge | None) -> None:
    """The regression floor of "nothing changed": half a second for an hour of news."""
    code = AGAIN.format(page=str(TRAINS), out=str(tmp_path / "a.mp3"))
    environment = {"AUDIOBRIEF_CACHE": str(tmp_path / "cache"), "PATH": ""}
    first = ["read", str(TRAINS), "--cast", "tone", "-o", str(tmp_path / "b.mp3")]
    if forge:
        forge.run(first, tmp_path, environment, None).check_returncode()
    else:
        subprocess.run([sys.executable, "-m", "audiobrief", *first], env=environment, check=True, capture_output=True)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
