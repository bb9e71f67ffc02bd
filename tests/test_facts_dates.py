"""When an article came out: only from what is there to tell it."""

from __future__ import annotations

import datetime

import pytest

from audiobrief.extract import read_article
from audiobrief.extract.facts.date_lines import line_date, tells_when
from audiobrief.extract.facts.written_dates import written_date
from audiobrief.model import Article, Page
from audiobrief.roles import Role
from tests import dated_pages

PROSE = "<p>The ferry to the outer islands will run twice a day from Monday, the harbour board said in a letter.</p>"


def read(head: str, body: str = PROSE * 3, lang: str = "en-GB") -> Article:
    page = f"<html lang={lang}><title>Ferry runs again</title><body><main>{head}{body}</main>"
    return read_article(Page("https://ferry.example/a", page.encode()))


@pytest.mark.parametrize("half", [pytest.param("dev", marks=pytest.mark.long), "test"])
def test_no_generated_page_gets_a_date_of_something_else(half: str) -> None:
    counts = dated_pages.counts(half)
    assert counts["false"] == 0
    assert counts["undated"] >= 150
    assert counts["right"] >= 0.99 * counts["dated"]


@pytest.mark.parametrize(
    "line",
    [
        "She died on 2 March 1944.",
        "The fair runs until 24 December 2019",
        "Old harbour, 3 May 1911",
        "Opening hours from 1 May 2024",
        "Lake Geneva 3 May 1911",
        "Born 3 May 1911 | Died 2 March 1944",
        "Am 3. Mai 2024 beginnt der Umbau",
        "Le marché ouvre le 3 mai 2024",
        "Wann: 24. Dezember 2024",
        "3 May 2024 was the last day of the old ferry",
    ],
)
def test_a_line_that_says_more_is_no_witness(line: str) -> None:
    assert line_date(line, "en-GB") is None
    assert read(f"<h1>Ferry runs again</h1><p>{line}</p>").published is None
    assert (
        read(f"<h1>Ferry runs again</h1><figure><img src=a.jpg><figcaption>{line}</figcaption></figure>").published
        is None
    )


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("3 May 2024", "en-GB"),
        ("Published: Friday, 3 May 2024 at 8.05 pm BST", "en-GB"),
        ("By Ann Reed and Joe Pike · Updated 9:40 a.m., May 3, 2024 · 4 min read", "en"),
        ("Von Anna Sander | Stand: 03.05.2024, 08:05 Uhr", "de"),
        ("Harbour | 3 May 2024 | 4 comments", "en"),
        ("Publié le 3 mai 2024 à 8h05, mis à jour le 4 mai 2024 à 9h", "fr"),
        ("发布时间：2024年5月3日 上午8:05", "zh"),
        ("최종수정 2024.05.03. 오전 8:05", "ko"),
        ("פורסם: 3 במאי 2024", "he"),
        ("เผยแพร่ 3 พ.ค. 2567 เวลา 08.05 น.", "th"),
        ("تاریخ انتشار: ۱۴ اردیبهشت ۱۴۰۳", "fa"),
    ],
)  # fmt: skip
def test_a_line_that_only_tells_when_is_one(line: str, language: str) -> None:
    assert (line_date(line, language) or "")[:10] == "2024-05-03"
    assert (read(f"<h1>Ferry runs again</h1><p>{line}</p>", lang=language).published or "")[:10] == "2024-05-03"


@pytest.mark.parametrize(
    "said",
    [
        '<meta property="article:published_time" content="{}">',
        "<h1>Ferry runs again</h1><time datetime={}>soon</time>",
        "<h1>Ferry runs again</h1><p>{}</p>",
        '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{}"}}</script>',
    ],
)
def test_no_date_lies_in_the_future(said: str) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    assert read(said.format(today.isoformat())).published == today.isoformat()
    assert read(said.format((today + datetime.timedelta(days=3)).isoformat())).published is None


@pytest.mark.parametrize(
    "time",
    [
        "<p>The board met on <time datetime=2019-05-03>3 May</time> and voted.</p>",
        "<ul class=related><li><a href=/2>Older story</a> <time datetime=2019-05-03>3 May</time></li></ul>",
        "<figure><figcaption>The pier <time datetime=2019-05-03>then</time></figcaption></figure>",
        '<meta property="book:release_date" content="2019-05-03">',
        '<meta property="event:start_time" content="2019-05-03">',
    ],
)
def test_a_marked_time_of_something_else_is_not_the_articles(time: str) -> None:
    assert read(f"<h1>Ferry runs again</h1>{time}").published is None


@pytest.mark.parametrize(
    ("digits", "language", "expected"),
    [
        ("05/11/2024", "en-GB", "2024-11-05"),
        ("05/11/2024", "en-US", "2024-05-11"),
        ("05/11/2024", "en", None),
        ("05/05/2024", "en", "2024-05-05"),
        ("25/11/2024", "en", "2024-11-25"),
        ("11/25/2024", "en-GB", "2024-11-25"),
        ("05/11/2024", "fr", "2024-11-05"),
        ("2024/11/05", "ja", "2024-11-05"),
        ("05.11.2024", "en", "2024-11-05"),
    ],
)
def test_digits_are_read_as_the_region_writes_them(digits: str, language: str, expected: str | None) -> None:
    assert written_date(digits, language) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="og:locale" content="en_GB">', "2024-11-05"),
        ('<meta property="og:locale" content="en_US">', "2024-05-11"),
        ("", None),
    ],
)
def test_a_page_in_english_tells_its_region_by_its_locale(head: str, expected: str | None) -> None:
    assert read(f"{head}<h1>Ferry runs again</h1><p>05/11/2024</p>", lang="en").published == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("24 พฤศจิกายน 2566", "2023-11-24"),
        ("1 ม.ค. 2567", "2024-01-01"),
        ("۱ فروردین ۱۴۰۳", "2024-03-20"),
        ("۳۰ اسفند ۱۳۹۹", "2021-03-20"),
        ("۱۴۰۲/۰۷/۰۱", "2023-09-23"),
        ("۳۲ مهر ۱۴۰۲", None),
        ("24 नवंबर 2023", "2023-11-24"),
        ("২৪ নভেম্বর ২০২৩", "2023-11-24"),
        ("24 בנובמבר 2023", "2023-11-24"),
    ],
)
def test_other_calendars_and_scripts(said: str, expected: str | None) -> None:
    assert written_date(said) == expected


@pytest.mark.parametrize("line", ["3 hours ago", "05/11/2024", "10:30", "vor 3 Stunden", "3 May 2024"])
def test_a_line_of_time_alone_is_no_sentence(line: str) -> None:
    assert tells_when(line)


def test_a_short_sentence_under_the_headline_is_spoken() -> None:
    article = read("<h1>Ferry runs again</h1><p>It first sailed on 3 May 1911.</p>")
    assert "It first sailed on 3 May 1911." in [block.text for block in article.blocks if block.role is not Role.DATE]
