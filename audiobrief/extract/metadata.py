"""What a page says about itself: JSON-LD, microdata, meta elements, and what it prints.

Each fact has several witnesses. They are asked in the order of the tables here; the title is put to the vote, since
none of its witnesses is right often enough alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from audiobrief.extract import jsonld
from audiobrief.extract.bylines import Byline, byline, clean_name
from audiobrief.extract.dates import address_date, fold, iso_date, written_date

_PUBLISHED = (
    "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "dcterms.date", "citation_publication_date", "citation_date", "article.published", "article:published", "og:published_time",
    "og:article:published_time", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "datecreated", "article_date_original",
    "ptime", "originalpublicationdate", "release_date", "displaydate", "rnews:datepublished", "article.created", "creation_date",
    "last-modified",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "dc.date.modified", "article.updated",
    "lastmod", "last-modified", "utime", "revised", "article_date_updated", "moddate",
)  # fmt: skip
_AUTHORS = (
    "author", "byl", "sailthru.author", "parsely-author", "cxenseparse:author", "dc.creator", "dcterms.creator", "article:author",
    "og:article:author", "citation_author", "article.author", "creator", "dc.contributor", "article:author_name", "authors",
    "twitter:data1",
)  # fmt: skip
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
_SECTIONS = ("article:section", "parsely-section", "section", "category", "sailthru.section", "cxenseparse:category")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; null, empty where it says nothing."""

    url: str
    """Canonical, where the page names one of its own site that is no front page; else as fetched."""
    title: str = ""
    site: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
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


def metadata(tree: HtmlElement, url: str) -> Metadata:
    """Reads everything that ``tree`` says about the article at ``url``."""
    page = _Page(tree, url)
    linked = page.article
    published = _published(page)
    line = _byline(page)
    title, kicker = _title(page)
    return Metadata(
        url=_canonical(page),
        title=title,
        site=page.site,
        language=page.language,
        authors=line.names,
        published=published,
        updated=_updated(page, published),
        image=_image(page),
        licence=_licence(page),
        description=page.meta(*_DESCRIPTIONS) or jsonld.text(linked.get("description")) or None,
        section=page.meta(*_SECTIONS) or jsonld.text(linked.get("articleSection")) or None,
        kicker=kicker,
        dateline=jsonld.text(linked.get("dateline")) or line.place,
        article_body=_body(linked),
        speakable=tuple(_speakable(page)),
        corrections=tuple(filter(None, map(_correction, jsonld.listed(linked.get("correction"))))),
        kind=next((str(kind).rsplit("/", 1)[-1] for kind in jsonld.listed(linked.get("@type"))), None),
    )


class _Page:
    """One walk over a page's tree collects every witness."""

    def __init__(self, tree: HtmlElement, url: str) -> None:
        self.tree = tree
        self.url = url
        self.things = jsonld.things(tree)
        self.article = jsonld.article(self.things, url)
        self.by_id = {
            thing["@id"]: thing for thing in self.things if isinstance(thing.get("@id"), str) and len(thing) > 2
        }
        self._metas: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = (
                element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            )
            content = " ".join((element.get("content") or "").split())
            if name and content:
                self._metas.setdefault(name.strip().lower(), []).append(content)
        self.site = self._site()
        self.language = self._language()

    def meta(self, *names: str) -> str | None:
        """The first content of the first of these names that has one."""
        return next((self._metas[name][0] for name in names if name in self._metas), None)

    def metas(self, name: str) -> list[str]:
        return self._metas.get(name, [])

    def item(self, name: str) -> str:
        """The words of the first element with this microdata property, where it is not an address."""
        for element in self.tree.iterfind(f".//*[@itemprop='{name}']"):
            text = " ".join((element.get("content") or shown(element)).split())
            if text:
                return text
        return ""

    def resolved(self, value: object) -> object:
        """A JSON-LD reference replaced by the object it points to."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.get("name"):
            return self.by_id.get(value["@id"], value)
        return value

    def _site(self) -> str | None:
        publisher = jsonld.text(self.resolved(next(iter(jsonld.listed(self.article.get("publisher"))), None)))
        website = next((jsonld.text(thing) for thing in self.things if "website" in jsonld.types(thing)), "")
        return self.meta("og:site_name", "application-name") or publisher or website or None

    def _language(self) -> str | None:
        tree = self.tree.getroottree().getroot()
        said = (
            tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang"),
            jsonld.text(self.article.get("inLanguage")), self.meta("content-language", "og:locale", "language", "dc.language"),
        )  # fmt: skip
        return next(filter(None, map(_language_tag, said)), None)


def _language_tag(said: str | None) -> str | None:
    match = re.match(
        r"([a-zA-Z]{2,3})(?:[-_]([A-Z][a-z]{3}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?=[-_,;. ]|$)", (said or "").strip()
    )
    if not match:
        return None
    return "-".join(filter(None, (match[1].lower(), match[2], match[3] and match[3].upper())))


def shown(element: HtmlElement) -> str:
    """An element's words; neighbours that markup alone divides are kept apart."""
    pieces = [piece.strip() for piece in element.itertext() if isinstance(piece, str)]
    return " ".join(" ".join(filter(None, pieces)).split())


# --- Title ---------------------------------------------------------------------------------------

# Two of headline as printed, linked data and social card outvote the third; when all differ, linked data has it, then the
# social card: measured on news pages of 30 countries (see docs), where each alone is right on four pages of five.
# Linked data that says a line twice means it.
_PRINTED, _LINKED, _LINKED_AGAIN, _SOCIAL, _WINDOW = 1.2, 2.0, 0.8, 1.5, 0.2
_SEPARATOR = re.compile(r"\s+[-–—|·•:»/]+\s+|\s*[|»]\s*|:\s+")
_MIN_OVERLAP = 0.3
_MAX_KICKER_CHARS = 60


def _title(page: _Page) -> tuple[str, str | None]:
    """The headline, and the kicker where some witness has one before it."""
    votes = _title_witnesses(page)
    tally: dict[str, float] = {}
    spelling: dict[str, str] = {}
    for weight, text in votes:
        key = _words(text)
        tally[key] = tally.get(key, 0.0) + weight
        spelling.setdefault(key, text)
    if not tally:
        return "", None
    best = spelling[max(tally, key=lambda key: tally[key])]
    return best, next((kicker for _, text in votes if (kicker := _before(text, best))), None)


def _title_witnesses(page: _Page) -> list[tuple[float, str]]:
    linked = jsonld.text(page.article.get("headline")) or page.item("headline")
    social = page.meta("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "title") or ""
    window = next((shown(element) for element in page.tree.iter("title")), "")
    headings = [(text, element) for element in list(page.tree.iter("h1"))[:12] if (text := shown(element))]
    said = [text for text in (linked, social, window) if text]
    heading, element = max(headings, key=lambda pair: max((_overlap(pair[0], other) for other in said), default=0.0), default=("", None))
    if heading and said and max(_overlap(heading, other) for other in said) < _MIN_OVERLAP:
        heading, element = "", None  # "Log in", the site's name
    known = [text for text in (linked, heading) if text]
    social, window = _without_site(social, known, page), _without_site(window, known, page)
    linked = _without_site(linked, [heading, social], page)
    if element is not None:
        heading = _as_said(element, heading, [linked, social, window])
    again = (_without_site(jsonld.text(page.article.get(key)), known, page) for key in ("name", "alternativeHeadline"))
    votes = [(_PRINTED, heading), (_LINKED, linked), (_SOCIAL, social), (_WINDOW, window)]
    votes += [(_LINKED_AGAIN, text) for text in again if any(_words(text) == _words(other) for _, other in votes)]
    return [(weight, text) for weight, text in votes if _words(text)]


def _as_said(element: HtmlElement, heading: str, others: list[str]) -> str:
    """A heading often holds the kicker too: of its parts, the one that another witness has word for word."""
    parts = [text for child in element.iter() if isinstance(child.tag, str) and (text := shown(child))]
    parts += [" ".join((child.tail or "").split()) for child in element.iter() if child is not element and child.tail]
    wanted = {_words(other) for other in others if other}
    if _words(heading) in wanted:
        return heading
    return next((part for part in parts if _words(part) in wanted), heading)


def _before(longer: str, title: str) -> str | None:
    if longer.endswith(title) and len(longer) > len(title):
        kicker = longer[: -len(title)].strip().rstrip(":|–—-/").strip()
        return kicker if 0 < len(kicker) <= _MAX_KICKER_CHARS else None
    return None


def _without_site(text: str, known: list[str], page: _Page) -> str:
    """ "Headline - Section - Site" without what follows the headline: another witness's words, or the site's name."""
    cuts = list(_SEPARATOR.finditer(text))
    for cut in cuts:
        if any(_words(text[: cut.start()]) == _words(other) for other in known if other):
            return text[: cut.start()]
    for cut in reversed(cuts):
        if len(text[: cut.start()]) < 8 or not _is_site(text[cut.end() :], page) or cut[0].strip() == ":":
            break
        text = text[: cut.start()]
    return text


def _is_site(tail: str, page: _Page) -> bool:
    words = _words(tail)
    host = re.sub(r"^(?:www|m|amp|edition)\.", "", urlsplit(page.url).hostname or "").split(".")[0]
    site = _words(page.site or "")
    return bool(words) and len(tail) <= 60 and ((bool(site) and (words in site or site in words)) or (len(host) > 2 and host in words.replace(" ", "")))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def _overlap(one: str, other: str) -> float:
    a, b = set(_words(one).split()), set(_words(other).split())
    return len(a & b) / max(1, min(len(a), len(b))) if len(a) > 1 or a == b else 0.0


# --- Authors -------------------------------------------------------------------------------------

_BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?lines?|authors?|autor(?:e|es|en|in)?|auteurs?|kirjoittaja|forfatter|skribent|penulis|reporter|writer)(?:$|[\s_-])|authorname|author-name|author_name|byline", re.I)  # fmt: skip


def _byline(page: _Page) -> Byline:
    """Linked data, what the page marks as its byline, meta elements: the first that names a person."""
    weak: Byline | None = None
    site = _words(page.site or "")
    linked, marked = _linked_authors(page), _marked_authors(page)
    if linked.names and set(map(fold, linked.names)) < set(map(fold, marked.names)):
        linked = marked  # linked data often holds only the first
    place = marked.place
    for line in (linked, marked, _meta_authors(page)):
        people = tuple(name for name in line.names if _words(name) != site and len(name.split()) > 1)
        if people:
            return Byline(tuple(name for name in line.names if _words(name) != site), place)
        weak = weak or (line if line.names else None)
    return Byline(weak.names if weak else (), place)


def _linked_authors(page: _Page) -> Byline:
    names = []
    for value in jsonld.listed(page.article.get("author")):
        text = jsonld.text(page.resolved(value))
        names += byline(text).names if "," in text or " and " in text else [name for name in [clean_name(text)] if name]
    return Byline(_unique(names))


def _meta_authors(page: _Page) -> Byline:
    for name in _AUTHORS:
        found = [one for content in page.metas(name) for one in byline(content).names]
        if found:
            return Byline(_unique(found))
    return Byline(())


def _marked_authors(page: _Page) -> Byline:
    """rel=author, itemprop=author, then classes that say byline: those nearest to the headline, in document order."""
    relations, items, classes = [], [], []
    for element in page.tree.iter(
        "a", "span", "div", "p", "address", "li", "cite", "strong", "em", "b", "h2", "h3", "h4", "h5", "h6"
    ):
        if element.tag == "a" and "author" in (element.get("rel") or "").split():
            relations.append(element)
        elif "author" in (element.get("itemprop") or ""):
            items.append(element)
        elif _BYLINE.search(
            f"{element.get('class') or ''} {element.get('data-testid') or ''} {element.get('id') or ''}"
        ):
            classes.append(element)
    for elements in (relations, items, classes):
        names: list[str] = []
        place = None
        for element in elements[:4]:
            text = shown(element)
            if len(text) > 160:
                continue
            line = byline(text)
            names += line.names
            place = place or line.place
            if names and elements is classes:
                break
        if names:
            return Byline(_unique(names), place)
    return Byline(())


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(fold(name), name)
    return tuple(seen.values())


# --- Dates ---------------------------------------------------------------------------------------


def _published(page: _Page) -> str | None:
    linked = jsonld.text(page.article.get("datePublished")) or jsonld.text(page.article.get("dateCreated"))
    witnesses = [linked, *(page.meta(name) or "" for name in _PUBLISHED[:-1])]
    for said in witnesses:
        found = iso_date(said) or written_date(said, page.language)
        if found:
            return found
    times = [element.get("datetime") or element.get("content") or shown(element) for element in _times(page)]
    for said in times:
        found = iso_date(said) or written_date(said, page.language)
        if found:
            return found
    return address_date(page.url) or _printed_date(page)


def _times(page: _Page) -> Iterator[HtmlElement]:
    marked = [
        element
        for element in page.tree.iter("time", "span", "div", "p", "abbr")
        if element.get("itemprop") == "datePublished"
    ]
    yield from marked
    yield from list(page.tree.iter("time"))[:8]


def _updated(page: _Page, published: str | None) -> str | None:
    for said in (jsonld.text(page.article.get("dateModified")), *(page.meta(name) or "" for name in _UPDATED)):
        found = iso_date(said) or written_date(said, page.language)
        if found:
            return found if not published or found[:16] > published[:16] else None
    return None


_DATED = re.compile(r"date|time|publish|posted|meta|datum|fecha|byline|info", re.I)


def _printed_date(page: _Page) -> str | None:
    """A date in words in an element whose class speaks of dates: the last evidence."""
    for element in page.tree.iter("span", "div", "p", "li", "small", "em", "i"):
        if _DATED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            text = shown(element)
            if 6 <= len(text) <= 120:
                found = written_date(text, page.language)
                if found:
                    return found
    return None


# --- The rest ------------------------------------------------------------------------------------


def _canonical(page: _Page) -> str:
    links = [
        element.get("href") or ""
        for element in page.tree.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    ]
    for said in (*links, page.meta("og:url") or ""):
        url = _absolute(page.url, said)
        if url and _is_same_site(url, page.url) and urlsplit(url).path.strip("/"):
            return url.split("#")[0]
    return page.url


def _absolute(base: str, said: str) -> str | None:
    try:
        url = urljoin(base, said.strip())
        return url if said.strip() and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _is_same_site(one: str, other: str) -> bool:
    """Hosts that are equal, or one below the other, but for "www", "m", "amp"."""

    def bare(url: str) -> str:
        return re.sub(r"^(?:www\d?|m|mobile|amp|edition)\.", "", (urlsplit(url).hostname or "").lower())

    try:
        a, b = bare(one), bare(other)
    except ValueError:
        return False
    return not b or a == b or a.endswith(f".{b}") or b.endswith(f".{a}")


def _image(page: _Page) -> str | None:
    image = page.resolved(next(iter(jsonld.listed(page.article.get("image"))), None))
    linked = image.get("url") or image.get("contentUrl") if isinstance(image, dict) else image
    return _absolute(page.url, page.meta(*_IMAGES) or jsonld.text(linked))


def _licence(page: _Page) -> str | None:
    for element in page.tree.iter("link", "a"):
        if "license" in (element.get("rel") or "").lower().split() and element.get("href"):
            return _absolute(page.url, element.get("href") or "")
    return jsonld.text(page.article.get("license")) or page.meta("dcterms.license", "dc.rights") or None


def _body(linked: jsonld.Thing) -> str | None:
    body = linked.get("articleBody")
    return body if isinstance(body, str) and body.strip() else None


def _speakable(page: _Page) -> Iterator[str]:
    for holder in (page.article, *page.things):
        for value in jsonld.listed(holder.get("speakable")):
            if isinstance(value, dict):
                for key in ("cssSelector", "xpath", "xPath"):
                    yield from (str(item) for item in jsonld.listed(value.get(key)) if isinstance(item, str))
                return


def _correction(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("text") or value.get("description") or value.get("name")
    return jsonld.text(value)
