"""Paragraphs in which somebody else stands near a quote, and how often a wrong name is given: ``python -m
tests.distractors``. With a folder of pages also how many of their whole quotes get a name: ``--pages FOLDER``.

``tests/data/distractors/dev.toml`` is what rules are made with; ``test.toml`` was written before them and only counts.
The seed is fixed, so that every run has the same paragraphs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from audiobrief import quotes, read_article
from audiobrief.errors import NothingToRead
from audiobrief.model import Page, Quote
from audiobrief.roles import PROSE
from tests.golden import DATA

SEED = 22
HALVES = ("dev", "test")
LANGUAGES = ("en", "de", "fr", "es")
A_TEMPLATE = 8
"""Paragraphs made of each template."""


class Name(str):
    """A full name; ``last`` is its last word."""

    __slots__ = ()

    @property
    def last(self) -> str:
        """Returns the last name."""
        return self.split()[-1]


@dataclass(frozen=True)
class Paragraph:
    """A text, its quotes' words and for each of them who is right."""

    kind: str
    language: str
    text: str
    said: tuple[str, ...]
    speakers: tuple[str, ...]
    sources: tuple[str, ...]
    never: tuple[str, ...]


@dataclass
class Counts:
    """What was found in one half, or in one language of it."""

    quotes: int = 0
    named: int = 0
    wrong: int = 0
    known: int = 0
    """Quotes whose speaker the text names."""
    known_named: int = 0
    sources: int = 0
    junk: int = 0
    """Printed sources that are not who speaks."""
    misses: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def line(self) -> str:
        """Returns the figures."""
        return (
            f"wrong {self.wrong}/{self.named} named = {self.wrong / max(1, self.named):.3f}   "
            f"named {self.known_named}/{self.known} who are named in the text = "
            f"{self.known_named / max(1, self.known):.3f}   wrong sources {self.junk}/{self.sources}"
        )


def paragraphs(half: str) -> Iterator[Paragraph]:
    """Yields the paragraphs of a half."""
    tables = tomllib.loads((DATA / "distractors" / f"{half}.toml").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        pools, draw = tables["pools"][language], random.Random(SEED)
        for template in tables[language]:
            for _ in range(A_TEMPLATE):
                slots = _slots(pools, draw)
                filled = {
                    key: tuple(part.format(**slots) for part in template.get(key, ()))
                    for key in ("speakers", "sources", "never")
                }
                asked = re.findall(r"\{(q\d?)\}", template["text"])
                said = tuple(slots[name] for name in asked[: len(filled["speakers"])])
                yield Paragraph(template["kind"], language, template["text"].format(**slots), said, **filled)


def _slots(pools: dict[str, list[str]], draw: random.Random) -> dict[str, str]:
    men, women, said = (draw.sample(pools[pool], 3) for pool in ("men", "women", "said"))
    slots: dict[str, str] = {}
    for letter, names in (("m", men), ("f", women), ("q", said)):
        slots |= {f"{letter}{place or ''}": Name(name) for place, name in zip((0, 2, 3), names, strict=True)}
    return slots | {pool[:-1]: draw.choice(pools[pool]) for pool in ("places", "firms", "clubs", "papers")}


def measure(half: str, language: str | None = None) -> Counts:
    """Counts over a half, or one language of it."""
    counts = Counts()
    for made in paragraphs(half):
        if language in (None, made.language):
            _count(counts, made)
    return counts


def _count(counts: Counts, made: Paragraph) -> None:
    texts = made.text.split("\n\n")
    found = quotes(texts, made.language)
    for place, said in enumerate(made.said):
        counts.quotes += 1
        quote = next((q for q in found if said in texts[q.paragraph][q.start : q.end]), None)
        wanted = made.speakers[place]
        counts.known += bool(wanted)
        if quote is None:
            continue
        if quote.speaker:
            counts.named += 1
            right = _is_right(quote.speaker, wanted, made.never)
            counts.known_named += right
            counts.wrong += not right
            if not right:
                _note(counts, made, f"speaker {quote.speaker!r} for {wanted!r}")
        if place < len(made.sources) and quote.source:
            counts.sources += 1
            if not _is_right(quote.source, made.sources[place], made.never):
                counts.junk += 1
                _note(counts, made, f"source {quote.source!r} for {made.sources[place]!r}")


def _note(counts: Counts, made: Paragraph, what: str) -> None:
    counts.kinds[f"{made.language}: {made.kind}"] += 1
    counts.misses.append(f"{made.language}: {made.kind}: {what}: {made.text}")


def _is_right(given: str, wanted: str, never: tuple[str, ...]) -> bool:
    words = set(_words(given))
    return bool(wanted) and set(_words(wanted)) <= words and words.isdisjoint(map(str.casefold, never))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text.casefold())


def page_quotes(folder: Path) -> Iterator[tuple[str, str, Quote]]:
    """Yields the whole quotes of the pages in ``aeb`` and ``typed``, each with its language and paragraph."""
    lines = (folder / "typed" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    typed = {row["file"]: row["url"] for row in map(json.loads, lines)}
    truth = json.loads((folder / "aeb" / "ground-truth.json").read_text(encoding="utf-8"))
    pages = [(folder / "aeb" / "html" / f"{name}.html.gz", row["url"]) for name, row in truth.items()]
    pages += [(folder / "typed" / "html" / name, url) for name, url in typed.items()]
    for path, url in pages:
        try:
            article = read_article(Page(url, gzip.decompress(path.read_bytes()), "text/html"))
        except NothingToRead:
            continue
        texts = [block.text for block in article.blocks if block.role in PROSE]
        language = (article.language or "en").partition("-")[0]
        for quote in quotes(texts, language):
            if not quote.is_partial:
                yield language, texts[quote.paragraph], quote


def _coverage(folder: Path, shown: str | None) -> Iterator[str]:
    """Yields what share of the whole quotes on pages has a named speaker."""
    found = [row for row in page_quotes(folder) if row[0] in LANGUAGES]
    for language in LANGUAGES:
        own = [quote for tag, _, quote in found if tag == language]
        named = sum(bool(quote.speaker) for quote in own)
        yield f"pages {language}: {named}/{len(own)} whole quotes have a named speaker = {named / max(1, len(own)):.3f}"
    for _, text, quote in (row for row in found if row[0] == shown):
        around = text[max(0, quote.start - 120) : quote.end + 120]
        yield f"  {quote.speaker!r} by {quote.source!r} ({quote.confidence}): {around!r}"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, help="a folder of pages with aeb and typed in it")
    parser.add_argument("--half", choices=HALVES, help="one half; else both")
    parser.add_argument("--show", action="store_true", help="the kinds of the dev half that go wrong, with an example")
    parser.add_argument("--shown", choices=LANGUAGES, help="the pages' quotes of a language, each with its speaker")
    asked = parser.parse_args()
    for half in [asked.half] if asked.half else HALVES:
        whole = measure(half)
        print(f"{half:4} {whole.quotes} quotes: {whole.line()}")
        for language in LANGUAGES:
            print(f"  {language}  {measure(half, language).line()}")
        if asked.show and half == "dev":
            for kind, count in whole.kinds.most_common():
                print(f"{count:4} {next(miss for miss in whole.misses if miss.startswith(kind))!r}")
    if asked.pages:
        sys.stdout.writelines(f"{line}\n" for line in _coverage(asked.pages, asked.shown))


if __name__ == "__main__":
    main()
