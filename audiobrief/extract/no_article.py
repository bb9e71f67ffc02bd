"""Tells pages that hold no article: errors, checks for robots, walls of consent or sign-in, searches, empty shells.

Words alone never decide: an article may be about errors, cookies or robots. A page is taken at its word only where its
markup names no article (no author, no date, no type) and its text is short, and then by two witnesses: a title that
says nothing else, sentences to the visitor, or what such a page is built of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import lxml.html

from audiobrief.errors import NothingToRead
from audiobrief.extract.facts.metadata import Metadata
from audiobrief.extract.phrases import fold
from audiobrief.languages import printed
from audiobrief.languages.schema import NoArticle
from audiobrief.model import Article, Doubt, PageWarning, Role
from audiobrief.roles import HEADINGS, OWN_TEXT
from audiobrief.text.counting import count_words

SHORT_WORDS = 150
_TINY_WORDS = 40
_SENTENCE_WORDS = 6
_HALF = 0.5  # of a page's paragraphs
_SITE_WORDS = 3
_MOST_CHARACTERS = 600
"""Of a title or paragraph that is looked at."""
_TITLE_PIECE = re.compile(r"\s+[|–—·•-]\s+|\s*[|»]\s*|:\s+")
_ARTICLE_KINDS = re.compile(r"article|posting|report|recipe|review", re.IGNORECASE)
_CHECK = re.compile(r"captcha|challenge", re.IGNORECASE)
_SEARCHED = re.compile(r"q|s|query|search|suche?|recherche|buscar?|keywords?|term", re.IGNORECASE)
_CHECK_PARTS = ("script", "iframe", "form", "div", "input")
_BROWSER = "Open it in a browser, save the page and give the file"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page without an article, and how it is known."""

    name: str
    fact: str
    remedy: str
    titles: Callable[[NoArticle], tuple[str, ...]] = field(default=lambda phrases: ())
    """What its title says, and nothing else."""
    lines: Callable[[NoArticle], tuple[str, ...]] = field(default=lambda phrases: ())
    """What its sentences say to the visitor."""
    is_built_so: Callable[[lxml.html.HtmlElement], bool] = field(default=lambda tree: False)
    """What it is built of."""
    most_words: int = SHORT_WORDS
    needs_title: bool = False
    needs_build: bool = False


def _is_unlisted(tree: lxml.html.HtmlElement) -> bool:
    """Says whether the page asks not to be listed, as error pages do and articles hardly ever."""
    metas = (meta for meta in tree.iter("meta") if (meta.get("name") or "").lower() == "robots")
    return any("noindex" in (meta.get("content") or "").lower() for meta in metas)


def _holds_check(tree: lxml.html.HtmlElement) -> bool:
    named = ("id", "class", "src", "action", "name")
    return any(_CHECK.search(part.get(name) or "") for part in tree.iter(*_CHECK_PARTS) for name in named)


def _asks_password(tree: lxml.html.HtmlElement) -> bool:
    return any((box.get("type") or "").lower() in {"password", "email"} for box in tree.iter("input"))


def _was_searched(tree: lxml.html.HtmlElement) -> bool:
    """Says whether a search box still holds what was searched for."""
    return any(_is_search(box) and (box.get("value") or "").strip() for box in tree.iter("input"))


def _is_search(box: lxml.html.HtmlElement) -> bool:
    kind = (box.get("type") or "text").lower()
    return kind == "search" or (kind == "text" and _SEARCHED.fullmatch(box.get("name") or "") is not None)


KINDS = (
    Kind(
        "check",
        "it is a check for robots, not an article",
        _BROWSER,
        titles=lambda phrases: phrases.check,
        lines=lambda phrases: phrases.check_text,
        is_built_so=_holds_check,
    ),
    Kind(
        "consent",
        "it is a consent page, not an article",
        _BROWSER,
        lines=lambda phrases: phrases.consent,
        most_words=400,
    ),
    Kind(
        "error",
        "the site says that the page is not there, or not to be seen",
        "Check the address",
        titles=lambda phrases: phrases.error,
        lines=lambda phrases: phrases.error_text,
        is_built_so=_is_unlisted,
        most_words=2 * SHORT_WORDS,
    ),
    Kind(
        "sign-in",
        "it is a page to sign in, not an article",
        _BROWSER,
        titles=lambda phrases: phrases.sign_in,
        lines=lambda phrases: phrases.sign_in_text,
        is_built_so=_asks_password,
    ),
    Kind(
        "search",
        "it shows the results of a search, not an article",
        "Give the address of one of its articles",
        titles=lambda phrases: phrases.search,
        is_built_so=_was_searched,
        most_words=2000,
        needs_title=True,
        needs_build=True,
    ),
    Kind(
        "script",
        "its text only appears in a browser with JavaScript",
        _BROWSER,
        lines=lambda phrases: phrases.script,
        most_words=_TINY_WORDS,
    ),
)
"""The kinds in the order in which they are asked; ``tests/test_extract_no_article.py`` has pages for each."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page says, for one kind after the other."""

    tree: lxml.html.HtmlElement
    titles: tuple[str, ...]
    paragraphs: tuple[str, ...]
    others: tuple[str, ...]
    """Headings inside the text."""
    words: int
    is_named_article: bool
    """The page's markup names an author, a date or an article's type."""

    def is_titled(self, kind: Kind) -> bool:
        """Says whether a title says what such pages say, and nothing else but the site's name."""
        expression = _any(kind.titles)
        return any(_says_only(title, expression) for title in self.titles)

    def share(self, kind: Kind) -> float:
        """Returns how many of the paragraphs say what such pages say, 0 to 1."""
        expression = _any(kind.lines)
        said = sum(expression.search(text) is not None for text in self.paragraphs)
        return said / len(self.paragraphs) if self.paragraphs else 0.0

    def is_said(self, kind: Kind) -> bool:
        """Says whether anything but the title says what such pages say."""
        expression = _any(kind.lines)
        return any(expression.search(text) for text in (*self.paragraphs, *self.others))

    def is_sure(self, kind: Kind) -> bool:
        """Says whether two witnesses agree, and nothing speaks for an article."""
        if self.is_named_article or self.words > kind.most_words:
            return False
        is_built_so = kind.is_built_so(self.tree)
        if kind.needs_build:
            return is_built_so and self.is_titled(kind)
        if self.is_titled(kind):
            return self.words < _TINY_WORDS or is_built_so or self.is_said(kind)
        return self.share(kind) >= _HALF

    def is_likely(self, kind: Kind) -> bool:
        """Says whether words alone speak so loud that a listener should know, although the page names an article."""
        if self.words > kind.most_words or kind.needs_build:
            return False
        return self.share(kind) >= _HALF and (kind.name == "consent" or self.is_titled(kind))


def kind_of(evidence: Evidence) -> tuple[Kind, bool] | None:
    """Returns what a page without an article is, and whether that is sure; None for an article."""
    for judge, is_sure in ((Evidence.is_sure, True), (Evidence.is_likely, False)):
        for kind in KINDS:
            if judge(evidence, kind):
                return kind, is_sure
    return None


def evidence_of(
    tree: lxml.html.HtmlElement, facts: Metadata, paragraphs: Sequence[str], headings: Sequence[str]
) -> Evidence:
    """Collects what a page says; ``paragraphs`` and ``headings`` are what would be read of it."""
    return Evidence(
        tree,
        tuple(_titles(tree, facts.title)),
        tuple(fold(text[:_MOST_CHARACTERS]) for text in paragraphs),
        tuple(fold(text[:_MOST_CHARACTERS]) for text in headings),
        sum(map(count_words, paragraphs)),
        _is_named_article(tree, facts),
    )


def _is_named_article(tree: lxml.html.HtmlElement, facts: Metadata) -> bool:
    kinds = (meta.get("content") or "" for meta in tree.iter("meta") if (meta.get("property") or "") == "og:type")
    named = _ARTICLE_KINDS.search(facts.kind or "") or any(map(_ARTICLE_KINDS.search, kinds))
    return bool(facts.authors or facts.published or named)


def _titles(tree: lxml.html.HtmlElement, title: str) -> Iterator[str]:
    """Yields the page's title as it was read, as its window shows it, and its first heading."""
    yield title
    for tag in ("title", "h1"):
        first = next(tree.iter(tag), None)
        if first is not None:
            yield " ".join(" ".join(first.itertext()).split())[:_MOST_CHARACTERS]


def _says_only(title: str, expression: re.Pattern[str]) -> bool:
    """Says whether a title says it whole, or in all pieces but the site's name: "404 | Not found | The Ledger"."""
    if expression.fullmatch(fold(title)):
        return True
    pieces = [fold(piece) for piece in _TITLE_PIECE.split(title)[:6] if piece]
    others = [piece for piece in pieces if not expression.fullmatch(piece)]
    return len(others) < len(pieces) and len(others) <= 1 and all(len(o.split()) <= _SITE_WORDS for o in others)


def checked(article: Article, tree: lxml.html.HtmlElement, facts: Metadata, subject: str) -> Article:
    """Returns the article, with a warning where its page is likely to be none.

    Raises :class:`~audiobrief.errors.NothingToRead` where that is sure.
    """
    texts = [block for block in article.blocks if block.role in OWN_TEXT or block.role is Role.DEK]
    paragraphs = [block.text for block in texts if block.role not in HEADINGS]
    found = kind_of(evidence_of(tree, facts, paragraphs, [block.text for block in texts if block.role in HEADINGS]))
    if found is None:
        return article
    kind, is_sure = found
    if is_sure:
        raise NothingToRead(subject, kind.fact, kind.remedy)
    return replace(article, warnings=(*article.warnings, PageWarning(Doubt.NO_ARTICLE, kind.fact)))


def named(tree: lxml.html.HtmlElement, facts: Metadata, dropped: Sequence[str], subject: str) -> NothingToRead | None:
    """Returns the error for a page of which nothing would be read, where what it is can be told; else None."""
    sentences = [text for text in dropped if count_words(text) >= _SENTENCE_WORDS]
    found = kind_of(evidence_of(tree, facts, sentences, ()))
    return NothingToRead(subject, found[0].fact, found[0].remedy) if found else None


@cache
def _any(pick: Callable[[NoArticle], tuple[str, ...]]) -> re.Pattern[str]:
    """Returns one expression for the phrases of all languages; one that matches nothing where there are none."""
    return re.compile(printed.no_article(pick) or r"(?!)", re.IGNORECASE)
