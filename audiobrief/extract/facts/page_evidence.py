"""Everything a page says about itself, collected in one walk: linked data, meta elements, site and language."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from audiobrief.extract.facts import jsonld

_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|sidebar|footer|caption|credit|promo(?!ted)|trending|popular|most-?read|carousel"
    r"|newsletter|latest"
    r"|more-?(?:from|stories|news)|read-?(?:more|next)|(?:^|[\s_])widget(?=[\s_]|$)|author-?(?:box|bio|list__item)|bio\b|listing|archive",
    re.I,
)
"""Names of parts of a page that are not the article."""
_NOT_TEXT = frozenset({"figure", "figcaption", "nav", "footer", "aside", "picture", "blockquote", "button", "form"})
_REGIONS = {
    "uk": "GB",
    "au": "AU",
    "nz": "NZ",
    "ie": "IE",
    "in": "IN",
    "za": "ZA",
    "us": "US",
    "gov": "US",
    "mil": "US",
}
"""Regions that the last part of an English page's host tells."""
_NO_LANGUAGES = frozenset({"utf", "iso", "us", "win", "und", "mul", "zxx", "cp"})
"""What pages say where a language belongs: "utf-8", "US"."""
SECTIONS = ("article:section", "parsely-section", "section", "category", "sailthru.section", "cxenseparse:category")
_MOST_HEADINGS = 12
_META_NAMES = ("property", "name", "itemprop", "http-equiv")


class PageEvidence:
    """What a page says about itself, read in one walk over its tree."""

    def __init__(self, tree: HtmlElement, url: str) -> None:
        self.tree = tree
        self.url = url
        self.host = host(url)
        self.things = jsonld.things(tree)
        self.article = jsonld.article(self.things, url)
        named = (thing for thing in self.things if isinstance(thing.get("@id"), str) and len(thing) > 2)
        self.by_id = {thing["@id"]: thing for thing in named}
        self._metas = _metas(tree)
        self.site = self._site()
        self.language = self._language()
        self.date_language = self._with_region()
        """The page's language with the region by which "05/03" is read, where English has one or the page tells."""
        headings = list(tree.iter("h1"))
        self.heading = self._heading(headings)
        """The first of those that say most of the page's title."""
        self.around: set[HtmlElement] = {outer for heading in headings for outer in heading.iterancestors()}
        """What the headings are inside of: no part beside the article."""

    def meta(self, *names: str) -> str | None:
        """Returns the first content of the first of these names that has one."""
        return next((self._metas[name][0] for name in names if name in self._metas), None)

    def metas(self, name: str) -> list[str]:
        """Returns every content of a meta element's name, in document order."""
        return self._metas.get(name, [])

    def meta_names(self) -> list[str]:
        """Returns the names of all meta elements, in document order."""
        return list(self._metas)

    def item(self, name: str) -> str:
        """Returns the words of the first element with this microdata property that has any; else ""."""
        for element in self.tree.iterfind(f".//*[@itemprop='{name}']"):
            text = " ".join((element.get("content") or shown(element)).split())
            if text:
                return text
        return ""

    def is_elsewhere(self, element: HtmlElement) -> bool:
        """Tells whether an element is inside a part of the page that is not the article's text or head."""
        for part in (element, *element.iterancestors()):
            if part in self.around:
                return False
            if (part.tag in _NOT_TEXT and not self._is_beside_heading(part)) or _ELSEWHERE.search(
                f"{part.get('class') or ''} {part.get('id') or ''}"
            ):
                return True
        return False

    @property
    def sections(self) -> list[str]:
        """Returns the sections of the site that the page is said to be in."""
        linked = (jsonld.text(value) for value in jsonld.listed(self.article.get("articleSection")))
        return [*filter(None, linked), *(name for kind in SECTIONS for name in self.metas(kind))]

    def _heading(self, headings: list[HtmlElement]) -> HtmlElement | None:
        window = self.tree.find(".//title")
        said = {*(self.meta("og:title") or "").lower().split(), *(() if window is None else _words(window))}
        known = [(heading, set(_words(heading))) for heading in headings[:_MOST_HEADINGS]]
        if not any(words for _, words in known):
            lesser = islice(self.tree.iter("h2", "h3"), _MOST_HEADINGS)
            known = [(heading, words) for heading in lesser if (words := set(_words(heading))) <= said]
        likely = [(len(words & said), heading) for heading, words in known if words]
        return max(likely, key=lambda one: one[0], default=(0, None))[1]

    def _is_beside_heading(self, part: HtmlElement) -> bool:
        """Tells whether a footer or an aside is the article's own, in an article element with the headline."""
        outer = part.getparent()
        return part.tag in {"footer", "aside"} and outer is not None and outer.tag == "article" and outer in self.around

    def _with_region(self) -> str | None:
        if self.language != "en":
            return self.language
        locale = _language_tag(self.meta("og:locale")) or ""
        region = _REGIONS.get(self.host.rpartition(".")[2])
        return locale if locale.startswith("en-") else f"en-{region}" if region else "en"

    def resolved(self, value: object) -> object:
        """Replaces a JSON-LD reference by the object it points to."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.get("name"):
            return self.by_id.get(value["@id"], value)
        return value

    def _site(self) -> str | None:
        publisher = jsonld.text(self.resolved(next(iter(jsonld.listed(self.article.get("publisher"))), None)))
        website = next((jsonld.text(thing) for thing in self.things if "website" in jsonld.types(thing)), "")
        said = self.meta("og:site_name", "application-name") or publisher or website
        name = re.sub(r"^https?://(?:www\.)?|/$", "", said.split(" | ")[0]).strip(" @")
        return name or None

    def _language(self) -> str | None:
        tree = self.tree.getroottree().getroot()
        said = (
            tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang"),
            jsonld.text(self.article.get("inLanguage")),
            self.meta("content-language", "og:locale", "language", "dc.language"),
        )  # fmt: skip
        return next(filter(None, map(_language_tag, said)), None)


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of meta elements by lower-case name, in document order."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = next(filter(None, map(element.get, _META_NAMES)), "")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _words(element: HtmlElement) -> list[str]:
    return shown(element).lower().split()


def host(url: str) -> str:
    """Returns the host of an address in lower case; "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _language_tag(said: str | None) -> str | None:
    match = re.match(
        r"([a-zA-Z]{2,3})(?:[-_]([A-Z][a-z]{3}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?=[-_,;. ]|$)", (said or "").strip()
    )
    if not match or match[1].lower() in _NO_LANGUAGES:
        return None
    return "-".join(filter(None, (match[1].lower(), match[2], match[3] and match[3].upper())))


def shown(element: HtmlElement, most: int = 2000) -> str:
    """Returns an element's words with a blank wherever markup divides them; stops soon after ``most`` characters."""
    runs: list[str] = []
    length = 0
    for run in element.itertext():
        words = str(run).split()
        if words:
            runs += words
            length += sum(map(len, words))
            if length > most:
                break
    return " ".join(runs)
