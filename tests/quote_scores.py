"""Measures quotes against labelled documents (``tests/data/quotes_*.jsonl``, written for this project)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from audiobrief.model import Quote
from audiobrief.script import quotes

ARTICLES = {"the", "a", "an", "of", "der", "die", "das", "ein", "eine", "le", "la", "les", "el", "il", "o", "os"}


@dataclass
class Score:
    gold: int = 0
    found: int = 0
    hits: int = 0
    sourced: int = 0
    source_right: int = 0
    named: int = 0
    speakers: int = 0
    speaker_right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, self.gold + self.found)

    @property
    def source(self) -> float:
        return self.source_right / max(1, self.sourced)

    @property
    def speaker_precision(self) -> float:
        return self.speaker_right / max(1, self.speakers)

    @property
    def speaker_coverage(self) -> float:
        return self.speaker_right / max(1, self.named)


def score(file: Path, language: str) -> Score:
    result = Score()
    for line in file.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        paragraphs = document["paragraphs"]
        found = [q for q in quotes(paragraphs, document.get("language", language)) if not q.is_partial]
        result.found += len(found)
        for gold in document["quotes"]:
            _compare(result, paragraphs, gold, found)
    return result


def _compare(result: Score, paragraphs: list[str], gold: dict[str, str], found: list[Quote]) -> None:
    result.gold += 1
    wanted = _words(gold["words"])
    match = next(
        (
            quote
            for quote in found
            if quote.paragraph == int(gold["paragraph"])
            and _overlap(_words(paragraphs[quote.paragraph][quote.start : quote.end]), wanted) >= 0.8
        ),
        None,
    )
    if match is None:
        result.wrong.append(f"missed: {gold['words']}")
        return
    result.hits += 1
    if gold["source"]:
        result.sourced += 1
        mine, theirs = set(_words(match.source or "")), set(_words(gold["source"]))
        right = mine == theirs or bool((mine & theirs) - ARTICLES)
        result.source_right += right
        if not right:
            result.wrong.append(f"source: {match.source!r} for {gold['source']!r}: {gold['words'][:40]}")
    if gold["speaker"]:
        result.named += 1
    if match.speaker:
        result.speakers += 1
        right = bool(gold["speaker"]) and set(_words(gold["speaker"])) <= set(_words(match.speaker))
        if not gold["speaker"]:
            right = bool(set(_words(match.speaker)) & set(_words(gold["source"] or "")))
        result.speaker_right += right
        if not right:
            result.wrong.append(f"speaker: {match.speaker!r} for {gold['speaker']!r}: {gold['words'][:40]}")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _overlap(mine: list[str], theirs: list[str]) -> float:
    return len(set(mine) & set(theirs)) / max(1, len(set(mine) | set(theirs)))
