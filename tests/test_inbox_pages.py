"""The inbox's pages in a real browser: by keyboard, without JavaScript, narrow, dark, and judged by axe.

Needs Chromium and ``playwright``; AUDIOBRIEF_AXE is the path of axe-core's ``axe.min.js``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import published
from tests.player_site import AXE, chromium
from tests.test_inbox import URL, opened

pytestmark = pytest.mark.full
SCREENS = os.environ.get("AUDIOBRIEF_SCREENS", "")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Address and token of an inbox with articles in each state."""
    with opened(published.new_feed(tmp_path / "feed")) as web:
        web.post("/articles", json={"url": URL, "title": "A headline that says much, " * 5})
        web.post("/articles", json={"text": "https://news.example/" + "a-long-word-" * 20})
        yield str(web.base_url).rstrip("/"), web.headers["Authorization"].rpartition(" ")[2]


def sign_in(page: Any, address: str, token: str) -> None:
    page.goto(f"{address}/articles?url={URL}-2&title=Two")
    page.keyboard.press("Tab")
    page.keyboard.type(token)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_article_is_sent_by_keyboard_without_javascript(browser: Any, site: tuple[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, *site)
    assert page.title() == "Send an article - audiobrief"
    assert page.input_value("#url") == f"{URL}-2" and page.input_value("#title") == "Two"
    for _ in range(4):
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # a text field of the form sends it
    assert page.locator("h1").inner_text() == "Two" and "Waits" in page.locator("[role=status]").inner_text()
    page.get_by_role("link", name="All articles, and the form").click()
    assert page.locator(".episodes li").count() == 3
    with page.expect_navigation():
        page.get_by_role("button", name="Send").click()
    assert (
        page.locator("[role=alert]").inner_text() == "article: there is nothing in it. Send one of url, html and text."
    )
    context.close()


@pytest.mark.parametrize(
    "look",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
        {"viewport": {"width": 320, "height": 256}},
    ],
    ids=["light", "dark", "forced", "narrow"],
)
def test_nothing_for_axe_to_find(
    browser: Any, site: tuple[str, str], look: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    context = browser.new_context(bypass_csp=True, **look)
    page = context.new_page()
    for step in ("sign-in", "inbox", "article"):
        if step == "sign-in":
            page.goto(f"{site[0]}/articles")
        elif step == "inbox":
            sign_in(page, *site)
        else:
            with page.expect_navigation():
                page.locator(".episodes a").first.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step
        small = "e => { const b = e.getBoundingClientRect(); return b.height < 24 && !e.closest('p') }"
        assert not any(
            page.locator("a, button, input:not([type=hidden]), textarea").evaluate_all(f"all => all.map({small})")
        )
        if SCREENS:
            page.screenshot(path=f"{SCREENS}/{step}-{request.node.callspec.id}.png", full_page=True)
        if AXE:
            page.evaluate(Path(AXE).read_text(encoding="utf-8"))
            result = page.evaluate("axe.run()")
            assert [(found["id"], found["nodes"][0]["html"]) for found in result["violations"]] == []
    context.close()
