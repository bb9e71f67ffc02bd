"""A feed made for this machine, asked for by another address: each who asks gets files that it can reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from audiobrief import qr_code, serve
from audiobrief.check.feed import parse
from audiobrief.serve import here, interfaces
from audiobrief.serve.listeners import Listeners
from tests import publish_samples, sample_feed
from tests.serving import serving

NOW = "2026-11-24T12:00:00+00:00"
LOCAL = "http://127.0.0.1:8321"
PHONE = {"Host": "192.168.178.20:8399"}
OWN = "http://192.168.178.20:8399"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feed whose base_url is the one that is written by default."""
    folder = tmp_path_factory.mktemp("local")
    sample_feed.write_feed(folder)
    before = publish_samples.BASE_URL
    for path in (folder / "public").rglob("*"):
        if path.suffix in (".xml", ".html", ".json"):
            path.write_bytes(here.readdressed(path.read_bytes(), before, LOCAL))
    return folder


@pytest.fixture(scope="module")
def web(folder: Path) -> Iterator[httpx.Client]:
    with serving(serve.app(folder / "public", Listeners(folder))) as client:
        yield client


def addresses(text: str) -> list[str]:
    return re.findall(r"https?://(?:127\.0\.0\.1|192\.168)[^\"<\s&]*", text)


def test_all_that_a_phone_is_given_is_where_it_asked(web: httpx.Client) -> None:
    feed = web.get("/feed.xml", headers=PHONE)
    channel, trouble = parse(feed.content)
    assert not trouble and LOCAL not in feed.text
    found = dict.fromkeys(addresses(feed.text))
    assert len(found) > 15 and all(one.startswith(OWN + "/") for one in found)
    for address in found:
        answer = web.get(address.removeprefix(OWN), headers=PHONE)
        assert answer.status_code == 200, address
        if "html" in answer.headers["content-type"]:
            assert "127.0.0.1" not in answer.text, address
    asked_here = parse(web.get("/feed.xml", headers={"Host": "127.0.0.1:8321"}).content)[0]
    assert channel.text("podcast:guid") == asked_here.text("podcast:guid")


def test_the_page_has_links_of_apps_and_a_code_for_the_address_that_was_asked(web: httpx.Client) -> None:
    page = web.get("/", headers=PHONE).text
    bare = OWN.partition("://")[2]
    assert f"podcast://{bare}/feed.xml" in page and f"pktc://subscribe/{bare}/feed.xml" in page
    drawn = re.search(r' d="(M4[^"]*)"', qr_code.drawing(f"{OWN}/"))
    assert drawn and drawn[1] in page and "127.0.0.1" not in page


def test_the_address_that_the_feed_has_gets_the_file_itself(web: httpx.Client, folder: Path) -> None:
    answer = web.get("/feed.xml", headers={"Host": "127.0.0.1:8321"})
    assert answer.content == (folder / "public" / "feed.xml").read_bytes()


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_a_changed_text_is_a_file_like_any_other(web: httpx.Client, coding: str) -> None:
    asked = PHONE | {"Accept-Encoding": coding}
    whole = web.get("/feed.xml", headers=asked)
    assert whole.headers.get("content-encoding") == (coding if coding == "gzip" else None)
    assert whole.headers["vary"] == "Accept-Encoding" and whole.headers["access-control-allow-origin"] == "*"
    for same in (
        {"If-None-Match": whole.headers["etag"]},
        {"If-Modified-Since": whole.headers["last-modified"]},
    ):
        again = web.get("/feed.xml", headers=asked | same)
        assert (again.status_code, again.content) == (304, b"")
    other = web.get("/feed.xml", headers=asked | {"Host": "nas:8399", "If-None-Match": whole.headers["etag"]})
    assert other.status_code == 200 and other.headers["etag"] != whole.headers["etag"]
    head = web.head("/feed.xml", headers=asked)
    assert (head.content, head.headers["etag"]) == (b"", whole.headers["etag"])
    assert head.headers["content-length"] == whole.headers["content-length"]
    size = len(whole.content)
    parts = {"0-9": whole.content[:10], "-9": whole.content[-9:], f"{size - 5}-": whole.content[-5:]}
    for asked_part, content in parts.items():
        part = web.get("/feed.xml", headers=asked | {"Range": f"bytes={asked_part}"})
        assert (part.status_code, part.content) == (206, content)
    several = web.get("/feed.xml", headers=asked | {"Range": "bytes=0-4,8-9"})
    assert several.status_code == 206 and whole.content[8:10] in several.content
    none = web.get("/feed.xml", headers=asked | {"Range": "bytes=99999999-"})
    assert (none.status_code, none.headers["content-range"]) == (416, f"bytes */{size}")
    stale = web.get("/feed.xml", headers=asked | {"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (stale.status_code, stale.content) == (200, whole.content)


def test_a_new_version_of_the_feed_is_seen_at_once(web: httpx.Client, folder: Path) -> None:
    file = folder / "public" / "feed.xml"
    before = file.read_bytes()
    assert b"A new title" not in web.get("/feed.xml", headers=PHONE).content
    file.write_bytes(before.replace(b"<title>", b"<title>A new title of ", 1))
    assert b"A new title" in web.get("/feed.xml", headers=PHONE).content
    file.write_bytes(before)


@pytest.mark.parametrize(
    "host", ['"><script>', "a b", "a/b", "a@b", "a'b", "[::1", "a:port", "-", "a" * 300, "&amp;", "%41"]
)
def test_a_host_that_is_none_gets_the_address_of_the_socket(host: str) -> None:
    scope = {"scheme": "http", "server": ("127.0.0.1", 8399)}
    assert here.asked_address(scope, host) == "http://127.0.0.1:8399"
    assert here.asked_address(scope | {"server": ("fd00::2", 80)}, host) == "http://[fd00::2]:80"


@pytest.mark.parametrize("host", ["nas", "nas.local:80", "192.168.1.2", "[fd00::2]:8321", "my_host:1"])
def test_a_host_that_is_one_is_taken(host: str) -> None:
    assert here.asked_address({"scheme": "https"}, host) == f"https://{host}"


@pytest.mark.parametrize(
    ("address", "is_local"),
    [
        ("http://127.0.0.1:8321", True),
        ("http://localhost", True),
        ("http://0.0.0.0:80/feed", True),
        ("http://[::1]:8321", True),
        ("http://192.168.1.5:8321", True),
        ("http://nas.local", False),
        ("https://192.168.1.5", False),
        ("https://news.example", False),
        ("http://93.184.216.34", False),
        ("", False),
    ],
)
def test_only_an_address_of_this_machine_or_home_gives_way(address: str, is_local: bool) -> None:
    assert here.is_local(address) is is_local


def test_an_address_of_the_web_stays_unless_it_is_asked_for_here(tmp_path: Path) -> None:
    sample_feed.write_feed(tmp_path)
    public, base = tmp_path / "public", publish_samples.BASE_URL
    with serving(serve.app(public)) as web:
        assert web.get("/feed.xml", headers=PHONE).content == (public / "feed.xml").read_bytes()
    with serving(serve.app(public, is_readdressed=True)) as web:
        text = web.get("/feed.xml", headers=PHONE).text
        assert base not in text and f'<atom:link href="{OWN}/feed.xml"' in text


def test_a_listener_is_given_the_address_that_was_asked_too(web: httpx.Client, folder: Path) -> None:
    listeners = Listeners(folder)
    token = listeners.add("Ada", NOW)
    try:
        feed = web.get(f"/l/{token}/feed.xml", headers=PHONE)
        found = addresses(feed.text)
        assert found and all(one.startswith(f"{OWN}/l/{token}/") for one in found)
        assert all(web.get(one.removeprefix(OWN), headers=PHONE).status_code == 200 for one in set(found))
        page = web.get(f"/l/{token}/", headers=PHONE)
        assert "127.0.0.1" not in page.text and page.headers["cache-control"] == "private, no-cache"
        answer = web.get(f"/l/{token}/episodes/{publish_samples.episode().slug}/", headers=PHONE)
        assert token not in answer.text and answer.headers["x-robots-tag"] == "noindex"
        assert web.get("/feed.xml", headers=PHONE).status_code == 404
    finally:
        listeners.path.unlink()


def test_each_address_of_the_machine_is_told() -> None:
    (one,) = interfaces.addresses("127.0.0.1", 8321)
    assert one == LOCAL and interfaces.is_of_this_machine(one)
    assert interfaces.addresses("fd00::2", 80) == ["http://[fd00::2]:80"]
    everywhere = interfaces.addresses("0.0.0.0", 8321)
    assert everywhere and not any("0.0.0.0" in address for address in everywhere)
    assert everywhere == [LOCAL] or not any(map(interfaces.is_of_this_machine, everywhere))
    assert set(everywhere) <= set(interfaces.addresses("::", 8321)) or everywhere == [LOCAL]
    assert interfaces.is_of_this_machine("http://localhost:1") and not interfaces.is_of_this_machine("http://nas:1")
