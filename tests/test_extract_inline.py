# ruff: noqa: E501
"""What stands inside a line and is more than its words: struck, raised, glossed, in another language."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.extract import body_text, read_article
from audiobrief.extract.html.inline import ASIDES, NOTE, RAISED, raised
from audiobrief.extract.html.text_runs import Walk
from audiobrief.model import Article, InlineKind, Page
from audiobrief.roles import Reason, Role
from tests.audit import unaccounted

BEFORE = "The parish of Aldmoor will count its bats again this autumn, as it has done every year since the mill closed."
AFTER = "The count takes three nights, and anyone who owns a torch may come along to the old bridge at dusk."


def page(inner: str, language: str = "en") -> Page:
    """A page of three paragraphs, the one in question in the middle."""
    text = (
        f'<html lang="{language}"><head><meta charset="utf-8"><title>Bats of Aldmoor</title></head><body><article>'
        f"<h1>Bats of Aldmoor</h1><p>{BEFORE}</p>{inner}<p>{AFTER}</p></article></body></html>"
    )
    return Page("https://news.example/bats", text.encode(), "text/html")


def read(inner: str, language: str = "en") -> Article:
    """Reads such a page; nothing of it may be lost."""
    _, lost = unaccounted(page(inner, language))
    assert not lost
    return read_article(page(inner, language))


def told(inner: str, language: str = "en") -> list[str]:
    """The paragraphs between the first and the last."""
    blocks = [block.text for block in read(inner, language).blocks if block.role is not Role.HEADLINE]
    return blocks[1:-1]


def left_out(inner: str) -> list[tuple[str, Reason]]:
    return [(piece.text, piece.reason) for piece in read(inner).dropped]


@pytest.mark.parametrize(
    ("inner", "text", "struck"),
    [
        ("<p>The count costs <del>ninety</del> <ins>forty</ins> crowns a night.</p>", "The count costs forty crowns a night.", "ninety"),
        ("<p>The count begins on <s>Monday</s> Tuesday, at the mill.</p>", "The count begins on Tuesday, at the mill.", "Monday"),
        ("<p>Bring <strike>two</strike> three torches, says the warden.</p>", "Bring three torches, says the warden.", "two"),
        ('<p>Bring <span style="color:red;text-decoration: line-through">two</span> three torches to it.</p>', "Bring three torches to it.", "two"),
        ('<p>Bring <em class="line-through">two</em> three torches to the mill.</p>', "Bring three torches to the mill.", "two"),
        ('<p style="text-decoration:line-through">The count is off.</p><p>The count will take place.</p>', "The count will take place.", "The count is off."),
        ("<del><p>The count is off.</p></del><p>The count will take place.</p>", "The count will take place.", "The count is off."),
    ],
)  # fmt: skip
def test_struck_words_are_not_read_as_current_and_are_listed(inner: str, text: str, struck: str) -> None:
    assert told(inner) == [text]
    assert (struck, Reason.STRUCK) in left_out(inner)
    assert struck not in body_text(page(inner).body)


def test_a_class_about_strikes_and_a_tag_that_is_never_closed_strike_nothing() -> None:
    about = "The drivers' strike goes into its third week, and the union wants the mill road closed to lorries."
    assert told(f'<p class="topic-strike">{about}</p>') == [about]
    long = "".join(
        f"<p>{AFTER.replace('three', word)}</p>" for word in ["four", "five", "six", "seven", "eight", "nine"] * 3
    )
    assert len(told(f"<del>{long}")) >= 6


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<p>The mine holds 10<sup>6</sup> bats, more or less.</p>", "The mine holds 10⁶ bats, more or less."),
        ("<p>It weighs 4x10<sup>-3</sup> grams, the size of a tear.</p>", "It weighs 4x10⁻³ grams, the size of a tear."),
        ("<p>A torch lasts 3<sup>1</sup>/<sub>2</sub> hours in the cold.</p>", "A torch lasts 3 1/2 hours in the cold."),
        ("<p>The cave has 12 m<sup>2</sup> of floor, all of it wet.</p>", "The cave has 12 m2 of floor, all of it wet."),
        ("<p>The 3<sup>rd</sup> night was the best of them.</p>", "The 3rd night was the best of them."),
        ("<p>They breathe out CO<sub>2</sub> like all of us.</p>", "They breathe out CO2 like all of us."),
        ("<p>The area grows with r<sup>2</sup> in every cave.</p>", "The area grows with r² in every cave."),
        ("<p>The count began in 1987<sup>4</sup> with six people.</p>", "The count began in 1987 with six people."),
        ("<p>Nobody, said the warden<sup>[3]</sup> there, counts twice.</p>", "Nobody, said the warden there, counts twice."),
        ("<p>Nobody, said the warden<sup>3</sup> there, counts twice.</p>", "Nobody, said the warden there, counts twice."),
        ("<p>It was a fine night.<sup>*</sup> Nobody slept at all.</p>", "It was a fine night. Nobody slept at all."),
        ('<p>It was a fine night<a href="#n4">[4]</a> for the bats.</p>', "It was a fine night for the bats."),
        ("<p><sup>4</sup>The warden keeps the books since then.</p>", "4 The warden keeps the books since then."),
        ("<p>The gate opens at 18<sup>30</sup> and not before.</p>", "The gate opens at 18:30 and not before."),
        ("<p>A torch costs £4<sup>99</sup> in the village shop.</p>", "A torch costs £4.99 in the village shop."),
        ("<p>In base two 101<sub>2</sub> is five, said the boy.</p>", "In base two 101₂ is five, said the boy."),
    ],
)  # fmt: skip
def test_raised_and_lowered_text_is_not_fused_with_what_stands_before_it(inner: str, text: str) -> None:
    assert told(inner) == [text]


@pytest.mark.parametrize("rung", [name for name, _ in RAISED])
def test_every_way_to_write_raised_text_is_tried(rung: str) -> None:
    cases = {
        "marks a note": ("[1]", "dusk", "", NOTE),
        "is half of a fraction": ("1", "2", "/2", " 1"),
        "is letters": ("th", "4", "", "th"),
        "is minutes or cents": ("05", "10", "", ":05"),
        "is an exponent": ("9", "10", "", "⁹"),
        "is a number": ("9", "dusk. ", "", NOTE),
    }
    text, before, after, written = cases[rung]
    assert raised(text, before, after) == written


@given(st.text(max_size=12), st.text(max_size=40), st.text(max_size=8))
def test_raised_text_is_written_or_a_mark(text: str, before: str, after: str) -> None:
    written = raised(text, before, after)
    assert written == NOTE or len(written) >= len(text)


def test_ruby_is_said_once() -> None:
    inner = "<p><ruby>蝙蝠<rp>(</rp><rt>こうもり</rt><rp>)</rp></ruby>は<ruby>橋<rt>はし</rt></ruby>の下にいます。</p>"
    assert told(inner, "ja") == ["蝙蝠は橋の下にいます。"]
    assert "こうもり" not in body_text(page(inner, "ja").body)
    assert told("<p>蝙蝠(こうもり)は橋の下にいます。今夜もそこにいます。</p>", "ja") == [
        "蝙蝠(こうもり)は橋の下にいます。今夜もそこにいます。"
    ]


@pytest.mark.parametrize(
    "inner",
    [
        '<p>A <button class="term" aria-describedby="g">roost</button><span id="g" hidden>A bed</span> is where bats sleep by day.</p>',
        '<p>A <dfn>roost<span role="tooltip">A place to sleep</span></dfn> is where bats sleep by day.</p>',
        '<p>A <span class="tooltip">roost<span class="tooltiptext">A place to sleep</span></span> is where bats sleep by day.</p>',
        '<p>A <abbr title="A place to sleep">roost</abbr> is where bats sleep by day.</p>',
        '<p>A <span aria-hidden="true">roost</span><span class="sr-only">roost</span> is where bats sleep by day.</p>',
        '<p><span class="sr-only">A</span><span aria-hidden="true">A</span> roost is where bats sleep by day.</p>',
    ],
)  # fmt: skip
def test_a_glossed_word_stays_in_its_sentence_and_its_gloss_does_not(inner: str) -> None:
    assert told(inner) == ["A roost is where bats sleep by day."]


def test_buttons_that_are_no_words_stay_out() -> None:
    assert told("<p>The warden keeps the list of all the torches. <button>Share this</button></p>") == [
        "The warden keeps the list of all the torches."
    ]


def test_every_reason_to_leave_something_out_of_its_line_is_tried() -> None:
    cases = {
        "is crossed out": "<s>old</s>",
        "is the reading of a character": "<ruby>橋<rt>はし</rt></ruby>",
        "is the mark of a note": '<sup><a href="#n">7</a></sup>',
        "opens at a word": '<span>roost<span role="tooltip">bed</span></span>',
        "is said by its neighbour": '<i aria-hidden="true">bat</i><b>Bat</b>',
        "leads to another story": "owl. <a href=/owl>Read more: The owl of the old barn</a>",
    }
    for name, reason, _ in ASIDES:
        assert reason in {why for _, why in left_out(f"<p>Nobody knows the {cases[name]}.</p>")}


@pytest.mark.parametrize(
    ("link", "is_said"),
    [
        ("Read more: The owl of the old barn", False),
        ("Read more", False),
        ("Lesen Sie auch: Die Eule in der alten Scheune", False),
        ("Read the whole report of the warden on the owls", True),
        ("The owl of the old barn", True),
    ],
)
def test_a_link_behind_the_last_sentence_that_only_leads_on_is_not_said(link: str, is_said: bool) -> None:
    sentence = "The bats come home at dawn, and the warden counts them all again."
    assert told(f"<p>{sentence} <a href=/x>{link}</a></p>") == [f"{sentence} {link}" if is_said else sentence]


def test_a_quote_gets_the_marks_that_browsers_print() -> None:
    assert told("<p>The warden said <q>count them twice</q> to the boys.</p>") == [
        "The warden said “count them twice” to the boys."
    ]
    assert told("<p>The warden said “<q>count them twice</q>” to the boys.</p>") == [
        "The warden said “count them twice” to the boys."
    ]


def test_line_ends_are_kept_beside_the_text() -> None:
    block = read("<p>The bats went out at evening<br> over the mill<br/>and nobody could count them</p>").blocks[2]
    assert block.text == "The bats went out at evening over the mill and nobody could count them"
    ends = [block.text[: one.start] for one in block.inlines if one.kind is InlineKind.LINE_END]
    assert ends == ["The bats went out at evening", "The bats went out at evening over the mill"]


@pytest.mark.parametrize(
    ("inner", "phrases"),
    [
        ('<p>She said: <span lang="fr">« Nous partons demain. »</span> Then she left.</p>', [("« Nous partons demain. »", "fr")]),
        ('<p>They call it <i lang="de">das große Zählen der Tiere</i> over there.</p>', [("das große Zählen der Tiere", "de")]),
        ('<p>They call it <i lang="de">Fledermaus</i> over there, and laugh.</p>', []),
        ('<p>He shouted <span lang="ru">Осторожно</span> and ran out of the mill.</p>', [("Осторожно", "ru")]),
        ("<p>On the wall stood «Не кормите летучих мышей» in red paint.</p>", [("Не кормите летучих мышей", "ru")]),
        ('<p>The <span lang="en-GB">whole count of the bats</span> took all three nights.</p>', []),
        ('<p>The sound is <span lang="und-fonipa">ruːst ruːst</span> in the book.</p>', []),
    ],
)  # fmt: skip
def test_a_phrase_in_another_language_keeps_it(inner: str, phrases: list[tuple[str, str]]) -> None:
    block = read(inner).blocks[2]
    found = [(block.text[one.start : one.end], one.value) for one in block.inlines if one.kind is InlineKind.LANGUAGE]
    assert found == phrases


def test_a_paragraph_in_another_script_is_in_its_language() -> None:
    inner = "<p>Жители деревни могут прийти к мосту и помочь нам, если у них есть фонарь.</p>"
    assert read(inner).blocks[2].language == "ru"
    assert read("<p>Мешканці села можуть прийти до мосту, якщо у них є ліхтар і час.</p>").blocks[2].language == "uk"


def test_a_pasted_editor_language_that_is_wrong_is_not_believed() -> None:
    inner = '<p>The warden <span lang="DE">and all of the people that were at the bridge</span> went home by <span lang="DE">the mill road</span>.</p>'
    assert not read(inner).blocks[2].inlines


@pytest.mark.parametrize(
    ("inner", "begins"),
    [
        ('<div class="cap">T</div><p>he warden opens the gate at dusk and nobody may speak.</p>', "The warden"),
        ('<p><img src="t.png" alt="T">he warden opens the gate at dusk and nobody may speak.</p>', "The warden"),
        ('<p><img src="t.png" alt="T"></p><p>he warden opens the gate at dusk, all in silence.</p>', "The warden"),
        ('<div class="cap">“W</div><p>e open the gate at dusk,” the warden said to the boys.</p>', "“We open"),
        ('<div class="cap">A</div><p>bat was seen at the mill. The bat was gone by dawn, sadly.</p>', "A bat was"),
        ('<div class="cap">A</div><p>fter the count everyone went home to bed, tired and happy.</p>', "After the"),
        ('<p><span class="cap">I</span>n the morning the warden counts the torches at the mill.</p>', "In the"),
        ('<p><span aria-hidden="true">T</span><span aria-hidden="true">he</span><span class="sr-only">The</span> warden counts the bats.</p>', "The warden"),
    ],
)  # fmt: skip
def test_a_drop_cap_is_part_of_its_word(inner: str, begins: str) -> None:
    (text,) = told(inner)
    assert text.startswith(begins)


def test_a_letter_that_heads_a_list_of_words_is_no_drop_cap() -> None:
    assert told("<h3>T</h3><p>tide is what the mill has always waited for, day after day.</p>")[0] == "T"


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>T</div>",
                "<p>he bat.</p>",
                "<p>Owls</p>",
                '<img alt="A">',
                "x",
                "<ul><li>B</li></ul>",
                "<div><p>",
                "</div>",
            ]
        ),
        max_size=8,
    )
)
def test_boxes_hold_their_runs_whatever_stands_before_them(parts: list[str]) -> None:
    walk = Walk(lxml.html.fragment_fromstring(f"<div>{''.join(parts)}x</div>", create_parent="body"))
    for number, run in enumerate(walk.runs):
        assert all(box.first <= number < box.last for box in run.box.chain())
    assert all(0 <= box.first <= box.last <= len(walk.runs) for box in walk.boxes)


def test_a_picture_set_high_is_told_as_any() -> None:
    page = '<article><h1>Ferries</h1><p>The boats to the Skerries sail <sup><img src=new.gif alt="again now"></sup> on Monday.</p></article>'
    assert unaccounted(Page("https://x.example/", page.encode(), "text/html"))[1].total() == 0
