"""Names made from titles and addresses: safe, distinct, stable."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief import identity
from audiobrief.model import Article
from tests.thorough import examples

_RESERVED = [
    "CON", "con", "PRN", "AUX", "NUL", "nul.txt", "COM1", "com9.mp3", "LPT1", "lpt9", "CLOCK$", "CONIN$",
    "COM¹",
]  # fmt: skip
_PATHS = [
    ".", "..", "...", "/", "\\", "//", "/etc/passwd", "../../etc/passwd", "..\\..\\windows", "C:\\x", "C:x",
    "~", "~root",
    "a/b", "a\\b", "./x", "x/.", "x/..", "file:///etc/passwd", "\\\\server\\share", "\\\\?\\C:\\x",
    "%2e%2e%2f", "..%c0%af",
    ".hidden", ".htaccess", "index.html", "feed.xml", "episode.mp3", "-rf", "--help", "-", "x.", "x ", " x",
    ".x.",
]  # fmt: skip
_SHELL = [
    "$(reboot)", "`reboot`", "; rm -rf /", "a && b", "a | b", "> /dev/null", "*", "?", "[a-z]", "{a,b}",
    "!!", "$HOME",
    "%PATH%", "'", '"', "''", "a'b", 'a"b', "<script>alert(1)</script>", "&amp;", "&#0;", "<!-- -->", "]]>",
    "'; DROP --",
]  # fmt: skip
_CHARACTERS = [
    "\0", "a\0b", "a\nb", "a\r\nb", "\t", "\x1b[31mred", "\x7f", "\u202egpj.exe", "\u200b", "\ufeff",
    "\u2028", "a\u0300",
    "\ud800", "\udfff x", "\U0001f600", "\U0001f468\u200d\U0001f469", "\U000e0001", "\uffff", "ﬁ", "ﷺ", "İ",
    "ẞ", "ǅ",
]  # fmt: skip
_WORDS = [
    "", " ", "   ", "a", "A", "0", "Ünïcödé", "Объявлены выборы", "Выборы объявлены", "საქართველო",
    "مرحبا بالعالم", "שלום",
    "日本語の見出し", "中文标题", "한국어 제목", "ελληνικά νέα", "Łódź", "Straße", "x" * 300, "word " * 100, "ж" * 200,
    "日" * 300, "e\u0301" * 200, "🎉" * 100, "a-b", "a--b", "-a-", "a_b", "A.B.C.",
]  # fmt: skip
TITLES = [*_RESERVED, *_PATHS, *_SHELL, *_CHARACTERS, *_WORDS]

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{10}")


def test_hostile_titles_give_distinct_safe_names(tmp_path: Path) -> None:
    assert len(set(TITLES)) >= 90
    names = [identity.slug(title, f"guid of {number}") for number, title in enumerate(TITLES)]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert NAME.fullmatch(name) and len(name) <= 60
        folder = tmp_path / name
        folder.mkdir()
        assert folder.resolve().parent == tmp_path.resolve()
    assert len(list(tmp_path.iterdir())) == len(TITLES)


def test_equal_titles_differ_and_one_title_stays() -> None:
    assert identity.slug("Storm", "a") != identity.slug("Storm", "b")
    assert identity.slug("Storm", "a") == identity.slug("Storm", "a")


@examples(100, few=40)
@given(st.text(alphabet=st.characters(), max_size=200), st.text(max_size=20), st.integers(20, 100))
def test_any_title_gives_a_safe_name(title: str, distinct: str, limit: int) -> None:
    name = identity.slug(title, distinct, limit)
    assert NAME.fullmatch(name) and len(name) <= limit


@pytest.mark.parametrize(
    ("title", "start"),
    [
        ("Ferry returns to “Old Harbour”", "ferry-returns-to-old-harbour-"),
        ("Dürre in Österreich: Was nun?", "durre-in-osterreich-was-nun-"),
        ("Выборы в Душанбе", "vybory-v-dushanbe-"),
        ("Ελληνικά νέα", "ellinika-nea-"),
        ("Łódź's smoked fish", "lodzs-smoked-fish-"),
        ("Fußgänger", "fussganger-"),
        ("日本語", "episode-"),
    ],
)
def test_names_can_be_read(title: str, start: str) -> None:
    name = identity.slug(title, "x")
    assert name[:-10].lower() == start


EQUAL = [
    "https://paper.example/2026/storm",
    "http://paper.example/2026/storm",
    "HTTPS://WWW.Paper.Example:443/2026/storm/",
    "https://m.paper.example/2026//storm#comments",
    "https://paper.example./2026/storm?utm_source=a&utm_medium=b",
    "https://paper.example/2026/storm?fbclid=1&gclid=2&ref=home",
    "https://paper.example/2026/st%6Frm",
    " https://amp.paper.example:443/2026/storm ",
]
DIFFERENT = [
    "https://paper.example/2026/storm",
    "https://paper.example/2026/Storm",
    "https://paper.example/2026/storm?id=1",
    "https://paper.example/2026/storm?id=2",
    "https://paper.example/2026/storm?id=2&page=2",
    "https://paper.example:8080/2026/storm",
    "https://other.example/2026/storm",
    "https://paper.example/2026%2Fstorm",
    "https://paper.example/",
]


def test_addresses_of_one_article_are_equal() -> None:
    assert len({identity.normal_address(url) for url in EQUAL}) == 1
    for one, other in combinations(DIFFERENT, 2):
        assert identity.normal_address(one) != identity.normal_address(other), (one, other)
    first = "https://paper.example/a?b=1&c=2"
    assert identity.normal_address(first) == identity.normal_address("https://paper.example/a?c=2&b=1&spm=9")


@pytest.mark.parametrize(
    "text", ["", "paper.example/a", "ftp://paper.example/a", "http://", "http://[::1", "http://a:b/"]
)
def test_what_is_no_address(text: str) -> None:
    assert identity.normal_address(text) is None
    assert not identity.is_front_page(text)


@given(st.text(max_size=60))
def test_any_address_is_normal_or_none(text: str) -> None:
    once = identity.normal_address("https://" + text)
    if once is not None:
        assert identity.normal_address("https://" + once) in (once, None) or "%" in once or not once.isascii()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://paper.example", True),
        ("https://paper.example/", True),
        ("https://www.paper.example/index.html", True),
        ("https://paper.example/en/", True),
        ("https://paper.example/pt-BR/index.php?utm_source=x", True),
        ("https://paper.example/home", True),
        ("https://paper.example/?p=123", False),
        ("https://paper.example/en/storm", False),
        ("https://paper.example/storm", False),
    ],
)
def test_front_pages(url: str, expected: bool) -> None:
    assert identity.is_front_page(url) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://paper.example/a", "https://www.paper.example/b", True),
        ("https://news.paper.example/a", "https://paper.example/b", True),
        ("https://paper.example/a", "https://wallpaper.example/b", False),
        ("https://paper.example/a", "https://paper.example.evil.example/b", False),
        ("", "https://paper.example/b", False),
    ],
)
def test_same_site(one: str, other: str, expected: bool) -> None:
    assert identity.same_site(one, other) is expected
    assert identity.same_site(other, one) is expected


def test_article_addresses_leave_out_what_is_wrong() -> None:
    source = "https://paper.example/a?utm_source=x"
    assert identity.article_addresses(Article(url="https://paper.example/b"), source) == (
        "paper.example/a",
        "paper.example/b",
    )
    assert identity.article_addresses(Article(url="https://paper.example/"), source) == ("paper.example/a",)
    assert identity.article_addresses(Article(url="https://other.example/b"), source) == ("paper.example/a",)
    assert identity.article_addresses(Article(url="https://paper.example/a"), source) == ("paper.example/a",)
    assert identity.article_addresses(Article(url="https://paper.example/b"), "") == ("paper.example/b",)
    assert identity.article_addresses(Article(url="https://paper.example/b"), "page.html") == ("paper.example/b",)
    assert identity.article_addresses(Article(), "https://paper.example/") == ()
