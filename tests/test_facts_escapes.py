"""Entities that a page's software escaped once too often."""

from __future__ import annotations

import pytest

from audiobrief.extract import read_article
from audiobrief.model import Article, Page

PROSE = (
    "<p>The ferry to the outer islands will run twice a day from Monday, the harbour board said in a letter.</p>" * 3
)


def read(head: str, body: str) -> Article:
    return read_article(Page("https://ferry.example/a", f"<html><head>{head}</head><body>{body}{PROSE}".encode()))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Salt &amp;amp; Sons&amp;#8217; boat", "Salt & Sons’ boat"),
        ("&amp;quot;Slow&amp;quot; ferry", '"Slow" ferry'),
        ("Caf&amp;eacute; boat", "Café boat"),
        ("&amp;#x201C;Slow&amp;#x201D; ferry", "“Slow” ferry"),
        ("Salt &amp;amp;amp; Sons boat", "Salt & Sons boat"),
        ("Salt &amp; Sons boat", "Salt & Sons boat"),
        ("Black &amp;white; a ferry", "Black &white; a ferry"),
        ("R&amp;D boat", "R&D boat"),
    ],
)
def test_title_and_text_are_what_is_meant(written: str, shown: str) -> None:
    article = read(f"<title>{written}</title>", f"<h1>{written}</h1><p>It is {written} that sails first this year.</p>")
    assert article.title == shown
    assert any(shown in block.text for block in article.blocks[1:])


def test_code_shows_the_entity() -> None:
    article = read(
        "", "<h1>How to write marks</h1><p>Write <code>&amp;amp;nbsp;</code> and never a bare &amp;amp; in it.</p>"
    )
    assert any("Write &amp;nbsp; and never a bare & in it." in block.text for block in article.blocks)
