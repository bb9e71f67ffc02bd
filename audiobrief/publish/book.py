"""What the EPUB and the DAISY book share: clips without gaps, XHTML from the elements of the page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree, html

from audiobrief.model import Episode
from audiobrief.publish import body_html, clean, passages
from audiobrief.publish.passages import Line

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of a sentence and of the silence after it."""

    id: str
    """Of the sentence's element."""
    line: Line
    start_ms: int
    end_ms: int


def clips(episode: Episode) -> list[Clip]:
    """All that is heard, from the first to the last millisecond of the audio: each clip ends where the next begins."""
    heard = [
        Clip(name, line, sentence.start_ms or 0, 0)
        for name, line, sentence in body_html.sentences(passages.passages(episode))
    ]
    if not heard:
        return []
    heard[0] = replace(heard[0], start_ms=0)
    ends = [clip.start_ms for clip in heard[1:]] + [episode.timeline.duration_ms]
    return [replace(clip, end_ms=end) for clip, end in zip(heard, ends, strict=True) if end > clip.start_ms]


def title(episode: Episode) -> str:
    """The episode's title, never empty."""
    return clean.line(episode.title) or clean.line(episode.slug) or "–"


def xhtml(page: html.HtmlElement, *, has_types: bool = True) -> bytes:
    """A tree of HTML elements as XHTML: in its namespace, every language said in XML's way too.

    ``has_types``: ``epub:type`` may occur.
    """
    for element in page.iter():
        language = element.get("lang")
        if language:
            element.set(_XML_LANG, language)
    html.html_to_xhtml(page)
    # A new root, so that elements have no prefix: some reading systems read the files as HTML.
    nsmap = {None: XHTML, "epub": OPS} if has_types else {None: XHTML}
    top = etree.Element(f"{{{XHTML}}}html", dict(page.attrib), nsmap=nsmap)
    top.extend(list(page))
    data: bytes = etree.tostring(top, encoding="UTF-8", xml_declaration=False)
    return data + b"\n"
