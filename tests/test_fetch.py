"""Fetching, against a scripted server on the loopback interface: no other network is touched."""

from __future__ import annotations

import gzip
import io
import os
import plistlib
import socket
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from audiobrief.errors import AudiobriefError, FetchError, NothingToRead
from audiobrief.fetch import download, fetch_from_content, read_source
from audiobrief.inputs import DOCX, EPUB, LIMIT_BYTES, MAIL, MHTML, OPENED, OPENED_LIMIT_BYTES, Input, form_of
from tests.saved_pages import docx, epub, html, mail, mhtml, word

PAGE = b"<!doctype html><html><title>News</title><p>The council met on Tuesday.</p></html>"


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what many of these tests are about."""


class Site:
    """A web server whose answers are bytes written to the socket, one by path; it keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                site.answers[self.path.split("?")[0]](self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = _QuietServer(("127.0.0.1", 0), Handler)
        self.port = int(self.server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def says(self, path: str, body: bytes = PAGE, status: int = 200, kind: str = "text/html", **headers: str) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            if kind:
                handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer
        return self.url + path

    def raw(self, path: str, *pieces: bytes) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            try:
                for piece in pieces:
                    handler.wfile.write(piece)
            except OSError:
                pass  # the client has had enough

        self.answers[path] = answer
        return self.url + path


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


# --- files and standard input ---


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.html", b"no tags at all", "text/html"),
        ("a.HTM", b"<p>x", "text/html"),
        ("a.txt", b"<p>looks like a tag", "text/plain"),
        ("a.md", b"# Title", "text/markdown"),
        ("a.json", b"{}", "application/json"),
        ("a", PAGE, "text/html"),
        ("a.php", b"\xef\xbb\xbf\n <HTML>", "text/html"),
        ("a.news", "Слова и дела".encode(), "text/plain"),
        ("utf16", "<html><p>x".encode("utf-16"), "text/html"),
        ("cp1251", "Слова и дела".encode("cp1251"), "text/plain"),
    ],
)
def test_file_type_comes_from_suffix_then_bytes(tmp_path: Path, name: str, body: bytes, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    page = read_source(str(path))
    assert (page.content_type, page.body, page.url) == (kind, body, "")


@pytest.mark.parametrize("body", [PAGE, b"Plain words.\n"])
def test_standard_input(body: bytes) -> None:
    page = read_source("-", stdin=io.BytesIO(body))
    assert page.body == body
    assert page.content_type == ("text/html" if body is PAGE else "text/plain")


BINARIES = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
    "png": b"\x89PNG\r\n\x1a\n\0\0",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "mp3": b"ID3\x03\0\0\0\0\0\x0a",
    "mp3 frame": b"\xff\xfb\x90\x64" + bytes(40),
    "m4a": b"\0\0\0\x20ftypM4A ",
    "zip": b"PK\x03\x04\x14\0",
    "gzip": gzip.compress(b"text"),
    "program": b"\x7fELF\x02\x01\x01" + bytes(50),
    "windows program": b"MZ\x90\0\x03" + bytes(30),
    "bitmap": b"BM\x8a\0\0\0" + bytes(30),
    "zeros": bytes(5000),
    "noise": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("body", BINARIES.values(), ids=BINARIES)
def test_binary_files_hold_no_article(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "thing.txt"
    path.write_bytes(body)
    with pytest.raises(NothingToRead) as caught:
        read_source(str(path))
    assert caught.value.remedy


@pytest.mark.parametrize("body", [b"BMW sold more cars in May.", b"MZ is a registration.", b"RIFle"])
def test_texts_that_begin_like_binaries_are_read(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a").write_bytes(body)
    assert read_source(str(tmp_path / "a")).body == body


def test_sources_that_cannot_be_brought(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * 101)
    (tmp_path / "empty.html").write_bytes(b" \n\t ")
    cases: list[tuple[str, type[AudiobriefError], str]] = [
        (str(tmp_path / "none.txt"), FetchError, "there is no such file"),
        (str(tmp_path), FetchError, "is a folder"),
        (str(tmp_path / "big.txt"), FetchError, r"is larger than 0.0001 MB"),
        (str(tmp_path / "empty.html"), NothingToRead, "is empty"),
        (str(tmp_path / ("n" * 300)), FetchError, "too long"),
        ("a\0b", FetchError, "not a valid path"),
        ("ftp://paper.example/a", FetchError, "not a web address"),
        ("http://", FetchError, "not a web address"),
        ("http://[::1", FetchError, "not a valid address"),
        ("http://paper example/", FetchError, "not a valid address|no host"),
    ]
    for source, error, words in cases:
        with pytest.raises(error, match=words) as caught:
            read_source(source, limit_bytes=100)
        assert caught.value.remedy and "\n" not in str(caught.value)
    with pytest.raises(FetchError, match="standard input: is larger"):
        read_source("-", stdin=io.BytesIO(b"x" * 101), limit_bytes=100)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "a").chmod(0)
    with pytest.raises(FetchError, match="no permission"):
        read_source(str(tmp_path / "a"))


# --- the web ---


def test_page_comes_with_its_type_and_final_address(site: Site) -> None:
    site.says("/new", PAGE, kind="text/html; charset=windows-1251")
    site.says("/old", b"", 301, Location="/new?from=old")
    page = read_source(f"{site.url}/old")
    assert page.body == PAGE
    assert page.url == f"{site.url}/new?from=old"
    assert page.content_type == "text/html; charset=windows-1251"


def test_request_is_honest(site: Site) -> None:
    read_source(site.says("/a"))
    asked = site.requests[0][1]
    assert asked["user-agent"].startswith("audiobrief/") and "reads news aloud" in asked["user-agent"]
    assert asked["accept"].startswith("text/html")
    assert asked["accept-encoding"] == "gzip, deflate"


def test_vague_types_are_found_out(site: Site) -> None:
    assert read_source(site.says("/a", kind="")).content_type == "text/html"
    assert read_source(site.says("/b", b"Words.", kind="application/octet-stream")).content_type == "text/plain"
    with pytest.raises(NothingToRead, match="is a PDF document"):
        read_source(site.says("/c", BINARIES["pdf"], kind="application/octet-stream"))


@pytest.mark.parametrize(
    ("kind", "words"),
    [("image/jpeg", "is an image"), ("audio/mpeg", "is a sound file"), ("application/pdf", "is application/pdf")],
)
def test_other_types_hold_no_article(site: Site, kind: str, words: str) -> None:
    with pytest.raises(NothingToRead, match=words):
        read_source(site.says("/a", b"whatever", kind=kind))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "asks for a login"),
        (403, "refuses to show it"),
        (404, "there is no such page"),
        (410, "removed for good"),
        (418, "answers 418"),
        (429, "fewer requests"),
        (451, "legal reasons"),
        (500, "the server has trouble"),
        (503, "the server has trouble"),
        (204, "answers 204"),
    ],
)
def test_each_refusal_has_its_words(site: Site, status: int, words: str) -> None:
    with pytest.raises(FetchError, match=words) as caught:
        read_source(site.says("/a", b"" if status == 204 else PAGE, status))
    assert caught.value.remedy


@pytest.mark.parametrize("coding", ["gzip", "deflate", "bare deflate"])
def test_packed_pages_are_unpacked(site: Site, coding: str) -> None:
    if coding == "gzip":
        packed = gzip.compress(PAGE)
    elif coding == "deflate":
        packed = zlib.compress(PAGE)
    else:
        engine = zlib.compressobj(wbits=-15)
        packed = engine.compress(PAGE) + engine.flush()
    url = site.says("/a", packed, Content_Encoding=coding.removeprefix("bare "))
    assert read_source(url).body == PAGE


def test_gzip_bomb_is_stopped_at_the_limit(site: Site) -> None:
    bomb = gzip.compress(bytes(400_000_000), compresslevel=9)
    url = site.says("/bomb", bomb, Content_Encoding="gzip")
    tracemalloc.start()
    with pytest.raises(FetchError, match="is larger than 1 MB"):
        read_source(url, limit_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "zstd"])
def test_packing_that_was_not_asked_for_is_refused(site: Site, coding: str) -> None:
    with pytest.raises(FetchError, match="not asked for"):
        read_source(site.says("/a", PAGE, Content_Encoding=coding))


def test_damaged_or_short_packing(site: Site) -> None:
    with pytest.raises(FetchError, match="damaged compression"):
        read_source(site.says("/a", b"this is not gzip", Content_Encoding="gzip"))
    with pytest.raises(FetchError, match="broke off in the middle"):
        read_source(site.says("/b", gzip.compress(PAGE * 99)[:-20], Content_Encoding="gzip"))


def test_body_shorter_than_promised(site: Site) -> None:
    url = site.raw("/a", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n", PAGE)
    with pytest.raises(FetchError, match="breaks off"):
        read_source(url)


def test_answers_that_are_no_http(site: Site) -> None:
    with pytest.raises(FetchError, match="not valid HTTP"):
        read_source(site.raw("/a", b"220 mail.paper.example ESMTP ready\r\n"))
    with pytest.raises(FetchError, match="not valid HTTP"):
        read_source(site.raw("/b", b"HTTP/1.1 200 OK\r\n", *[b"X-Filler: " + b"x" * 1000 + b"\r\n"] * 500))


@pytest.mark.parametrize("where", ["headers", "body"])
def test_one_deadline_for_everything(site: Site, where: str) -> None:
    """A byte now and then keeps ordinary time-outs from ever striking."""
    stop = threading.Event()
    start = b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n" + (b"\r\n" if where == "body" else b"X-Slow: ")

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(start)
        try:
            while not stop.wait(0.05):
                handler.wfile.write(b"x")
        except OSError:
            pass  # the client hung up

    site.answers["/slow"] = answer
    try:
        with pytest.raises(FetchError, match=r"no complete answer within 0\.4 seconds"):
            download.get(f"{site.url}/slow", limit_bytes=10**6, typed_by_owner=True, deadline_s=0.4)
    finally:
        stop.set()


def test_redirects_end(site: Site) -> None:
    site.says("/loop", b"", 302, Location="/loop")
    with pytest.raises(FetchError, match="redirects more than 10 times"):
        read_source(f"{site.url}/loop")
    assert len(site.requests) == 11
    for target in ("file:///etc/passwd", "gopher://paper.example/", "javascript:alert(1)"):
        with pytest.raises(FetchError, match=r"not a web address|not a valid address"):
            read_source(site.says("/out", b"", 302, Location=target))


def test_cookies_of_a_redirect_are_sent_back(site: Site) -> None:
    site.says("/first", b"", 302, Location="/second", Set_Cookie="consent=seen")
    site.says("/second")
    read_source(f"{site.url}/first")
    assert site.requests[1][1]["cookie"] == "consent=seen"


def test_passwords_stay_out_of_messages(site: Site) -> None:
    site.says("/a", status=404)
    with pytest.raises(FetchError) as caught:
        read_source(f"http://me:secret@127.0.0.1:{site.port}/a")
    assert "secret" not in str(caught.value)
    assert "authorization" in site.requests[0][1]


def test_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(FetchError, match="cannot be reached"):
        read_source(f"http://127.0.0.1:{port}/")


def test_proxy_of_the_environment_serves_the_owner_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site.url)
    site.says("http://paper.example/a".removeprefix("http://paper.example"))
    site.answers["http://paper.example/a"] = site.answers["/a"]
    assert read_source("http://paper.example/a").body == PAGE
    asked = len(site.requests)
    with pytest.raises(FetchError):
        fetch_from_content("http://paper.invalid/a")
    assert len(site.requests) == asked


@pytest.mark.parametrize("form", [form for form in OPENED if form.media_types], ids=lambda form: form.name)
def test_what_a_page_is_packed_in_comes_by_the_web_too(site: Site, form: Input) -> None:
    bodies = {MAIL: mail(text="A"), MHTML: mhtml(html()), EPUB: epub("A"), DOCX: docx(word("A"))}
    body = bodies.get(form, plistlib.dumps({"WebMainResource": {}}))
    assert read_source(site.says("/a", body, kind=form.media_types[0])).body == body
    assert form_of(body) is form


def test_a_large_archive_is_read_from_a_file_and_a_larger_one_is_not(tmp_path: Path) -> None:
    body = mail(text="A", X_Filler="b" * 60) + b"\n" * LIMIT_BYTES
    (tmp_path / "a.eml").write_bytes(body)
    assert read_source(str(tmp_path / "a.eml")).body == body
    with (tmp_path / "b.eml").open("wb") as file:
        file.write(body)
        file.truncate(OPENED_LIMIT_BYTES + 1)
    with pytest.raises(FetchError, match="larger than 60 MB"):
        read_source(str(tmp_path / "b.eml"))
