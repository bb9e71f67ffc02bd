"""Page -> Article: what a page says, each text with its role, and what is left out, each text with its reason.

Pure: same page, same article. Public: :func:`read_article`, :func:`body_text`, :func:`dateline`; the heavy modules
behind them are imported at the first call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiobrief.model import Article, Dateline, Page

__all__ = ["body_text", "dateline", "join_pages", "read_article"]


def read_article(page: Page) -> Article:
    """Reads any page: HTML, scraped plain text or Markdown.

    Raises :class:`~audiobrief.errors.NothingToRead` when the page is empty, no text, too large or has no article.
    """
    from audiobrief.extract.read import read_article

    return read_article(page)


def join_pages(first: Article, others: Mapping[int, Article]) -> Article:
    """Joins the pages of one article, by number; ``first`` is the page that was asked for."""
    from audiobrief.extract.joining import joined

    return joined(first, others)


def body_text(html: bytes, url: str = "") -> str:
    """Reads the body alone, a block a line: dateline, paragraphs, subheads, lists, quotes; "" when there is none."""
    from audiobrief.extract.read import body_text

    return body_text(html, url)


def dateline(paragraph: str) -> Dateline | None:
    """Finds the dateline that a news paragraph opens with, or None."""
    from audiobrief.extract.datelines import dateline

    return dateline(paragraph)
