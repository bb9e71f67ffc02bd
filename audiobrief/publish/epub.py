"""EPUB 3.3 with media overlays: the article to read and to hear at once, sentence by sentence.

The metadata tell what the book offers (EPUB Accessibility 1.1, discovery); a claim of conformance is left to a person
who has checked it. Clips of the overlay follow each other without a gap, so pauses are heard as they were set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lxml import etree, html
from lxml.builder import ElementMaker
from lxml.html import builder as tag

from audiobrief.languages.tags import direction
from audiobrief.model import Episode, Role
from audiobrief.publish import archive, body_html, book, chapter_lists, clean, passages, printed_dates
from audiobrief.publish.page_words import words
from audiobrief.publish.passages import Passage
from audiobrief.roles import ROLE_FACTS

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_SMIL = "http://www.w3.org/ns/SMIL"
_XML = "http://www.w3.org/XML/1998/namespace"
_TYPE = f"{{{book.OPS}}}type"
_PREFIX = f"{{{book.OPS}}}prefix"
_TEXTREF = f"{{{book.OPS}}}textref"
_QUOTATION = "z3998:quotation"
_Z3998 = "z3998: http://www.daisy.org/z3998/2012/vocab/structure/#"
_package = ElementMaker(namespace=_OPF, nsmap={None: _OPF, "dc": _DC})
_dc = ElementMaker(namespace=_DC, nsmap={"dc": _DC})
_smil = ElementMaker(namespace=_SMIL, nsmap={None: _SMIL, "epub": book.OPS})


_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True)
class _Document:
    """One file of text, with what is heard of it."""

    name: str
    passages: tuple[Passage, ...]
    clips: tuple[book.Clip, ...]

    @property
    def duration_ms(self) -> int:
        return sum(clip.end_ms - clip.start_ms for clip in self.clips)


def epub(episode: Episode, audio: bytes, cover: bytes) -> bytes:
    """The book: ``audio`` is the episode's MP3, ``cover`` a JPEG. The same episode gives the same bytes."""
    documents = _documents(episode)
    content = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _xml(_opf(episode, documents)),
        "EPUB/nav.xhtml": _navigation(episode, documents),
        "EPUB/book.css": _style(),
        "EPUB/cover.jpg": cover,
        "EPUB/episode.mp3": audio,
    }
    for document in documents:
        content[f"EPUB/{document.name}.xhtml"] = _text(episode, document)
        if document.clips:
            content[f"EPUB/{document.name}.smil"] = _xml(_overlay(document))
    return archive.zipped(content, stored=frozenset({"mimetype"}))


def _documents(episode: Episode) -> list[_Document]:
    """A file for each story of an edition; what belongs to no story goes with the one before it."""
    groups: list[list[Passage]] = []
    story: int | None = None
    for passage in passages.passages(episode):
        if not groups or (passage.story is not None and passage.story != story):
            groups.append([])
        story = passage.story if passage.story is not None else story
        groups[-1].append(passage)
    clips: dict[int, list[book.Clip]] = {}
    for clip in book.clips(episode):
        clips.setdefault(clip.line.segment, []).append(clip)
    return [
        _Document(
            f"text-{number}",
            tuple(group),
            tuple(clip for passage in group for line in passage.lines for clip in clips.get(line.segment, ())),
        )
        for number, group in enumerate(groups, 1)
    ]


def _opf(episode: Episode, documents: Sequence[_Document]) -> etree._Element:
    manifest = _package.manifest(
        _item("nav", "nav.xhtml", "application/xhtml+xml", properties="nav"),
        _item("style", "book.css", "text/css"),
        _item("cover", "cover.jpg", "image/jpeg", properties="cover-image"),
        _item("audio", "episode.mp3", "audio/mpeg"),
    )
    spine = _package.spine()
    spine.set("page-progression-direction", direction(_language(episode)))
    for document in documents:
        overlay = {"media-overlay": f"{document.name}-audio"} if document.clips else {}
        manifest.append(_item(document.name, f"{document.name}.xhtml", "application/xhtml+xml", **overlay))
        if document.clips:
            manifest.append(_item(f"{document.name}-audio", f"{document.name}.smil", "application/smil+xml"))
        spine.append(_package.itemref(idref=document.name))
    top = _package.package(_metadata(episode, documents), manifest, spine, version="3.0")
    top.set("unique-identifier", "id")
    top.set(f"{{{_XML}}}lang", _language(episode))
    return top


def _metadata(episode: Episode, documents: Sequence[_Document]) -> etree._Element:
    facts = _book_facts(episode)
    facts += [_package.meta(value, property=name) for name, value in _properties(episode, documents)]
    for document in documents:
        if document.clips:
            length = _package.meta(_clock(document.duration_ms), property="media:duration")
            length.set("refines", f"#{document.name}-audio")
            facts.append(length)
    return _package.metadata(*facts)


def _book_facts(episode: Episode) -> list[etree._Element]:
    """Returns what Dublin Core says of the book; what is empty is left out."""
    article = episode.script.article
    facts = [
        _dc.identifier(clean.line(episode.guid) or "unknown", id="id"),
        _dc.title(book.title(episode)),
        _dc.language(_language(episode)),
        *(_dc.creator(name) for name in map(clean.line, article.authors) if name),
    ]
    for element, value in (
        (_dc.publisher, article.site),
        (_dc.date, printed_dates.utc_iso(article.published or episode.published)),
        (_dc.description, episode.description),
        (_dc.source, clean.web_address(article.url)),
        (_dc.rights, article.licence),
    ):
        if clean.line(value or ""):
            facts.append(element(clean.line(value or "")))
    return facts


def _properties(episode: Episode, documents: Sequence[_Document]) -> list[tuple[str, str]]:
    """Returns name and value of each property: times, narrators, and what the book offers (EPUB Accessibility 1.1)."""
    say = words(_language(episode))
    rows = [("dcterms:modified", printed_dates.utc_iso(episode.updated or episode.published) or "1980-01-01T00:00:00Z")]
    rows.append(("media:narrator", say("narrator")))
    rows += [("media:active-class", "spoken"), ("media:duration", _clock(sum(d.duration_ms for d in documents)))]
    rows += [("schema:accessMode", "textual"), ("schema:accessMode", "auditory")]
    rows += [("schema:accessModeSufficient", "textual")]
    if not episode.unspoken:
        rows.append(("schema:accessModeSufficient", "auditory"))
    rows += [("schema:accessibilityFeature", name) for name in _FEATURES]
    rows += [("schema:accessibilityHazard", "none"), ("schema:accessibilitySummary", say("book_summary"))]
    return rows


_FEATURES = (
    "synchronizedAudioText",
    "structuralNavigation",
    "tableOfContents",
    "readingOrder",
    "displayTransformability",
    "alternativeText",
    "unlocked",
)


def _text(episode: Episode, document: _Document) -> bytes:
    """A file of text: the page's elements, with what may be skipped marked."""
    elements = body_html.elements(document.passages, 1)
    if not any(passage.role is Role.HEADLINE for passage in document.passages):
        elements.insert(0, tag.H1(book.title(episode)))
    body = tag.BODY(*elements)
    for passage in document.passages:
        marked = ROLE_FACTS[passage.role].epub
        kind, role = (marked.type, marked.aria) if marked else ("", "")
        frame = body.get_element_by_id(body_html.passage_id(passage))
        if role:  # elements of HTML that have the role by themselves need no type either
            frame.set(_TYPE, kind)
        if role and role != "blockquote":
            frame.set("role", role)
        for quotation_id in filter(None, (identity for identity, _ in body_html.runs(passage))):
            body.get_element_by_id(quotation_id).set(_TYPE, _QUOTATION)
    return _xhtml(episode, book.title(episode), body)


def _navigation(episode: Episode, documents: Sequence[_Document]) -> bytes:
    places = {
        line.segment: f"{document.name}.xhtml#{body_html.sentence_id(line, 0)}"
        for document in documents
        for passage in document.passages
        for line in passage.lines
    }
    say = words(_language(episode))
    rows = []
    for chapter, depth in zip(episode.chapters, chapter_lists.depths(episode), strict=True):
        segment = min((number for number in places if number >= chapter.segment), default=max(places, default=0))
        link = tag.A(clean.line(chapter.title) or "–", href=places.get(segment, "text-1.xhtml"))
        rows.append((depth, [link]))
    contents = chapter_lists.nested(rows) if rows else tag.OL(tag.LI(tag.A(book.title(episode), href="text-1.xhtml")))
    nav = ElementMaker(makeelement=html.html_parser.makeelement).nav(tag.H1(say("chapters")), contents)
    nav.set(_TYPE, "toc")
    nav.set("role", "doc-toc")
    return _xhtml(episode, say("chapters"), tag.BODY(nav))


def _overlay(document: _Document) -> etree._Element:
    """A sequence for each passage, one more for a quotation inside it, so that a player can skip or leave it."""
    body = _smil.body()
    body.set(_TEXTREF, f"{document.name}.xhtml")
    pairs: dict[int, list[etree._Element]] = {}
    for clip in document.clips:
        pairs.setdefault(clip.line.segment, []).append(_pair(document.name, clip))
    for passage in document.passages:
        marked = ROLE_FACTS[passage.role].epub
        kind = marked.type if marked else ""
        outer = _sequence(document.name, body_html.passage_id(passage), kind)
        for quotation_id, lines in body_html.runs(passage):
            inner = _sequence(document.name, quotation_id, _QUOTATION) if quotation_id else outer
            inner.extend(pair for line in lines for pair in pairs.get(line.segment, ()))
            if inner is not outer and len(inner):
                outer.append(inner)
        if len(outer):
            body.append(outer)
    top = _smil.smil(body, version="3.0")
    top.set(_PREFIX, _Z3998)
    return top


def _sequence(name: str, identity: str, kind: str) -> etree._Element:
    sequence: etree._Element = _smil.seq()
    sequence.set(_TEXTREF, f"{name}.xhtml#{identity}")
    if kind:
        sequence.set(_TYPE, kind)
    return sequence


def _pair(name: str, clip: book.Clip) -> etree._Element:
    begin, end = _clock(clip.start_ms), _clock(clip.end_ms)
    return _smil.par(
        _smil.text(src=f"{name}.xhtml#{clip.id}"),
        _smil.audio(src="episode.mp3", clipBegin=begin, clipEnd=end),
    )


def _xhtml(episode: Episode, title: str, body: html.HtmlElement) -> bytes:
    language = _language(episode)
    head = tag.HEAD(tag.TITLE(title), tag.LINK(rel="stylesheet", href="book.css"))
    page = tag.HTML(head, body, lang=language, dir=direction(language))
    page.set(_PREFIX, _Z3998)
    return b"<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE html>\n" + book.xhtml(page)


def _item(name: str, href: str, media_type: str, **facts: str) -> etree._Element:
    element: etree._Element = _package.item(id=name, href=href, **facts)
    element.set("media-type", media_type)
    return element


def _clock(ms: int) -> str:
    """A clock value of SMIL."""
    return printed_dates.precise(ms)


def _language(episode: Episode) -> str:
    return clean.language(episode.script.article.language)


def _xml(top: etree._Element) -> bytes:
    etree.cleanup_namespaces(top)
    etree.indent(top)
    data: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


@cache
def _style() -> bytes:
    return (files(__package__) / "static" / "book.css").read_bytes()
