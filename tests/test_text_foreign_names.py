"""Names whose letters tell their language are said by its spelling; all others are left to the engine."""

from __future__ import annotations

import re
import unicodedata

import pytest

from audiobrief.choices import Pronunciation
from audiobrief.languages import folders
from audiobrief.model import Cast, Role, Segment, Voice
from audiobrief.speech.booth import Booth
from audiobrief.text.counted_words import counted_words
from audiobrief.text.foreign_names import _places, foreign_names
from audiobrief.text.spelling import sounds_of, spelling_of
from tests.test_speech_booth import Actor, Shelf

SPELLED = folders.languages_with("spelling.toml")


def told(text: str, language: str = "en") -> dict[str, tuple[str, str]]:
    return {one.grapheme: (one.phoneme, one.source.removeprefix("spelling:")) for one in foreign_names(text, language)}


@pytest.mark.parametrize(
    ("name", "ipa", "source"),
    [
        ("Pszczyna", "ˈpʃtʃɪnə", "pl"),
        ("Żywiec", "ˈʒɪvjɛts", "pl"),
        ("Kroměříž", "ˈkɹoʊmnjɛɹʒiːʒ", "cs"),
        ("Győr", "dʒɜːɹ", "hu"),
        ("Şırnak", "ʃɪɹˈnɑːk", "tr"),
        ("Bistrița", "bɪsˈtɹiːtsə", "ro"),
        ("Đakovo", "ˈdʒɑːkoʊvoʊ", "hr"),
        ("Ojeñga", "oʊˈhɛnɡə", "es"),
        ("Xinzheng", "ʃɪnˈdʒʌŋ", "zh"),
        ("Östersjö", "ˈɜːstɛɹʃɜː", "sv"),
        ("Giuvrò", "dʒuːˈvɹoʊ", "it"),
    ],
)
def test_what_one_language_alone_has_tells(name: str, ipa: str, source: str) -> None:
    assert told(f"They met in {name}.") == {name: (ipa, source)}
    assert told(unicodedata.normalize("NFD", f"{name} was quiet."))
    assert told(f"Then {name}’s mayor left.")[name] == (ipa, source)


@pytest.mark.parametrize("language", [name for name in folders.names() if sounds_of(name)])
def test_every_country_whose_language_tells_has_a_capital(language: str) -> None:
    """So no country is looked for where no capital follows a comma."""
    assert _places(language)[1]
    assert not [name for name in _places(language)[1] if name[0].islower()]


def test_languages_that_could_all_have_written_it_must_agree() -> None:
    assert told("At Žabovo.")["Žabovo"][0] == "ˈʒɑːboʊvoʊ"
    assert told("At Čelce.") == told("At Čelce.", "en-GB") != {}
    assert told("Zoé and Renée, José, Café Müller, Brontë, Mélin.") == {}


def test_a_name_in_capitals_is_the_same_name() -> None:
    assert told("TALKS IN PSZCZYNA END") == {"PSZCZYNA": told("Pszczyna")["Pszczyna"]}


def test_a_name_beside_it_is_of_its_language_and_a_word_is_not() -> None:
    assert list(told("Minister Radosz Wiśnik spoke, and President Bogdan Ţepeş.")) == [
        "Radosz",
        "Wiśnik",
        "Bogdan",
        "Ţepeş",
    ]
    assert list(told("The Wiśnik Bridge, the mayor said.")) == ["Wiśnik"]
    assert list(told("Vizefinanzminister Wiśnik kam.", "de")) == ["Wiśnik"]


def test_a_place_with_its_country_is_of_its_language() -> None:
    for text in ("DUBNIK, Slovakia (AP) — It rained.", "DUBNIK, Slovakia."):
        assert told(text)["DUBNIK"] == ("ˈduːbnɪk", "sk")
    assert told("It rained in Tarnobor, Poland, and in Pila, Poland’s north.") == {"Tarnobor": ("tɑːɹˈnoʊbɔːɹ", "pl")}
    assert told("Er lebt in Tarnobor, Polen.", "de")["Tarnobor"][1] == "pl"
    for text in (
        "Anna Pilska, Poland correspondent",
        "It rained in Warsaw, Poland, in Valdosta, Georgia, in Vyborg, Russia, in Geneva, Switzerland.",
        "Tarnobor and Poland",
    ):
        assert told(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "LinkedIn, NetSuite, XHTML, Iraqi, Qatari, Xhosa, Tel Aviv, Semyon, Ximena, Sadiqi and Quran stay.",
        "żur, pierogi ruskie, jalapeño and smörgåsbord are words.",
        "ÖVP, ČT, MŠK",
    ],
)
def test_what_is_no_name_or_tells_nothing_is_left(text: str) -> None:
    assert told(text) == {}


def test_a_language_without_sounds_or_with_the_letters_is_left() -> None:
    assert told("В Wiśnik", "ru") == {}
    assert told("Wiśnik i Małkinia, Kraków", "pl") == {}
    assert told("Peñíscola", "es") == {}
    assert told("Straße nach Köpenick", "de") == {}


@pytest.mark.parametrize("language", SPELLED)
def test_a_spelling_names_its_norm_and_its_patterns_are_right(language: str) -> None:
    spelling = spelling_of(language)
    assert len(spelling.norm) > 10
    assert all(
        re.compile(pattern) for pattern in (spelling.word, spelling.proper, *(rule for rule, _ in spelling.rules))
    )
    assert spelling.rules or not spelling.proper, "what is told must be said"


@pytest.mark.parametrize("language", [one for one in folders.languages_with("sounds.toml") if counted_words(one)])
def test_no_word_in_use_is_taken_for_a_name(language: str) -> None:
    often = [word for word, count in counted_words(language).items() if count >= 300]
    assert len(often) > 5_000
    assert [word for word in often if told(word.capitalize(), language)] == []
    assert sounds_of(language)


def test_the_booth_says_them_and_the_users_lexicon_wins() -> None:
    booth = Booth(Shelf(), lexicon=[Pronunciation("Łódź", phoneme="udz")], available={"actor": Actor()})
    cast = Cast("test", "en", {"body": Voice("actor", "ann", "en")})
    asked = booth.utterance_for(Segment(Role.BODY, "Pszczyna and Łódź."), cast, "en")
    assert asked.lexicon == (("Pszczyna", "ˈpʃtʃɪnə".upper()), ("Łódź", "UDZ"))
    assert booth.incidents == []
