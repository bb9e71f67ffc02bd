"""What a process may still do that reads foreign bytes: read its software, and write into one folder at most.

It makes no socket, starts no program, signals nobody, changes nobody's files. The kernel keeps that: landlock by paths,
seccomp by calls; what one of them lacks on a machine the other mostly keeps. :mod:`audiobrief.confined` steps in.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from audiobrief.assets import voices_folder
from audiobrief.confined import ENTRY

if TYPE_CHECKING:
    from landlockpy import AccessFS, Ruleset


@dataclass(frozen=True, slots=True)
class Needs:
    """What a process needs besides software to read."""

    readable: tuple[Path, ...] = ()
    writable: Path | None = None
    """A folder of its own."""
    forks: bool = False
    """It forks; its forks do not, and see the foreign bytes."""


class Entry(NamedTuple):
    """What a process is handed to step in with."""

    ruleset: int
    """An open file; -1 where there is no landlock."""
    programs: tuple[bytes, ...]
    """Filters for one step after the other; empty ones where there is no seccomp."""

    @property
    def files(self) -> tuple[int, ...]:
        """Returns what the process must inherit."""
        return () if self.ruleset < 0 else (self.ruleset,)

    def environment(self) -> dict[str, str]:
        """Returns the variables of this process that the other may know, with the entry; no key, no password."""
        steps = ":".join((str(self.ruleset), *(program.hex() for program in self.programs)))
        return {name: value for name, value in os.environ.items() if not _SECRET.search(name)} | {ENTRY: steps}


_SECRET = re.compile("KEY|TOKEN|SECRET|PASSW", re.IGNORECASE)

_SOFTWARE = (
    *("/usr", "/lib", "/lib32", "/lib64", "/opt", "/nix/store", "/gnu/store", "/etc/ld.so.cache", "/etc/localtime"),
    *("/dev/urandom", "/dev/random", "/dev/zero", "/sys/devices/system", "/proc/cpuinfo", "/proc/meminfo"),
)
_NETWORK = "socket socketpair io_uring_setup io_uring_enter io_uring_register"
_PROGRAMS = "execve execveat"
_OTHERS = (
    "kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal pidfd_open pidfd_getfd ptrace kcmp "
    "process_vm_readv process_vm_writev process_madvise setpriority ioprio_set sched_setscheduler sched_setparam "
    "sched_setattr setsid setpgid"
)
_MODES = "chmod fchmod fchmodat fchmodat2"
_FILES = (
    "chown fchown lchown fchownat utime utimes utimensat futimesat file_setattr "
    "setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat open_by_handle_at"
)
_WITHOUT_FILES = "shmget msgget semget mq_open memfd_create memfd_secret"
"""What outlives a process, or is no part of the memory that it is allowed."""
_MACHINE = (
    "mount umount2 move_mount open_tree fsopen fspick mount_setattr pivot_root chroot unshare setns swapon swapoff "
    "reboot kexec_load kexec_file_load init_module finit_module delete_module acct quotactl sethostname setdomainname "
    "settimeofday clock_settime clock_adjtime adjtimex syslog bpf perf_event_open userfaultfd keyctl add_key "
    "request_key iopl ioperm fanotify_init personality"
)
_WRITING = (
    "creat truncate mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat mknod "
    "mknodat"
)
_THREAD = 0x10000  # CLONE_THREAD
_X32 = 0x40000000  # calls of another table of x86: none is used
_NOT_EQUAL, _MASKED = 1, 6  # seccompy's CmpOp

Condition = tuple[int, int, int] | tuple[int, int, int, int]
Refusal = tuple[str, int, tuple[Condition, ...]]
"""Names of calls, how they fail, and when: (number of the argument, comparison, value, mask)."""
_ALONE: tuple[Refusal, ...] = (
    ("fork vfork setrlimit", errno.EACCES, ()),
    ("prlimit64", errno.EACCES, ((2, _NOT_EQUAL, 0),)),
    ("clone", errno.EACCES, ((0, _MASKED, 0, _THREAD),)),
    ("clone3", errno.ENOSYS, ()),  # its flags are out of a filter's sight; the C library then uses clone
)
_READ_ONLY: tuple[Refusal, ...] = (
    (_WRITING, errno.EACCES, ()),
    ("openat2", errno.ENOSYS, ()),
    *(
        (name, errno.EACCES, ((number, _MASKED, flag, flag),))
        for name, number in (("open", 1), ("openat", 2))
        for flag in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC)
    ),
)


def _always(writes: bool) -> tuple[Refusal, ...]:
    return (
        (" ".join((_NETWORK, _PROGRAMS, _OTHERS, _FILES, _WITHOUT_FILES, _MACHINE)), errno.EACCES, ()),
        (_MODES, 0 if writes else errno.EACCES, ()),  # who copies a file is told that its mode was copied too
        ("prlimit64", errno.EACCES, ((0, _NOT_EQUAL, 0),)),
    )


def all_files() -> tuple[Path, ...]:
    """Returns all folders to read but the one that shows other processes, with what they were told."""
    return tuple(path for path in Path(Path.cwd().anchor).iterdir() if path.name != "proc")


@contextlib.contextmanager
def entry(needs: Needs) -> Iterator[Entry]:
    """Prepares what a process steps in with, open until the block ends: by then it has been started."""
    if sys.platform != "linux":
        yield Entry(-1, (b"",))
        return
    writes = needs.writable is not None
    programs = tuple(_program(writes, forks) for forks in ((True, False) if needs.forks else (False,)))
    with contextlib.ExitStack() as stack:
        ruleset = _ruleset(needs)
        if ruleset is not None:
            stack.enter_context(ruleset)
        yield Entry(ruleset.fileno() if ruleset is not None else -1, programs)


def _ruleset(needs: Needs) -> Ruleset | None:
    """Returns landlock's part: what may be read, what written. All else that it knows is denied."""
    from landlockpy import AccessFS, LandlockError, Ruleset, Scope

    try:
        ruleset = Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL)
    except LandlockError:
        return None
    for path in (*_software(), *needs.readable):
        _allow(ruleset, path, AccessFS.READ_FILE, AccessFS.READ_DIR)
    _allow(ruleset, Path(os.devnull), AccessFS.READ_FILE | AccessFS.WRITE_FILE, AccessFS.NONE)
    if needs.writable is not None:
        made = AccessFS.MAKE_REG | AccessFS.MAKE_DIR | AccessFS.REMOVE_FILE | AccessFS.REMOVE_DIR
        files = AccessFS.READ_FILE | AccessFS.WRITE_FILE | AccessFS.TRUNCATE
        _allow(ruleset, needs.writable, files, AccessFS.READ_DIR | made)
    return ruleset


def _allow(ruleset: Ruleset, path: Path, files: AccessFS, folders: AccessFS) -> None:
    with contextlib.suppress(OSError):  # not there: nothing to read
        ruleset.allow_path(path, files | folders if path.is_dir() else files)


def _software() -> tuple[Path, ...]:
    """Returns where programs and libraries lie; not the current folder, which Python counts among them."""
    here = os.path.realpath("")
    paths = [sys.prefix, sys.base_prefix, *filter(None, sys.path), *os.environ.get("LD_LIBRARY_PATH", "").split(":")]
    own = (path for path in map(os.path.realpath, filter(None, paths)) if path != here)
    return (Path(__file__).resolve().parent, voices_folder(), *map(Path, dict.fromkeys((*own, *_SOFTWARE))))


@cache
def _program(writes: bool, forks: bool) -> bytes:
    """Returns seccomp's part: the calls that fail. Without ``writes`` no file is opened for writing."""
    from seccompy import Filter, UnsupportedError, bpf, syscall_nr

    calls = Filter()
    for names, error, when in (*_always(writes), *(() if forks else _ALONE), *(() if writes else _READ_ONLY)):
        for name in names.split():
            with contextlib.suppress(ValueError, UnsupportedError):  # other processors have fewer calls
                calls.errno(syscall_nr(name), error, args=when)
    program = b""
    if sys.maxsize > 1 << 32:
        with contextlib.suppress(UnsupportedError):
            program = calls.program
    if not program:  # another processor, or Python for 32 bits on a kernel for 64
        return program
    ours = [bpf.Load(0), bpf.Jump(bpf.BPF_JGEQ, _X32, None, "ours"), bpf.Ret(0x00050000 | errno.ENOSYS)]
    return bpf.assemble(ours, {"ours": len(ours)}) + program
