"""Passages are found as they stand, in one text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audiobrief.extract.word_index import WordIndex

WORDS = st.lists(st.sampled_from("abcd"), max_size=12)


@given(st.lists(WORDS, max_size=4), WORDS)
def test_a_passage_is_found_where_it_stands(texts: list[list[str]], passage: list[str]) -> None:
    stands = any(
        text[at : at + len(passage)] == passage for text in texts for at in range(len(text) - len(passage) + 1)
    )
    assert WordIndex(texts).holds(passage) is (stands and len(passage) >= 3)


def test_a_passage_does_not_reach_over_the_end_of_a_text() -> None:
    assert not WordIndex([["the", "lock"], ["is", "open"]]).holds(["lock", "is", "open"])
