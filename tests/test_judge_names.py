"""What counts as a name that was heard right."""

from __future__ import annotations

import pytest

from tests.judge_names import CARRIERS, Name, is_right, names

SAID = {
    "Wojnicz": ("Voynich",),
    "Kaşıkçı": ("Kashikchi",),
    "Olomouc": ("Olomouts",),
    "Xuzhou": ("Shujo",),
}


@pytest.mark.parametrize(
    ("name", "heard", "right"),
    [
        ("Wojnicz", "We asked about Voinich again this week.", True),
        ("Wojnicz", "We asked about voy niche again this week.", True),
        ("Wojnicz", "We asked about Wojnicz's again this week.", True),
        ("Wojnicz", "We asked about Wodginicks again this week.", False),
        ("Kaşıkçı", "We asked about Kasikci again this week.", True),
        ("Kaşıkçı", "We asked about Cash Ikchi again this week.", True),
        ("Kaşıkçı", "We asked about Kosicki again this week.", False),
        ("Olomouc", "We asked about Olomuts again.", True),
        ("Olomouc", "We asked about Olomook again.", False),
        ("Xuzhou", "We asked about Shoo Joe again.", True),
        ("Xuzhou", "We asked about Zuzhou again.", False),
        ("Xuzhou", "", False),
    ],
)
def test_a_hearing_is_right_by_its_letters_or_sounds(name: str, heard: str, right: bool) -> None:
    assert is_right(Name("dev", name, "", SAID[name]), heard) is right


def test_the_list_has_two_halves_and_its_sentences_hold_no_name() -> None:
    both = [names(half) for half in ("dev", "test")]
    assert sum(map(len, both)) == 100
    assert min(map(len, both)) >= 48
    assert not [name for half in both for name in half for one in CARRIERS if is_right(name, one.format("it"))]
