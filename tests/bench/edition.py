"""Makes editions of news-like text for measuring: as long as wanted, no two paragraphs alike."""

from __future__ import annotations

import random
from pathlib import Path

_WHO = (
    "The city council",
    "The harbor authority",
    "A group of residents",
    "The finance minister",
    "The weather service",
)
_DID = (
    "has voted to rebuild",
    "warned against closing",
    "published a report on",
    "asked for a study of",
    "will pay for",
)
_WHAT = ("the storm dam", "the night train", "the old library", "the water supply", "the northern bridge", "the market")
_WHEN = ("on Monday", "after months of debate", "at a meeting in the town hall", "for the first time", "last week")
_THEN = (
    "Work is to begin in the spring and last about two years.",
    "The cost is put at 14 million dollars, a third more than planned.",
    "Nobody at the meeting expected a decision before the summer.",
    "Engineers had found forty small faults, and each had been written down before.",
    "People who live nearby say they were never asked.",
    "The opposition called the plan late but welcome.",
)
_QUOTE = (
    "We have counted the promises, and there are more of them than floods",
    "This is not a gift, it is the cheapest repair we will ever pay for",
    "People told us for years what was wrong, and we finally listened",
    "A bridge that moves is a bridge that is telling you something",
)
_NAME = ("Adela Brandt", "Tomas Vey", "Ruth Okafor", "Karl Osei", "Ebba Lund", "Amira Qadir")

_PUBLISHED = '<meta property="article:published_time" content="2026-11-20T08:00:00+00:00">'
"""A page without a date is given that of its first sight, and two runs would not make the same of it."""

WORDS_A_MINUTE = 175
"""Of the embedded voice, pauses included."""


def write(folder: Path, minutes: float, articles: int) -> list[Path]:
    """Saved pages that take about ``minutes`` to hear in all."""
    folder.mkdir(parents=True, exist_ok=True)
    random_ = random.Random(20261124)
    paths = []
    for number in range(articles):
        words = 0
        paragraphs: list[str] = []
        while words < minutes * WORDS_A_MINUTE / articles:
            paragraph = _paragraph(random_, number * 1000 + len(paragraphs))
            words += len(paragraph.split())
            paragraphs.append(f"<p>{paragraph}</p>")
            if len(paragraphs) % 8 == 0:
                paragraphs.append(f"<h2>Part {len(paragraphs) // 8} of story {number + 1}</h2>")
        title = f"{random_.choice(_WHO)} {random_.choice(_DID)} {random_.choice(_WHAT)}, story {number + 1}"
        path = folder / f"story-{number + 1:03}.html"
        path.write_text(
            f'<!doctype html><html lang="en-US"><head><title>{title}</title>{_PUBLISHED}</head>'
            f"<body><article><h1>{title}</h1>"
            f"<p>By Marta Lindqvist</p>{''.join(paragraphs)}</article></body></html>",
            encoding="utf-8",
        )
        paths.append(path)
    return paths


def _paragraph(random_: random.Random, number: int) -> str:
    lead = f"{random_.choice(_WHO)} {random_.choice(_DID)} {random_.choice(_WHAT)} {random_.choice(_WHEN)}."
    middle = " ".join(random_.sample(_THEN, 3))
    ending = f"File {number} of the record has the details."
    if random_.random() < 0.3:
        return f"“{random_.choice(_QUOTE)},” said {random_.choice(_NAME)}. {middle} {ending}"
    return f"{lead} {middle} {ending}"
