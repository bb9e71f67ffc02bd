"""Windows and macOS, by stand-ins: what POSIX alone has is taken away, what they do otherwise is done on purpose.

Nothing was run on either (docs/engines.md, "Other systems").
"""

from __future__ import annotations

import ast
import errno
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audiobrief import atomic, identity, workers
from audiobrief.cache import Cache
from audiobrief.errors import OutputError
from audiobrief.feed import stick

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "audiobrief"
ARTICLE = ROOT / "examples" / "articles" / "library-bulletin.md"

POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_CALLS = {
    module: set(names.split())
    for module, names in {
        "os": (
            "chown chroot fchmod fchown fork forkpty getegid geteuid getgid getgroups getpgid getpgrp getpriority "
            "getsid getuid initgroups killpg lchown lockf major makedev minor mkfifo mknod nice openpty "
            "posix_fadvise pread preadv pwrite pwritev register_at_fork sched_getaffinity sched_setaffinity "
            "sched_yield sendfile setegid seteuid setgid setgroups setpgid setpriority setsid setuid statvfs sync "
            "sysconf tcgetpgrp ttyname uname wait wait3 wait4 waitid O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK "
            "O_SYNC"
        ),
        "signal": (
            "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGPROF SIGQUIT SIGSTOP SIGUSR1 SIGUSR2 SIGXCPU "
            "ITIMER_PROF alarm pause pthread_kill pthread_sigmask setitimer sigwait"
        ),
        "select": "poll POLLIN epoll kqueue",
        "time": "tzset",
        "socket": "AF_UNIX CMSG_LEN",
    }.items()
}
"""By module: what the documentation of Python gives to Unix alone."""

WINDOWS = f"""
import importlib, pkgutil, subprocess, sys, warnings
warnings.simplefilter("ignore")
import audiobrief

def every():
    for found in pkgutil.walk_packages(audiobrief.__path__, "audiobrief."):
        if not found.name.endswith("__main__"):
            try:
                importlib.import_module(found.name)
            except ImportError as error:  # an extra that is not installed
                if (error.name or "").startswith("audiobrief") or error.name in GONE:
                    raise
            yield found.name

GONE = {sorted(POSIX_MODULES)!r}
count = len(list(every()))  # what others wrote is imported as it is here
for name in [name for name in sys.modules if name == "audiobrief" or name.startswith("audiobrief.")]:
    del sys.modules[name]
for module, names in {POSIX_CALLS!r}.items():
    for name in names:
        vars(importlib.import_module(module)).pop(name, None)
for name in GONE:
    sys.modules[name] = None
subprocess.Popen.kill = subprocess.Popen.terminate  # the same there
sys.platform = "win32"
audiobrief = importlib.import_module("audiobrief")
assert len(list(every())) == count > 150
"""
"""Imports every module of ours once more, without what Windows lacks."""


def test_every_module_loads_without_what_posix_alone_has() -> None:
    done = subprocess.run([sys.executable, "-c", WINDOWS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.long
def test_an_article_is_spoken_without_what_posix_alone_has(tmp_path: Path) -> None:
    """The command itself, in a process that has lost it all: page, voice, encoder, file."""
    speaking = (
        f"sys.argv = ['audiobrief', 'read', {str(ARTICLE)!r}, '--cast', 'espeak', '-o', 'a.mp3']\n"
        "from audiobrief.cli import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", WINDOWS + speaking],
        cwd=tmp_path,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.mp3").stat().st_size > 100_000


GUARDED = {
    # asked for with hasattr, or where there are forks
    "workers.py": {"fork", "setsid", "killpg", "SIGKILL", "poll", "POLLIN"},
    "speech/espeak_worker.py": {"fork"},  # told by its parent
    "confined.py": {"resource", "setitimer", "SIGPROF", "ITIMER_PROF"},
    "serve/connections.py": {"resource"},
    "atomic.py": {"O_DIRECTORY"},
    "inbox/keeper.py": {"setpriority"},  # does without
}
"""What POSIX alone has, by module: each is behind a question whether it is there."""


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_other_module_needs_posix(path: Path) -> None:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found |= {node.attr} & POSIX_CALLS.get(node.value.id, set())
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names} & POSIX_MODULES
        if isinstance(node, ast.ImportFrom):
            found |= {str(node.module)} & POSIX_MODULES
            found |= {name.name for name in node.names} & POSIX_CALLS.get(str(node.module), set())
    assert found <= GUARDED.get(path.relative_to(PACKAGE).as_posix(), set())


def test_texts_are_read_and_written_in_utf_8_wherever_it_runs() -> None:
    """Windows' own encoding is another one: no file is opened as text without saying which."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                said = len(node.args) + sum(word.arg == "encoding" for word in node.keywords)
                assert node.func.attr != "read_text" or said, f"{path}:{node.lineno}"
                assert node.func.attr != "write_text" or said > 1, f"{path}:{node.lineno}"


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_a_system_of_another_encoding_loses_nothing(tmp_path: Path, encoding: str) -> None:
    page = tmp_path / "a.txt"
    page.write_text("Выборы объявлены\n\n" + "Прага — „čtyři“ сказали в четверг. " * 30, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "audiobrief", "script", str(page)],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "сказали".encode() in done.stdout, "a pipe is no terminal: it gets UTF-8"


class Held(PermissionError):
    """As Windows raises it for a file that somebody reads."""

    winerror = 32


def test_a_file_that_is_read_is_replaced_when_its_reader_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    target = tmp_path / "feed.xml"
    target.write_bytes(b"old")
    left = 3
    replace = Path.replace

    def held(self: Path, other: Path) -> Path:
        nonlocal left
        left -= 1
        if left >= 0:
            raise Held(errno.EACCES, "Permission denied")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", held)
    atomic.write(target, b"new")
    assert target.read_bytes() == b"new"
    left = 1_000
    with pytest.raises(OutputError, match="another program has it open"):
        atomic.write(target, b"newer")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["feed.xml"]


def test_an_entry_of_the_cache_that_is_read_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    cache.put("ab" * 32, b"sound")

    def held(self: Path, other: Path) -> Path:
        raise Held(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", held)
    assert cache.put("ab" * 32, b"sound") == b"sound"
    assert cache.get("ab" * 32) == b"sound"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    with pytest.raises(OutputError):
        cache.put("cd" * 32, b"other")


DEVICE = re.compile(r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
TITLES = [
    *("CON", "nul", "Aux.", "COM1", "lpt9", "PRN: what it means", "Con artists", "CLOCK$", "com¹", "NUL.txt"),
    *("Ends with dots...", " blanks ", "a:b", "a*b?c", 'say "no"', "a|b", "tab\there", "\u202eexe"),
    *("x" * 300, "日本" * 99),
]


@pytest.mark.parametrize("title", TITLES)
def test_names_are_files_on_every_system(title: str) -> None:
    names = [identity.file_stem(title) + ".mp3", identity.slug(title, "guid"), stick.safe_name(7, title)]
    for name in names:
        assert not DEVICE.match(name), name
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        assert name == name.strip() and not name.endswith(".")
        assert len(name) <= 120, "folders have room before it: Windows ends paths at 260"


def test_names_that_differ_in_case_alone_are_not_made() -> None:
    """Windows and macOS take them for one: slugs have no capitals, and digits of the guid behind them."""
    names = [identity.slug(title, guid) for title, guid in (("Dam", "a"), ("DAM", "b"), ("dam", "c"))]
    assert len({name.casefold() for name in names}) == 3
    assert all(name == name.lower() for name in names)


def test_the_longest_path_of_a_feed_has_room_on_windows() -> None:
    """A path ends at 260 there: an episode's longest leaves 88 for the feed's own folder."""
    slug = identity.slug("word " * 60, "guid")
    temporary = f".{slug}-daisy.zip.{2**22}.{'0' * 8}.part"
    assert len(f"\\public\\episodes\\{slug}\\{temporary}") <= 171


def test_ctrl_c_reaches_no_worker_on_any_system() -> None:
    assert workers.apart("posix") == {"start_new_session": True}
    assert workers.apart("nt") == {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0x200)}
