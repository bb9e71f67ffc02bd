"""Lists of feeds (OPML 2.0), as feed readers write and take them: a source each, and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiobrief import atomic, config
from audiobrief.errors import UsageError
from audiobrief.fetch.source import without_password
from audiobrief.text.controls import cleaned

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES = (".opml", ".xml")
_LIMIT_BYTES = 5_000_000
_MOST_FEEDS = 2_000
_MOST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list."""

    place: str
    """Its address."""
    section: str = ""
    """The folder that it stands in."""


def is_list(source: str) -> bool:
    """Tells whether a source that was given is the path of a list, not an address or a folder."""
    path = Path(source)
    return path.suffix.lower() in SUFFIXES and path.is_file()


def read(path: Path) -> tuple[Outline, ...]:
    """Returns the feeds of a list, each address once. Raises :class:`UsageError` for what is no list of feeds."""
    from lxml import etree

    try:
        body = path.read_bytes()
        if len(body) > _LIMIT_BYTES:
            raise UsageError(str(path), f"it is larger than {_LIMIT_BYTES // 1_000_000} MB", "Give a part of it")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        root = etree.fromstring(body.lstrip(), parser)
    except OSError as error:
        raise UsageError(str(path), f"it cannot be read ({error.strerror})", "Check the path") from error
    except etree.XMLSyntaxError as error:
        raise _no_list(path) from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise _no_list(path)
    found: dict[str, Outline] = {}
    for outline in _outlines(root):
        found.setdefault(outline.place, outline)
    if not found:
        raise UsageError(str(path), "it names no feed with an address (xmlUrl)", "Export it anew from the feed reader")
    return tuple(found.values())


def _outlines(root: Element) -> Iterator[Outline]:
    """Yields the feeds of a list, at most :data:`_MOST_FEEDS`; a folder that holds one names its section."""
    for number, outline in enumerate(root.iter("{*}outline")):
        if number >= _MOST_FEEDS:
            return
        told = {str(name).lower(): cleaned(str(value)).strip() for name, value in outline.attrib.items()}
        url = told.get("xmlurl", "")
        if urlsplit(url).scheme.lower() not in ("http", "https"):
            continue
        parent = outline.getparent()
        folder = parent.get("title") or parent.get("text") if parent is not None and parent.tag == outline.tag else ""
        yield Outline(url, " ".join((folder or "").split())[:_MOST_TEXT])


def _no_list(path: Path) -> UsageError:
    return UsageError(str(path), "it is no list of feeds (OPML)", "Export one from the feed reader")


def export(folder: Path, target: Path) -> str:
    """Writes the addresses that a feed folder asks as a list; returns the line to say. Passwords stay out."""
    from lxml import etree
    from lxml.builder import E

    settings = config.load(folder)
    body = E.body()
    sections: dict[str, Element] = {"": body}
    asked = [source for source in settings.source if source.url]
    for source in asked:
        if source.section not in sections:
            sections[source.section] = E.outline(text=source.section, title=source.section)
            body.append(sections[source.section])
        url = without_password(source.url)
        sections[source.section].append(E.outline(type="rss", text=url, xmlUrl=url))
    document = E.opml(E.head(E.title(settings.title)), body, version="2.0")
    atomic.write(target, etree.tostring(document, xml_declaration=True, encoding="utf-8", pretty_print=True))
    return f"{target}: {len(asked)} source{'s' * (len(asked) != 1)}."
