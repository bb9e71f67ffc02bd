"""Who wrote the page's article: linked data, the byline near the headline, meta elements, a signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement

from audiobrief.extract.facts import jsonld
from audiobrief.extract.facts.bylines import (
    Byline,
    byline,
    clean_name,
    has_lead,
    is_person,
    pieces_byline,
    unique,
    without_lead,
)
from audiobrief.extract.facts.page_evidence import Witnesses, shown
from audiobrief.extract.facts.titles import words
from audiobrief.extract.facts.written_dates import fold, written_date

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


def writers(page: Witnesses) -> Byline:
    """The first witness that names a person; else the first that names a desk or agency other than the site."""
    linked, organisations = _linked(page)
    marked = _marked(page)
    if linked.people and set(map(fold, linked.names)) < set(map(fold, marked.people)):
        linked = marked  # linked data often holds only the first
    desks: list[str] = []
    for line in (linked, marked, *_others(page)):
        names = tuple(name for name in line.names if not _is_site(name, page))
        people = tuple(filter(is_person, names))
        if people:
            return Byline(people, marked.place)
        desks = desks or list(names)
    foreign = [name for name in organisations if not _is_site(name, page)]
    return Byline(unique([*desks, *foreign]) or organisations or linked.names or marked.names)


def _is_site(name: str, page: Witnesses) -> bool:
    """The publisher signing as author says nothing of who wrote."""
    squashed = words(name).replace(" ", "")
    hosts = (words(page.site or ""), words(page.host))
    return any(squashed in host.replace(" ", "") for host in hosts)


def _others(page: Witnesses) -> Iterator[Byline]:
    """Asked only when better witnesses are silent."""
    yield _printed(page)
    yield _metas(page)
    yield _signature(page)


def _linked(page: Witnesses) -> tuple[Byline, tuple[str, ...]]:
    """Authors of linked data, and what it calls organisations."""
    people: list[str] = []
    organisations: list[str] = []
    for value in jsonld.listed(page.article.get("author")):
        thing = page.resolved(value)
        text = without_lead(jsonld.text(thing))
        names = [text] if len(text) <= 60 and len(text.split()) <= 6 and (clean_name(text) or " " in text) else []
        if re.search(r",|;| and | und | et | y | и |/", text):
            names = list(byline(text).names)
        is_body = isinstance(thing, dict) and any("organization" in kind for kind in jsonld.types(thing))
        (organisations if is_body else people).extend(names)
    return Byline(unique(people)), unique(organisations)


def _metas(page: Witnesses) -> Byline:
    for name in _METAS:
        found = [one for content in page.metas(name) for one in byline(content).names]
        if any(map(is_person, found)):
            return Byline(unique(found))
    return next((line for name in _METAS for content in page.metas(name) if (line := byline(content)).names), Byline())


def _marked(page: Witnesses) -> Byline:
    """What the page marks as its byline, outside of comments, teasers and pictures, beside the headline first."""
    found = list(_hinted(page.tree))
    headings = [element for element in found if element.tag == "h1"]
    around = {outer for heading in headings for outer in heading.iterancestors()}
    beside = {outer for heading in headings for outer in list(heading.iterancestors())[:3]}
    lines: list[tuple[bool, Byline]] = []
    taken: set[HtmlElement] = set()
    for element in [element for element in found if element.tag != "h1"][:200]:
        outer = set(element.iterancestors())
        if element in around or outer & taken or not _is_marked(element) or _is_elsewhere(element, around):
            continue
        text = shown(element, _LONGEST)
        if not text or len(text) > _LONGEST:
            continue
        taken.add(element)
        line = _read(element)
        if line.names:
            lines.append((bool(outer & beside), line))
        if len(lines) >= 12:
            break
    for wanted in ([line for near, line in lines if near], [line for _, line in lines]):
        people = [line for line in wanted if line.people]
        if people:
            return _joined(people)
    return lines[0][1] if lines else Byline()


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


def _joined(lines: list[Byline]) -> Byline:
    """Neighbouring elements name one author each; a repeat of the first ends the byline."""
    names = list(lines[0].people)
    return Byline(unique(names), next((line.place for line in lines if line.place), None))


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
    pieces = [" ".join(piece.split()) for piece in element.itertext() if isinstance(piece, str)]
    linked = [name for link in element.iter("a") if (name := clean_name(shown(link))) and is_person(name)]
    line = pieces_byline(pieces)
    if linked:
        # Beside linked names, others count only where "and" or a comma joins them.
        joined = [
            name
            for piece in pieces
            if re.match(r"(?:,|and|und|et|y|e|og|och|и)\s", piece)
            for name in byline(piece).people
        ]
        return Byline(unique([*linked, *joined]), line.place or byline(shown(element)).place)
    return line if line.names else byline(shown(element))


def _printed(page: Witnesses) -> Byline:
    """A short text right after the headline that begins with "By", whatever its class."""
    heading = next(page.tree.iter("h1"), None)
    if heading is None:
        return Byline()
    after: Iterable[HtmlElement] = heading.xpath(f"following::*[position()<={_NEAR}]")
    for element in after:
        if isinstance(element.tag, str) and element.tag in (
            "p",
            "div",
            "span",
            "li",
            "em",
            "strong",
            "b",
            "address",
            "small",
        ):
            text = shown(element, _LONGEST)
            if 5 < len(text) <= _LONGEST and has_lead(text):
                line = byline(text)
                if line.names:
                    return line
            elif _is_signed_date(element, text, page.language):
                return byline(text)
    return Byline()


def _is_signed_date(element: HtmlElement, text: str, language: str | None) -> bool:
    """A name alone, beside a date: "Ann Lee | 22.11.2021"."""
    name = clean_name(text) if 5 < len(text) <= 60 and not len(element) else None
    parent = element.getparent()
    if not name or not is_person(name) or parent is None or not all(word[0].isupper() for word in name.split()):
        return False
    around = shown(parent)
    return len(around) <= _LONGEST and written_date(around, language) is not None


def _signature(page: Witnesses) -> Byline:
    """A name in bold or italics alone in the first or last paragraphs of the story."""
    paragraphs = [element for element in page.tree.iter("p") if element.getparent() is not None]
    if not paragraphs:
        return Byline()
    story, count = Counter(element.getparent() for element in paragraphs).most_common(1)[0]
    if count < 3:
        return Byline()
    own = [element for element in paragraphs if element.getparent() is story]
    for element in (*own[:2], *reversed(own[-3:])):
        text = shown(element, _LONGEST)
        name = clean_name(text)
        if name and len(text) <= 80 and is_person(name) and all(word[0].isupper() for word in name.split()):
            emphasised = "".join(shown(part) for part in element.iter("strong", "b", "em", "i"))
            if text in emphasised:
                return Byline((name,))
    return Byline()
