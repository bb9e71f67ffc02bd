"""A published feed as an app meets it: the XML, and the files that it names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

from audiobrief.check.page import Page, read_page
from audiobrief.check.sound import Mark, Sound, read_sounds
from audiobrief.check.timed_text import Cue, read_cues
from audiobrief.errors import UNREADABLE

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}

Read = Callable[[str], bytes | None]
"""Gives the bytes behind an address of the feed, or None when there are none."""


@dataclass(frozen=True, slots=True)
class Element:
    """An XML element, asked by names like ``itunes:image``."""

    inner: etree._Element | None

    def all(self, name: str) -> list[Element]:
        """The children of a name."""
        found = [] if self.inner is None else self.inner.findall(name, NAMESPACES)
        return [Element(child) for child in found]

    def one(self, name: str) -> Element:
        """The first child of a name; an element without anything when there is none."""
        return next(iter(self.all(name)), Element(None))

    def text(self, name: str = "") -> str | None:
        """The text of a child (or its own), "" when empty, None when there is no such child."""
        inner = (self.one(name) if name else self).inner
        return None if inner is None else "".join(inner.itertext())

    def get(self, attribute: str) -> str | None:
        """An attribute, or None."""
        value = None if self.inner is None else self.inner.get(attribute)
        return None if value is None else str(value)

    def addresses(self) -> set[str]:
        """Every address that is named inside it."""
        found = () if self.inner is None else self.inner.xpath(".//@url | .//@href | .//@uri | .//link/text()")
        return {str(address) for address in found}

    def __bool__(self) -> bool:
        return self.inner is not None


@dataclass(frozen=True, slots=True)
class Item:
    """An episode in the feed, with its audio and lists read."""

    element: Element
    subject: str
    now: datetime
    read: Read
    sound: Sound | None
    json_marks: tuple[Mark, ...] | None
    """None when the file is not there or no such list."""
    psc_marks: tuple[Mark, ...]
    cues: Mapping[str, tuple[Cue, ...] | None]
    """By media type; None for a transcript that is damaged or not there."""
    list_facts: Mapping[str, Any]
    """What the JSON file says beside its chapters."""
    page: Page | None
    channel: Element = field(default_factory=lambda: Element(None))
    site: Page | None = None
    """The feed's own page, which lists the episodes."""
    has: Callable[[str], bool] = lambda url: True
    """Whether there is something behind an address."""

    @property
    def enclosure(self) -> Element:
        """Returns its ``enclosure`` element; an empty one when it has none."""
        return self.element.one("enclosure")

    @property
    def notes(self) -> str:
        """The show notes as HTML."""
        return self.element.text("description") or ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and everything in it. Without a ``channel`` when the XML cannot be read: ``trouble`` says why."""

    subject: str
    xml: bytes = field(repr=False)
    read: Read
    channel: Element
    items: tuple[Item, ...]
    trouble: str = ""

    @property
    def address(self) -> str:
        """What the feed calls itself (``atom:link rel="self"``)."""
        return own_address(self.channel)


def moment(text: str | None) -> datetime | None:
    """The moment of an RFC 2822 date with its zone, else None."""
    try:
        found = parsedate_to_datetime(text or "")
    except UNREADABLE:
        return None
    return found if found.tzinfo else None


def own_address(channel: Element) -> str:
    """The feed's own address as it says it, or ""."""
    links = (link for link in channel.all("atom:link") if link.get("rel") == "self")
    return next((link.get("href") or "" for link in links), "")


def parse(xml: bytes) -> tuple[Element, str]:
    """The channel of a feed, and what is wrong when there is none. Entities are not expanded, nothing is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Element(None), f"is not well-formed XML ({str(error)[:200]})"
    if root.tag != "rss" or root.get("version") != "2.0":
        return Element(None), "is not RSS 2.0"
    channel = Element(root).one("channel")
    return channel, "" if channel else "has no channel"


def read_feed(
    xml: bytes,
    subject: str,
    read: Read,
    now: datetime,
    *,
    has: Callable[[str], bool] | None = None,
    most_items: int | None = None,
) -> Feed:
    """Reads a feed and, through ``read``, the files of its (first) items. ``has`` asks for less than a file."""
    is_there = has or (lambda url: read(url) is not None)
    channel, trouble = parse(xml)
    elements = channel.all("item")[:most_items]
    site = _page(channel, read)
    subjects = [(one.text("title") or "").strip() or f"item {number}" for number, one in enumerate(elements, 1)]
    sounds = read_sounds(
        (read(one.one("enclosure").get("url") or ""), name) for one, name in zip(elements, subjects, strict=True)
    )
    items = tuple(
        replace(_item(element, subject, sound, read, now), has=is_there, channel=channel, site=site)
        for element, subject, sound in zip(elements, subjects, sounds, strict=True)
    )
    return Feed(subject, xml, read, channel, items, trouble)


def _page(element: Element, read: Read) -> Page | None:
    body = read((element.text("link") or "").strip())
    return read_page(body) if body else None


def _item(element: Element, subject: str, sound: Sound | None, read: Read, now: datetime) -> Item:
    chapters = read(element.one("podcast:chapters").get("url") or "")
    return Item(
        element=element,
        subject=subject,
        now=now,
        read=read,
        sound=sound,
        json_marks=_json_marks(chapters) if chapters is not None else None,
        psc_marks=tuple(_psc_marks(element)),
        cues=dict(_transcripts(element, read)),
        list_facts=_json_facts(chapters),
        page=_page(element, read),
    )


def _transcripts(item: Element, read: Read) -> Iterator[tuple[str, tuple[Cue, ...] | None]]:
    """Yields the media type of each transcript with its cues; None where it is damaged or not there."""
    for transcript in item.all("podcast:transcript"):
        media_type, body = transcript.get("type") or "", read(transcript.get("url") or "")
        yield media_type, read_cues(media_type, body) if body is not None else None


def _json_marks(body: bytes) -> tuple[Mark, ...] | None:
    """The chapters that a player shows: entries with ``toc: false`` are silent marks."""
    try:
        document = json.loads(body)
        shown: list[dict[str, Any]] = [one for one in document["chapters"] if one.get("toc", True)]
        if not str(document["version"]).startswith("1.") or not all(map(_is_chapter, document["chapters"])):
            return None
        return tuple(_json_mark(one) for one in shown)
    except (*UNREADABLE, AttributeError):
        return None


def _is_chapter(chapter: dict[str, Any]) -> bool:
    """Whether its times are numbers and ``toc`` is one of the two words of JSON: apps read no others."""
    times = (chapter["startTime"], chapter.get("endTime", 0))
    return all(type(time) in (int, float) for time in times) and type(chapter.get("toc", True)) is bool


def _json_mark(chapter: dict[str, Any]) -> Mark:
    end_ms = round(chapter["endTime"] * 1000) if "endTime" in chapter else None
    return Mark(round(chapter["startTime"] * 1000), str(chapter.get("title", "")), end_ms, url=chapter.get("url", ""))


def _json_facts(body: bytes | None) -> dict[str, Any]:
    try:
        document = json.loads(body or b"{}")
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _psc_marks(item: Element) -> Iterator[Mark]:
    for chapter in item.one("psc:chapters").all("psc:chapter"):
        start = normal_play_time_ms(chapter.get("start") or "")
        yield Mark(-1 if start is None else start, chapter.get("title") or "", url=chapter.get("href") or "")


def normal_play_time_ms(text: str) -> int | None:
    """``HH:MM:SS.mmm``, also shorter: milliseconds, or None when it is none."""
    total = 0.0
    parts = text.strip().split(":")
    try:
        for part in parts:
            total = total * 60 + float(part)
    except ValueError:
        return None
    return round(total * 1000) if 1 <= len(parts) <= 3 and total >= 0 else None
