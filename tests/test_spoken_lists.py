"""The lists of news and service lines: their shape, their scorer, and the share that is said right."""

from __future__ import annotations

import tomllib

import pytest

from tests.spoken_lists import FOLDER, HALVES, folded, languages, lines

FLOORS: dict[str, dict[str, float]] = tomllib.loads((FOLDER / "floors.toml").read_text(encoding="utf-8"))
LISTS = [(language, half) for language in languages() for half in HALVES if lines(language, half)]


def test_case_punctuation_and_spaces_do_not_count() -> None:
    assert folded("Ein-und-zwanzig Prozent.") == folded("einundzwanzig prozent")
    assert folded("ПЯТЬ трёх") == folded("пять трех")


def test_signs_and_marks_count() -> None:
    assert folded("5 %") != folded("5")
    assert folded("मील") != folded("मल")


@pytest.mark.parametrize(("language", "half"), LISTS)
def test_every_line_has_an_answer(language: str, half: str) -> None:
    assert all(line.accepted and all(map(folded, line.accepted)) for line in lines(language, half))


@pytest.mark.parametrize(("language", "half"), LISTS)
def test_share_said_right(language: str, half: str) -> None:
    found = lines(language, half)
    assert sum(line.is_right() for line in found) / len(found) >= FLOORS[half][language]


def test_floors_are_of_lists_that_are_here() -> None:
    assert {(language, half) for half, table in FLOORS.items() for language in table} == set(LISTS)
