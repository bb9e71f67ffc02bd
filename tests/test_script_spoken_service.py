"""Lines of service, which all languages share: telephones, short numbers, codes, weekdays, hours, scores, ratings."""

from __future__ import annotations

import pytest

from audiobrief import spoken


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        ("hr", "Nazovite 193.", "Nazovite jedan devet tri."),
        (
            "de",
            "Rufen Sie 0800/5 55 66 77.",
            "Rufen Sie null acht null null, fünf, fünf fünf, sechs sechs, sieben sieben.",
        ),
        ("en", "Dial 0191 498 0123.", "Dial zero one nine one, four nine eight, zero one two three."),
        ("es", "Llame al 900 222 333.", "Llame al nueve cero cero, dos dos dos, tres tres tres."),
        ("fr", "Composez le 3939.", "Composez le trente-neuf trente-neuf."),
        ("it", "Tel. 06 1234567", "Telefono zero sei, uno due tre quattro cinque sei sette"),
        ("pl", "tel. 22 123 45 67", "telefon dwa dwa, jeden dwa trzy, cztery pięć, sześć siedem"),
        ("pt", "Ligue 190.", "Ligue um nove zero."),
        ("ro", "Sunați la 112.", "Sunați la unu unu doi."),
        ("no", "Tlf. 22 33 44 55", "Telefon tjueto, trettitre, førtifire, femtifem"),
        ("sk", "zvoňte na 0905 123 456", "zvoňte na nula deväť nula päť, jeden dva tri, štyri päť šesť"),
    ],
)
def test_numbers_to_dial(language: str, written: str, expected: str) -> None:
    assert spoken(written, language) == expected


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", "Er rief 110 Kollegen an, die Zahl sank unter 110 000."),
        ("en", "The mayor called 500 voters in 2019-20."),
        ("es", "Son 116 117 euros."),
        ("fr", "un immeuble de 112 logements, le 05/11/2025"),
        ("en", "Call before 01/02/2024."),
    ],
)
def test_amounts_and_dates_are_not_dialled(language: str, written: str) -> None:
    digits = {"de": "eins eins", "en": "zero", "es": "uno uno", "fr": "un un"}[language]
    assert digits not in spoken(written, language)


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        ("de", "Mo bis Fr 8–17 Uhr, So. und Mo. zu", "Montag bis Freitag acht bis siebzehn Uhr, Sonntag und Montag zu"),
        ("en", "Tue–Thu 10am–4pm", "Tuesday to Thursday ten A.M to four P.M"),
        ("fi", "ma–pe", "maanantaista perjantaihin"),
        ("fr", "lun.-sam. 8h30-12h", "du lundi au samedi huit heures trente à douze heures"),
        ("nl", "do 12 mei", "donderdag twaalf mei"),
        ("ru", "вт–пт", "со вторника по пятницу"),
        ("uk", "пн–сб", "з понеділка по суботу"),
        ("es", "El mar y el sol", "El mar y el sol"),
        ("hr", "pet i šest", "pet i šest"),
    ],
)
def test_weekdays_and_hours(language: str, written: str, expected: str) -> None:
    assert spoken(written, language).replace("A M", "A.M").replace("P M", "P.M") == expected


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        ("de", "31:28, 10:12 und 15:13", "ein und dreißig zu acht und zwanzig, zehn zu zwölf und fünfzehn zu dreizehn"),
        ("es", "6-2, 3-6, 7-6", "seis dos, tres seis, siete seis"),
        ("it", "Voto: 7/10", "Voto: sette su dieci"),
        ("en", "rated 3.5/5", "rated three point five out of five"),
        ("fr", "10 x 15 cm, 3x", "dix fois quinze\u00a0centimètres, trois fois"),
        ("de", "um 14:30 Uhr", "um vierzehn Uhr dreißig"),
    ],
)  # fmt: skip
def test_scores_and_ratings(language: str, written: str, expected: str) -> None:
    assert spoken(written, language) == expected


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        (
            "de",
            "ISBN 978-3-16-148410-0",
            "I S B N neun sieben acht, drei, eins sechs, eins vier acht vier eins null, null",
        ),
        ("de", "Am Wall 3, 01067 Dresden", "Am Wall drei, null eins null sechs sieben Dresden"),
        ("pl", "ul. Nowa 5, 00-950 Warszawa", "ulica Nowa pięć, zero zero, dziewięć pięć zero Warszawa"),
        ("de", "12,– Euro, Az. 45/23", "zwölf Euro, Aktenzeichen fünf und vierzig drei und zwanzig"),
    ],
)
def test_codes(language: str, written: str, expected: str) -> None:
    assert spoken(written, language) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("+++ Eil +++", "Eil"),
        ("*** Hinweis ***", "Hinweis"),
        ("𝟏𝟐 Plätze", "zwölf Plätze"),
        ("Akt Ⅳ", "Akt vier"),
        ("C++ und 2 + 3", "C plus plus und zwei plus drei"),
    ],
)
def test_ornaments_and_look_alikes(written: str, expected: str) -> None:
    assert spoken(written, "de") == expected
