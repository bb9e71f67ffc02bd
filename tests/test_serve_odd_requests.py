"""Odd requests: each gets the answer of RFC 9110 and 9112, and the next one is heard."""

from __future__ import annotations

import contextlib
import os
import re
import socket
from collections.abc import Iterator

import httpx
import pytest

from audiobrief import serve
from tests.serving import serving

FEED = b"<rss>" + b"<!-- words -->" * 100 + b"</rss>"
AUDIO = bytes(range(256)) * 40
OLD, NEW = "Sat, 01 Jan 2000 00:00:00 GMT", "Wed, 01 Jan 2098 00:00:00 GMT"
MARK = re.compile(rb"HTTP/1\.1 (\d\d\d) ")


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("public")
    (folder / "feed.xml").write_bytes(FEED)
    (folder / "a.mp3").write_bytes(AUDIO)
    (folder / "a b.mp3").write_bytes(AUDIO)
    (folder / "empty.mp3").write_bytes(b"")
    (folder / "index.html").write_bytes(b"<!doctype html><title>News</title>")
    for path in folder.iterdir():
        os.utime(path, (1_780_000_000, 1_780_000_000))
    with serving(serve.app(folder)) as client:
        yield client


def sent(web: httpx.Client, data: bytes) -> bytes:
    """All that comes back until the server ends the connection."""
    got = bytearray()
    with socket.create_connection((web.base_url.host, web.base_url.port), 10) as one:
        with contextlib.suppress(ConnectionError):
            one.sendall(data)
        one.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            while data := one.recv(65_536):
                got += data
    return bytes(got)


def get(
    target: str = "/a.mp3", *headers: str, method: str = "GET", version: str = "1.1", host: str = "Host: x"
) -> bytes:
    lines = [f"{method} {target} HTTP/{version}", host, "Connection: close", *headers]
    return "".join(f"{line}\r\n" for line in lines if line).encode("latin-1") + b"\r\n"


ONE = get().replace(b"Connection: close\r\n", b"")
WHOLE = "200 10240"
ODD = {
    # what a request may look like
    "absolute form": (get("http://x/a.mp3"), WHOLE),
    "absolute form without a path": (get("http://x"), "200 34"),
    "a query": (get("/a.mp3?from=app&x=%00"), WHOLE),
    "only a query": (get("/?a=b"), "200 34"),
    "escaped letters": (get("/%61.mp3"), WHOLE),
    "an escaped blank": (get("/a%20b.mp3"), WHOLE),
    "empty segments": (get("//a.mp3"), WHOLE),
    "HTTP/1.0 without a host": (get(version="1.0", host=""), WHOLE),
    "blank lines first": (b"\r\n\r\n" + get(), WHOLE),
    "a host with a port": (get(host="Host: [::1]:8321"), WHOLE),
    "an empty host": (get(host="Host:"), WHOLE),
    "HEAD": (get(method="HEAD"), WHOLE),
    "HEAD has no ranges": (get("/a.mp3", "Range: bytes=0-1", method="HEAD"), WHOLE),
    "OPTIONS of the server": (get("*", method="OPTIONS"), "204 -"),
    "Expect: 100-continue": (get("/a.mp3", "Expect: 100-continue"), WHOLE),
    "a body on GET": (get("/a.mp3", "Content-Length: 3") + b"abc", WHOLE),
    "a chunked body on GET": (get("/a.mp3", "Transfer-Encoding: chunked") + b"3\r\nabc\r\n0\r\n\r\n", WHOLE),
    "upgrade to HTTP/2": (get("/a.mp3", "Upgrade: h2c").replace(b"close", b"Upgrade"), WHOLE),
    "upgrade to a web socket": (get("/a.mp3", "Upgrade: websocket").replace(b"close", b"Upgrade"), WHOLE),
    "a thousand headers": (get("/a.mp3", *(f"X-{n}: {n}" for n in range(1000))), WHOLE),
    "letters of no alphabet in a header": (get("/a.mp3", "X-a: \xff\xfe"), WHOLE),
    "two requests at once": (ONE + get(), f"{WHOLE} {WHOLE}"),
    "twenty requests at once": (ONE * 19 + get(), " ".join([WHOLE] * 20)),
    # what is not there
    "a bad escape": (get("/%zz"), "404 10"),
    "half an escape": (get("/a.mp3%"), "404 10"),
    "no UTF-8": (get("/%ff%fe"), "404 10"),
    "an overlong slash": (get("/..%c0%af..%c0%afetc/passwd"), "404 10"),
    "NUL": (get("/a.mp3%00"), "404 10"),
    "a line end in the path": (get("/%0d%0aX:%20y"), "404 10"),
    "dots": (get("/../../etc/passwd"), "404 10"),
    "a file as a folder": (get("/a.mp3/"), "404 10"),
    "below a file": (get("/a.mp3/x"), "404 10"),
    "a long path": (get("/" + "a" * 8000), "404 10"),
    # what is refused
    "POST": (get("/a.mp3", "Content-Length: 3", method="POST") + b"abc", "405 19"),
    "TRACE": (get(method="TRACE"), "405 19"),
    "a method of another protocol": (get(method="PROPFIND"), "405 19"),
    "no host": (get(host=""), "400"),
    "two hosts": (get("/a.mp3", "Host: y"), "400"),
    "a host that is none": (get(host="Host: a b/c"), "400"),
    "HTTP/0.9": (b"GET /a.mp3\r\n\r\n", "400"),
    "HTTP/2's opening": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"),
    "HTTP/9.9": (get(version="9.9"), "400"),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200), "400"),
    "NULs": (bytes(100), "400"),
    "no method that is known": (get(method="FETCH"), "400"),
    "a star": (get("*"), "400"),
    "CONNECT": (get("x:443", method="CONNECT"), "400"),
    "a blank before the colon": (get("/a.mp3", "X-a : b"), "400"),
    "NUL in a header": (get("/a.mp3", "X-a: b\0c"), "400"),
    "no name of a header": (get("/a.mp3", ": b"), "400"),
    "length and chunks": (get("/a.mp3", "Content-Length: 3", "Transfer-Encoding: chunked") + b"0\r\n\r\n", "400"),
    "two lengths": (get("/a.mp3", "Content-Length: 3", "Content-Length: 4") + b"abc", "400"),
    "no number for a length": (get("/a.mp3", "Content-Length: -1"), "400"),
    "100 kB of headers": (get("/a.mp3", *("X-a: " + "b" * 1000,) * 100)[:-2], "431 0"),
    "a path of 100 kB": (get("/" + "a" * 100_000)[:70_000], "414 0"),
    "one more, then nonsense": (ONE + b"nonsense\r\n\r\n", WHOLE),
    # ranges: what is none is ignored, what the file does not have is 416
    "the first byte": (get("/a.mp3", "Range: bytes=0-0"), "206 1"),
    "the last byte": (get("/a.mp3", "Range: bytes=-1"), "206 1"),
    "from the last byte": (get("/a.mp3", "Range: bytes=10239-"), "206 1"),
    "more than all from the end": (get("/a.mp3", "Range: bytes=-99999"), "206 10240"),
    "behind the end": (get("/a.mp3", "Range: bytes=10240-"), "416 0"),
    "nothing from the end": (get("/a.mp3", "Range: bytes=-0"), "416 0"),
    "any of an empty file": (get("/empty.mp3", "Range: bytes=0-"), "416 0"),
    "an empty file": (get("/empty.mp3"), "200 0"),
    "letters": (get("/a.mp3", "Range: bytes=a-b"), WHOLE),
    "turned round": (get("/a.mp3", "Range: bytes=5-2"), WHOLE),
    "a lone dash": (get("/a.mp3", "Range: bytes=-"), WHOLE),
    "a negative start": (get("/a.mp3", "Range: bytes=--5"), WHOLE),
    "hexadecimal": (get("/a.mp3", "Range: bytes=0x0-0x5"), WHOLE),
    "other digits": (get("/a.mp3", "Range: bytes=\xb2-\xb3"), WHOLE),
    "forty digits": (get("/a.mp3", f"Range: bytes=0-{'9' * 40}"), WHOLE),
    "another unit": (get("/a.mp3", "Range: seconds=1-2"), WHOLE),
    "one good, one not": (get("/a.mp3", "Range: bytes=0-1,b-c"), WHOLE),
    "one there, one behind the end": (get("/a.mp3", "Range: bytes=0-1,99999-"), "206 2"),
    "a thousand parts": (get("/a.mp3", "Range: bytes=" + ",".join(["0-"] * 1000)), WHOLE),
    "more than the file": (get("/a.mp3", "Range: bytes=0-,0-"), WHOLE),
    "If-Range of another": (get("/a.mp3", "Range: bytes=0-1", 'If-Range: "x"'), WHOLE),
    "If-Range of no tag": (get("/a.mp3", "Range: bytes=0-1", "If-Range: W/x, y"), WHOLE),
    "a range of a packed text": (get("/feed.xml", "Range: bytes=0-4", "Accept-Encoding: gzip"), "206 5"),
    # conditions
    "If-None-Match of any": (get("/a.mp3", "If-None-Match: *"), "304 -"),
    "If-None-Match before the date": (get("/a.mp3", 'If-None-Match: "x"', f"If-Modified-Since: {NEW}"), WHOLE),
    "not newer": (get("/a.mp3", f"If-Modified-Since: {NEW}"), "304 -"),
    "newer": (get("/a.mp3", f"If-Modified-Since: {OLD}"), WHOLE),
    "no date": (get("/a.mp3", "If-Modified-Since: 99 Foo 99999999999 -"), WHOLE),
    "If-Match of any": (get("/a.mp3", "If-Match: *"), WHOLE),
    "If-Match of another": (get("/a.mp3", 'If-Match: "x"'), "412 20"),
    "changed since": (get("/a.mp3", f"If-Unmodified-Since: {OLD}"), "412 20"),
    "a condition before a range": (get("/a.mp3", "If-None-Match: *", "Range: bytes=99999-"), "304 -"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_request_has_its_answer(web: httpx.Client, name: str) -> None:
    data, wanted = ODD[name]
    got = sent(web, data)
    answers = []
    for found in MARK.finditer(got):
        head = got[found.start() :].partition(b"\r\n\r\n")[0]
        length = re.search(rb"(?i)content-length: (\d+)", head)
        answers.append(f"{found[1].decode()} {length[1].decode() if length else '-'}")
    assert " ".join(answers).startswith(wanted) and len(answers) == max(len(wanted.split()) // 2, 1), got[:500]
    assert b"root:" not in got and b"Traceback" not in got


def test_several_parts_are_sent_apart(web: httpx.Client) -> None:
    answer = web.get("/a.mp3", headers={"Range": "bytes=0-1, 99999-, -3"})
    kind, _, boundary = answer.headers["content-type"].partition("; boundary=")
    assert (answer.status_code, kind) == (206, "multipart/byteranges")
    parts = [part.partition(b"\r\n\r\n") for part in answer.content.split(f"\r\n--{boundary}".encode())[1:-1]]
    assert [body for _, _, body in parts] == [AUDIO[:2], AUDIO[-3:]]
    assert b"Content-Range: bytes 10237-10239/10240" in parts[1][0] and b"Content-Type: audio/mpeg" in parts[1][0]
    assert answer.content.endswith(f"--{boundary}--\r\n".encode())


def test_a_connection_serves_many_requests(web: httpx.Client) -> None:
    answers = sent(web, (ONE + get("/none").replace(b"close", b"keep-alive")) * 10 + get())
    assert [one.decode() for one in MARK.findall(answers)] == ["200", "404"] * 10 + ["200"]
