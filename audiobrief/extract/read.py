"""A page in, an article out: dispatches by what the page is."""

from __future__ import annotations

import lxml.html

from audiobrief.errors import NothingToRead
from audiobrief.extract.encoding import decode
from audiobrief.extract.compose import Composer, split_dateline
from audiobrief.extract.judge import SPOKEN, Judge, Verdict
from audiobrief.extract.metadata import Metadata, metadata
from audiobrief.extract.pieces import Piece, Walk, heading_level
from audiobrief.extract.region import Region, words
from audiobrief.extract.structure import refine
from audiobrief.extract.tree import parse
from audiobrief.model import Article, Block, Page
from audiobrief.roles import Role

LIMIT_BYTES = 5_000_000
_LEAST_STATED = 100
"""Characters of an article's text in structured data that are worth reading."""
_BODY = {
    Role.DATELINE,
    Role.BODY,
    Role.SUBHEAD,
    Role.LIST_ITEM,
    Role.QUOTE,
    Role.QUESTION,
    Role.ANSWER,
    Role.ENTRY,
    Role.TABLE,
}


def read_article(page: Page) -> Article:
    """Reads a page; see :func:`audiobrief.extract.read_article`."""
    if len(page.body) > LIMIT_BYTES:
        raise NothingToRead(page.url or "page", "it is larger than 5 MB", "Save the article alone and read that.")
    tree = parse(decode(page.body, page.content_type))
    if tree is None:
        raise NothingToRead(page.url or "page", "it is empty", "Give the address of an article.")
    return read_tree(tree, page.url)


def read_tree(tree: lxml.html.HtmlElement, url: str) -> Article:
    facts, region, verdicts = judged(tree, url)
    composer = Composer(region, verdicts, facts.language)
    blocks, dropped = composer.compose()
    blocks, left = refine(split_dateline(blocks))
    for text, reason in left:
        composer.drop(text, reason)
    if facts.title and not any(block.role is Role.HEADLINE for block in blocks):
        blocks.insert(0, Block(Role.HEADLINE, facts.title))
    if not any(block.role in SPOKEN for block in blocks):
        blocks += _stated(facts)
    if not any(block.role in SPOKEN for block in blocks):
        raise NothingToRead(url or "page", "it holds no article", "Give the address of one article, not of a front page")
    return Article(facts.url, facts.title, facts.site, facts.language, facts.authors, facts.published, facts.updated, facts.image,
                   facts.licence, facts.description, tuple(blocks), tuple(dropped))


def judged(tree: lxml.html.HtmlElement, url: str) -> tuple[Metadata, Region, list[Verdict]]:
    """The page's facts, its pieces in their region, and a verdict for each piece."""
    facts = metadata(tree, url)
    body = tree.find("body")
    walk = Walk(tree if body is None else body)
    headline = find_headline(walk.pieces, facts)
    region = Region(walk.pieces, walk.boxes, facts.article_body, headline)
    return facts, region, Judge(region, facts.title, facts.authors, facts.description).verdicts()


def _stated(facts: Metadata) -> list[Block]:
    """The text that a page builds by script is often stated in its structured data."""
    lines = [" ".join(line.split()) for line in (facts.article_body or "").splitlines()]
    return [Block(Role.BODY, line) for line in lines if line] if len(facts.article_body or "") >= _LEAST_STATED else []


def find_headline(pieces: list[Piece], facts: Metadata) -> Piece | None:
    title = words(facts.title)
    headings = [piece for piece in pieces if piece.text and heading_level(piece.box) is not None]
    own = {id(piece): words(piece.text) for piece in headings}
    for piece in headings:
        if own[id(piece)] == title:
            return piece
    joined = f" {' '.join(title)} "
    for piece in headings:
        if title and len(own[id(piece)]) <= len(title) + 8 and joined in f" {' '.join(own[id(piece)])} ":
            return piece
    return next((piece for piece in headings if heading_level(piece.box) == 1), None)


def body_text(html: bytes, url: str = "") -> str:
    """The body alone; see :func:`audiobrief.extract.body_text`."""
    try:
        article = read_article(Page(url, html, "text/html"))
    except NothingToRead:
        return ""
    return "\n".join(
        block.text if block.role is not Role.QUOTE or block.source is None else f"{block.text}\n{block.source}"
        for block in article.blocks
        if block.role in _BODY or block.embed_kind in {"tweet", "post"}
    )
