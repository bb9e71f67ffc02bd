"""Show notes: what a podcast app shows under an episode. PSP-1 allows few tags and 4,000 bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from audiobrief.model import Article, Chapter, Episode, Feed
from audiobrief.publish import chapter_lists, clean, printed_dates
from audiobrief.publish.page_words import Words, words

LIMIT_BYTES = 4_000
_DESCRIPTION_BYTES = 1_200
_NAMES_BYTES = 300


@dataclass(frozen=True, slots=True)
class _Bit:
    """A run of text, perhaps a link."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    rows: tuple[tuple[_Bit, ...], ...]
    is_list: bool = False


def show_notes(episode: Episode, feed: Feed) -> str:
    """Description, chapters from (00:00), article link, dates and disclosure, as HTML of at most 4,000 bytes.

    Apps make the times into links. When not all chapters fit, the list ends with the number of those left out.
    """
    return clean.notes_html(_fitting(episode, feed, _html))


def plain_notes(episode: Episode, feed: Feed) -> str:
    """The same as plain text."""
    return _fitting(episode, feed, _plain)


def timestamp(ms: int) -> str:
    """``(00:00)``, ``(1:02:03)``: the forms that podcast apps recognise."""
    seconds = ms // 1000
    return f"({seconds // 60:02}:{seconds % 60:02})" if seconds < 3600 else f"({printed_dates.clock(ms)})"


def disclosure(episode: Episode, feed: Feed) -> str:
    """That the voice is synthetic, and which voices speak, in the episode's language."""
    say = episode_words(episode, feed)
    names = clean.cut(", ".join(clean.line(name) for name in episode.narrators), _NAMES_BYTES)
    return f"{say('disclosure')} {say('narrators', names=names)}" if names else say("disclosure")


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


def _fitting(episode: Episode, feed: Feed, write: Callable[[list[_Paragraph]], str]) -> str:
    """The notes with as many chapters as the limit allows."""
    low, high = 0, len(episode.chapters)
    whole = write(_paragraphs(episode, feed, high))
    if len(whole.encode()) <= LIMIT_BYTES:
        return whole
    while low < high:
        middle = (low + high + 1) // 2
        if len(write(_paragraphs(episode, feed, middle)).encode()) <= LIMIT_BYTES:
            low = middle
        else:
            high = middle - 1
    return write(_paragraphs(episode, feed, low))


def _paragraphs(episode: Episode, feed: Feed, chapter_count: int) -> list[_Paragraph]:
    say = episode_words(episode, feed)
    article = episode.script.article
    found = []
    if episode.description.strip():
        found.append(_one(clean.cut(episode.description, _DESCRIPTION_BYTES)))
    if episode.updated:
        found.append(_one(say("updated", date=printed_dates.long_date(episode.updated, say.language))))
    shown = episode.chapters[:chapter_count]
    if shown:
        rows = [_chapter_row(chapter) for chapter in shown]
        left = len(episode.chapters) - len(shown)
        if left:
            rows.append((_Bit(say("more_chapters", count=left)),))
        found += [_one(say("chapters")), _Paragraph(tuple(rows), is_list=True)]
    if url := clean.web_address(article.url):
        found.append(_Paragraph(((_Bit(article_link_text(article, say), url),),)))
    facts = [byline(article, say)]
    if article.published and not episode.script.stories:
        facts.append(say("first_published", date=printed_dates.long_date(article.published, say.language)))
    if article.licence:
        facts.append(say("licence", licence=clean.cut(article.licence, 200)))
    found += [_one(fact) for fact in facts if fact]
    found.append(_one(disclosure(episode, feed)))
    return found


def _one(text: str) -> _Paragraph:
    return _Paragraph(((_Bit(text),),))


def _chapter_row(chapter: Chapter) -> tuple[_Bit, ...]:
    url = clean.web_address(chapter.url)
    title = clean.cut(chapter_lists.title(chapter), 200)
    return (_Bit(timestamp(chapter.start_ms) + " "), _Bit(title, url))


def _html(paragraphs: list[_Paragraph]) -> str:
    parts = []
    for paragraph in paragraphs:
        rows = ["".join(_html_bit(bit) for bit in row) for row in paragraph.rows]
        if paragraph.is_list:
            parts.append("<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>")
        else:
            parts.extend(f"<p>{row}</p>" for row in rows)
    return "\n".join(parts)


def _html_bit(bit: _Bit) -> str:
    return f'<a href="{escape(bit.url)}">{escape(bit.text, False)}</a>' if bit.url else escape(bit.text, quote=False)


def _plain(paragraphs: list[_Paragraph]) -> str:
    parts = []
    for paragraph in paragraphs:
        rows = []
        for row in paragraph.rows:
            link = next((bit.url for bit in row if bit.url and not paragraph.is_list), "")
            rows.append("".join(bit.text for bit in row) + (f": {link}" if link else ""))
        parts.append("\n".join(rows))
    return "\n\n".join(parts)
