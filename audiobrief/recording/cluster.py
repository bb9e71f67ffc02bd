"""The workers of a dask.distributed cluster as a crew: scheduler, retries and transport are dask's.

What is added is what dask leaves to its users: tasks go only to workers that fit, few are out at a time, a task that
ends its workers is set aside without taking its neighbours with it, and nothing waits for ever. All of it happens in
one thread, the foreman's; other threads put events into its queue.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import ssl
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from audiobrief.errors import ClusterError, OutputError, Quarantined, UsageError, installing
from audiobrief.recording.jobs import WorkerMismatch
from audiobrief.recording.roster import Roster
from audiobrief.telling import Step, Tell

PATIENCE_S = 60.0
"""How long a cluster may be without a fit worker, or its scheduler without an answer."""
CONNECT_S = 10.0
STRIKES = 3
"""How often a task may lose all workers it was allowed to go to: dask's own number (``allowed-failures``)."""
_LOOK_S = 1.0
_SCHEMES = ("tcp", "tls", "ws", "wss")
_ENCRYPTED = ("tls", "wss")
_CERTIFICATES = "Say where the right ones lie, with the variables that audiobrief help scale names."
_RESUME = "Run again: it goes on where it stopped."


@dataclass(eq=False, slots=True)
class _Task:
    fn: Callable[..., Any]
    args: tuple[Any, ...]
    outcome: Future[Any] = field(default_factory=Future)
    inner: Any = None
    """Dask's future, while the task is out."""
    only: frozenset[str] = frozenset()
    """The workers it may go to, where not all are fit."""
    strikes: int = 0
    is_suspect: bool = False
    """It goes out alone: a worker that dies then died of it."""
    had_company: bool = False
    """Another task of ours was out at the same time, and may be the one that ended the worker."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """A worker's address and what it made, or why it is not fit."""

    worker: str
    result: Any = None
    unfit: str = ""


def on_worker(program: str, fn: Callable[..., Any], *args: Any) -> _Answer:
    """Runs a task on a worker. Trouble of the worker itself (its voices, its disk) is not held against the task."""
    from distributed import get_worker

    address = get_worker().address
    if version("audiobrief") != program:
        return _Answer(address, unfit=f"it has audiobrief {version('audiobrief')}, the coordinator {program}")
    try:
        return _Answer(address, fn(*args))
    except (WorkerMismatch, OutputError) as error:
        return _Answer(address, unfit=str(error).rstrip("."))


class Cluster:
    """A crew. Raises :class:`ClusterError` when no scheduler answers at ``address`` or no worker is fit.

    A task's future raises :class:`Quarantined` when the task ended every worker that took it, and
    :class:`ClusterError` when the cluster is lost.
    """

    is_remote = True
    task_characters = 12_000  # two thousand words: hardly an article is cut, an edition is

    def __init__(self, address: str, tell: Tell, *, patience_s: float = PATIENCE_S) -> None:
        self._address = address
        self._patience_s = patience_s
        self._client = _connected(address)
        self._roster = Roster(self._client, tell)
        self._events: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._unfinished: set[_Task] = set()
        self._waiting: deque[_Task] = deque()
        self._suspects: deque[_Task] = deque()
        self._out: set[_Task] = set()
        self._answered_s = self._staffed_s = time.monotonic()
        self._lost: Exception | None = None
        self._closing = False
        self._door = threading.Lock()  # nobody comes in while the foreman leaves
        try:
            self._look()
        except BaseException:
            self._client.close()
            raise
        tell(Step(f"Cluster {address}: {len(self._roster.fit)} workers, {self._roster.threads} threads."))
        self._foreman = threading.Thread(target=self._oversee, name="foreman", daemon=True)
        self._foreman.start()

    @property
    def articles_ahead(self) -> int:
        """Returns enough that no worker waits for the coordinator."""
        return 2 * max(1, self._roster.threads)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hands a task to the foreman."""
        assert not kwargs, "a task takes positional arguments"
        task = _Task(fn, args)
        with self._door:
            if self._closing:
                raise self._lost or RuntimeError("the cluster was left: no more tasks")
            self._unfinished.add(task)
            task.outcome.add_done_callback(lambda _: self._unfinished.discard(task))
            self._events.put(lambda: self._waiting.append(task))
        return task.outcome

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the work that is out, without waiting for it, and leaves the cluster."""

        def close() -> None:
            self._closing = True

        self._events.put(close)
        self._foreman.join()
        with contextlib.suppress(OSError):
            self._client.close(timeout=CONNECT_S)

    # --- the foreman's thread ---------------------------------------------------------------------------------------

    def _oversee(self) -> None:
        try:
            self._go_round()
        except Exception as error:  # a fault of ours: whoever waits for a task is told, not left waiting
            self._lost = error
        with self._door:
            self._closing = True
        self._give_up(self._lost or CancelledError())

    def _go_round(self) -> None:
        look_at_s = time.monotonic() + _LOOK_S
        while not self._closing:
            with contextlib.suppress(queue.Empty):
                self._events.get(timeout=max(0.0, look_at_s - time.monotonic()))()
            if time.monotonic() >= look_at_s:
                self._check()
                look_at_s = time.monotonic() + _LOOK_S
            self._give_out()

    def _check(self) -> None:
        try:
            self._look()
        except ClusterError as error:
            self._lost = error
        self._strand()

    def _look(self) -> None:
        """Asks who is there. Raises :class:`ClusterError` when that has been nobody for too long."""
        now_s = time.monotonic()
        if self._client.status in ("closing", "closed"):
            raise ClusterError(self._address, "the scheduler was lost", _RESUME)
        if not self._is_answered():
            if now_s - self._answered_s > self._patience_s:
                raise ClusterError(self._address, "the scheduler does not answer", _RESUME)
            return
        self._answered_s = now_s
        if self._roster.fit:
            self._staffed_s = now_s
        elif self._roster.refused or now_s - self._staffed_s > self._patience_s:
            raise ClusterError(self._address, self._roster.why_none(), "How to start workers: audiobrief help scale")

    def _is_answered(self) -> bool:
        try:
            self._roster.refresh()
        except (OSError, TimeoutError):
            return False
        return bool(self._client.status == "running")  # a scheduler may answer, and yet be sent no tasks

    def _strand(self) -> None:
        """Takes back tasks that dask forgot, and those whose workers are gone: it would wait for their return."""
        for task in [task for task in self._out if task.inner.key not in self._client.futures]:
            self._out.discard(task)
            self._call_back(task)
            self._waiting.append(task)
        for task in [task for task in self._out if task.only and not task.only & self._roster.fit.keys()]:
            self._out.discard(task)
            self._call_back(task)
            task.strikes += 1
            if task.strikes > STRIKES:
                self._accuse(task, f"{task.strikes} workers")
            else:
                self._waiting.append(task)

    def _give_out(self) -> None:
        """Sends as many tasks as there are threads, and one more for each worker to go on with."""
        if self._lost is not None:
            self._give_up(self._lost)
            return
        if any(task.is_suspect for task in self._out):
            return
        self._send_from(self._waiting, most_out=self._roster.threads + len(self._roster.fit))
        self._send_from(self._suspects, most_out=1)

    def _send_from(self, tasks: deque[_Task], *, most_out: int) -> None:
        while tasks and len(self._out) < most_out and self._send(tasks[0]):
            tasks.popleft()

    def _send(self, task: _Task) -> bool:
        """Sends a task; returns False when the connection was just lost: the next look finds out for how long."""
        task.only = frozenset(self._roster.fit) if self._roster.refused else frozenset()
        workers, program = sorted(task.only) or None, version("audiobrief")
        try:
            inner = self._client.submit(on_worker, program, task.fn, *task.args, workers=workers, pure=False)
        except Exception:
            if self._client.status == "running":
                raise
            return False
        task.inner, task.had_company = inner, bool(self._out)
        for other in self._out:
            other.had_company = True
        self._out.add(task)
        inner.add_done_callback(lambda inner: self._fetch(task, inner))
        return True

    def _fetch(self, task: _Task, inner: Any) -> None:
        """Fetches what a task made, in dask's own thread.

        Dask's executor would do so too, but it says nothing more of a task whose connection breaks on the way.
        """
        came: _Answer | BaseException | None = None
        try:
            if inner.status == "error":
                came = inner.exception(timeout=self._patience_s)
            elif inner.status == "finished":
                came = inner.result(timeout=self._patience_s)
        except (OSError, TimeoutError, CancelledError):
            pass  # the connection was lost; where it comes back, the task is sent again
        except Exception as error:
            came = error
        self._events.put(lambda: self._ended(task, inner, came))

    def _ended(self, task: _Task, inner: Any, came: _Answer | BaseException | None) -> None:
        from distributed import KilledWorker

        if task.inner is not inner:
            return  # it was taken back
        self._out.discard(task)
        task.inner = None
        if came is None:
            self._waiting.append(task)
        elif isinstance(came, KilledWorker):
            self._accuse(task, f"{came.allowed_failures + 1} workers")
        elif isinstance(came, BaseException):
            task.outcome.set_exception(came)
        elif came.unfit:
            self._roster.refuse(came.worker, came.unfit)
            self._waiting.append(task)
            self._check()
        else:
            task.outcome.set_result(came.result)

    def _accuse(self, task: _Task, killed: str) -> None:
        """Blames a task for the death of its workers, unless others were out with it: then it is sent again, alone."""
        if task.had_company:
            task.strikes, task.is_suspect = 0, True
            self._suspects.append(task)
            return
        remedy = "Give the workers more memory, or report the article; audiobrief feed retry tries it again."
        task.outcome.set_exception(Quarantined("the task", f"it ended {killed} one after the other", remedy))

    def _call_back(self, task: _Task) -> None:
        """Forgets where a task is out, and tells the scheduler if there still is one."""
        inner, task.inner = task.inner, None
        if inner is not None and self._client.status == "running":
            inner.cancel()

    def _give_up(self, error: Exception) -> None:
        for task in list(self._unfinished):
            self._call_back(task)
            task.outcome.set_exception(error)
        for tasks in (self._waiting, self._suspects, self._out):
            tasks.clear()


def _connected(address: str) -> Any:
    """Returns a client of the scheduler at an address. Raises :class:`UsageError` and :class:`ClusterError`."""
    if not _is_address(address):
        raise UsageError("--cluster", f"{address!r} is no address", "Write it like tcp://127.0.0.1:8786")
    try:
        import distributed
    except ImportError as error:
        missing = f"the package {error.name} is not installed"
        raise UsageError("--cluster", missing, f"Run: {installing('distributed')}") from error
    if not os.environ.get("AUDIOBRIEF_DEBUG"):
        _silence()
    if urlsplit(address).scheme in _ENCRYPTED:
        _expect_certificates(address)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: the roster says it in one line
            client: Any = distributed.Client  # partly typed
            return client(address, timeout=CONNECT_S, set_as_default=False, name="audiobrief")
    except (OSError, TimeoutError) as error:
        if isinstance(error.__cause__, ssl.SSLError):
            raise ClusterError(address, "its certificate is not signed by your authority", _CERTIFICATES) from error
        fact = "no scheduler answers there"
        raise ClusterError(address, fact, "Start one (dask scheduler), or run without --cluster.") from error


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return bool(parts.scheme in _SCHEMES and parts.hostname and parts.port)
    except ValueError:
        return False


def _expect_certificates(address: str) -> None:
    """Raises :class:`UsageError` when they are missing: dask would wait for 20 s and then name its own code."""
    from distributed.security import Security

    security: Any = Security  # partly typed
    try:
        if security().get_connection_args("client")["ssl_context"] is not None:
            return
        fact = "no certificates are named for it"
    except OSError as error:
        fact = f"the certificates that are named for it cannot be read ({error.strerror or error})"
    raise UsageError(address, fact, _CERTIFICATES)


def _silence() -> None:
    """Silences dask's logs: they are for its developers; what matters of them is one of our errors."""
    families = ("distributed", "tornado", "asyncio", "concurrent")
    for name in (*families, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in families:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
