"""Starts a scheduler and workers as their owner would, each a process, and takes them down again."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.cluster import rehearsal

START_S = 60.0
CAST = """\
about = "For rehearsals on a cluster"
engine = "rehearsal"
[roles]
body = {}
"""


def engine_folder(place: Path) -> Path:
    """The rehearsal engine as if it were installed, with its entry point; and its cast, ``rehearsal.toml``."""
    folder = place / "engine"
    about = folder / "rehearsal-1.0.dist-info"
    about.mkdir(parents=True)
    shutil.copy(rehearsal.__file__, folder / "rehearsal.py")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: rehearsal\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[audiobrief.engines]\nrehearsal = rehearsal:Rehearsal\n")
    (folder / "rehearsal.toml").write_text(CAST)
    return folder


def environment(*path: Path, **more: str) -> dict[str, str]:
    """Of a process that finds these folders before everything that is installed, and asks no cloud for its keys."""
    own = {"PYTHONPATH": os.pathsep.join(map(str, path)), "AWS_EC2_METADATA_DISABLED": "true"}
    return {**os.environ, **own, **more}


class Machines:
    """One scheduler and its workers. ``place`` is theirs: logs and every worker's own cache lie there."""

    def __init__(self, place: Path, *path: Path, **more: str) -> None:
        self.place = place
        self.path = path
        self.more = more
        self.address = ""
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._client: Any = None

    def __enter__(self) -> Self:
        place = self.place / "scheduler.json"
        self._start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(place))
        until_s = time.monotonic() + START_S
        while not place.exists() or not place.stat().st_size:
            self._expect(until_s, "scheduler")
        self.address = json.loads(place.read_bytes())["address"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            self._client.close()
        for name in list(self._processes):
            self.kill(name)

    def worker(self, name: str, *path: Path, threads: int = 1, **more: str) -> None:
        """Starts a worker with a nanny, which starts it again when it dies."""
        env = {"AUDIOBRIEF_CACHE": str(self.place / f"cache-{name}"), **self.more, **more}
        local = str(self.place / f"local-{name}")
        arguments = [self.address, "--nthreads", str(threads), "--local-directory", local, "--host", "127.0.0.1"]
        self._start(name, "worker", *arguments, "--name", name, env=environment(*path, *self.path, **env))

    def wait_for(self, workers: int) -> None:
        """Until so many workers are there."""
        self.client.wait_for_workers(workers, timeout=START_S)

    @property
    def client(self) -> Any:
        """A client of its own, to look at the cluster with."""
        if self._client is None:
            import distributed

            client: Any = distributed.Client  # partly typed
            self._client = client(self.address, timeout=START_S, set_as_default=False)
        return self._client

    def processes(self) -> dict[str, int]:
        """Process ids of the workers themselves (not their nannies), by address."""
        return dict(self.client.run(os.getpid, on_error="ignore"))

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits for something that processes do in their own time."""
        until_s = time.monotonic() + START_S
        while not holds():
            if time.monotonic() > until_s:
                raise RuntimeError("it did not happen")
            time.sleep(0.02)

    def signal(self, name: str, number: int) -> None:
        """To the scheduler, or to a worker's nanny."""
        os.kill(self._processes[name].pid, number)

    def kill(self, name: str) -> None:
        """SIGKILL to the scheduler, or to a worker and its nanny."""
        if name == "scheduler" and self._client is not None:
            self._client.close()
            self._client = None
        process = self._processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def restart(self) -> float:
        """The scheduler and the workers die, and are started again at the same address; says how many s it was away."""
        begin_s = time.monotonic()
        workers = [name for name in self._processes if name != "scheduler"]
        for name in ["scheduler", *workers]:
            self.kill(name)
        port = self.address.rpartition(":")[2]
        self._start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", port)
        while not self._answers(int(port)):
            self._expect(begin_s + START_S, "scheduler")
        away_s = time.monotonic() - begin_s
        for name in workers:
            self.worker(name)
        return away_s

    @staticmethod
    def _answers(port: int) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        return False

    def _start(self, name: str, what: str, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments, "--no-dashboard"]
        with (self.place / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=env, start_new_session=True
            )

    def _expect(self, until_s: float, name: str) -> None:
        process = self._processes[name]
        if process.poll() is not None or time.monotonic() > until_s:
            raise RuntimeError(f"the {name} did not start:\n{(self.place / f'{name}.log').read_text()}")
        time.sleep(0.05)


@contextlib.contextmanager
def started(place: Path, workers: int = 2, **more: str) -> Iterator[Machines]:
    """A scheduler and workers of one thread each that know the rehearsal engine."""
    place.mkdir(exist_ok=True)
    with Machines(place, engine_folder(place), **more) as machines:
        for number in range(workers):
            machines.worker(f"worker-{number + 1}")
        machines.wait_for(workers)
        yield machines


def command(*arguments: str | Path) -> list[str]:
    """The command line, but less patient with a scheduler that does not answer."""
    impatient = (
        "from audiobrief.recording import cluster; cluster.CONNECT_S = 2; from audiobrief.cli import main; main()"
    )
    return [sys.executable, "-c", impatient, *map(str, arguments)]


def audiobrief(
    *arguments: str | Path, path: Path, timeout_s: float = 90, **more: str
) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, to its end."""
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        env=environment(path, **more),
        timeout=timeout_s,
        check=False,
    )
