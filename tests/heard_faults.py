"""Plants faults in speech, by a seed: what ``audiobrief check --heard`` is measured on (``python -m tests.heard``).

Texts are those of ``tests/data/voice_texts``, in their two halves. Their ``faults.tsv`` was made by
``python -m tests.heard_faults`` before the first rule was written: a quarter of words left out (two to six in a row),
of sentences that a voice of another language reads, of gaps (the sound stops, or its words are lost in silence) and of
garble (reversed, noise, or a moment that is repeated).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import soxr

from audiobrief import spoken
from audiobrief.check.heard import RATE_HZ, Passage, Samples
from audiobrief.model import Utterance, Voice
from audiobrief.speech import casting, engines
from audiobrief.speech.engine_text import clean
from tests.judge_voices import FOLDER, Sound, texts

LIST = FOLDER / "faults.tsv"
KINDS = ("left out", "language", "gap", "garble")
OF_A_KIND = 25
"""Faults of a kind in a half."""
ROUNDS: tuple[dict[str, Any], ...] = ({}, {"pitch": 64}, {"rate": 1.15})
"""The whole half is spoken in each of these ways."""
OTHERS = ("de", "fr", "es", "pl", "it")
PAUSE = np.zeros(RATE_HZ * 40 // 100, np.float32)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: in which sentence of which round, of what kind, and the number that all else is drawn from."""

    half: str
    turn: int
    sentence: int
    kind: str
    seed: int


@cache
def sentences(half: str) -> tuple[str, ...]:
    """Returns the sentences of a half in their order."""
    return tuple(part for item in texts("en", half) for part in re.split(r"(?<=[^A-Z].[.?!]) (?=[A-Z])", item.text))


def drawn(half: str) -> Iterator[Fault]:
    """Draws the faults of a half: in sentences of eight words at least, never two side by side."""
    draw = random.Random(f"heard {half}")
    long = [at for at, text in enumerate(sentences(half)) if len(text.split()) >= 8]
    places: list[tuple[int, int]] = []
    for turn, at in draw.sample([(turn, at) for turn in range(len(ROUNDS)) for at in long], len(ROUNDS) * len(long)):
        if len(places) < OF_A_KIND * len(KINDS) and not {(turn, at - 1), (turn, at + 1)} & set(places):
            places.append((turn, at))
    for number, (turn, at) in enumerate(places):
        yield Fault(half, turn, at, KINDS[number % len(KINDS)], draw.randrange(10**6))


def faults(half: str) -> list[Fault]:
    """Reads the committed list."""
    rows = (line.split("\t") for line in LIST.read_text("utf-8").splitlines())
    return [Fault(row[0], int(row[1]), int(row[2]), row[3], int(row[4])) for row in rows if row[0] == half]


def said(text: str, voice: Voice, language: str = "en") -> Sound:
    """Speaks a text."""
    clip = engines()[voice.engine].speak(Utterance(clean(spoken(text, language)), voice))
    samples = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32_768
    return np.asarray(soxr.resample(samples, clip.rate_hz, RATE_HZ), np.float32)


def faulty(text: str, voice: Voice, fault: Fault) -> Sound:
    """Speaks a text with its fault."""
    draw, words = random.Random(fault.seed), text.split()
    if fault.kind == "left out":
        count = draw.randint(2, 6)
        at = draw.randint(1, len(words) - count - 1)
        return said(" ".join(words[:at] + words[at + count :]), voice)
    if fault.kind == "language":
        other = draw.choice(OTHERS)
        return said(text, Voice("espeak", other, other))
    sound = said(text, voice).copy()
    length = round(draw.uniform(1.0, 2.5) * RATE_HZ)
    at = draw.randint(RATE_HZ // 4, max(len(sound) - length - RATE_HZ // 4, RATE_HZ // 4 + 1))
    return _gap(sound, at, length, draw) if fault.kind == "gap" else _garbled(sound, at, length, draw)


def _gap(sound: Sound, at: int, length: int, draw: random.Random) -> Sound:
    if draw.random() < 0.5:
        return np.concatenate([sound[:at], np.zeros(length + RATE_HZ, np.float32), sound[at:]])
    sound[at : at + length] = 0
    return sound


def _garbled(sound: Sound, at: int, length: int, draw: random.Random) -> Sound:
    part, how = sound[at : at + length].copy(), draw.choice(["reversed", "noise", "repeated"])
    if how == "reversed":
        sound[at : at + length] = part[::-1]
    elif how == "noise":
        level = float(np.sqrt(np.mean(part**2)))
        sound[at : at + length] = np.random.default_rng(draw.randrange(10**6)).normal(0, level, len(part))
    else:
        sound[at : at + length] = np.resize(part[: RATE_HZ * 12 // 100], len(part))
    return sound


def episode(half: str, turn: int, planted: Sequence[Fault], cast: str) -> tuple[Samples, list[Passage]]:
    """Returns the sound of a half in one of its ways, with faults, and what was to be heard when."""
    by_place = {fault.sentence: fault for fault in planted if fault.turn == turn}
    voice = replace(casting.cast_for(cast, "en").roles["body"], **ROUNDS[turn])
    sounds, passages, at = [], [], 0
    for number, text in enumerate(sentences(half)):
        sound = faulty(text, voice, by_place[number]) if number in by_place else said(text, voice)
        passages.append(Passage(at * 1000 // RATE_HZ, (at + len(sound)) * 1000 // RATE_HZ, text))
        sounds += [sound, PAUSE]
        at += len(sound) + len(PAUSE)
    return (np.concatenate(sounds) * 32_767).astype(np.int16), passages


def main() -> None:
    """Writes the list."""
    found = [fault for half in ("dev", "test") for fault in drawn(half)]
    rows = (f"{one.half}\t{one.turn}\t{one.sentence}\t{one.kind}\t{one.seed}\n" for one in found)
    LIST.write_text("".join(rows), "utf-8")


if __name__ == "__main__":
    main()
