"""Kills workers at random while they speak, and counts what was lost or spoken twice. ``make kill-scale``.

Two workers on this machine, which share their user's cache as workers on one machine do. SIGKILL goes to the process
that speaks, at any moment; its nanny starts another, as in life. At the end every episode must be, byte for byte, the
one that the threads of this machine make, and no utterance may have been spoken that was kept already. One that is
killed in the instant between the last word and the cache is spoken twice; it is counted by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.bench import edition
from tests.cluster.machines import Machines, audiobrief, command, environment, started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--minutes", type=float, default=2, help="of audio in an article")
    parser.add_argument("--pace", type=float, default=20, help="of the voice: seconds of audio in a second")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        pages = edition.write(place / "pages", given.minutes * given.articles, given.articles)
        log = place / "spoken.log"
        cache = str(place / "cache")
        more = {"REHEARSAL_LOG": str(log), "REHEARSAL_PACE": str(given.pace)}
        more |= {"AUDIOBRIEF_CACHE": cache, "REHEARSAL_CACHE": cache}
        with started(place, 2, **more) as machines:
            near = new_feed(place / "near", machines.path[0])
            done = audiobrief("feed", "update", near, *pages, path=machines.path[0], timeout_s=600)
            expect(done.returncode == 0, done.stderr)
            far = new_feed(place / "far", machines.path[0])
            kills = run(far, pages, machines, log, given.kills, random.Random(given.seed))
        raise SystemExit(told(near, far, log, len(pages), kills, given))


def new_feed(folder: Path, engine: Path) -> Path:
    """A feed whose cast is the rehearsal's."""
    cast = engine / "rehearsal.toml"
    done = audiobrief("feed", "init", folder, "--title", "News", "--cast", cast, path=engine)
    expect(done.returncode == 0, done.stderr)
    return folder


def run(feed: Path, pages: Sequence[Path], machines: Machines, log: Path, kills: int, random_: random.Random) -> int:
    """Publishes; says how many workers were killed meanwhile."""
    arguments = command("feed", "update", feed, *pages, "--cluster", machines.address)
    process = subprocess.Popen(arguments, env=environment(*machines.path), stderr=subprocess.PIPE, text=True)
    killed = 0
    while killed < kills and process.poll() is None:
        until = begun(log) + random_.randint(1, 8)
        machines.until(lambda until=until: begun(log) >= until or process.poll() is not None)  # type: ignore[misc]
        time.sleep(random_.uniform(0, 0.5))  # into an utterance
        speakers = [line.split()[2] for line in log.read_text().splitlines()[-6:]]
        victim = int(random_.choice(speakers))
        with contextlib.suppress(ProcessLookupError):  # it was killed before, and nobody has spoken since
            os.kill(victim, signal.SIGKILL)
            killed += 1
    _, errors = process.communicate(timeout=600)
    expect(process.returncode == 0, errors)
    return killed


def told(near: Path, far: Path, log: Path, articles: int, kills: int, given: argparse.Namespace) -> int:
    """Prints the verdict; 0 when nothing was lost and nothing spoken twice."""
    counts = Counter(tuple(line.split()[:2]) for line in log.read_text().splitlines())
    ended = [count for (what, _), count in counts.items() if what == "spoken"]
    begins = sum(count for (what, _), count in counts.items() if what != "spoken")
    in_vain = sum(count for (what, _), count in counts.items() if what == "in-vain")
    twice = sum(ended) - len(ended)
    episodes = audio(far)
    lost = articles - len(episodes)
    other = len(audio(near) ^ episodes)
    print(f"{kills} workers killed while {articles} articles were spoken (--seed {given.seed})")
    print(f"utterances: {len(ended)}, begun {begins} times, cut off {begins - sum(ended)}")
    print(f"spoken twice {twice}, of these kept before {in_vain}")
    print(f"episodes: {len(episodes)}, lost {lost}, other bytes than without a cluster {other}")
    return int(bool(in_vain or lost or other or kills < given.kills))


def audio(feed: Path) -> set[bytes]:
    """The MP3s of a feed."""
    return {path.read_bytes() for path in feed.glob("public/episodes/*/*.mp3")}


def begun(log: Path) -> int:
    return log.read_text().count("begun") if log.exists() else 0


def expect(holds: bool, told: str) -> None:
    if not holds:
        raise SystemExit(told)


if __name__ == "__main__":
    main()
