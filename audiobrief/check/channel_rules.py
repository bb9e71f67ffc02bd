"""What a feed must say about itself."""

from __future__ import annotations

import io
import ipaddress
import re
import uuid
from urllib.parse import urlsplit

from audiobrief.check.feed import Element, Feed
from audiobrief.check.finding import Faults, Rule
from audiobrief.check.vocabulary import CATEGORIES, MEDIUMS

_MOST_XML_BYTES = 512_000
_MOST_VALUE_BYTES = 255
_MOST_DESCRIPTION_BYTES = 4_000
_COVER_PX = (1400, 3000)
_MOST_COVER_BYTES = 512_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|[0-9]{3}|[a-z]{2}))?")
_REQUIRED = ("title", "description", "link", "language", "itunes:category", "itunes:explicit", "itunes:image")
_BOOLEANS = ("true", "false")


def is_web_address(address: str | None) -> bool:
    """Whether a link is absolute and ASCII, as apps need it."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and (address or "").isascii()


def image_faults(data: bytes | None, href: str) -> list[str]:
    """What is wrong with a cover (Apple Podcasts for Creators, article 896)."""
    from PIL import Image, UnidentifiedImageError

    if data is None:
        return ["the image is not there"]
    faults = [f"the image has {len(data)} bytes"] if len(data) > _MOST_COVER_BYTES else []
    try:
        with Image.open(io.BytesIO(data)) as image:
            size, mode, kind = image.size, image.mode, image.format
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return ["the image cannot be read"]
    if size[0] != size[1] or not _COVER_PX[0] <= size[0] <= _COVER_PX[1]:
        faults.append(f"the image is {size[0]} by {size[1]} pixels")
    if mode != "RGB":
        faults.append(f"the image's colours are {mode}, not RGB")
    suffix = urlsplit(href).path.lower().rpartition(".")[2]
    if {"JPEG": "jpg", "PNG": "png"}.get(kind or "") != suffix.replace("jpeg", "jpg"):
        faults.append(f"the image is {kind}, but its name ends in .{suffix}")
    return faults


def alt_faults(parent: Element) -> list[str]:
    """What is wrong with ``podcast:image``, the element that carries the text alternative."""
    images = parent.all("podcast:image")
    if not images:
        return ["has no podcast:image with a text alternative"]
    return [] if all((image.get("alt") or "").strip() for image in images) else ["its podcast:image has no alt text"]


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
    elif feed.address and urlsplit(feed.address).scheme != "https" and not _is_local(feed.address):
        yield feed.subject, f"is served without encryption ({feed.address})"


def _is_local(address: str) -> bool:
    """Of this machine or network: no app elsewhere asks for it, so that it needs no certificate."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))


def _explicit(feed: Feed) -> Faults:
    found = [(feed.channel, feed.subject), *((item.element, item.subject) for item in feed.items)]
    for element, subject in found:
        for explicit in element.all("itunes:explicit"):
            if explicit.text() not in _BOOLEANS:
                yield subject, f'its itunes:explicit is "{explicit.text()}"'


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
    if language and not _LANGUAGE.fullmatch(language):
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


def _namespace(feed: Feed) -> Faults:
    if not feed.channel:
        return
    if feed.channel.text("podcast:locked") not in ("yes", "no"):
        yield feed.subject, f'its podcast:locked is "{feed.channel.text("podcast:locked") or ""}"'
    medium = feed.channel.text("podcast:medium")
    if medium is not None and medium not in MEDIUMS:
        yield feed.subject, f'its podcast:medium is "{medium}"'


def _cover(feed: Feed) -> Faults:
    href = feed.channel.one("itunes:image").get("href")
    if feed.channel and href:
        for fault in image_faults(feed.read(href), href):
            yield href, fault


def _alt(feed: Feed) -> Faults:
    if feed.channel:
        for fault in alt_faults(feed.channel):
            yield feed.subject, fault


def _disclosure(feed: Feed) -> Faults:
    found = [(feed.channel, feed.subject)] if feed.channel else []
    for element, subject in (*found, *((item.element, item.subject) for item in feed.items)):
        texts = [txt.text() for txt in element.all("podcast:txt") if txt.get("purpose") == "ai-content"]
        if texts != ["true"]:
            yield subject, "does not say that its voice is synthetic (podcast:txt ai-content)"


def _unique(feed: Feed) -> Faults:
    for name, values in (
        ("guid", [item.element.text("guid") for item in feed.items]),
        ("enclosure", [item.enclosure.get("url") for item in feed.items]),
    ):
        for value in sorted({value for value in values if value and values.count(value) > 1}):
            yield feed.subject, f"two episodes have the {name} {value}"


_CONFIGURE = "Correct it in audiobrief.toml and publish again"
_PUBLISH = "Publish again with audiobrief"
_PSP = "PSP-1"
_NAMESPACE = "Podcasting 2.0 namespace"
RULES: tuple[Rule[Feed], ...] = (
    Rule("feed-xml", "well-formed RSS 2.0 in UTF-8, at most 512 kB, without DTD", "RSS 2.0; XML 1.0", _PUBLISH, _xml),
    Rule(
        "feed-required",
        "title, description, link, language, category, explicit, image and its own address",
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
    Rule("explicit", "itunes:explicit is true or false", f"{_PSP}; Apple RSS requirements", _CONFIGURE, _explicit),
    Rule("category", "a category of Apple's list, spelt as there", "Apple Podcasts categories", _CONFIGURE, _category),
    Rule("language", "an ISO 639 language, perhaps with a region", f"{_PSP}; RSS 2.0", _CONFIGURE, _language),
    Rule("feed-guid", "podcast:guid is a UUID of version 5", f"{_NAMESPACE}, guid.md", _PUBLISH, _guid),
    Rule(
        "feed-namespace",
        "podcast:locked is yes or no, podcast:medium one that exists",
        f"{_NAMESPACE}, locked.md and medium.md",
        _CONFIGURE,
        _namespace,
    ),
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
        "unique",
        "every episode has a guid and an enclosure of its own",
        "RSS 2.0; Apple RSS requirements",
        "Publish again; give each article its own --id",
        _unique,
    ),
)
