"""How much the person at the terminal is told: lines, fewer, more, or a bar where a terminal and they want one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiobrief.telling import Step, Teller, detail

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
BULLETIN = ARTICLES / "library-bulletin.md"
TRAINS = ARTICLES / "night-trains.html"
SPEAKING = ("read", str(BULLETIN), "-o", "a.mp3", "--cast", "tone", "--force")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "audiobrief", *arguments],
        cwd=folder,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )


def in_a_terminal(folder: Path, *arguments: str) -> tuple[int, str]:
    """Runs with standard error on a pseudo terminal; gives the exit code and what the terminal got."""
    import pty

    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "audiobrief", *arguments],
        cwd=folder,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(folder / "cache"), "TERM": "xterm", "COLUMNS": "80"},
        stdout=subprocess.DEVNULL,
        stderr=slave,
    ) as process:
        os.close(slave)
        got = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:  # the last who had the other end left
                break
            if not piece:
                break
            got += piece
    os.close(master)
    return process.returncode, got.decode()


@pytest.mark.parametrize("where", ["before the verb", "after it"])
def test_quiet_prints_results_alone(tmp_path: Path, where: str) -> None:
    done = run(tmp_path, *(("--quiet", *SPEAKING) if where == "before the verb" else (*SPEAKING, "--quiet")))
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith("a.mp3: ")


def test_quiet_still_says_what_is_wrong(tmp_path: Path) -> None:
    done = run(tmp_path, "--quiet", "read", "missing.html")
    assert done.returncode == 3
    assert done.stderr.startswith("Error: missing.html: ")


def test_quiet_keeps_what_went_wrong_with_one_article_of_a_feed(tmp_path: Path) -> None:
    assert run(tmp_path, "feed", "init", "news", "--title", "News", "--cast", "tone", "--quiet").stderr == ""
    done = run(tmp_path, "feed", "update", "--quiet", "news", str(BULLETIN), "missing.html")
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["Not published", "Error"], done.stderr


def test_verbose_says_what_each_step_does(tmp_path: Path) -> None:
    first, again = (run(tmp_path, *SPEAKING, "--verbose").stderr for _ in range(2))
    for told in (first, again):
        assert f"Asking for {BULLETIN}\n" in told
        assert "Voices: tone " in told
        assert "language en" in told
    assert "Spoken now: 0 of " not in first
    assert "Spoken now: 0 of " in again


def test_quiet_and_verbose_contradict_each_other(tmp_path: Path) -> None:
    for more in ("--verbose", "--progress"):
        done = run(tmp_path, "--quiet", *SPEAKING, more)
        assert done.returncode == 2
        assert done.stderr.startswith("Error: --quiet: asks for less"), done.stderr


def test_each_of_many_sources_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, *SPEAKING[:2], str(TRAINS), *SPEAKING[2:])
    assert done.stderr.splitlines()[:2] == [f"Reading: {BULLETIN}, 1 of 2.", f"Reading: {TRAINS}, 2 of 2."]


def test_a_password_in_an_address_is_not_told(tmp_path: Path) -> None:
    done = run(tmp_path, "--verbose", "read", "http://ann:secret@127.0.0.1:9/a", "http://ann:secret@127.0.0.1:9/b")
    assert "http://127.0.0.1:9/a, 1 of 2" in done.stderr
    assert "secret" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
def test_a_bar_is_drawn_in_a_terminal_where_it_is_wanted(tmp_path: Path) -> None:
    code, got = in_a_terminal(tmp_path, *SPEAKING, "--progress")
    assert code == 0
    drawn = [line for line in got.replace("\r\n", "\n").split("\r") if "Speaking" in line]
    assert len(drawn) > 5
    assert "[####################]  100%" in drawn[-1]
    assert "Speaking: " not in got, "no lines beside the bar"
    assert got.endswith("\x1b[?25h\r\n"), "the cursor is back, on a line of its own"


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
def test_no_bar_is_drawn_that_nobody_asked_for(tmp_path: Path) -> None:
    code, got = in_a_terminal(tmp_path, *SPEAKING)
    assert code == 0
    assert "Speaking: " in got
    assert not set(got.replace("\r\n", "\n")) & set("\x1b\r"), "only appended"


def test_no_bar_is_drawn_where_there_is_no_terminal(tmp_path: Path) -> None:
    done = run(tmp_path, *SPEAKING, "--progress")
    assert "Speaking: " in done.stderr
    assert not set(done.stderr) & set("\x1b\r#[")


class Drawing:
    """A bar that writes down what is done with it."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def update(self, n_steps: int, current_item: str | None = None) -> None:
        self.lines.append(f"+{n_steps} {current_item}".strip())

    def render_finish(self) -> None:
        self.lines.append("left")


def test_a_line_beside_a_bar_begins_on_its_own() -> None:
    lines: list[str] = []
    teller = Teller(lines.append)
    teller.new_bar = lambda what, total: Drawing(lines)
    assert teller.draw("Speaking", 2, "", is_last=False)
    teller("Not spoken: a")
    teller("Not spoken: b")
    assert teller.draw("Speaking", 2, "", is_last=True)
    teller("Done")
    assert lines == ["+1", "left", "Not spoken: a", "Not spoken: b", "+1", "left", "Done"]


class Interrupted(Drawing):
    """A bar in whose drawing Ctrl-C arrives."""

    def update(self, n_steps: int, current_item: str | None = None) -> None:
        super().update(n_steps, current_item)
        raise KeyboardInterrupt


def test_ctrl_c_while_a_bar_is_drawn_leaves_its_line() -> None:
    lines: list[str] = []
    teller = Teller(lines.append)
    teller.new_bar = lambda what, total: Interrupted(lines)
    with pytest.raises(KeyboardInterrupt):
        teller.draw("Speaking", 2, "", is_last=False)
    teller("Error: stopped")
    assert lines == ["+1", "left", "Error: stopped"]


def test_only_what_is_wanted_is_told() -> None:
    lines: list[str] = []
    teller = Teller(lines.append)
    detail(teller, "a detail that nobody asked for")
    teller.is_verbose = True
    detail(teller, "a detail")
    teller.is_verbose, teller.is_quiet = False, True
    teller(Step("a step"))
    teller("a fault")
    assert lines == ["a detail", "a fault"]
