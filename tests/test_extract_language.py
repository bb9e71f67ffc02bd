"""The language guess: right on plain text, silent where there is no evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.extract.language_guess import guess_language, script_language

TEXTS = {
    "en": "The council has voted to rebuild the storm dam that failed for the third time in two years.",
    "de": "Die vier großen Netzbetreiber senken ihre Gebühren zum Jahreswechsel, teilten sie mit, und das ist neu.",
    "fr": "Le conseil municipal a voté la reconstruction de la digue, qui a cédé pour la troisième fois en deux ans.",
    "es": "El consejo votó por la reconstrucción del dique, que cedió por tercera vez en dos años, según la alcaldesa.",
    "ru": "Это решение принято после того, как вода пришла в город и не ушла до утра, но его также ждали от мэра.",
    "uk": "Міська рада вирішила відбудувати дамбу, яка не витримала і цього разу, як сказав мер, але це не все.",
    "ar": "قال رئيس البلدية إن المجلس صوت على إعادة بناء السد الذي انهار في المدينة بعد الفيضان",
    "hy": "Քաղաքի խորհուրդը որոշեց վերակառուցել ամբարտակը",
    "ka": "ქალაქის საბჭომ გადაწყვიტა კაშხლის აღდგენა",
    "ja": "市議会は堤防を再建することを決めました。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_is_enough(language: str) -> None:
    assert guess_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "12:30", "Foo Bar Baz", "xyzzy plugh " * 40])
def test_no_evidence_no_guess(text: str) -> None:
    assert guess_language(text) is None


@given(st.text())
def test_any_text(text: str) -> None:
    guess = guess_language(text)
    assert guess is None or guess.isalpha()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ніч", "uk"),
        ("Ђурђевдан", "sr"),
        ("көңіл қалды", "kk"),
        ("старая мельница", "ru"),
        ("水車", "zh"),
        ("みずぐるま", "ja"),
        ("چراغ", "fa"),
        ("μύλος", "el"),
        ("α", None),
        ("Müller", None),
    ],
)
def test_few_letters_of_another_script_tell_their_language(text: str, language: str | None) -> None:
    assert script_language(text, "en") == language


def test_a_script_of_the_articles_own_tells_nothing() -> None:
    assert script_language("ніч", "ru") is None
    assert script_language("水車小屋", "ja") is None
