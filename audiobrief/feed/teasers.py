"""Tells pages that hold a teaser, or an article that was retracted, from short articles. Pure.

A listener cannot skim: a teaser that is spoken as an episode is found out only after it was heard. Pages without any
article, and those that are cut off, are told by ``extract.no_article`` and ``extract.cut_off``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from audiobrief.errors import NothingToRead
from audiobrief.languages import printed
from audiobrief.model import Article, Block, Role, Script
from audiobrief.roles import DOUBT_FACTS, HEADINGS, OWN_TEXT
from audiobrief.source_settings import SHORTEST_ARTICLE_WORDS
from audiobrief.text.counting import count_words
from audiobrief.text.later import later

_TEXT = OWN_TEXT - HEADINGS
_RETRACTED_TITLE = later(printed.no_article(lambda page: page.retracted_title), re.IGNORECASE)
_RETRACTED = later(printed.no_article(lambda page: page.retracted), re.IGNORECASE)


def words(article: Article) -> int:
    """Counts the words that are heard; for scripts without spaces, estimated from the letter count."""
    return count_words(" ".join(block.text for block in article.blocks if block.role in _TEXT))


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


def readable(script: Script, source: str, *, shortest: int = SHORTEST_ARTICLE_WORDS) -> Article:
    """Returns the article for the library: of a script in JSON with the spoken texts as blocks, so that an edit counts.

    Raises :class:`NothingToRead` for an article cut off and for a teaser, which has fewer words than ``shortest``.
    """
    article = script.article
    if not article.blocks:
        blocks = (Block(segment.role, segment.text) for segment in script.segments if segment.role is not Role.CUE)
        article = replace(article, blocks=tuple(blocks))
    for warning in article.warnings if script.article.blocks else ():
        if DOUBT_FACTS[warning.doubt].is_refused:
            raise NothingToRead(source, f"{warning.fact}: no whole article", "It is tried again next time.")
    count = words(article)
    if count < shortest:
        raise NothingToRead(source, f"only {count} words: a teaser, not an article", "It is tried again next time.")
    return article
