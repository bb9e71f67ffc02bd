"""A script to look at: text and page."""

from __future__ import annotations

from html.parser import HTMLParser

from audiobrief.model import Article, Block, Dropped, Reason, Role, Script, Segment
from audiobrief.script import write_script
from audiobrief.script.view import as_html, as_text

ARTICLE = Article(
    title="Bridge <closed> & open",
    language="en",
    blocks=(
        Block(Role.BODY, "“We had no choice,” said Mayor Anna Reed. It opens on May 3."),
        Block(Role.BODY, "<script>alert(1)</script>", language="ar"),
    ),
    dropped=(Dropped("<b>Share</b>", Reason.SHARE),),
)


class Page(HTMLParser):
    """Collects tags, so that balance and headings can be checked."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_text_has_a_line_a_segment_and_marks_chapters() -> None:
    lines = as_text(write_script(ARTICLE)).splitlines()
    assert lines[0] == "Chapter: Bridge <closed> & open"
    quote = next(line for line in lines if line.startswith("quote"))
    assert quote.startswith('quote, by Anna Reed, printed as "Mayor Anna Reed", 95 percent sure, voice quote-1: We had')
    assert any("in ar" in line for line in lines)
    assert all("pause" in line or line.startswith("Chapter: ") or not line for line in lines)


def test_the_page_is_whole_and_escaped() -> None:
    html = as_html(write_script(ARTICLE))
    page = Page()
    page.feed(html)
    assert page.open == []
    assert page.seen.count("h1") == 1
    assert "script" not in page.seen
    assert "b" not in page.seen
    assert 'dir="rtl"' in html
    assert "percent sure" in page.words
    assert "Written: " in page.words
    assert "share: <b>Share</b>" in page.words


def test_a_script_without_a_language_still_shows() -> None:
    segments = (Segment(Role.QUOTE, "Yes.", "Yes.", source="she", level=2),)
    assert "by an unsure speaker" in as_html(Script(Article(), segments))
