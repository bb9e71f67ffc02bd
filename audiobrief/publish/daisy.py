"""A DAISY 2.02 book with full text and full audio, for players of talking books.

One SMIL file a chapter; the navigation control centre (NCC) lists the chapters on up to three levels (section, story,
part), and what a listener may switch off: captions (producer's notes), notices (sidebars), footnotes. The content file
holds the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lxml import html
from lxml.html import builder as tag

from audiobrief.model import Chapter, Episode, Role
from audiobrief.publish import archive, body_html, book, chapter_lists, clean, passages
from audiobrief.publish.page_words import words
from audiobrief.roles import ROLE_FACTS

_XHTML_DOCTYPE = (
    b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    b'"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
)
_SMIL_DOCTYPE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" '
    '"http://www.w3.org/TR/REC-smil/SMIL10.dtd">\n'
)


@dataclass(frozen=True, slots=True)
class _Section:
    """A chapter and its clips."""

    name: str
    title: str
    clips: tuple[book.Clip, ...]
    level: int

    @property
    def duration_ms(self) -> int:
        return sum(clip.end_ms - clip.start_ms for clip in self.clips)


def daisy(episode: Episode, audio: bytes) -> bytes:
    """The book as a zip; ``audio`` is the episode's MP3. The same episode gives the same bytes."""
    sections = _sections(episode)
    content = {f"{section.name}.smil": _smil(episode, sections, number) for number, section in enumerate(sections)}
    content["master.smil"] = _master(episode, sections)
    content["content.html"] = _content(episode)
    content["episode.mp3"] = audio
    kilobytes = sum(len(data) for data in content.values()) // 1_024 + 1
    return archive.zipped({"ncc.html": _ncc(episode, sections, len(content) + 1, kilobytes), **content})


def _sections(episode: Episode) -> list[_Section]:
    """Each clip in the chapter that its segment belongs to; chapters without any are left out."""
    marks = episode.chapters or (Chapter(book.title(episode), 0, episode.timeline.duration_ms, 0),)
    levels = chapter_lists.depths(episode) or [1]
    starts = [mark.segment for mark in marks[1:]]
    groups: list[list[book.Clip]] = [[] for _ in marks]
    for clip in book.clips(episode):
        groups[bisect_right(starts, clip.line.segment)].append(clip)
    sections: list[_Section] = []
    for mark, level, group in zip(marks, levels, groups, strict=True):
        if group:
            above = sections[-1].level if sections else 0
            heading = clean.line(mark.title) or book.title(episode)
            sections.append(_Section(f"{len(sections) + 1:04}", heading, tuple(group), min(level, above + 1)))
    return sections


def _ncc(episode: Episode, sections: Sequence[_Section], file_count: int, kilobytes: int) -> bytes:
    body = tag.BODY()
    counts = {facts.daisy.count: 0 for facts in ROLE_FACTS.values() if facts.daisy}
    for number, section in enumerate(sections):
        first = section.clips[0]
        link = tag.A(section.title, href=f"{section.name}.smil#{_par(first)}")
        heading = tag.H1(link, id=f"h{number}", **{"class": "section" if number else "title"})
        heading.tag = f"h{section.level}"
        body.append(heading)
        seen: set[int] = set()
        for clip in section.clips:
            part = ROLE_FACTS[clip.line.part_of].daisy
            if part and clip.line.role is not Role.CUE and clip.line.segment not in seen:
                seen.add(clip.line.segment)
                counts[part.count] += 1
                place = tag.A(clean.cut(clip.line.text, 100), href=f"{section.name}.smil#{_par(clip)}")
                body.append(tag.SPAN(place, id=f"n{clip.id}", **{"class": part.css_class}))
    facts = [
        *_ncc_facts(episode, len(body), file_count, kilobytes),
        ("ncc:depth", str(max((section.level for section in sections), default=1))),
        *((name, str(count)) for name, count in counts.items()),
    ]
    head = tag.HEAD(tag.TITLE(book.title(episode)), _content_type(), *(tag.META(name=n, content=v) for n, v in facts))
    return _page(episode, head, body)


def _ncc_facts(episode: Episode, items: int, file_count: int, kilobytes: int) -> list[tuple[str, str]]:
    article = episode.script.article
    published = (article.published or episode.published)[:10] or "1980-01-01"
    site = clean.line(article.site or "") or "audiobrief"
    return [
        *_names("dc:creator", article.authors or (site,)),
        ("dc:date", published),
        ("dc:format", "Daisy 2.02"),
        ("dc:identifier", clean.line(episode.guid) or "unknown"),
        ("dc:language", _language(episode)),
        ("dc:publisher", site),
        ("dc:title", book.title(episode)),
        *_names("dc:source", (clean.web_address(article.url),)),
        ("ncc:narrator", words(_language(episode))("narrator")),
        ("ncc:charset", "utf-8"),
        ("ncc:files", str(file_count)),
        ("ncc:generator", "audiobrief"),
        ("ncc:kByteSize", str(kilobytes)),
        ("ncc:maxPageNormal", "0"),
        ("ncc:multimediaType", "audioFullText"),
        ("ncc:pageFront", "0"),
        ("ncc:pageNormal", "0"),
        ("ncc:pageSpecial", "0"),
        ("ncc:producedDate", (episode.published or published)[:10]),
        ("ncc:setInfo", "1 of 1"),
        ("ncc:tocItems", str(items)),
        ("ncc:totalTime", _elapsed(episode.timeline.duration_ms)),
    ]


def _names(fact: str, values: Sequence[str]) -> list[tuple[str, str]]:
    """Returns a fact for each value that is not empty."""
    return [(fact, value) for value in map(clean.line, values) if value]


def _content(episode: Episode) -> bytes:
    elements = body_html.elements(passages.passages(episode), 1)
    head = tag.HEAD(tag.TITLE(book.title(episode)), _content_type())
    return _page(episode, head, tag.BODY(*elements))


def _smil(episode: Episode, sections: Sequence[_Section], number: int) -> bytes:
    section = sections[number]
    before_ms = sum(earlier.duration_ms for earlier in sections[:number])
    rows = [
        "<head>",
        *_smil_facts(episode, section.title),
        _meta("ncc:totalElapsedTime", _elapsed(before_ms)),
        _meta("ncc:timeInThisSmil", _elapsed(section.duration_ms)),
        '<layout><region id="txt-view"/></layout>',
        "</head>",
        f'<body><seq dur="{section.duration_ms / 1000:.3f}s">',
        *(_pair(clip) for clip in section.clips),
        "</seq></body>",
    ]
    return (_SMIL_DOCTYPE + "<smil>\n" + "\n".join(rows) + "\n</smil>\n").encode()


def _pair(clip: book.Clip) -> str:
    part = ROLE_FACTS[clip.line.part_of].daisy
    test = f' system-required="{part.test}"' if part else ""
    begin, end = clip.start_ms / 1000, clip.end_ms / 1000
    return (
        f'<par endsync="last"{test} id="{_par(clip)}"><text src="content.html#{clip.id}" id="t{clip.id}"/>'
        f'<audio src="episode.mp3" clip-begin="npt={begin:.3f}s" clip-end="npt={end:.3f}s" id="a{clip.id}"/></par>'
    )


def _master(episode: Episode, sections: Sequence[_Section]) -> bytes:
    rows = [
        "<head>",
        *_smil_facts(episode, book.title(episode)),
        _meta("ncc:timeInThisSmil", _elapsed(episode.timeline.duration_ms)),
        '<layout><region id="txt-view"/></layout>',
        "</head>",
        "<body>",
        *(f'<ref src="{s.name}.smil" title={_quoted(s.title)} id="m{s.name}"/>' for s in sections),
        "</body>",
    ]
    return (_SMIL_DOCTYPE + "<smil>\n" + "\n".join(rows) + "\n</smil>\n").encode()


def _smil_facts(episode: Episode, title: str) -> list[str]:
    return [
        _meta("dc:format", "Daisy 2.02"),
        _meta("dc:identifier", clean.line(episode.guid) or "unknown"),
        _meta("dc:title", book.title(episode)),
        _meta("title", title),
        _meta("ncc:generator", "audiobrief"),
    ]


def _meta(name: str, value: str) -> str:
    return f'<meta name="{name}" content={_quoted(value)}/>'


def _quoted(value: str) -> str:
    return f'"{escape(value)}"'


def _par(clip: book.Clip) -> str:
    return f"par-{clip.id}"


def _content_type() -> html.HtmlElement:
    return tag.META(**{"http-equiv": "Content-type", "content": "text/html; charset=utf-8"})


def _page(episode: Episode, head: html.HtmlElement, body: html.HtmlElement) -> bytes:
    language = _language(episode)
    return _XHTML_DOCTYPE + book.xhtml(tag.HTML(head, body, lang=language), has_types=False)


def _elapsed(ms: int) -> str:
    seconds = round(ms / 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _language(episode: Episode) -> str:
    return clean.language(episode.script.article.language)
