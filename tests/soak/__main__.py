"""Days of a feed's life in minutes: 50 sources, faults, kills, lost libraries, two runs at once. ``make soak``.

One source is hostile, one changes all its guids and addresses at each poll, one floods; the others publish in peace.
Runs may be killed at any moment (SIGKILL), servers answer with errors, empty pages and broken connections, now and
then the library is lost or damaged. At the end the faults stop: every article must be in the feed exactly once, with
its audio, and none of the good sources' may have waited for more than a few whole runs while the flood went on. Memory
and open files of the processes are watched: a table shows them over time.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import html
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

from audiobrief.feed.paths import PUBLIC
from audiobrief.feed.upkeep import MEMORY
from audiobrief.library import FILE
from tests.news_site import NewsSite, make_folder, story
from tests.soak.sites import Hostile, Restless

SITES = 47
"""That publish in peace."""
ARTICLES_A_SECOND = 0.2
FLOOD_A_SECOND = 0.5
"""1,800 an hour."""
PER_DAY = 50
"""Of the flood that a feed takes on one day."""
MAX_NEW = 20
"""Of one run."""
WAITS_RUNS = 8
"""Whole runs for which an article may wait at most; an answer of ten is a fault, and puts it off for a run."""
KILLED = 0.4
"""Of all runs, while faults last."""
FAULTY = 0.1
"""Of all answers."""
LOSSES = 4
"""How often the library is lost or damaged."""
ROWS = 10
GROWTH = 1.25
"""Most that memory or files of the last third may be above those of the first."""
ENOUGH_RUNS = 30
"""With fewer, one run of each third is held against the other: they differ by what each had to do (73 to 147 MB)."""
COMMAND = [sys.executable, "-m", "tests.soak.publish", "feed", "update"]


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
    """The sites, the feed, and what was seen of them."""

    def __init__(self, place: Path, seconds: float, articles: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.seconds = seconds
        self.articles = articles
        self.published = self.flooded = 0
        self.tenths = [Tenth() for _ in range(ROWS)]
        self.has_faults = True
        self.started = time.monotonic()
        self.good: list[NewsSite] = [NewsSite() for _ in range(SITES)]
        self.restless, self.flood, self.hostile = Restless(), NewsSite(), Hostile(self.good)
        self.sites = [self.hostile, self.flood, self.restless, *self.good]
        for site in self.sites:
            site.fault = self.fault
        self.folder = make_folder(place / "feed", *self.sites, backfill=10_000, max_new=MAX_NEW)
        path = self.folder / "audiobrief.toml"
        text = path.read_text(encoding="utf-8")
        flood = f'url = "{self.flood.address}/feed"'
        path.write_text(text.replace(flood, f"{flood}\nper_day = {PER_DAY}"), encoding="utf-8")
        self.losses = 0
        self.whole_runs = 0
        self.born: dict[str, int] = {}
        """How many whole runs there had been, by title of an article that nobody has heard yet."""
        self.longest_runs = 0

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
        """As many articles as are due by now, each at a site of its own, all by 0.8 of the time; and the flood."""
        due = min(self.articles, int(self.articles * (self.passed / 0.8 + 0.1)))
        for number in range(self.published, due):
            ([self.restless, *self.good])[number % (SITES + 1)].add(number)
            self.born[title(number)] = self.whole_runs
        self.published = max(self.published, due)
        due = int(min(self.passed, 1) * self.seconds * FLOOD_A_SECOND) + PER_DAY // 2
        for number in range(self.flooded, due):
            self.flood.add(FLOOD + number)
        self.flooded = max(self.flooded, due)

    def start(self) -> Run:
        process = subprocess.Popen(
            [*COMMAND, str(self.folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        dies = self.has_faults and self.random.random() < KILLED
        return Run(process, time.monotonic() + self.random.uniform(0.2, 30) if dies else None)

    def live(self) -> None:
        """Rounds until the time is over; now and then two runs work on the feed, or its library is lost."""
        runs: list[Run] = []
        while self.passed < 1 or runs:
            self.write_news()
            over = [run for run in runs if run.is_over(self.tenth)]
            runs = [run for run in runs if run not in over]
            if any(run.process.returncode in (0, 7) for run in over) and not runs:
                self.count_waits()
            if not runs and self.losses < min(self.passed, 0.9) * LOSSES - 0.5:
                self.lose()
            if self.passed < 1 and (not runs or (len(runs) < 2 and self.random.random() < 0.005)):
                runs.append(self.start())
            time.sleep(0.05)

    def lose(self) -> None:
        """Loses the whole memory, the database alone, or its middle."""
        memory = self.folder / MEMORY
        if self.losses % 3 == 0:
            shutil.rmtree(memory, ignore_errors=True)
        for path in memory.glob(f"{FILE}*"):
            if self.losses % 3 == 1:
                path.unlink()
            elif path.name == FILE:
                path.write_bytes(path.read_bytes()[:5_000] + bytes(200_000))
        self.losses += 1

    def count_waits(self) -> None:
        """Looks after a whole run for how long articles have been waiting."""
        self.whole_runs += 1
        heard = set(titles(self.folder))
        for waiting in [one for one in self.born if one in heard]:
            del self.born[waiting]
        self.longest_runs = max([self.longest_runs, *(self.whole_runs - born for born in self.born.values())])

    def settle(self) -> int:
        """Without faults: runs until all is published, 40 at most; gives their number."""
        self.has_faults = False
        wanted = {title(number) for number in range(self.published)}
        for number in range(1, 40):
            subprocess.run([*COMMAND, str(self.folder)], capture_output=True, check=False)
            if number > 2 and wanted <= {*titles(self.folder)}:
                return number
            time.sleep(1)  # what failed waits
        return 40

    def close(self) -> None:
        for site in self.sites:
            site.close()


FLOOD = 1_000_000
"""The number of the first article of the flood."""


def title(number: int) -> str:
    """What an article of a site is called."""
    return html.unescape(story(number).decode().partition("<title>")[2].partition("</title>")[0])


def titles(folder: Path) -> list[str]:
    """What the feed names."""
    return [item.findtext("title") or "" for page in pages(folder) for item in page.iter("item")]


def pages(folder: Path) -> list[etree._ElementTree]:
    return [etree.parse(page) for page in (folder / PUBLIC).glob("*.xml")]


def losses(soak: Soak) -> tuple[int, int, int]:
    """Articles that are lost, and doubled, and things that the feed names but that are not there or not right."""
    named = collections.Counter(titles(soak.folder))
    wanted = [title(number) for number in range(soak.published)]
    lost = sum(named[one] == 0 for one in wanted)
    doubled = sum(count - 1 for name, count in named.items() if name != "Taken")
    floods = sum(named[title(FLOOD + number)] for number in range(soak.flooded))
    broken = int(floods > PER_DAY * (1 + soak.losses))
    public = soak.folder / PUBLIC
    for item in (one for page in pages(soak.folder) for one in page.iter("enclosure")):
        path = public / (item.get("url") or "").partition("8321/")[2]
        broken += not path.is_file() or path.stat().st_size != int(item.get("length") or 0)
    return lost, doubled, broken


def trend(rows: list[list[float]], slack: float) -> str:
    """Tells "GROWS" where the last third of the time used a quarter more than the first, and more than the slack.

    Parts in which every run had nothing to do say nothing: they use less than half of what a working run does.
    """
    if sum(map(len, rows)) < ENOUGH_RUNS:
        return "not told by so few runs"
    peaks = [max(values) for values in rows if values]
    seen = [peak for peak in peaks if peak > 0.5 * max(peaks)]
    third = max(1, len(seen) // 3)
    first, last = statistics.median(seen[:third] or [0.0]), statistics.median(seen[-third:] or [0.0])
    return "GROWS" if last > GROWTH * first and last - first > slack else "flat"


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
    parser.add_argument("--articles", type=int, help="1,200 seconds: 240")
    parser.add_argument("--seed", type=int, default=8)
    given = parser.parse_args()
    articles = given.articles or max(2 * SITES, round(given.seconds * ARTICLES_A_SECOND))
    os.environ["no_proxy"] = "*"
    place = Path(tempfile.mkdtemp(prefix="soak-"))
    soak = Soak(place, given.seconds, articles, given.seed)
    try:
        soak.live()
        rounds = soak.settle()
        lost, doubled, broken = losses(soak)
    finally:
        soak.close()
    memory = trend([list(tenth.memory_mb) for tenth in soak.tenths], slack=20)  # MB
    files = trend([[float(count) for count in tenth.files] for tenth in soak.tenths], slack=10)
    odd = {code for tenth in soak.tenths for code in tenth.codes} - {0, 7, -signal.SIGKILL}
    starved = soak.longest_runs > WAITS_RUNS
    sys.stdout.write(
        f"{table(soak)}\n{soak.published} articles of {SITES + 1} sources in {given.seconds:.0f} s beside a flood of"
        f" {soak.flooded}, {soak.losses} libraries lost, at rest {rounds} runs later: {lost} lost, {doubled} doubled,"
        f" {broken} broken; the longest wait {soak.longest_runs} of {soak.whole_runs} whole runs"
        f"{' (STARVED)' if starved else ''}; memory {memory}, open files {files};"
        f" other exit codes: {sorted(odd) or 'none'}.\n"
    )
    wrong = bool(lost or doubled or broken or starved or odd or "GROWS" in (memory, files))
    if wrong:
        sys.stdout.write(f"The feed stays in {place}.\n")
    else:
        shutil.rmtree(place, ignore_errors=True)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
