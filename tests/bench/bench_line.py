"""The whole line against the bare pipe ``espeak-ng | lame`` on the same text: wall, CPU, memory. ``make bench``.

Contestants run in turn, three rounds; medians and ratios are printed. Memory is the largest sum of PSS over all
processes of a contestant. Needs Debian's ``espeak-ng`` and ``lame`` for the comparison.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench import edition

COMMAND = [sys.executable, "-m", "audiobrief"]


@dataclass
class Run:
    wall_s: float
    cpu_s: float
    pss_mib: float
    largest_mib: float
    """Of the largest process."""


def measured(arguments: list[str], *, shell: str | None = None, cwd: Path, cache: Path, watched: bool = True) -> Run:
    """Runs a contestant to its end; its memory is looked at where it is ``watched``, which costs it some time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled
    start = time.perf_counter()
    command = ["sh", "-c", shell] if shell else arguments
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    peak = [0.0, 0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    if watched:
        watcher.start()
    if process.wait():
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    wall_s = time.perf_counter() - start
    if watched:
        watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall_s, cpu_s, *peak)


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        processes = _pss_mib(process.pid)
        peak[:] = max(peak[0], sum(processes)), max(peak[1], *processes, 0.0)
        time.sleep(0.25)


def _pss_mib(first: int) -> list[float]:
    """Returns the memory of a process and of each below it: workers have sessions of their own; /proc is Linux's."""
    found: list[float] = []
    waiting = [first]
    while waiting:
        process = Path("/proc") / str(waiting.pop())
        try:
            for children in process.glob("task/*/children"):
                waiting += map(int, children.read_text().split())
            rollup = (process / "smaps_rollup").read_text()
        except OSError:
            continue
        found += [int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:")]
    return found


def spoken_text(pages: list[Path]) -> str:
    """The very words that audiobrief speaks."""
    texts = []
    for page in pages:
        done = subprocess.run([*COMMAND, "script", str(page), "--json"], capture_output=True, check=True)
        texts += [segment["text"] for segment in json.loads(done.stdout)["segments"]]
    return "\n\n".join(texts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--articles", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true", help="audiobrief alone, once, at 44.1 kHz: its memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if given.memory:
            run = ours(Path(name), edition.write(Path(name) / "pages", given.minutes, given.articles), 44100, 1)
            print(f"{given.minutes:g} minutes: {run.pss_mib:.0f} MiB in all, {run.largest_mib:.0f} the largest process")
            return
        compare(Path(name), given.minutes, given.articles, given.rounds)


def compare(folder: Path, minutes: float, articles: int, rounds: int) -> None:
    pages = edition.write(folder / "pages", minutes, articles)
    (folder / "spoken.txt").write_text(spoken_text(pages), encoding="utf-8")
    contestants: dict[str, Callable[[int], Run]] = {}
    for rate_hz in (44100, 22050):
        contestants[f"audiobrief, cold, {rate_hz} Hz"] = lambda n, rate_hz=rate_hz: ours(folder, pages, rate_hz, n)  # type: ignore[misc]
        if shutil.which("espeak-ng") and shutil.which("lame"):
            contestants[f"espeak-ng | lame, {rate_hz} Hz"] = lambda n, rate_hz=rate_hz: bare(folder, rate_hz)  # type: ignore[misc]
    if len(contestants) == 2:
        print("espeak-ng and lame are not installed (Debian: apt install espeak-ng lame): no comparison.")
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for number in range(rounds):
        for name, contestant in contestants.items():
            runs[name].append(contestant(number))
    print(f"{minutes:g} minutes, {articles} articles, {rounds} rounds, medians, {os.cpu_count()} cores")
    print(f"{'contestant':34} {'wall s':>8} {'CPU s':>8} {'PSS MiB':>8}")
    medians = {name: median(rows) for name, rows in runs.items()}
    for name, run in medians.items():
        print(f"{name:34} {run.wall_s:8.2f} {run.cpu_s:8.2f} {run.pss_mib:8.1f}")
    for rate_hz in (44100, 22050):
        pipe = medians.get(f"espeak-ng | lame, {rate_hz} Hz")
        if pipe:
            mine = medians[f"audiobrief, cold, {rate_hz} Hz"]
            print(f"ratio at {rate_hz} Hz: wall {mine.wall_s / pipe.wall_s:.2f}, CPU {mine.cpu_s / pipe.cpu_s:.2f}")
    again(folder, pages)


def ours(folder: Path, pages: list[Path], rate_hz: int, number: int) -> Run:
    cache = folder / f"cache-{rate_hz}-{number}"
    arguments = [*COMMAND, "read", *map(str, pages), "-o", str(folder / "out.mp3"), "--force", "--cast", "espeak"]
    run = measured([*arguments, "--sample-rate", str(rate_hz)], cwd=folder, cache=cache)
    if number:
        shutil.rmtree(cache)
    return run


def bare(folder: Path, rate_hz: int) -> Run:
    resample = "--resample 44.1" if rate_hz == 44100 else ""
    encode = f"lame --quiet --noreplaygain -q 5 -m m -b 64 {resample} - bare.mp3"
    pipe = f"espeak-ng -v en-us --stdin --stdout < spoken.txt | {encode}"
    return measured([], shell=pipe, cwd=folder, cache=folder)


def again(folder: Path, pages: list[Path]) -> None:
    """What a correction and an unchanged edition cost, with a warm cache."""
    cache = folder / "cache-44100-0"
    arguments = [*COMMAND, "read", *map(str, pages), "-o", str(folder / "out.mp3"), "--force", "--cast", "espeak"]
    unchanged = [measured(arguments, cwd=folder, cache=cache, watched=False) for _ in range(5)]
    corrected = []
    for number in range(5):
        text = pages[0].read_text(encoding="utf-8")
        pages[0].write_text(text.replace("Nobody at the meeting", f"No one of the {number + 70} at the meeting", 1))
        corrected.append(measured(arguments, cwd=folder, cache=cache, watched=False))
    first = [one_article(folder, number) for number in range(5)]
    for what, rows in (("nothing changed", unchanged), ("one paragraph corrected", corrected), ("one article", first)):
        print(f"{what}: wall {median(rows).wall_s:.2f} s, CPU {median(rows).cpu_s:.2f} s")
    helps = [measured([*COMMAND, "--help"], cwd=folder, cache=cache, watched=False).cpu_s for _ in range(7)]
    print(f"audiobrief --help: CPU {statistics.median(helps) * 1000:.0f} ms")


def one_article(folder: Path, number: int) -> Run:
    """Reads an article of two and a half minutes with nothing in the cache: the time to first audio."""
    pages = edition.write(folder / "one", 2.5, 1)
    arguments = [*COMMAND, "read", str(pages[0]), "-o", str(folder / "one.mp3"), "--force", "--cast", "espeak"]
    return measured(arguments, cwd=folder, cache=folder / f"one-{number}", watched=False)


def median(rows: list[Run]) -> Run:
    return Run(
        statistics.median(run.wall_s for run in rows),
        statistics.median(run.cpu_s for run in rows),
        max(run.pss_mib for run in rows),
        max(run.largest_mib for run in rows),
    )


if __name__ == "__main__":
    main()
