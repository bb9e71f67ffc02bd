"""Where a text is cut for engines without marks of their own, and for second tries."""

from __future__ import annotations

import pytest

from audiobrief.model import Utterance, Voice
from audiobrief.speech.stretches import clauses, halves, sentences, words
from audiobrief.speech.tone import Tone


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "Gov. Reed met Lt. Gov. Holt. They left.", ["Gov. Reed met Lt. Gov. Holt.", "They left."]),
        ("de", "Am 3. Mai kam Dr. Bauer. Er blieb.", ["Am 3. Mai kam Dr. Bauer.", "Er blieb."]),
        ("en", "  Nothing ends here  ", ["Nothing ends here"]),
        ("", "One. Two?", ["One.", "Two?"]),
        ("zh", "桥修好了。船来了！", ["桥修好了。", "船来了！"]),
        ("en", " \n ", []),
        ("en", "", []),
    ],
)
def test_sentences_are_the_language_s_without_the_blanks_around_them(
    text: str, language: str, parts: list[str]
) -> None:
    assert [text[start:end] for start, end in sentences(text, language)] == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("At noon, the ferry left", ["At noon,", "the ferry left"]),
        ("It left – late", ["It left –", "late"]),
        ("It cost 1,200 crowns", ["It cost 1,200 crowns"]),
        ("一、二，三", ["一、", "二，", "三"]),
    ],
)
def test_clauses_end_at_commas_and_dashes(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in clauses(text)] == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one two three four", ["one two", "three four"]),
        ("x" * 24, ["x" * 24]),
        ("x" * 30, ["x" * 15, "x" * 15]),
        ("x" * 200, ["x" * 80, "x" * 80, "x" * 40]),
        (" ", []),
    ],
)
def test_halves_keep_words_whole_unless_one_is_too_long(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in halves(text)] == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("“Yes,” she said (twice).", ["Yes", "she", "said", "twice"]),
        ("12% of 7° – no", ["12%", "of", "7°", "no"]),
        ("it's half-way", ["it's", "half-way"]),
        ("% – …", []),
    ],
)
def test_words_have_no_marks_around_them(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in words(text)] == parts


def test_an_engine_without_marks_marks_the_sentences_of_the_language() -> None:
    text = "Am 3. Mai kam Dr. Bauer. Er blieb."
    clip = Tone().speak(Utterance(text, Voice("tone", "silence", "de"), "1"))
    marked = [text[mark.start : mark.start + mark.length] for mark in clip.marks if mark.kind == "sentence"]
    assert marked == ["Am 3. Mai kam Dr. Bauer.", "Er blieb."]
