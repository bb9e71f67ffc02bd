"""Who wrote the page's article: linked data, the byline near the headline, meta elements, a signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from audiobrief.extract.facts import jsonld
from audiobrief.extract.facts.bylines import (
    Byline,
    byline,
    clean_name,
    has_lead,
    has_role,
    is_of_others,
    is_person,
    runs_byline,
    unique,
    without_lead,
)
from audiobrief.extract.facts.page_evidence import PageEvidence, shown
from audiobrief.extract.facts.titles import folded_words
from audiobrief.extract.facts.written_dates import fold, written_date
from audiobrief.languages import printed
from audiobrief.text.given_names import is_given

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
    r"|(?:[a-z]|__|\s|^)(?:Author|Byline)(?:s|Name|Link|List)?(?![a-z])",
)
_LONGEST = 240  # characters of a byline with names, roles and dates
_SHORTEST = 4
_DEEPEST = 6
"""Boxes that a name may stand in alone, beside a date."""
_NEAR = 60  # elements after the headline in which a byline without a class may stand
_SHORT = frozenset({"a", "p", "div", "span", "li", "em", "strong", "b", "address", "small"})
_AND = re.compile(rf"(?:,|{printed.ands()})\s")
_JOINT = re.compile(rf"\s*,?\s*(?:{printed.ands()})\s*", re.I)
_NO_AUTHOR = re.compile(
    r"^(?:tel|javascript):|/(?:category|categories|tags?|topics?|sections?|themen?|rubrik|categorias?)/", re.I
)
"""Where a link leads that names no author."""
_PERSON_PAGE = re.compile(
    r"/(?:[a-z-]*authors?|autor(?:en)?|auteurs?|people|persons?|profiles?|staff|team|contributors?|users?|by|bio)/|@|/~",
    re.I,
)
"""Where a link leads that names one."""
_SEVERAL = re.compile(rf"[,;/]| (?:{printed.joints()}) ")


def authors(page: PageEvidence) -> Byline:
    """Finds the first evidence that names a person; else the first that names a desk or agency other than the site."""
    linked, organisations = _linked(page)
    marked = _marked(page)
    desks: list[str] = []
    for line in chain((_as_shown(linked, marked, page), marked), _others(page)):
        names = _without_publisher(line.names, page)
        if people := tuple(filter(is_person, names)):
            return Byline(_all_of(people, page), marked.place)
        desks = desks or names
    desks += _without_publisher(organisations, page)
    others = (organisations, linked.names, marked.names, _metas(page).names)
    return Byline(unique(desks) or next(filter(None, (tuple(_without_sections(names, page)) for names in others)), ()))


def _as_shown(linked: Byline, marked: Byline, page: PageEvidence) -> Byline:
    """Linked data often hold only the first author, or who put the article on the page: readers see the byline."""
    known = set(map(fold, linked.people))
    if not known or set(map(fold, linked.names)) < set(map(fold, marked.people)):
        return marked if known else linked
    line = _printed(page, needs_lead=True)
    return line if line.people and known.isdisjoint(map(fold, line.people)) else linked


def _all_of(people: tuple[str, ...], page: PageEvidence) -> tuple[str, ...]:
    """A link or linked data often names the first of several; a meta element that names him too has all."""
    said = _metas(page).people
    return said if set(map(fold, people)) < set(map(fold, said)) else people


def _without_publisher(names: Iterable[str], page: PageEvidence) -> list[str]:
    """The publisher signing as author says nothing of who wrote."""
    hosts = [folded_words(host).replace(" ", "") for host in (page.site or "", page.host)]
    names = _without_sections(names, page)
    return [name for name in names if not any(folded_words(name).replace(" ", "") in host for host in hosts)]


def _without_sections(names: Iterable[str], page: PageEvidence) -> list[str]:
    """Some pages put the name of a section where an author's belongs."""
    sections = {folded_words(name) for name in page.sections}
    return [name for name in names if folded_words(name) not in sections]


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
    lines = list(islice(_marked_lines(page), 12))
    people = sorted((pair for pair in lines if pair[1].people), key=lambda pair: not pair[0])
    if not people:
        return next((line for _, line in lines), Byline())
    # Neighbouring elements name one author each; a repeat of the first ends the byline.
    joined = [line for is_near, line in people if is_near == people[0][0]]
    return Byline(unique(joined[0].people), next((line.place for line in joined if line.place), None))


def _marked_lines(page: PageEvidence) -> Iterator[tuple[bool, Byline]]:
    """The bylines that elements are marked as, none inside another, each with whether the headline is near."""
    found = list(_hinted(page.tree))
    beside = set(chain(*(islice(element.iterancestors(), 3) for element in found if element.tag == "h1")))
    taken: set[HtmlElement] = set()
    for element in islice((element for element in found if element.tag != "h1"), 200):
        outers = set(element.iterancestors())
        if not taken.isdisjoint(outers) or not _is_byline(element, page):
            continue
        line_box = _line_of(element)
        taken.add(line_box)
        if (line := _read(line_box)).names:
            yield not beside.isdisjoint(outers), line


def _line_of(link: HtmlElement) -> HtmlElement:
    """The line that a link to an author stands in, where it is a byline: it may link several."""
    outer = link.getparent()
    text = shown(outer, _LONGEST) if link.tag == "a" and outer is not None else ""
    is_line = outer is not None and 0 < len(text) <= _LONGEST and (has_lead(text) or _joins(outer))
    return outer if outer is not None and is_line else link


def _joins(line: HtmlElement) -> bool:
    """Nothing stands between the parts of a line but "and" and commas."""
    bare = (words for words in (line.text, *(child.tail for child in line)) if words and any(map(str.isalpha, words)))
    return len(line) > 1 and all(_JOINT.fullmatch(words) for words in bare)


def _is_byline(element: HtmlElement, page: PageEvidence) -> bool:
    """Marked as one, outside of comments, teasers and pictures, and no longer than one is."""
    if element in page.around or not _is_marked(element) or page.is_elsewhere(element):
        return False
    return 0 < len(shown(element, _LONGEST)) <= _LONGEST


_MARKED = etree.XPath("descendant-or-self::*[@class or @itemprop or @rel = 'author' or self::h1]")


def _hinted(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Headings and what may be marked as a byline, in document order; crude, since a page has thousands."""
    for element in _MARKED(tree):
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


def _read(element: HtmlElement) -> Byline:
    runs = [" ".join(run.split()) for run in element.itertext() if isinstance(run, str)]
    runs = list(takewhile(lambda run: not is_of_others(run), runs))
    line = runs_byline(runs)
    linked = _linked_people(element, " ".join(filter(None, runs)))
    if not linked:
        return line if line.names else byline(shown(element))
    # Beside linked names, others count only where "and" or a comma joins them.
    joined = chain(*(byline(run).people for run in filter(_AND.match, runs)))
    return Byline(unique([*linked, *joined]), line.place or byline(shown(element)).place)


def _linked_people(element: HtmlElement, text: str) -> list[str]:
    """The people whose names are links in a text; where some lead to pages of people, those."""
    links = [
        link for link in element.iter("a") if not _NO_AUTHOR.search(link.get("href") or "") and shown(link) in text
    ]
    own = [link for link in links if _PERSON_PAGE.search(link.get("href") or "")]
    return list(filter(is_person, filter(None, (clean_name(shown(link)) for link in own or links))))


def _printed(page: PageEvidence, *, needs_lead: bool = False) -> Byline:
    """A short text right after the headline that begins with "By", whatever its class; or a name beside a date."""
    if page.heading is None:
        return Byline()
    after: Iterable[HtmlElement] = page.heading.xpath(f"following::*[position()<={_NEAR}]")
    lines = (_printed_line(element, page.language, needs_lead) for element in after if element.tag in _SHORT)
    return next((line for line in lines if line is not None), Byline())


def _printed_line(element: HtmlElement, language: str | None, needs_lead: bool) -> Byline | None:
    text = shown(element, _LONGEST)
    if _SHORTEST <= len(text) <= _LONGEST and has_lead(text):
        line = _read(element)
        return line if line.names else None
    return byline(text) if not needs_lead and _is_signed_date(element, text, language) else None


def _is_signed_date(element: HtmlElement, text: str, language: str | None) -> bool:
    """A person's name alone, beside a date: "Ann Lee | 22.11.2021"."""
    if len(element) or not _SHORTEST <= len(text) <= 60 or not _full_name(text):
        return False
    outers = list(islice(element.iterancestors(), _DEEPEST))
    around = next((words for outer in outers if (words := shown(outer, _LONGEST)) != text), "")
    is_dated = len(around) <= _LONGEST and written_date(around, language) is not None
    return is_dated and _is_somebody(text, element, outers)


def _is_somebody(text: str, element: HtmlElement, outers: list[HtmlElement]) -> bool:
    """Beside its shape, something says that a name is a person's."""
    links = (outer.get("href") or "" for outer in (element, *outers))
    if is_given(text.split(maxsplit=1)[0]) or has_role(text) or any(map(_PERSON_PAGE.search, links)):
        return True
    return text.upper() != text.lower() and not _is_linked(text, element)


def _is_linked(text: str, element: HtmlElement) -> bool:
    """Sections of a site look like names, but some menu leads to them."""
    root = element.getroottree().getroot()
    return any(shown(link, 60) == text for link in root.iter("a"))


def _full_name(text: str) -> str | None:
    """A person's name, every word of it with a capital; else None."""
    name = clean_name(text)
    is_told = name and (
        all(word[0].isupper() for word in name.split()) or (text.upper() == text.lower() and has_role(text))
    )
    return name if name and is_told and is_person(name) else None


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
