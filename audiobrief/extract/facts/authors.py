"""Who wrote the page's article: linked data, the byline near the headline, meta elements, a signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml import etree
from lxml.html import HtmlElement

from audiobrief.extract.facts import jsonld
from audiobrief.extract.facts.bylines import (
    Byline,
    byline,
    clean_name,
    has_lead,
    is_person,
    runs_byline,
    unique,
    without_lead,
)
from audiobrief.extract.facts.page_evidence import PageEvidence, shown
from audiobrief.extract.facts.titles import folded_words
from audiobrief.extract.facts.written_dates import fold, written_date
from audiobrief.languages import printed

_METAS = (
    "author", "byl", "sailthru.author", "cxenseparse:author", "parsely-author", "dc.creator", "dcterms.creator",
    "article:author",
    "og:article:author", "citation_author", "article.author", "creator", "dc.contributor", "article:author_name",
    "authors",
    "twitter:data1",
)  # fmt: skip
_HINT = re.compile(
    "uthor|yline|utor|uteur|riter|eporter|ournalist|orfatter|kribent|edakteur|enulis|irjoitta|eriodista|azar|vcard"
)
_NAMES = re.compile(
    r"(?:^|[\s_:-])(?:(?:article|story|post|entry|news|content|detail|meta|single|header|c|m|o|a)[_-]{1,2})*"
    r"(?:by-?lines?|authors?|autore?[ns]?|autorin|auteurs?|writers?|reporters?|journalists?|forfatter|skribent"
    r"|redakteur|penulis"
    r"|kirjoittaja|periodista|yazar|vcard)(?![a-z])|(?:byline|author)(?:s|name|list|link|info|wrap)?\b"
    r"|[a-z](?:Author|Byline)",
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|sidebar|footer|caption|credit|promo|trending|popular|most-?read|carousel"
    r"|newsletter|latest"
    r"|more-?(?:from|stories|news)|read-?(?:more|next)|widget|author-?(?:box|bio|list__item)|bio\b|listing|archive",
    re.I,
)
_FIGURES = frozenset({"figure", "figcaption", "nav", "footer", "aside", "picture"})
_LONGEST = 240  # characters of a byline with names, roles and dates
_NEAR = 60  # elements after the headline in which a byline without a class may stand
_SHORT = frozenset({"p", "div", "span", "li", "em", "strong", "b", "address", "small"})
_AND = re.compile(rf"(?:,|{printed.ands()})\s")
_SEVERAL = re.compile(rf"[,;/]| (?:{printed.joints()}) ")


def authors(page: PageEvidence) -> Byline:
    """Finds the first evidence that names a person; else the first that names a desk or agency other than the site."""
    linked, organisations = _linked(page)
    marked = _marked(page)
    if linked.people and set(map(fold, linked.names)) < set(map(fold, marked.people)):
        linked = marked  # linked data often holds only the first
    desks: list[str] = []
    for line in chain((linked, marked), _others(page)):
        names = _without_publisher(line.names, page)
        if people := tuple(filter(is_person, names)):
            return Byline(people, marked.place)
        desks = desks or names
    desks += _without_publisher(organisations, page)
    return Byline(unique(desks) or organisations or linked.names or marked.names)


def _without_publisher(names: Iterable[str], page: PageEvidence) -> list[str]:
    """The publisher signing as author says nothing of who wrote."""
    hosts = [folded_words(host).replace(" ", "") for host in (page.site or "", page.host)]
    return [name for name in names if not any(folded_words(name).replace(" ", "") in host for host in hosts)]


def _others(page: PageEvidence) -> Iterator[Byline]:
    """Asked only when better evidence names nobody."""
    yield _printed(page)
    yield _metas(page)
    yield _signature(page)


def _linked(page: PageEvidence) -> tuple[Byline, tuple[str, ...]]:
    """Authors of linked data, and what it calls organisations."""
    people: list[str] = []
    organisations: list[str] = []
    for value in jsonld.listed(page.article.get("author")):
        thing = page.resolved(value)
        is_body = isinstance(thing, dict) and any("organization" in kind for kind in jsonld.types(thing))
        (organisations if is_body else people).extend(_linked_names(without_lead(jsonld.text(thing))))
    return Byline(unique(people)), unique(organisations)


def _linked_names(text: str) -> tuple[str, ...]:
    if _SEVERAL.search(text):
        return byline(text).names
    is_short = len(text) <= 60 and len(text.split()) <= 6
    return (text,) if is_short and (clean_name(text) or " " in text) else ()


def _metas(page: PageEvidence) -> Byline:
    lines = [[byline(content) for content in page.metas(name)] for name in _METAS]
    for same in lines:
        names = [name for line in same for name in line.names]
        if any(map(is_person, names)):
            return Byline(unique(names))
    return next((line for line in chain(*lines) if line.names), Byline())


def _marked(page: PageEvidence) -> Byline:
    """What the page marks as its byline, beside the headline first: one author in each of several elements."""
    lines = list(islice(_marked_lines(page.tree), 12))
    people = sorted((pair for pair in lines if pair[1].people), key=lambda pair: not pair[0])
    if not people:
        return next((line for _, line in lines), Byline())
    # Neighbouring elements name one author each; a repeat of the first ends the byline.
    joined = [line for is_near, line in people if is_near == people[0][0]]
    return Byline(unique(joined[0].people), next((line.place for line in joined if line.place), None))


def _marked_lines(tree: HtmlElement) -> Iterator[tuple[bool, Byline]]:
    """The bylines that elements are marked as, none inside another, each with whether the headline is near."""
    found = list(_hinted(tree))
    headings = [list(element.iterancestors()) for element in found if element.tag == "h1"]
    around, beside = set(chain(*headings)), set(chain(*(outers[:3] for outers in headings)))
    taken: set[HtmlElement] = set()
    for element in islice((element for element in found if element.tag != "h1"), 200):
        outers = set(element.iterancestors())
        if not taken.isdisjoint(outers) or not _is_byline(element, around):
            continue
        taken.add(element)
        if (line := _read(element)).names:
            yield not beside.isdisjoint(outers), line


def _is_byline(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """Marked as one, outside of comments, teasers and pictures, and no longer than one is."""
    if element in around or not _is_marked(element) or _is_elsewhere(element, around):
        return False
    return 0 < len(shown(element, _LONGEST)) <= _LONGEST


def _hinted(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Headings and what may be marked as a byline, in document order; crude, since a page has thousands."""
    for element in tree.iter(etree.Element):
        names = element.get("class")
        if (
            (names and _HINT.search(names))
            or element.tag == "h1"
            or element.get("rel") == "author"
            or element.get("itemprop")
        ):
            yield element


def _is_marked(element: HtmlElement) -> bool:
    if element.get("rel") == "author" or re.search("author|creator", element.get("itemprop") or ""):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    return bool(_NAMES.search(names))


def _is_elsewhere(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """Inside a part of the page that is not the article: a part that holds the headline cannot be one."""
    for part in (element, *element.iterancestors()):
        if part in around:
            return False
        if part.tag in _FIGURES or _ELSEWHERE.search(f"{part.get('class') or ''} {part.get('id') or ''}"):
            return True
    return False


def _read(element: HtmlElement) -> Byline:
    runs = [" ".join(run.split()) for run in element.itertext() if isinstance(run, str)]
    line = runs_byline(runs)
    linked = list(filter(is_person, filter(None, (clean_name(shown(link)) for link in element.iter("a")))))
    if not linked:
        return line if line.names else byline(shown(element))
    # Beside linked names, others count only where "and" or a comma joins them.
    joined = chain(*(byline(run).people for run in filter(_AND.match, runs)))
    return Byline(unique([*linked, *joined]), line.place or byline(shown(element)).place)


def _printed(page: PageEvidence) -> Byline:
    """A short text right after the headline that begins with "By", whatever its class."""
    heading = next(page.tree.iter("h1"), None)
    if heading is None:
        return Byline()
    after: Iterable[HtmlElement] = heading.xpath(f"following::*[position()<={_NEAR}]")
    lines = (_printed_line(element, page.language) for element in after if element.tag in _SHORT)
    return next((line for line in lines if line is not None), Byline())


def _printed_line(element: HtmlElement, language: str | None) -> Byline | None:
    text = shown(element, _LONGEST)
    if 5 < len(text) <= _LONGEST and has_lead(text):
        line = byline(text)
        return line if line.names else None
    return byline(text) if _is_signed_date(element, text, language) else None


def _is_signed_date(element: HtmlElement, text: str, language: str | None) -> bool:
    """A name alone, beside a date: "Ann Lee | 22.11.2021"."""
    parent = element.getparent()
    if parent is None or len(element) or not 5 < len(text) <= 60 or not _full_name(text):
        return False
    around = shown(parent)
    return len(around) <= _LONGEST and written_date(around, language) is not None


def _full_name(text: str) -> str | None:
    """A person's name, every word of it with a capital; else None."""
    name = clean_name(text)
    return name if name and is_person(name) and all(word[0].isupper() for word in name.split()) else None


def _signature(page: PageEvidence) -> Byline:
    """A name in bold or italics alone in the first or last paragraphs of the story."""
    story = _story(page.tree)
    names = map(_signed, (*story[:2], *reversed(story[-3:])))
    return next((Byline((name,)) for name in names if name), Byline())


def _story(tree: HtmlElement) -> list[HtmlElement]:
    """The paragraphs of the element that holds the most, where they are three or more."""
    parents = [(element, element.getparent()) for element in tree.iter("p")]
    counts = Counter(parent for _, parent in parents if parent is not None).most_common(1)
    return [element for element, parent in parents if parent is counts[0][0]] if counts and counts[0][1] >= 3 else []


def _signed(paragraph: HtmlElement) -> str | None:
    """The name that a paragraph holds alone, in bold or italics."""
    text = shown(paragraph, _LONGEST)
    name = _full_name(text) if len(text) <= 80 else None
    return name if name and text in "".join(map(shown, paragraph.iter("strong", "b", "em", "i"))) else None
