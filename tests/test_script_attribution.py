"""Sources and speakers, form by form."""

from __future__ import annotations

import pytest

from audiobrief.model import Article, Block, Role
from audiobrief.script import quotes, write_script

ENGLISH = [
    ("“We go,” Anna Reed tooted.", "Anna Reed"),
    ("“We go,” tooted Anna Reed.", "Anna Reed"),
    ("“We go,” officers announced.", "officers"),
    ("“We go,” he corrects himself.", "he"),
    ("“We go,” a clerk could be heard from behind the door.", "a clerk"),
    ("“We go,” Anna Reed, a baker from the old town who has six children and no car at all, said.", "Anna Reed"),
    ("“We go,” according to Anna Reed.", "Anna Reed"),
    ("In the words of Anna Reed: “We go.”", "Anna Reed"),
    ("Anna Reed: “We go.”", "Anna Reed"),
    ("In a letter to the mayor on Monday, Anna Reed wrote: “We go.”", "Anna Reed"),
    ("Anna Reed, the baker, said: “We go.”", "Anna Reed"),
    ("The mayor had left the building by then and Anna Reed said: “We go.”", "Anna Reed"),
    ("Anna Reed shrugged. “We go.”", "Anna Reed"),
    ("She laughs. “We go.”", "She"),
    ("“We go,” said Anna Reed Jr. on Monday.", "Anna Reed Jr."),
]


REPORTED = [
    ("Anna Reed said Tom Fox told her: “We go.”", "en", "Tom Fox"),
    ("Anna Reed said that Tom Fox had warned, “We will not go at all.”", "en", "Tom Fox"),
    ("Anna Reed said he then announced: “We will not go at all.”", "en", "he"),
    ("Anna Reed said the council had asked: “Who is going to pay for it?”", "en", "the council"),
    ("Anna Reed, who said she was tired, added: “We will not go at all.”", "en", "Anna Reed"),
    ("Anna Reed said Tom Fox was wrong and added: “We will not go at all.”", "en", "Anna Reed"),
    ("Anna Reed contó que Tom Fox le dijo: «No iremos nunca más».", "es", "Tom Fox"),
]
"""Of two who are told of, the one whose own verb leads to the quote."""


@pytest.mark.parametrize(("text", "language", "source"), REPORTED)
def test_who_is_reported_to_have_said_it(text: str, language: str, source: str) -> None:
    assert [quote.source for quote in quotes([text], language)] == [source]


@pytest.mark.parametrize(("text", "source"), ENGLISH)
def test_english_sources(text: str, source: str) -> None:
    assert [quote.source for quote in quotes([text], "en")] == [source]


@pytest.mark.parametrize(
    ("text", "language", "source"),
    [
        ("„Wir gehen“, so Anna Lang.", "de", "Anna Lang"),
        ("„Wir gehen“, jubelte Anna Lang.", "de", "Anna Lang"),
        ("Dem Blatt sagte Anna Lang: „Wir gehen.“", "de", "Anna Lang"),
        ("Der Präsidentin zufolge werde man „die Arbeit bald wieder aufnehmen“.", "de", "Der Präsidentin"),
        ("„Wir gehen“, der Sprecherin zufolge.", "de", "der Sprecherin"),
        ("Ministerin Anna Lang sagte, man sei bereit. Es gebe „viel zu tun“.", "de", "Ministerin Anna Lang"),
        ("Es regnet seit Tagen. Es gebe „viel zu tun“.", "de", None),
        ("« On y va », a-t-elle lancé.", "fr", "elle"),
        ("« On y va », répond-il.", "fr", "il"),
        ("Başkan Elif Kaya, “Gidiyoruz hep birlikte” dedi.", "tr", "Başkan Elif Kaya"),
        ("«Мы идём», — съязвил он.", "ru", "он"),
        ("قالت ليلى حداد: «سنذهب معا إلى البيت».", "ar", None),
    ],
)
def test_sources_in_other_languages(text: str, language: str, source: str | None) -> None:
    assert [quote.source for quote in quotes([text], language)] == [source]


@pytest.mark.parametrize(
    ("paragraphs", "speaker"),
    [
        (["President Tom Fox arrived.", "“We go,” the president said."], "Tom Fox"),
        (["President Tom Fox met President Ana Ray.", "“We go,” the president said."], None),
        (["“We go,” the company said."], None),
        (["“We go,” the foreign ministry said."], "the foreign ministry"),
        (["“We go,” said her neighbour, Wendell Price."], "Wendell Price"),
        (["“We go,” said her neighbour, Wendell."], "Wendell"),
        (["“We go,” said a neighbour, who left."], None),
        (["“We go,” one nurse said."], None),
        (["Kari Lund was away.", "“We go,” said a spokesman for Kari Lund."], "a spokesman for Kari Lund"),
        (["“We go,” Secretary of State Anna Reed said."], "Anna Reed"),
        (["“We go,” it said."], None),
        (["“We go,” they said."], None),
        (["Residents were angry.", "“We go,” they said."], "Residents"),
        (["Wilson, 44, of Elm Street, was calm.", "“We go,” he said."], "Wilson"),
        (["Anna Reed and Anna Reed Fox came.", "“We go,” said Reed."], "Anna Reed"),
        (["Tom Reed and Anna Reed came.", "“We go,” said Reed."], None),
        (["Mr Reed and Anna Reed came.", "“We go,” said Mr Tom Reed on Monday."], "Tom Reed"),
        (["Israeli Prime Minister Benjamin Katz spoke on Monday.", "“We go,” Katz said."], "Benjamin Katz"),
        (["A post by Tom Fox Oct. 12 was deleted.", "“We go,” Fox wrote."], "Tom Fox"),
        (["The River Council and Ann Ray, Chief Justice, met.", "“We go,” Ray said."], "Ann Ray"),
    ],
)
def test_speakers(paragraphs: list[str], speaker: str | None) -> None:
    assert [quote.speaker for quote in quotes(paragraphs, "en")] == [speaker]


def test_a_licence_in_words_is_read_and_an_address_is_not() -> None:
    story = Article(title="Bridge", language="en", licence="CC BY 4.0", blocks=(Block(Role.BODY, "It is open."),))
    assert any(segment.text.startswith("Licence: ") for segment in write_script(story).segments)


def test_a_word_without_end_is_cut_anywhere() -> None:
    story = Article(title="Bridge", language="xx", blocks=(Block(Role.BODY, "a" * 4_000),))
    body = [segment for segment in write_script(story).segments if segment.role is Role.BODY]
    assert len(body) > 1
    assert "".join(segment.written for segment in body) == "a" * 4_000
