"""Show notes: what a podcast app shows under an episode. PSP-1 allows few tags and 4,000 bytes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from html import escape

from audiobrief.model import Article, Chapter, Episode, Feed, Script
from audiobrief.publish import chapter_lists, clean, printed_dates
from audiobrief.publish.page_words import Words, words
from audiobrief.roles import Role
from audiobrief.text.sentences import sentences

LIMIT_BYTES = 4_000
_DESCRIPTION_BYTES = 1_200
_NAMES_BYTES = 300
_LEAD_CHARACTERS = 250


def show_notes(episode: Episode, feed: Feed) -> str:
    """Returns HTML of at most 4,000 bytes: lead, chapters from (00:00), article link, dates and disclosure.

    Apps turn the times into links. When not all chapters fit, the list ends with the number of those left out.
    """
    return clean.notes_html(_fitting(episode, feed))


def timestamp(ms: int) -> str:
    """``(00:00)``, ``(1:02:03)``: the forms that podcast apps recognise."""
    seconds = ms // 1000
    return f"({seconds // 60:02}:{seconds % 60:02})" if seconds < 3600 else f"({printed_dates.clock(ms)})"


def lead(script: Script, description: str) -> str:
    """What the story is: the dek or the page's own description, else its first sentences; "" for a list of stories.

    Sentences are whole, about 250 characters of them; only a first one that is longer is cut.
    """
    if description or script.stories:
        return clean.cut(description, _DESCRIPTION_BYTES)
    told = (segment.written or segment.text for segment in script.segments if segment.role is Role.BODY)
    first = clean.line(next(told, ""))
    spans = sentences(first, script.article.language)
    end = max((end for _, end in spans if end <= _LEAD_CHARACTERS), default=0)
    return first[:end].strip() or clean.cut(first, _LEAD_CHARACTERS)


def episode_words(episode: Episode, feed: Feed) -> Words:
    """Audiobrief's own words in the language of an episode."""
    return words(episode.script.article.language or feed.language)


def articles(episode: Episode) -> Sequence[Article]:
    """The stories of an edition; of any other episode its one article."""
    return episode.script.stories or (episode.script.article,)


def article_link_text(article: Article, say: Words) -> str:
    """What the link to an article says."""
    return say("article_at", site=clean.cut(article.site, 200)) if article.site else say("article")


def byline(article: Article, say: Words) -> str:
    """The line "By A, B", or "" where no author is known."""
    names = clean.cut(", ".join(clean.line(name) for name in article.authors), _NAMES_BYTES)
    return say("by", authors=names) if names else ""


def _fitting(episode: Episode, feed: Feed) -> str:
    """The notes with as many chapters as the limit allows: all, or what halving finds."""
    count = len(chapter_lists.listed(episode))
    if _fits(episode, feed, count):
        return _html(episode, feed, count)
    return _html(episode, feed, bisect_left(range(1, count), True, key=lambda more: not _fits(episode, feed, more)))


def _fits(episode: Episode, feed: Feed, chapter_count: int) -> bool:
    return len(_html(episode, feed, chapter_count).encode()) <= LIMIT_BYTES


def _html(episode: Episode, feed: Feed, chapter_count: int) -> str:
    say = episode_words(episode, feed)
    article = episode.script.article
    url = clean.web_address(article.url)
    parts = (
        _paragraph(lead(episode.script, episode.description)),
        _paragraph(_dated(say, "updated", episode.updated)),
        *_chapters(chapter_lists.listed(episode), chapter_count, say),
        _tagged("p", _link(article_link_text(article, say), url)) if url else "",
        _paragraph(byline(article, say)),
        _paragraph("" if episode.script.stories else _dated(say, "first_published", article.published)),
        _paragraph(say("licence", licence=clean.cut(article.licence, 200)) if article.licence else ""),
        _paragraph(say("disclosure")),
    )
    return "\n".join(part for part in parts if part)


def _dated(say: Words, key: str, moment: str | None) -> str:
    return say(key, date=printed_dates.long_date(moment, say.language)) if moment else ""


def _paragraph(text: str) -> str:
    return _tagged("p", escape(text, quote=False)) if text.strip() else ""


def _chapters(chapters: Sequence[Chapter], count: int, say: Words) -> tuple[str, ...]:
    """The first ``count`` chapters as a list under its name, and how many more there are; nothing for none."""
    if not chapters[:count]:
        return ()
    rows = [f"{timestamp(chapter.start_ms)} {_chapter(chapter)}" for chapter in chapters[:count]]
    if left := len(chapters) - count:
        rows.append(escape(say("more_chapters", count=left), quote=False))
    return _paragraph(say("chapters")), _tagged("ul", "".join(_tagged("li", row) for row in rows))


def _chapter(chapter: Chapter) -> str:
    return _link(clean.cut(chapter_lists.title(chapter), 200), clean.web_address(chapter.url))


def _tagged(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text, False)}</a>' if url else escape(text, quote=False)
