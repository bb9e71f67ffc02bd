"""Measures what ``audiobrief check --heard`` finds: ``python -m tests.heard [dev|test]`` (``make heard``).

Speaks each half of ``tests/data/voice_texts`` three times in the voice joe (Piper) with the faults of ``faults.tsv`` in
100 of its sentences, hears it with Whisper base and prints how many faults of each kind are found, how many sentences
without a fault are named, an hour of sound, and what it costs. Rules are made by ``dev``; ``test`` is looked at last. A
sentence beside a fault that is named is told apart: there the listener is sent to the right place.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

from audiobrief.check import heard, recogniser
from audiobrief.check.heard import RATE_HZ, Doubt, Passage, Samples, doubts, is_fault
from audiobrief.check.recogniser import Whisper
from tests.heard_faults import KINDS, ROUNDS, episode, faults
from tests.judge_voices import ROOT, joined_weights

KEPT = ROOT / "build" / "heard"
WAYS = inspect.getsource(heard).replace(inspect.getsource(is_fault), "") + inspect.getsource(recogniser)
"""How it is heard; which doubts are faults is told anew each time."""


def weights(given: Path | None) -> Path:
    """Returns the folder of the model that is given, or of the packages that bring one."""
    return given or joined_weights(ROOT / "build" / "voices")


class Keeper:
    """Hears, and keeps what was doubted of each sound as long as neither it nor the way of hearing changes."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self.used = 0.0
        """Seconds of processor time that hearing took, then or now."""

    @cached_property
    def _whisper(self) -> Whisper:
        return Whisper(self._model)

    def doubts(self, sound: Samples, passages: Sequence[Passage], language: str) -> list[Doubt]:
        """Returns each place of a sound where something else is heard than what is written."""
        asked = repr([WAYS, str(self._model), language, list(passages)]).encode()
        path = KEPT / f"{hashlib.sha256(asked + sound.tobytes()).hexdigest()}.json"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            began = time.process_time()
            found = [asdict(one) for one in doubts(sound, passages, language, self._whisper)]
            path.write_text(json.dumps([time.process_time() - began, found]), "utf-8")
        used, rows = json.loads(path.read_text("utf-8"))
        self.used += used
        return [
            Doubt(**(row | {"passage": Passage(**row["passage"]), "language": (*row["language"],)})) for row in rows
        ]


def measured(half: str, keeper: Keeper, cast: str, turns: int, *, is_shown: bool) -> str:
    """Returns a half's row of figures, of so many of its ways of speaking."""
    found: Counter[str] = Counter()
    seconds, before = 0.0, keeper.used
    for turn in range(turns):
        planted = {fault.sentence: fault.kind for fault in faults(half) if fault.turn == turn}
        sound, passages = episode(half, turn, list(faults(half)), cast)
        told = filter(is_fault, keeper.doubts(sound, passages, "en"))
        named = {passages.index(one.passage): one for one in told}
        seconds += len(sound) / RATE_HZ
        for at, doubt in sorted(named.items()):
            kind = planted.get(at) or ("beside" if {at - 1, at + 1} & set(planted) else "false")
            found[kind] += 1
            if is_shown and at not in planted:
                print(f"{kind}: {doubt.written!r} heard {doubt.heard!r}, {doubt.letters}, {doubt.likelier:.1f}")
            if is_shown and planted.get(at) == "language":
                print(f"language: {doubt.language}")
    all_of = Counter(fault.kind for fault in faults(half) if fault.turn < turns)
    kinds = ", ".join(f"{kind} {found[kind]} of {all_of[kind]}" for kind in KINDS)
    total = sum(found[kind] for kind in KINDS)
    return (
        f"{half}: {total} of {all_of.total()} faults found ({kinds}); "
        f"{found['false']} false and {found['beside']} beside a fault in {seconds / 60:.0f} min of sound, "
        f"{found['false'] * 3600 / seconds:.1f} false an hour; {seconds / (keeper.used - before):.1f} times realtime"
    )


def main() -> None:
    """Prints the figures of the halves that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("half", nargs="?", choices=["dev", "test"], help="one half alone")
    parser.add_argument("--cast", default="piper", help="who speaks: the body's voice of a cast")
    parser.add_argument("--ways", type=int, default=len(ROUNDS), help="how many of the ways of speaking")
    parser.add_argument("--weights", type=Path, help="a Whisper model in the form of faster-whisper")
    parser.add_argument("--show", action="store_true", help="print what is named without a fault")
    arguments = parser.parse_args()
    keeper = Keeper(weights(arguments.weights))
    for half in [arguments.half] if arguments.half else ["dev", "test"]:
        print(measured(half, keeper, arguments.cast, arguments.ways, is_shown=arguments.show), flush=True)


if __name__ == "__main__":
    main()
