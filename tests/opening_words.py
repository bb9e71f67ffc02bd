"""Pages whose paragraphs open like a page's own lines, and pages with such lines: what is lost, and what is kept.

``python -m tests.opening_words`` prints both halves; ``measure()`` returns the counts. The sentences and lines are in
``tests/data/opening_words.toml``, the templates here; the seed is fixed, so that every run has the same pages.
"""

from __future__ import annotations

import random
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from audiobrief import read_article
from audiobrief.model import Article, Page
from audiobrief.roles import OWN_TEXT, Role
from tests.golden import DATA

SEED = 16
TEMPLATES_PER_SENTENCE = 3
_SPOKEN = OWN_TEXT | {Role.NOTICE, Role.DATELINE}


class Story(NamedTuple):
    """An article of one language, into which a sentence or a line is put."""

    language: str
    title: str
    paragraphs: list[str]


@dataclass
class Counts:
    """What was read of the pages of one half or both."""

    pages: int = 0
    prose: int = 0
    prose_lost: int = 0
    chrome: int = 0
    chrome_kept: int = 0
    wrong: list[str] = field(default_factory=list)


def _html(story: Story, parts: list[str]) -> Page:
    body = (
        f'<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{story.title}</title></head>'
        f'<body><header><a href="/">Norsted</a></header><main><article><h1>{story.title}</h1>{"".join(parts)}</article>'
        "</main><footer><p>Norsted 2026</p></footer></body></html>"
    )
    return Page("https://norsted.example/a", body.encode(), "text/html; charset=utf-8")


def _text(story: Story, parts: list[str], kind: str = "text/plain") -> Page:
    return Page("", "\n\n".join([story.title, *parts]).encode(), f"{kind}; charset=utf-8")


def _among(story: Story, part: str) -> list[str]:
    return [*_paragraphs(story)[:2], part, *_paragraphs(story)[2:]]


def _last(story: Story, part: str) -> list[str]:
    return [*_paragraphs(story), part]


def _paragraphs(story: Story) -> list[str]:
    return [f"<p>{escape(text)}</p>" for text in story.paragraphs]


def _linked(sentence: str) -> str:
    """Links the third and fourth word, as writers do."""
    words = sentence.split(" ")
    if len(words) < 6:
        return escape(sentence)
    inner = escape(" ".join(words[2:4]))
    return f'{escape(" ".join(words[:2]))} <a href="/x">{inner}</a> {escape(" ".join(words[4:]))}'


def _plain_among(story: Story, part: str) -> list[str]:
    return [*story.paragraphs[:2], part, *story.paragraphs[2:]]


TEMPLATES: dict[str, Callable[[Story, str], Page]] = {
    "p": lambda story, s: _html(story, _among(story, f"<p>{escape(s)}</p>")),
    "last p": lambda story, s: _html(story, _last(story, f"<p>{escape(s)}</p>")),
    "li": lambda story, s: _html(story, _among(story, f"<ul><li>{escape(s)}</li><li>{story.paragraphs[1]}</li></ul>")),
    "last li": lambda story, s: _html(
        story, _last(story, f"<ol><li>{story.paragraphs[0]}</li><li>{escape(s)}</li></ol>")
    ),
    "div": lambda story, s: _html(story, [f"<div>{part}</div>" for part in _among(story, escape(s))]),
    "em": lambda story, s: _html(story, _last(story, f"<p><em>{escape(s)}</em></p>")),
    "below a subhead": lambda story, s: _html(story, _among(story, f"<h2>Norsted</h2><p>{escape(s)}</p>")),
    "with a link": lambda story, s: _html(story, _among(story, f"<p>{_linked(s)}</p>")),
    "text": lambda story, s: _text(story, _plain_among(story, s)),
    "end of text": lambda story, s: _text(story, [*story.paragraphs, s]),
    "wrapped text": lambda story, s: _text(story, [textwrap.fill(part, 72) for part in _plain_among(story, s)]),
    "Markdown": lambda story, s: _text(story, _plain_among(story, s), "text/markdown"),
    "list in Markdown": lambda story, s: _text(story, _plain_among(story, f"- {s}\n- {s[::-1]}"), "text/markdown"),
}
CHROME_TEMPLATES = ("p", "last p", "text")


def _stories() -> Iterator[tuple[Story, list[str], list[str]]]:
    tables = tomllib.loads((DATA / "opening_words.toml").read_text(encoding="utf-8"))
    for language, table in tables.items():
        yield Story(language, table["title"], table["story"]), table["prose"], table["chrome"]


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _spoken(article: Article) -> str:
    return _folded("".join(block.text for block in article.blocks if block.role in _SPOKEN))


def _holds(page: Page, text: str) -> bool:
    return _folded(text) in _spoken(read_article(page))


def measure(half: int | None = None) -> Counts:
    """Reads the pages of one half (0: rules are made with it; 1: it is only counted) or of both."""
    counts = Counts()
    drawn = random.Random(SEED)
    for story, prose, chrome in _stories():
        for number, sentence in enumerate(prose):
            names = drawn.sample(sorted(TEMPLATES), TEMPLATES_PER_SENTENCE)
            if half in {None, number % 2}:
                _count_prose(counts, story, sentence, names)
        for number, line in enumerate(chrome):
            if half in {None, number % 2}:
                _count_chrome(counts, story, line)
    return counts


def _count_prose(counts: Counts, story: Story, sentence: str, names: list[str]) -> None:
    for name in names:
        counts.pages += 1
        counts.prose += 1
        if not _holds(TEMPLATES[name](story, sentence), sentence):
            counts.prose_lost += 1
            counts.wrong.append(f"lost ({name}): {sentence}")


def _count_chrome(counts: Counts, story: Story, line: str) -> None:
    for name in CHROME_TEMPLATES:
        counts.pages += 1
        counts.chrome += 1
        if _holds(TEMPLATES[name](story, line), line):
            counts.chrome_kept += 1
            counts.wrong.append(f"kept ({name}): {line}")


if __name__ == "__main__":
    for part in (0, 1):
        found = measure(part)
        print("made with" if part == 0 else "only counted", found.pages, "pages:", end=" ")
        print(f"{found.prose_lost} of {found.prose} lost, {found.chrome_kept} of {found.chrome} lines kept")
        if part == 0:
            print("\n".join(found.wrong))
