"""Chapters at two levels: what every list shows, and what lies inside, in each output."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from dataclasses import replace

from lxml import html
from mutagen.id3 import ID3

from audiobrief.mix.arrange import ChunkFacts, arrange
from audiobrief.model import MixSettings, Role, Segment
from audiobrief.publish import chapter_lists, daisy, epub, m4b, notes, rss, tags, web
from tests import presses
from tests import publish_samples as samples

ONE_LEVEL = samples.episode()
INSIDE = {"Quote: Ada Moreno", "She said"}
EPISODE = replace(
    ONE_LEVEL, chapters=tuple(replace(mark, level=1 + (mark.title in INSIDE)) for mark in ONE_LEVEL.chapters)
)
LISTED = [mark.title for mark in EPISODE.chapters if mark.title not in INSIDE]
FEED = samples.feed(EPISODE)


def test_the_lists_of_podcast_players_have_the_first_level_alone() -> None:
    tag = ID3(io.BytesIO(tags.id3(EPISODE, album="A", artist="B")))
    assert [str(frame.sub_frames["TIT2"]) for frame in tag.getall("CHAP")] == LISTED
    assert len(tag.getall("CTOC")[0].child_element_ids) == len(LISTED)
    feed = rss.feed_xml(FEED).decode()
    assert all(title not in feed.partition("<psc:chapters")[2].partition("</psc:chapters>")[0] for title in INSIDE)
    shown = notes.show_notes(EPISODE, FEED)
    assert [title in shown for title in (LISTED[1], *INSIDE)] == [True, False, False]
    assert m4b.metadata(EPISODE).count("[CHAPTER]") == len(LISTED)


def test_a_tag_can_hold_both_levels() -> None:
    tag = ID3(io.BytesIO(tags.id3(EPISODE, album="A", artist="B", levels=2)))
    marks, tables = tag.getall("CHAP"), {table.element_id: table for table in tag.getall("CTOC")}
    assert {str(mark.sub_frames["TIT2"]) for mark in marks} == {mark.title for mark in EPISODE.chapters}
    (top,) = (table for table in tables.values() if int(table.flags) == 3)
    (inner,) = (tables[name] for name in top.child_element_ids if name in tables)
    assert [str(tag[f"CHAP:{name}"].sub_frames["TIT2"]) in INSIDE for name in inner.child_element_ids] == [True, True]
    assert len(top.child_element_ids) == len(LISTED) + 1


def test_the_json_file_has_all_and_marks_what_no_list_shows() -> None:
    marks = json.loads(chapter_lists.json_chapters(EPISODE))["chapters"]
    assert [mark["title"] for mark in marks] == [mark.title for mark in EPISODE.chapters]
    assert {mark["title"] for mark in marks if mark.get("toc") is False} == INSIDE


def test_page_and_epub_nest_the_second_level() -> None:
    page = html.document_fromstring(web.episode_page(EPISODE, FEED).decode())
    book = zipfile.ZipFile(io.BytesIO(epub.epub(EPISODE, b"sound", b"picture")))
    for top in (page, html.document_fromstring(book.read("EPUB/nav.xhtml"))):
        (outer,) = top.xpath("//nav/ol")
        assert [link.text_content() for link in outer.xpath("./li/a")] == LISTED
        (inner,) = outer.xpath("./li/ol | ./li/details/ol")
        assert {link.text_content() for link in inner.xpath("./li/a")} == INSIDE
    assert page.xpath("string(//nav//summary)") == "and 2 more chapters"


def test_a_daisy_book_has_headings_of_two_levels() -> None:
    ncc = zipfile.ZipFile(io.BytesIO(daisy.daisy(EPISODE, b"sound"))).read("ncc.html").decode()
    assert (ncc.count("<h1"), ncc.count("<h2")) == (len(LISTED), len(INSIDE))
    assert '<meta name="ncc:depth" content="2"' in ncc


def test_the_next_story_of_an_edition_is_one_press_away_in_every_client() -> None:
    episode = presses.edition()
    assert len(presses.stories(episode)) == 40 and len(episode.chapters) > 160
    for client, places in presses.stops(episode).items():
        assert presses.between_stories(episode, places) == {1}, client


def test_next_leads_from_story_to_story_over_the_sections_too() -> None:
    episode = presses.edition(40, ["Sport"] * 20 + ["Culture"] * 20)
    assert len(presses.stories(episode)) == 40
    for client, places in presses.stops(episode).items():
        if client != "DAISY players, headings":  # which have a level for sections, and one for stories
            assert presses.between_stories(episode, places) == {1}, client
    titles = [mark.title for mark in chapter_lists.listed(episode)]
    assert len(titles) == 41 and (titles[1], titles[21]) == (
        "Sport: 1 of 40: Ferry Returns To “Old Harbour” After Nine Years",
        "Culture: 21 of 40: Ferry Returns To “Old Harbour” After Nine Years",
    )
    page = html.document_fromstring(web.episode_page(episode, samples.feed(episode)).decode())
    headings = [one.text_content() for one in page.xpath("//article//h3")]
    assert headings[1] == "Sport" and headings[2].startswith("Ferry")  # the text has one for each
    plain = presses.edition(3, [])
    assert [mark.title for mark in chapter_lists.marked(plain)] == [mark.title for mark in plain.chapters]


def test_the_page_of_a_long_edition_is_small() -> None:
    episode = presses.edition(40)
    assert len(gzip.compress(web.episode_page(episode, samples.feed(episode)))) <= 20_000


def test_a_list_that_begins_inside_is_still_a_list() -> None:
    assert len(chapter_lists.nested([(2, ["a"]), (2, ["b"])])) == 1


def test_books_of_an_edition_have_sections_stories_and_parts() -> None:
    episode = presses.edition(40, ["Sport"] * 20 + ["Culture"] * 20)
    ncc = html.document_fromstring(zipfile.ZipFile(io.BytesIO(daisy.daisy(episode, b"sound"))).read("ncc.html"))
    assert [one.text_content() for one in ncc.iter("h1")] == ["Headlines", "Sport", "Culture"]
    assert len(list(ncc.iter("h2"))) == 40 and len(list(ncc.iter("h3"))) > 40
    assert ncc.xpath("//meta[@name='ncc:depth']/@content") == ["3"]
    nav = zipfile.ZipFile(io.BytesIO(epub.epub(episode, b"sound", b"picture"))).read("EPUB/nav.xhtml")
    (top,) = html.document_fromstring(nav).xpath("//nav/ol")
    assert [len(item.xpath("./ol/li")) for item in top] == [0, 20, 20]
    assert all(item.xpath("./ol/li") for item in top.xpath("./li/ol/li"))


def test_a_chapter_ends_where_the_next_one_begins_that_is_not_inside_it() -> None:
    levels = (2, 2, 1, 2, 2, 1)
    segments = [Segment(Role.BODY, "x", chapter=f"{n}", chapter_level=level) for n, level in enumerate(levels)]
    sound = ChunkFacts(frame_count=40, byte_count=9_000, speech_start=0, speech_samples=44_100)
    chapters = arrange(segments, [sound] * 6, MixSettings()).chapters
    starts = [mark.start_ms for mark in chapters]
    assert [mark.level for mark in chapters] == [1, 2, 1, 2, 2, 1]
    ends = [starts[2], starts[2], starts[5], starts[4], starts[5]]
    assert [mark.end_ms for mark in chapters][:-1] == ends


def test_a_silent_part_lends_its_level_to_what_is_heard_next() -> None:
    sound = ChunkFacts(frame_count=40, byte_count=9_000, speech_start=0, speech_samples=44_100)
    parts = (("Top", 1), ("Part", 1), ("Quote", 2))
    segments = [Segment(Role.BODY, "x", chapter=title, chapter_level=level) for title, level in parts]
    chapters = arrange(segments, [sound, None, sound], MixSettings()).chapters
    assert [(mark.title, mark.level) for mark in chapters] == [("Top", 1), ("Quote", 1)]
