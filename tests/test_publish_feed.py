"""The feed as podcast apps read it, and what is in it that they need."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from audiobrief.model import Chapter, Feed, Role, Segment
from audiobrief.publish import chapter_lists, clean, notes, rss, web
from audiobrief.text import categories
from tests import publish_samples as samples

NAMESPACES = {
    "itunes": rss.ITUNES,
    "podcast": rss.PODCAST,
    "psc": chapter_lists.PSC,
    "atom": rss.ATOM,
    "c": rss.CONTENT,
}
HOSTILE = "A <b>bold</b> ]]> & \x00\x0b\x1b\ud800\ufffe claim \u202eesrever <script>alert(1)</script> “x”"


def tree(feed: Feed) -> etree._Element:
    return etree.fromstring(rss.feed_xml(feed))


def texts(top: etree._Element, path: str) -> list[str]:
    found = top.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return [str(item) for item in found]


def parsed(feed: Feed) -> dict[str, Any]:
    return dict(podcastparser.parse(feed.feed_url, io.BytesIO(rss.feed_xml(feed))))


def test_podcastparser_reads_everything() -> None:
    episode = samples.episode()
    feed = samples.feed(episode)
    got = parsed(feed)
    assert got["title"] == feed.title
    assert got["language"] == "en"
    assert got["explicit"] is False
    assert got["cover_url"] == f"{samples.BASE_URL}/cover.jpg"
    (item,) = got["episodes"]
    assert item["guid"] == episode.guid
    assert item["title"] == episode.title
    assert item["total_time"] == round(episode.timeline.samples / samples.RATE_HZ)
    audio = f"{samples.BASE_URL}/episodes/{episode.slug}/episode.mp3"
    assert item["enclosures"] == [{"url": audio, "file_size": episode.audio_bytes, "mime_type": "audio/mpeg"}]
    assert [(mark["start"] * 1000, mark["title"]) for mark in item["chapters"]] == [
        (chapter.start_ms, chapter.title) for chapter in episode.chapters
    ]
    assert item["episode_art_url"] == f"{samples.BASE_URL}/episodes/{episode.slug}/cover.jpg"


def test_feedparser_reads_it_without_complaint() -> None:
    episode = samples.episode()
    got = feedparser.parse(rss.feed_xml(samples.feed(episode)))
    assert got.bozo == 0
    (entry,) = got.entries
    assert entry.id == episode.guid
    assert entry.guidislink is False
    assert entry.enclosures[0]["length"] == str(episode.audio_bytes)
    assert "(00:00)" in entry.content[0].value


def test_required_facts_of_the_channel() -> None:
    top = tree(samples.feed())
    assert texts(top, "channel/itunes:explicit/text()") == ["false"]
    assert texts(top, "channel/itunes:category/@text") == ["News"]
    assert texts(top, "channel/itunes:category/itunes:category/@text") == ["Daily News"]
    assert texts(top, "channel/atom:link[@rel='self']/@href") == [f"{samples.BASE_URL}/feed.xml"]
    assert texts(top, "channel/podcast:locked/text()") == ["yes"]
    assert texts(top, "channel/podcast:locked/@owner") == ["listen@news.example"]
    assert texts(top, "channel/podcast:medium/text()") == ["podcast"]
    assert texts(top, "channel/podcast:txt[@purpose='ai-content']/text()") == ["true"]
    assert texts(top, "channel/podcast:image/@alt")[0].startswith("Cover: Coast News")


def test_required_facts_of_an_item() -> None:
    top = tree(samples.feed())
    assert texts(top, "//item/guid/@isPermaLink") == ["false"]
    assert texts(top, "//item/podcast:transcript/@type") == [
        "text/vtt", "application/x-subrip", "application/json", "text/html",
    ]  # fmt: skip
    assert texts(top, "//item/podcast:chapters/@type") == ["application/json+chapters"]
    assert texts(top, "//item/podcast:person[@role='narrator']/text()") == ["Synthetic voice"]
    assert texts(top, "//item/podcast:txt[@purpose='ai-content']/text()") == ["true"]
    assert texts(top, "//item/podcast:contentLink/@href") == [samples.ARTICLE.url]
    assert parsedate_to_datetime(texts(top, "//item/pubDate/text()")[0]).isoformat() == "2026-11-21T06:30:00+00:00"


def test_the_same_feed_gives_the_same_bytes_and_the_newest_date() -> None:
    old, corrected = samples.episode(), replace(samples.episode(), updated="2026-11-22T10:00:00+02:00")
    feed = samples.feed(old, corrected)
    assert rss.feed_xml(feed) == rss.feed_xml(feed)
    assert texts(tree(feed), "channel/lastBuildDate/text()") == ["Sun, 22 Nov 2026 10:00:00 +0200"]
    assert "Updated: November 22, 2026" in notes.show_notes(corrected, feed)


def test_a_feed_without_episodes_is_sound() -> None:
    feed = replace(samples.feed(), episodes=(), email="", author="", guid="", explicit=True, copyright="")
    top = tree(feed)
    assert texts(top, "//item") == []
    assert texts(top, "channel/itunes:explicit/text()") == ["true"]
    assert texts(top, "channel/itunes:author/text()") == [feed.title]
    assert not texts(top, "channel/podcast:guid")
    assert not texts(top, "channel/lastBuildDate") and not texts(top, "channel/itunes:owner")
    assert parsed(feed)["episodes"] == []


def test_pages_of_a_long_feed_point_to_each_other() -> None:
    newest = tree(replace(samples.feed(), older="feed-2"))
    assert texts(newest, "channel/atom:link[@rel='next']/@href") == [f"{samples.BASE_URL}/feed-2.xml"]
    archive = tree(replace(samples.feed(), page="feed-2", older="feed-1"))
    assert texts(archive, "channel/atom:link[@rel='self']/@href") == [f"{samples.BASE_URL}/feed-2.xml"]
    assert texts(archive, "channel/atom:link[@rel='current']/@href") == [f"{samples.BASE_URL}/feed.xml"]
    assert texts(archive, "channel/atom:link[@rel='prev-archive']/@href") == [f"{samples.BASE_URL}/feed-1.xml"]


@pytest.mark.parametrize("text", ["Copyright © 2024-2026 The Library", "(c) 2026, The Library", "The Library"])
def test_the_copyright_is_the_holders_name(text: str) -> None:
    assert texts(tree(replace(samples.feed(), copyright=text)), "channel/copyright/text()") == ["The Library"]


def test_categories_are_apples() -> None:
    assert len(categories.CATEGORIES) == 19
    assert categories.split("Science > Social Sciences") == ("Science", "Social Sciences")
    assert categories.split("News > Gossip") == ("News", "")
    assert categories.split("Gossip > Daily News") == ("News", "")


def test_hostile_text_is_cleaned_and_nothing_becomes_markup() -> None:
    episode = samples.episode()
    article = replace(
        episode.script.article, title=HOSTILE, authors=(HOSTILE,), url="javascript:alert(1)", site=HOSTILE
    )
    script = replace(episode.script, article=article)
    marks = (Chapter(HOSTILE, 0, 9_000, 0, "data:text/html,x"), *episode.chapters[1:])
    hostile = replace(episode, script=script, description=HOSTILE, chapters=marks, narrators=(HOSTILE,))
    feed = replace(samples.feed(hostile), title=HOSTILE, description=HOSTILE)
    got = parsed(feed)
    cleaned = "A <b>bold</b> ]]> & claim esrever <script>alert(1)</script> “x”"
    assert got["episodes"][0]["title"] == cleaned
    assert got["episodes"][0]["chapters"][0]["title"] == cleaned
    top = tree(feed)
    (shown,) = texts(top, "//item/description/text()")
    assert "<script" not in shown and "javascript:" not in shown and "<b>" not in shown
    assert "&lt;script&gt;" in shown
    assert not texts(top, "//item/podcast:contentLink") and not texts(top, "//psc:chapter/@href")


def test_chapter_lists_are_equal() -> None:
    edition = samples.edition()
    top = tree(samples.feed(edition))
    mine = json.loads(chapter_lists.json_chapters(edition, samples.feed()))
    assert mine["version"] == "1.2.0"
    assert [(mark["startTime"], mark["title"], mark.get("url")) for mark in mine["chapters"]] == [
        (chapter.start_ms / 1000, chapter.title, chapter.url) for chapter in edition.chapters
    ]
    assert [mark["endTime"] for mark in mine["chapters"]][:-1] == [m["startTime"] for m in mine["chapters"]][1:]
    assert texts(top, "//psc:chapter/@title") == [chapter.title for chapter in edition.chapters]
    assert texts(top, "//psc:chapter/@start")[1] == "00:00:03.000"
    assert json.loads(chapter_lists.json_chapters(edition)).get("podcastName") is None


def test_notes_list_chapters_links_and_disclosure() -> None:
    feed = samples.feed()
    shown = notes.show_notes(samples.episode(), feed)
    assert shown.splitlines()[0] == f"<p>{samples.episode().description}</p>"
    assert "<li>(00:00) Ferry Returns" in shown
    link = '<a href="https://news.example/2026/11/ferry-harbour">Read the article at The Coast News</a>'
    assert link in shown.replace(' rel="noopener noreferrer"', "")
    assert "Read by a synthetic voice." in shown
    assert "Article published: November 20, 2026" in shown
    edition = notes.show_notes(samples.edition(), feed)
    assert '<a href="https://news.example/2026/11/rail">Rail &amp; road</a>' in edition


def test_notes_of_many_chapters_keep_to_the_limit() -> None:
    episode = samples.episode()
    many = tuple(Chapter(f"Chapter {n}: " + "wörd " * 12, n * 60_000, (n + 1) * 60_000, 0) for n in range(200))
    feed = samples.feed()
    long = replace(episode, chapters=many, description="A long tale. " * 400)
    shown = notes.show_notes(long, feed)
    assert 3_000 < len(shown.encode()) <= notes.LIMIT_BYTES
    assert "more chapters" in shown and "Read by a synthetic voice" in shown
    assert notes.timestamp(3_723_000) == "(1:02:03)"


@given(st.text(max_size=400))
def test_any_title_gives_a_feed_that_can_be_read(title: str) -> None:
    episode = samples.episode((Segment(Role.HEADLINE, title or "x", title),), replace(samples.ARTICLE, title=title))
    feed = replace(samples.feed(episode), title=title or "x")
    top = tree(feed)
    assert [text.strip() for text in texts(top, "//item/title/text()")] == [clean.cut(title, 255)][
        : bool(clean.line(title))
    ]
    assert len(texts(top, "channel/title/text()")) <= 1


@given(st.text(), st.integers(3, 300))
def test_a_cut_text_fits_and_is_a_beginning(value: str, limit_bytes: int) -> None:
    short = clean.cut(value, limit_bytes)
    assert len(short.encode()) <= limit_bytes
    assert clean.line(value).startswith(short.removesuffix("…").rstrip(" ,;:–—-"))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://news.example/a?b=c#d", True),
        ("http://news.example:8080/ä", True),
        ("javascript:alert(1)", False),
        ("//news.example/a", False),
        ("https://[::1", False),
        ("https://news.example:99999/", False),
        ("https://news.example/a b", False),
        ("ftp://news.example/", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(address: str | None, kept: bool) -> None:
    assert clean.web_address(address) == (address if kept else "")


def lead_of(text: str, language: str = "en", description: str = "") -> tuple[str, str]:
    """The first paragraph of the notes, and the summary, of an article with this text."""
    segments = (Segment(Role.HEADLINE, "A headline"), Segment(Role.BODY, text), Segment(Role.BODY, "Later."))
    article = replace(samples.ARTICLE, language=language)
    episode = replace(samples.episode(segments, article), description=description)
    top = tree(replace(samples.feed(), episodes=(episode,)))
    (shown,), summary = texts(top, "//item/description/text()"), texts(top, "//item/itunes:summary/text()")
    return re.findall("<p>(.*?)</p>", shown)[0], summary[0]


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("The ferry is back. It sails at dawn.", "The ferry is back. It sails at dawn."),
        (f"Dr. Smith said so. {'It was long. ' * 30}", "Dr. Smith said so. " + ("It was long. " * 17).strip()),
        ("word " * 100, ("word " * 49).strip() + "…"),
        ("这是第一句。" * 60, "这是第一句。" * 41),
    ],
)
def test_notes_begin_with_the_story(text: str, lead: str) -> None:
    """Whole sentences, about 250 characters; the page's own summary where it has one."""
    language = "zh" if "这" in text else "en"
    assert lead_of(text, language) == (lead, lead)
    assert lead_of(text, language, "In short.") == ("In short.", "In short.")


def test_no_listener_is_told_an_engines_name_for_a_voice() -> None:
    episode = replace(samples.episode(), narrators=("eSpeak NG en-us+m7",))
    feed = replace(samples.feed(), episodes=(episode,))
    for made in (rss.feed_xml(feed), web.episode_page(episode, feed), web.feed_page(feed)):
        assert b"m7" not in made
