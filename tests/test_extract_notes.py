# ruff: noqa: E501
"""Markdown as note-taking programs write it, and what stands inside its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.extract import read_article
from audiobrief.extract.text.obsidian import as_common
from audiobrief.model import Article, InlineKind, Page
from audiobrief.roles import Reason, Role

BEFORE = (
    "The ferry to Kesk will sail twice a day from Monday, the harbour office said after a long winter without boats."
)


def read(text: str, kind: str = "text/markdown") -> Article:
    body = f"# The ferry sails again\n\n{BEFORE}\n\n{text}\n\n{BEFORE.replace('ferry', 'boat')}\n"
    return read_article(Page("ferry.md", body.encode(), kind))


def told(text: str) -> list[str]:
    return [block.text for block in read(text).blocks][2:-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("> [!warning] Mind the gap\n> The pier is wet after rain.", ["Mind the gap: The pier is wet after rain."]),
        ("> [!tip]\n> Bring a hat, says the captain.", ["Tip: Bring a hat, says the captain."]),
        ("> [!faq]- Why now?\n> Because the ice is gone.", ["Why now? Because the ice is gone."]),
        ("The ==first boat== leaves at seven in the morning.", ["The first boat leaves at seven in the morning."]),
        ("Ask [[Harbour office]] or [[People#Captains|the captain]] first.", ["Ask Harbour office or the captain first."]),
        ("The timetable is in [[Notes#Summer]] since last week.", ["The timetable is in Notes, Summer since last week."]),
        ("Tickets cost ~~nine~~ seven crowns from Monday on.", ["Tickets cost seven crowns from Monday on."]),
        ("Tickets cost <del>nine</del> seven crowns, says the office.", ["Tickets cost seven crowns, says the office."]),
        ("The tank holds 10<sup>4</sup> litres of H~2~O in all.", ["The tank holds 10⁴ litres of H2O in all."]),
        ("The tank holds 10^4^ litres of it, says the captain.", ["The tank holds 10⁴ litres of it, says the captain."]),
        ("The boat leaves at seven. %%ask again%% Nobody waits.", ["The boat leaves at seven. Nobody waits."]),
        ("The boat leaves at seven and it will not wait. ^tide-1", ["The boat leaves at seven and it will not wait."]),
        ("Sums such as a == b, 50%% and 3 ^ 4 stay in the text.", ["Sums such as a == b, 50%% and 3 ^ 4 stay in the text."]),
        ("`[[kept]]` is code, and so is `==this==` in a line.", ["[[kept]] is code, and so is ==this== in a line."]),
        ("Look ![[map.png]] there, the captain says, and here.", ["Look there, the captain says, and here."]),
    ],
)  # fmt: skip
def test_what_notes_add_is_not_read_as_signs(text: str, said: list[str]) -> None:
    assert told(text) == said


def test_tasks_are_items_without_their_letter() -> None:
    texts = told("- [ ] paint the pier\n- [x] ring the bell\n- [X] tell the school")
    assert texts == ["☐ paint the pier", "☑ ring the bell", "☑ tell the school"]


def test_what_is_not_spoken_is_listed() -> None:
    article = read("It costs ~~nine~~ seven crowns. %%check%% ![[pier.jpg]] The office <s>says</s> thinks so.")
    left = {(piece.text, piece.reason) for piece in article.dropped}
    assert {("nine", Reason.STRUCK), ("says", Reason.STRUCK), ("check", Reason.METADATA)} <= left
    assert ("pier.jpg", Reason.IMAGE_LABEL) in left


def test_a_note_inside_a_line_is_a_footnote() -> None:
    article = read("The boat leaves at seven^[In winter at eight.] in the morning, as ever.")
    assert article.blocks[2].text == "The boat leaves at seven in the morning, as ever."
    assert [block.text for block in article.blocks if block.role is Role.FOOTNOTE] == ["In winter at eight."]


def test_a_hard_break_ends_a_line() -> None:
    block = read("The ferry comes at evening  \nand takes the market home\\\nand nobody is waiting").blocks[2]
    assert [one.kind for one in block.inlines] == [InlineKind.LINE_END] * 2


def test_struck_words_of_a_plain_text_are_not_read_either() -> None:
    article = read("It costs ~~nine~~ seven crowns from Monday on.", "text/plain")
    assert "It costs seven crowns from Monday on." in [block.text for block in article.blocks]
    assert ("nine", Reason.STRUCK) in {(piece.text, piece.reason) for piece in article.dropped}


@given(st.text("ab =%[]!|^~>-`x\n<sup/>", max_size=60))
def test_any_text_is_taken_apart_without_a_fault(text: str) -> None:
    common, left = as_common(text)
    letters = sum(map(str.isalnum, text))
    assert sum(map(str.isalnum, common)) + sum(len(piece.text) for piece in left) >= letters - text.count(
        "x"
    ) - text.count("#")
