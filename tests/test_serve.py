"""The local server, asked over a real socket."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest

from audiobrief import serve
from audiobrief.errors import OutputError, UsageError
from tests.serving import serving

FEED = b"<rss version='2.0'>" + b"<!-- words -->" * 100 + b"</rss>"
AUDIO = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("my-feed")
    files = {
        "audiobrief.toml": b"secret = 1",
        ".audiobrief/library.sqlite3": b"secret",
        "public/feed.xml": FEED,
        "public/index.html": b"<!doctype html><title>Feed</title>" + b" " * 600,
        "public/.hidden": b"secret",
        "public/episodes/one/episode.mp3": AUDIO,
        "public/episodes/one/.episode.mp3.1.ff.part": b"secret",
        "public/episodes/one/index.html": b"<!doctype html><title>Episode</title>",
        "public/episodes/one/chapters.json": b'{"version": "1.2.0"}',
        "public/episodes/one/transcript.json": b"{}" + b" " * 600,
        "public/episodes/one/transcript.vtt": b"WEBVTT\n",
        "public/episodes/one/transcript.srt": b"1\n",
        "public/episodes/one/book.epub": b"PK",
        "public/empty/cover.jpg": b"\xff\xd8",
    }
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (1_780_000_000, 1_780_000_000))
    (folder / "public" / "way-out").symlink_to(folder / "audiobrief.toml")
    return folder / "public"


@pytest.fixture(scope="module")
def client(public: Path) -> Iterator[httpx.Client]:
    with serving(serve.app(public)) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("feed.xml", "application/rss+xml"),
        ("", "text/html"),
        ("index.html", "text/html"),
        ("episodes/one/", "text/html"),
        ("episodes/one/episode.mp3", "audio/mpeg"),
        ("episodes/one/chapters.json", "application/json+chapters"),
        ("episodes/one/transcript.json", "application/json"),
        ("episodes/one/transcript.vtt", "text/vtt"),
        ("episodes/one/transcript.srt", "application/x-subrip"),
        ("episodes/one/book.epub", "application/epub+zip"),
        ("empty/cover.jpg", "image/jpeg"),
    ],
)
def test_types_and_headers(client: httpx.Client, path: str, media_type: str) -> None:
    for method in ("GET", "HEAD"):
        answer = client.request(method, f"/{path}", headers={"Origin": "https://player.example"})
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert {"etag", "last-modified", "content-length"} <= answer.headers.keys()


@pytest.mark.parametrize(
    "path",
    [
        "/none",
        "/episodes/",
        "/episodes",
        "/empty/",
        "/episodes/one/episode.mp3/",
        "/.hidden",
        "/episodes/one/.episode.mp3.1.ff.part",
        "/way-out",
        "/../audiobrief.toml",
        "/%2e%2e/audiobrief.toml",
        "/..%2f..%2faudiobrief.toml",
        "/..%5caudiobrief.toml",
        "/%2e%2e/.audiobrief/library.sqlite3",
        "//etc/passwd",
        "/%00",
        "/feed.xml%00.html",
        "/" + "a" * 5000,
        "/" + "a/" * 2000,
    ],
)
def test_nothing_else_is_shown(client: httpx.Client, path: str) -> None:
    host, _, port = client.base_url.netloc.decode().partition(":")
    raw = http.client.HTTPConnection(host, int(port), timeout=10)  # sends a path as it is
    raw.request("GET", path)
    answer = raw.getresponse()
    body = answer.read()
    raw.close()
    assert answer.status in (400, 404)
    assert b"secret" not in body and b"root:" not in body


def test_folder_without_slash_leads_to_its_page(client: httpx.Client) -> None:
    answer = client.get("/episodes/one")
    assert (answer.status_code, answer.headers["location"]) == (308, "one/")
    assert client.get("/episodes/one", follow_redirects=True).text.endswith("Episode</title>")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-1", 0, 1), ("bytes=10-", 10, 10_239), ("bytes=-100", 10_140, 10_239), ("bytes=0-99999", 0, 10_239)],
)
def test_ranges(client: httpx.Client, asked: str, first: int, last: int) -> None:
    answer = client.get("/episodes/one/episode.mp3", headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{last}/10240"
    assert answer.content == AUDIO[first : last + 1]


def test_ranges_that_cannot_be_or_no_longer_hold(client: httpx.Client) -> None:
    path = "/episodes/one/episode.mp3"
    head = client.head(path)
    assert head.headers["accept-ranges"] == "bytes" and head.headers["content-length"] == "10240"
    assert client.get(path, headers={"Range": "bytes=10240-"}).status_code == 416
    for good in (head.headers["etag"], head.headers["last-modified"]):
        assert client.get(path, headers={"Range": "bytes=1-2", "If-Range": good}).status_code == 206
    for other in ('"other"', formatdate(1_700_000_000, usegmt=True)):
        whole = client.get(path, headers={"Range": "bytes=1-2", "If-Range": other})
        assert whole.status_code == 200 and whole.content == AUDIO


@pytest.mark.parametrize("path", ["/feed.xml", "/episodes/one/episode.mp3"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_unchanged_files_are_not_sent_again(client: httpx.Client, path: str, coding: str) -> None:
    accept = {"Accept-Encoding": coding}
    first = client.get(path, headers=accept)
    same = [
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"x", W/{first.headers["etag"]}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": first.headers["last-modified"]},
        {"If-Modified-Since": formatdate(1_900_000_000, usegmt=True)},
    ]
    other = [
        {"If-None-Match": '"x"', "If-Modified-Since": first.headers["last-modified"]},
        {"If-Modified-Since": formatdate(1_700_000_000, usegmt=True)},
        {"If-Modified-Since": "yesterday"},
    ]
    for condition in same:
        answer = client.get(path, headers=accept | condition)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == first.headers["etag"]
    for condition in other:
        assert client.get(path, headers=accept | condition).status_code == 200


def test_texts_are_packed_for_those_who_ask(client: httpx.Client) -> None:
    packed = client.get("/feed.xml", headers={"Accept-Encoding": "br, gzip"})
    plain = client.get("/feed.xml", headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert packed.headers["content-encoding"] == "gzip" and packed.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) < 200
    assert packed.content == plain.content == FEED
    assert "content-encoding" not in plain.headers and plain.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"] != plain.headers["etag"]
    audio = client.get("/episodes/one/episode.mp3", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in audio.headers and audio.headers["content-length"] == "10240"
    ranged = client.get("/feed.xml", headers={"Accept-Encoding": "gzip", "Range": "bytes=0-4"})
    assert (ranged.status_code, ranged.content) == (206, FEED[:5])
    head = client.head("/feed.xml", headers={"Accept-Encoding": "gzip"})
    assert head.headers["content-length"] == packed.headers["content-length"]
    assert gzip.decompress(gzip.compress(FEED, 6, mtime=0)) == FEED


def test_other_methods(client: httpx.Client) -> None:
    preflight = client.options("/episodes/one/transcript.vtt", headers={"Origin": "https://player.example"})
    assert preflight.status_code == 204
    assert "Range" in preflight.headers["access-control-allow-headers"]
    for method in ("POST", "PUT", "DELETE"):
        assert client.request(method, "/feed.xml").status_code == 405


def test_public_folder_is_found(public: Path, tmp_path: Path) -> None:
    assert serve.public_folder(public) == serve.public_folder(public.parent) == public
    with pytest.raises(UsageError, match=r"there is no feed in it\. Make one"):
        serve.public_folder(tmp_path)
    with pytest.raises(UsageError, match="there is no such folder"):
        serve.public_folder(tmp_path / "none")


def test_port_in_use_names_a_free_one(public: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OutputError, match=r"the port is in use\. Choose another one: --port") as caught:
            serve.serve(public, "127.0.0.1", port)
        offered = int(caught.value.remedy.rpartition(" ")[2])
    assert offered != port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", offered))


@pytest.mark.parametrize("host", ["no host at all", "203.0.113.7", "[::1"])
def test_addresses_that_are_not_here(public: Path, host: str) -> None:
    with pytest.raises(OutputError, match=r"Use --host 127\.0\.0\.1"):
        serve.serve(public, host, 0)


def test_run_from_start_to_interrupt(public: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from audiobrief import serve;"
        f"serve.serve(Path({str(public)!r}), '127.0.0.1', 0)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    lines = [process.stderr.readline().strip() for _ in range(5)]
    assert lines[0] == f"Serving {public}" and lines[4] == "Press Ctrl-C to stop."
    assert lines[3] == "Only this machine can reach it. For phones and others on your network: --host 0.0.0.0"
    address = lines[1].removeprefix("Feed: ")
    assert httpx.get(address, trust_env=False).content == FEED
    with (public / "long.mp3").open("wb") as file:
        file.truncate(20_000_000)
    url = httpx.URL(address)
    with socket.create_connection((url.host, url.port or 80)) as never_reads:
        never_reads.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert never_reads.recv(15) == b"HTTP/1.1 200 OK"
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=20)[1]
    assert (rest, process.returncode) == ("Stopped.\n", 0)
