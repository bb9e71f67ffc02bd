"""The pages: whole without JavaScript, nothing of an article can become markup, covers that fit."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image

from audiobrief import qr_code
from audiobrief.languages.tags import direction
from audiobrief.model import Article, Episode, Role, Segment
from audiobrief.publish import body_html, cover, embed, page_words, passages, player_bar, transcript, web
from audiobrief.publish.subscribe import APPS
from tests import publish_samples as samples


def page(episode: Episode) -> html.HtmlElement:
    return html.document_fromstring(web.episode_page(episode, samples.feed(episode)).decode())


def found(top: html.HtmlElement, path: str) -> list[Any]:
    result = top.xpath(path)
    assert isinstance(result, list)
    return result


def test_an_episode_plays_and_jumps_without_javascript() -> None:
    episode = samples.episode()
    top = page(episode)
    (audio,) = found(top, "//audio")
    assert audio.get("controls") is not None and audio.get("src") == "episode.mp3"
    assert found(top, "//audio/track/@src") == ["transcript.vtt"]
    links = found(top, "//nav//a")
    assert [link.get("href") for link in links] == [f"episode.mp3#t={c.start_ms // 1000}" for c in episode.chapters]
    assert [link.text_content() for link in links] == [c.title for c in episode.chapters]
    assert not found(top, "//article//a")  # a text to read, not a list of links
    hidden = {element.get("id") for element in found(top, "//*[@hidden]")}
    assert hidden == {"player", "search", "next"}


def test_play_is_the_second_thing_that_the_tab_key_finds() -> None:
    reached = found(page(samples.episode()), "//body//*[self::a or self::button or self::input or self::summary]")
    assert [element.get("class") or element.get("data-action") for element in reached[:2]] == ["skip", "toggle"]


def test_an_episodes_page_is_small() -> None:
    files = web.static_files()
    sent = [web.episode_page(samples.episode(), samples.feed()), files["static/player.js"], files["static/style.css"]]
    assert sum(len(gzip.compress(data)) for data in sent) <= 20_000


def test_the_whole_text_is_on_the_page_once_and_timed() -> None:
    episode = samples.episode()
    top = page(episode)
    shown = [element.text_content() for element in found(top, "//article//*[@data-start]")]
    assert " ".join(shown) == " ".join(passages.shown(segment) for segment in episode.script.segments)
    starts = [int(element.get("data-start")) for element in found(top, "//article//*[@data-start]")]
    assert starts == sorted(starts)
    ids = [element.get("id") for element in found(top, "//*[@id]")]
    assert len(ids) == len(set(ids))


def test_structure_is_marked_up() -> None:
    top = page(samples.episode())
    assert [element.text_content() for element in found(top, "//h1")] == [samples.ARTICLE.title]
    chapters = [chapter.title for chapter in samples.episode().chapters]
    assert [element.text_content() for element in found(top, "//article//h3")] == chapters
    assert len(found(top, "//article//ul/li")) == 2
    assert found(top, "//*[@data-part='quote']/@id") == ["s6", "s7", "s7-1", "s8"]
    assert {box.get("data-skip") for box in found(top, "//*[@data-skip]")} == {
        "quote", "list_item", "caption", "notice", "cue",
    }  # fmt: skip


def test_an_edition_has_a_heading_for_each_story_and_no_level_is_skipped() -> None:
    top = page(samples.edition())
    headings = [(h.tag, h.text_content()) for h in found(top, "//article//*[self::h3 or self::h4 or self::h5]")]
    assert headings == [("h3", "Start"), ("h3", "Ferry returns"), ("h3", "Rail & road"), ("h4", "Costs")]
    about = [link.text_content() for link in found(top, "//section//a[@rel='external']")]
    assert about == ["Article: Ferry returns", "Article: Rail & road"]


def test_a_chapter_inside_has_a_heading_below_where_a_passage_begins_with_it() -> None:
    episode = samples.episode()
    inside = [replace(mark, level=2) if mark.title != "What changes" else mark for mark in episode.chapters]
    top = page(replace(episode, chapters=tuple(inside)))
    headings = [(h.tag, h.text_content()) for h in found(top, "//article//*[self::h3 or self::h4 or self::h5]")]
    assert headings == [("h3", samples.ARTICLE.title), ("h3", "What changes"), ("h4", "Correction")]
    assert "p6" not in found(top, "//@id")  # a paragraph that a chapter of level 1 parts begins anew there
    assert "p6" in found(page(episode), "//@id") and "p9" in found(page(episode), "//@id")


def test_block_quotes_and_tables() -> None:
    segments = (
        Segment(Role.QUOTE, "We sail.", "We sail.", speaker="Ada Moreno", block=0),
        Segment(Role.TABLE, "Place; seats.", "Place\tSeats", block=1),
        Segment(Role.TABLE, "Place: Bow; Seats: 9.", "Bow\t9", block=1),
        Segment(Role.TABLE, "Loose words.", "Loose words", block=2),
        Segment(Role.BODY, "Bonjour.", "Bonjour.", language="fr", block=3),
    )
    top = page(samples.episode(segments))
    (quote,) = found(top, "//blockquote")
    assert quote.text_content() == "We sail.— Ada Moreno"
    assert [cell.text_content() for cell in found(top, "//article//th")] == ["Place", "Seats"]
    assert [cell.text_content() for cell in found(top, "//article//td")] == ["Bow", "9"]
    assert found(top, "//tr[@data-start]/@id") == ["s1", "s2"]
    assert found(top, "//span[@lang='fr']/@dir") == ["ltr"]
    bare = passages.passages(samples.episode((Segment(Role.TABLE, "9; 8.", "9\t8"), segments[2])))
    assert [passage.has_header_row for passage in bare] == [False, False]


def test_languages_and_directions() -> None:
    foreign = replace(samples.ARTICLE, language="xx-Arab", title="Loke")
    top = page(samples.episode((Segment(Role.BODY, "Loke.", "Loke."),), foreign))
    assert (top.get("lang"), top.get("dir")) == ("en", "ltr")  # audiobrief's own words are English here
    assert found(top, "//h1/@lang") == ["xx-Arab"] and found(top, "//h1/@dir") == ["rtl"]
    assert found(top, "//article/div/@dir") == ["rtl"]
    assert direction("az-Latn") == "ltr" and direction("ps") == "rtl" and direction(None) == "ltr"


def test_nothing_of_an_article_becomes_markup_or_script() -> None:
    bad = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\x00\u202e"
    segments = (Segment(Role.BODY, bad, bad, speaker=bad, chapter=bad, language='en" onload="x'),)
    article = Article(url="javascript:alert(1)", title=bad, site=bad, authors=(bad,), licence=bad, language="en")
    episode = replace(samples.episode(segments, article), description=bad, narrators=(bad,), unspoken=(bad,), guid=bad)
    for top in (page(episode), html.document_fromstring(web.feed_page(samples.feed(episode)).decode())):
        assert all(
            re.match(r"(\.\./\.\./static/player|static/feed)\.js\?v=", script.get("src", ""))
            or script.get("type") == "application/ld+json"
            for script in found(top, "//script")
        )
        assert not found(top, "//img[@onerror] | //*[@onload] | //*[@onerror] | //@style | //style")
        assert not [link for link in found(top, "//@href") if "javascript" in str(link)]
        (policy,) = found(top, "//meta[@http-equiv]/@content")
        assert "script-src 'self'" in str(policy) and "unsafe" not in str(policy)


@given(st.text(max_size=50), st.text(max_size=50), st.text(max_size=9))
def test_any_text_gives_pages(title: str, text: str, language: str) -> None:
    article = Article(url=text, title=title, site=text, authors=(text,), language=language, published=text)
    segments = (Segment(Role.BODY, text or "x", text, chapter=title, speaker=title, language=language),)
    episode = replace(samples.episode(segments, article), description=title, narrators=(text,), unspoken=(title,))
    assert found(page(episode), "//h1")
    assert found(html.document_fromstring(transcript.html(episode)), "//h1")


def test_unspoken_pieces_are_told() -> None:
    top = page(replace(samples.episode(), unspoken=("“…”: no letters in it",)))
    assert [item.text_content() for item in found(top, "//section//ul/li")] == ["“…”: no letters in it"]


def test_the_feed_page_lists_every_episode() -> None:
    feed = samples.feed(samples.episode(), samples.edition(), samples.right_to_left())
    top = html.document_fromstring(web.feed_page(feed).decode())
    assert found(top, "//ol//h3/a/@href") == [f"episodes/{episode.slug}/index.html" for episode in feed.episodes]
    assert found(top, "//a[@href='feed.xml']")[0].text == feed.feed_url
    plays = found(top, "//ol[@class='episodes']/li/a")
    assert [link.get("href") for link in plays] == [f"episodes/{one.slug}/index.html#play" for one in feed.episodes]
    assert plays[0].text_content() == "Play 0:54 Ferry Returns To “Old Harbour” After Nine Years"
    assert found(top, "//img/@alt")[0].startswith("Cover: Coast News")
    assert not found(top, "//search")  # of three
    empty = web.feed_page(replace(feed, episodes=(), description="", base_url="")).decode()
    assert "There is no episode yet." in empty
    assert "<svg" not in empty and "podcast://" not in empty and 'id="copy"' not in empty


def test_the_newest_edition_is_the_first_thing_on_the_feeds_page() -> None:
    older = replace(samples.edition(), slug="edition-old")
    top = html.document_fromstring(web.feed_page(samples.feed(samples.episode(), samples.edition(), older)).decode())
    assert [one.text_content() for one in found(top, "//h2")] == ["Latest edition", "Subscribe", "Episodes"]
    (edition,) = found(top, "//section[@id='latest']")
    assert found(edition, ".//a/@href")[0] == f"episodes/{samples.edition().slug}/index.html"
    assert "Ferry returns · Rail & road" in edition.text_content()
    assert "Article published" not in edition.text_content()  # it is no article
    assert not found(html.document_fromstring(web.feed_page(samples.feed()).decode()), "//section[@id='latest']")


def test_a_feeds_page_opens_it_in_apps_and_on_phones() -> None:
    feed = replace(samples.feed(), title="News & more?")
    top = html.document_fromstring(web.feed_page(feed).decode())
    links = dict(zip(found(top, "//section//li/a/text()"), found(top, "//section//li/a/@href"), strict=True))
    assert links == {
        "Apple Podcasts": "podcast://news.example/listen/feed.xml",
        "AntennaPod": "https://antennapod.org/deeplink/subscribe?url=https://news.example/listen/feed.xml"
        "&title=News%20%26%20more%3F",
        "Overcast": "overcast://x-callback-url/add?url=https://news.example/listen/feed.xml",
        "Pocket Casts": "pktc://subscribe/news.example/listen/feed.xml",
        "gPodder": "feed://news.example/listen/feed.xml",
    }
    assert found(top, "//*[@role='img']/@aria-label") == ["QR code with the address of this page"]
    assert found(top, "//*[@role='img']//path/@d")[1] in qr_code.drawing(f"{feed.base_url}/")
    rows = [f"| {app.name} | `{app.link}` | {'yes' if app.keeps_a_secret else 'no'} | {app.source} |" for app in APPS]
    assert "\n".join(rows) in Path("docs/outputs.md").read_text("utf-8"), "docs/outputs.md, The feed's page"
    odd = replace(feed, base_url="https://news.example/a,b&c")
    hrefs = found(html.document_fromstring(web.feed_page(odd).decode()), "//section//li/a/@href")
    assert all("b&c/feed.xml" in href for href in (hrefs[0], hrefs[3])) and "b%26c/feed.xml" in hrefs[2]


def test_older_pages_of_a_feed_have_the_list_alone() -> None:
    top = html.document_fromstring(web.feed_page(replace(samples.feed(), page="archive-3", older="archive-2")).decode())
    assert not found(top, "//section") and found(top, "//title/text()") == ["Coast News, Read Aloud – Older episodes"]


def test_a_long_feed_can_be_searched() -> None:
    many = [replace(samples.episode(), slug=f"e-{n}") for n in range(11)]
    top = html.document_fromstring(web.feed_page(samples.feed(*many)).decode())
    assert found(top, "//search/@hidden") and found(top, "//search/label/@for") == found(top, "//search/input/@id")


def test_books_are_offered_where_the_feed_makes_them() -> None:
    feed = replace(samples.feed(), books=("epub",))
    top = html.document_fromstring(web.episode_page(samples.episode(), feed).decode())
    assert found(top, "//a[starts-with(@href, 'episode.epub')]/text()") == ["EPUB"]
    assert not found(page(samples.episode()), "//a[contains(@href, 'epub') or contains(@href, 'daisy')]")


def test_a_correction_says_so() -> None:
    corrected = replace(samples.episode(), updated="2026-11-22T10:00:00Z")
    assert "Updated: November 22, 2026" in page(corrected).text_content()


def test_the_date_of_an_episode_does_not_pass_for_its_articles() -> None:
    made = samples.episode()
    assert "Article published: November" in page(made).text_content()
    undated = replace(made.script, article=replace(made.script.article, published=None))
    facts = found(page(replace(made, script=undated)), "//p[@class='facts']")[0].text_content()
    assert "November 21, 2026" in facts and "Article published" not in facts


def test_static_files_are_what_the_pages_ask_for() -> None:
    files = web.static_files()
    text = (web.episode_page(samples.episode(), samples.feed()) + web.feed_page(samples.feed())).decode()
    asked = {name.partition("?")[0] for name in re.findall(r'(?:src|href)="(?:\.\./\.\./)?(static/[^"]+)"', text)}
    assert asked == set(files) - {embed.NAME}  # that one is for other people's pages
    player = files["static/player.js"].decode()
    assert all(f'"{action}"' in player or f"{action}:" in player for action, _, _ in player_bar.ACTIONS)
    assert not any(bad in player + files["static/feed.js"].decode() for bad in ("innerHTML", "eval("))


def test_pages_tell_search_engines_and_messengers_what_they_are() -> None:
    feed = samples.feed(samples.episode())
    for made in (web.feed_page(feed), web.episode_page(samples.episode(), feed)):
        top = html.document_fromstring(made.decode())
        (address,) = found(top, "//link[@rel='canonical']/@href")
        (block,) = found(top, "//script[@type='application/ld+json']")
        (policy,) = found(top, "//meta[@http-equiv='Content-Security-Policy']/@content")
        assert base64.b64encode(hashlib.sha256(block.text.encode()).digest()).decode() in policy
        stated = json.loads(block.text)
        assert found(top, "//meta[@property='og:url']/@content") == [address] == [stated["url"]]
        assert str(address).startswith(feed.base_url)
        assert found(top, "//meta[@property='og:title']/@content") == [stated["name"]]
        assert len(found(top, "//meta[@property='og:image']/@content")) == 1
        (icon,) = found(top, "//link[@rel='icon']/@href")
        assert len(web.static_files()[str(icon).removeprefix("../../").partition("?")[0]]) < 1_000
    unserved = html.document_fromstring(web.feed_page(replace(feed, base_url="")).decode())
    assert not found(unserved, "//link[@rel='canonical'] | //meta[@property] | //script[not(@src)]")


def test_every_language_has_every_word_with_its_places() -> None:
    def places(table: dict[str, str]) -> dict[str, set[str]]:
        return {key: set(re.findall(r"{(\w+)}", text)) for key, text in table.items()}

    english = page_words.words("en")
    for language in page_words.languages():
        own = page_words.words(language)
        assert own.language == language
        assert places(own.table) == places(english.table)
        assert all(text.strip() == text and text for text in own.table.values())
    assert page_words.words("de-AT").language == "de"
    assert (
        page_words.words("tlh").language
        == page_words.words(None).language
        == page_words.words("../en").language
        == "en"
    )


@pytest.mark.parametrize("size_px", [cover.SIZE_PX, cover.SMALL_PX])
def test_covers_are_square_small_rgb_and_the_same_again(size_px: int) -> None:
    data = cover.draw("Ferry Returns To “Old Harbour” After Nine Years", "The Coast News", size_px=size_px)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.size, image.mode, image.format) == ((size_px, size_px), "RGB", "JPEG")
    assert len(data) <= (cover.LIMIT_BYTES if size_px == cover.SIZE_PX else cover.SMALL_LIMIT_BYTES)
    assert data == cover.draw("Ferry Returns To “Old Harbour” After Nine Years", "The Coast News", size_px=size_px)


@pytest.mark.parametrize("title", ["", "A" * 300, "word " * 90, "港に船が戻る", "x\x00y"])
def test_any_title_gets_a_cover(title: str) -> None:
    with Image.open(io.BytesIO(cover.draw(title, title, size_px=cover.SMALL_PX))) as image:
        colours = image.convert("L").getextrema()
    assert colours[0] != colours[1]


def test_only_titles_that_can_be_written_whole_are_written() -> None:
    assert cover.can_write("Ärger in Łódź: „Nein“ — Київ, Ελλάδα")
    assert not cover.can_write("港に船") and not cover.can_write("a\tb")
    plain = cover.draw("港に船", size_px=cover.SMALL_PX)
    with Image.open(io.BytesIO(plain)) as image:
        upper = image.convert("L").crop((0, 0, cover.SMALL_PX, cover.SMALL_PX // 2))
        assert max(upper.tobytes()) < 128
    assert cover.alt_text("Title", "Feed") == "Cover: Title, Feed, over a row of bars like a sound wave"


def test_ids_of_sentences_are_those_of_the_overlay() -> None:
    ids = [name for name, _, _ in body_html.sentences(passages.passages(samples.episode()))]
    assert ids[:2] == ["s0", "s1"] and "s4-1" in ids and len(ids) == len(set(ids))
