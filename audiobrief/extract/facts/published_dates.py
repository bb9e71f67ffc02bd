"""When the page's article was published and updated: linked data, meta elements, time elements, the address, print.

Each date has a witness of a kind that is there to tell it. A date in prose, a caption or a list of other stories is of
something else, and none can lie in the future.
"""

from __future__ import annotations

import datetime
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, takewhile

from lxml.html import HtmlElement

from audiobrief.extract.facts import jsonld
from audiobrief.extract.facts.bylines import has_lead
from audiobrief.extract.facts.date_lines import LONGEST, holds_byline, line_date, other_words, says_published
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
_NOT_PUBLISHED = re.compile(
    r"modif|updat|expir|event|birth|death|start|end|valid|publisher|deadline|revis"
    r"|^(?:book|music|video|product|game|movie|film)\b",
    re.I,
)
_DATED = re.compile(
    r"(?:^|[^a-z])(?:date(?:time|published|line|created)?|time(?:stamp)?|publish(?:ed)?(?:on|at|date)?|posted(?:on)?"
    r"|pubdate|postdate|datum|fecha|dato|datetid|tarih|tanggal|ngay|data|by-?line|authors?|meta|дата|zeit|heure|hora)(?![a-z])"
    r"|[a-z](?:Date|Time|Timestamp|Published|Posted|Byline|Author|Meta)(?![a-z])",
)
"""Names of a box that is there for a date."""
_OF_SOMETHING_ELSE = re.compile(r"event|start|\bend|expir|deadline|birth|death|reading|duration|countdown", re.I)
_CHANGED = re.compile(r"updat|modif|chang|edited|revis", re.I)
_SENTENCE = re.compile(r"[.!?…。！？।؟۔][\"'”’»)]*$")
_INLINE = frozenset({"span", "b", "em", "i", "small", "strong", "time", "a", "font", "abbr", "u"})
_PROSE_BOXES = frozenset({"p", "li", "td", "th", "dt", "dd", "blockquote", "h2", "h3", "h4", "h5", "h6"})
_LINES = _INLINE - {"a"} | {"p", "div", "li", "address", "header", "section", "ul", "footer", "aside"}
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NEAR = 80
"""Elements after the headline in which a date may stand."""
_ABOVE = 15
"""Elements before it."""
_PROSE_CHARS = 70
_MOST_OTHER_WORDS = 8
"""Words that a box named for its date may say besides."""
_MOST_HEAD_CHARS = 600


def published(page: PageEvidence) -> tuple[str | None, str | None]:
    """Returns the first date that is said (ISO 8601) and what says so; None without one."""
    for witness, said in WITNESSES:
        if date := _first(said(page), page):
            return date, witness
    return None, None


def updated(page: PageEvidence, published: str | None) -> str | None:
    """Returns the date of the last change (ISO 8601) where it is a minute or more after the publication, else None."""
    found = _first([jsonld.text(page.article.get("dateModified")), *(page.meta(name) or "" for name in _UPDATED)], page)
    return found if found and (not published or found[:16] > published[:16]) else None


def is_past(date: str) -> bool:
    """Tells whether a day (ISO 8601) has begun in some time zone: nothing was published later."""
    tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)
    return date[:10] <= tomorrow.isoformat()


def _first(texts: Iterable[str], page: PageEvidence) -> str | None:
    dates = (iso_date(text) or written_date(text, page.date_language) for text in texts if text)
    return next((date for date in dates if date and is_past(date)), None)


def _linked(page: PageEvidence) -> Iterator[str]:
    for key in ("datePublished", "dateCreated"):
        yield jsonld.text(page.article.get(key))


def _metas(page: PageEvidence) -> Iterator[str]:
    for name in _PUBLISHED:
        yield page.meta(name) or ""
    for name in page.meta_names():
        if _LIKE_PUBLISHED.search(name) and not _NOT_PUBLISHED.search(name):
            yield page.meta(name) or ""


def _time_elements(page: PageEvidence) -> Iterator[str]:
    """Marked as the publication's, else beside the headline, after it first; a change's last."""
    named = filter(_names_date, page.tree.iter("time"))
    times = (one for one in chain(_front(page), _above(page), named) if one.tag == "time" and _is_apart(one, page))
    marked = page.tree.iterfind(".//*[@itemprop='datePublished']")
    for element in (*marked, *sorted(islice(times, 12), key=_is_of_a_change)):
        if not page.is_elsewhere(element):
            yield element.get("datetime") or element.get("content") or ""
            yield shown(element, LONGEST)


def _is_of_a_change(element: HtmlElement) -> bool:
    parent = element.getparent()
    return any(_CHANGED.search(_names(one)) for one in (element, parent) if one is not None)


def _is_apart(element: HtmlElement, page: PageEvidence) -> bool:
    """No sentence stands around the time, nor a paragraph that says more than it."""
    around = (element, *element.iterancestors())
    if any(map(_names_date, around[:3])):
        return True
    box = next(outer for outer in around if outer.tag not in _INLINE)
    text = shown(box, LONGEST)
    if line_date(text, page.date_language) is not None:
        return True
    is_prose = box.tag in _PROSE_BOXES or (len(text) <= LONGEST and _SENTENCE.search(text))
    return not is_prose and (len(text) <= LONGEST or _is_alone(element))


def _address(page: PageEvidence) -> Iterator[str]:
    yield address_date(page.url) or ""


def _printed(page: PageEvidence) -> Iterator[str]:
    """Lines beside the headline; then, all over the page, lines in boxes that are named for it, or that say so."""
    yield from _lines(page, [*_front(page), *_above(page)], is_front=True)
    yield from _lines(page, filter(_may_say, page.tree.iter(*_LINES, *_HEADINGS)), is_front=False)


def _may_say(element: HtmlElement) -> bool:
    if element.tag in _INLINE:
        return bool(element.get("class")) and _names_date(element)
    return next(element.iterchildren("p", "div", "ul", "li", "section"), None) is None


def _lines(page: PageEvidence, elements: Iterable[HtmlElement], *, is_front: bool) -> Iterator[str]:
    for element in elements:
        is_line = element.tag in _LINES or (element.tag in _HEADINGS and _names_date(element))
        text = shown(element, LONGEST) if is_line else ""
        if not 6 <= len(text) <= LONGEST or not any(map(str.isdecimal, text)):
            continue
        if _is_witness(element, text, page, is_front=is_front) and not page.is_elsewhere(element):
            yield text


def _is_witness(element: HtmlElement, text: str, page: PageEvidence, *, is_front: bool) -> bool:
    is_named = _names_date(element)
    if is_front and (is_named or says_published(text)) and not _SENTENCE.search(text):
        return other_words(text, page.date_language) <= _MOST_OTHER_WORDS
    if element.tag in _INLINE and not _is_alone(element):
        return False
    is_likely = is_front or is_named or _says_what_it_is(text)
    return is_likely and line_date(text, page.date_language) is not None


def _says_what_it_is(text: str) -> bool:
    return says_published(text) or holds_byline(text)


def _is_alone(element: HtmlElement) -> bool:
    """No words stand bare beside the element: it is a box among boxes."""
    while element.tag in _INLINE:
        outer = element.getparent()
        if outer is None:
            return True
        bare = [outer.text, *(child.tail for child in outer)]
        if any(any(map(str.isalnum, words)) for words in bare if words):
            return False
        if outer.tag in _PROSE_BOXES:
            return shown(outer, LONGEST) == shown(element, LONGEST)
        element = outer
    return True


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def _names_date(element: HtmlElement) -> bool:
    names = _names(element)
    return _DATED.search(names) is not None and _OF_SOMETHING_ELSE.search(names) is None


def _front(page: PageEvidence) -> Iterator[HtmlElement]:
    """What follows the headline, to the article's first paragraph; behind it, what is named for a date."""
    if page.heading is None:
        return
    passed = 0
    for element in page.heading.xpath(f"following::*[position()<={_NEAR}]"):
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        passed += _is_prose(element)
        if not passed or _names_date(element) or (passed == 1 and _is_told_apart(element)):
            yield element


def _is_told_apart(element: HtmlElement) -> bool:
    """Behind a dek, a line of a box without a sentence, or one that says what it is."""
    text, outer = shown(element, LONGEST), element.getparent()
    if says_published(text) or has_lead(text):
        return True
    around = shown(outer, LONGEST) if outer is not None else ""
    return len(around) <= LONGEST and not _SENTENCE.search(around)


def _is_prose(element: HtmlElement) -> bool:
    if element.tag not in ("p", "div") or next(element.iterchildren("p", "div"), None) is not None:
        return False
    text = shown(element, LONGEST)
    wide = sum(char > "\u2e80" for char in text)
    return len(text) + wide * 2 >= _PROSE_CHARS and not line_date(text, None)


def _above(page: PageEvidence) -> Iterator[HtmlElement]:
    """What stands right above the headline, in a box that holds little else."""
    if page.heading is None:
        return
    small = takewhile(lambda box: len(shown(box, _MOST_HEAD_CHARS)) <= _MOST_HEAD_CHARS, page.heading.iterancestors())
    box = deque(small, maxlen=1)
    inside = set(box[0].iter()) if box else set()
    yield from (element for element in page.heading.xpath(f"preceding::*[position()<={_ABOVE}]") if element in inside)


WITNESSES: tuple[tuple[str, Callable[[PageEvidence], Iterable[str]]], ...] = (
    ("linked data", _linked),
    ("meta element", _metas),
    ("time element", _time_elements),
    ("address", _address),
    ("printed line", _printed),
)
"""What may say when an article came out, the surest first."""
