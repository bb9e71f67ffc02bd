"""Podcast clients and feed readers: they subscribe, download and find what the feed says."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

from tests.conformance import site
from tests.conformance.tools import (
    check,
    node_json,
    of_node,
    of_program,
    of_python,
    output,
    plain_environment,
    plural,
    program,
    python_json,
)


@check("audiobrief check", of_program(sys.executable, "-m", "audiobrief", "--version"))
def own_check() -> str:
    command = [sys.executable, "-m", "audiobrief", "check", site.FEED_URL]
    lines = output(command).splitlines()
    return f"feed, files and server: {plural(sum(line.startswith('pass') for line in lines), 'check')}"


@check("gPodder (gpo)", of_program("/usr/bin/python3", "-c", "import gpodder; print(gpodder.__version__)"))
def gpodder() -> str:
    home = _fresh("gpodder")
    env = {"HOME": str(home), "GPODDER_HOME": str(home)}
    page = (site.PUBLIC / "index.html").read_text("utf-8")
    (link,) = re.findall(r'href="(feed://[^"]*)"', page)  # as the page's button gives it
    output([program("gpo"), "subscribe", link], env=env)
    output([program("gpo"), "download"], env=env)
    return f"subscribed by the page's link, {_identical(home / 'Downloads')}"


@check("newsboat, podboat", of_program("newsboat", "--version"))
def podboat() -> str:
    home = _fresh("newsboat")
    downloads = home / "downloads"
    downloads.mkdir()
    (home / "urls").write_text(f"{site.FEED_URL}\n")
    (home / "config").write_text(f'podcast-auto-enqueue yes\ndownload-path "{downloads}"\n')
    env = {"HOME": str(home)}
    places = ["-u", str(home / "urls"), "-c", str(home / "cache.db"), "-C", str(home / "config")]
    output([program("newsboat"), *places, "-q", "-x", "reload"], env=env)
    queue = home / ".newsboat" / "queue"
    _run_on_a_screen([program("podboat"), "-C", str(home / "config"), "-q", str(queue), "-a"], env, queue)
    return f"subscribed, {_identical(downloads)}"


def _run_on_a_screen(command: list[str], env: dict[str, str], queue: Path) -> None:
    """podboat is for a terminal: it gets one, until nothing in its queue waits."""
    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    os.set_blocking(screen, False)
    environment = plain_environment() | env
    with subprocess.Popen(command, env=environment, stdin=terminal, stdout=terminal, stderr=terminal) as process:
        try:
            for _ in range(300):
                time.sleep(0.1)
                with contextlib.suppress(BlockingIOError):  # a full terminal would stop it
                    os.read(screen, 1 << 16)
                if all(line.endswith("downloaded") for line in queue.read_text(encoding="utf-8").splitlines()):
                    break
        finally:
            process.terminate()
            os.close(terminal)
            os.close(screen)


def _fresh(name: str) -> Path:
    home = site.BUILD / name
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    return home


def _identical(folder: Path) -> str:
    got = sorted(path.read_bytes() for path in folder.rglob("*.mp3"))
    sent = sorted(item.audio.read_bytes() for item in site.items())
    assert got == sent, f"{len(got)} of {len(sent)} files, {sum(map(len, got))} of {sum(map(len, sent))} bytes"
    return f"downloaded {plural(len(got), 'episode')}, byte for byte"


@check("podcastparser", of_python("podcastparser"))
def podcastparser() -> str:
    found = python_json("readers.py", "podcastparser", site.FEED_URL)
    return _as_published(found)


@check("feedparser", of_python("feedparser"))
def feedparser() -> str:
    return _as_published(python_json("readers.py", "feedparser", site.FEED_URL))


@check("podcast-partytime", of_node("podcast-partytime"))
def partytime() -> str:
    return _as_published(node_json("podcast-partytime", site.FEED_URL))


@check("feedsmith", of_node("feedsmith"))
def feedsmith() -> str:
    return _as_published(node_json("feedsmith", site.FEED_URL))


def _as_published(found: dict[str, Any]) -> str:
    """The common shape of readers.py and readers.mjs; a key that a reader does not know is left out of it."""
    items = site.items()
    assert found["title"] == "audiobrief conformance", found["title"]
    assert not found.get("complaint"), found["complaint"]
    rows = found["items"]
    assert [row["title"] for row in rows] == [item.title for item in items]
    assert [row["url"] for row in rows] == [item.url for item in items]
    assert [row["bytes"] for row in rows] == [item.audio.stat().st_size for item in items]
    read = [plural(len(rows), "episode")]
    if "seconds" in rows[0]:
        assert [row["seconds"] for row in rows] == [item.seconds for item in items]
    if "chapters" in rows[0]:
        for row, item in zip(rows, items, strict=True):
            assert [(ms, title) for ms, title in row["chapters"]] == list(item.chapters), item.title
        read.append(plural(sum(len(row["chapters"]) for row in rows), "chapter"))
    if "transcripts" in rows[0]:
        assert all(len(row["transcripts"]) == 4 for row in rows)
        read.append(plural(sum(len(row["transcripts"]) for row in rows), "transcript"))
    if "chapters_url" in rows[0]:
        assert all(row["chapters_url"].endswith("/chapters.json") for row in rows)
        read.append("chapters' addresses")
    return ", ".join(read)
