"""Passages of another language, credit lines, table titles, questions and answers, stamps beside pictures."""

from __future__ import annotations

import pytest

from audiobrief.extract import read_article
from audiobrief.extract.language_guess import passage_language
from audiobrief.model import Article, Block, Page, Role
from audiobrief.script import write_script

GERMAN = (
    "Die Stadt hat am Montag mit dem Bau der neuen Brücke begonnen, der Rat ist sich sicher, dass sie nicht vor dem "
    "Herbst fertig sein wird."
)
ENGLISH = (
    "The town has begun to build the new bridge on Monday, and the council is sure that it will not be finished before "
    "the end of the year."
)


def page(body: str, lang: str = "en") -> Article:
    html = f"<html lang='{lang}'><body><article><h1>The new bridge</h1>{body}</article></body></html>"
    return read_article(Page("https://news.example/bridge", html.encode()))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def of(article: Article, role: Role) -> list[Block]:
    return [block for block in article.blocks if block.role is role]


@pytest.mark.parametrize(
    ("text", "article", "language"),
    [
        (GERMAN, "en", "de"),
        (ENGLISH, "de-AT", "en"),
        (GERMAN, "de", None),
        ("Die Stadt hat am Montag", "en", None),
        (GERMAN, None, None),
        ("Og det er ikke som vi har sagt til dem, men det var en av de som ble med fra byen i dag.", "da", None),
        (
            "The minister said “die Brücke ist nicht fertig”, and that was all that he had to say.",
            "en",
            None,
        ),
    ],
)
def test_only_a_clear_passage_has_a_language(text: str, article: str | None, language: str | None) -> None:
    assert passage_language(text, article) == language


def test_a_foreign_paragraph_is_marked() -> None:
    article = page(paragraphs(ENGLISH, GERMAN, ENGLISH.replace("Monday", "Friday")))
    assert [block.language for block in of(article, Role.BODY)] == [None, "de", None]
    spoken = write_script(article).segments
    assert [segment.language for segment in spoken if segment.role is Role.BODY] == [None, "de", None]


def test_a_page_that_states_the_wrong_language_is_read_in_its_own() -> None:
    texts = [GERMAN.replace("Montag", day) for day in ("Montag", "Dienstag", "Mittwoch")]
    article = page(paragraphs(*texts))
    assert article.language == "de"
    assert not any(block.language for block in article.blocks)


def test_a_wrong_attribute_is_not_believed() -> None:
    article = page(f"<div lang='en'>{paragraphs(GERMAN, GERMAN.replace('Montag', 'Freitag'))}</div>", lang="de")
    assert not any(block.language for block in article.blocks)


def test_questions_and_answers_alternate() -> None:
    turns = "".join(
        f"<p>Q: Why did you build number {n}?</p><p>A: Because bridge {n} was lost in the flood.</p>"
        for n in ("one", "two", "three")
    )
    roles = [block.role for block in page(paragraphs(ENGLISH) + turns).blocks if block.role is not Role.HEADLINE]
    assert roles == [Role.BODY, *[Role.QUESTION, Role.ANSWER] * 3]


def test_a_tables_title_is_not_an_image() -> None:
    table = (
        "<table><caption>Boats a day</caption><tr><th>Day</th><th>Boats</th></tr>"
        "<tr><td>Monday</td><td>12</td></tr><tr><td>Friday</td><td>15</td></tr></table>"
    )
    article = page(paragraphs(ENGLISH) + table + paragraphs(ENGLISH.replace("Monday", "Friday")))
    texts = [segment.text for segment in write_script(article).segments]
    assert "Boats a day" in texts
    assert "Image." not in texts


def test_a_line_of_names_and_agencies_is_a_credit() -> None:
    figure = "<figure><img src='/a.jpg'><figcaption>Ann Lee/Getty Images</figcaption></figure>"
    article = page(paragraphs(ENGLISH) + figure + paragraphs(ENGLISH.replace("Monday", "Friday")))
    (caption,) = of(article, Role.CAPTION)
    assert (caption.text, caption.credit) == ("", "Ann Lee/Getty Images")
    assert "Image." not in [segment.text for segment in write_script(article).segments]


@pytest.mark.parametrize("stamp", ["By Ann Lee", "3 May 2024, 16:24"])
def test_a_stamp_beside_a_picture_is_no_caption(stamp: str) -> None:
    figure = f"<div class='image'><img src='/a.jpg'><div>{stamp}</div></div>"
    article = page(figure + paragraphs(ENGLISH, ENGLISH.replace("Monday", "Friday")))
    assert not [block for block in of(article, Role.CAPTION) if block.text]


def test_a_dek_under_a_correction_leaves_its_chapter() -> None:
    article = Article(
        title="The new bridge",
        language="en",
        blocks=(
            Block(Role.HEADLINE, "The new bridge"),
            Block(Role.NOTICE, "Correction: an earlier version gave the wrong year."),
            Block(Role.DEK, "It will be finished in the autumn, says the council."),
            Block(Role.BODY, ENGLISH),
        ),
    )
    dek = next(segment for segment in write_script(article).segments if segment.role is Role.DEK)
    assert dek.chapter == "The new bridge (2)"
