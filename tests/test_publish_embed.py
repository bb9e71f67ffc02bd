"""``<audiobrief-player>`` on other people's pages: small, one file; in a real browser, from another origin (*full*)."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from audiobrief.publish import embed, page_words, web
from tests import publish_samples as samples
from tests.player_site import AXE, EPISODE, EPISODES, chromium, opened, served, until

SHADOW = "document.querySelector('audiobrief-player').shadowRoot"
AUDIO = f"{SHADOW}.getElementById('audio')"
ARTICLE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry returns</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src FEED; connect-src FEED;
media-src FEED; img-src FEED; require-trusted-types-for 'script'">
<script src="FEED/audiobrief-player.js" defer></script></head><body>
<nav><a href="/">Ferry Returns To Old Harbour</a></nav><main><h1>Ferry Returns To "Old Harbour" After Nine Years</h1>
<audiobrief-player episode="FEED/episodes/SLUG/"><a href="FEED/episodes/SLUG/index.html">Listen</a></audiobrief-player>
<p id="first">WESTHAVEN &mdash; The <a href="#">ferry sailed</a> again on Fri&shy;day, with 120&nbsp;people and about
&euro;1.2 million of <em>new</em> engine<sup>1</sup>. Nobody had slept.</p>
<div id="extra">Advertisement: the mayor sails with us. Nobody else does.</div>
<p id="quote">The mayor spoke first. "We have waited for this boat since the storm took the pier. Our children had never
seen it, and our parents had stopped asking when it would come back to the <b id="town">town</b>," she said.</p>
<h2>What changes</h2><ul><li id="item">Four crossings a day</li></ul>
MORE
<p id="notice">Correction: an earlier version named the wrong engine.</p></main></body></html>"""
MORE = "<p>Nothing of this was read by anybody.</p>" * 90
RTL = """<!DOCTYPE html><html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>کشتی</title>
<script src="FEED/audiobrief-player.js" defer></script></head><body><main><h1>کشتی پس از ۹ سال به بندر بازگشت</h1>
<audiobrief-player episode="FEED/episodes/SLUG/"></audiobrief-player>
<p id="first">کشتی روز جمعه دوباره به راه افتاد. شهردار گفت: "همه منتظر بودیم."</p></main></body></html>"""


@pytest.mark.parametrize("language", page_words.languages())
def test_it_is_one_small_file_that_says_in_the_feeds_language_what_fails(language: str) -> None:
    script = web.static_files(language)[embed.NAME]
    assert len(script) <= 15_000
    text = script.decode()
    assert page_words.words(language)("no_player") in text
    assert "//" not in text and "innerHTML" not in text and "eval(" not in text


def test_it_is_made_of_the_pages_own_parts_with_shorter_names() -> None:
    node = shutil.which("node")
    script = embed.script("en").decode()
    for kept in ("audiobriefCore", "setActionHandler", "resumed", "prefers", "findLastIndex", "episode"):
        assert (kept in script) == (kept != "prefers"), kept
    assert not re.search(r"\n.|\bconst\b|lastAtOrBefore|hasJumped", script)
    if node:
        subprocess.run([node, "--check", "-"], input=script.encode(), check=True)


def test_a_page_says_how_to_put_its_player_elsewhere() -> None:
    top = html.document_fromstring(web.episode_page(EPISODE, samples.feed()).decode())
    (lines,) = top.xpath("//*[@id='embed']//code/text()")
    made = html.fragment_fromstring(lines, create_parent=True)
    assert made.xpath("script/@src") == [f"{samples.BASE_URL}/{embed.NAME}"]
    assert made.xpath("audiobrief-player/@episode") == made.xpath("audiobrief-player/a/@href")
    assert made.xpath("audiobrief-player/@episode") == [samples.feed().episode_url(EPISODE, "index.html")]


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("public")) as address:
        yield address


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, feed: str) -> Iterator[str]:
    """Another origin, with pages of its own that show the feed's player."""
    folder = tmp_path_factory.mktemp("elsewhere")
    for name, text, slug in (
        ("article", ARTICLE, EPISODE.slug),
        ("gone", ARTICLE, "no-such-episode"),
        ("rtl", RTL, EPISODES["rtl"].slug),
    ):
        (folder / f"{name}.html").write_text(
            text.replace("FEED", feed).replace("SLUG", slug).replace("MORE", MORE), encoding="utf-8"
        )
    (folder / "favicon.ico").write_bytes(b"")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Any, elsewhere: str) -> Iterator[Any]:
    """The foreign page."""
    with opened(browser, f"{elsewhere}/article.html") as page:
        ready(page)
        yield page


def ready(page: Any) -> None:
    until(page, f"!!{SHADOW}?.getElementById('clock')?.textContent.startsWith('0:0')")


def play(page: Any) -> None:
    page.click("audiobrief-player [data-action=toggle]")
    until(page, f"!{AUDIO}.paused && {AUDIO}.currentTime > 0")


def at(page: Any) -> float:
    return float(page.evaluate(f"{AUDIO}.currentTime"))


def seek(page: Any, seconds: float) -> None:
    page.evaluate(f"{AUDIO}.currentTime = {seconds}")


def lit(page: Any) -> str:
    return str(page.evaluate("[...(CSS.highlights.get('audiobrief-player') ?? [])].map(String).join('|')"))


def starts(sentence: str, name: str = "article") -> float:
    top = html.document_fromstring(web.episode_page(EPISODES[name], samples.feed()).decode())
    return int(top.get_element_by_id(sentence).attrib["data-start"]) / 1000


@pytest.mark.full
def test_nothing_of_the_page_is_touched_before_play(page: Any) -> None:
    before = page.content()
    page.click("#town")
    page.keyboard.press("k")
    page.wait_for_timeout(100)
    assert page.evaluate(f"{AUDIO}.paused") and lit(page) == ""
    assert page.content() == before


@pytest.mark.full
def test_it_plays_from_any_place_of_the_foreign_text_and_lights_it(page: Any) -> None:
    play(page)
    page.click("#town")
    until(page, f"{AUDIO}.currentTime >= {starts('s7-1')}")
    assert at(page) < starts("s7-1") + 2
    assert re.sub(r"\s+", " ", lit(page)).startswith("Our children had never seen it")
    assert lit(page).endswith("town")
    page.click("#item")
    assert lit(page) == "Four crossings a day"
    page.click("#first em")  # a note's number stands in the sentence
    assert re.sub(r"\s+", " ", lit(page)).startswith("The ferry sailed again on Fri\xadday, with 120 people")
    here = at(page)
    page.click("#extra")
    page.click("#first a")
    assert here <= at(page) < here + 2
    page.evaluate(
        "document.getElementById('notice').textContent = 'CORRECTION: An earlier version named the wrong engine'"
    )
    page.click("#notice")
    assert lit(page).startswith("CORRECTION")


@pytest.mark.full
def test_a_paragraph_that_was_edited_is_lit_whole_and_others_keep_their_places(page: Any) -> None:
    page.evaluate(
        """const text = document.getElementById('quote').firstChild;
           text.data = text.data.replace('We have', 'We had')"""
    )
    play(page)
    seek(page, starts("s7") + 0.2)
    until(page, "[...CSS.highlights.get('audiobrief-player')].length > 0")
    assert lit(page).startswith("The mayor spoke first.") and lit(page).endswith("she said.")
    seek(page, starts("s7-1") + 0.2)
    until(page, "String([...CSS.highlights.get('audiobrief-player')][0]).startsWith('Our children')")
    page.evaluate("document.getElementById('quote').remove()")
    page.click("#first em")
    seek(page, starts("s7") + 0.2)
    until(page, "[...CSS.highlights.get('audiobrief-player')].length === 0")
    seek(page, starts("s12") + 0.2)
    until(page, "String([...CSS.highlights.get('audiobrief-player')][0]) === 'Four crossings a day'")


@pytest.mark.full
def test_play_is_two_tab_stops_away_and_the_text_is_one(page: Any) -> None:
    page.keyboard.press("Tab")  # the page's own link
    page.keyboard.press("Tab")
    assert page.evaluate(f"{SHADOW}.activeElement.dataset.action") == "toggle"
    page.keyboard.press("k")
    until(page, f"!{AUDIO}.paused")
    seek(page, starts("s3") + 0.2)
    until(page, "document.querySelectorAll('main [tabindex]').length === 1")
    page.evaluate(f"{AUDIO}.pause()")
    assert page.evaluate("document.querySelector('main [tabindex]').id") == "first"
    page.focus("#first")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "quote"
    page.keyboard.press("Enter")
    until(page, f"!{AUDIO}.paused")
    assert starts("s5") - 0.1 <= at(page) < starts("s5") + 2
    assert page.evaluate("document.querySelectorAll('main [tabindex]').length") == 1
    page.keyboard.press("n")
    assert page.text_content("audiobrief-player #chapter") == "Quote: Ada Moreno"
    page.keyboard.press("k")
    until(page, f"{AUDIO}.paused")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")  # the page's keys are its own
    assert page.text_content("audiobrief-player #chapter") == "Quote: Ada Moreno"


@pytest.mark.full
def test_kinds_are_left_out_and_speed_is_set(page: Any) -> None:
    page.click("audiobrief-player #settings > summary")
    page.check("audiobrief-player #skip-quotes")
    page.click("h1")
    assert not page.is_visible("audiobrief-player #panel")
    page.select_option("audiobrief-player #speed", "2")
    play(page)
    seek(page, starts("s6") - 0.3)
    until(page, f"{AUDIO}.currentTime >= {starts('s9')}")
    assert lit(page) == "she said."
    assert page.evaluate(f"{AUDIO}.playbackRate") == 2


@pytest.mark.full
def test_the_bar_stays_in_view_while_it_plays_until_it_is_closed(page: Any) -> None:
    play(page)
    for width, height in ((1280, 900), (360, 740), (320, 568), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo({top: 2500, behavior: 'instant'})")
        until(page, f"!!{SHADOW}.querySelector('.docked')")
        boxes = page.evaluate(
            f"""[...{SHADOW}.querySelectorAll('#buttons button, #speed, #position, #settings > summary, #close')]
                .map((one) => {{
                  const box = one.getBoundingClientRect();
                  return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
                }})"""
        )
        assert boxes == [True] * 9, (width, height)
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        until(page, f"!{SHADOW}.querySelector('.docked')")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo({top: 2500, behavior: 'instant'})")
    until(page, f"!!{SHADOW}.querySelector('.docked')")
    page.click("audiobrief-player #close")
    assert page.evaluate(f"{AUDIO}.paused && !{SHADOW}.querySelector('.docked')")


@pytest.mark.full
def test_the_lock_screen_shows_it_and_one_player_plays_at_a_time(page: Any, feed: str) -> None:
    play(page)
    shown = page.evaluate("[navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artwork[0].src]")
    assert shown == [EPISODE.title, f"{feed}/episodes/{EPISODE.slug}/cover.jpg"]
    page.evaluate(
        """(episode) => {
             const other = document.createElement('audiobrief-player');
             other.id = 'other';
             document.querySelector('main').prepend(other);
             other.setAttribute('episode', episode);
           }""",
        f"{feed}/episodes/{EPISODES['edition'].slug}/index.html",
    )
    page.click("#other [data-action=toggle]")
    until(page, "!document.getElementById('other').shadowRoot.getElementById('audio').paused")
    old = "document.querySelector('audiobrief-player:not(#other)').shadowRoot.getElementById('audio')"
    until(page, f"{old}.paused")
    assert page.get_attribute("#other [data-action=next-chapter]", "title") == "Next story"
    page.evaluate("document.getElementById('other').remove()")
    page.wait_for_timeout(100)
    assert lit(page) == ""


@pytest.mark.full
def test_an_episode_that_cannot_be_fetched_is_said_with_a_way_out(browser: Any, elsewhere: str, feed: str) -> None:
    opened = browser.new_page()
    opened.goto(f"{elsewhere}/gone.html")
    until(opened, f"{SHADOW}.querySelector('[role=status]')?.textContent.length > 0")
    assert opened.inner_text("audiobrief-player [role=status]") == (
        "The player cannot be loaded. Listen on the episode’s own page"
    )
    assert opened.get_attribute("audiobrief-player [role=status] a", "href") == f"{feed}/episodes/no-such-episode/"
    opened.close()


@pytest.mark.full
def test_sound_that_cannot_be_fetched_is_said(browser: Any, elsewhere: str) -> None:
    opened = browser.new_page()
    opened.route("**/*.mp3", lambda route: route.abort())
    opened.goto(f"{elsewhere}/article.html")
    ready(opened)
    opened.click("audiobrief-player [data-action=toggle]")
    until(opened, f"{SHADOW}.getElementById('status').textContent === 'The audio cannot be loaded.'")
    opened.close()


@pytest.mark.full
def test_without_javascript_the_link_is_there(browser: Any, elsewhere: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{elsewhere}/article.html")
    assert opened.is_visible("audiobrief-player > a")
    context.close()


@pytest.mark.full
@pytest.mark.parametrize("name", ["article", "rtl", "gone"])
@pytest.mark.parametrize(
    "look",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
        {"viewport": {"width": 320, "height": 256}},
    ],
)
def test_nothing_for_axe_to_find(browser: Any, elsewhere: str, name: str, look: dict[str, Any]) -> None:
    context = browser.new_context(bypass_csp=True, **look)
    opened = context.new_page()
    opened.goto(f"{elsewhere}/{name}.html")
    if name == "gone":
        until(opened, f"{SHADOW}.querySelector('[role=status]')?.textContent.length > 0")
    else:
        ready(opened)
        play(opened)
        until(opened, "[...CSS.highlights.get('audiobrief-player')].length > 0")
        opened.evaluate(f"{SHADOW}.querySelectorAll('details').forEach((part) => {{ part.open = true; }})")
        assert opened.get_attribute("audiobrief-player #frame", "dir") == ("rtl" if name == "rtl" else "ltr")
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if AXE:
        opened.evaluate(Path(AXE).read_text(encoding="utf-8"))
        result = opened.evaluate("axe.run()")
        assert [(found["id"], found["nodes"][0]["html"]) for found in result["violations"]] == []
    context.close()


@pytest.mark.full
def test_it_works_on_the_feeds_own_origin(browser: Any, feed: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    opened = browser.new_page()
    opened.route(
        f"{feed}/own.html",
        lambda route: route.fulfill(
            body=ARTICLE.replace("FEED/", "/").replace("FEED", "'self'").replace("SLUG", EPISODE.slug),
            content_type="text/html",
        ),
    )
    opened.goto(f"{feed}/own.html")
    ready(opened)
    play(opened)
    opened.click("#item")
    assert lit(opened) == "Four crossings a day"
    opened.close()
