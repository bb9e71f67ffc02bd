"""The pages in a real browser: keyboard, seeking, highlight, memory, zoom, themes, axe.

Needs Chromium, ``playwright`` (its Python package alone) and, for the accessibility rules, the path of axe-core's
``axe.min.js`` in AUDIOBRIEF_AXE.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests import publish_samples as samples
from tests.player_site import AXE, EPISODE, EPISODES, chromium, opened, served, until, write

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("public")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Any, site: str) -> Iterator[Any]:
    """The article's page."""
    with opened(browser, address(site, "article")) as page:
        ready(page)
        yield page


def address(site: str, name: str) -> str:
    return f"{site}/episodes/{EPISODES[name].slug}/index.html"


def ready(page: Any) -> None:
    until(page, "document.getElementById('audio').readyState >= 1")


def at(page: Any) -> float:
    return float(page.evaluate("document.getElementById('audio').currentTime"))


def spoken(page: Any) -> str | None:
    found = page.evaluate("document.querySelector('.spoken')?.id ?? null")
    return None if found is None else str(found)


def test_every_key_does_what_the_page_says(page: Any) -> None:
    marks = [chapter.start_ms / 1000 for chapter in EPISODE.chapters]
    page.keyboard.press("n")
    assert at(page) == marks[1]
    assert page.text_content("#status") == "Chapter: Quote: Ada Moreno"
    assert page.text_content("#chapters [aria-current]") == "Quote: Ada Moreno"
    page.keyboard.press("n")
    page.keyboard.press("p")
    assert at(page) == marks[1]
    page.keyboard.press("l")
    assert at(page) == marks[1] + 10
    page.keyboard.press("p")  # more than three seconds in: back to the start of this one
    assert at(page) == marks[1]
    page.keyboard.press("j")
    assert at(page) == marks[1] - 10
    here = at(page)
    page.keyboard.press(".")
    assert at(page) > here
    page.keyboard.press(",")
    assert at(page) <= here
    page.keyboard.press("f")
    assert page.input_value("#speed") == "1.25"
    assert page.text_content("#status") == "Speed 1.25"
    page.keyboard.press("s")
    page.keyboard.press("s")
    assert page.input_value("#speed") == "0.75"
    page.keyboard.press("k")
    until(page, "document.querySelector('[data-action=toggle]').ariaLabel === 'Pause'")
    page.keyboard.press("k")
    until(page, "document.querySelector('[data-action=toggle]').ariaLabel === 'Play'")
    assert page.evaluate("document.getElementById('audio').paused")


def test_keys_can_be_switched_off(page: Any) -> None:
    page.click("#settings > summary")
    page.click("#keyboard summary")
    page.uncheck("#keys")
    page.keyboard.press("n")
    assert at(page) == 0
    page.reload()
    ready(page)
    page.keyboard.press("n")
    assert at(page) == 0


def test_play_is_two_tab_stops_away_and_the_text_plays_from_where_enter_is_pressed(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.action") == "toggle"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "transcript"
    for _ in range(3):  # the field to search in, its button, the text
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "p0"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    until(page, "!document.getElementById('audio').paused")
    assert at(page) >= EPISODE.timeline.ms(EPISODE.timeline.spans[1].start) / 1000
    assert spoken(page) == "s1"


def test_there_is_one_player_and_it_stays_in_view(page: Any) -> None:
    assert page.evaluate("document.querySelectorAll('audio[controls]').length") == 0
    for width, height in ((1280, 900), (360, 740), (320, 568), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        for top in (0, 600, 100_000):
            page.evaluate("(top) => scrollTo({top, behavior: 'instant'})", top)
            boxes = page.evaluate(
                """[...document.querySelectorAll('#buttons button, #speed, #position, #settings > summary')]
                   .map((one) => {
                     const box = one.getBoundingClientRect();
                     const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                     const isInside = box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
                     return isInside && one.contains(found);
                   })"""
            )
            assert boxes == [True] * 8, (width, height, top)
        assert page.evaluate("document.getElementById('player').offsetHeight") <= max(110, height * 0.42)


def test_a_click_on_the_text_plays_from_its_sentence(page: Any) -> None:
    page.click("#s4-1")
    until(page, "!document.getElementById('audio').paused")
    assert spoken(page) == "s4-1"
    page.click("h3.chapter >> nth=0")  # "Quote: Ada Moreno"
    assert spoken(page) == "s6"


def test_the_text_can_be_searched(page: Any) -> None:
    page.fill("#query", "FÉRRY")
    page.keyboard.press("Enter")
    assert page.text_content("#matches") == "1 of 3"
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('.hit').id") == "p3"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # over the button to what was found
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.spoken')?.id === 's3'")
    page.fill("#query", "submarine")
    page.click("#next-match")
    assert page.text_content("#matches") == "Not found"


def test_the_sleep_timer_ends_it_after_minutes_or_with_the_chapter(page: Any) -> None:
    page.click("#settings > summary")
    page.select_option("#sleep", "chapter")
    page.evaluate("document.getElementById('audio').currentTime = 22.5")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    until(page, "!document.getElementById('audio').paused")
    until(page, "document.getElementById('audio').paused")
    assert 22.9 < at(page) < 24
    assert page.input_value("#sleep") == "0"
    page.clock.install()
    page.click("#settings > summary")
    page.select_option("#sleep", "5")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    until(page, "!document.getElementById('audio').paused")
    page.clock.fast_forward(301_000)
    until(page, "document.getElementById('audio').paused")


def test_the_lock_screen_shows_and_steers_it(browser: Any, site: str) -> None:
    context = browser.new_context()
    context.add_init_script(
        """window.handlers = {};
           navigator.mediaSession.setActionHandler = (name, handler) => { handlers[name] = handler; };
           navigator.mediaSession.setPositionState = (state) => { window.state = state; };"""
    )
    opened = context.new_page()
    opened.goto(address(site, "article"))
    ready(opened)
    opened.click("[data-action=toggle]")
    until(opened, "window.state !== undefined")
    shown = opened.evaluate(
        "(({title, artist, album, artwork}) => [title, artist, album, artwork[0].src])(navigator.mediaSession.metadata)"
    )
    chapter = EPISODE.chapters[0].title
    assert shown[:3] == [EPISODE.title, "Coast News, Read Aloud", chapter]
    assert shown[3] == address(site, "article").replace("index.html", "cover.jpg")
    assert round(opened.evaluate("window.state.duration"), 1) == round(EPISODE.timeline.duration_ms / 1000, 1)
    opened.evaluate("handlers.nexttrack({})")
    until(opened, "navigator.mediaSession.metadata.album === 'Quote: Ada Moreno'")
    opened.evaluate("handlers.seekto({seekTime: 40})")
    assert at(opened) >= 40
    opened.evaluate("handlers.pause({})")
    assert opened.evaluate("document.getElementById('audio').paused")
    context.close()


def test_the_next_episode_plays_on_unless_it_is_not_wanted(page: Any, site: str) -> None:
    page.keyboard.press("k")
    until(page, "!document.getElementById('next').hidden")
    assert page.text_content("#next") == "Next episode: Coast News, 21 November"
    page.evaluate("document.getElementById('audio').currentTime = 53.9")
    page.wait_for_url("**/edition-5e6f7a8b/index.html#play")
    until(page, "!document.getElementById('audio').paused")
    page.goto(address(site, "article"))
    ready(page)
    page.click("#settings > summary")
    page.uncheck("#play-on")
    page.keyboard.press("k")
    until(page, "!document.getElementById('next').hidden")
    page.evaluate("document.getElementById('audio').currentTime = 53.9")
    until(page, "document.getElementById('audio').ended")
    assert page.url == address(site, "article")


def test_a_link_to_a_moment_is_copied(browser: Any, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.goto(address(site, "article") + "#t=38")
    until(opened, "document.getElementById('audio').currentTime === 38")
    opened.click("#settings > summary")
    opened.click("#share")
    until(opened, "document.getElementById('status').textContent === 'Link copied. It plays from 0:38.'")
    assert opened.evaluate("navigator.clipboard.readText()") == address(site, "article") + "#t=38"
    context.close()


def test_the_spoken_sentence_is_lit_in_step_with_the_audio(page: Any) -> None:
    page.evaluate("document.getElementById('audio').playbackRate = 3")
    seen = page.evaluate(
        """() => new Promise((resolve) => {
             const audio = document.getElementById('audio');
             const seen = [];
             const look = () => {
               const lit = document.querySelector('.spoken');
               if (lit && audio.currentTime > 23.2) seen.push([audio.currentTime, lit.id, +lit.dataset.start / 1000]);
               if (audio.currentTime > 34) resolve(seen); else requestAnimationFrame(look);
             };
             document.querySelectorAll('#chapters a')[1].click(); // here, so that a busy machine misses nothing
             audio.addEventListener('timeupdate', look, {once: true}); // before it, the sentence left is lit
           })"""
    )
    order = list(dict.fromkeys(identity for _, identity, _ in seen))
    assert order == ["s6", "s7", "s7-1"]
    late = [time - start for (time, now, start), (_, before, _) in zip(seen[1:], seen, strict=False) if now != before]
    assert max(late) < 0.3  # at triple speed: under a tenth of a second


def test_left_out_roles_are_skipped_unless_asked_for(page: Any) -> None:
    page.click("#settings > summary")
    page.check("#skip-quotes")
    page.keyboard.press("Escape")
    page.evaluate("document.getElementById('audio').currentTime = 22.2")
    page.keyboard.press("k")
    until(page, "document.querySelector('.spoken')?.id === 's9'")  # "she said.", behind the quote
    assert at(page) >= 36
    page.click("#s7-1")
    until(page, "document.querySelector('.spoken')?.id === 's7-1'")


def test_the_place_is_remembered(page: Any) -> None:
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.reload()
    ready(page)
    until(page, "document.getElementById('audio').currentTime > 30")
    assert page.text_content("#status") == "Your place is kept: playing continues at 0:36."


def test_an_address_with_a_time_starts_there(browser: Any, site: str) -> None:
    opened = browser.new_context().new_page()
    opened.goto(address(site, "article") + "#t=38")
    until(opened, "document.getElementById('audio').currentTime === 38")
    assert spoken(opened) == "s9"
    for changed, sentence in (("#t=0:25", "s7"), ("#p10", "s10"), ("#s4-1", "s4-1"), ("#p6", "s6"), ("#t=38", "s9")):
        opened.evaluate("(hash) => { location.hash = hash; }", changed)
        until(opened, f"document.querySelector('.spoken')?.id === '{sentence}'")
    opened.context.close()


def test_it_works_from_a_disk(browser: Any, tmp_path: Path) -> None:
    write(tmp_path)
    opened = browser.new_page()
    opened.goto((tmp_path / "episodes" / EPISODE.slug / "index.html").as_uri() + "#t=38")
    until(opened, "document.getElementById('audio').currentTime === 38")
    opened.keyboard.press("k")
    until(opened, "!document.getElementById('audio').paused")
    opened.close()


def test_without_javascript_it_plays_and_jumps(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address(site, "article"))
    assert opened.is_visible("audio") and not opened.is_visible("#player")
    opened.click("#chapters a >> nth=1")
    assert opened.url.endswith("episode.mp3#t=23")
    context.close()


def test_the_address_of_the_feed_is_copied(browser: Any, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    for address, is_safe in ((f"{site}/index.html", True), (f"{site.replace('127.0.0.1', 'feed.test')}/", False)):
        opened.goto(address)
        assert opened.evaluate("isSecureContext") is is_safe
        opened.evaluate("document.execCommand = (name) => { window.done = name; return true; }")
        opened.click("#copy")
        until(opened, "document.getElementById('copied').textContent === 'Address copied.'")
        assert opened.evaluate("String(getSelection())") == "https://news.example/listen/feed.xml"
        if is_safe:
            assert opened.evaluate("navigator.clipboard.readText()") == "https://news.example/listen/feed.xml"
        else:
            assert opened.evaluate("window.done") == "copy"
    context.close()


def test_the_list_of_episodes_is_searched(browser: Any, site: str) -> None:
    opened = browser.new_page()
    opened.goto(f"{site}/index.html")
    opened.fill("#query", "NÓVEMBER")
    assert opened.text_content("#matches") == "12 of 12"  # in the facts of each
    opened.fill("#query", "coast news")
    assert opened.text_content("#matches") == "1 of 12"
    assert opened.locator(".episodes > li:visible").count() == 1
    opened.fill("#query", "submarine")
    assert opened.text_content("#matches") == "Not found"
    opened.fill("#query", "")
    assert opened.locator(".episodes > li:visible").count() == 12
    opened.close()


def test_the_feeds_page_by_the_keyboard(browser: Any, site: str) -> None:
    opened = browser.new_page()
    opened.goto(f"{site}/index.html")
    walked = []
    for _ in range(12):
        opened.keyboard.press("Tab")
        walked.append(opened.evaluate("document.activeElement.id || document.activeElement.textContent"))
    apps = ["Apple Podcasts", "AntennaPod", "Overcast", "Pocket Casts", "gPodder"]
    edition = samples.edition().title
    assert walked[:10] == [edition, f"Play 0:12 {edition}", *apps, "address", "copy", "query"]
    assert walked[10:] == [EPISODE.title, f"Play 0:54 {EPISODE.title}"]
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/index.html#play")
    until(opened, "document.getElementById('audio')?.paused === false")
    opened.close()


@pytest.mark.parametrize("facts", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"}])
def test_a_phone_reads_the_code(browser: Any, site: str, facts: dict[str, str]) -> None:
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
    opened = browser.new_page()
    opened.emulate_media(**facts)
    opened.goto(f"{site}/index.html")
    with Image.open(io.BytesIO(opened.locator("figure").screenshot())) as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))] == [
            "https://news.example/listen/"
        ]
    opened.close()


@pytest.mark.parametrize("name", ["article", "edition", "rtl", "feed"])
@pytest.mark.parametrize(("width", "scheme"), [(1000, "light"), (1000, "dark"), (500, "light"), (250, "dark")])
def test_no_axe_violation_and_no_sideways_scrolling(
    browser: Any, site: str, name: str, width: int, scheme: str
) -> None:
    """500 and 250 pixels: a window of 1,000 at 200 % and 400 % zoom."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    opened = context.new_page()
    opened.goto(f"{site}/index.html" if name == "feed" else address(site, name))
    opened.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    small = opened.evaluate(
        """[...document.querySelectorAll('nav a, header a:not(.skip), h3 a, .button, button, summary')]
           .filter((element) => {
             const box = element.getBoundingClientRect();
             return element.checkVisibility() && (box.height < 43.5 || box.width < 43.5);
           }).map((element) => element.outerHTML)"""
    )
    assert small == []
    if AXE:
        opened.evaluate(Path(AXE).read_text(encoding="utf-8"))
        result = opened.evaluate("axe.run()")
        assert [(found["id"], found["nodes"][0]["html"]) for found in result["violations"]] == []
    context.close()


@pytest.mark.parametrize("facts", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_forced_colours_and_reduced_motion(browser: Any, site: str, facts: dict[str, str]) -> None:
    context = browser.new_context(**facts)
    opened = context.new_page()
    opened.goto(address(site, "article"))
    ready(opened)
    opened.keyboard.press("n")
    colours = opened.evaluate(
        "[getComputedStyle(document.querySelector('.spoken')), getComputedStyle(document.body)]"
        ".map((style) => style.backgroundColor)"
    )
    assert colours[0] != colours[1]
    motion = opened.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert motion == ("auto" if "reduced_motion" in facts else "smooth")
    context.close()
