"""A scripted news site on the loopback: pages by path, validators, faults, and a log of what was asked of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

from audiobrief.feed import settings_file
from tests.published import lower_rate

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PLACES = ("harbour", "library", "night train", "water tower", "market hall", "school", "bridge", "theatre", "museum")
DEEDS = ("repaired", "sold", "painted", "closed for the winter", "opened again", "moved", "insured", "measured")


def story(number: int, *, title: str = "", head: str = "") -> bytes:
    """An article of its own, about 60 words, no two alike."""
    place, deed, day = (table[number % len(table)] for table in (PLACES, DEEDS, DAYS))
    title = title or f"The {place} of district {number} is {deed}"
    facts = " ".join(
        f"Line {number * 7 + at} of ledger {number} says that the {place} in street {number + at * 131} was {deed}."
        for at in range(4)
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>'
        f"<p>On {day} the council of district {number} said so in its letter {number * number + 3}.</p><p>{facts}</p>"
        f"</article></body></html>"
    ).encode()


class NewsSite:
    """Serves ``pages``; ``/feed`` names those of ``order``. ``fault`` may answer a request with a status instead."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.order: list[str] = []
        self.log: list[tuple[str, int]] = []
        self.fault: Callable[[str], int | None] = lambda path: None
        self.most_at_once = 0
        """Questions that were under way at the same time."""
        self._under_way = 0
        self._counting = Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with site._counting:
                    site._under_way += 1
                    site.most_at_once = max(site.most_at_once, site._under_way)
                site.answer(self)
                with site._counting:
                    site._under_way -= 1

            def log_message(self, format: str, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, number: int, path: str = "", **more: str) -> str:
        """Publishes an article of its own on top of the feed; gives its path."""
        path = path or f"/story-{number}.html"
        self.pages[path] = story(number, **more)
        self.order.insert(0, path)
        return path

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path
        is_feed = path == "/feed"
        body = self.feed() if is_feed else self.pages.get(path.partition("?")[0])
        tag = f'"{hashlib.sha256(body or b"").hexdigest()[:16]}"'
        status = 404 if body is None else 304 if request.headers.get("If-None-Match") == tag else 200
        status = self.fault(path) or status
        self.log.append((path, status))
        sent = body or b"" if status == 200 else b""
        request.send_response(status)
        request.send_header("ETag", tag)
        request.send_header("Content-Type", self.feed_type(request) if is_feed else "text/html; charset=utf-8")
        request.send_header("Content-Length", str(len(sent)))
        request.end_headers()
        request.wfile.write(sent)

    def feed(self) -> bytes:
        items = "".join(f"<item><link>{self.address}{page}</link></item>" for page in list(self.order))
        return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()

    def feed_type(self, request: BaseHTTPRequestHandler) -> str:
        return "application/rss+xml"

    def asked(self) -> list[tuple[str, int]]:
        """What was asked since the last time."""
        log, self.log = self.log, []
        return log

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def make_folder(place: Path, *sites: NewsSite, backfill: int = 20, **settings: int) -> Path:
    """A feed folder whose sources are these sites; its voice is the tone, its files are small."""
    settings_file.init(place, lambda line: None, title="News", base_url=None, language="en", cast="tone")
    more = "".join(f"\n{name} = {value}" for name, value in settings.items())
    path = place / "audiobrief.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('cast = "tone"', f'cast = "tone"\nallow_private = true\nbooks = []{more}')
    for site in sites:
        text += f'\n[[source]]\nurl = "{site.address}/feed"\nrights = "own articles"\nbackfill = {backfill}\n'
    path.write_text(text, encoding="utf-8")
    lower_rate(place)
    return place
