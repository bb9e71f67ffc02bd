"""Measures what ``audiobrief check --heard`` finds: ``python -m tests.heard [dev|test]`` (``make heard``).

Speaks each half of ``tests/data/voice_texts`` three times in the voice joe (Piper) with the faults of ``faults.tsv`` in
100 of its sentences, hears it with Whisper base and prints how many faults of each kind are found, how many sentences
without a fault are named, an hour of sound, and what it costs. Rules are made by ``dev``; ``test`` is looked at last. A
sentence beside a fault that is named is told apart: there the listener is sent to the right place.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from audiobrief.check.heard import RATE_HZ, doubts, is_fault
from audiobrief.check.recogniser import Whisper
from tests.heard_faults import KINDS, OF_A_KIND, ROUNDS, episode, faults
from tests.judge_voices import ROOT, joined_weights


def measured(half: str, recogniser: Whisper, *, is_shown: bool) -> str:
    """Returns a half's row of figures."""
    found: Counter[str] = Counter()
    seconds = used = 0.0
    for turn in range(len(ROUNDS)):
        planted = {fault.sentence: fault.kind for fault in faults(half) if fault.turn == turn}
        sound, passages = episode(half, turn, list(faults(half)))
        began = time.process_time()
        told = filter(is_fault, doubts(sound, passages, "en", recogniser))
        named = {passages.index(one.passage): one for one in told}
        used += time.process_time() - began
        seconds += len(sound) / RATE_HZ
        for at, doubt in sorted(named.items()):
            kind = planted.get(at) or ("beside" if {at - 1, at + 1} & set(planted) else "false")
            found[kind] += 1
            if is_shown and at not in planted:
                print(f"{kind}: {doubt.written!r} heard {doubt.heard!r}, {doubt.letters}, {doubt.likelier:.1f}")
    kinds = ", ".join(f"{kind} {found[kind]}" for kind in KINDS)
    total = sum(found[kind] for kind in KINDS)
    return (
        f"{half}: {total} of {OF_A_KIND * len(KINDS)} faults found ({kinds}, of {OF_A_KIND} each); "
        f"{found['false']} false and {found['beside']} beside a fault in {seconds / 60:.0f} min of sound, "
        f"{found['false'] * 3600 / seconds:.1f} false an hour; {seconds / used:.1f} times realtime"
    )


def main() -> None:
    """Prints the figures of the halves that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("half", nargs="?", choices=["dev", "test"], help="one half alone")
    parser.add_argument("--weights", type=Path, help="a Whisper model in the form of faster-whisper")
    parser.add_argument("--show", action="store_true", help="print what is named without a fault")
    arguments = parser.parse_args()
    recogniser = Whisper(arguments.weights or joined_weights(ROOT / "build" / "voices"))
    for half in [arguments.half] if arguments.half else ["dev", "test"]:
        print(measured(half, recogniser, is_shown=arguments.show), flush=True)


if __name__ == "__main__":
    main()
