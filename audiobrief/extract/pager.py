"""Finds the other pages of an article that is spread over several.

Evidence is structure: links of numbers right behind the text, or a link to the next page, whose addresses are the
page's own with that very number added or changed. A link to the next *article* has another address, a pager of readers'
comments or pictures names them in its address, and one under a list of other articles does not stand behind the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from audiobrief.extract.facts.metadata import Metadata
from audiobrief.extract.html.classify import Verdict
from audiobrief.extract.html.text_runs import TextRun
from audiobrief.model import Doubt, PageWarning
from audiobrief.roles import OWN_TEXT, Reason

_NEAR = 12
"""Runs of text behind the last paragraph among which the pager begins."""
_LONG = 40
_LEAST_WORDS = 3
_PAGE = re.compile(r"[1-9]\d?")
_ELSEWHERE = frozenset({Reason.COMMENTS, Reason.FOOTER})
_OTHER_THINGS = re.compile(r"com+ent|kom+ent|repl|review|image|slide|photo|foto|bild|pic|gallery", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<head>.*[/?&;,._=-])0?(?P<number>\d{1,2})(?:\.\w{2,5})?/?(?:[&#].*)?")
_WORD = re.compile(r"[/?&;,._-]+[a-z]{1,14}(?:[_-][a-z]{1,14})?$", re.IGNORECASE)
"""What stands before the number beside signs: "?page", "/seite"."""
_PAGE_WORD = re.compile(
    r"[/?&;,._-](?:p|pp?|pg|page|pagenum|paged|pag|pagina|seite|sida|side|strona|sivu|stranka)[=/_,.-]?0?\d{1,2}\b",
    re.IGNORECASE,
)
"""From the second page on: articles of a series have numbers and lead to the next, too."""
_SIGNS = "/?&;,._=-"
_END = re.compile(r"(?:\.\w{2,5})?/?(?:#.*)?$")


def part(
    tree: lxml.html.HtmlElement, facts: Metadata, url: str, runs: Sequence[TextRun], verdicts: Sequence[Verdict]
) -> tuple[PageWarning, ...]:
    """Returns the warning that a page is one of several, with the addresses of the others; else none."""
    own = url or facts.url
    links = dict(_numbered(own, runs, verdicts))
    links |= {number: address for number, address in _next(own, tree) if number not in links}
    stem = _common_stem(own, links)
    if stem is None:
        return ()
    pages = max(links)
    page = _page_of(own, stem) or next((number for number in range(1, pages) if number not in links), 1)
    others = tuple((number, address) for number, address in sorted(links.items()) if number != page)
    pages = max(page, pages)
    return (PageWarning(Doubt.PART, f"it is page {page} of {pages}", page, pages, others),)


def _common_stem(own: str, links: Mapping[int, str]) -> str | None:
    """Returns what all addresses but the first page's are without their numbers."""
    stems = [_stems(address, own) for number, address in links.items() if number > 1]
    return next(iter(sorted(set.intersection(*stems))), None) if stems else None


def _numbered(own: str, runs: Sequence[TextRun], verdicts: Sequence[Verdict]) -> Iterator[tuple[int, str]]:
    """Yields the numbered links right behind the text whose addresses hold their number."""
    near = _behind(runs, verdicts)
    links = [(place, link) for place, run in enumerate(near) for link in run.links if _PAGE.fullmatch(link.text)]
    if links and links[0][0] <= _NEAR:
        found = ((int(link.text), urljoin(own, link.url)) for _, link in links)
        yield from ((number, address) for number, address in found if _fits(number, address, own))


def _behind(runs: Sequence[TextRun], verdicts: Sequence[Verdict]) -> list[TextRun]:
    """Returns the first runs behind the last paragraph that are neither readers' comments nor the site's foot."""
    texts = [at for at, verdict in enumerate(verdicts) if verdict in OWN_TEXT and _is_text(runs[at])]
    behind = range(texts[-1] + 1, len(runs)) if texts else ()
    return [runs[at] for at in behind if runs[at].text and verdicts[at] not in _ELSEWHERE][:_LONG]


def _fits(number: int, address: str, own: str) -> bool:
    """Says whether an address is that of a page with this number; the first page's needs none."""
    return number == 1 or (number == _number(address) and bool(_stems(address, own)))


def _is_text(run: TextRun) -> bool:
    return len(run.text.split()) >= _LEAST_WORDS and not run.text.replace(" ", "").isdecimal()


_RELATED = etree.XPath("descendant::*[self::link or self::a][@rel]")


def _next(own: str, tree: lxml.html.HtmlElement) -> Iterator[tuple[int, str]]:
    """Yields the page that a link names the next one, where its address is the page's own with the next number."""
    for href in filter(None, map(_next_href, _RELATED(tree))):
        address = urljoin(own, href)
        number = _number(address)
        if number is not None and _follows(number, address, own):
            yield number, address


def _next_href(element: lxml.html.HtmlElement) -> str:
    is_next = "next" in element.get("rel", "").lower().split()
    return element.get("href", "").strip() if is_next else ""


def _follows(number: int, address: str, own: str) -> bool:
    """Says whether the address of the page with a number is the next after the page's own."""
    pages = {_page_of(own, stem) or 1 for stem in _stems(address, own)}
    return number - 1 in pages and (number == 2 or _PAGE_WORD.search(address) is not None)


def _number(address: str) -> int | None:
    found = _NUMBERED.fullmatch(address)
    return int(found["number"]) if found is not None else None


def _stems(address: str, own: str) -> set[str]:
    """Returns what a page's address may be without its number, as far as that is the page's own address too."""
    found = _NUMBERED.fullmatch(address)
    if found is None:
        return set()
    head = found["head"].rstrip(_SIGNS)
    word = _WORD.search(head)
    if word is not None and _OTHER_THINGS.search(word[0]):
        return set()
    stems = {_bare(head), _bare(head[: word.start()] if word is not None else head)}
    return {stem for stem in stems if not own or _page_of(own, stem) is not None}


def _page_of(own: str, stem: str) -> int | None:
    """Returns which page an address is of those with a stem; None for none of them, or where it is not known."""
    if _bare(own) == stem:
        return 1
    return _number(own) if stem in _stems(own, "") else None


def _bare(address: str) -> str:
    """Returns an address without suffix, anchor and what only a relative one begins with."""
    return _END.sub("", address).lstrip("./")
