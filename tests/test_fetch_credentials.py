"""A subscriber's cookies and headers: from files that nobody else may read, to the hosts that they are for alone."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from audiobrief.errors import UsageError
from audiobrief.feed import run
from audiobrief.feed.status import Status
from audiobrief.fetch import credentials, download
from tests.news_site import NewsSite, make_folder

pytestmark = pytest.mark.usefixtures("kept_reader", "kept_cache")
TOKEN, COOKIE = "t0ken-8f3a", "c00kie-77b1"


class ClosedSite(NewsSite):
    """Shows its pages to those who are known alone, and notes what each request said of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str, str]] = []
        self.onward: dict[str, str] = {}

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        token, cookie = (request.headers.get(name) or "" for name in ("Authorization", "Cookie"))
        self.said.append((request.path, token, cookie))
        if request.path in self.onward:
            request.send_response(302)
            request.send_header("Location", self.onward[request.path])
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        is_known = request.path in ("/feed", "/robots.txt") or TOKEN in token or COOKIE in cookie
        self.fault = lambda path: None if is_known else 401
        super().answer(request)


@pytest.fixture
def site() -> Iterator[ClosedSite]:
    site = ClosedSite()
    yield site
    site.close()


@pytest.fixture
def stranger() -> Iterator[ClosedSite]:
    site = ClosedSite()
    yield site
    site.close()


def secret_file(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def cookies_txt(site: NewsSite) -> str:
    host = site.address.removeprefix("http://").partition(":")[0]
    return f"# Netscape HTTP Cookie File\n{host}\tFALSE\t/\tFALSE\t0\tsession\t{COOKIE}\n"


def published(site: NewsSite, folder: Path, key: str) -> list[str]:
    make_folder(folder, site)
    with (folder / "audiobrief.toml").open("a", encoding="utf-8") as file:
        file.write(key)
    return run.publish(folder, [], lambda line: None).made


def test_subscribers_get_their_articles(site: ClosedSite, tmp_path: Path) -> None:
    site.add(1)
    folder = tmp_path / "feed"
    folder.mkdir()
    secret_file(folder / "cookies.txt", cookies_txt(site))
    assert len(published(site, folder, 'cookies = "cookies.txt"\n')) == 1
    told = Status.of(folder).as_json()
    held = [path for path in folder.rglob("*") if path.is_file() and COOKIE.encode() in path.read_bytes()]
    assert held == [folder / "cookies.txt"]
    assert COOKIE not in told


def test_headers_come_from_the_environment(site: ClosedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.add(1)
    monkeypatch.setenv("PAPER", f"Authorization: Bearer {TOKEN}")
    assert len(published(site, tmp_path / "feed", 'headers = "env:PAPER"\n')) == 1
    assert [said for said in site.said if said[0] == "/robots.txt"] == [("/robots.txt", "", "")]
    held = [path for path in tmp_path.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]
    assert held == []


def test_no_redirect_takes_them_along(site: ClosedSite, stranger: ClosedSite, tmp_path: Path) -> None:
    """Ports do not part the hosts of cookies (RFC 6265, 8.5): theirs is another name of the loopback."""
    secret_file(tmp_path / "cookies.txt", cookies_txt(site))
    secret_file(tmp_path / "headers.txt", f"# mine\nAuthorization: Bearer {TOKEN}\nX-Key: {TOKEN}\n")
    known_by = credentials.load(tmp_path, f"{site.address}/feed", cookies="cookies.txt", headers="headers.txt")
    elsewhere = stranger.address.replace("127.0.0.1", "localhost")
    site.onward["/a"] = f"{elsewhere}/b"
    stranger.onward["/b"] = f"{site.address}/c"
    download.get(f"{site.address}/a", limit_bytes=9999, typed_by_owner=True, allow_private=True, known_by=known_by)
    assert stranger.said == [("/b", "", "")]
    assert site.said == [(path, f"Bearer {TOKEN}", f"session={COOKIE}") for path in ("/a", "/c")]


def test_headers_are_for_one_server_alone() -> None:
    known_by = credentials.Credentials("https://paper.example/feed", (("X-Key", TOKEN),))
    assert known_by.headers_for("https://paper.example/a") == {"X-Key": TOKEN}
    for other in (
        "http://paper.example/a",
        "https://paper.example:444/a",
        "https://a.paper.example/",
        "https://x.example/",
    ):
        assert known_by.headers_for(other) == {}
    assert TOKEN not in repr(known_by)


@pytest.mark.parametrize(
    ("text", "mode", "fact"),
    [
        ("Authorization: x\n", 0o640, "others may read this secret"),
        (f"{TOKEN}\n", 0o600, "line 1 is no header"),
        (f"X-Key: a\nHost: {TOKEN}\n", 0o600, "line 2 is no header"),
        (None, 0o600, "names a file that cannot be read"),
    ],
)
def test_wrong_headers_are_named_without_the_secret(tmp_path: Path, text: str | None, mode: int, fact: str) -> None:
    if text is not None:
        secret_file(tmp_path / "h.txt", text, mode)
    with pytest.raises(UsageError) as caught:
        credentials.load(tmp_path, "https://paper.example/", cookies="", headers="h.txt")
    assert fact in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_wrong_cookies_and_variables_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret_file(tmp_path / "c.txt", f"session={COOKIE}\n")
    with pytest.raises(UsageError, match="holds no cookies") as caught:
        credentials.load(tmp_path, "https://paper.example/", cookies="c.txt", headers="")
    assert COOKIE not in str(caught.value)
    monkeypatch.delenv("PAPER", raising=False)
    with pytest.raises(UsageError, match="no such variable"):
        credentials.load(tmp_path, "https://paper.example/", cookies="", headers="env:PAPER")


def test_a_wrong_secret_stops_its_own_source_alone(site: ClosedSite, tmp_path: Path) -> None:
    open_site = NewsSite()
    try:
        open_site.add(1)
        folder = make_folder(tmp_path / "feed", site, open_site)
        path = folder / "audiobrief.toml"
        first = f'url = "{site.address}/feed"\n'
        path.write_text(
            path.read_text(encoding="utf-8").replace(first, f'{first}headers = "none.txt"\n'), encoding="utf-8"
        )
        report = run.publish(folder, [], lambda line: None)
    finally:
        open_site.close()
    assert len(report.made) == 1
    assert ["none.txt" in line for line in report.failed] == [True]
