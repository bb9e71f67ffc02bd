"""Cue words: every language has all of them, with the plurals that CLDR asks for."""

from __future__ import annotations

import re

import pytest
from babel import Locale

from audiobrief.languages import folders
from audiobrief.model import Article, Block, Role
from audiobrief.script import write_script
from audiobrief.script.write.cues import cues_for, languages

PROMISED = [
    "en",
    "ru",
    "uk",
    "be",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "pl",
    "tr",
    "kk",
    "ky",
    "uz",
    "az",
    "hy",
    "ka",
    "fa",
    "ar",
    "bg",
    "ro",
    "sr",
    "bs",
    "hr",
    "mk",
    "sq",
    "hu",
    "tt",
    "ba",
    "nl",
    "sv",
    "da",
    "no",
    "fi",
    "cs",
]
ENGLISH = folders.table("en", "cues.toml")
FIELDS = re.compile(r"{(\w*)}")


def test_every_promised_language_is_there() -> None:
    assert set(PROMISED) <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_the_same_words_in_every_language(language: str) -> None:
    table = folders.table(language, "cues.toml")
    for part in ("say", "count", "chapter", "words"):
        assert list(table[part]) == list(ENGLISH[part]), part
    for key, text in table["say"].items():
        assert text.strip(), key
        assert set(FIELDS.findall(text)) == set(FIELDS.findall(ENGLISH["say"][key])), key
    tags = Locale.parse(language).plural_form.tags | {"other"}
    for key, forms in table["count"].items():
        assert set(forms) == set(tags), f"{key}: CLDR has {sorted(tags)}"
        assert "{n}" in forms["other"]
    assert all(word.strip() for words in table["words"].values() for word in words)


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        ("en", 1, "List of 1 item."),
        ("en", 5, "List of 5 items."),
        ("ru", 1, "Список: 1 пункт."),
        ("ru", 3, "Список: 3 пункта."),
        ("ru", 5, "Список: 5 пунктов."),
        ("ru", 21, "Список: 21 пункт."),
        ("pl", 22, "Lista: 22 pozycje."),
        ("ar", 2, "قائمة من عنصرين."),
        ("ro", 20, "Listă cu 20 de elemente."),
        ("pt-BR", 2, "Lista de 2 itens."),
        ("tt", 1, "Исемлек: 1 пункт."),
    ],
)
def test_plurals(language: str, number: int, text: str) -> None:
    assert cues_for(language).counted("list", number) == text


def test_a_language_without_cues_hears_no_foreign_announcements() -> None:
    blocks = (Block(Role.BODY, "Салом."), *(Block(Role.LIST_ITEM, "як", group=1),) * 5, Block(Role.NOTICE, "Огоҳӣ."))
    script = write_script(Article(title="Хабар", site="Радио", language="tg", blocks=blocks))
    cues = [segment for segment in script.segments if segment.role is Role.CUE and segment.voice is None]
    assert [(cue.text, cue.language) for cue in cues] == [
        ("Read by a synthetic voice.", "en"),
        ("End of the article, from Радио.", "en"),
    ]
    assert [segment.chapter for segment in script.segments if segment.chapter] == ["Хабар", "Хабар (2)", "Огоҳӣ"]


@pytest.mark.parametrize(
    ("tag", "named"), [("nb-NO", "no"), ("nn", "no"), ("NO", "no"), ("pt_BR", "pt"), ("prs", "fa")]
)
def test_a_language_has_the_words_of_its_other_name(tag: str, named: str) -> None:
    assert cues_for(tag) == cues_for(named)
    assert not cues_for(tag).foreign


def test_an_unknown_language_name_is_harmless() -> None:
    for name in ("../../etc", "x", "", "zz-ZZ", "en_US"):
        assert cues_for(name).phrase("end")
