"""Politeness: what is decided, and what a scripted server then sees in its log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.fetch import polling, robots
from audiobrief.fetch.polling import SourceState
from tests.test_fetch import PAGE, Site

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("no_proxy", "*")
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


def ask(url: str, state: SourceState, now: datetime = NOW) -> polling.Poll:
    return polling.poll(url, state, now, jitter=0.5, typed_by_owner=True)


def test_unchanged_source_costs_one_short_answer(site: Site) -> None:
    dated = "Sat, 21 Nov 2026 07:30:00 GMT"
    url = site.says("/feed", PAGE, ETag='"v1"', Last_Modified=dated)
    first = ask(url, SourceState())
    assert first.page is not None and first.page.body == PAGE
    assert "if-none-match" not in site.requests[0][1]
    site.says("/feed", b"", 304)
    second = ask(url, first.state)
    assert second.page is None and second.error is None
    assert site.requests[1][1]["if-none-match"] == '"v1"'
    assert site.requests[1][1]["if-modified-since"] == dated
    assert second.state == first.state
    site.says("/feed", PAGE + b"more")
    third = ask(url, second.state)
    assert third.page is not None and (third.state.etag, third.state.last_modified) == ("", "")


def test_failures_wait_longer_and_success_forgets_them(site: Site) -> None:
    url = site.says("/feed", status=500)
    state = SourceState(etag='"v1"', last_success="2026-11-01T00:00:00+00:00")
    waits = []
    for _ in range(12):
        poll = ask(url, state)
        assert poll.error is not None and "trouble (500)" in poll.state.trouble
        state = poll.state
        waits.append((datetime.fromisoformat(state.not_before or "") - NOW).total_seconds())
    assert waits[:4] == [300, 600, 1200, 2400] and waits[-1] == 24 * 3600
    assert state.failures == 12 and state.etag == '"v1"' and state.last_success == "2026-11-01T00:00:00+00:00"
    assert not polling.is_due(state, NOW + timedelta(hours=23)) and polling.is_due(state, NOW + timedelta(hours=24))
    site.says("/feed")
    assert ask(url, state).state == SourceState(last_success=NOW.isoformat())


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 300),
        ("7200", 7200),
        ("Tue, 24 Nov 2026 15:00:00 GMT", 10_800),
        ("Tue, 24 Nov 2020 15:00:00 GMT", 300),
        ("99999999", 7 * 24 * 3600),
        ("soon", 300),
        ("Tue, 24 Nov 99999999999999999999 15:00:00 GMT", 300),
        ("", 300),
    ],
)
def test_retry_after_is_obeyed(site: Site, header: str, seconds: int) -> None:
    poll = ask(site.says("/feed", status=503, Retry_After=header), SourceState())
    assert datetime.fromisoformat(poll.state.not_before or "") == NOW + timedelta(seconds=seconds)


def test_gone_is_gone(site: Site) -> None:
    poll = ask(site.says("/feed", status=410), SourceState())
    assert poll.state.is_gone and not polling.is_due(poll.state, NOW + timedelta(days=999))
    assert not ask(site.says("/feed", status=404), SourceState()).state.is_gone


@pytest.mark.parametrize("kind", ["image/png", "text/html"])
def test_an_answer_that_is_no_page_is_trouble_too(site: Site, kind: str) -> None:
    poll = ask(site.says("/feed", b"" if kind == "text/html" else b"\x89PNG", kind=kind), SourceState())
    assert poll.page is None and poll.error is not None and poll.state.failures == 1


def test_state_survives_as_json() -> None:
    state = polling.failed(SourceState(etag='"x"'), NOW, "no answer", jitter=0.1)
    assert msgspec.json.decode(msgspec.json.encode(state), type=SourceState) == state


@given(st.integers(0, 10_000), st.floats(0, 1), st.none() | st.floats(0, 1e12))
def test_waits_stay_between_their_limits(failures: int, jitter: float, after: float | None) -> None:
    state = polling.failed(SourceState(failures=failures), NOW, "x", jitter=jitter, retry_after_s=after)
    wait = (datetime.fromisoformat(state.not_before or "") - NOW).total_seconds()
    shortest = 300 * 0.75
    assert shortest - 1 <= wait <= max(24 * 3600 * 1.25, 7 * 24 * 3600) + 1


ROBOTS = """\ufeff# comment
User-agent: *
Disallow: /private
Allow: /private/open$
Disallow: /*.pdf$
Disallow: /search*order=

User-Agent: OtherBot
User-agent: Third/2.0
Disallow: /

Sitemap: https://paper.example/map.xml
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("", True),
        ("/news/storm", True),
        ("/private", False),
        ("/privateer", False),
        ("/private/open", True),
        ("/private/open/more", False),
        ("/%70rivate/x", False),
        ("/a/b.pdf", False),
        ("/a/b.pdf?x", True),
        ("/search?q=a&order=1", False),
        ("/search?q=a", True),
    ],
)
def test_rules_for_everybody(path: str, allowed: bool) -> None:
    assert robots.parse(ROBOTS.lstrip("\ufeff")).allows(f"https://paper.example{path}") is allowed


def test_groups_that_name_a_program() -> None:
    assert not robots.parse(ROBOTS, "otherbot").allows("https://paper.example/")
    assert not robots.parse(ROBOTS, "third").allows("https://paper.example/")
    both = (
        "User-agent: *\nDisallow: /\n\nUser-agent: Audiobrief\nAllow: /\nDisallow: /x\nUser-agent: other\nDisallow: /y"
    )
    rules = robots.parse(both)
    assert rules.allows("https://p.example/a") and not rules.allows("https://p.example/x")
    assert rules.allows("https://p.example/y")
    assert robots.parse("Disallow: /\nrubbish\nUser-agent: *\nDisallow:").allows("https://p.example/a")


@given(st.text(alphabet="/*$ab", max_size=30), st.text(alphabet="/ab", max_size=30))
def test_patterns_mean_what_the_expression_says(pattern: str, path: str) -> None:

    is_closed = pattern.endswith("$")
    steps = [re.escape(step) for step in pattern.removesuffix("$").split("*")]
    expected = re.match(".*".join(steps) + (r"\Z" if is_closed else ""), path) is not None
    assert robots._fits(pattern, path) is expected


def test_robots_of_a_site_is_asked_for_once(site: Site) -> None:
    site.says("/robots.txt", b"User-agent: *\nDisallow: /closed", kind="text/plain")
    asker = robots.Robots(allow_private=True)
    assert asker.allows(f"{site.url}/open") and not asker.allows(f"{site.url}/closed/x")
    assert [path for path, _ in site.requests] == ["/robots.txt"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (429, False), (500, False)])
def test_robots_that_cannot_be_had(site: Site, status: int, allowed: bool) -> None:
    site.says("/robots.txt", b"User-agent: *\nDisallow:", status)
    assert robots.Robots(allow_private=True).allows(f"{site.url}/a") is allowed


def test_robots_pass_the_guard(site: Site) -> None:
    site.says("/robots.txt", b"")
    assert not robots.Robots().allows(f"{site.url}/a")
    assert site.requests == []
