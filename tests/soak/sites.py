"""Sites that no feed would wish for among its sources: one that attacks, and one whose guids never stay."""

from __future__ import annotations

import gzip
import json
import random
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler

from tests.news_site import NewsSite, story

_BOMB = json.dumps(
    {
        "version": 1,
        "article": {"title": "Bomb"},
        "segments": [{"role": "body", "text": "Yes.", "pause_ms": 60_000}] * 400,
    }
).encode()


class Restless(NewsSite):
    """Changes every guid and every address (by what tells where a reader came from) at each poll."""

    def feed(self) -> bytes:
        items = "".join(
            f"<item><guid>{random.random()}</guid><link>{self.address}{page}?utm_source={random.random()}</link></item>"
            for page in list(self.order)
        )
        return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()


class Hostile(NewsSite):
    """Answers with another attack each time. ``others`` are the sites whose articles it would like to suppress."""

    def __init__(self, others: Sequence[NewsSite]) -> None:
        super().__init__()
        self.others = others
        self.polls = 0

    def _item(self, link: str, guid: str = "") -> str:
        return f"<item><guid>{guid or link}</guid><link>{link}</link><title>Taken</title></item>"

    def feed(self) -> bytes:
        """Own attacks, others' addresses under other guids, others' guids at own addresses, too much, no feed."""
        self.polls += 1
        theirs = [f"{site.address}{page}" for site in self.others[:10] for page in site.order[:2]]
        variants = (
            [self._item(f"{self.address}/{name}-{self.polls}") for name in _PAGES],
            [self._item(link, f"other {self.polls}") for link in theirs],
            [self._item(f"{self.address}/taken-{at}", link) for at, link in enumerate(theirs)],
            [self._item(f"{self.address}/teaser-{self.polls}-{at}") for at in range(50_000)],
            [self._item(link) for link in ("file:///etc/passwd", "http://127.0.0.1:9/", "//[", "javascript:alert(1)")],
            [
                "<item><link>&a;</link></item>" * 3,
                "<![CDATA[",
                "\0\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"),
            ],
        )
        items = "".join(variants[self.polls % len(variants)])
        return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        name = request.path.strip("/").partition("-")[0]
        if name in _PAGES:
            _PAGES[name](request)
        elif request.path == "/feed" and random.random() < 0.1:
            _loop(request)
        else:
            super().answer(request)


def _send(request: BaseHTTPRequestHandler, body: bytes, kind: str = "text/html", **headers: str) -> None:
    request.send_response(200)
    headers |= {"Content-Type": kind, "Content-Length": str(len(body))}
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


def _loop(request: BaseHTTPRequestHandler) -> None:
    request.send_response(302)
    request.send_header("Location", f"{request.path}x")
    request.send_header("Content-Length", "0")
    request.end_headers()


def _drip(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    for _ in range(5):
        request.wfile.write(b"<p>")
        request.wfile.flush()
        time.sleep(1)


_PAGES = {
    "bomb": lambda request: _send(request, _BOMB, "application/json"),
    "huge": lambda request: _send(request, b"<p>word " * 900_000),
    "zeros": lambda request: _send(request, gzip.compress(bytes(200_000_000), 1), Content_Encoding="gzip"),
    "deep": lambda request: _send(request, b"<div>a " * 15_000),
    "garbage": lambda request: _send(request, random.randbytes(300_000)),
    "teaser": lambda request: _send(request, b"<h1>Read on</h1><p>Subscribe to read."),
    "taken": lambda request: _send(request, story(random.randrange(10**6), title="Taken")),
    "script": lambda request: _send(request, b"<script>while(1);</script>" * 5_000 + b"<p>\x1b[2J\r\n"),
    "loop": _loop,
    "drip": _drip,
}
