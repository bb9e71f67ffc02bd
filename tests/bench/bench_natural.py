"""Natural voices against their bare programs on the same text: CPU, wall, memory, time to first audio. ``make bench``.

    python -m tests.bench.bench_natural [--minutes 20] [--rounds 3] [--engine piper --engine kokoro]

The bare contestants are ``python -m piper … | lame`` with Piper's defaults, and ``kokoro-onnx`` asked for one sentence
after the other, piped to LAME. Contestants run in turn; medians are printed. Kokoro is run where its model is
named (docs/engines.md).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from audiobrief.speech import Engine, engines
from audiobrief.speech.kokoro import MODEL, VOICES
from tests.bench import edition
from tests.bench.bench_line import COMMAND, Run, measured, median, spoken_text

_KOKORO = """
import sys
import numpy as np
from kokoro_onnx import Kokoro
kokoro = Kokoro(sys.argv[1], sys.argv[2])
for line in filter(None, map(str.strip, open("spoken.txt", encoding="utf-8"))):
    samples, rate_hz = kokoro.create(line, voice=sys.argv[3], lang="en-us")
    sys.stdout.buffer.write((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--articles", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", action="append", default=[])
    given = parser.parse_args()
    for name in given.engine or ["piper", "kokoro"]:
        engine = engines()[name]
        why_not = engine.unavailable() or ("" if shutil.which("lame") else "the program lame is not installed")
        if why_not:
            print(f"{name}: not measured, {why_not}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            compare(engine, Path(folder), given.minutes, given.articles, given.rounds)


def compare(engine: Engine, folder: Path, minutes: float, articles: int, rounds: int) -> None:
    pages = edition.write(folder / "pages", minutes, articles)
    first = edition.write(folder / "first", 1, 1)
    text = spoken_text(pages)
    (folder / "spoken.txt").write_text(text, encoding="utf-8")
    contestants: dict[str, Callable[[], Run]] = {
        "audiobrief": partial(ours, engine, folder, pages),
        "bare": partial(bare, engine, folder),
    }
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            runs[name].append(contestant())
    start_s = median([ours(engine, folder, first) for _ in range(rounds)]).wall_s
    mine, other = median(runs["audiobrief"]), median(runs["bare"])
    passages = len(text.split("\n\n"))
    print(f"{engine.name}: {minutes:g} minutes, {passages} passages, {rounds} rounds, {os.cpu_count()} cores")
    print(f"{'contestant':20} {'wall s':>8} {'CPU s':>8} {'PSS MiB':>8} {'of a process':>13}")
    for name, run in (("audiobrief", mine), ("bare", other)):
        print(f"{name:20} {run.wall_s:8.2f} {run.cpu_s:8.2f} {run.pss_mib:8.1f} {run.largest_mib:13.1f}")
    print(f"ratio: CPU {mine.cpu_s / other.cpu_s:.2f}, wall {mine.wall_s / other.wall_s:.2f}")
    print(f"an article of a minute, cold: {start_s:.2f} s")


def ours(engine: Engine, folder: Path, pages: list[Path]) -> Run:
    cache = folder / "cache"
    output = str(folder / "out.mp3")
    run = measured(
        [*COMMAND, "read", *map(str, pages), "-o", output, "--force", "--cast", engine.name], cwd=folder, cache=cache
    )
    shutil.rmtree(cache)
    return run


def bare(engine: Engine, folder: Path) -> Run:
    found = engine.voice_for("en")
    assert found is not None
    if engine.name == "piper":
        program, rate = f"{sys.executable} -m piper -m '{found.path}' --output-raw -i spoken.txt", "22.05"
    else:
        (folder / "bare.py").write_text(_KOKORO, encoding="utf-8")
        program = f"{sys.executable} bare.py '{os.environ[MODEL]}' '{os.environ[VOICES]}' {found.name}"
        rate = "24"
    pipe = (
        f"{program} | lame --quiet --noreplaygain -q 5 -m m -b 64 -r -s {rate} --bitwidth 16 --resample 44.1 - bare.mp3"
    )
    return measured([], shell=pipe, cwd=folder, cache=folder)


if __name__ == "__main__":
    main()
