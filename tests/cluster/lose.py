"""Kills the scheduler at random moments of a run, and counts the runs that hang, crash or lose something.

Part of ``make kill-scale``. A run must end by itself with one line and exit code 8 (or 0, when it had ended before);
the next one, without a cluster, must finish its work: every episode the same bytes as if nothing had happened. In every
other round scheduler and workers are started again at once: the run must find them, and finish by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from audiobrief.recording.cluster import CONNECT_S
from tests.bench import edition
from tests.cluster.kill import audio, expect, new_feed
from tests.cluster.machines import audiobrief, command, environment, started

ENDS_IN_S = 120


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--articles", type=int, default=8)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    given = parser.parse_args()
    random_ = random.Random(given.seed)
    faults: list[str] = []
    codes: list[int] = []
    with tempfile.TemporaryDirectory() as name:
        pages = edition.write(Path(name) / "pages", given.articles, given.articles)
        for number in range(given.times):
            place = Path(name) / f"round-{number}"
            code, fault = one_round(place, pages, random_.uniform(0, 4), comes_back=number % 2 == 1)
            codes.append(code)
            faults += [f"round {number}: {fault}"] if fault else []
    print(f"{given.times} schedulers killed (--seed {given.seed}): exit codes {sorted(codes)}")
    print(f"runs that hung, crashed or lost something: {len(faults)}", *faults, sep="\n")
    raise SystemExit(int(bool(faults)))


def one_round(place: Path, pages: Sequence[Path], after_s: float, comes_back: bool) -> tuple[int, str]:
    """The exit code of the run whose scheduler was killed so long after its first word, and what was wrong."""
    place.mkdir()
    log, cache = place / "spoken.log", str(place / "cache")
    with started(place, 2, REHEARSAL_LOG=str(log), REHEARSAL_PACE="60", AUDIOBRIEF_CACHE=cache) as machines:
        engine = machines.path[0]
        near, far = new_feed(place / "near", engine), new_feed(place / "far", engine)
        program = [sys.executable, "-m", "audiobrief"] if comes_back else command()
        arguments = [*program, "feed", "update", str(far), *map(str, pages), "--cluster", machines.address]
        run = subprocess.Popen(
            arguments, env=environment(engine), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        machines.until(lambda: (log.exists() and "begun" in log.read_text()) or run.poll() is not None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(after_s)
        must_finish = comes_back and machines.restart() < CONNECT_S / 2  # later it may have been given up
        if not comes_back:
            machines.kill("scheduler")
        begin_s = time.monotonic()
        fault = fault_of(run, must_finish)
        what = f"{'came back' if comes_back else 'lost'} after {after_s:.1f} s"
        print(f"{what}: exit code {run.returncode}, {time.monotonic() - begin_s:.1f} s later", flush=True)
        if fault:
            return run.returncode, fault
    for feed in (near, far):
        done = audiobrief("feed", "update", feed, *pages, path=engine, timeout_s=600)
        expect(done.returncode == 0, done.stderr)
    lost = len(pages) - len(audio(far))
    return run.returncode, f"{lost} lost" if lost else "other bytes" if audio(near) != audio(far) else ""


def fault_of(run: subprocess.Popen[str], must_finish: bool) -> str:
    """What is wrong with the end of a run; empty: nothing."""
    try:
        _, told = run.communicate(timeout=ENDS_IN_S)
    except subprocess.TimeoutExpired:
        run.kill()
        return f"it hung: {run.communicate()[1]}"
    is_right = run.returncode == 0 or (run.returncode == 8 and not must_finish)
    return "" if is_right and "Traceback" not in told else f"it crashed: {told}"


if __name__ == "__main__":
    main()
