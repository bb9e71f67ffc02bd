"""When the page's article was published and updated: linked data, meta elements, time elements, the address, print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from audiobrief.extract.facts import jsonld
from audiobrief.extract.facts.page_evidence import PageEvidence, shown
from audiobrief.extract.facts.written_dates import address_date, iso_date, written_date

_PUBLISHED = (
    "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date",
    "dcterms.date", "citation_publication_date", "citation_date", "article.published", "article:published",
    "og:published_time",
    "og:article:published_time", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "datecreated",
    "article_date_original", "ptime", "originalpublicationdate", "release_date", "displaydate", "rnews:datepublished",
    "article.created", "creation_date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "dc.date.modified",
    "article.updated",
    "article:modified", "lastmod", "last-modified", "utime", "revised", "article_date_updated", "moddate",
)  # fmt: skip
_LIKE_PUBLISHED = re.compile(r"publi|issued|pub.?date|posted|created|^date|:date|_date", re.I)
_NOT_PUBLISHED = re.compile(r"modif|updat|expir|event|birth|start|end|valid|publisher|deadline|revis", re.I)
_DATED = re.compile(
    r"date|time|publish|posted|datum|datu|fecha|data\b|dato|tarih|tanggal|ngay|stamp|meta|byline|info|pubdate|дата"
    r"|zeit|heure|hora",
    re.I,
)
_LONGEST = 160  # characters of a text that is there for its date
_SENTENCE_WORDS = 10  # a printed date has fewer words around it, or no full stop
_NEAR = 80  # elements after the headline


def published(page: PageEvidence) -> str | None:
    """Returns the first date that is said (ISO 8601), or None; a day in the address is surer than one in print."""
    return (
        _first(_said(page), page)
        or _first(_time_elements(page), page)
        or address_date(page.url)
        or _first(_printed(page), page)
    )


def updated(page: PageEvidence, published: str | None) -> str | None:
    """Returns the date of the last change (ISO 8601) where it is a minute or more after the publication, else None."""
    found = _first([jsonld.text(page.article.get("dateModified")), *(page.meta(name) or "" for name in _UPDATED)], page)
    return found if found and (not published or found[:16] > published[:16]) else None


def _first(texts: Iterator[str] | list[str], page: PageEvidence) -> str | None:
    return next(
        (found for text in texts if text and (found := iso_date(text) or written_date(text, page.language))), None
    )


def _said(page: PageEvidence) -> Iterator[str]:
    for key in ("datePublished", "dateCreated"):
        yield jsonld.text(page.article.get(key))
    for name in _PUBLISHED:
        yield page.meta(name) or ""
    for name in page.meta_names():
        if _LIKE_PUBLISHED.search(name) and not _NOT_PUBLISHED.search(name):
            yield page.meta(name) or ""


def _time_elements(page: PageEvidence) -> Iterator[str]:
    """Marked as the publication's, else the first after the headline, else the first."""
    marked = page.tree.iterfind(".//*[@itemprop='datePublished']")
    elements = list(page.tree.iter("h1", "time"))
    heading = next((number for number, element in enumerate(elements) if element.tag == "h1"), -1)
    times = [element for element in [*elements[heading + 1 :], *elements[: heading + 1]] if element.tag == "time"]
    for element in [*marked, *times[:12]]:
        yield element.get("datetime") or element.get("content") or ""
        yield shown(element)


def _printed(page: PageEvidence) -> Iterator[str]:
    """Short texts after the headline, then short texts whose class speaks of dates."""
    heading = next(page.tree.iter("h1"), None)
    if heading is not None:
        after: list[HtmlElement] = heading.xpath(f"following::*[position()<={_NEAR}]")
        yield from _short(after)
    named = page.tree.iter("span", "div", "p", "li", "small", "em", "i", "td", "dd", "dt")
    yield from _short(
        element for element in named if _DATED.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    )
    yield from _short(page.tree.iter("small", "dd", "td"))


def _short(elements: Iterator[HtmlElement] | list[HtmlElement]) -> Iterator[str]:
    for element in elements:
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "a"):
            text = shown(element, _LONGEST)
            if 6 <= len(text) <= _LONGEST and any(map(str.isdecimal, text)) and not _is_sentence(text):
                yield text


def _is_sentence(text: str) -> bool:
    """A date in running text is of what happens, not of the article: "The bridge closes on 2 February 2027."."""
    return len(text.split()) >= _SENTENCE_WORDS and text.rstrip("\"'”’»)")[-1:] in ".!?…"
