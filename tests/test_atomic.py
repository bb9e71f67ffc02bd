"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from audiobrief import atomic
from audiobrief.errors import OutputError


def test_write_makes_the_folder_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "new" / "deeper" / "feed.xml"
    atomic.write(target, b"one")
    atomic.write(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["feed.xml"]


def test_files_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        atomic.write(tmp_path / "feed.xml", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "feed.xml").stat().st_mode & 0o777 == 0o644


def test_equal_bytes_are_not_written_again(tmp_path: Path) -> None:
    target = tmp_path / "feed.xml"
    assert atomic.write_if_changed(target, b"same")
    os.utime(target, (1_000_000_000, 1_000_000_000))
    inode = target.stat().st_ino
    assert not atomic.write_if_changed(target, b"same")
    assert (target.stat().st_mtime, target.stat().st_ino) == (1_000_000_000, inode)
    assert atomic.write_if_changed(target, b"diff")
    assert target.read_bytes() == b"diff"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError, SystemExit])
def test_a_stopped_block_leaves_the_old_file(tmp_path: Path, stop: type[BaseException]) -> None:
    target = tmp_path / "episode.mp3"
    target.write_bytes(b"old")
    with pytest.raises(stop), atomic.replacing(target) as file:
        file.write(b"half of the new")
        raise stop
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full. Free some space"),
        (errno.EDQUOT, "quota is used up. Free some space"),
        (errno.EACCES, "no permission to write here. Choose a folder"),
        (errno.EROFS, "the disk is read-only. Choose a folder"),
        (errno.EIO, "the disk reports an error. Check the disk"),
        (errno.EBADF, "Bad file descriptor. Check the path"),
    ],
)
def test_each_trouble_of_the_disk_has_its_remedy(tmp_path: Path, code: int, words: str) -> None:
    target = tmp_path / "episode.mp3"
    with pytest.raises(OutputError, match=words) as caught, atomic.replacing(target):
        raise OSError(code, os.strerror(code))
    assert caught.value.subject == str(target)
    assert list(tmp_path.iterdir()) == []


def test_bad_targets_are_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match=r"[Cc]hoose"):
        atomic.write(tmp_path / "file" / "below.mp3", b"x")
    with pytest.raises(OutputError, match="is a folder"):
        (tmp_path / "folder").mkdir()
        atomic.write(tmp_path / "folder", b"x")
    with pytest.raises(OutputError):
        atomic.make_folder(tmp_path / "file")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full (Linux)")
def test_a_full_disk_is_told_when_buffered_bytes_reach_it(tmp_path: Path) -> None:
    (tmp_path / "probe").symlink_to("/dev/full")
    with (
        pytest.raises(OutputError, match="the disk is full"),
        atomic.replacing(tmp_path / "out"),
        (tmp_path / "probe").open("wb") as full,
    ):
        full.write(b"x" * 100_000)
    assert not (tmp_path / "out").exists()


def test_longest_file_name_works(tmp_path: Path) -> None:
    target = tmp_path / ("n" * 251 + ".mp3")
    atomic.write(target, b"x")
    assert target.read_bytes() == b"x"
    with pytest.raises(OutputError, match="too long"):
        atomic.write(tmp_path / ("n" * 400), b"x")


def test_leftovers_of_a_killed_run_go(tmp_path: Path) -> None:
    names = (".a.mp3.1.ff.part", ".b.mp3.2.ff.part", "c.part", ".hidden")
    (tmp_path / "below").mkdir()
    for folder in (tmp_path, tmp_path / "below"):
        for name in names:
            (folder / name).write_bytes(b"x")
    assert atomic.remove_leftovers(tmp_path, "b.mp3") == 1
    assert atomic.remove_leftovers(tmp_path) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"c.part", ".hidden", "below"}
    assert len(list((tmp_path / "below").iterdir())) == 4
    assert atomic.remove_leftovers(tmp_path / "none") == 0
