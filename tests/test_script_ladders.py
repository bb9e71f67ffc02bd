"""Every rung of the ladders by which quotes are judged, with a case that it decides."""

from __future__ import annotations

import pytest

from audiobrief.script.ladder import Rung, decide
from audiobrief.script.quotation.attribution import Attribution, Reader
from audiobrief.script.quotation.descriptions import DESCRIBED, Description
from audiobrief.script.quotation.marks import spans
from audiobrief.script.quotation.people import ArticleNames
from audiobrief.script.quotation.pronouns import PRONOUN, PronounClues
from audiobrief.script.quotation.reporting import grammar
from audiobrief.script.quotation.sources import PrintedSource
from audiobrief.script.quotation.speakers import SPEAKER, SpeakerClues
from audiobrief.script.quotation.whole import WHOLE, QuoteClues

SAID = [
    ("“We ran and", "en", True, "it runs over paragraphs"),
    ("The mayor said “we ran. Nobody fell.”", "en", True, "it holds two sentences"),
    ("“We go,” said Anna Reed.", "en", True, "a sentence by itself, said by somebody"),
    ("“We go there every day.”", "en", False, "a long sentence by itself"),
    ("“Winter in Riga” opens on Monday.", "en", False, "a heading or a title by itself"),
    ("Anna Reed said: “No.”", "en", True, "behind somebody's colon"),
    ("It read: “We go there every day.”", "en", False, "a sentence behind a colon"),
    ("The word: “sorry” again", "en", False, "a word behind a colon"),
    ("Man habe „noch sehr viel zu tun in dieser Sache“, hieß es.", "de", False, "a long fragment"),
    ("It was an “undesirable organization” by then.", "en", False, "nobody says it"),
    ("Anna Reed said it was “time, said the mayor", "en", True, "a mark is missing"),
    ("Anna Reed said, “We go.”", "en", True, "a sentence behind its verb"),
    ("Başkan Elif Kaya, “Gidiyoruz hep birlikte” dedi.", "tr", True, "a sentence behind its verb"),
    ("Looking at the old dam, “We go there now.”", "en", True, "a sentence behind a comma"),
    ("She said that “we go there every day and so does he”.", "en", True, "a clause behind its verb"),
    (
        "According to Anna Reed, “we go there every day and so does he”.",
        "en",
        True,
        "a clause behind “according to X,”",
    ),
    ("The mayor said the delay was “regrettable”.", "en", True, "a fragment of the sentence around it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "has_source", "reason"), SAID)
def test_why_a_quote_is_whole(text: str, language: str, has_source: bool, reason: str) -> None:
    rules = grammar(language)
    span = spans(text, rules.said, next_opens="and" in text[-4:])[0]
    led = text[: span.outer_start].strip()
    assert decide(WHOLE, QuoteClues(Reader(text, rules), span, led, has_source)).reason == reason


def at(source: str, text: str, language: str = "en", before: str | None = None) -> tuple[PrintedSource, ArticleNames]:
    """A source in the last paragraph of a text (a line each); ``before`` spoke last."""
    *earlier, last = text.split("\n")
    words = last.index("“")
    names = ArticleNames([*earlier, last], grammar(language), [(len(earlier), words, last.index("”"))])
    who = Attribution(source, last.rindex(source), 0.95, is_inflected=grammar(language).row.inflects)
    end = (len(earlier) - 1, len(earlier[-1])) if before else (0, 0)
    return PrintedSource(who, len(earlier), words, last, before, end), names


TWO = "President Quill Arden met President Tarn Osk.\n"
MEANT = [
    ("she", "Tom Fox came.\n“We go,” she said.", "en", None, "nobody"),
    ("he", TWO + "“We go,” he said.", "en", None, "one of several"),
    ("he", "Kvell Ostra said so. “We go,” he said.", "en", None, "a thing"),
    ("he", "Tom Fox came.\nA man stood up. “We go,” he said.", "en", None, "somebody without a name has come"),
    ("she", "Mia Fox came.\nShe met Ann Reed. “Go,” she said.", "en", None, "the paragraph is about somebody before"),
    ("she", "Anna Reed came.\n“We go,” she said.", "en", None, "the only one, of that gender"),
    ("she", "Mia Fox came.\nAnna Reed left. “We go,” she said.", "en", None, "the only one, of that gender"),
    ("she", "Anna Reed met Mia Fox.\n“We go,” she said.", "en", "Anna Reed", "the only one, of that gender"),
    ("er", "Dr. Quill Arden kam.\n“Wir gehen,” sagte er.", "de", None, "the only one among nouns in capitals"),
    ("he", "President Quill Arden came.\n“We go,” he said.", "en", None, "the only one"),
    ("he", TWO + "“We go,” he said.", "en", "Tarn Osk", "the only one"),
]  # fmt: skip


@pytest.mark.parametrize(("pronoun", "text", "language", "before", "reason"), MEANT)
def test_whom_a_pronoun_means(pronoun: str, text: str, language: str, before: str | None, reason: str) -> None:
    clues = PronounClues(pronoun, *at(pronoun, text, language, before))
    assert decide(PRONOUN, clues).reason == reason


DESCRIPTIONS = [
    ("the", "“We go,” the said.", "en", "articles alone"),
    ("schimpft der Chef", "“Wir gehen,” schimpft der Chef.", "de", "a verb that the table lacks"),
    ("the book focuses almost", "“We go,” the book focuses almost.", "en", "a sentence, no source"),
    ("the president", "President Tom Fox came.\n“We go,” the president said.", "en", "the only one in that office"),
    ("the president", TWO + "“We go,” the president said.", "en", "one of several in that office"),
    ("the watchdog", "The River Council met.\n“We go,” the watchdog said.", "en", "an organisation named before"),
    ("the council", "The River Council met.\n“We go,” the council said.", "en", "an organisation named before"),
    ("the participants", "“We go,” the participants said.", "en", "several people"),
    ("the company", "“We go,” the company said.", "en", "named before, but nobody can be told"),
    ("the foreign ministry", "“We go,” the foreign ministry said.", "en", "a known body"),
    ("a foreign ministry", "“We go,” a foreign ministry said.", "en", "some body"),
    ("a baker from Riga", "“We go,” a baker from Riga said.", "en", "described with a name"),
    ("a baker", "“We go,” a baker said.", "en", "nobody with a name"),
]


@pytest.mark.parametrize(("source", "text", "language", "reason"), DESCRIPTIONS)
def test_whom_a_description_means(source: str, text: str, language: str, reason: str) -> None:
    assert decide(DESCRIBED, Description(*at(source, text, language))).reason == reason


SPEAKERS = [
    ("Horvata", "“Most,” prema riječima Horvata.", "hr", "a name in another case"),
    ("dieser", "“Wir gehen,” sagte dieser.", "de", "the beginning of a phrase"),
    ("she", "“We go,” she said.", "en", "a pronoun"),
    ("Anna Reed", "Anna Reed came.\n“We go,” Anna Reed said.", "en", "one person's name"),
    ("Reed", "Tom Reed and Anna Reed came.\n“We go,” Reed said.", "en", "several people's name, or a thing's"),
    ("her neighbour", "“We go,” said her neighbour, Wendell Price.", "en", "a name follows it"),
    ("the 36-year-old", "Anna Reed came.\n“We go,” the 36-year-old said.", "en", "somebody by age"),
    ("a nurse", "“We go,” said a nurse.", "en", "a description"),
    ("Marlow", "Then, Marlow left.\n“We go,” said Marlow.", "en", "a name told of nobody else"),
    ("Friday", "“We go,” said Friday.", "en", "no name"),
]


@pytest.mark.parametrize(("source", "text", "language", "reason"), SPEAKERS)
def test_who_speaks(source: str, text: str, language: str, reason: str) -> None:
    assert decide(SPEAKER, SpeakerClues(*at(source, text, language))).reason == reason


LADDERS = ((WHOLE, SAID), (PRONOUN, MEANT), (DESCRIBED, DESCRIPTIONS), (SPEAKER, SPEAKERS))


@pytest.mark.parametrize(("ladder", "cases"), LADDERS)
def test_every_reason_has_a_case(ladder: tuple[Rung[object, object], ...], cases: list[tuple[object, ...]]) -> None:
    assert {rung.reason for rung in ladder} == {case[-1] for case in cases}
