"""How a tool is found, asked for its version and run; and the table of all of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.conformance.site import BUILD

VENV = BUILD / "venv"
NODE = BUILD / "node"
HERE = Path(__file__).resolve().parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


class NotInstalledError(Exception):
    """What a check needs is not on this machine; says what."""


@dataclass(frozen=True, slots=True)
class Check:
    """One tool. ``version`` raises :class:`NotInstalledError`; ``read`` says what was read, or asserts."""

    tool: str
    version: Callable[[], str]
    read: Callable[[], str]


CHECKS: list[Check] = []


def check(tool: str, version: Callable[[], str]) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Puts a function into the table."""

    def add(read: Callable[[], str]) -> Callable[[], str]:
        CHECKS.append(Check(tool, version, read))
        return read

    return add


def program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise NotInstalledError(name)
    return found


def of_program(*command: str) -> Callable[[], str]:
    """The version that a program prints."""

    def ask() -> str:
        text = output([program(command[0]), *command[1:]], any_exit=True)
        found = re.search(r"\d+\.\d[\w.]*", text) or re.search(r"\d+", text)
        return found.group().rstrip(".") if found else "?"

    return ask


def of_python(distribution: str) -> Callable[[], str]:
    """The version of a package of tests/conformance/requirements.txt."""

    def ask() -> str:
        python = VENV / "bin" / "python"
        question = f"import importlib.metadata as m; print(m.version({distribution!r}))"
        try:
            return output([str(python), "-c", question]).strip()
        except (OSError, AssertionError):
            raise NotInstalledError(distribution) from None

    return ask


def of_node(package: str) -> Callable[[], str]:
    """The version of a package of tests/conformance/package.json."""

    def ask() -> str:
        program("node")
        facts = NODE / "node_modules" / package / "package.json"
        if not facts.exists():
            raise NotInstalledError(package)
        return str(json.loads(facts.read_text(encoding="utf-8"))["version"])

    return ask


def output(
    command: list[str], *, any_exit: bool = False, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> str:
    """What a command prints, both streams; a wrong exit code is an assertion with its last words."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=plain_environment() | dict(env or {}),
        cwd=cwd,
        timeout=600,
        check=False,
    )
    text = done.stdout.decode("utf-8", "replace")
    assert any_exit or done.returncode == 0, f"exit code {done.returncode}: {text.strip()[-400:]}"
    return text


def plain_environment() -> dict[str, str]:
    """No proxy, no language of the person who runs it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "JAVA_HOME") if name in os.environ}
    return kept | {"LANG": "C.UTF-8", "TERM": "xterm"}


def python_json(script: str, *arguments: str) -> Any:
    """Runs a script of this folder with the tools' own interpreter; what it prints last is JSON."""
    return _last_json(output([str(VENV / "bin" / "python"), str(HERE / script), *arguments]))


@cache
def node_json(reader: str, *arguments: str) -> Any:
    """Runs one of readers.mjs; it must lie beside node_modules to find them."""
    script = NODE / "readers.mjs"
    shutil.copyfile(HERE / "readers.mjs", script)
    return _last_json(output([program("node"), str(script), reader, *arguments], cwd=NODE))


def _last_json(text: str) -> Any:
    return json.loads(text.strip().rpartition("\n")[2])


def plural(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
