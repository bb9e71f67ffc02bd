"""A page in, an article out: finds out what the page is, and has it read."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import lxml.html
from lxml.html import builder

from audiobrief.errors import NothingToRead
from audiobrief.extract import no_article
from audiobrief.extract.cut_off import cut
from audiobrief.extract.encoding import decode
from audiobrief.extract.facts.bylines import clean_name, is_person, unique
from audiobrief.extract.facts.metadata import Metadata, metadata
from audiobrief.extract.facts.published_dates import is_past
from audiobrief.extract.html.article_area import ArticleArea
from audiobrief.extract.html.blocks import BlockBuilder, split_dateline
from audiobrief.extract.html.classify import Classifier, Verdict
from audiobrief.extract.html.headline import find_headline, line_over_text
from audiobrief.extract.html.page_data import PageData, page_data
from audiobrief.extract.html.prose import prose
from audiobrief.extract.html.text_runs import Walk
from audiobrief.extract.html.tree import parse
from audiobrief.extract.pager import part
from audiobrief.extract.refine import in_own_languages, refine
from audiobrief.extract.saved.opening import opened
from audiobrief.extract.text.prose import holds_sentence
from audiobrief.extract.text.read import read_plain
from audiobrief.model import Article, Block, Dropped, Page, PageWarning
from audiobrief.roles import OWN_TEXT, Doubt, Reason, Role

_SNIFFED = 4096
_SCRIPTS = re.compile(r"java\s?script|скрипт|جافا", re.IGNORECASE)
_SURELY_SHOWN = 400
"""Characters of an article's text that are more than a word to who has no scripts."""
_BODY = OWN_TEXT | {Role.DATELINE}
_TAG = re.compile(r"<(?:!doctype|/?[a-z][a-z0-9-]*)[\s/>]", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"<(?:!doctype html|html|head|body|article|main)\b|<(?:p|div|h1|br)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


def read_article(page: Page) -> Article:
    """Reads a page; see :func:`audiobrief.extract.read_article`."""
    with _uncollected():
        article = _read(page)
    if page.published and not article.published and is_past(page.published):
        article = replace(article, published=page.published)
    return article if article.authors else replace(article, authors=_named(page))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps the collector from looking through a page's objects again and again: while it is read all of them stay."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()


def _named(page: Page) -> tuple[str, ...]:
    """Returns the persons whom the page's feed names; programs and desks write their own names there too."""
    names = (clean_name(name) for name in page.authors)
    return unique(name for name in names if name and is_person(name))


def _read(page: Page) -> Article:
    subject = page.url or "the page"
    page = opened(page, subject)
    kind = page.content_type.partition(";")[0].strip().lower()
    _refuse(kind, subject)
    source = decode(page.body, page.content_type)
    if not source.strip():
        raise NothingToRead(subject, "it is empty", "Open it in a browser and save the page, or give another address")
    if kind in {"text/markdown", "text/x-markdown"}:
        return read_plain(source, page.url, markdown=True)
    is_html = _TAG.search(source) if "html" in kind else _DOCUMENT.search(source[:_SNIFFED])
    return _read_html(source, page.url, subject) if is_html else read_plain(source, page.url)


def body_text(html: bytes, url: str = "") -> str:
    """Returns the body alone; see :func:`audiobrief.extract.body_text`."""
    try:
        article = read_article(Page(url, html, "text/html"))
    except NothingToRead:
        return ""
    body = (block for block in article.blocks if block.role in _BODY or block.embed_kind in {"tweet", "post"})
    return "\n".join(f"{block.text}\n{block.source}" if _has_printed_source(block) else block.text for block in body)


def _has_printed_source(block: Block) -> bool:
    return block.role is Role.QUOTE and block.source is not None


def _refuse(kind: str, subject: str) -> None:
    """Raises NothingToRead for what its server or its mail says is no text."""
    if kind.startswith(("image/", "audio/", "video/", "font/")) or kind in {"application/pdf", "application/zip"}:
        raise NothingToRead(subject, f"it is of the type {kind}, not a text", "Save its text as .txt or .html")


def _read_html(source: str, url: str, subject: str) -> Article:
    tree = parse(source)
    if tree is None:
        raise NothingToRead(subject, "it holds no markup and no text", "Open it in a browser and save the page")
    article, facts = _read_tree(tree, url)
    own = _own_texts(article, tree)
    if sum(map(len, own)) < _SURELY_SHOWN and not any(map(holds_sentence, own)):
        built = _built(article, page_data(tree, facts.title, facts.article_body or ""))
        if built is not None:
            return built
    if not own:
        texts = [*(piece.text for piece in article.dropped), *(block.text for block in article.blocks)]
        raise no_article.named(tree, facts, texts, subject) or _nothing(tree, subject)
    return no_article.checked(article, tree, facts, subject)


def _read_tree(tree: lxml.html.HtmlElement, url: str) -> tuple[Article, Metadata]:
    """Reads what a page shows, and what it says about itself."""
    held = list(tree.iter())  # lxml makes a Python object at every first look; held, each is made once
    facts, area, verdicts, asides = classify_page(tree, url)
    del held
    maker = BlockBuilder(area, verdicts, facts.language)
    blocks, _ = maker.build()
    blocks, left = refine(split_dateline(blocks))
    blocks, language = in_own_languages(blocks, facts.language)
    for text, reason in [*left, *((aside.text, aside.reason) for aside in asides)]:
        maker.drop(text, reason)
    if facts.title and not _has(blocks, {Role.HEADLINE}):
        blocks.insert(0, Block(Role.HEADLINE, facts.title))
    article = Article(
        url=facts.url,
        title=facts.title,
        site=facts.site,
        language=language,
        authors=facts.authors,
        published=facts.published,
        updated=facts.updated,
        image=facts.image,
        licence=facts.licence,
        description=facts.description,
        section=facts.section,
        blocks=tuple(blocks),
        dropped=tuple(maker.dropped),
        warnings=(
            *part(tree, facts, url, area.runs, verdicts),
            *cut(tree, facts, area.runs, verdicts),
            *_doubted(area),
        ),
    )
    return article, facts


def _doubted(area: ArticleArea) -> tuple[PageWarning, ...]:
    return (PageWarning(Doubt.UNSURE, area.doubt),) if area.doubt else ()


def _has(blocks: Sequence[Block], roles: AbstractSet[Role]) -> bool:
    return any(block.role in roles for block in blocks)


def classify_page(tree: lxml.html.HtmlElement, url: str) -> tuple[Metadata, ArticleArea, list[Verdict], list[Dropped]]:
    """Returns the page's facts, its runs in their area, a verdict for each run, and what is beside the sentences."""
    facts = metadata(tree, url)
    body = tree.find("body")
    walk = Walk(tree if body is None else body)
    if walk.hidden and walk.hidden > sum(len(run.text) for run in walk.runs if prose(run)):
        walk = Walk(tree if body is None else body, shows_hidden=True)
    headline = find_headline(walk.runs, facts.title)
    if headline is None and (headline := line_over_text(walk.runs, facts.title)) is not None:
        facts = replace(facts, title=headline.text)
    area = ArticleArea(walk.runs, walk.boxes, facts.article_body, headline)
    return facts, area, Classifier(area, facts).verdicts(), walk.asides


def _own_texts(article: Article, tree: lxml.html.HtmlElement) -> list[str]:
    """Returns what a page shows of its own: not "Loading …", nor what it tells browsers without scripts."""
    shown = [block.text for block in article.blocks if block.role in OWN_TEXT]
    if sum(map(len, shown)) >= _SURELY_SHOWN:
        return shown
    unscripted = " ".join(" ".join(tree.xpath("//noscript//text()")).split())
    return [text for text in shown if not _is_stand_in(text, unscripted)]


def _is_stand_in(text: str, unscripted: str) -> bool:
    is_shell = text in unscripted and _SCRIPTS.search(text) is not None
    return is_shell or (len(text) < 60 and text.endswith(("…", "...")))


def _built(shown: Article, data: PageData | None) -> Article | None:
    """Returns the article that a page builds by script: what it shows, then the text that it holds."""
    if data is None:
        return None
    headline = [builder.H1(shown.title)] if shown.title else []
    read, _ = _read_tree(builder.HTML(builder.BODY(builder.ARTICLE(*headline, *data.content))), "")
    if not _has(read.blocks, OWN_TEXT):
        return None
    unread = tuple(Dropped(block.text, Reason.WIDGET) for block in shown.blocks if block.role in OWN_TEXT)
    return replace(
        shown,
        blocks=_without(shown.blocks, OWN_TEXT) + _without(read.blocks, {Role.HEADLINE}),
        dropped=shown.dropped + unread + read.dropped,
        language=shown.language or read.language,
        warnings=(
            *shown.warnings,
            PageWarning(Doubt.UNSHOWN, f"the page shows no text; it is read from {data.witness}"),
        ),
    )


def _without(blocks: Sequence[Block], roles: AbstractSet[Role]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block.role not in roles)


def _nothing(tree: lxml.html.HtmlElement, subject: str) -> NothingToRead:
    frame = next((frame.get("src") for frame in tree.iter("frame", "iframe") if frame.get("src")), None)
    if frame is not None and next(tree.iter("frame"), None) is not None:
        return NothingToRead(
            subject, "it only holds frames", f"Give the address of the frame with the article: {frame[:200]}"
        )
    return NothingToRead(
        subject,
        "it holds no article",
        "Give the address of one article, not of a front page; if its text only appears in a browser, save it there",
    )
