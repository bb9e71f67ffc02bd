"""The cache: whole entries or none, damage is a miss, the oldest go first."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.cache import Cache
from audiobrief.errors import OutputError
from tests.thorough import examples

KEY = sha256(b"key").hexdigest()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_was_put_is_got(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get(KEY) is None
    cache.put(KEY, b"body")
    cache.put(KEY, b"another body")
    assert cache.get(KEY) == b"another body"
    assert Cache(tmp_path).get(KEY) == b"another body"
    assert len(files(tmp_path)) == 1


@examples(100, few=40)
@given(st.binary(max_size=200), st.integers(0, 300), st.integers(1, 255))
def test_damage_is_a_miss(tmp_path_factory: pytest.TempPathFactory, body: bytes, at: int, flip: int) -> None:
    """Any flipped byte, and any length cut off."""
    cache = Cache(Path(tempfile.mkdtemp(dir=tmp_path_factory.getbasetemp())))
    cache.put(KEY, body)
    (path,) = files(cache.folder)
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[at % len(whole)] ^= flip
    path.write_bytes(damaged)
    assert cache.get(KEY) is None
    path.write_bytes(whole[: at % len(whole)])
    assert cache.get(KEY) is None
    path.write_bytes(whole + b"x")
    assert cache.get(KEY) is None
    cache.put(KEY, body)
    assert cache.get(KEY) == body


def put_at(cache: Cache, number: int, size: int, used_s: float) -> str:
    key = sha256(str(number).encode()).hexdigest()
    cache.put(key, bytes(size))
    path = cache.folder / key[:2] / f"{key[2:]}.bin"
    os.utime(path, (used_s, used_s))
    return key


def test_the_ones_used_longest_ago_go_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit_bytes=3500)
    now_s = time.time()
    keys = [put_at(cache, number, 1000, now_s - 1000 + number) for number in range(5)]
    assert cache.get(keys[0]) is not None  # used again: now the newest
    assert cache.trim(now_s) == 3 * 1044
    assert [cache.get(key) is not None for key in keys] == [True, False, False, True, True]


def test_stray_temporary_files_go_after_a_day(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, b"body")
    old, fresh = (tmp_path / KEY[:2] / name for name in (".old.bin.1.2", ".fresh.bin.1.2"))
    old.write_bytes(b"torn")
    fresh.write_bytes(b"being written")
    os.utime(old, (1, 1))
    cache.trim()
    assert not old.exists()
    assert fresh.exists()
    assert cache.get(KEY) == b"body"


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "nowhere")
    assert cache.get(KEY) is None
    assert cache.trim() is None
    cache.put(KEY, b"")
    shutil.rmtree(cache.folder)
    assert cache.trim() == 0


def test_trimming_again_looks_at_nothing(tmp_path: Path) -> None:
    """A run that only read leaves the folder alone: it may hold a hundred thousand files."""
    cache = Cache(tmp_path, limit_bytes=0)
    cache.put(KEY, b"body")
    assert cache.trim() == 0
    Cache(tmp_path).put(KEY, b"another run's")
    assert cache.trim() is None
    assert cache.get(KEY) == b"another run's"


def test_a_disk_that_refuses_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    with pytest.raises(OutputError, match="the cache could not be written"):
        Cache(tmp_path / "cache").put(KEY, b"body")
    cache = Cache(tmp_path / "other")
    cache.put(KEY, b"body")
    (path,) = files(cache.folder)
    path.unlink()
    path.mkdir()  # cannot be replaced by a file
    with pytest.raises(OutputError):
        cache.put(KEY, b"body")
    assert files(cache.folder) == []


def test_threads_may_put_the_same_key(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    def put_often() -> None:
        for _ in range(30):
            cache.put(KEY, b"x" * 10_000)

    threads = [threading.Thread(target=put_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.get(KEY) == b"x" * 10_000
    assert len(files(tmp_path)) == 1


def test_a_killed_run_leaves_no_torn_entry(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib\nfrom pathlib import Path\nfrom audiobrief.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]))\nprint('ready', flush=True)\n"
        "for n in range(10**6):\n    key = hashlib.sha256(str(n % 50).encode()).hexdigest()\n"
        "    cache.put(key, bytes([n % 256]) * 500_000)\n"
        "    if n == 20: print('going', flush=True)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    cache = Cache(tmp_path)
    entries = [path for path in files(tmp_path) if not path.name.startswith(".")]
    assert len(entries) >= 20
    for path in entries:
        body = cache.get(path.parent.name + path.stem)
        assert body is not None
        assert body == body[:1] * 500_000
