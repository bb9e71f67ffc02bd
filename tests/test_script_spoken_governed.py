"""What governs a number puts it into a case: tables of the languages, and the text around."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief import spoken
from audiobrief.spoken_form.languages import grammar_for, languages

WITH_CASES = sorted(name for name in languages() if grammar_for(name).governed)


@pytest.mark.parametrize("language", WITH_CASES)
def test_every_row_names_a_case_that_can_be_built(language: str) -> None:
    grammar = grammar_for(language)
    named = {row.case for row in grammar.governed} - {""}
    assert named == set(grammar.cases)
    assert all(grammar.in_case(case).code == grammar.code for case in named)


@pytest.mark.parametrize("language", WITH_CASES)
@given(st.integers(0, 999_999))
def test_every_case_has_words_for_every_number(language: str, value: int) -> None:
    grammar = grammar_for(language)
    for case in grammar.cases:
        said = grammar.in_case(case).cardinal(value)
        assert said and not any(map(str.isdigit, said))


@pytest.mark.parametrize(
    ("language", "behind", "alone"),
    [
        ("ru", "до 7%", "7%"),
        ("uk", "до 7%", "7%"),
        ("pl", "do 7%", "7%"),
        ("cs", "do 7 %", "7 %"),
        ("sl", "do 7 %", "7 %"),
    ],
)
def test_a_preposition_changes_the_number_and_nothing_else(language: str, behind: str, alone: str) -> None:
    lead = behind.split(maxsplit=1)[0]
    assert spoken(behind, language).startswith(f"{lead} ")
    assert spoken(behind, language) != f"{lead} {spoken(alone, language)}"


def test_a_noun_tells_more_than_a_preposition() -> None:
    assert spoken("с 3 детьми", "ru") == "с тремя детьми"
    assert spoken("с 3 человек", "ru") == "с трёх человек"


def test_what_measures_is_not_what_the_noun_behind_stands_in() -> None:
    assert spoken("Они дали 5% детям.", "ru") == "Они дали пять процентов детям."
