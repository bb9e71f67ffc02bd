"""Fuzzes each target for its share of the time and says what was found: ``python -m tests.fuzz [TARGET…]``.

Each target runs in a process of its own, led by the coverage of audiobrief that atheris measures; the inputs that reach
new code stay in build/fuzz, what breaks a promise is written to build/fuzz/found, one case a place.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import time
import traceback
from pathlib import Path

NAMES = ("page", "saved", "text", "feed", "words", "script", "settings", "request", "rows")
_WEIGHTS = {"page": 6, "text": 4, "feed": 2}
_MOST_BYTES = 16_000
_LEAST_S, _A_KB_S = 1.0, 0.08
"""CPU that a case may cost: what loads tables and fills caches, and ten times what a kB of a page costs."""
BUILD = Path("build/fuzz")


def place(error: BaseException) -> str:
    """Returns where an error was raised, as a name for a file."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "audiobrief" in frame.filename]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}-{Path(last.filename).stem}-{last.name}"


class Run:
    """One target's run: counts cases, keeps what breaks a promise."""

    def __init__(self, target: str) -> None:
        from tests.fuzz import seeds
        from tests.fuzz.targets import TARGETS

        self._check = TARGETS[target]
        self._target = target
        self.begin = list(seeds.seeds(target))
        self.cases = 0
        self.found: set[str] = set()

    def one(self, case: bytes) -> None:
        """Tries one case."""
        self.cases += 1
        start = time.process_time()
        try:
            self._check(case)
        except Exception as error:
            self._keep(case, place(error), "".join(traceback.format_exception(error)[-6:]))
        if time.process_time() - start > _LEAST_S + _A_KB_S * len(case) / 1_000:
            self._again(case)

    def _again(self, case: bytes) -> None:
        """Measures a slow case once more: the first may have loaded a table."""
        start = time.process_time()
        try:
            self._check(case)
        except Exception:  # was reported above
            return
        spent_s = time.process_time() - start
        if spent_s > _LEAST_S + _A_KB_S * len(case) / 1_000:
            self._keep(case, f"slow-{spent_s * 1e3 / len(case):.0f}", f"{spent_s:.1f} s for {len(case)} bytes")

    def _keep(self, case: bytes, name: str, told: str) -> None:
        if name in self.found:
            return
        self.found.add(name)
        path = BUILD / "found" / f"{self._target}-{name}-{hashlib.sha256(case).hexdigest()[:8]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case)
        print(f"FOUND {path}\n{told}", flush=True)

    def changed(self, case: bytes, most_bytes: int, seed: int) -> bytes:
        """Returns a case changed by its structure, or by libFuzzer."""
        import atheris

        from tests.fuzz.mutation import changed

        if seed % 4 == 0:
            return bytes(atheris.Mutate(case, most_bytes))
        return changed(case, self.begin[seed // 4 % len(self.begin)] if self.begin else b"", most_bytes, seed)


def fuzz(target: str, seconds: int) -> None:
    """Runs one target in this process, which ends with the run."""
    import atheris

    with atheris.instrument_imports(include=["audiobrief"]):
        run = Run(target)
    found = BUILD / "corpus" / target
    found.mkdir(parents=True, exist_ok=True)
    for case in run.begin:
        (found / hashlib.sha256(case).hexdigest()[:16]).write_bytes(case[:_MOST_BYTES])
    options = [f"-max_total_time={seconds}", f"-max_len={_MOST_BYTES}", "-timeout=60", "-rss_limit_mb=3000"]
    atheris.Setup(
        ["fuzz", *options, "-verbosity=0", "-print_final_stats=1", f"-artifact_prefix={BUILD}/found-", str(found)],
        run.one,
        custom_mutator=run.changed,
    )
    atheris.Fuzz()


def main() -> int:
    """Fuzzes the targets in turn; fails when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--one", choices=NAMES, help="run this target in this process")
    parser.add_argument("targets", nargs="*", help="; ".join(NAMES))
    asked = parser.parse_args()
    if asked.one:
        fuzz(asked.one, asked.seconds)
    names = asked.targets or NAMES
    weights = {name: _WEIGHTS.get(name, 1) for name in names}
    bad = 0
    for name in names:
        share_s = max(asked.seconds * weights[name] // sum(weights.values()), 5)
        command = [sys.executable, "-m", "tests.fuzz", "--one", name, "--seconds", str(share_s)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        lines = (done.stdout + done.stderr).splitlines()
        count = next((line.split()[-1] for line in lines if "number_of_executed_units" in line), "?")
        found = sum(line.startswith("FOUND") for line in lines) + (done.returncode != 0)
        print(f"{name:9} {share_s:5} s  {count:>8} cases  {found} found", flush=True)
        if found:
            print("\n".join(lines[-60:]), flush=True)
        bad += found
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
