"""Child processes with a deadline on every answer: a hang or a crash costs one process, not the run.

Each is handed a sandbox to step into (:mod:`audiobrief.sandbox`). All but :class:`Fork` are new interpreters, on every
system; what a fork does faster, a new interpreter does too where there are no forks (:func:`can_fork`).
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Generic, NoReturn, TypedDict, TypeVar

from audiobrief import confined, sandbox
from audiobrief.errors import WorkerError, WorkerTimeout
from audiobrief.sandbox import Needs

MEMORY_BYTES = 2_000_000_000
"""That a process which reads or makes pages may take."""
NO_FORKS = "AUDIOBRIEF_NO_FORKS"
"""The variable with which this system does as Windows must: its tests run so."""
LENGTH = struct.Struct(">Q")
"""Of what follows on a pipe."""
_TRY_S = 20.0
_MOST_FILES = 4096  # where the system does not list the open ones
_CAN_POLL = hasattr(select, "poll")  # a timer is a thread to start: 1.4 of 9 ms an utterance on a busy machine
_NOTHING = Needs()


class Start(TypedDict, total=False):
    """Arguments of :class:`subprocess.Popen`."""

    creationflags: int
    start_new_session: bool


def apart(system: str = os.name) -> Start:
    """Returns how a process is started that Ctrl-C does not reach: that is ours, and ends it in order."""
    if system == "nt":
        return {"creationflags": 0x200}  # CREATE_NEW_PROCESS_GROUP, which subprocess names on Windows only
    return {"start_new_session": True}  # and a worker is killed together with its forks


def can_fork() -> bool:
    """Tells whether processes may be forked here: not on Windows, and not where the owner forbids it."""
    return hasattr(os, "fork") and not os.environ.get(NO_FORKS)


def by_module(module: str) -> list[str]:
    """Returns the command for a process that runs a module, from where this process has it.

    The current folder is no such place, unless this process imports from it as well: it may hold anything.
    """
    try:
        here = str(Path.cwd())
    except OSError:  # it was removed
        here = ""
    is_ours = {"", here}.intersection(sys.path)
    return [sys.executable, *([] if is_ours else ["-P"]), "-m", module]


def by_path(worker: str, *arguments: str, options: Sequence[str] = ("-I", "-S")) -> list[str]:
    """Returns the command for a process that knows nothing of this one: its file, and what it is told."""
    return [sys.executable, *options, confined.__file__, worker, *arguments]


def run(
    command: Sequence[str], given: bytes, deadline_s: float, needs: Needs = _NOTHING
) -> subprocess.CompletedProcess[bytes]:
    """Runs a process that answers once. Raises :class:`subprocess.TimeoutExpired` after the deadline."""
    with sandbox.entry(needs) as entry:
        return subprocess.run(
            command,
            input=given,
            capture_output=True,
            timeout=deadline_s,
            check=False,
            env=entry.environment(),
            pass_fds=entry.files,
            **apart(),
        )


def unconfined() -> str:
    """Returns what a process cannot give up on this machine, and why; empty where it gives up all. Tries it."""
    done = run([sys.executable, "-I", "-S", confined.__file__], b"", _TRY_S)
    return done.stdout.decode("utf-8", "replace").strip()


class Worker:
    """One process and its pipes. ``name`` is what error messages call it."""

    is_spent = False
    """Whether the process has given its last answer."""

    def __init__(
        self, name: str, command: Sequence[str], env: Mapping[str, str] | None = None, needs: Needs = _NOTHING
    ) -> None:
        self.name = name
        self._expired = False
        self._until = 0.0
        with sandbox.entry(needs) as entry:
            self._process: subprocess.Popen[bytes] | _Child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # glibc's "*** buffer overflow detected ***", ONNX Runtime's advice
                bufsize=0,
                env={**entry.environment(), **(env or {})},
                pass_fds=entry.files,
                **apart(),
            )

    @contextlib.contextmanager
    def answering(self, deadline_s: float) -> Iterator[None]:
        """Bounds an exchange: after the deadline the process is killed, and :class:`WorkerTimeout` raised.

        Raises :class:`WorkerError` when the process ends before it answers.

        Where pipes can be polled, :meth:`read` waits no longer than that; elsewhere a timer kills the process.
        """
        self._until = time.monotonic() + deadline_s
        timer = None if _CAN_POLL else threading.Timer(deadline_s, self._expire)
        if timer:
            timer.daemon = True
            timer.start()
        try:
            yield
        except (OSError, EOFError) as error:
            if self._expired:
                raise WorkerTimeout(self.name, f"did not answer within {deadline_s:g} s") from error
            raise WorkerError(self.name, "its process ended without an answer") from error
        finally:
            if timer:
                timer.cancel()

    def send(self, data: bytes) -> None:
        """Writes all bytes to the process."""
        assert self._process.stdin is not None
        view = memoryview(data)
        while view:
            view = view[self._process.stdin.write(view) or 0 :]

    def read(self, size: int) -> bytes:
        """Reads exactly ``size`` bytes. Raises :class:`EOFError` when the process ended before."""
        assert self._process.stdout is not None
        data = bytearray()
        while len(data) < size:
            if not self._is_ready():
                self._expire()
                raise EOFError
            more = self._process.stdout.read(size - len(data))
            if not more:
                raise EOFError
            data += more
        return bytes(data)

    def _is_ready(self) -> bool:
        """Waits for something to read; False when the deadline came first."""
        if not _CAN_POLL:
            return True
        assert self._process.stdout is not None
        waiting = select.poll()
        waiting.register(self._process.stdout, select.POLLIN)
        return bool(waiting.poll(max(self._until - time.monotonic(), 0) * 1000))

    @property
    def is_alive(self) -> bool:
        """Tells whether the process still runs, within its deadline."""
        return not self._expired and self._process.poll() is None

    def end(self) -> None:
        """Kills the process and its forks, and closes the pipes."""
        self._kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    close = end

    def _expire(self) -> None:
        self._expired = True
        self._kill()

    def _kill(self) -> None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()


class Fork(Worker):
    """A second one of this very process, with all that it has loaded; confined, with no file but its pipes.

    ``serve`` is handed its requests and where answers go. Needs ``os.fork``.
    """

    def __init__(self, name: str, serve: Callable[[BinaryIO, BinaryIO], None]) -> None:
        self.name = name
        self._expired = False
        self._until = 0.0
        (requests, asked), (told, replies) = os.pipe(), os.pipe()
        with warnings.catch_warnings():  # threads of this process: the fork asks nothing of them
            warnings.simplefilter("ignore", DeprecationWarning)
            with sandbox.entry(_NOTHING) as entry:
                child = os.fork()
                if not child:
                    _serve_and_leave(serve, requests, replies, entry)
        os.close(requests)
        os.close(replies)
        self._process = _Child(child, os.fdopen(asked, "wb", buffering=0), os.fdopen(told, "rb", buffering=0))


class _Child:
    """A fork, asked as :class:`subprocess.Popen` is."""

    def __init__(self, pid: int, stdin: io.FileIO, stdout: io.FileIO) -> None:
        self.pid, self.stdin, self.stdout = pid, stdin, stdout
        self._has_ended = False

    def poll(self) -> int | None:
        self._has_ended = self._has_ended or os.waitpid(self.pid, os.WNOHANG)[0] != 0
        return 0 if self._has_ended else None

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        if not self._has_ended:
            os.waitpid(self.pid, 0)
            self._has_ended = True


def forked(name: str, make: Callable[[], bytes], deadline_s: float, meanwhile: Callable[[], object] = bool) -> bytes:
    """Returns what ``make`` makes in a :class:`Fork`, killed at the deadline.

    ``meanwhile`` is what this process does before it waits.

    Raises :class:`WorkerTimeout`, and :class:`WorkerError` when the fork ends without an answer.
    """

    def serve(_: BinaryIO, replies: BinaryIO) -> None:
        confined.limit_cpu(deadline_s)
        body = make()
        replies.write(LENGTH.pack(len(body)) + body)

    with contextlib.closing(Fork(name, serve)) as worker, worker.answering(deadline_s):
        meanwhile()
        return worker.read(LENGTH.unpack(worker.read(LENGTH.size))[0])


def _serve_and_leave(
    serve: Callable[[BinaryIO, BinaryIO], None], requests: int, replies: int, entry: sandbox.Entry
) -> NoReturn:
    """Answers and ends this process; nothing of its parent is flushed or run."""
    try:
        os.setsid()
        _keep_only(requests, replies, *entry.files)
        confined.limit_memory(MEMORY_BYTES)
        confined.enter(entry.ruleset, *entry.programs)
        with os.fdopen(requests, "rb") as asked, os.fdopen(replies, "wb") as told:
            serve(asked, told)
    finally:
        os._exit(0)


def _keep_only(*files: int) -> None:
    """Closes what else this process has open: its parent's terminal, connections, databases."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for file in _open_files():
        if file > 2 and file not in (*files, nowhere):
            with contextlib.suppress(OSError):  # the one that read the folder is closed
                os.close(file)
    for file in {0, 1, 2} - set(files):
        os.dup2(nowhere, file)


def _open_files() -> Sequence[int]:
    try:
        return [int(file) for file in os.listdir("/dev/fd")]  # noqa: PTH208
    except OSError:
        return range(_MOST_FILES)


W = TypeVar("W", bound=Worker)


class Pool(Generic[W]):
    """At most ``size`` workers, made when needed; one that failed in any way is not used again."""

    def __init__(self, size: int, make: Callable[[], W]) -> None:
        self._make = make
        self._free = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[W] = []
        self._owner = os.getpid()

    @contextlib.contextmanager
    def worker(self) -> Iterator[W]:
        """Lends a worker for a block; ends it when the block raises."""
        with self._free:
            worker = self._take() or self._make()
            try:
                yield worker
            except BaseException:
                worker.end()
                raise
            if worker.is_spent:  # the next one starts while the caller does its own work
                worker.end()
                worker = self._make()
            with self._lock:
                self._idle.append(worker)

    def close(self) -> None:
        """Ends the idle workers; the pool may be used again."""
        while worker := self._take():
            worker.end()

    def _take(self) -> W | None:
        with self._lock:
            if self._owner != os.getpid():  # this process was forked: the workers belong to its parent
                self._owner, self._idle = os.getpid(), []
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive:
                    return worker
                worker.end()
            return None
