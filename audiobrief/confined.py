"""What a process gives up before it sees foreign bytes. Knows only the standard library, and is run by path:

    python confined.py WORKER.py …    loads a worker and calls its ``main`` with this module
    python confined.py                steps in, and prints what could not be given up

:mod:`audiobrief.sandbox` says what is left to the process, and hands it over: a ruleset of landlock is an open file, a
filter of seccomp a few hundred bytes. To build them takes libraries, to step in three calls of the kernel.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from importlib.machinery import SourceFileLoader

ENTRY = "AUDIOBRIEF_SANDBOX"
"""The variable with the number of the ruleset's file and the filters in hex, one for each step: ``3:20000000…``."""
_NO_NEW_PRIVILEGES, _SET_FILTERS, _A_FILTER = 38, 22, 2
_RESTRICT_SELF = 446  # the same on every processor

_steps: list[str] | None = None


def step_in() -> list[str]:
    """Takes the next step into the sandbox that the parent prepared; returns what could not be given up.

    The first step is into the ruleset and the first filter. A process that forks takes the second in its forks.
    """
    global _steps  # noqa: PLW0603
    first = _steps is None
    if _steps is None:
        _steps = os.environ.pop(ENTRY, "-1:").split(":")
    ruleset = int(_steps.pop(0)) if first else None
    return enter(ruleset, bytes.fromhex(_steps.pop(0) if _steps else ""))


def enter(ruleset: int | None, program: bytes) -> list[str]:
    """Confines this process for good; returns what could not be done, and why. ``ruleset`` None: only the filter."""
    missing = []
    if ruleset is not None and (why := _restricted(ruleset)):
        missing.append(f"landlock ({why})")
    if why := _filtered(program):
        missing.append(f"seccomp ({why})")
    return missing


def limit_memory(more_bytes: int) -> None:
    """Bounds what this process may take beyond what it has, for good; a crash leaves no core. Not on Windows."""
    try:
        import resource
    except ImportError:
        return
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123  pathlib takes as long to load as all this
            has_bytes = int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        has_bytes = 0
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = more_bytes + has_bytes if hard == resource.RLIM_INFINITY else min(more_bytes + has_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_cpu(most_s: float) -> None:
    """Bounds the processor time of this process from here on; then the kernel ends it. Does nothing on Windows."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, most_s)


def _restricted(ruleset: int) -> str:
    if ruleset < 0:
        return "not here"
    import ctypes

    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(*map(ctypes.c_ulong, (_NO_NEW_PRIVILEGES, 1, 0, 0, 0)))
    failed = kernel.syscall(*map(ctypes.c_long, (_RESTRICT_SELF, ruleset, 0)))
    os.close(ruleset)
    return os.strerror(ctypes.get_errno()) if failed else ""


def _filtered(program: bytes) -> str:
    if not program:
        return "not here"
    import ctypes

    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(*map(ctypes.c_ulong, (_NO_NEW_PRIVILEGES, 1, 0, 0, 0)))
    first = ctypes.create_string_buffer(program, len(program))
    given = struct.pack("@HP", len(program) // 8, ctypes.addressof(first))
    failed = kernel.prctl(ctypes.c_int(_SET_FILTERS), ctypes.c_ulong(_A_FILTER), given)
    return os.strerror(ctypes.get_errno()) if failed else ""


def _run() -> None:
    if len(sys.argv) == 1:
        os.write(1, " and ".join(step_in()).encode())
        return
    del sys.argv[0]
    loader = SourceFileLoader("worker", sys.argv[0])
    worker = type(sys)("worker")
    worker.__file__ = sys.argv[0]
    loader.exec_module(worker)
    worker.main(sys.modules[__name__])


if __name__ == "__main__":
    _run()
