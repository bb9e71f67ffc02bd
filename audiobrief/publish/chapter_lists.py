"""The chapter lists of a feed: JSON chapters 1.2, and Podlove Simple Chapters 1.2, which has one level only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from audiobrief.model import Chapter, Episode, Feed
from audiobrief.publish import clean, printed_dates

if TYPE_CHECKING:
    from lxml import etree

PSC = "http://podlove.org/simple-chapters"


def json_chapters(episode: Episode, feed: Feed | None = None) -> bytes:
    """The file that ``podcast:chapters`` points to. Times are seconds, whole ones where the mark is.

    Chapters of level 2 are marks that no list shows.
    """
    top: dict[str, Any] = {"version": "1.2.0", "title": clean.line(episode.title)}
    if feed is not None:
        top["podcastName"] = clean.line(feed.title)
    chapters = marked(episode)
    pictures = _pictures(episode, chapters) if feed is None or feed.chapter_pictures else ("",) * len(chapters)
    top["chapters"] = list(map(_json_chapter, chapters, pictures))
    return (json.dumps(top, ensure_ascii=False, indent=1) + "\n").encode()


def psc_chapters(episode: Episode) -> etree._Element:
    """The chapters of level 1 as an element of the feed's item."""
    from lxml import etree

    top = etree.Element(f"{{{PSC}}}chapters", {"version": "1.2"}, nsmap={"psc": PSC})
    for chapter in listed(episode):
        facts = {"start": printed_dates.precise(chapter.start_ms), "title": title(chapter)}
        address = clean.web_address(chapter.url)
        etree.SubElement(top, f"{{{PSC}}}chapter", facts | ({"href": address} if address else {}))
    return top


def marked(episode: Episode) -> list[Chapter]:
    """All chapters as players have them: the first story of a section begins where the section is announced.

    So "next" always leads to a story, and no stop lasts two seconds. Books have a level for sections (:func:`depths`).
    """
    made: list[Chapter] = []
    is_inside = _is_inside(episode)
    for place, mark in enumerate(episode.chapters):
        before = made[-1] if place > 1 else mark  # what stands first announces the edition, no section
        if is_inside[place] and not is_inside[place - 1] and mark.level == before.level == 1 and before is not mark:
            title = f"{before.title}: {mark.title}"
            made[-1] = replace(mark, title=title, start_ms=before.start_ms, segment=before.segment)
        else:
            made.append(mark)
    return made


def listed(episode: Episode) -> tuple[Chapter, ...]:
    """Those of level 1: what every list shows. They follow each other without gaps."""
    return tuple(chapter for chapter in marked(episode) if chapter.level == 1)


def depths(episode: Episode) -> list[int]:
    """How deep each chapter stands in a book: in an edition with sections these are 1, stories 2, their parts 3."""
    wanted = [chapter.level for chapter in episode.chapters]
    if episode.script.stories:
        is_inside = _is_inside(episode)
        has_sections = (1, False) in zip(wanted[1:], is_inside[1:], strict=True)
        wanted = [level + (has_sections and inside) for level, inside in zip(wanted, is_inside, strict=True)]
    return list(accumulate(wanted, lambda above, own: min(own, above + 1), initial=0))[1:]


def _is_inside(episode: Episode) -> list[bool]:
    """Tells for each chapter whether it begins in a story."""
    told = {number for number, segment in enumerate(episode.script.segments) if segment.story is not None}
    return [chapter.segment in told for chapter in episode.chapters]


def nested(rows: Iterable[tuple[int, Sequence[Any]]]) -> Any:
    """A list of chapters, each with its depth and what its item holds; deeper ones in a list inside the one before."""
    from lxml.html import builder as tag

    open_lists = [tag.OL()]
    for depth, content in rows:
        del open_lists[depth:]
        if depth > len(open_lists) and len(open_lists[-1]):
            inner = tag.OL()
            open_lists[-1][-1].append(inner)
            open_lists.append(inner)
        open_lists[-1].append(tag.LI(*content))
    return open_lists[0]


def title(chapter: Chapter) -> str:
    """A chapter's title as every list gives it."""
    return clean.line(chapter.title)


def _pictures(episode: Episode, chapters: Sequence[Chapter]) -> Iterator[str]:
    """Yields for each chapter the address of the first picture inside it, with those of its own chapters; "" for none.

    The format has no room for a text alternative: a long caption is a chapter of its own, with the picture's name.
    """
    segments = episode.script.segments
    for number, chapter in enumerate(chapters):
        ends = (later.segment for later in chapters[number + 1 :] if later.level <= chapter.level)
        inside = segments[chapter.segment : next(ends, len(segments))]
        yield next(filter(None, (clean.web_address(segment.image) for segment in inside)), "")


def _json_chapter(chapter: Chapter, picture: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "startTime": _seconds(chapter.start_ms),
        "endTime": _seconds(chapter.end_ms),
        "title": title(chapter),
    }
    address = clean.web_address(chapter.url)
    if chapter.level > 1:
        facts["toc"] = False
    return facts | {key: value for key, value in (("url", address), ("img", picture)) if value}


def _seconds(ms: int) -> int | float:
    return ms // 1000 if ms % 1000 == 0 else ms / 1000
