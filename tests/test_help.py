"""The documentation at the terminal: topics, commands, the man page, what a shell completes."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from audiobrief.assets import docs_folder
from audiobrief.cli import cli
from audiobrief.commands import man_page
from audiobrief.commands.help import contexts

ROOT = Path(__file__).resolve().parent.parent
TOPICS = sorted(path.stem for path in docs_folder().glob("*.md"))
GROUP = click.Context(cli, info_name="audiobrief", **cli.context_settings)
COMMANDS = dict(contexts(GROUP))
PAGE = man_page.page(GROUP, contexts(GROUP))


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "audiobrief", *words], check=False, capture_output=True, text=True)


def test_without_a_topic_all_are_listed_with_their_title() -> None:
    lines = run("help").stdout.splitlines()
    assert [line.partition(":")[0] for line in lines[2:]] == TOPICS
    assert "hosting: Hosting a feed" in lines


def test_a_topic_is_its_page_and_names_other_pages_as_they_are_asked_for() -> None:
    told = run("help", "roles").stdout
    assert told.startswith("# Roles\n")
    assert len(told.splitlines()) == len((ROOT / "docs/roles.md").read_text("utf-8").splitlines())
    assert "extending (audiobrief help extending)" in run("help", "design").stdout


def test_a_command_is_its_own_help() -> None:
    assert run("help", "feed", "add").stdout == run("feed", "add", "--help").stdout != ""


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        ("hostin", "Did you mean hosting?"),
        ("feed updat", "Did you mean feed update?"),
        ("xyzzy", "audiobrief help lists the topics, audiobrief --help the commands."),
    ],
)
def test_what_is_neither_is_answered_with_what_was_meant(given: str, remedy: str) -> None:
    done = run("help", *given.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f'Error: "{given}": is no topic and no command. {remedy}\n'


def test_no_topic_has_the_name_of_a_command() -> None:
    assert not set(TOPICS) & set(COMMANDS)


def test_every_topic_that_the_program_names_is_there() -> None:
    named = {
        name
        for path in (ROOT / "audiobrief").rglob("*.py")
        for name in re.findall(r"audiobrief help ([a-z-]+)", path.read_text("utf-8"))
    }
    assert {"hosting", "scale", "engines"} <= named <= {*TOPICS, "lists"}


def test_no_message_names_a_file_that_an_installed_program_lacks() -> None:
    """Docstrings and comments, which are read in the repository, may."""
    for path in (ROOT / "audiobrief").rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            assert not re.search(r'^[^#]*[^"]"[^"]+docs/[\w-]+\.md[^"]*"', line), f"{path.name}: {line}"


def test_the_man_page_has_every_command_and_every_option() -> None:
    made = run("help", "--man").stdout
    assert made == PAGE and made.isascii()
    for context in COMMANDS.values():
        section = made.partition(f".SS {context.command_path}\n")[2].partition("\n.SS ")[0]
        for option in context.command.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert option.opts[-1].replace("-", "\\-") in section, f"{context.command_path} {option.opts}"


def test_roff_takes_no_text_for_a_request() -> None:
    command = click.Command("x", help=".TH is no request\n\n\b\n'br nor this \\n(.g\n\na – b")
    made = man_page.page(GROUP, [("x", click.Context(command, parent=GROUP, info_name="x"))])
    assert "\n\\&.TH is no request\n" in made and "\n\\&'br nor this \\[rs]n(.g\n" in made
    assert "a \\[u2013] b" in made


@pytest.mark.full
@pytest.mark.parametrize("program", [("groff", "-man", "-Tutf8", "-ww"), ("mandoc", "-T", "lint", "-W", "error")])
def test_the_man_page_renders_without_a_warning(program: tuple[str, ...]) -> None:
    if not shutil.which(program[0]):
        pytest.skip(f"{program[0]} is not installed")
    done = subprocess.run(program, input=PAGE, check=False, capture_output=True, text=True)
    assert done.stderr == ""
    if program[0] == "groff":
        assert "audiobrief feed update [OPTIONS] FEED" in re.sub(r"\x1b\[[\d;]*m|.\x08", "", done.stdout)


@pytest.mark.parametrize(("shell", "mark"), [("zsh", "#compdef audiobrief"), ("fish", "complete --no-files --command")])
def test_each_shell_has_its_script(shell: str, mark: str) -> None:
    assert mark in run("completion", shell).stdout


def test_another_shell_is_answered_with_those_that_there_are() -> None:
    done = run("completion", "zhs")
    assert done.returncode == 2 and done.stderr.endswith("Did you mean zsh?\n")


@pytest.mark.full
@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_commands_options_topics_and_files(tmp_path: Path) -> None:
    """A person's keys at a real terminal: what was completed is run."""
    (tmp_path / "audiobrief").write_text(f'#!/bin/sh\nexec {sys.executable} -m audiobrief "$@"\n')
    (tmp_path / "audiobrief").chmod(0o755)
    (tmp_path / "harbour.md").write_text(
        "# Harbour opens\n\nThe new harbour opened on Monday after ten years of work.\n"
    )
    keys = (
        'eval "$(audiobrief completion bash)"\n',
        "audiobrief he\tuna\t> page.txt\n",
        "audiobrief help fee\twith\t> verb.txt\n",
        "audiobrief langu\t--js\tde > languages.json\n",
        "audiobrief script harb\t> script.txt\n",
        "exit\n",
    )
    screen = typed("".join(keys), tmp_path)
    assert (tmp_path / "page.txt").read_text().startswith("# Running a feed for years"), screen
    assert (tmp_path / "verb.txt").read_text().startswith("Usage: audiobrief feed withdraw"), screen
    assert (tmp_path / "languages.json").read_text().startswith("["), screen
    assert "harbour" in (tmp_path / "script.txt").read_text(), screen


def typed(keys: str, folder: Path) -> str:
    """What bash shows to somebody who types the keys."""
    ours, its = pty.openpty()
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "TERM": "dumb", "HOME": str(folder)}
    command = ["bash", "--norc", "-i"]
    with subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, cwd=folder, env=environment, start_new_session=True
    ):
        os.close(its)
        os.write(ours, keys.encode())
        shown = bytearray()
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the terminal is closed with its last program
                break
            if not part:
                break
            shown += part
    os.close(ours)
    return shown.decode(errors="replace")
