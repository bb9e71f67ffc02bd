"""A kill or a failing call at any instant leaves the last complete feed or the next one; running again finishes it.

Every system call by which a run changes its folder, SQLite's own too, is an instant: the process is killed before it,
or the call fails as on a full, failing, read-only or used-up disk. ``make crash`` visits every instant; CI each 67th.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import crash_scene, system_calls
from tests.system_calls import KILL, SHORT, Change

EVERY = 1 if os.environ.get("CRASH_FULL") else 67
WRITES = {"write", "ftruncate", "fsync", "open", "mkdir", "rename", "link"}
KINDS: dict[int, set[str]] = {
    errno.ENOSPC: WRITES - {"fsync"},
    errno.EIO: {*WRITES, "unlink"},
    errno.EDQUOT: WRITES,
    errno.EROFS: {"open", "mkdir", "rename", "unlink"},
    errno.EMFILE: {"open"},
    SHORT: {"write"},
}

pytestmark = [
    pytest.mark.skipif(not system_calls.IS_HERE, reason="needs Linux with seccomp's user notification"),
]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return crash_scene.prepared(tmp_path_factory.mktemp("before") / "feed")


class Fault:
    """Strikes at a given change: with a kill, or an error, once or from then on."""

    def __init__(self, at: int, verdict: int, *, stays: bool = False) -> None:
        self.left, self.verdict, self.stays = at, verdict, stays
        self.struck = ""

    def __call__(self, change: Change) -> int:
        self.left -= 1
        if self.left > 0 or (self.left and not self.stays):
            return 0
        if self.verdict != KILL and change.kind not in KINDS[self.verdict]:
            self.left += not self.struck  # the next call that this can happen to
            return 0
        self.struck = self.struck or f"{change.kind} {Path(change.path).name}"
        return self.verdict


def after(before: Path, place: Path, fault: Callable[[Change], int]) -> tuple[Path, int]:
    """A run over a copy of the feed with a fault in it."""
    folder = crash_scene.copied(before, place / "feed")
    return folder, system_calls.run(lambda: crash_scene.day(folder), folder, fault)


def assert_finished(folder: Path, told: str) -> None:
    """The next run, without fault, brings what is missing; nothing is left behind."""
    assert crash_scene.promise(folder) >= {"The tram"}, told
    status = system_calls.run(lambda: crash_scene.day(folder), folder, lambda _: 0)
    said = crash_scene.lines(folder)
    assert status == 0, f"{told}: {said}"
    assert crash_scene.promise(folder) == crash_scene.AFTER, f"{told}: {said}"
    left = [path for path in folder.rglob(".*.part") if "cache" not in path.parts]
    assert not left, f"{told}: {left}"
    assert not list((folder / "public" / "episodes").glob("the-mill*")), told
    assert not list((folder / ".audiobrief" / "waiting").iterdir()), told


def test_a_disk_that_one_article_fills_is_that_articles_failure(before: Path, tmp_path: Path) -> None:
    def fault(change: Change) -> int:
        return errno.ENOSPC if change.kind == "write" and "/the-quay" in change.path else 0

    folder, status = after(before, tmp_path, fault)
    said = crash_scene.lines(folder)
    assert (status, crash_scene.promise(folder)) == (7, {"The tram", "The barn"}), said
    assert [line for line in said if "Not published" in line and "the disk is full" in line]
    assert_finished(folder, "room for it")


@pytest.mark.long
def test_a_kill_at_any_instant(before: Path, tmp_path: Path) -> None:
    at = 1
    while True:
        fault = Fault(at, KILL)
        folder, status = after(before, tmp_path, fault)
        if not fault.struck:
            break
        assert status == -9
        assert_finished(folder, f"killed before change {at} ({fault.struck})")
        at += EVERY
    assert status == 0
    assert at > 200, "there are more changes than these"
    print(f"killed before each of {at - 1} changes")


@pytest.mark.long
@pytest.mark.parametrize(
    ("verdict", "stays", "every"),
    [
        (errno.ENOSPC, True, 1),
        (errno.ENOSPC, False, 2),
        (errno.EIO, False, 1),
        (errno.EDQUOT, True, 3),
        (errno.EROFS, True, 3),
        (errno.EMFILE, False, 2),
        (SHORT, False, 2),
    ],
    ids=["full", "full for a moment", "failing", "quota", "read-only", "too many files", "short writes"],
)
def test_a_call_that_fails_at_any_instant(before: Path, tmp_path: Path, verdict: int, stays: bool, every: int) -> None:
    """One line and its exit code, never a broken feed; when the disk works again, the next run finishes the rest."""
    struck = 0
    for at in range(1, 10_000, every if EVERY == 1 else EVERY * every):
        fault = Fault(at, verdict, stays=stays)
        folder, status = after(before, tmp_path, fault)
        if not fault.struck:
            break
        struck += 1
        told = f"change {at} ({fault.struck}): exit {status}: {crash_scene.lines(folder)}"
        assert status in (0, 6, 7), told
        assert sum(line.startswith("Error:") for line in crash_scene.lines(folder)) == (status != 0), told
        assert "unexpected" not in told and "fault in audiobrief" not in told, told
        assert_finished(folder, told)
    print(f"{struck} calls failed, one after the other")
    assert struck
