"""What is kept between runs: an unchanged page is not read again, and nothing large is loaded for it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief import stories, workers
from audiobrief.cache import Cache
from audiobrief.memo import Memo
from audiobrief.model import Page, Script, ScriptOptions
from tests.warm import Forge

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
TRAINS, DAM = ARTICLES / "night-trains.html", ARTICLES / "harbour-dam.html"
PAGE = Page("https://news.example/a", TRAINS.read_bytes(), "text/html")
AGAIN = """
import sys
from pathlib import Path
from audiobrief import reading
request = reading.ReadRequest(sources={pages!r}, output={out!r}, cast="tone", force=True)
made = reading.read(request, lambda line: None)
assert (made.recording.spoken == 0) == (made.recording.encoded == 0) == {unchanged!r}
sys.exit(repr([name for name in {heavy!r} if name in sys.modules]) if set({heavy!r}) & set(sys.modules) else 0)
"""
READERS = (
    "bs4",
    "lxml",
    "audiobrief.extract.read",
    "audiobrief.script.write.writing",
    "audiobrief.script.quotation.find",
)
SPEAKERS = ("numpy", "lameenc", "soxr", "soundfile", "PIL", "babel", "pydub", "audiobrief.spoken_form.tokens")
UNUSED_ENGINES = tuple(f"audiobrief.speech.{name}" for name in ("espeak", "piper", "system", "rhvoice", "openai"))
LEARNING = """
import sys
from pathlib import Path
from re import _compiler
made, make = [], _compiler.compile
_compiler.compile = lambda pattern, flags=0: made.append(len(pattern)) or make(pattern, flags)
from audiobrief import stories
from audiobrief.model import Page, ScriptOptions
stories.from_page(Page("", Path({page!r}).read_bytes(), "text/html"), "a", ScriptOptions())
print(len(made), sum(made), *({unused!r} & set(sys.modules)))
"""


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


@pytest.mark.parametrize("pages", [(TRAINS,), (TRAINS, DAM)])
def test_what_is_unchanged_loads_nothing_large(tmp_path: Path, forge: Forge | None, pages: tuple[Path, ...]) -> None:
    """The regression floor of "nothing changed": half a second for an hour of news."""
    sources = tuple(map(str, pages))
    environment = {"AUDIOBRIEF_CACHE": str(tmp_path / "cache"), "PATH": ""}
    first = ["read", *sources, "--cast", "tone", "-o", str(tmp_path / "b.mp3")]
    if forge:
        forge.run(first, tmp_path, environment, None).check_returncode()
    else:
        subprocess.run([sys.executable, "-m", "audiobrief", *first], env=environment, check=True, capture_output=True)
    ended = _again(sources, tmp_path, READERS + SPEAKERS + UNUSED_ENGINES, unchanged=True)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("pages", [(TRAINS,), (TRAINS, DAM)])
def test_who_speaks_loads_nothing_that_reads(tmp_path: Path, pages: tuple[Path, ...]) -> None:
    """Pages are read and an edition is written elsewhere; what does it takes half a second to load."""
    unread = (*READERS[:1], *READERS[2:], "audiobrief.spoken_form.tokens")  # lxml reads the lexicon as well
    ended = _again(tuple(map(str, pages)), tmp_path, unread, unchanged=False)
    assert ended.returncode == 0, ended.stderr


def test_the_pages_of_an_edition_are_read_by_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    kind = workers.Fork if workers.can_fork() else workers.Worker
    start = kind.__init__

    def counted(self: workers.Worker, name: str, *rest: object, **more: object) -> None:
        started.append(name)
        start(self, name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(kind, "__init__", counted)
    edition = stories.gather([str(TRAINS), str(DAM)] * 2, ScriptOptions(), None, None)
    assert len(edition.stories) == 4
    assert started == ["reader"]


def test_to_learn_reading_costs_few_patterns() -> None:
    """The regression floor of a correction and of a first article: they were 780 patterns of 154,000 characters."""
    program = LEARNING.format(page=str(TRAINS), unused={"bs4", "soupsieve", "numpy", "spellchecker"})
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    patterns, characters, *unused = done.stdout.split()
    assert not unused
    assert int(patterns) <= 680
    assert int(characters) <= 120_000


def _again(
    sources: tuple[str, ...], folder: Path, heavy: tuple[str, ...], *, unchanged: bool
) -> subprocess.CompletedProcess[str]:
    """Reads the sources in a new interpreter, which tells what of ``heavy`` it has loaded then."""
    code = AGAIN.format(pages=sources, out=str(folder / "a.mp3"), heavy=heavy, unchanged=unchanged)
    environment = {"AUDIOBRIEF_CACHE": str(folder / "cache"), "PATH": ""}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
