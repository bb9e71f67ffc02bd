"""EPUB: the documents of the spine in their order, as one page. An article stays one; chapters become its parts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement, builder

from audiobrief.extract.encoding import decode
from audiobrief.extract.html.tree import parse
from audiobrief.extract.saved.document import document
from audiobrief.extract.saved.zipped import Archive, texts, xml_parser
from audiobrief.extract.text.prose import is_prose
from audiobrief.inputs import EPUB
from audiobrief.model import Page

_FONT = re.compile(r"font|otf|ttf", re.IGNORECASE)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,10000}\]\s*)?>", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINKED_SHARE = 0.6
"""Of a table of contents: how much of its text is links, at least."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A file that the package lists."""

    name: str
    media_type: str
    properties: str


def opened(body: bytes, subject: str) -> Page:
    """Returns the book as a page. Raises NothingToRead when it is damaged, protected or holds no text."""
    archive = Archive(body, subject, EPUB.name)
    name = _package_name(archive)
    package = archive.xml(name)
    if package is None:
        raise archive.damaged()
    items = _items(package, posixpath.dirname(name))
    spine = [items[idref] for idref in _spine(package) if idref in items]
    _refuse_protected(archive, spine)
    chapters = list(_chapters(archive, spine, _labels(archive, items)))
    source = next((one for one in texts(package, "source") if one.startswith(("http://", "https://"))), "")
    titles = texts(package, "title")
    page = document(
        _joined(chapters, titles[0] if titles else ""),
        language=next(iter(texts(package, "language")), ""),
        facts={
            "og:title": titles[:1],
            "author": _creators(package),
            "date": _dates(package)[:1],
            "og:site_name": texts(package, "publisher")[:1],
        },
    )
    return Page(source, page.body, page.content_type)


def _package_name(archive: Archive) -> str:
    container = archive.xml("META-INF/container.xml")
    files = container.iter("{*}rootfile") if container is not None else ()
    return next((name for file in files if (name := file.get("full-path"))), "")


def _items(package: etree._Element, folder: str) -> dict[str, _Item]:
    return {
        item.get("id", ""): _Item(
            _path(folder, item.get("href", "")), item.get("media-type", ""), item.get("properties", "")
        )
        for item in package.iter("{*}item")
    }


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _spine(package: etree._Element) -> list[str]:
    return [one.get("idref", "") for one in package.iter("{*}itemref") if one.get("linear") != "no"]


def _creators(package: etree._Element) -> list[str]:
    """Returns who wrote it: not translators and publishers, where the package says what each is."""
    roles = {
        (one.get("refines") or "").lstrip("#"): (one.text or "").strip()
        for one in package.iter("{*}meta")
        if one.get("property") == "role"
    }
    named = [
        (one, one.get("{http://www.idpf.org/2007/opf}role") or roles.get(one.get("id", ""), "aut"))
        for one in package.iter("{*}creator")
    ]
    return [text for one, role in named if role == "aut" and (text := " ".join("".join(one.itertext()).split()))]


def _dates(package: etree._Element) -> list[str]:
    """Returns the days of publication; a year alone, or the day of a change, is none."""
    said = [one.text or "" for one in package.iter("{*}date") if "modif" not in " ".join(map(str, one.attrib.values()))]
    return [date for date in said if re.match(r"\d{4}-\d\d-\d\d", date)]


def _refuse_protected(archive: Archive, spine: list[_Item]) -> None:
    """Raises NothingToRead for a book whose text is enciphered; fonts may be."""
    encryption = archive.xml("META-INF/encryption.xml")
    if encryption is not None:
        hidden = {_path("", one.get("URI", "")) for one in encryption.iter("{*}CipherReference")}
        if hidden & {item.name for item in spine}:
            raise archive.refused("it is a protected EPUB book", "Give a copy without protection")


def _labels(archive: Archive, items: dict[str, _Item]) -> dict[str, str]:
    """Returns what the table of contents calls each document: for chapters without a heading."""
    found: dict[str, str] = {}
    for item in items.values():
        if item.media_type == "application/x-dtbncx+xml" or "nav" in item.properties.split():
            root = archive.xml(item.name) if item.media_type.endswith("ncx+xml") else _parsed(archive.read(item.name))
            for href, label in _entries(root):
                found.setdefault(_path(posixpath.dirname(item.name), href), label)
    return found


def _entries(root: etree._Element | None) -> Iterator[tuple[str, str]]:
    """Yields the addresses and words of a table of contents, of either kind."""
    if root is None:
        return
    for link in root.iter("a"):
        yield link.get("href", ""), " ".join("".join(link.itertext()).split())
    for point in root.iter("{*}navPoint"):
        content = next(point.iter("{*}content"), None)
        if content is not None:
            yield content.get("src", ""), next(iter(texts(point, "text")), "")


def _chapters(archive: Archive, spine: list[_Item], labels: dict[str, str]) -> Iterator[HtmlElement]:
    """Yields the documents that say something, each as a section with a heading where the contents name it."""
    for item in spine:
        root = None if "nav" in item.properties.split() else _parsed(archive.read(item.name))
        body = None if root is None else next(root.iter("body"), root)
        text = "" if body is None else "".join(map(str, body.itertext()))
        if body is None or not text.strip():
            continue
        if _is_contents(body, text):
            body.tag = "nav"
        else:
            body.tag = "section"
            label = labels.get(item.name, "")
            if label and next(body.iter(*_HEADINGS), None) is None:
                body.insert(0, builder.H1(label))
        yield body


def _is_contents(body: HtmlElement, text: str) -> bool:
    linked = sum(len("".join(map(str, link.itertext()))) for link in body.iter("a") if link.get("href"))
    return linked > len(text.strip()) * _LINKED_SHARE


def _joined(chapters: list[HtmlElement], title: str) -> list[HtmlElement]:
    """Returns one article as it is, several chapters one level below the book's title."""
    if sum(chapter.tag == "section" and _tells(chapter) for chapter in chapters) < 2:
        return chapters
    for chapter in chapters:
        for heading in chapter.iter(*_HEADINGS):
            heading.tag = _HEADINGS[min(5, _HEADINGS.index(heading.tag) + 1)]
    return [builder.H1(title), *chapters] if title else chapters


def _tells(chapter: HtmlElement) -> bool:
    """Says whether a document holds sentences, as a title page does not."""
    return any(is_prose(" ".join(str(text).split())) for text in chapter.itertext())


def _parsed(data: bytes | None) -> HtmlElement | None:
    """Returns an XHTML document's tree without namespaces; one that is no XML is read as HTML."""
    if data is None:
        return None
    source = decode(data, "application/xhtml+xml")
    plain = _NAMED.sub(lambda name: unescape(name[0]), _DOCTYPE.sub("", source, count=1))
    try:
        root = etree.fromstring(plain.encode("utf-8"), xml_parser())
    except (etree.XMLSyntaxError, ValueError):
        return parse(source)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
        for key in [key for key in element.attrib if key.startswith("{")]:
            del element.attrib[key]
    etree.cleanup_namespaces(root)
    return parse(etree.tostring(root, method="html", encoding="unicode"))
