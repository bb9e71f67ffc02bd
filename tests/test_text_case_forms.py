"""Names of a lexicon are found in the cases of languages that inflect them, and no ordinary word is."""

from __future__ import annotations

import pytest

from audiobrief.choices import Pronunciation
from audiobrief.languages import folders
from audiobrief.model import Cast, Role, Segment, Voice
from audiobrief.script import lexicon
from audiobrief.speech.booth import Booth
from audiobrief.text.case_forms import Declension, forms_of
from audiobrief.text.counted_words import counted_words
from audiobrief.text.pls import shipped
from tests.test_speech_booth import Actor, Shelf

INFLECTED = folders.languages_with("name_forms.toml")


@pytest.mark.parametrize(
    ("language", "name", "ipa", "form", "said"),
    [
        ("pl", "Orbicz", "ˈɔrbitʂ", "Orbiczem", "ˈɔrbitʂɛm"),
        ("pl", "Wirska", "ˈvirska", "Wirski", "ˈvirski"),
        ("pl", "Morski", "ˈmɔrski", "Morskiego", "ˈmɔrskjɛɡɔ"),
        ("pl", "Bródź", "brutɕ", "Brodzi", "brɔdʑi"),
        ("cs", "Novotná", "novotnaː", "", ""),
        ("cs", "Halík", "ˈɦaliːk", "Halíkovi", "ˈɦaliːkovi"),
        ("ru", "Трельский", "ˈtrelʲskij", "Трельского", "ˈtrelʲskəvə"),
        ("ru", "Бруно", "ˈbruno", "", ""),
        ("uk", "Бланк", "blank", "Бланком", "blankom"),
        ("de", "Trelp", "tɾɛlp", "Trelps", "tɾɛlps"),
        ("de", "Merz", "mɛɾts", "", ""),
        ("en", "Trelp", "tɹɛlp", "", ""),
        ("pl", "Orb", "ɔrp", "", ""),
        ("pl", "Sandarg", "ˈsandark", "", ""),
    ],
)
def test_a_form_is_said_as_the_name_with_its_ending(language: str, name: str, ipa: str, form: str, said: str) -> None:
    found = {one.grapheme: one.phoneme for one in forms_of([Pronunciation(name, phoneme=ipa)], language)}
    assert found.get(form, "") == said
    assert bool(found) is bool(form)


def test_an_alias_takes_the_ending_and_a_word_of_the_language_is_no_form() -> None:
    assert lexicon.apply("Речь Горбачева о Горбачевой.", "ru") == "Речь Горбачёва о Горбачёвой."
    assert lexicon.apply("ГОРБАЧЕВУ", "ru") == "Горбачёву"
    own = (Pronunciation("Стол", "Стул"),)
    assert lexicon.apply("Стола нет. Стол есть.", "ru", own) == "Стола нет. Стул есть."


def test_the_engine_gets_the_form() -> None:
    cast = Cast("test", "pl", {"body": Voice("actor", "piotr", "pl")})
    with_own = Booth(Shelf(), lexicon=[Pronunciation("Orbicz", phoneme="orbitʂ")], available={"actor": Actor()})
    asked = with_own.utterance_for(Segment(Role.BODY, "Trumpa i Orbicza, Orbiczowie."), cast, "pl")
    assert [word for word, _ in asked.lexicon] == ["Orbicza", "Trumpa"]


@pytest.mark.parametrize("language", INFLECTED)
def test_forms_name_their_norm_and_meet_no_name_that_is_listed(language: str) -> None:
    table = folders.read(language, "name_forms.toml", Declension)
    assert table is not None and len(table.norm) > 10
    entries = shipped(language)
    forms = {one.grapheme for one in forms_of(entries, language)}
    assert not forms & set(counted_words(language))
    assert bool(forms) is bool(entries)
