"""Figures of the speech stage: speed, start-up, memory, the cost of the guards, the error of word starts.

    python tests/bench/bench_speech.py [--rounds 5] [--engine espeak --engine piper]

Contestants take turns in every round; printed are medians, with the load of the machine. The error of word starts is
measured on texts with a comma after every word: a comma makes a pause, so the true start of the next word is the first
loud block after a quiet stretch of 40 ms or more, whatever the engine's own marks say.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from audiobrief.model import Clip, Utterance, Voice
from audiobrief.speech import Engine, casting, engines
from audiobrief.speech.booth import Booth

SHORT = [
    f"{who} told the council on {day} that {what}."
    for who in ("The mayor", "A spokesman for the ministry")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday")
    for what in (
        "the bridge will stay closed until spring",
        "two of the boats had not come back",
        "nobody had asked for the money",
        "the school would open again within a week",
        "prices had risen by nine percent since June",
    )
]
WORDS = (
    "village, market, doctor, bridge, captain, garden, police, minister, teacher, harbour, border, kitchen, paper, "
    "number, winter, tunnel, camera, dinner, button, father, purple, candle, temple, budget, target, basket, ticket."
)


class Shelf(dict[str, bytes]):
    def put(self, key: str, body: bytes, /) -> bytes:
        self[key] = body
        return body


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", action="append", default=[])
    arguments = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors, Python {sys.version.split()[0]}")
    against_the_program(arguments.rounds)
    for name in arguments.engine or ["espeak", "pyttsx3", "piper"]:
        engine = engines()[name]
        why_not = engine.unavailable()
        if why_not:
            print(f"{name}: not measured, {why_not}")
            continue
        figures(engine, arguments.rounds)
        engine.close()


def voice_of(engine: Engine) -> Voice:
    found = engine.voice_for("en")
    assert found is not None
    return Voice(engine.name, found.name, "en")


def spoken(engine: Engine, texts: Sequence[str], workers: int) -> list[Clip]:
    """All texts through a fresh booth: cleaned, spoken, proved, kept."""
    booth = Booth(Shelf())
    voice = voice_of(engine)

    def one(text: str) -> Clip:
        return booth.speak(booth.utterance(text, voice))

    if workers == 1:
        return [one(text) for text in texts]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, texts))


def against_the_program(rounds: int) -> None:
    program = shutil.which("espeak-ng")
    engine = engines()["espeak"]
    if program is None or engine.unavailable():
        print("espeak-ng the program or the engine is not here: their comparison is left out")
        return
    command = [program, "-v", "en-us", "--stdin", "--stdout"]

    def run_program(text: str) -> None:
        subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True)

    def by_program() -> None:
        for text in SHORT:
            run_program(text)

    def by_program_twice() -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(run_program, SHORT))

    contestants: dict[str, Callable[[], object]] = {
        "program, one process each": by_program,
        "engine and proof, 1 worker": lambda: spoken(engine, SHORT, 1),
        "program, 2 at a time": by_program_twice,
        "engine and proof, 2 workers": lambda: spoken(engine, SHORT, 2),
    }
    times: dict[str, list[float]] = {name: [] for name in contestants}
    spoken(engine, SHORT[:2], 2)
    for _ in range(rounds):
        for name, run in contestants.items():
            times[name].append(timed(run))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median_s in medians.items():
        print(f"{len(SHORT)} short utterances, {name}: {median_s:.3f} s")
    one, two = medians["engine and proof, 1 worker"], medians["engine and proof, 2 workers"]
    print(f"engine to program: {one / medians['program, one process each']:.2f}")
    print(f"engine to program, 2 at a time: {two / medians['program, 2 at a time']:.2f}")


def figures(engine: Engine, rounds: int) -> None:
    engine.close()
    start_s = timed(lambda: engine.speak(Utterance("Yes.", voice_of(engine))))
    again_s = timed(lambda: engine.speak(Utterance("Yes.", voice_of(engine))))
    texts = SHORT if engine.name == "espeak" else SHORT[:12]
    audio_s = sum(clip.samples / clip.rate_hz for clip in spoken(engine, texts, 2))
    times: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for workers, measured in times.items():
            measured.append(timed(partial(spoken, engine, texts, workers)))
    one, two = (audio_s / statistics.median(times[workers]) for workers in (1, 2))
    print(f"{engine.name} {engine.version}")
    print(f"{engine.name}: {one:.1f} times realtime on one worker, {two:.1f} on two ({two / one:.2f}x)")
    print(f"{engine.name}: first word after {1000 * start_s:.0f} ms, then {1000 * again_s:.0f} ms; {memory()}")
    if engine.features.word_marks:
        errors_ms = start_errors_ms(engine)
        print(
            f"{engine.name}: word starts {statistics.median(errors_ms):.0f} ms off in the median, "
            f"{np.percentile(errors_ms, 90):.0f} ms at 90 % of {len(errors_ms)} words"
        )


def timed(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def memory() -> str:
    """Proportional memory of this process's children, where the system tells."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        return "memory not known here"
    waiting, total_kb, count = children.read_text().split(), 0, 0
    while waiting:
        process = waiting.pop()
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            waiting += Path(f"/proc/{process}/task/{process}/children").read_text().split()
        except OSError:
            continue
        total_kb += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
        count += 1
    return f"{total_kb / 1024:.0f} MB in {count} processes (PSS)"


def start_errors_ms(engine: Engine) -> list[float]:
    """Of the words of the list, in the voices of the engine's cast."""
    cast = casting.cast_for(None, "en", engine=engine.name)
    errors: list[float] = []
    for voice in (cast.roles["body"], cast.roles["headline"], cast.roles["notice"], *cast.quotes):
        clip = engine.speak(Utterance(WORDS, voice))
        truth = onsets(clip)
        marks = [mark.sample for mark in clip.marks if mark.kind == "word"]
        errors += [min(abs(mark - onset) for onset in truth) * 1000 / clip.rate_hz for mark in marks]
    return errors


def onsets(clip: Clip) -> list[int]:
    """Samples at which speech begins after at least 40 ms of quiet."""
    block = clip.rate_hz // 200
    level = np.abs(np.frombuffer(clip.pcm, "<i2").astype(int))
    loud = level[: len(level) // block * block].reshape(-1, block).max(axis=1) > 0.03 * level.max()
    found, quiet = [], 8
    for index, is_loud in enumerate(loud):
        if is_loud and quiet >= 8:
            found.append(index * block)
        quiet = 0 if is_loud else quiet + 1
    return found


if __name__ == "__main__":
    main()
