"""What texts print in any language: the words of all languages at once, since a page's language is often wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from audiobrief.languages import every_language
from audiobrief.languages.schema import NoArticle, Words


def entries(pick: Callable[[Words], str]) -> tuple[str, ...]:
    """Returns what every language has in one place of its ``words.toml``, entries parted by "|", longest first."""
    texts = (pick(language.words) for language in every_language())
    found = {" ".join(entry.split()) for text in texts for entry in text.split("|")}
    return tuple(sorted(found - {""}, key=lambda entry: (-len(entry), entry)))


def _any(*picks: Callable[[Words], str]) -> str:
    """Returns an alternation of entries, which are regular expressions; the point of an abbreviation may be missing."""
    found = [entry for pick in picks for entry in entries(pick)]
    return "|".join(re.sub(r"\.$", r"\\.?", entry) for entry in found)


@cache
def by() -> str:
    """Returns the words between a work and its maker, as an alternation: "by", "von"."""
    return _any(lambda words: words.byline.by)


@cache
def byline_leads() -> str:
    """Returns what stands before the names of a byline, as an alternation: "by", "text by", "autor"."""
    return _any(lambda words: words.byline.leads, lambda words: words.byline.by)


@cache
def weak_words() -> frozenset[str]:
    """Returns the words of bylines that also begin names or sentences: without a colon or capital they say little."""
    return frozenset(word for entry in entries(lambda words: words.byline.weak) for word in entry.split())


@cache
def ands() -> str:
    """Returns what stands between two names, as an alternation: "and", "und", "e"."""
    return _any(lambda words: words.byline.ands)


@cache
def joints() -> str:
    """Returns what stands between two names and nowhere else in a byline, as an alternation: "and", "with"."""
    found = entries(lambda words: f"{words.byline.ands}|{words.byline.withs}")
    return "|".join(word for word in found if word not in weak_words())


@cache
def byline_places() -> str:
    """Returns what stands before the place that an author writes from, as an alternation: "in", "aus"."""
    return _any(lambda words: words.byline.places)


@cache
def byline_roles() -> str:
    """Returns the words of a newsroom that are no part of a name, as an alternation: "correspondent"."""
    return _any(lambda words: words.byline.roles)


@cache
def other_makers() -> re.Pattern[str]:
    """Returns one expression for what stands before those who did not write the article: "reviewed by"."""
    return re.compile(rf"(?<![^\W\d_])(?:{_any(lambda words: words.byline.others)})(?![^\W\d_])", re.IGNORECASE)


@cache
def byline_role() -> re.Pattern[str]:
    """Returns one expression for the words of a newsroom beside a name: "correspondent"."""
    return re.compile(rf"\b(?:{byline_roles()})\b", re.IGNORECASE)


@cache
def beside_dates() -> str:
    """Returns what stands beside the date that a page prints of itself, as an alternation: "published on", "friday"."""
    days = (day for language in every_language() for day in language.words.dates.weekdays.split())
    return "|".join(sorted({*_any(lambda words: words.dates.beside).split("|"), *days}, key=len, reverse=True))


def begins_byline(text: str) -> bool:
    """Tells whether a line begins as a byline: "By Ann", "Autor: Jan"; a weak lead needs a colon, "by" does not."""
    return _byline_start().match(text) is not None


@cache
def _byline_start() -> re.Pattern[str]:
    strong = "|".join(lead for lead in byline_leads().split("|") if lead not in weak_words())
    return re.compile(rf"(?:(?:{by()}|{strong})\s*[:：]?\s+|(?:{byline_leads()})\s*[:：]\s*)(?=\S)", re.IGNORECASE)


@cache
def picture_words() -> str:
    """Returns the words for a picture, as an alternation: "photo", "archivbild", "fot."."""
    return _any(lambda words: words.picture.words)


@cache
def picture_credits() -> str:
    """Returns what stands before the maker of a picture, as an alternation: "photo", "quelle", "©"."""
    return _any(lambda words: words.picture.credits, lambda words: words.picture.words)


@cache
def picture_sides() -> str:
    """Returns where somebody stands in a picture, as an alternation: "left", "rechts"."""
    return _any(lambda words: words.picture.sides)


def question_labels() -> str:
    """Returns what stands before a question of an interview, as an alternation: "q", "frage"."""
    return "|".join(label for language in every_language() if (label := language.phrases.kept.question))


def no_article(pick: Callable[[NoArticle], tuple[str, ...]]) -> str:
    """Returns what pages without an article say in any language, of the kind that ``pick`` takes, as an alternation."""
    found = (pattern for language in every_language() for pattern in pick(language.phrases.no_article))
    return "|".join(f"(?:{pattern})" for pattern in found)
