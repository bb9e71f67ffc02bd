"""Names that a voice will misread are told from words and names that everybody can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiobrief.script.unknown_names import unknown_words

DATA = Path(__file__).parent / "data"
AROUND = {
    "en": "Yesterday they spoke of {} again.",
    "de": "Gestern sprach man von {} und mehr.",
    "fr": "Hier on parlait de {} encore.",
    "es": "Ayer hablaron de {} otra vez.",
}


@pytest.mark.parametrize("half", ["dev", "test"])
@pytest.mark.parametrize("language", AROUND)
def test_hard_names_are_told_from_words_in_use(half: str, language: str) -> None:
    rows = map(json.loads, (DATA / f"names_{half}.jsonl").read_text(encoding="utf-8").splitlines())
    found = [
        (row["hard"], row["word"] in unknown_words(AROUND[language].format(row["word"]), language))
        for row in rows
        if row["lang"] == language
    ]
    right, wrong = found.count((True, True)), found.count((False, True))
    assert right / (right + wrong) >= 0.8
    assert right / (right + found.count((True, False))) >= 0.85


def test_each_once_in_the_order_of_the_text() -> None:
    text = "Mr. Zhusupbek met Hrvoje in Xuzhou. The men, Zhusupbek's friends, left Oxford for Borrell and Kyiv."
    assert unknown_words(text, "en", ["Borrell", "Kyiv"]) == ["Zhusupbek", "Hrvoje", "Xuzhou"]
    assert unknown_words("In Berlin sprach Ljubić mit Xhaka.", "de") == ["Ljubić", "Xhaka"]
    assert unknown_words("Тут Жвнжгрск и Иван.", "tg") == ["Жвнжгрск"]


def test_everyday_words_of_any_shape_are_known() -> None:
    text = "Skiing, Vacuums, Czech Judges, Taxi Strikes, Podcasts and Smartphones: Uzbekistan's Uzbek President, Smith."
    assert unknown_words(text, "en") == []


def test_what_a_lexicon_says_is_known() -> None:
    assert unknown_words("We met Ngozi Ystradgynlais.", "en", ["Ngozi Ystradgynlais"]) == []
    assert unknown_words("We met Z\u030cilja Z\u030cupan.", "en", ["Žilja"]) == ["Župan"]


def test_a_hard_name_may_begin_a_sentence() -> None:
    assert unknown_words("Szczepanowski left. Nobody saw him.", "en") == ["Szczepanowski"]
