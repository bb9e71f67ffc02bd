"""A daily edition of many sources: what one more story costs beyond its speech. ``make bench``.

Each source gives a story to one edition of about an hour; then one gives one more, and the day's edition is made anew
with the engine that hums: speaking costs next to nothing, and what is left is the edition's own.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from audiobrief.config import NAME
from audiobrief.feed import run, settings_file
from audiobrief.feed.report import RunReport
from tests.bench import edition


def quiet(line: str) -> None: ...


def a_feed(folder: Path, sources: int, minutes: float) -> None:
    """A feed whose edition has a story of each source; one more waits outside."""
    settings_file.init(folder, quiet, title="News", base_url=None, language="en", cast="tone")
    pages = edition.write(folder / "pages", minutes, sources + 1)
    with (folder / NAME).open("a", encoding="utf-8") as file:
        for number, page in enumerate(pages[:sources]):
            (folder / f"source-{number}").mkdir()
            page.rename(folder / f"source-{number}" / page.name)
            section = f"Section {number % 6}"
            file.write(f'\n[[source]]\nfolder = "source-{number}"\nrights = "own"\nsection = "{section}"\n')
        file.write(f'\n[[edition]]\ntitle = "The day"\nminutes = {minutes * 2}\nsingle_episodes = false\n')


def timed(folder: Path) -> tuple[RunReport, float, float]:
    """Publishes; returns what was done, processor time (children too) and time, in seconds."""
    before, start = _cpu_s(), time.perf_counter()
    report = run.publish(folder, [], quiet)
    return report, _cpu_s() - before, time.perf_counter() - start


def _cpu_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=40)
    parser.add_argument("--minutes", type=float, default=33, help="at 175 words a minute; the hum is slower")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a_feed(folder, asked.sources, asked.minutes)
        first, first_cpu_s, _ = timed(folder)
        waits = next((folder / "pages").iterdir())
        waits.rename(folder / "source-0" / waits.name)
        more, more_cpu_s, more_s = timed(folder)
        _, idle_cpu_s, _ = timed(folder)
        assert first.made and more.updated and more.spoken, (first.failed, more.failed)
        size = max((path.stat().st_size for path in folder.glob("public/episodes/*/*.mp3")), default=0)
    length = f"{size * 8 / 64_000 / 60:.0f} minutes"
    print(f"{asked.sources} sources, {length}: {first_cpu_s:.1f} s of CPU for {first.spoken} clips")
    print(f"one more story: {more_cpu_s:.2f} s of CPU, {more_s:.2f} s in all, {more.spoken} clips")
    print(f"nothing new: {idle_cpu_s:.2f} s of CPU")


if __name__ == "__main__":
    main()
