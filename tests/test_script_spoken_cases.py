"""Written -> spoken on our own news-like cases: a floor for the quality, language by language."""

from __future__ import annotations

import json
import re

import pytest

from audiobrief.languages import folders
from audiobrief.spoken_form import spoken

CASES = [
    (language, case["written"], case["spoken"])
    for language in folders.languages_with("cases.jsonl")
    for case in map(json.loads, (folders.ROOT / language / "cases.jsonl").read_text(encoding="utf-8").splitlines())
]


def test_there_are_enough_cases_in_enough_languages() -> None:
    assert len(CASES) >= 150
    assert {"en", "de", "es", "fr", "ru", "it", "pt", "pl", "uk", "tr"} <= {language for language, _, _ in CASES}


@pytest.mark.parametrize(("language", "written", "expected"), CASES, ids=[f"{c[0]}-{c[1][:24]}" for c in CASES])
def test_case_is_said(language: str, written: str, expected: str) -> None:
    assert spoken(written, language) == expected


@pytest.mark.parametrize(("language", "written", "expected"), CASES, ids=[f"{c[0]}-{c[1][:24]}" for c in CASES])
def test_what_is_said_is_not_changed_again(language: str, written: str, expected: str) -> None:
    assert spoken(expected, language) == expected
    assert not re.search(r"[\d$€£%@#&]|\[\[", expected), "something was left for the engine"
