"""Counts the names that are heard right: ``python -m tests.judge_names --help`` (``make names``).

Each name of ``tests/data/names/bar.tsv`` is said in two sentences, by the raw engine (the written text in its plain
voice) and as in an episode (script, lexicon, cast), and heard by Whisper base. Two sentences a name are two hearings.
One is right when some words of what was heard have the name's own letters, one in eight may differ, or sound like a
spelling of the list, read as English is, with a quarter of its sounds astray: a vowel is half a sound, and so is a
voiced consonant for a voiceless one. These rules were written before anything was heard.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from audiobrief.model import Article, Block, Cast, Role
from audiobrief.script import write_script
from audiobrief.speech import casting
from audiobrief.speech.booth import Booth
from tests.judge_voices import RATE_HZ, ROOT, Contestant, Judges, Sound, missing

LIST = ROOT / "tests" / "data" / "names" / "bar.tsv"
CARRIERS = ("The reporters say that {} was in the news today.", "We asked about {} again this week.")
BARS = {"espeak": 0.60, "piper": 0.75}
"""The least share of hearings that are right."""
LETTERS_ASTRAY, SOUNDS_ASTRAY = 1 / 8, 1 / 4
_PLAIN = str.maketrans({"ł": "l", "ı": "i", "đ": "d", "ø": "o", "æ": "ae", "ß": "ss", "ə": "a", "þ": "th", "ð": "d"})
_SOUNDS = [
    ("tch|ch|cz", "C"), ("sch|sh|sz", "S"), ("zh|dge|dg(?=[eiy])|dj|j", "J"), ("ph", "f"), ("th", "t"),
    ("kh|ck|q", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("x", "ks"), ("gh", "g"), ("tz", "ts"), ("w", "v"), ("y", "i"),
    ("(?<=[aeiou])h(?![aeiou])", ""), ("ee|ea", "i"), ("oo", "u"), (r"([^aeiou])\1", r"\1"),
]  # fmt: skip
_VOWELS = frozenset("aeiou")
_PAIRS = frozenset(map(frozenset, ("pb", "td", "kg", "sz", "fv", "SJ", "CJ")))


class _Store(dict[str, bytes]):
    def put(self, key: str, data: bytes) -> bytes:
        """Keeps nothing: sounds are made anew."""
        return data


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the list."""

    half: str
    name: str
    language: str
    spellings: tuple[str, ...]
    """What a recogniser may write for it."""


def names(half: str) -> list[Name]:
    """Reads the names of one half: "dev" or "test"."""
    rows = [line.split("\t") for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [Name(own, name, language, tuple(likes.split(";"))) for own, name, language, likes in rows if own == half]


def letters(text: str) -> str:
    """Returns the letters of a text without accents, case and blanks."""
    plain = unicodedata.normalize("NFD", text.lower().translate(_PLAIN))
    return re.sub("[^a-z]", "", plain)


def sounds(text: str) -> str:
    """Returns what the letters of a text sound like to who reads English, roughly, a sign a sound."""
    made = letters(text)
    for pattern, sound in _SOUNDS:
        made = re.sub(pattern, sound, made)
    return made


def astray(wanted: str, heard: str, weight: Callable[[str], float], exchange: Callable[[str, str], float]) -> float:
    """Returns what share of a word was heard otherwise: the cheapest edits to the word's own weight."""
    before = [0.0]
    for sign in heard:
        before.append(before[-1] + weight(sign))
    for own in wanted:
        row = [before[0] + weight(own)]
        for at, sign in enumerate(heard):
            row.append(min(before[at] + exchange(own, sign), before[at + 1] + weight(own), row[at] + weight(sign)))
        before = row
    return before[-1] / max(sum(map(weight, wanted)), 1e-9)


def _sound_exchange(one: str, other: str) -> float:
    is_half = {one, other} <= _VOWELS or frozenset((one, other)) in _PAIRS
    return 0.0 if one == other else 0.5 if is_half else 1.0


def is_right(name: Name, heard: str) -> bool:
    """Tells whether a name, or one of its spellings, is in what was heard."""
    words = re.findall(r"[^\W_]+", heard.replace("'s", ""))
    most = len(name.name.split()) + 3
    windows = {" ".join(words[at : at + size]) for at in range(len(words)) for size in range(1, most + 1)}
    return any(_is_like(name, window) for window in windows)


def _is_like(name: Name, heard: str) -> bool:
    own = astray(letters(name.name), letters(heard), lambda _: 1, lambda one, other: float(one != other))
    if own <= LETTERS_ASTRAY:
        return True
    said = sounds(heard)
    return any(
        astray(sounds(one), said, lambda sign: 0.5 if sign in _VOWELS else 1, _sound_exchange) <= SOUNDS_ASTRAY
        for one in name.spellings
    )


@dataclass(frozen=True, slots=True)
class Episode:
    """Says a sentence as an episode does."""

    cast: Cast
    booth: Booth

    def sound(self, text: str, _: str) -> Sound:
        """Returns the sound of an article's only paragraph."""
        article = Article(title="News", language=self.cast.language, blocks=(Block(Role.BODY, text),))
        said = [segment for segment in write_script(article).segments if segment.role is Role.BODY]
        clips = [self.booth.speak(self.booth.utterance_for(one, self.cast, self.cast.language)) for one in said]
        samples = [np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32_768 for clip in clips]
        parts = [soxr.resample(own, clip.rate_hz, RATE_HZ) for own, clip in zip(samples, clips, strict=True)]
        return np.concatenate(parts).astype(np.float32)


def hearings(who: Contestant | Episode, judges: Judges, name: Name) -> list[str]:
    """Returns what is heard of a name's two sentences."""
    return [judges.words(who.sound(carrier.format(name.name), "body"), "en") for carrier in CARRIERS]


def judged(engine: str, halves: Sequence[str], judges: Judges, *, is_told: bool) -> Iterator[tuple[str, list[float]]]:
    """Yields each half with its shares: hearings that are right and names that are so once, raw, then in an episode."""
    cast = casting.cast_for(engine, "en")
    with contextlib.closing(Booth(_Store())) as booth:
        for half in halves:
            shares: list[float] = []
            told = names(half)
            for who in (Contestant("en", engine, judges), Episode(cast, booth)):
                right = []
                for name in told:
                    heard = hearings(who, judges, name)
                    right.append([is_right(name, one) for one in heard])
                    if is_told:
                        print(type(who).__name__, name.name, *right[-1], *heard, sep=" | ", flush=True)
                shares += [sum(map(sum, right)) / len(told) / len(CARRIERS), sum(map(any, right)) / len(told)]
            yield half, shares


def main() -> int:
    """Prints the table; returns 1 where an engine's names fall short of the bar."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--engine", choices=BARS, action="append", help="default: both")
    parser.add_argument("--half", choices=("dev", "test"), action="append", help="default: both")
    parser.add_argument("--tell", action="store_true", help="print what was heard")
    parser.add_argument("--weights", type=Path, help="folder of a Whisper model for faster-whisper")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "voices", help="where what was heard is kept")
    arguments = parser.parse_args()
    if lacking := [name for name in missing(arguments.weights) if name != "distillmos"]:
        print(f"Names: not judged, {', '.join(lacking)} not installed. Run: pip install --group voices")
        return 0
    judges = Judges(arguments.weights, arguments.cache)
    short = []
    print("| engine | half | hearings right, raw engine | as in an episode | bar | names right once, raw | so |")
    print("|---|---|---|---|---|---|---|")
    for engine in arguments.engine or BARS:
        for half, shares in judged(engine, arguments.half or ("dev", "test"), judges, is_told=arguments.tell):
            raw, raw_once, ours, once = shares
            print(
                f"| {engine} | {half} | {raw:.2f} | {ours:.2f} | {BARS[engine]:.2f} | {raw_once:.2f} | {once:.2f} |",
                flush=True,
            )
            short += [f"{engine} {half}: {ours:.2f}, less than {BARS[engine]:.2f}"] if ours < BARS[engine] else []
    print(*(short or ["Nothing falls short."]), sep="\n")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
