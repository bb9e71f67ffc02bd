"""A feed of three silent episodes, served with byte ranges, and the browser that plays them.

Needs Chromium and ``playwright`` (its Python package alone); AUDIOBRIEF_AXE is the path of axe-core's ``axe.min.js``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audiobrief import serve
from audiobrief.publish import cover, rss, transcript, web
from tests import publish_samples as samples
from tests.serving import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    *("--no-sandbox", "--autoplay-policy=no-user-gesture-required"),
    "--host-resolver-rules=MAP feed.test 127.0.0.1",
]
AXE = os.environ.get("AUDIOBRIEF_AXE", "")
EPISODE = samples.episode()
EPISODES = {"article": EPISODE, "edition": samples.edition(), "rtl": samples.right_to_left()}
MORE = [replace(EPISODE, slug=f"more-{number}") for number in range(9)]
"""Only listed: a list that is long enough to be searched."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Writes the feed into a folder; its address."""
    write(folder)
    with serving(serve.app(folder)) as client:
        yield str(client.base_url).rstrip("/")


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A browser that may play before anybody has touched the page."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium found on the path")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@contextlib.contextmanager
def opened(browser: Any, address: str) -> Iterator[Any]:
    """A page in a fresh profile; any error or refused resource fails the test."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert complaints == []


def until(page: Any, expression: str) -> None:
    """Waits for an expression; a page's own policy forbids the browser driver's way to do that."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {expression}")


def write(folder: Path) -> None:
    """Writes the feed's files."""
    feed = samples.feed(*EPISODES.values())
    files = {
        "feed.xml": rss.feed_xml(feed),
        "index.html": web.feed_page(replace(feed, episodes=(*feed.episodes, *MORE))),
        "cover.jpg": cover.draw(feed.title, feed.author),
        **web.static_files(),
    }
    for episode in feed.episodes:
        place = f"episodes/{episode.slug}"
        files[f"{place}/index.html"] = web.episode_page(episode, feed)
        files[f"{place}/cover.jpg"] = files["cover.jpg"]
        files[f"{place}/transcript.vtt"] = transcript.vtt(episode).encode()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for episode in feed.episodes:
        _silence(folder / "episodes" / episode.slug / "episode.mp3", episode.timeline.duration_ms)


def _silence(path: Path, duration_ms: int) -> None:
    """Silent sound of a length: browsers go by the content, so a wave file will do."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(16 * duration_ms))
