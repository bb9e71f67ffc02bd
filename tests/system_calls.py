"""Watches what a process and its children change on the disk, call by call, and may let any call fail.

A seccomp filter hands each such system call (SQLite's own and those of child processes, too) to the test before it is
carried out: the test may let it go on, let it fail, write less than was asked, or kill the process at that very
instant. Needs Linux 5.9 on x86-64 or arm64, and neither privileges nor a compiler.
"""

from __future__ import annotations

import array
import contextlib
import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_X86 = {
    "openat": 257, "open": 2, "creat": 85, "write": 1, "pwrite64": 18, "writev": 20, "fsync": 74, "fdatasync": 75,
    "ftruncate": 77, "rename": 82, "renameat": 264, "renameat2": 316, "mkdir": 83, "mkdirat": 258, "unlink": 87,
    "unlinkat": 263, "rmdir": 84, "linkat": 265, "link": 86, "fallocate": 285, "sendfile": 40, "copy_file_range": 326,
}  # fmt: skip
_ARM = {
    "openat": 56, "write": 64, "pwrite64": 68, "writev": 66, "fsync": 82, "fdatasync": 83, "ftruncate": 46,
    "renameat": 38, "renameat2": 276, "mkdirat": 34, "unlinkat": 35, "linkat": 37, "fallocate": 47, "sendfile": 71,
    "copy_file_range": 285,
}  # fmt: skip
_NUMBERS = {"x86_64": _X86, "aarch64": _ARM}.get(platform.machine(), {}) if sys.platform == "linux" else {}
_NAMES = {number: name for name, number in _NUMBERS.items()}
_SECCOMP = {"x86_64": 317, "aarch64": 277}.get(platform.machine(), 0)
_PIDFD_GETFD = 438
_KINDS = {"open": "open", "creat": "open", "pwrite64": "write", "writev": "write", "sendfile": "write",
          "copy_file_range": "write", "fdatasync": "fsync", "fallocate": "ftruncate", "rmdir": "unlink"}  # fmt: skip
_AT_PATHS = {"openat": 1, "renameat": 2, "renameat2": 2, "mkdirat": 1, "unlinkat": 1, "linkat": 2}
_PATHS = {"open": 1, "creat": 1, "rename": 2, "mkdir": 1, "unlink": 1, "rmdir": 1, "link": 2}
_HERE = 0xFFFFFF9C  # AT_FDCWD
_NOTICE = struct.Struct("QIIiIQ6Q")
_ANSWER = struct.Struct("QqiI")
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_GO_ON = 1
_libc = ctypes.CDLL(None, use_errno=True)

IS_HERE = bool(_NUMBERS) and "user_notif" in (
    Path("/proc/sys/kernel/seccomp/actions_avail").read_text().split()
    if Path("/proc/sys/kernel/seccomp/actions_avail").exists()
    else ()
)
KILL = -1
"""An answer: the process ends here."""
SHORT = -2
"""An answer: half of the bytes are written."""


@dataclass(frozen=True, slots=True)
class Change:
    """A call that is about to be carried out: open (for writing), write, fsync, ftruncate, rename, mkdir, unlink, link.

    ``path`` is the file; for rename and link ``other`` is its new name. ``handle`` is the file as the test can open it.
    """

    kind: str
    path: str
    other: str = ""
    handle: str = ""


def run(action: Callable[[], int], folder: Path, judge: Callable[[Change], int]) -> int:
    """Runs ``action`` in a process of its own; its exit status, negative for a signal.

    ``judge`` is asked about each change below ``folder``, in order, and answers 0, an errno, KILL or SHORT.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        ours.close()
        _act(action, theirs)
    theirs.close()
    with ours:
        _, sent, _, _ = ours.recvmsg(1, 64)
    listener = array.array("i", sent[0][2])[0]
    over = os.pidfd_open(pid)
    try:
        _Supervisor(pid, listener, over, str(folder), judge).work()
    finally:
        os.close(listener)
        os.close(over)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
    return os.waitstatus_to_exitcode(status)


def _act(action: Callable[[], int], to: socket.socket) -> None:
    status = 99
    try:
        listener = _filtered()
        to.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))])
        os.close(listener)
        to.close()
        status = action()
    finally:
        os._exit(status)


def _filtered() -> int:
    """Installs the filter in this process; gives what its notices are read from."""
    numbers = sorted(_NAMES)
    program = [(0x20, 0, 0, 0)]  # load the number of the call
    program += [(0x15, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    program += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x7FC00000)]  # allow; ask
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    whole = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program), ctypes.addressof(code)))
    _libc.prctl(38, 1, 0, 0, 0)  # no new privileges
    listener = _libc.syscall(_SECCOMP, 1, 8, whole)
    if listener < 0:
        raise OSError(ctypes.get_errno(), "no seccomp filter")
    return int(listener)


class _Supervisor:
    def __init__(self, pid: int, listener: int, over: int, folder: str, judge: Callable[[Change], int]) -> None:
        self.pid, self.listener, self.over = pid, listener, over
        self.folder, self.judge = folder, judge

    def work(self) -> None:
        """Answers until the process is over; what its children do after that fails."""
        poll = select.poll()
        poll.register(self.listener, select.POLLIN)
        poll.register(self.over, select.POLLIN)
        while True:
            ready = dict(poll.poll())
            if ready.get(self.listener, 0) & select.POLLIN:
                if not self._answer():
                    return
            elif ready:  # the process is over
                return

    def _answer(self) -> bool:
        notice = bytearray(_NOTICE.size)
        try:
            fcntl.ioctl(self.listener, _RECEIVE, notice)
        except FileNotFoundError:  # who asked is dead
            return True
        number, task, _, call, _, _, *words = _NOTICE.unpack(notice)
        change = self._change(task, _NAMES[call], words)
        verdict = self.judge(change) if change else 0
        if verdict == KILL:
            os.kill(self.pid, signal.SIGKILL)
            return False
        value = self._short(task, _NAMES[call], words) if verdict == SHORT else 0
        flags = _GO_ON if not verdict or (verdict == SHORT and value == 0) else 0
        answer = bytearray(_ANSWER.pack(number, value, -verdict if verdict > 0 else 0, flags))
        with contextlib.suppress(FileNotFoundError):
            fcntl.ioctl(self.listener, _SEND, answer)
        return True

    def _change(self, task: int, name: str, words: list[int]) -> Change | None:
        try:
            return self._of_handle(task, name, words) if self._is_of_handle(name) else self._of_path(task, name, words)
        except OSError:  # the process is gone, or the handle is none
            return None

    @staticmethod
    def _is_of_handle(name: str) -> bool:
        return name not in _PATHS and name not in _AT_PATHS

    def _is_ours(self, path: str) -> bool:
        return f"{path}/".startswith(f"{self.folder}/")

    def _of_handle(self, task: int, name: str, words: list[int]) -> Change | None:
        number = words[2] if name == "copy_file_range" else words[0]
        handle = f"/proc/{task}/fd/{number & 0xFFFFFFFF}"
        path = str(Path(handle).readlink())
        return Change(_KINDS.get(name, name), path, handle=handle) if self._is_ours(path) else None

    def _of_path(self, task: int, name: str, words: list[int]) -> Change | None:
        flags = {"open": words[1], "openat": words[2]}.get(name, os.O_CREAT)
        if not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return None
        step, count = (1, _PATHS[name]) if name in _PATHS else (2, _AT_PATHS[name])
        paths = []
        for at in range(count):
            base = words[at * 2] & 0xFFFFFFFF if step == 2 else _HERE
            text = _text(task, words[at * step + step - 1])
            if not text.startswith("/"):
                start = Path(f"/proc/{task}/cwd" if base == _HERE else f"/proc/{task}/fd/{base}").readlink()
                text = str(start / text)
            paths.append(os.path.normpath(text))
        if not any(map(self._is_ours, paths)):
            return None
        kind = name.removesuffix("2").removesuffix("at")
        return Change(_KINDS.get(kind, kind), paths[0], paths[1] if count == 2 else "")

    def _short(self, task: int, name: str, words: list[int]) -> int:
        """Writes half of the bytes in the process's place; 0 where that cannot be."""
        length = words[2] // 2
        if name not in ("write", "pwrite64") or not length:
            return 0
        with Path(f"/proc/{task}/mem").open("rb", buffering=0) as memory:
            memory.seek(words[1])
            data = memory.read(length)
        process = os.pidfd_open(self.pid if task == self.pid else _leader(task))
        handle = _libc.syscall(_PIDFD_GETFD, process, words[0] & 0xFFFFFFFF, 0)
        os.close(process)
        if handle < 0:
            return 0
        try:
            return os.write(handle, data) if name == "write" else os.pwrite(handle, data, words[3])
        finally:
            os.close(handle)


def _leader(task: int) -> int:
    status = Path(f"/proc/{task}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("Tgid:")))


def _text(task: int, address: int) -> str:
    with Path(f"/proc/{task}/mem").open("rb", buffering=0) as memory:
        found = b""
        while b"\0" not in found:
            memory.seek(address + len(found))
            more = memory.read(256 - (address + len(found)) % 256)  # never over the end of a page
            if not more:
                raise OSError(errno.EFAULT, "no text")
            found += more
    return os.fsdecode(found.partition(b"\0")[0])
