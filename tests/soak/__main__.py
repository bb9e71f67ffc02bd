"""Days of a feed's life in minutes: 20 sources, articles that appear, faults, kills, two runs at once. ``make soak``.

Each round publishes two feeds, one spoken by the tone, one by the embedded voice, in processes that may be killed at
any moment (SIGKILL); servers answer with errors, empty pages and broken connections. At the end the faults stop, and
every article must be in its feed exactly once, with its audio. Memory and open files of the processes are watched: a
table shows them over time. Ends with 1 when an article is lost or doubled or something grows.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from audiobrief.library import Library
from tests.news_site import NewsSite, make_folder

SITES = 20
ARTICLES_A_SECOND = 2_000 / 1_200
CASTS = ("tone", "espeak")
KILLED = 0.5
"""Of all runs, while faults last."""
FAULTY = 0.1
"""Of all answers."""
ROWS = 10
GROWTH = 1.25
"""Most that memory or files of the last third may be above those of the first."""
COMMAND = [sys.executable, "-m", "tests.soak.publish", "publish"]


@dataclass
class Tenth:
    """What happened in a tenth of the time."""

    codes: collections.Counter[int] = field(default_factory=collections.Counter)
    faults: int = 0
    memory_mb: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)


@dataclass
class Run:
    """One process at work. It is killed at ``dies_at`` (monotonic), if ever."""

    process: subprocess.Popen[bytes]
    dies_at: float | None
    files: int = 0

    def is_over(self, tenth: Tenth) -> bool:
        """Looks at it, kills it when its time has come, and notes what it used when it ended."""
        if self.dies_at is not None and time.monotonic() > self.dies_at:
            os.kill(self.process.pid, signal.SIGKILL)  # not send_signal: that would take the exit status away
        with contextlib.suppress(OSError):  # ended, or a system without /proc
            self.files = max(self.files, sum(1 for _ in Path(f"/proc/{self.process.pid}/fd").iterdir()))
        pid, status, used = os.wait4(self.process.pid, os.WNOHANG)
        if not pid:
            return False
        self.process.returncode = code = os.waitstatus_to_exitcode(status)
        tenth.codes[code] += 1
        if code in (0, 7):
            tenth.memory_mb.append(used.ru_maxrss / 1024)
            tenth.files.append(self.files)
        return True


class Soak:
    """The sites, the two feeds, and what was seen of them."""

    def __init__(self, place: Path, seconds: float, articles: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.seconds = seconds
        self.articles = articles
        self.published = 0
        self.tenths = [Tenth() for _ in range(ROWS)]
        self.has_faults = True
        self.started = time.monotonic()
        self.sites = [NewsSite() for _ in range(SITES)]
        for site in self.sites:
            site.fault = self.fault
        self.folders = []
        for number, cast in enumerate(CASTS):
            folder = make_folder(place / cast, *self.sites[number :: len(CASTS)], backfill=10_000)
            path = folder / "audiobrief.toml"
            path.write_text(path.read_text(encoding="utf-8").replace('cast = "tone"', f'cast = "{cast}"'))
            self.folders.append(folder)

    @property
    def passed(self) -> float:
        """The part of the time that is over, 0 to 1 and more."""
        return (time.monotonic() - self.started) / self.seconds

    @property
    def tenth(self) -> Tenth:
        return self.tenths[min(int(self.passed * ROWS), ROWS - 1)]

    def fault(self, path: str) -> int | None:
        if not self.has_faults or self.random.random() > FAULTY:
            return None
        self.tenth.faults += 1
        return self.random.choice((500, 502, 503, 429, 200, 404))

    def write_news(self) -> None:
        """As many articles as are due by now, each at a site of its own; all by 0.8 of the time."""
        due = min(self.articles, int(self.articles * (self.passed / 0.8 + 0.1)))
        for number in range(self.published, due):
            self.sites[number % SITES].add(number)
        self.published = max(self.published, due)

    def start(self, folder: Path) -> Run:
        process = subprocess.Popen(
            [*COMMAND, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        dies = self.has_faults and self.random.random() < KILLED
        return Run(process, time.monotonic() + self.random.uniform(0.2, 15) if dies else None)

    def live(self) -> None:
        """Rounds until the time is over; now and then two runs work on one feed."""
        runs: dict[Path, list[Run]] = {folder: [] for folder in self.folders}
        while self.passed < 1 or any(runs.values()):
            self.write_news()
            for folder, under_way in runs.items():
                under_way[:] = [run for run in under_way if not run.is_over(self.tenth)]
                if self.passed < 1 and (not under_way or (len(under_way) < 2 and self.random.random() < 0.01)):
                    under_way.append(self.start(folder))
            time.sleep(0.05)

    def settle(self) -> int:
        """Without faults: runs until each feed says that nothing is new; gives the number of rounds."""
        self.has_faults = False
        for number in range(1, 500):
            runs = [subprocess.run([*COMMAND, str(to)], capture_output=True, check=False) for to in self.folders]
            if all(done.returncode == 0 and b": 0 new, 0 updated" in done.stdout for done in runs):
                return number
        raise SystemExit("The feeds do not come to rest.")

    def close(self) -> None:
        for site in self.sites:
            site.close()


def losses(soak: Soak) -> tuple[int, int, int]:
    """Articles that are lost, and doubled, and things that a feed names but that are not there."""
    lost = doubled = broken = 0
    for number, folder in enumerate(soak.folders):
        wanted = [path for site in soak.sites[number :: len(CASTS)] for path in site.order]
        with Library(folder / ".audiobrief") as library:
            titles = collections.Counter(episode.title for episode in library.episodes())
        lost += max(0, len(wanted) - len(titles))
        doubled += sum(titles.values()) - len(titles)
        public = folder / "public"
        named = [item for page in public.glob("*.xml") for item in etree.parse(page).iter("enclosure")]
        doubled += len(named) - len({item.get("url") for item in named})
        lost += max(0, sum(titles.values()) - len(named))
        for item in named:
            path = public / (item.get("url") or "").partition("8321/")[2]
            broken += not path.is_file() or path.stat().st_size != int(item.get("length") or 0)
    return lost, doubled, broken


def grows(rows: list[list[float]], slack: float) -> bool:
    """Whether the last third of the time used clearly more than the first: a quarter more, and more than the slack.

    Parts in which every run had nothing to do say nothing: they use less than half of what a working run does.
    """
    peaks = [max(values) for values in rows if values]
    seen = [peak for peak in peaks if peak > 0.5 * max(peaks)]
    third = max(1, len(seen) // 3)
    first, last = statistics.median(seen[:third] or [0.0]), statistics.median(seen[-third:] or [0.0])
    return len(seen) > 2 and last > GROWTH * first and last - first > slack


def table(soak: Soak) -> str:
    lines = ["part  runs  killed  refused  faults  memory MB  open files"]
    for number, tenth in enumerate(soak.tenths, 1):
        killed = sum(count for code, count in tenth.codes.items() if code < 0)
        odd = sum(count for code, count in tenth.codes.items() if code not in (0, 7) and code >= 0)
        memory, files = max(tenth.memory_mb, default=0), max(tenth.files, default=0)
        row = f"{number:4}  {sum(tenth.codes.values()):4}  {killed:6}  {odd:7}  {tenth.faults:6}"
        lines.append(f"{row}  {memory:9.0f}  {files:10}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1_200)
    parser.add_argument("--articles", type=int, help="1,200 seconds: 2,000")
    parser.add_argument("--seed", type=int, default=8)
    given = parser.parse_args()
    articles = given.articles or max(SITES, round(given.seconds * ARTICLES_A_SECOND))
    os.environ["no_proxy"] = "*"
    place = Path(tempfile.mkdtemp(prefix="soak-"))
    soak = Soak(place, given.seconds, articles, given.seed)
    try:
        soak.live()
        in_time = soak.published
        rounds = soak.settle()
        lost, doubled, broken = losses(soak)
    finally:
        soak.close()
    memory = grows([list(tenth.memory_mb) for tenth in soak.tenths], slack=20)  # MB
    files = grows([[float(count) for count in tenth.files] for tenth in soak.tenths], slack=10)
    odd = {code for tenth in soak.tenths for code in tenth.codes} - {0, 7, -signal.SIGKILL}
    sys.stdout.write(
        f"{table(soak)}\n{in_time} articles of {SITES} sources in {given.seconds:.0f} s, at rest {rounds} runs later:"
        f" {lost} lost, {doubled} doubled, {broken} broken; memory {'GROWS' if memory else 'flat'}, open files"
        f" {'GROW' if files else 'flat'}; other exit codes: {sorted(odd) or 'none'}.\n"
    )
    shutil.rmtree(place, ignore_errors=True)
    return 1 if lost or doubled or broken or memory or files or odd else 0


if __name__ == "__main__":
    sys.exit(main())
