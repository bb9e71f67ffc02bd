"""A kill at any instant leaves the last complete feed or the next one, and running again finishes the rest.

The publishing process kills itself (SIGKILL, nothing is cleaned up) at the N-th time it opens a file for writing,
renames, removes or makes a folder in the feed. ``make crash`` visits every such instant; CI each 23rd.
"""

from __future__ import annotations

import errno
import mmap
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from audiobrief.cli import main
from audiobrief.feed import run

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
OLD, NEW = ARTICLES / "library-bulletin.md", ARTICLES / "night-trains.html"
BASE = "http://127.0.0.1:8321/"
EVERY = 1 if os.environ.get("CRASH_FULL") else 23

pytestmark = [pytest.mark.long, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]


def quiet(line: str) -> None: ...


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feed with one episode; the second is spoken but not published (its clips are in the cache)."""
    folder = tmp_path_factory.mktemp("before") / "feed"
    run.init(folder, quiet, title="News", base_url=None, language="en", cast="tone")
    run.publish(folder, [str(OLD)], quiet)
    return folder


def publish(folder: Path, fault: Fault | None = None) -> int:
    """Publishes both articles in a process of its own; its exit status, or -9."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    if fault is not None:
        sys.addaudithook(fault)
    sys.argv = ["audiobrief", "publish", str(folder), str(OLD), str(NEW)]
    try:
        main()
    except SystemExit as leave:
        os._exit(leave.code if isinstance(leave.code, int) else 1)
    finally:
        os._exit(99)


class Fault:
    """Counts what changes the folder. At a given count the process ends, or the disk fails: once, or from then on."""

    def __init__(self, folder: Path, at: int, error: int = 0, *, stays: bool = False) -> None:
        self.folder = str(folder)
        self.left = at
        self.error = error
        self.stays = stays
        self.struck = mmap.mmap(-1, 1)  # seen by the process that waits, too

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        changes = event in ("os.rename", "os.remove", "os.mkdir", "os.link") or (
            event == "open" and isinstance(arguments[1], str) and arguments[1][0] in "wxa"
        )
        if not changes or not str(arguments[0]).startswith(self.folder):
            return
        self.left -= 1
        if self.left == 0:
            self.struck[0] = 1
        if self.left == 0 and not self.error:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.left == 0 or (self.left < 0 and self.stays and event != "os.remove"):
            raise OSError(self.error, os.strerror(self.error))


def promise(folder: Path) -> int:
    """Holds the feed to its word: all that it names is there and whole. Gives the number of episodes."""
    public = folder / "public"
    top = etree.parse(public / "feed.xml")
    for enclosure in top.iter("enclosure"):
        assert (public / named(enclosure.get("url"))).stat().st_size == int(enclosure.get("length") or 0)
    for element in top.iter("*"):
        for name in ("url", "href"):
            address = element.get(name) or ""
            if address.startswith(BASE):
                assert (public / named(address)).exists(), address
    return len(list(top.iter("item")))


def named(address: str | None) -> str:
    return (address or "").removeprefix(BASE)


def rounds(before: Path, place: Path) -> Iterator[tuple[int, Path, int]]:
    """Kills at one instant after the other, until a run comes to its end."""
    kill_at, status = 1, -9
    while status == -9:
        folder = place / "feed"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(before, folder)
        status = publish(folder, Fault(folder, kill_at))
        yield kill_at, folder, status
        kill_at += EVERY


def test_a_kill_at_any_instant(before: Path, tmp_path: Path) -> None:
    kills = 0
    for kill_at, folder, status in rounds(before, tmp_path):
        assert status in (-9, 0), f"change {kill_at}: exit {status}"
        assert promise(folder) in (1, 2), f"change {kill_at}"
        assert publish(folder) == 0, f"after change {kill_at} the next run failed"
        assert promise(folder) == 2
        assert not list(folder.rglob(".*.part")), f"change {kill_at}: something was left behind"
        kills += status == -9
    assert kills * EVERY > 50, "the instants are found by their audit events; there are more than these"


@pytest.mark.parametrize(("error", "stays"), [(errno.ENOSPC, True), (errno.EIO, False)], ids=["full disk", "bad disk"])
def test_a_disk_that_fails_at_any_instant(before: Path, tmp_path: Path, error: int, stays: bool) -> None:
    """An error, never a broken feed; when the disk works again, the next run finishes the rest."""
    statuses = set()
    for at in range(1, 1000, 30 if EVERY > 1 else 1):
        folder = tmp_path / "feed"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(before, folder)
        fault = Fault(folder, at, error, stays=stays)
        status = publish(folder, fault)
        statuses.add(status)
        assert status in (0, 6, 7), f"change {at}: exit {status}"
        assert promise(folder) in (1, 2), f"change {at}"
        assert publish(folder) == 0, f"after change {at} the next run failed"
        assert promise(folder) == 2
        if not fault.struck[0]:
            break
    assert 6 in statuses


def test_a_finished_run_leaves_no_temporary_file(before: Path, tmp_path: Path) -> None:
    folder = tmp_path / "feed"
    shutil.copytree(before, folder)
    assert publish(folder) == 0
    assert not [path for path in (folder / "public").rglob("*") if path.name.startswith(".")]
