"""The text of an episode as HTML elements, for the page and for the EPUB: headings, paragraphs, lists, tables, quotes.

Each sentence is a ``span`` with an id, so that it can be lit while it is heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from lxml import html
from lxml.html import builder as tag

from audiobrief.languages.tags import direction
from audiobrief.model import Chapter, Role
from audiobrief.publish import clean
from audiobrief.publish.passages import Line, Passage, Sentence

Decorate = Callable[[Line, Sentence], dict[str, str]]
"""More attributes for a sentence's span."""


def _plain(line: Line, sentence: Sentence) -> dict[str, str]:
    return {}


def passage_id(passage: Passage) -> str:
    """The id of the element around a passage."""
    return f"p{passage.lines[0].segment}"


def sentence_id(line: Line, number: int) -> str:
    """The id of a sentence: ``s12``, ``s12-1``: segment and, from the second on, its place in it."""
    return f"s{line.segment}-{number}" if number else f"s{line.segment}"


def elements(
    found: Sequence[Passage],
    top: int,
    decorate: Decorate = _plain,
    chapters: Mapping[int, Chapter] = MappingProxyType({}),
    *,
    titled: bool = False,
) -> list[html.HtmlElement]:
    """All passages in order; headings start at level ``top`` and never skip one.

    ``chapters``, by a passage's first segment: each gets a heading where the passage is none itself. ``titled``: the
    title stands over these elements already, so the headline of a single article has nothing under it.
    """
    depths = _heading_depths(found, top, titled)
    body: list[html.HtmlElement] = []
    base = last = top - 1
    for passage in found:
        first = passage.lines[0].segment
        chapter = chapters.get(first)
        if first in depths:
            depths[first] = base = last = min(depths[first], last + 1)
        elif chapter:
            last = min(base + 1, 6) if chapter.level > 1 else top
            base = last if chapter.level == 1 else base
            body.append(_titled(f"h{last}", chapter))
        _append(body, passage, decorate, depths)
    return body


def _titled(name: str, chapter: Chapter) -> html.HtmlElement:
    heading = html.Element(name, {"class": "chapter"})
    heading.text = clean.line(chapter.title)
    return heading


def _append(body: list[html.HtmlElement], passage: Passage, decorate: Decorate, depths: dict[int, int]) -> None:
    """Adds a passage; an item of a list to the list that stands last."""
    if passage.role is not Role.LIST_ITEM:
        body.append(_framed("div", passage, _block(passage, decorate, depths)))
        return
    if not body or body[-1].tag != "ul":
        body.append(tag.UL(**{"class": "list"}))
    body[-1].append(_framed("li", passage, [_inline("span", passage, decorate)]))


def language_facts(language: str | None, around: str) -> dict[str, str]:
    """``lang`` and ``dir`` where a text is in another language than what is around it."""
    own = clean.language(language)
    return {} if not language or own == around else {"lang": own, "dir": direction(own)}


def _framed(name: str, passage: Passage, content: Sequence[html.HtmlElement]) -> html.HtmlElement:
    frame = html.Element(name, {"class": f"passage {passage.role.value}", "id": passage_id(passage)})
    frame.extend(content)
    return frame


def _block(passage: Passage, decorate: Decorate, depths: dict[int, int]) -> list[html.HtmlElement]:
    """Returns the elements of a passage outside a list."""
    level = depths.get(passage.lines[0].segment)
    if level:
        return [_inline(f"h{level}", passage, decorate)]
    if passage.role is Role.TABLE and any("\t" in line.text for line in passage.lines):
        return [_table(passage, decorate)]
    if passage.role is Role.QUOTE:
        quote = tag.BLOCKQUOTE(_inline("p", passage, decorate))
        speaker = next((line.speaker or "" for line in passage.lines if line.speaker), "")
        if speaker:
            quote.append(tag.P(tag.CITE("— " + clean.line(speaker))))
        return [quote]
    return [_inline("p", passage, decorate)]


def runs(passage: Passage) -> list[tuple[str, list[Line]]]:
    """The lines of a passage, those of a quotation inside it together: with the quotation's id, "" for the others."""
    grouped = groupby(passage.lines, key=lambda line: line.part_of is Role.QUOTE and passage.role is not Role.QUOTE)
    parts = [(is_quotation, list(lines)) for is_quotation, lines in grouped]
    return [(f"q{lines[0].segment}" if is_quotation else "", lines) for is_quotation, lines in parts]


def _inline(name: str, passage: Passage, decorate: Decorate) -> html.HtmlElement:
    """The lines of a passage as running text."""
    parts: list[html.HtmlElement] = []
    for quotation_id, lines in runs(passage):
        spans = [
            _span(line, number, sentence, decorate, passage.role)
            for line in lines
            for number, sentence in enumerate(line.sentences)
        ]
        parts += [_spaced(html.Element("span", {"id": quotation_id}), spans)] if quotation_id else spans
    return _spaced(html.Element(name), parts)


def _spaced(parent: html.HtmlElement, children: Sequence[html.HtmlElement]) -> html.HtmlElement:
    """The children with a blank between each two."""
    for child in children[:-1]:
        child.tail = " "
    parent.extend(children)
    return parent


def _span(line: Line, number: int, sentence: Sentence, decorate: Decorate, around: Role) -> html.HtmlElement:
    span = html.Element("span", _sentence_facts(line, number, sentence, decorate, around))
    span.text = sentence.text
    return span


def _sentence_facts(line: Line, number: int, sentence: Sentence, decorate: Decorate, around: Role) -> dict[str, str]:
    """Returns a sentence's attributes; its role where the passage's own does not tell it."""
    facts = {"id": sentence_id(line, number)}
    if line.role in (Role.CUE, Role.QUOTE, Role.DATELINE) and line.role is not around:
        facts["class"] = line.role.value
    return facts | language_facts(line.language, "") | decorate(line, sentence)


def _table(passage: Passage, decorate: Decorate) -> html.HtmlElement:
    """A table, a row a line. The first row is of headers when the second is spoken with its words."""
    rows = []
    for place, line in enumerate(passage.lines):
        name = "th" if place == 0 and passage.has_header_row else "td"
        row = html.Element("tr", _sentence_facts(line, 0, line.sentences[0], decorate, passage.role))
        for cell in line.text.split("\t"):
            element = tag.TH(cell.strip(), scope="col") if name == "th" else tag.TD(cell.strip())
            row.append(element)
        rows.append(row)
    return tag.TABLE(*rows)


def _heading_depths(found: Sequence[Passage], top: int, titled: bool) -> dict[int, int]:
    """Heading level of each heading, by its first segment. A headline is over its subheads."""
    depths: dict[int, int] = {}
    is_under_headline = False
    last = top - 1
    for passage in found:
        if passage.role is Role.HEADLINE:
            last, is_under_headline = top, passage.story is not None or not titled
        elif passage.role is Role.SUBHEAD:
            base = top + 1 if is_under_headline else top
            last = min(base + max(0, (passage.level or 2) - 2), last + 1, 6)
        else:
            continue
        depths[passage.lines[0].segment] = last
    return depths


def sentences(found: Sequence[Passage]) -> Iterator[tuple[str, Line, Sentence]]:
    """Id, line and sentence of everything that is heard, in order: the EPUB's overlay is made of these."""
    for passage in found:
        for line in passage.lines:
            for number, sentence in enumerate(line.sentences):
                if sentence.start_ms is not None:
                    yield sentence_id(line, number), line, sentence
