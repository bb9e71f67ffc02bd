"""Tells pages that hold only the beginning of an article, or one that was retracted, from short articles. Pure.

A listener cannot skim: a teaser that is spoken as an episode is found out only after it was heard. It needs evidence
that good short articles do not give: what the page says of itself (JSON-LD), a sentence that ends it. Pages without any
article are told by ``extract.no_article``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any

from audiobrief.languages import printed
from audiobrief.model import Article, Reason, Role
from audiobrief.roles import HEADINGS, OWN_TEXT
from audiobrief.text.counting import count_words

SHORTEST_ARTICLE_WORDS = 40
"""Shorter than this is a teaser or an empty page, never an article."""
SHORT_WORDS = 150
"""Below this a page that says that it is closed is taken at its word."""
_TEASER_SHARE = 0.5  # of the words that the page says its article has
_TEXT = OWN_TEXT - HEADINGS
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$")


_CLOSED = printed.no_article(lambda page: page.closed)
_RETRACTED_TITLE = printed.no_article(lambda page: page.retracted_title)
_RETRACTED = printed.no_article(lambda page: page.retracted)


def words(article: Article) -> int:
    """Counts the words that are heard; for scripts without spaces, estimated from the letter count."""
    return count_words(" ".join(block.text for block in article.blocks if block.role in _TEXT))


class _Clues:
    """What tells an article from a teaser; ``said`` is the page's JSON-LD."""

    def __init__(self, article: Article, said: dict[str, Any]) -> None:
        self.article = article
        self.said = said
        self.blocks = [block for block in article.blocks if block.role in _TEXT]
        self.words = words(article)
        self.last = self.blocks[-1].text if self.blocks else ""
        self.is_short = self.words < SHORT_WORDS

    @property
    def is_said_closed(self) -> bool:
        return str(self.said.get("isAccessibleForFree", "")).strip().lower().rpartition("/")[2] == "false"

    @property
    def is_less_than_said(self) -> bool:
        """Whether most of the words that the page says it has are missing; if it says none, whether it is short."""
        whole = _number(self.said.get("wordCount"))
        return self.words < whole * _TEASER_SHARE if whole else self.is_short

    @property
    def ends_at_paywall(self) -> bool:
        """Whether the last words ask for a subscription, or are cut off where something dropped did."""
        walls = (piece.text for piece in self.article.dropped if piece.reason is Reason.PAYWALL)
        is_cut_off = _CUT_OFF.search(self.last) is not None
        return _CLOSED.search(self.last) is not None or (is_cut_off and any(map(_CLOSED.search, walls)))


_CUT_SHORT = "the first {words} words of an article that is closed: a teaser, not an article"
_REASONS: tuple[tuple[Callable[[_Clues], bool], str], ...] = (
    (lambda c: c.words < SHORTEST_ARTICLE_WORDS, "only {words} words: a teaser, not an article"),
    (lambda c: c.is_said_closed and c.is_less_than_said, _CUT_SHORT),
    (lambda c: not c.is_said_closed and c.is_short and c.ends_at_paywall, _CUT_SHORT),
)
"""Why a page is no article, as a fact for an error; the first that holds is told."""


def stub(article: Article, said: dict[str, Any]) -> str | None:
    """Says why a page is no article to be published, as a fact for an error; None for an article.

    ``said`` is what the page's JSON-LD says of its article (schema.org names), {} where it says nothing.
    """
    clues = _Clues(article, said)
    return next((fact.format(words=clues.words) for holds, fact in _REASONS if holds(clues)), None)


def retraction(article: Article) -> str | None:
    """Returns the words with which a page says that its article is retracted, or None.

    A notice counts, and the first words of the text itself; an article about a retraction has neither.
    """
    if _RETRACTED_TITLE.match(article.title):
        return article.title
    heard = (block for block in article.blocks if block.role in _TEXT | {Role.DEK, Role.LABEL})
    notices = (block for block in article.blocks if block.role in (Role.NOTICE, Role.FOOTNOTE))
    for block in (*islice(heard, 1), *notices):
        found = _RETRACTED.search(block.text[:400])
        if found is not None and (block.role in (Role.NOTICE, Role.LABEL) or found.start() < 100):
            return found[0]
    return None


def _number(value: object) -> int:
    text = str(value).strip()
    return int(text) if text.isdecimal() and len(text) < 7 else 0
