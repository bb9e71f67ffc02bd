"""The demo feed: built anew, served by ``audiobrief serve``, and what its clients must find in it."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "conformance"
FEED = BUILD / "feed"
PUBLIC = FEED / "public"
AUDIOBOOK = BUILD / "audiobook"
STICK = BUILD / "stick"
PORT = 8329
BASE = f"http://127.0.0.1:{PORT}"
FEED_URL = f"{BASE}/feed.xml"
RIGHT_TO_LEFT = ROOT / "tests" / "data" / "persian_rtl.html"
ARTICLES = sorted((ROOT / "examples" / "articles").iterdir())
LONG = ROOT / "examples" / "articles" / "harbour-dam.html"


@dataclass(frozen=True, slots=True)
class Item:
    """An episode as the feed tells it."""

    title: str
    url: str
    seconds: int
    chapters: tuple[tuple[int, str], ...]
    """Start in ms and title of those that a list shows, from chapters.json."""

    @property
    def folder(self) -> Path:
        return PUBLIC / self.url.removeprefix(f"{BASE}/").rpartition("/")[0]

    @property
    def audio(self) -> Path:
        return PUBLIC / self.url.removeprefix(f"{BASE}/")


def build() -> None:
    """Makes the feed of examples/demo.py with espeak-ng, a right-to-left page, two sticks, an M4B and an Opus file."""
    for folder in (FEED, AUDIOBOOK, STICK):
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
    title = "audiobrief conformance"
    _audiobrief("feed", "init", FEED, "--title", title, "--base-url", BASE, "--cast", "espeak")
    _run(sys.executable, ROOT / "examples" / "demo.py", FEED)
    _audiobrief("feed", "update", FEED, RIGHT_TO_LEFT)
    for player in ("envoy", "daisy"):
        (STICK / player).mkdir(parents=True)
        _audiobrief("export", "stick", STICK / player, "--feed", FEED, "--player", player)
    AUDIOBOOK.mkdir()
    edition: list[str | Path] = ["--title", "Morning edition", "--cast", "espeak", "-o", AUDIOBOOK / "edition.mp3"]
    _audiobrief("read", *ARTICLES, RIGHT_TO_LEFT, *edition)
    others = ["--opus", "--m4b"] if shutil.which("ffmpeg") else ["--opus"]
    _audiobrief("read", LONG, "--cast", "espeak", *others, "-o", AUDIOBOOK / "dam.mp3")


def items() -> list[Item]:
    """The episodes of the feed, newest first, read with nothing of audiobrief's own."""
    found = []
    for item in ElementTree.parse(PUBLIC / "feed.xml").iterfind(".//item"):
        enclosure = item.find("enclosure")
        assert enclosure is not None
        url = enclosure.attrib["url"]
        place = PUBLIC / url.removeprefix(f"{BASE}/")
        rows = json.loads((place.parent / "chapters.json").read_text(encoding="utf-8"))["chapters"]
        listed = [row for row in rows if row.get("toc", True)]
        chapters = tuple((round(row["startTime"] * 1000), row["title"]) for row in listed)
        seconds = item.findtext("{http://www.itunes.com/dtds/podcast-1.0.dtd}duration", "0")
        found.append(Item(item.findtext("title", ""), url, int(seconds), chapters))
    return found


@contextlib.contextmanager
def served() -> Iterator[None]:
    """``audiobrief serve`` for the time of a block."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", PORT)) == 0:
            sys.exit(f"Error: port {PORT}: another program listens there. Stop it, then run again.")
    command = [sys.executable, "-m", "audiobrief", "serve", str(FEED), "--port", str(PORT)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _audiobrief(*arguments: str | Path) -> None:
    _run(sys.executable, "-m", "audiobrief", *arguments)


def _run(*arguments: str | Path) -> None:
    subprocess.run([str(argument) for argument in arguments], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
