"""The checks of a feed's server: our own passes, and each fault of another is found."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from audiobrief import check, serve
from audiobrief.check import audio_rules, channel_rules, item_rules, server
from audiobrief.errors import FetchError
from tests import sample_feed


class Faulty:
    """Our server with a fault: request headers it does not see, answers that it changes."""

    def __init__(self) -> None:
        self.app: Any = None
        self.deaf_to: tuple[bytes, ...] = ()
        self.header: tuple[str, bytes, bytes | None] | None = None
        """End of the path, name, value: null takes the header away."""
        self.shows = ""
        """A path at which something is shown that should not be."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in self.deaf_to]}
        path = scope["path"]
        if self.shows and path.endswith(self.shows):
            headers = [(b"content-type", b"text/html")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b'<a href="x">x</a>'})
            return

        async def changed(message: Any) -> None:
            if self.header and message["type"] == "http.response.start" and path.endswith(self.header[0]):
                _, name, value = self.header
                kept = [pair for pair in message["headers"] if pair[0] != name]
                message["headers"] = kept + ([(name, value)] if value is not None else [])
            await send(message)

        await self.app(scope, receive, changed)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Faulty, str]]:
    folder = tmp_path_factory.mktemp("served")
    faulty = Faulty()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        sample_feed.write_feed(folder, base_url=base_url)
        faulty.app = serve.app(folder / "public")
        uvicorn_server = uvicorn.Server(uvicorn.Config(faulty, log_level="error", lifespan="off"))
        thread = threading.Thread(target=uvicorn_server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield faulty, f"{base_url}/feed.xml"
        uvicorn_server.should_exit = True
        thread.join(10)


@pytest.fixture
def faulty(running: tuple[Faulty, str], monkeypatch: pytest.MonkeyPatch) -> Faulty:
    monkeypatch.setenv("no_proxy", "*")
    running[0].deaf_to, running[0].header, running[0].shows = (), None, ""
    return running[0]


def failed(url: str) -> set[str]:
    return {finding.name for finding in check.check(url, now=sample_feed.NOW) if not finding.passed}


def test_our_own_server_passes(faulty: Faulty, running: tuple[Faulty, str]) -> None:
    findings = check.check(running[1], now=sample_feed.NOW)
    assert [finding for finding in findings if not finding.passed] == []
    tables = (channel_rules.RULES, item_rules.RULES, audio_rules.RULES, server.RULES)
    assert [finding.name for finding in findings] == [rule.name for table in tables for rule in table]


@pytest.mark.parametrize(
    ("name", "deaf_to"),
    [
        ("served-feed", (b"accept-encoding",)),
        ("served-unchanged", (b"if-none-match",)),
        ("served-unchanged", (b"if-modified-since",)),
        ("served-ranges", (b"range",)),
        ("served-ranges", (b"if-range",)),
    ],
)
def test_server_that_does_not_listen(
    faulty: Faulty, running: tuple[Faulty, str], name: str, deaf_to: tuple[bytes, ...]
) -> None:
    faulty.deaf_to = deaf_to
    assert failed(running[1]) == {name}


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("served-feed", ("feed.xml", b"content-type", b"text/html")),
        ("served-head", (".mp3", b"content-type", b"audio/mp3")),
        ("served-head", (".mp3", b"last-modified", None)),
        ("served-texts", (".vtt", b"content-type", b"text/plain")),
        ("served-texts", ("chapters.json", b"content-type", b"application/json")),
        ("served-texts", (".srt", b"access-control-allow-origin", None)),
    ],
)
def test_server_that_says_something_else(
    faulty: Faulty, running: tuple[Faulty, str], name: str, header: tuple[str, bytes, bytes | None]
) -> None:
    faulty.header = header
    assert failed(running[1]) == {name}


@pytest.mark.parametrize("path", ["/episodes/", "/.audiobrief/library.sqlite3", "/audiobrief.toml"])
def test_server_that_shows_too_much(faulty: Faulty, running: tuple[Faulty, str], path: str) -> None:
    faulty.shows = path
    assert failed(running[1]) == {"served-closed"}


def test_addresses_without_a_feed(faulty: Faulty, running: tuple[Faulty, str]) -> None:
    with pytest.raises(FetchError, match="the server answers 404"):
        check.check(running[1].replace("feed.xml", "none.xml"))
    with pytest.raises(FetchError, match="gives no complete answer"):
        check.check("http://127.0.0.1:1/feed.xml")
    assert "feed-xml" in failed(running[1].replace("feed.xml", ""))


def test_other_servers_are_never_asked(running: tuple[Faulty, str]) -> None:
    site = server.Site(running[1])
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0)
        assert site.read(f"http://127.0.0.1:{other.getsockname()[1]}/cover.jpg") is None
        with pytest.raises(OSError):
            other.accept()
    assert site.read("file:///etc/passwd") is None and site.read("http://[") is None
    site.close()


def test_there_is_a_fault_for_every_rule_of_the_server() -> None:
    source = Path(__file__).read_text("utf-8")
    assert all(f'"{rule.name}"' in source for rule in server.RULES)
