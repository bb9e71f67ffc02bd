"""Linked data in a page: JSON-LD blocks, however broken, and microdata; which of it is the article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

Thing = dict[str, Any]

# schema.org types that are an article, the surest first.
ARTICLE_TYPES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle",
    "reviewnewsarticle", "askpublicnewsarticle", "liveblogposting", "satiricalarticle", "advertisercontentarticle",
    "article", "blogposting", "report", "socialmediaposting", "discussionforumposting", "scholarlyarticle",
    "techarticle",
    "medicalscholarlyarticle", "review", "webpage", "itempage",
)  # fmt: skip
NEWS_TYPES = frozenset({kind for kind in ARTICLE_TYPES if "news" in kind} | {"liveblogposting"})
_PAGE_TYPES = frozenset({"webpage", "itempage"})
_MAX_CHARS = 2_000_000
_MAX_THINGS = 2000
_MAX_DEPTH = 24

_COMMENT = re.compile(
    r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|\]\]>|/\*\]\]>\*/)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MISSING_COMMA = re.compile(r"([}\]\"])(\s*\n\s*)(?=[{\"])")


# What hangs on these is about something else than the page: an entry of a live blog, a comment, a list of links.
_ASIDE_KEYS = frozenset({
    "@type", "@context", "liveBlogUpdate", "comment", "itemListElement", "mentions", "citation", "video", "subjectOf",
    "relatedLink", "review", "offers", "hasPart", "isPartOf", "potentialAction",
})  # fmt: skip


def things(tree: HtmlElement) -> list[Thing]:
    """Finds every JSON-LD object of a page with a type, nested ones after their holder, in document order."""
    found: list[Thing] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            for value in _parse(script.text or ""):
                found.extend(_walk(value, 0))
                if len(found) > _MAX_THINGS:
                    return found[:_MAX_THINGS]
    return found


def types(thing: Thing) -> set[str]:
    """Returns lower-case type names without "https://schema.org/"."""
    return {str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in listed(thing.get("@type"))}


def listed(value: Any) -> list[Any]:
    """Makes a list of one value or many, as JSON-LD allows both."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text(value: Any) -> str:
    """Returns the words of a value: a string, a list's first, or an object's name."""
    if isinstance(value, str):
        return " ".join(html.unescape(value).split())
    if isinstance(value, list):
        return next(filter(None, map(text, value)), "")
    if isinstance(value, dict):
        return text(value.get("name") or value.get("@value") or value.get("headline") or "")
    return ""


def article(found: list[Thing], url: str) -> Thing:
    """Finds the object that describes the page's own article; empty when there is none.

    Several articles on a page are told apart by address, then by how much they say.
    """
    candidates = [thing for thing in found if types(thing).intersection(ARTICLE_TYPES)]
    if not candidates:
        return {}
    return max(candidates, key=lambda thing: _weight(thing, url))


def _weight(thing: Thing, url: str) -> tuple[float, ...]:
    kinds = types(thing)
    rank = min((ARTICLE_TYPES.index(kind) for kind in kinds if kind in ARTICLE_TYPES), default=99)
    own = any(_same_address(address, url) for address in _addresses(thing))
    facts = sum(
        bool(thing.get(key)) for key in ("headline", "author", "datePublished", "articleBody", "image", "publisher")
    )
    return (not kinds & _PAGE_TYPES, own, facts, -rank)


def _addresses(thing: Thing) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        for value in listed(thing.get(key)):
            address = value.get("@id") or value.get("url") if isinstance(value, dict) else value
            if isinstance(address, str):
                yield address


def _same_address(one: str, other: str) -> bool:
    def bare(url: str) -> str:
        return re.sub(r"^\w+://(?:www\.)?|[?#].*$", "", url).rstrip("/").lower()

    return bool(bare(one)) and bare(one) == bare(other)


def _parse(source: str) -> list[Any]:
    """The values of one script element: strictly, then with the faults of hand-made templates mended."""
    source = source[:_MAX_CHARS]
    for mend in (lambda s: s, _uncommented, lambda s: _MISSING_COMMA.sub(r"\1,\2", _uncommented(s))):
        try:
            return [json.loads(mend(source), strict=False)]
        except (ValueError, RecursionError):
            continue
    return _several(_uncommented(source))


def _uncommented(source: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", _COMMENT.sub("", _COMMENT.sub("", source.strip()))).rstrip("; \n\t")


def _several(source: str) -> list[Any]:
    """Objects written one after the other, as far as they can be read."""
    decoder = json.JSONDecoder(strict=False)
    values, at = [], 0
    for _ in range(32):
        at = next((i for i in range(at, min(len(source), at + 200)) if source[i] in "{["), -1)
        if at < 0:
            break
        try:
            value, at = decoder.raw_decode(source, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values


def _walk(value: Any, depth: int) -> Iterator[Thing]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:_MAX_THINGS]:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key, item in value.items():
            if isinstance(item, dict | list) and key not in _ASIDE_KEYS:
                yield from _walk(item, depth + 1)
