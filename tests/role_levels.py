"""Prints how loud each role of a cast is in an episode: ``python -m tests.role_levels --cast piper``.

The episode says the texts of a half of ``tests/data/voice_texts``, each in its role, the quote voices in turn, and what
is announced between them. A role's level (BS.1770, of the decoded frames) is that of its passages one after another:
pauses are the script's. Ends with 1 when two roles are more than 0.5 LU apart.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections import defaultdict
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np
import soundfile

from audiobrief.mix.loudness import measure
from audiobrief.model import Article, MixSettings, Role, Script, Segment
from audiobrief.recording.studio import Studio
from audiobrief.speech.casting import cast_for
from tests.judge_voices import ROOT, Item, Sound, items_of

BAR_LU = 0.5
SETTINGS = MixSettings()


def passages(cast: str, language: str, half: str, cache: Path) -> dict[str, list[Sound]]:
    """Records the episode and returns each role's passages as they are heard."""
    parts = items_of(language, half)
    items = [one for one in chain.from_iterable(zip_longest(parts["all"], parts["cue"])) if one is not None]
    script = Script(Article(title="Levels", language=language), segments=tuple(map(_segment, items)))
    found = defaultdict(list)
    with Studio(cache, SETTINGS) as studio:
        for item, take in zip(items, studio.record(script, cast_for(cast, language), print).takes, strict=True):
            sound, _ = soundfile.read(io.BytesIO(studio.frames(take)), dtype="float32")
            found[item.role].append(sound[take.facts.speech_start :][: take.facts.speech_samples])
    return found


def _segment(item: Item) -> Segment:
    role, _, number = item.role.partition("-")
    known = Role(role) if role in set(Role) else Role.LIST_ITEM
    return Segment(known, item.text, voice=item.role if number else None)


def main() -> int:
    """Prints a row for each role; returns 1 when they are not level."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--cast", default="espeak", help="a cast's name, or the path of its file")
    parser.add_argument("--language", default="en")
    parser.add_argument("--half", choices=("dev", "test"), default="test")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "levels", help="where what was spoken is kept")
    arguments = parser.parse_args()
    levels = []
    print("| role | seconds | LUFS | its passages |\n|---|---|---|---|")
    for role, sounds in passages(arguments.cast, arguments.language, arguments.half, arguments.cache).items():
        whole = np.concatenate(sounds)
        levels.append(measure(whole, SETTINGS.rate_hz).lufs)
        each = [lufs for sound in sounds if (lufs := measure(sound, SETTINGS.rate_hz).lufs) > -np.inf]
        seconds = len(whole) / SETTINGS.rate_hz
        print(f"| {role} | {seconds:.0f} | {levels[-1]:.2f} | {min(each):.1f} to {max(each):.1f} |")
    apart_lu = max(levels) - min(levels)
    print(f"{apart_lu:.2f} LU between the loudest role and the softest; {BAR_LU} are allowed.")
    return int(apart_lu > BAR_LU)


if __name__ == "__main__":
    sys.exit(main())
