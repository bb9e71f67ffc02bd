"""The guard: nothing that content says makes this machine connect to a network that is not public."""

from __future__ import annotations

import ipaddress
import socket
import threading
from typing import Any

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import FetchError
from audiobrief.fetch import address, download, fetch_from_content, read_source

# Every private, loopback, link-local or special network, by its first, an inner and its last address, and loopback and
# the clouds' metadata services in every notation that resolvers and URL parsers were seen to accept.
_NETWORKS = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
    192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 192.88.99.0/24
"""
_IN_NETWORKS = [
    f"http://{net[place]}/" for net in map(ipaddress.IPv4Network, _NETWORKS.split()) for place in (0, 77, -1)
]
_ODD_HOSTS = """
    2130706433 017700000001 0x7f000001 0x7F.0.0.1 0x7f.1 127.1 127.0.1 0177.0.0.1 0177.1 00000177.0.0.1
    127.0.0.1. 127.0.0.1:22 127.0.0.1:6379 localhost localhost. LOCALHOST LocalHost:8080
    0 0.0 00.0.0.0 0x0 0xa9fea9fe 2852039166 0251.0376.0251.0376 0xa9.0xfe.0xa9.0xfe 169.254.43518
    168.63.129.16 100.100.100.200 192.0.0.192 10.1 0xa.1 012.1 3232235777 0xc0a80101 192.168.257 172.1048577
    [::] [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:10.0.0.1] [0::ffff:a9fe:a9fe]
    [::127.0.0.1] [::7f00:1] [64:ff9b::7f00:1] [64:ff9b::10.0.0.1] [64:ff9b:1::1] [2002:7f00:1::] [2002:a00:1::1]
    [2001::1] [2001:0:7f00:1::] [2001:db8::1] [3fff::1] [fc00::1] [fd00:ec2::254] [fd12:3456::1] [fe80::1]
    [febf::1] [fec0::1] [ff02::1] [ff0e::1] [100::1] [4000::1] [5f00::1] [1::1] [e000::1]
"""
_ODD = [f"http://{host}/" for host in _ODD_HOSTS.split()]
_DRESSED = [
    "http://public.example@127.0.0.1/",
    "http://public.example:80@127.0.0.1/",
    "http://public.example%40127.0.0.1@127.0.0.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://127.0.0.1#@public.example/",
    "http://127.0.0.1?@public.example/",
    "https://127.0.0.1/",
    "HTTP://127.0.0.1/",
    "http:///127.0.0.1/",
    "http://[::1%25lo]/",
    "http://[fe80::1%25eth0]/",
    "http://%31%32%37.0.0.1/",
    "http://private.example/",
    "http://mixed.example/",
    "http://six.example/",
    "http://mapped.example/",
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:6379/_INFO",
    "unix:/var/run/docker.sock",
]
FORBIDDEN = sorted({*_IN_NETWORKS, *_ODD, *_DRESSED})

_NAMES = {
    "public.example": ["93.184.216.34"],
    "private.example": ["10.0.0.8"],
    "mixed.example": ["93.184.216.34", "127.0.0.1"],
    "six.example": ["fd00::8"],
    "mapped.example": ["::ffff:192.168.0.1"],
    "rebinding.example": ["93.184.216.34"],
    "localhost": ["127.0.0.1"],
}
_resolve = socket.getaddrinfo


class Wire:
    """Takes the place of the network: counts connections, answers names from a table, numbers by the system."""

    def __init__(self) -> None:
        self.connected: list[tuple[str, int]] = []
        self.asked: list[str] = []
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nWords."

    def getaddrinfo(self, host: str, port: int, **_kwargs: Any) -> list[Any]:
        self.asked.append(host)
        found = _NAMES.get(host.lower().rstrip("."))
        if found is None:  # a number in whatever notation, or nothing: no test asks a name server
            return _resolve(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        if host == "rebinding.example" and self.asked.count(host) > 1:
            found = ["127.0.0.1"]
        return [(socket.AF_INET6 if ":" in ip else socket.AF_INET, 1, 6, "", (ip, port)) for ip in found]

    def connect(self, host: str, port: int, *_args: Any, **_kwargs: Any) -> Any:
        self.connected.append((host, port))
        return httpcore.MockStream([self.answer])


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire = Wire()
    monkeypatch.setattr(socket, "getaddrinfo", wire.getaddrinfo)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", wire.connect)

    def never(*_: object) -> None:
        raise AssertionError("a socket was connected behind the guard's back")

    monkeypatch.setattr(socket.socket, "connect", never)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return wire


def test_there_are_at_least_a_hundred_forms() -> None:
    assert len(FORBIDDEN) >= 100


def test_no_form_of_a_private_address_is_connected(wire: Wire) -> None:
    for url in FORBIDDEN:
        with pytest.raises(FetchError):
            fetch_from_content(url)
    assert wire.connected == []


def test_no_redirect_leads_to_a_private_address(wire: Wire) -> None:
    for url in FORBIDDEN:
        target = url.encode("ascii", "ignore") if url.isascii() else url.encode()
        wire.answer = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + target + b"\r\n\r\n"
        for fetch in (fetch_from_content, read_source):
            wire.connected.clear()
            with pytest.raises(FetchError):
                fetch("http://public.example/start")
            assert {host for host, _ in wire.connected} == {"93.184.216.34"}, url


def test_connection_goes_to_the_address_that_was_checked(wire: Wire) -> None:
    assert fetch_from_content("http://rebinding.example/").body == b"Words."
    assert wire.asked == ["rebinding.example"]
    assert wire.connected == [("93.184.216.34", 80)]


def test_what_is_parsed_is_what_is_connected(wire: Wire) -> None:
    """Parsers disagree about this one; here the same reading decides about the check and the connection."""
    fetch_from_content("http://127.0.0.1\\@public.example/")
    assert wire.connected == [("93.184.216.34", 80)]


def test_owner_may_type_and_allow_what_content_may_not(wire: Wire) -> None:
    assert read_source("http://127.0.0.1:8000/a").body == b"Words."
    assert fetch_from_content("http://10.0.0.8/", allow_private=True).body == b"Words."
    with pytest.raises(
        FetchError,
        match=r"leads into a private network: .* 10\.0\.0\.8, not on the public internet .*allow_private = true",
    ):
        fetch_from_content("http://private.example/")


@pytest.mark.parametrize(
    ("start", "target", "allowed"),
    [
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/b", True),
        ("http://127.0.0.1:8000/a", "/b", True),
        ("http://127.0.0.1/a", "https://127.0.0.1/b", True),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:6379/b", False),
        ("http://127.0.0.1/a", "http://127.0.0.2/b", False),
        ("http://private.example/a", "http://127.0.0.1/b", False),
    ],
)
def test_owners_trust_ends_at_the_typed_server(wire: Wire, start: str, target: str, allowed: bool) -> None:
    wire.answer = f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: {target}\r\n\r\n".encode()
    with pytest.raises(FetchError):
        read_source(start)
    assert (len(wire.connected) > 1) is allowed


@pytest.mark.parametrize("host", ["private.example", "127.1", "0x7f.1"])
def test_a_typed_name_that_leads_into_a_private_network_needs_leave(wire: Wire, host: str) -> None:
    with pytest.raises(address.PrivateAddress, match=r"allow_private = true in the feed's audiobrief\.toml, or give"):
        read_source(f"http://{host}/")
    assert wire.connected == []
    assert read_source(f"http://{host}/", allow_private=True).body == b"Words."


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "[::1]", "10.0.0.8"])
def test_a_typed_number_says_where_it_leads(wire: Wire, host: str) -> None:
    assert read_source(f"http://{host}/").body == b"Words."


@pytest.mark.parametrize("text", ["93.184.216.34", "1.1.1.1", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_public_addresses_pass(text: str) -> None:
    assert address.refusal(ipaddress.ip_address(text)) is None


@given(st.ip_addresses())
def test_what_the_standard_library_calls_private_is_refused(ip: address.Address) -> None:
    if address.refusal(ip) is None and not (ip.version == 6 and ip in address._NAT64):
        assert ip.is_global and not ip.is_loopback and not ip.is_link_local and not ip.is_multicast


def test_name_server_that_hangs_ends_with_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: release.wait(20) and [])
    try:
        with pytest.raises(FetchError, match="name server does not answer"):
            download.get("http://paper.example/", limit_bytes=9, typed_by_owner=True, deadline_s=0.1)
    finally:
        release.set()
