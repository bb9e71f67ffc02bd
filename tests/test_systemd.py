"""The units of examples/systemd: what systemd says of them, and that everything works under what they forbid."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from audiobrief import workers

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
PROGRAM = "/opt/audiobrief/bin/audiobrief"
ARTICLE = ROOT / "examples" / "articles" / "library-bulletin.md"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")
systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def section(path: Path, name: str) -> dict[str, str]:
    read = configparser.RawConfigParser(strict=True)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(path.read_text("utf-8"))
    return dict(read[name])


def confinement(path: Path) -> list[str]:
    lines = path.read_text("utf-8").partition("NoNewPrivileges")[2].partition("\n[Install]")[0]
    return lines.strip().splitlines()


def test_both_services_are_confined_alike() -> None:
    one, other = map(confinement, SERVICES)
    assert one == other


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_they_run_commands_that_there_are(path: Path) -> None:
    program, *arguments = section(path, "Service")["ExecStart"].split()
    assert program == PROGRAM
    done = subprocess.run(
        [sys.executable, "-m", "audiobrief", *arguments[:-1], "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert section(path, "Service")["ReadWritePaths"] == arguments[-1]


@systemd
def test_systemd_verifies_them(tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        text = path.read_text("utf-8").replace(PROGRAM, sys.executable)  # must be there
        (tmp_path / path.name).write_text(text, "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no"]
    done = subprocess.run(
        [*command, *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if "audiobrief" in line]
    assert (done.returncode, told) == (0, [])


@systemd
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_systemd_finds_little_that_they_could_do(path: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout.splitlines()[-1]


@cache
def calls(group: str) -> frozenset[str]:
    """The system calls of a group, as this systemd knows it."""
    told = subprocess.run(["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True)
    names = re.findall(r"^    (@?[\w-]+)$", told.stdout, re.MULTILINE)
    return frozenset(name for one in names for name in (calls(one) if one.startswith("@") else (one,)))


UNDER = """
import contextlib, errno, os, sys
from pathlib import Path
from seccompy import Action, Filter, UnsupportedError

names, feed, *commands = sys.argv[1:]
under = Filter(Action.ERRNO | errno.EPERM)
for name in names.split(","):
    with contextlib.suppress(ValueError, UnsupportedError):  # of another processor
        under.allow(name)
under.load()
with contextlib.suppress(PermissionError):
    os.chroot("/")
    sys.exit("the filter is not there")
from audiobrief import workers
from audiobrief.cli import main

from audiobrief.feed import run, settings_file

settings_file.init(Path(feed), print, title="News", base_url=None, language="en", cast="espeak")
sys.argv = ["audiobrief", *commands]
try:
    main()
except SystemExit as leave:
    print("not confined by:", workers.unconfined() or "nothing")
    raise
"""
"""Runs a feed with no other system calls than those named."""


@systemd
def test_nothing_that_is_needed_is_forbidden(tmp_path: Path) -> None:
    """An article is read, spoken and published, and its readers confine themselves, with the unit's calls alone."""
    service = section(FOLDER / "audiobrief.service", "Service")
    names = service["SystemCallFilter"].split()
    allowed = {name for one in names for name in (calls(one) if one.startswith("@") else (one,))}
    program = tmp_path / "under.py"
    program.write_text(UNDER, "utf-8")
    feed = str(tmp_path / "feed")
    done = subprocess.run(
        [
            sys.executable,
            str(program),
            ",".join(sorted(allowed)),
            feed,
            *service["ExecStart"].split()[1:-1],
            feed,
            ARTICLE,
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(tmp_path / "cache")},
    )
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "feed" / "public" / "episodes").glob("*/*.mp3"))
    assert done.stdout.splitlines()[-1] == f"not confined by: {workers.unconfined() or 'nothing'}", "as without it"
