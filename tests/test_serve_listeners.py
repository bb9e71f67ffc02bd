"""Private feeds: a secret path for each listener, and nothing for anybody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from audiobrief import qr_code, serve
from audiobrief.check.feed import NAMESPACES, parse
from audiobrief.errors import UsageError
from audiobrief.serve.listeners import Listeners
from tests import publish_samples, sample_feed
from tests.serving import serving

NOW = "2026-11-24T12:00:00+00:00"
BASE = publish_samples.BASE_URL


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("private")
    sample_feed.write_feed(folder)
    return folder


@pytest.fixture
def listeners(folder: Path) -> Listeners:
    listeners = Listeners(folder)
    listeners.path.unlink(missing_ok=True)
    return listeners


@pytest.fixture(scope="module")
def web(folder: Path) -> Iterator[httpx.Client]:
    with serving(serve.app(folder / "public", Listeners(folder))) as client:
        yield client


def test_a_feed_without_listeners_is_open(web: httpx.Client, listeners: Listeners) -> None:
    assert not listeners.is_private and listeners.names() == ()
    assert web.get("/feed.xml").status_code == 200


def test_listener_gets_a_feed_of_her_own(web: httpx.Client, folder: Path, listeners: Listeners) -> None:
    token = listeners.add("Ada", NOW)
    feed = web.get(f"/l/{token}/feed.xml")
    assert feed.status_code == 200 and feed.headers["content-type"].startswith("application/rss+xml")
    assert feed.headers["x-robots-tag"] == "noindex" and feed.headers["referrer-policy"] == "no-referrer"
    assert feed.headers["cache-control"] == "private, no-cache"
    channel, trouble = parse(feed.content)
    assert not trouble and channel.text("itunes:block") == "yes"
    addresses = re.findall(rf'{re.escape(BASE)}[^"<\s]*', feed.text)
    assert len(addresses) > 20 and all(one.startswith(f"{BASE}/l/{token}/") for one in addresses)
    public = parse((folder / "public" / "feed.xml").read_bytes())[0]
    assert channel.text("podcast:guid") == public.text("podcast:guid")
    assert channel.inner is not None and len(channel.inner.findall("item", NAMESPACES)) == 2

    for address in dict.fromkeys(addresses):
        answer = web.get(address.removeprefix(BASE))
        assert answer.status_code == 200, address
        assert answer.headers["x-robots-tag"] == "noindex"
    page = web.get(f"/l/{token}/")
    assert f"{BASE}/l/{token}/feed.xml" in page.text
    assert web.get(f"/l/{token}").status_code == 404


def test_own_feed_is_answered_with_304(web: httpx.Client, listeners: Listeners) -> None:
    token = listeners.add("Ada", NOW)
    for coding in ("gzip", "identity"):
        first = web.get(f"/l/{token}/feed.xml", headers={"Accept-Encoding": coding})
        again = {"Accept-Encoding": coding, "If-None-Match": first.headers["etag"]}
        assert web.get(f"/l/{token}/feed.xml", headers=again).status_code == 304
        since = {"Accept-Encoding": coding, "If-Modified-Since": first.headers["last-modified"]}
        assert web.get(f"/l/{token}/feed.xml", headers=since).status_code == 304
    audio = f"/l/{token}/episodes/{publish_samples.episode().slug}/episode.mp3"
    ranged = web.get(audio, headers={"Range": "bytes=0-1"})
    assert ranged.status_code == 206 and len(ranged.content) == 2


def test_nobody_else_sees_anything(web: httpx.Client, listeners: Listeners) -> None:
    token = listeners.add("Ada", NOW)
    revoked = listeners.add("Bo", NOW)
    listeners.revoke("Bo", NOW)
    kept = listeners.path.read_text("utf-8").partition('"sha256": "')[2][:64]
    tokens = ["", f"{token}x", token[:-1], token.swapcase(), revoked, kept]
    paths = [f"/l/{wrong}/{name}" for wrong in tokens for name in ("feed.xml", "none", "", "episodes/")]
    paths += ["/", "/feed.xml", "/index.html", "/cover.jpg", "/l/", "/l", f"/x/{token}/feed.xml"]
    paths += ["/.audiobrief/listeners.json", f"/l/{token}/..%2f.audiobrief/listeners.json", f"/l/{token}/.hidden"]
    answers = [web.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    headers = [{name: value for name, value in answer.headers.items() if name != "date"} for answer in answers]
    assert all(one == headers[0] for one in headers) and {answer.content for answer in answers} == {b"Not found\n"}


def test_revoking_counts_at_once_and_keeps_the_feed_closed(
    web: httpx.Client, folder: Path, listeners: Listeners
) -> None:
    token = listeners.add("Ada", NOW)
    assert web.get(f"/l/{token}/feed.xml").status_code == 200
    Listeners(folder).revoke("Ada", NOW)
    assert web.get(f"/l/{token}/feed.xml").status_code == 404
    assert web.get("/feed.xml").status_code == 404
    assert listeners.names() == () and listeners.is_private


def test_tokens_are_kept_as_hashes_only(listeners: Listeners) -> None:
    tokens = {listeners.add(name, NOW) for name in ("Ada", "Bo", "Chi")}
    assert len(tokens) == 3 and all(len(token) >= 32 for token in tokens)
    kept = listeners.path.read_text("utf-8")
    assert not any(token in kept for token in tokens)
    assert listeners.names() == ("Ada", "Bo", "Chi")
    assert all(listeners.admits(token) for token in tokens) and not listeners.admits("")


def test_names(listeners: Listeners) -> None:
    listeners.add("Ada", NOW)
    for name in ("Ada", "", "  "):
        with pytest.raises(UsageError, match="in use or empty"):
            listeners.add(name, NOW)
    with pytest.raises(UsageError, match="there is no such listener"):
        listeners.revoke("Bo", NOW)
    listeners.revoke("Ada", NOW)
    assert listeners.add("Ada", NOW) and listeners.names() == ("Ada",)


@pytest.mark.parametrize("damage", ["", "{", "[1]", '{"name": 1}', '[{"name": "Ada"}]'])
def test_damaged_list_is_an_error_and_opens_nothing(web: httpx.Client, listeners: Listeners, damage: str) -> None:
    listeners.add("Ada", NOW)
    listeners.path.write_text(damage)
    with pytest.raises(UsageError, match="the list of listeners is damaged"):
        listeners.names()
    assert web.get("/feed.xml").status_code == 500


@pytest.mark.parametrize("page", ["index.html", ""])
def test_a_page_tells_no_machine_of_a_listeners_address(web: httpx.Client, listeners: Listeners, page: str) -> None:
    assert web.get(f"/{page}").text.count("og:") > 3
    token = listeners.add("Ada", NOW)
    text = web.get(f"/l/{token}/{page}").text
    assert token in text
    assert not re.findall("canonical|og:|ld[+]json", text)


def test_a_page_gives_a_listener_the_own_address_and_no_site_or_plain_http_learns_of_it(
    web: httpx.Client, listeners: Listeners
) -> None:
    def code(page: str) -> str:
        return page.partition('class="qr"')[2].partition("</svg>")[0].partition(' d="M4')[2].partition('"')[0]

    public = web.get("/").text
    assert code(public) in qr_code.drawing(f"{BASE}/") and len(code(public)) > 500
    assert "antennapod.org" in public and "podcast://" in public
    token = listeners.add("Ada", NOW)
    own = f"{BASE}/l/{token}"
    page = web.get(f"/l/{token}/").text
    assert code(page) in qr_code.drawing(f"{own}/") and len(code(page)) > len(code(public))
    assert page.count('class="qr"') == 1 and f">{own}/feed.xml</a>" in page
    links = re.findall(r'href="((?!episodes/|static/|feed\.xml)[^"]*)"', page)
    assert links == [f"overcast://x-callback-url/add?url={own}/feed.xml"]
    assert BASE.partition("://")[2] not in page.replace(own, "")
