"""What a feed must say about itself."""

from __future__ import annotations

import ipaddress
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlsplit

from audiobrief.check.elements import element_faults, fits, is_language
from audiobrief.check.feed import Feed, moment
from audiobrief.check.finding import Faults, Rule
from audiobrief.check.pictures import alt_faults, image_faults
from audiobrief.check.texts import feed_text_faults
from audiobrief.check.vocabulary import CATEGORIES
from audiobrief.formats import is_older

_MOST_XML_BYTES = 512_000
_MOST_VALUE_BYTES = 255
_MOST_DESCRIPTION_BYTES = 4_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|[0-9]{3}|[a-z]{2}))?")
_REQUIRED = (
    "title",
    "description",
    "link",
    "language",
    "itunes:category",
    "itunes:explicit",
    "itunes:image",
    "podcast:locked",
)


def is_web_address(address: str | None) -> bool:
    """Whether a link is absolute and ASCII, as apps need it."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and (address or "").isascii()


def _xml(feed: Feed) -> Faults:
    if feed.trouble:
        yield feed.subject, feed.trouble
        return
    if len(feed.xml) > _MOST_XML_BYTES:
        yield feed.subject, f"has {len(feed.xml)} bytes"
    try:
        feed.xml.decode("utf-8")
    except UnicodeDecodeError:
        yield feed.subject, "is not UTF-8"
    if b"<!DOCTYPE" in feed.xml[:2000]:
        yield feed.subject, "has a document type declaration"


def _required(feed: Feed) -> Faults:
    for name in _REQUIRED if feed.channel else ():
        element = feed.channel.one(name)
        value = element.get("href") or element.get("text") or feed.channel.text(name)
        if not (value or "").strip():
            yield feed.subject, f"has no {name}"
    if feed.channel and not feed.address:
        yield feed.subject, 'has no atom:link with rel="self"'


def _values(feed: Feed) -> Faults:
    for element, subject in ((feed.channel, feed.subject), *((item.element, item.subject) for item in feed.items)):
        for child in element.inner if element.inner is not None else ():
            name, value = str(child.tag).rpartition("}")[2], child.text or ""
            most = _MOST_DESCRIPTION_BYTES if name in ("description", "encoded", "summary") else _MOST_VALUE_BYTES
            if len(value.encode("utf-8", "replace")) > most:
                yield subject, f"its {name} has more than {most} bytes"
            if len(child) == 0 and value != value.strip():
                yield subject, f"its {name} has blanks at its ends"


def _address(feed: Feed) -> Faults:
    if not feed.channel:
        return
    if feed.address and not is_web_address(feed.address):
        yield feed.subject, f"calls itself {feed.address}, which is no web address"
    elif is_web_address(feed.address) and feed.items and not feed.items[0].has(feed.address):
        yield feed.subject, f"calls itself {feed.address}, where nothing is"
    elif feed.address and urlsplit(feed.address).scheme != "https" and not _is_local(feed.address):
        yield feed.subject, f"is served without encryption ({feed.address})"


def _is_local(address: str) -> bool:
    """Of this machine or network: no app elsewhere asks for it, so that it needs no certificate."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))


def _category(feed: Feed) -> Faults:
    for category in feed.channel.all("itunes:category"):
        name = category.get("text") or ""
        if name not in CATEGORIES:
            yield feed.subject, f'Apple has no category "{name}"'
            continue
        for below in category.all("itunes:category"):
            if below.get("text") not in CATEGORIES[name]:
                yield feed.subject, f'Apple\'s category "{name}" has no "{below.get("text")}"'


def _language(feed: Feed) -> Faults:
    language = feed.channel.text("language")
    if language and not (_LANGUAGE.fullmatch(language) and is_language(language)):
        yield feed.subject, f'its language is "{language}"'


def _guid(feed: Feed) -> Faults:
    if not feed.channel:
        return
    text = feed.channel.text("podcast:guid") or ""
    try:
        is_right = uuid.UUID(text).version == 5 and str(uuid.UUID(text)) == text
    except ValueError:
        is_right = False
    if not is_right:
        yield feed.subject, f'its podcast:guid is "{text}"'


def _order(feed: Feed) -> Faults:
    """Newest first, as apps show them; a serial may go the other way."""
    dates = [(item, date) for item in feed.items if (date := moment(item.element.text("pubDate")))]
    for (_, before), (item, date) in pairwise(dates):
        if date > before and feed.channel.text("itunes:type") != "serial":
            yield item.subject, f"its date ({date:%d %b %Y}) is later than that of the episode above it"
    yield from ((feed.subject, f"its lastBuildDate is {fact}") for fact in _built(feed, [date for _, date in dates]))


def _built(feed: Feed, dates: Sequence[datetime]) -> Iterator[str]:
    built = moment(feed.channel.text("lastBuildDate"))
    if built and built < max(dates, default=built):
        yield "earlier than the date of an episode"
    if built and feed.items and built > feed.items[0].now:
        yield "in the future"


def _cover(feed: Feed) -> Faults:
    href = feed.channel.one("itunes:image").get("href")
    if feed.channel and href:
        for fault in image_faults(feed.read(href), href):
            yield href, fault


def _alt(feed: Feed) -> Faults:
    if feed.channel:
        for fault in alt_faults(feed.channel, feed.read):
            yield feed.subject, fault


def _disclosure(feed: Feed) -> Faults:
    found = [(feed.channel, feed.subject)] if feed.channel else []
    for element, subject in (*found, *((item.element, item.subject) for item in feed.items)):
        texts = [txt.text() for txt in element.all("podcast:txt") if txt.get("purpose") == "ai-content"]
        if texts != ["true"]:
            yield subject, "does not say that its voice is synthetic (podcast:txt ai-content)"


def _license(feed: Feed) -> Faults:
    """Apps know public licences by their identifiers alone; what looks like one and is none misleads."""
    for element, subject in ((feed.channel, feed.subject), *((item.element, item.subject) for item in feed.items)):
        for one in element.all("podcast:license"):
            name = (one.text() or "").strip()
            if not fits("license", name) and (not one.get("url") or name.upper().startswith("CC")):
                yield subject, f'its podcast:license "{name}" is no public one that apps know'


def _unique(feed: Feed) -> Faults:
    for name, values in (
        ("guid", [item.element.text("guid") for item in feed.items]),
        ("enclosure", [item.enclosure.get("url") for item in feed.items]),
    ):
        for value in _repeated(values):
            yield feed.subject, f"two episodes have the {name} {value}"
    for name in _repeated(_audio_name(item.enclosure.get("url") or "") for item in feed.items):
        yield feed.subject, f"the audio of two episodes is called {name}, which players save as one file"


def _repeated(values: Iterable[str | None]) -> list[str]:
    return sorted(value for value, times in Counter(values).items() if value and times > 1)


def _audio_name(address: str) -> str:
    """The name that a player saves it under; "" of an older episode, whose address stays what it was."""
    folder, _, name = re.split("[?#]", address, maxsplit=1)[0].rpartition("/")
    return "" if is_older(folder) else name


_CONFIGURE = "Correct it in audiobrief.toml and publish again"
_PUBLISH = "Publish again with audiobrief"
_PSP = "PSP-1"
_NAMESPACE = "Podcasting 2.0 namespace"
RULES: tuple[Rule[Feed], ...] = (
    Rule("feed-xml", "well-formed RSS 2.0 in UTF-8, at most 512 kB, without DTD", "RSS 2.0; XML 1.0", _PUBLISH, _xml),
    Rule(
        "feed-required",
        "title, description, link, language, category, explicit, image, podcast:locked and its own address",
        f"{_PSP}, channel, required",
        _CONFIGURE,
        _required,
    ),
    Rule(
        "feed-values",
        "values of at most 255 bytes, descriptions of at most 4,000, no blanks at their ends",
        _PSP,
        "Shorten the text, then publish again",
        _values,
    ),
    Rule(
        "feed-address",
        "an https address of its own (http on the local network only)",
        f"{_PSP}; {_NAMESPACE}, 1.0.md",
        "Set base_url in audiobrief.toml to an address that begins with https://",
        _address,
    ),
    Rule(
        "elements",
        "only elements and attributes that feeds have, once where one is meant, with values that they may hold",
        f"RSS 2.0; Apple RSS requirements; {_NAMESPACE}; Podlove Simple Chapters 1.2",
        "Correct the value in audiobrief.toml if it is from there, and publish again",
        element_faults,
    ),
    Rule(
        "feed-dates",
        "the newest episode first, and a lastBuildDate that is not before it or in the future",
        "RSS 2.0; apps show the order of the file",
        "Correct the article's date and this machine's clock, then publish again",
        _order,
    ),
    Rule(
        "texts",
        "texts without markup, entities escaped twice, and letters of a wrong encoding",
        "RSS 2.0; Apple RSS requirements",
        "Correct the text in audiobrief.toml or in the article's script, then publish again",
        feed_text_faults,
    ),
    Rule("category", "a category of Apple's list, spelt as there", "Apple Podcasts categories", _CONFIGURE, _category),
    Rule("language", "an ISO 639 language, perhaps with a region", f"{_PSP}; RSS 2.0", _CONFIGURE, _language),
    Rule("feed-guid", "podcast:guid is a UUID of version 5", f"{_NAMESPACE}, guid.md", _PUBLISH, _guid),
    Rule(
        "cover",
        "a square cover of 1400 to 3000 pixels, RGB without alpha, JPEG or PNG, at most 512 kB",
        "Apple Podcasts for Creators, article 896",
        "Choose another cover in audiobrief.toml, or none: one is drawn then",
        _cover,
    ),
    Rule(
        "cover-alt",
        "a text alternative for the cover (podcast:image alt)",
        f"{_NAMESPACE}, image.md; WCAG 1.1.1",
        "Set cover_alt in audiobrief.toml",
        _alt,
    ),
    Rule(
        "disclosure",
        "feed and episodes say that the voice is synthetic",
        f"{_NAMESPACE}, txt.md, ai-content",
        _PUBLISH,
        _disclosure,
    ),
    Rule(
        "license",
        "a public license by its identifier, another with the address of its text (podcast:license)",
        f"{_NAMESPACE}, license.md; SPDX",
        "Set license_url in audiobrief.toml",
        _license,
    ),
    Rule(
        "unique",
        "every episode has a guid, an enclosure and a name of its file of its own",
        "RSS 2.0; Apple RSS requirements",
        "Publish again; give each article its own --id",
        _unique,
    ),
)
