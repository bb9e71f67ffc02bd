# ruff: noqa: E501
"""Tables of times and signs are said so that each cell is known by its row and its column."""

from __future__ import annotations

import pytest

from audiobrief.extract import body_text, read_article
from audiobrief.model import Article, Block, Page, Role
from audiobrief.script import write_script
from audiobrief.script.write.cues import cues_for, languages
from audiobrief.script.write.tables import MARKS, in_words, told_row

BEFORE = "The museum of lamps in Aldmoor opens again this week, after a winter in which its roof was mended twice."


def rows(table: str, language: str = "en") -> list[str]:
    """What is said of a table's rows on a page."""
    text = (
        f'<html lang="{language}"><title>Lamps</title><body><article><h1>Lamps</h1><p>{BEFORE}</p>'
        f"<table>{table}</table><p>{BEFORE.replace('museum', 'house')}</p></article></body></html>"
    )
    script = write_script(read_article(Page("https://news.example/lamps", text.encode(), "text/html")))
    return [segment.text for segment in script.segments if segment.role is Role.TABLE]


HEAD = "<thead><tr><th></th><th>Tue</th><th>Wed</th></tr></thead>"


def test_a_row_is_named_and_signs_are_words() -> None:
    assert rows(
        f"{HEAD}<tr><th>Lift</th><td>✓</td><td>✗</td></tr><tr><th>Café</th><td>✅ free</td><td>–</td></tr>"
    ) == [
        "Tuesday; Wednesday.",
        "Lift: Tuesday: yes; Wednesday: no.",
        "Café: Tuesday: yes, free; Wednesday: none.",
    ]


def test_a_cell_that_spans_rows_is_in_each_of_them_and_printed_once() -> None:
    table = f'{HEAD}<tr><th rowspan="2">Tour</th><td>ten</td><td>❌</td></tr><tr><td>noon</td><td>one</td></tr>'
    assert rows(table)[1:] == ["Tour: Tuesday: ten; Wednesday: no.", "Tour: Tuesday: noon; Wednesday: one."]
    page = f"<article><h1>Lamps</h1><p>{BEFORE}</p><table>{table}</table><p>{BEFORE} Twice.</p></article>"
    assert body_text(page.encode()).count("Tour") == 1


def test_a_cell_that_spans_columns_holds_for_each_of_them() -> None:
    assert rows(f'{HEAD}<tr><th>Café</th><td colspan="2">nine</td></tr><tr><th>Shop</th><td>ten</td><td>ten</td></tr>')[
        1:
    ] == [
        "Café: Tuesday: nine; Wednesday: nine.",
        "Shop: Tuesday: ten; Wednesday: ten.",
    ]


def test_a_note_across_a_table_is_no_day_s() -> None:
    table = f'{HEAD}<tr><th>Lift</th><td>✓</td><td>✓</td></tr><tr><td colspan="3">The lift is small.</td></tr>'
    assert rows(table)[-1] == "The lift is small."


def test_a_picture_in_a_cell_is_said_by_its_alternative() -> None:
    table = f'{HEAD}<tr><th>Lift</th><td><img src="t.png" alt="Yes"></td><td>no</td></tr><tr><th>Café</th><td>a</td><td>b</td></tr>'
    assert rows(table)[1] == "Lift: Tuesday: Yes; Wednesday: no."


def test_a_titled_first_column_names_nothing_twice() -> None:
    assert told_row(["Lift", "yes"], ["What", "Open"]) == "What: Lift; Open: yes."


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize(("key", "sign"), [("yes", "✔️"), ("no", "☒"), ("none", "—")])
def test_every_language_with_cues_says_the_signs(language: str, key: str, sign: str) -> None:
    cues = cues_for(language)
    assert in_words(sign, cues) == cues.phrase(key) != ""


@pytest.mark.parametrize("text", ["-5", "–3 °C", "× 2", "x", "12–14", ""])
def test_signs_that_mean_something_else_stay(text: str) -> None:
    assert in_words(text, cues_for("en")) == text
    assert len(MARKS) == 3


def test_a_table_in_a_language_without_cues_stays_as_printed() -> None:
    block = Block(Role.TABLE, "灯\t✓\n塔\t✗", cells=(("灯", "✓"), ("塔", "✗")))
    script = write_script(Article(title="灯", language="ja", blocks=(block,)))
    assert [one.written for one in script.segments if one.role is Role.TABLE] == ["灯\t✓", "塔\t✗"]
