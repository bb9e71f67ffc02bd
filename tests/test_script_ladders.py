"""Every rung of the ladders by which quotes are judged, with a case that it decides."""

from __future__ import annotations

import pytest

from audiobrief.script.ladder import decide
from audiobrief.script.quotation.attribution import Reader
from audiobrief.script.quotation.marks import spans
from audiobrief.script.quotation.reporting import grammar
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


def test_every_reason_has_a_case() -> None:
    assert {rung.reason for rung in WHOLE} == {reason for *_, reason in SAID}
