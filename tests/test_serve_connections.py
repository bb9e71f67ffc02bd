"""Clients that never finish, never read, or send what is no request: the others are answered all the same."""

from __future__ import annotations

import contextlib
import resource
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from audiobrief import serve
from audiobrief.serve.connections import MOST_HEAD_BYTES, GuardedConnection, _most_open, network
from tests.serving import serving

HALF = b"GET /feed.xml HTTP/1.1\r\nHost: x\r\nX-a: "
AUDIO = bytes(range(256)) * 40_000


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    (tmp_path / "feed.xml").write_bytes(b"<rss/>")
    (tmp_path / "a.mp3").write_bytes(AUDIO)
    with serving(serve.app(tmp_path)) as client:
        yield client


def connect(client: httpx.Client, data: bytes = b"", source: str = "127.0.0.1") -> socket.socket:
    one = socket.create_connection((client.base_url.host, client.base_url.port), 10, (source, 0))
    one.sendall(data)
    return one


def is_closed(one: socket.socket) -> bool:
    """Waits until the server ends a connection, or the socket's time is over."""
    with contextlib.suppress(ConnectionError):
        while one.recv(65_536):
            pass
    return True


def answer(one: socket.socket, request: bytes = b"GET /feed.xml HTTP/1.1\r\nHost: x\r\n\r\n") -> bytes:
    one.sendall(request)
    return one.recv(15)


@pytest.mark.parametrize("data", [HALF, b"", b"GET /a.mp3 HTTP/1.1\r\nHost: x\r\n\r\n"], ids=["half", "idle", "unread"])
def test_who_holds_most_places_makes_room(client: httpx.Client, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(GuardedConnection, "most_open", 20)
    with contextlib.ExitStack() as ends:
        patient = ends.enter_context(connect(client, source="127.0.0.2"))
        held = [ends.enter_context(connect(client, data)) for _ in range(100)]
        for _ in range(10):
            with connect(client) as real:
                assert answer(real) == b"HTTP/1.1 200 OK"
        assert answer(patient) == b"HTTP/1.1 200 OK", "who holds one place keeps it"
        for one in held[:50]:
            assert is_closed(one), "the longest-waiting go first"
        assert len(GuardedConnection._open) <= 20


def test_a_slow_request_that_does_come_is_answered(client: httpx.Client) -> None:
    with connect(client, HALF) as one:
        assert answer(one, b"b\r\n\r\n") == b"HTTP/1.1 200 OK"


def test_two_hundred_who_come_back_are_kept(client: httpx.Client) -> None:
    with contextlib.ExitStack() as ends:
        kept = [ends.enter_context(connect(client)) for _ in range(200)]
        for one in kept * 2:
            one.sendall(b"HEAD /feed.xml HTTP/1.1\r\nHost: x\r\n\r\n")
            assert one.recv(4096).startswith(b"HTTP/1.1 200 OK")


def test_an_address_of_ipv6_stands_for_its_network() -> None:
    assert network("2001:db8::1") == network("2001:db8::2:0:0:1") != network("2001:db8:0:1::1")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"


def test_connections_and_their_files_fit_the_limit_of_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    most = {}
    for limit in (256, 1024, 65_536, resource.RLIM_INFINITY):
        monkeypatch.setattr(resource, "getrlimit", lambda _, limit=limit: (limit, limit))
        most[limit] = _most_open()
    assert most == {256: 64, 1024: 400, 65_536: 400, resource.RLIM_INFINITY: 400}


def test_a_request_that_does_not_come_ends(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GuardedConnection, "request_s", 0.05)
    for data in (b"", HALF, b"GET /feed.xml HTTP/1.1\r\nHost: x\r\n\r\n" + HALF):
        with connect(client, data) as one:
            assert is_closed(one)


def test_a_head_without_end_is_cut_off(client: httpx.Client) -> None:
    with connect(client) as one, contextlib.suppress(ConnectionError):
        one.sendall(HALF + b"a" * (MOST_HEAD_BYTES + 1))
        assert is_closed(one)


def test_an_answer_that_nobody_takes_ends(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GuardedConnection, "stalled_s", 0.05)
    with connect(client) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.sendall(b"GET /a.mp3 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.get("/a.mp3").content == AUDIO, "who takes it is given all"


@pytest.mark.parametrize(
    ("asked", "status", "length"),
    [
        ("bytes=a-b", 200, len(AUDIO)),
        ("bytes=5-2", 200, len(AUDIO)),
        ("bytes=", 200, len(AUDIO)),
        ("bytes=1", 200, len(AUDIO)),
        ("lines=1-2", 200, len(AUDIO)),
        ("bytes=" + ",".join(f"{n}-{n}" for n in range(11)), 200, len(AUDIO)),
        (f"bytes={len(AUDIO)}-", 416, 0),
        ("bytes=-0", 416, 0),
        ("bytes=0-0", 206, 1),
        ("bytes=-5", 206, 5),
        (f"BYTES= 10-{10**17}", 206, len(AUDIO) - 10),
    ],
)
def test_ranges_that_are_none_are_ignored(client: httpx.Client, asked: str, status: int, length: int) -> None:
    answer = client.get("/a.mp3", headers={"Range": asked})
    assert (answer.status_code, len(answer.content)) == (status, length)


def test_a_part_of_another_version_is_the_whole_file(client: httpx.Client) -> None:
    asked = {"Range": "bytes=1-4"}
    tag = client.head("/a.mp3").headers["etag"]
    assert client.get("/a.mp3", headers=asked | {"If-Range": tag}).content == AUDIO[1:5]
    assert client.get("/a.mp3", headers=asked | {"If-Range": '"other"'}).status_code == 200


def test_other_methods_are_refused_by_name(client: httpx.Client) -> None:
    answer = client.put("/feed.xml")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_what_is_no_request_stops_nobody(client: httpx.Client) -> None:
    for data in (b"\0" * 100, b"GET\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20 + b"\xff\xfe\r\n\r\n"):
        with connect(client, data) as one:
            one.settimeout(1)
            with contextlib.suppress(TimeoutError, ConnectionError):
                one.recv(100)
    assert client.get("/feed.xml").status_code == 200
