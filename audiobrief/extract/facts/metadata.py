"""What a page says about itself: JSON-LD, microdata, meta elements, and what it prints.

Each fact is said in several places. They are asked in the order of the tables here; the title is put to the vote, since
none of its places is right often enough alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from audiobrief.extract.facts import jsonld
from audiobrief.extract.facts.authors import authors
from audiobrief.extract.facts.page_evidence import SECTIONS, PageEvidence, host
from audiobrief.extract.facts.published_dates import published, updated
from audiobrief.extract.facts.titles import title

_IMAGES = (
    "og:image:secure_url",
    "og:image",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "thumbnail",
    "image",
)
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description", "sailthru.description")
_TIERS = ("article:content_tier", "og:article:content_tier")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; None or empty where it says nothing."""

    url: str
    """Canonical, where the page names one of its own site that is no front page; else as fetched."""
    title: str = ""
    site: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    date_witness: str | None = None
    """What says when it was published: "meta element"."""
    updated: str | None = None
    image: str | None = None
    licence: str | None = None
    description: str | None = None
    section: str | None = None
    kicker: str | None = None
    """Words that the page's title has before the headline: "After the storm" of "After the storm: Roofs fly"."""
    dateline: str | None = None
    """A place, where linked data or the byline names one."""
    article_body: str | None = None
    """The article's text as linked data gives it: evidence, never a source of blocks."""
    speakable: tuple[str, ...] = ()
    """CSS selectors (XPaths begin with "/") of what the publisher would have spoken."""
    corrections: tuple[str, ...] = ()
    kind: str | None = None
    """schema.org's type: NewsArticle, LiveBlogPosting …"""
    is_free: bool | None = None
    """Whether the page says that anybody may read the article; None where it does not say."""
    word_count: int = 0
    """Words that the page says its article has."""
    closed_parts: tuple[str, ...] = ()
    """CSS selectors of what only subscribers are to see."""


def metadata(tree: HtmlElement, url: str) -> Metadata:
    """Reads everything that ``tree`` says about the article at ``url``."""
    page = PageEvidence(tree, url)
    linked = page.article
    first_published, date_witness = published(page)
    line = authors(page)
    headline, kicker = title(page)
    return Metadata(
        url=_canonical(page),
        title=headline,
        site=page.site,
        language=page.date_language,
        authors=line.names,
        published=first_published,
        date_witness=date_witness,
        updated=updated(page, first_published),
        image=_image(page),
        licence=_licence(page),
        description=page.meta(*_DESCRIPTIONS) or jsonld.text(linked.get("description")) or None,
        section=page.meta(*SECTIONS) or jsonld.text(linked.get("articleSection")) or None,
        kicker=kicker,
        dateline=jsonld.text(linked.get("dateline")) or line.place,
        article_body=_body(linked),
        speakable=tuple(_speakable(page)),
        corrections=tuple(filter(None, map(_correction, jsonld.listed(linked.get("correction"))))),
        is_free=_is_free(linked.get("isAccessibleForFree"), page.meta(*_TIERS)),
        word_count=_number(linked.get("wordCount")),
        closed_parts=tuple(_closed_parts(linked)),
        kind=next((str(kind).rsplit("/", 1)[-1] for kind in jsonld.listed(linked.get("@type"))), None),
    )


def _canonical(page: PageEvidence) -> str:
    links = [element.get("href") or "" for element in page.tree.iter("link") if "canonical" in _relations(element)]
    urls = (_absolute(page.url, said) for said in (*links, page.meta("og:url") or ""))
    return next((url.split("#")[0].removesuffix("?") for url in urls if url and _is_own(url, page)), page.url)


def _is_own(url: str, page: PageEvidence) -> bool:
    return _is_same_site(url, page.url) and bool(urlsplit(url).path.strip("/"))


def _relations(element: HtmlElement) -> list[str]:
    return (element.get("rel") or "").lower().split()


def _absolute(base: str, said: str) -> str | None:
    try:
        url = urljoin(base, said.strip())
        return url if said.strip() and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _is_same_site(one: str, other: str) -> bool:
    """Hosts that are equal, or one below the other, but for "www", "m", "amp"."""

    def bare(url: str) -> str:
        return re.sub(r"^(?:www\d?|m|mobile|amp|edition)\.", "", host(url))

    a, b = bare(one), bare(other)
    return not b or a == b or a.endswith(f".{b}") or b.endswith(f".{a}")


def _image(page: PageEvidence) -> str | None:
    image = page.resolved(next(iter(jsonld.listed(page.article.get("image"))), None))
    linked = image.get("url") or image.get("contentUrl") if isinstance(image, dict) else image
    return _absolute(page.url, page.meta(*_IMAGES) or jsonld.text(linked))


def _licence(page: PageEvidence) -> str | None:
    for element in page.tree.iter("link", "a"):
        if "license" in _relations(element) and element.get("href"):
            return _absolute(page.url, element.get("href") or "")
    return jsonld.text(page.article.get("license")) or page.meta("dcterms.license", "dc.rights") or None


def _body(linked: jsonld.Thing) -> str | None:
    body = linked.get("articleBody")
    return body if isinstance(body, str) and body.strip() else None


def _speakable(page: PageEvidence) -> Iterator[str]:
    values = (value for holder in (page.article, *page.things) for value in jsonld.listed(holder.get("speakable")))
    first = next((value for value in values if isinstance(value, dict)), {})
    for key in ("cssSelector", "xpath", "xPath"):
        yield from (item for item in jsonld.listed(first.get(key)) if isinstance(item, str))


def _is_free(said: object, tier: str | None) -> bool | None:
    """Returns what linked data (true, "False", "http://schema.org/False") or the tier say of who may read."""
    word = str(jsonld.listed(said)[0] if jsonld.listed(said) else "").strip().casefold().rpartition("/")[2]
    return {"true": True, "false": False}.get(word, False if (tier or "").casefold() == "locked" else None)


def _number(value: object) -> int:
    text = str(value).strip()
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _closed_parts(linked: jsonld.Thing) -> Iterator[str]:
    for part in jsonld.listed(linked.get("hasPart")):
        if isinstance(part, dict) and _is_free(part.get("isAccessibleForFree"), None) is False:
            yield from (selector for selector in jsonld.listed(part.get("cssSelector")) if isinstance(selector, str))


def _correction(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("text") or value.get("description") or value.get("name")
    return jsonld.text(value)
