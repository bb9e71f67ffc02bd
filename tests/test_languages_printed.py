"""Words that texts print in any language: credits of pictures and bylines, from one table a language."""

from __future__ import annotations

import pytest

from audiobrief.extract import phrases, read_article
from audiobrief.extract.facts.bylines import byline
from audiobrief.languages import printed
from audiobrief.model import Page, Role, ScriptOptions
from audiobrief.script import write_script

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head><body>
<article><h1>{title}</h1><p>{lead}</p>
<figure><img src="a.jpg" alt=""><figcaption>{caption} {credit}</figcaption></figure>
<p>{lead} {lead}</p></article></body></html>"""
STORIES = {
    "pl": (
        "Wieś otwiera nową szkołę",
        "W czwartek rano we wsi otwarto nową szkołę, a dzieci przyszły z rodzicami.",
        "Szkoła w słońcu.",
    ),
    "hu": (
        "Új iskola nyílt a faluban",
        "Csütörtök reggel új iskola nyílt a faluban, a gyerekek a szüleikkel jöttek el.",
        "Az iskola napfényben.",
    ),
    "ru": (
        "В селе открыли школу",
        "В четверг утром в селе открыли новую школу, дети пришли вместе с родителями.",
        "Школа в солнечный день.",
    ),
    "uk": (
        "У селі відкрили школу",
        "У четвер уранці в селі відкрили нову школу, діти прийшли разом із батьками.",
        "Школа в сонячний день.",
    ),
    "cs": (
        "Ve vsi otevřeli školu",
        "Ve čtvrtek ráno ve vsi otevřeli novou školu a děti přišly s rodiči.",
        "Škola na slunci.",
    ),
    "it": (
        "Apre la nuova scuola",
        "Giovedì mattina nel paese ha aperto la nuova scuola e i bambini sono arrivati con i genitori.",
        "La scuola al sole.",
    ),
    "fr": (
        "La nouvelle école ouvre",
        "Jeudi matin, la nouvelle école du village a ouvert et les enfants sont venus avec leurs parents.",
        "L'école au soleil.",
    ),
    "en": (
        "The new school opens",
        "On Thursday morning the new school of the village opened and children came with their parents.",
        "The school in the sun.",
    ),
}


@pytest.mark.parametrize(
    ("language", "credit"),
    [
        ("pl", "Fot. Ewa Wzorowa"),
        ("pl", "Fot: Ewa Wzorowa"),
        ("pl", "Foto: Ewa Wzorowa"),
        ("hu", "Fotó: Minta Éva"),
        ("ru", "Источник: Ева Образцова"),
        ("ru", "Фото: Ева Образцова"),
        ("uk", "Фото: Єва Зразкова"),
        ("cs", "Foto: Eva Vzorová"),
        ("it", "Foto di Eva Esempio"),
        ("fr", "Crédit photo : Eva Exemple"),
        ("fr", "Photo: Eva Exemple"),
        ("en", "Photo: Eva Sample"),
        ("en", "Credit: Eva Sample"),
        ("en", "©Eva Sample"),
    ],
)
def test_a_picture_credit_is_parted_from_its_caption(language: str, credit: str) -> None:
    title, lead, caption = STORIES[language]
    html = PAGE.format(language=language, title=title, lead=lead, caption=caption, credit=credit)
    article = read_article(Page("https://news.example/a", html.encode(), "text/html"))
    (block,) = [block for block in article.blocks if block.role is Role.CAPTION]
    assert (block.text, block.credit) == (caption, credit)
    script = write_script(article, ScriptOptions(credits=False))
    assert not [segment for segment in script.segments if credit[-7:] in segment.text]


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("By Ann Example", True),
        ("Von Anna Beispiel", True),
        ("Autor: Jan Příklad", True),
        ("Szerző: Minta János", True),
        ("Tekst: Kari Eksempel", True),
        ("Автор Ева Образцова", True),
        ("na Juma Mfano", False),  # "and" in Swahili, too
        ("Na: Juma Mfano", True),
        ("Bylaws are to change", False),
        ("Vondel was a poet", False),
    ],
)
def test_how_bylines_begin(line: str, begins: bool) -> None:
    assert printed.begins_byline(line) is begins


def test_weak_words_are_leads() -> None:
    assert {"text", "de", "na"} <= printed.weak_words()
    leads = printed.byline_leads().split("|")
    assert {"text", "de", "na"} <= {*leads}
    assert leads.index("text by") < leads.index("text")


def test_names_are_joined_by_the_words_of_every_language() -> None:
    assert {"and", "und", "и", "e"} <= set(printed.ands().split("|"))
    joints = set(printed.joints().split("|"))
    assert {"and", "with", "mit"} <= joints
    assert not {"e", "i", "na"} & joints  # they are letters and words of names, too


@pytest.mark.parametrize(
    ("line", "names", "place"),
    [
        ("By Ann Example and Bo Sample in Oldtown", ("Ann Example", "Bo Sample"), "Oldtown"),
        ("Von Anna Beispiel und Bernd Muster aus Altstadt", ("Anna Beispiel", "Bernd Muster"), "Altstadt"),
        ("Di Ada Esempio e Ugo Modello", ("Ada Esempio", "Ugo Modello"), None),
        ("Ewa Wzorowa i Jan Wzorowy", ("Ewa Wzorowa", "Jan Wzorowy"), None),
        ("Автор: Ева Образцова и Ян Образцов", ("Ева Образцова", "Ян Образцов"), None),
        ("By Ann Example with Bo Sample", ("Ann Example", "Bo Sample"), None),
    ],
)
def test_bylines_are_taken_apart(line: str, names: tuple[str, ...], place: str | None) -> None:
    found = byline(line)
    assert (found.names, found.place) == (names, place)


@pytest.mark.parametrize(
    ("line", "leads"),
    [
        ("To find out more, see the page.", True),
        ("Bitte hier klicken!", True),
        ("Подробнее здесь", True),
        ("The clicking stopped.", False),
    ],
)
def test_a_line_behind_a_notice_leads_on(line: str, leads: bool) -> None:
    assert phrases.leads_on(line) is leads


def test_questions_are_labelled_in_many_languages() -> None:
    assert {"q", "frage", "вопрос", "pregunta"} <= set(printed.question_labels().split("|"))
