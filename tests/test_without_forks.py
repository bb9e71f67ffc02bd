"""What Windows must do, done here: no process is forked, all are new interpreters. The whole is marked ``long``.

``AUDIOBRIEF_NO_FORKS=1`` before pytest runs any test so. Python's own ways to start a process (``fork``, ``spawn``,
``forkserver``, the usual one of Python 3.14) change nothing: no module of ours uses ``multiprocessing``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audiobrief import stories, workers
from audiobrief.errors import NothingToRead, SpeechError
from audiobrief.fetch import read_source
from audiobrief.model import Clip, ScriptOptions, Utterance, Voice
from audiobrief.speech import Engine, engines
from audiobrief.speech.espeak import Espeak
from audiobrief.testing import EngineContract
from tests.test_speech_engines import spoken_here

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "examples" / "articles"
TRAINS = ARTICLES / "night-trains.html"
SENTENCE = "The council voted on Tuesday to reopen the old bridge."


@pytest.fixture(autouse=True)
def no_forks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(workers.NO_FORKS, "1")

    def fork() -> int:
        raise AssertionError("forked")

    monkeypatch.setattr(os, "fork", fork, raising=False)


@pytest.fixture
def espeak() -> Iterator[Espeak]:
    engine = Espeak(workers=2)
    yield engine
    engine.close()


def said(engine: Engine, text: str, deadline_s: float = 30.0) -> Clip:
    return engine.speak(Utterance(text, Voice("espeak", "en-us", "en")), deadline_s)


def test_the_embedded_voice_says_the_same(espeak: Espeak) -> None:
    before = {process_of(espeak)}
    clip = said(espeak, SENTENCE)
    assert clip == said(engines()["espeak"], SENTENCE), "as one that forks"
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: said(espeak, SENTENCE), range(6))) == [clip] * 6
    before.add(process_of(espeak))
    assert len(before) == 2, "each utterance has a process of its own"
    assert espeak.phonemes(["bridge"], "en-us") == engines()["espeak"].phonemes(["bridge"], "en-us")


def process_of(engine: Espeak) -> int:
    with engine._pool.worker() as worker:
        return worker._process.pid


def test_a_text_that_kills_it_costs_no_other(espeak: Espeak) -> None:
    with pytest.raises(SpeechError):
        said(espeak, "s'" * 80)
    assert said(espeak, SENTENCE).samples
    with pytest.raises(SpeechError, match="no such voice"):
        espeak.speak(Utterance("a", Voice("espeak", "none", "en")))
    assert said(espeak, SENTENCE).samples


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_it_is_confined_before_it_reads_a_text(espeak: Espeak) -> None:
    with espeak._pool.worker() as worker:
        assert worker.rate_hz
        facts = Path(f"/proc/{worker._process.pid}/status").read_text()
    assert re.search(r"^Seccomp:\s+2$", facts, re.MULTILINE)
    assert re.search(r"^NoNewPrivs:\s+1$", facts, re.MULTILINE)


def test_a_process_without_its_parent_ends(espeak: Espeak) -> None:
    with espeak._pool.worker() as worker:
        assert isinstance(worker._process, subprocess.Popen)
        assert worker._process.stdin is not None
        worker._process.stdin.close()
        assert worker._process.wait(20) == 0


def test_a_page_is_read_in_a_process_of_its_own_and_its_errors_come_back(tmp_path: Path) -> None:
    told: list[str] = []
    script = stories.load(str(TRAINS), ScriptOptions(), tell=told.append)
    page = read_source(str(TRAINS))
    assert script == stories.from_page(page, str(TRAINS), ScriptOptions())
    empty = tmp_path / "empty.html"
    empty.write_text("<p>", "utf-8")
    with pytest.raises(NothingToRead, match=r"empty\.html"):
        stories.load(str(empty), ScriptOptions())


@pytest.mark.long
def test_the_command_without_forks_makes_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for forbidden in ("", "1"):
        folder = tmp_path / f"forbidden-{forbidden}"
        folder.mkdir()
        article = str(ARTICLES / "library-bulletin.md")
        done = subprocess.run(
            [sys.executable, "-m", "audiobrief", "read", article, "--cast", "espeak", "-o", "a.mp3"],
            cwd=folder,
            env={**os.environ, workers.NO_FORKS: forbidden, "AUDIOBRIEF_CACHE": str(folder / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        made.append((folder / "a.mp3").read_bytes())
    assert made[0] == made[1]


@pytest.mark.long
def test_a_folder_of_strangers_brings_no_code(tmp_path: Path) -> None:
    """The readers of pages are started where the owner is: what lies there is not imported."""
    stranger = "import pathlib\npathlib.Path('ran').touch()\n"
    for name in ("msgspec", "html", "audiobrief", "lxml", "json"):
        (tmp_path / f"{name}.py").write_text(stranger, "utf-8")
    main = "import sys; sys.path.remove(''); from audiobrief.cli import main; main()"
    publish = ["publish", "feed", str(TRAINS), "--cast", "tone", "--init"]
    for forbidden, arguments in (("", publish), ("1", ["script", str(TRAINS)])):
        done = subprocess.run(
            [sys.executable, "-c", main, *arguments],
            cwd=tmp_path,
            env={**os.environ, workers.NO_FORKS: forbidden},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "ran").exists(), (arguments, done.stderr)


def test_every_interpreter_is_started_by_the_one_module_that_leaves_the_folder_out() -> None:
    paths = (ROOT / "audiobrief").rglob("*.py")
    named = {path.name for path in paths if "sys.executable" in path.read_text("utf-8")}
    assert named == {"workers.py", "errors.py"}  # errors.py prints it, in a remedy


def test_no_module_chooses_how_python_starts_processes() -> None:
    for path in sorted((ROOT / "audiobrief").rglob("*.py")):
        found = re.search(r"\bmultiprocessing\b|ProcessPoolExecutor", path.read_text("utf-8"))
        assert not found, path


@pytest.mark.long
@pytest.mark.parametrize("engine", spoken_here(), indirect=True)
class TestEnginesWithoutForks(EngineContract):
    """The whole contract, by every engine that is here."""

    @pytest.fixture
    def engine(self, request: pytest.FixtureRequest) -> Iterator[Engine]:
        engine = type(engines()[request.param])()
        yield engine
        engine.close()


@pytest.mark.long
def test_a_feed_is_published_without_forks(tmp_path: Path) -> None:
    main, folder = [sys.executable, "-m", "audiobrief", "feed"], str(tmp_path / "feed")
    articles = [str(ARTICLES / name) for name in ("library-bulletin.md", "election-observers.txt")]
    for arguments in (
        ["init", folder, "--title", "News", "--cast", "espeak"],
        ["update", folder, *articles],
        ["update", folder, *articles],
    ):
        done = subprocess.run([*main, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    made = subprocess.run([*main, "status", folder, "--json"], capture_output=True, text=True, check=True)
    assert json.loads(made.stdout)["episodes"] == len(articles)
