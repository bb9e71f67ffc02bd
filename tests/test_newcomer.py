"""Thirty mistakes of a first hour (tests/data/newcomer.toml): each is answered by one line, and what it says works."""

from __future__ import annotations

import http.server
import re
import shlex
import shutil
import socket
import threading
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.test_cli import TRAINS, Shell
from tests.warm import Forge

TASKS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "data/newcomer.toml").read_text("utf-8"))["task"]
LINKS = "<html><body><nav><a href=/>Home</a> <a href=/a>News</a> <a href=/b>Sport</a></nav></body></html>"


class Moving(http.server.SimpleHTTPRequestHandler):
    """Serves a folder; one page leads to another address of this machine."""

    def do_GET(self) -> None:
        if self.path != "/moved.html":
            super().do_GET()
            return
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.2:{self.headers['Host'].rpartition(':')[2]}/article.html")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(TRAINS, folder / "article.html")
    handler = partial(Moving, directory=str(folder))
    with http.server.ThreadingHTTPServer(("", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def taken() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield str(listening.getsockname()[1])


@pytest.fixture
def run(tmp_path: Path, forge: Forge | None, _cache: Path) -> Shell:
    (tmp_path / "articles").mkdir()
    for name in ("article.html", "articles/one.html"):
        shutil.copy(TRAINS, tmp_path / name)
    (tmp_path / "front.html").write_text(LINKS)
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    (tmp_path / "broken.json").write_text('{"version": 1, "article"')
    (tmp_path / "there.mp3").write_bytes(b"mine")
    shell = Shell(tmp_path, forge, _cache)
    assert shell("feed", "init", "news", "--cast", "tone").returncode == 0
    return shell


def configure(path: Path, line: str) -> None:
    """Writes a line on top, in the place of one with the same key."""
    text = path.read_text(encoding="utf-8")
    key = line.partition(" =")[0]
    rest = [one for one in text.splitlines() if not re.match(rf"({key}|author|category) =", one)]
    path.write_text("\n".join([line, *rest, ""]), encoding="utf-8")


def test_there_are_thirty() -> None:
    assert len({task["name"] for task in TASKS}) == len(TASKS) == 30


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["name"])
def test_a_mistake_is_answered_by_what_mends_it(task: dict[str, Any], run: Shell, site: str, taken: str) -> None:
    toml = run.folder / "news" / "audiobrief.toml"

    def words(line: str) -> list[str]:
        return shlex.split(line.format(site=site, port=taken))

    for command in task.get("before", ()):
        assert run(*words(command)).returncode == 0
    if "config" in task:
        configure(toml, task["config"])
    line = run.fails(task["code"], *words(task["command"]))
    for said in task["says"]:
        assert said in line
    assert len(line) < 300 and line.endswith((".", "?"))
    if "mend" in task:
        toml.write_text(toml.read_text("utf-8").replace(task["config"], task["mend"]), encoding="utf-8")
    for command in task.get("then", ()):
        done = run(*words(command))
        assert done.returncode == 0, done.stderr


def test_the_bare_command_prints_its_help(run: Shell) -> None:
    for words in ([], ["feed"], ["feed", "listeners"], ["export"]):
        done = run(*words)
        assert done.returncode == 0
        assert done.stdout.startswith("Usage: audiobrief") and not done.stderr
