"""An episode's page as a browser and a reader meet it: what it says of the episode, its links, its timed text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from audiobrief.check.sound import Mark
from audiobrief.check.timed_text import Cue


@dataclass(frozen=True, slots=True)
class Page:
    """What was found on a page; texts are "" and lists empty where it has none."""

    title: str
    heading: str
    language: str
    """Of the heading: the page around it may speak another."""
    facts: str
    """The line under the heading: by whom, of when, how long."""
    guid: str
    audio: tuple[str, ...]
    captions_language: str
    chapters: tuple[Mark, ...]
    """Of the list; those inside others are not."""
    article_links: tuple[str, ...]
    downloads: tuple[tuple[str, str], ...]
    """Address and text of each link to a file beside the page."""
    addresses: frozenset[str]
    """Whatever it links or loads, as written."""
    ids: frozenset[str]
    cues: tuple[Cue, ...]


def read_page(body: bytes) -> Page | None:
    """Reads a page, or gives None for what is no HTML."""
    try:
        root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None
    links = [(str(a.get("href")), _text(a)) for a in root.iter("a") if a.get("href")]
    return Page(
        title=_first(root, "//title"),
        heading=_first(root, "//h1"),
        language=str(root.xpath("string((//h1/ancestor-or-self::*[@lang])[last()]/@lang)")),
        facts=_first(root, "//*[@class='facts']"),
        guid=str(root.xpath("string(//@data-guid)")),
        audio=tuple(map(str, root.xpath("//audio/@src"))),
        captions_language=str(root.xpath("string(//track/@srclang)")),
        chapters=tuple(_chapters(root)),
        article_links=tuple(map(str, root.xpath("//a[@rel='external']/@href"))),
        downloads=tuple(link for link in links if "#" not in link[0]),
        addresses=frozenset(map(str, root.xpath("//@href | //@src"))),
        ids=frozenset(map(str, root.xpath("//@id"))),
        cues=tuple(_cues(root)),
    )


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _first(root: html.HtmlElement, path: str) -> str:
    found = root.xpath(path)
    return _text(found[0]) if found else ""


def _chapters(root: html.HtmlElement) -> Iterator[Mark]:
    for link in root.xpath("//nav//a[@data-ms][count(ancestor::ol) = 1]"):
        yield Mark(int(link.get("data-ms") or 0), _text(link))


def _cues(root: html.HtmlElement) -> Iterator[Cue]:
    for sentence in root.xpath("//*[@data-start]"):
        start = sentence.get("data-start")
        yield Cue(int(start), int(sentence.get("data-end", start)), _text(sentence), "")
