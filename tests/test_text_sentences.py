"""Where sentences end: one splitter for the script, the captions, the books and the engines."""

from __future__ import annotations

import pytest

from audiobrief.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("Mr. Smith met Dr. Jones in the U.S. on Jan. 3. They left.", "en", 2),
        ("He said “No.” Then he left!", "en", 2),
        ("Am 3. Mai kam er z. B. nach Berlin. Dann ging er.", "de", 2),
        ("В 1990 г. он уехал в г. Омск. Потом вернулся.", "ru", 2),
        ("No end", "en", 1),
        ("", "en", 0),
        ("Wait... what? Yes.", "en", 2),
        ("Πού πάει; Δεν ξέρω.", "el", 2),
        ("It rained; Nobody came.", "en", 1),
        ("नदी पर पुल खुला। लोग खुश हैं।", "hi", 2),
    ],
)
def test_sentences_together_are_the_whole_text(text: str, language: str, count: int) -> None:
    spans = sentences(text, language)
    assert len(spans) == count
    assert "".join(text[a:b] for a, b in spans) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two!", ["One.", "Two!"]),
        ("Mr. J. Smith of the U.S. Navy left. He sailed.", ["Mr. J. Smith of the U.S. Navy left.", "He sailed."]),
        ("It rose to 1. 5 was the goal.", ["It rose to 1. 5 was the goal."]),
        ("“Stop!” she said. Then…", ["“Stop!” she said.", "Then…"]),
        ("了。好！", ["了。", "好！"]),
        (
            "The county board met Gov. Reed and Lt. Gov. Mara Holt in Fresno, Calif. Monday to talk. They left.",
            ["The county board met Gov. Reed and Lt. Gov. Mara Holt in Fresno, Calif. Monday to talk.", "They left."],
        ),
        ("", []),
    ],
)
def test_a_sentence_ends_at_its_own_mark(text: str, parts: list[str]) -> None:
    assert [text[start:end].rstrip() for start, end in sentences(text, "en")] == parts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Prof. dr. Jansen kwam met mevr. De Vries."),
        ("sv", "Hon bor i nr. Tolv med hr. Berg."),
        ("cs", "Ing. Novák a PhDr. Malá bydlí v ul. Dlouhá."),
        ("hr", "Prof. Horvat živi u ul. Duga s npr. Anom."),
        ("ro", "Dl. Pop stă pe str. Lungă cu dna. Ana."),
        ("bg", "Проф. Иванов живее на ул. Дълга."),
        ("el", "Η κα. Άννα μίλησε, π.χ. Δευτέρα."),
        ("hu", "Dr. Nagy és ifj. Kis, pl. Pécsett."),
        ("vi", "GS. Lan và TS. Minh ở TP. Huế."),
        ("xx", "Dr. Lee met Prof. Park."),
    ],
)
def test_a_title_ends_no_sentence_in_its_language(language: str, text: str) -> None:
    assert [text[start:end] for start, end in sentences(text, language)] == [text]
