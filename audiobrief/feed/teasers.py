"""Tells pages that hold a teaser, or an article that was retracted, from short articles. Pure.

A listener cannot skim: a teaser that is spoken as an episode is found out only after it was heard. Pages without any
article, and those that are cut off, are told by ``extract.no_article`` and ``extract.cut_off``.
"""

from __future__ import annotations

from itertools import islice

from audiobrief.languages import printed
from audiobrief.model import Article, Role
from audiobrief.roles import HEADINGS, OWN_TEXT
from audiobrief.text.counting import count_words

SHORTEST_ARTICLE_WORDS = 40
"""Shorter than this is a teaser or an empty page, never an article that a feed names."""
_TEXT = OWN_TEXT - HEADINGS
_RETRACTED_TITLE = printed.no_article(lambda page: page.retracted_title)
_RETRACTED = printed.no_article(lambda page: page.retracted)


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
