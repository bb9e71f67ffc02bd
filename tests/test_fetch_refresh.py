"""A page that asks the browser to go on at once: followed under the same guard, within the same ten redirects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import FetchError
from audiobrief.fetch import fetch_from_content, read_source, refresh
from tests.test_fetch import PAGE, Site, site

__all__ = ["site"]

HERE = "https://island.example/news/old"


def going(content: str, before: str = "", after: str = "") -> bytes:
    return f"<html><head>{before}<META HTTP-EQUIV='Refresh' content=\"{content}\">{after}</head></html>".encode()


@pytest.mark.parametrize(
    ("content", "address"),
    [
        ("0; url=new.html", "https://island.example/news/new.html"),
        ("0;URL='/new'", "https://island.example/new"),
        ("0, url=//other.example/a?b=1&amp;c=2", "https://other.example/a?b=1&c=2"),
        ("3 ; url = https://other.example/a#part", "https://other.example/a"),
        ("0; https://other.example/a", "https://other.example/a"),
        ("0.5;url=new", "https://island.example/news/new"),
        ("600; url=new", None),  # it is there to be read
        ("0", None),
        ("0; url=", None),
        ("0; url=old#part", None),
        ("0; url=javascript:alert(1)", None),
        ("0; url=http://[", None),
        ("soon; url=new", None),
    ],
)
def test_where_a_page_leads(content: str, address: str | None) -> None:
    assert refresh.target(going(content), HERE) == address


@pytest.mark.parametrize("hidden", ["<noscript>{}</noscript>", "<!-- {} -->", "<script>var a = '{}';</script>"])
def test_what_no_browser_follows_is_not_followed(hidden: str) -> None:
    meta = "<meta http-equiv=refresh content='0;url=/other'>"
    assert refresh.target(hidden.format(meta).encode(), HERE) is None


@given(st.binary(max_size=300))
def test_any_bytes_lead_somewhere_or_nowhere(body: bytes) -> None:
    refresh.target(b"<meta http-equiv=refresh content='0;url=" + body + b"'>", HERE)


def test_the_page_at_the_end_is_read_with_its_address(site: Site) -> None:
    site.says("/story", PAGE)
    site.says("/moved", b"", 302, Location="/story")
    page = read_source(site.says("/old", going("0; url=moved")))
    assert (page.body, page.url) == (PAGE, f"{site.url}/story")


def test_redirects_of_both_kinds_are_counted_together(site: Site) -> None:
    for number in range(6):
        site.says(f"/a{number}", b"", 302, Location=f"/b{number}")
        site.says(f"/b{number}", going(f"0; url=/a{number + 1}"))
    site.says("/a6", PAGE)
    with pytest.raises(FetchError, match="redirects more than 10 times"):
        read_source(f"{site.url}/a0")
    assert read_source(f"{site.url}/a1").body == PAGE


def test_a_circle_ends(site: Site) -> None:
    site.says("/one", going("0; url=/two"))
    with pytest.raises(FetchError, match="redirects more than 10 times"):
        read_source(site.says("/two", going("0; url=/one")))


def test_the_guard_stands_before_where_it_leads(site: Site) -> None:
    url = site.says("/old", going("0; url=http://10.0.0.1/secret"))
    with pytest.raises(FetchError, match="not on the public internet"):
        read_source(url)
    with pytest.raises(FetchError, match="not on the public internet"):
        fetch_from_content(url)


def test_an_error_page_and_a_text_lead_nowhere(site: Site) -> None:
    assert read_source(site.says("/text", going("0; url=/x"), kind="text/plain")).url.endswith("/text")
    with pytest.raises(FetchError, match="no such page"):
        read_source(site.says("/gone", going("0; url=/x"), 404))
