"""After a power cut at any instant of any command the feed is whole, and the next run finishes what was left.

Each command that writes runs on a disk of which a model knows what was synced. Wherever something changed, the folders
that a power cut may leave are built, held to the feed's word, and finished: by ``make crash`` each, by CI some.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from audiobrief.feed import upkeep, waiting
from audiobrief.library import FILE
from tests import crash_scene, power, system_calls

EVERY = 1 if os.environ.get("CRASH_FULL") else 20

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not system_calls.IS_HERE, reason="needs Linux with seccomp's user notification"),
]


def lost(folder: Path) -> None:
    shutil.rmtree(folder / upkeep.MEMORY)


def damaged(folder: Path) -> None:
    (folder / upkeep.MEMORY / FILE).write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)


def none_yet(folder: Path) -> None:
    shutil.rmtree(folder)
    crash_scene.new_feed(folder)


def as_it_is(folder: Path) -> None: ...


def read(folder: Path) -> int:
    """An edition of two with all that may stand beside it, over an older one."""
    options = ("--cast", "tone", "--epub", "--transcript", "--force", "-o", str(folder / "edition.mp3"))
    return crash_scene.command(folder, "read", str(folder / "tram.html"), str(folder / "quay.html"), *options)


def put(folder: Path) -> int:
    waiting.put(folder, [str(folder / "quay.html")], None)
    return 0


def withdraw(folder: Path) -> int:
    return crash_scene.command(folder, "feed", "withdraw", str(folder), crash_scene.guid(folder, "The tram"))


def told(*verb: str, name: Sequence[str] = ()) -> Callable[[Path], int]:
    return lambda folder: crash_scene.command(folder, "feed", *verb, str(folder), *name)


COMMANDS: dict[str, tuple[Callable[[Path], None], Callable[[Path], int]]] = {
    "first": (none_yet, crash_scene.day),
    "day": (as_it_is, crash_scene.day),
    "withdraw": (as_it_is, withdraw),
    "rebuild": (as_it_is, told("rebuild")),
    "recover": (lost, crash_scene.day),
    "backup": (damaged, crash_scene.day),
    "retry": (as_it_is, told("retry")),
    "listener": (as_it_is, told("listeners", "add", name=["Ada"])),
    "wait": (as_it_is, put),
    "read": (as_it_is, read),
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return crash_scene.prepared(tmp_path_factory.mktemp("before") / "feed")


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_power_cut_leaves_is_whole(before: Path, tmp_path: Path, name: str) -> None:
    prepare, action = COMMANDS[name]
    folder = crash_scene.copied(before, tmp_path / "feed")
    prepare(folder)
    disk = power.Disk(folder)
    left = tmp_path / "left" / "feed"
    seen: set[int] = set()
    finished = 0

    def cut(told: str) -> None:
        nonlocal finished
        for tree in disk.trees():
            if hash(frozenset(tree.items())) in seen:
                continue
            seen.add(hash(frozenset(tree.items())))
            if len(seen) % EVERY:
                continue
            shutil.rmtree(left, ignore_errors=True)
            power.build(tree, left)
            assert crash_scene.promise(left) or name == "first", told
            if len(seen) % (EVERY * EVERY // 4 or 1) == 0:
                finished += 1
                assert_finished(
                    left,
                    f"{name}, power cut before {told}",
                    stays=name == "withdraw",
                    old=name in ("recover", "backup"),
                )

    failed: list[BaseException] = []
    last = ""

    def judge(change: system_calls.Change) -> int:
        nonlocal last
        try:
            if last not in ("write", "open"):  # these alone leave nothing else
                cut(f"{change.kind} {change.path}")
            last = change.kind
            return disk(change)
        except BaseException as error:
            failed.append(error)
            return system_calls.KILL

    status = system_calls.run(lambda: action(folder), folder, judge)
    if failed:
        raise failed[0]
    assert status == 0, crash_scene.lines(folder)
    cut("the end")
    assert not disk.wrong, "renamed before their bytes were synced"
    lacking = [one for one in disk.lacking() if "/cache/" not in one and not one.endswith(("lock", "-shm", "-wal"))]
    assert not lacking, "their folder was not synced afterwards"
    print(f"{name}: {len(seen)} folders that a power cut may leave, {finished} of them finished by the next run")


def assert_finished(folder: Path, told: str, *, stays: bool, old: bool) -> None:
    for request in (folder / ".audiobrief" / "waiting").glob("*.json"):
        request.write_bytes(request.read_bytes().replace(b"/feed/", b"/left/feed/"))
    status = system_calls.run(lambda: crash_scene.day(folder), folder, lambda _: 0)
    assert status in (0, 7) if stays else status == 0, f"{told}: {crash_scene.lines(folder)}"
    named = crash_scene.promise(folder)
    assert named >= crash_scene.AFTER - {"The barn"} - ({"The tram"} if stays else set()), (told, named)
    assert old or "The mill" not in named, told
