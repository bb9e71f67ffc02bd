"""Powers are said as powers, and never as the number that their digits side by side would be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.spoken_form import spoken
from audiobrief.spoken_form.languages import languages


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "about 10⁶ stars", "about ten to the power of six stars"),
        ("en", "4x10³ of them", "four times ten to the power of three of them"),
        ("en", "a side of x²", "a side of x squared"),
        ("en", "10⁻⁹ m", "ten to the power of minus nine meters"),
        ("en", "$10⁶.", "ten to the power of six dollars."),
        ("en", "12 m²", "twelve square meters"),
        ("en", "H₂O", "H two O"),
        ("en", "at 25¹ and", "at twenty five ¹ and"),
        ("en", "2 1⁄2", "two and a half"),
        ("de", "3 · 10⁸ m", "drei mal zehn hoch acht Meter"),
        ("fr", "10^6", "dix puissance six"),
        ("ru", "10⁶", "десять в степени шесть"),
        ("hu", "10⁶", "millió"),
        ("ja", "10⁶", "百万"),
        ("my", "10⁶", "1000000"),
    ],
)
def test_a_power_is_said(language: str, written: str, said: str) -> None:
    assert spoken(written, language) == said


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_power_of_ten_has_words_in_every_language_with_numbers(language: str) -> None:
    said = spoken("10⁶", language)
    assert "⁶" not in said
    assert said not in {spoken("106", language), "106"}


@given(st.from_regex(r"[0-9a-z]{0,3}[x ]?[0-9]{0,3}[\^]?[⁻-]?[⁰¹²³⁴-⁹0-9]{0,4}", fullmatch=True))
def test_powers_never_raise(text: str) -> None:
    assert spoken(spoken(text, "en"), "en") is not None
