"""Nobody gets words that somebody else near the quote said; sources that cannot speak are not printed."""

from __future__ import annotations

import pytest

from audiobrief.script import quotes
from tests.distractors import HALVES, measure


@pytest.mark.parametrize("half", HALVES)
def test_no_wrong_name_among_distractors(half: str) -> None:
    counts = measure(half)
    assert counts.quotes >= 300
    assert counts.wrong <= counts.named * 0.01, counts.misses
    assert counts.known_named >= counts.known * 0.75
    assert counts.junk == 0, counts.misses


@pytest.mark.parametrize(
    ("language", "text", "source", "speaker"),
    [
        ("de", "„Das ist neu für uns“, bezweifelt Kurator Tjark Olm von der Galerie.", "Tjark Olm", "Tjark Olm"),
        ("de", "„Das ist neu für uns“, so die Chefin und lacht.", "die Chefin", None),
        ("de", "Ganz anders nämlich: „Das ist neu für uns“, meint Olm.", "Olm", "Olm"),
        ("de", "Das Fazit fiel deutlich aus: „Das ist neu für uns alle hier.“", None, None),
        ("de", "Im Brief der Schule steht: „Das ist neu für uns.“", "Brief der Schule", None),
        ("de", "Von der Heide betonte: „Das ist neu für uns.“", "Von der Heide", None),
        ("de", "Anna Lang schrieb einen Brief. Sie sei „zu müde für Streit“.", "Anna Lang", "Anna Lang"),
        ("es", "«Es nuevo para todos», zanjó la jueza Inés Mora.", "Inés Mora", "Inés Mora"),
        ("es", "Cuando llegó Luis Gil, el guarda gritó: «¡Es nuevo para todos!».", "el guarda", None),
        ("en", "Anna Reed heard a boy cry: “It is new to all of us here.”", None, None),
        ("en", "Anna Reed arrived. “It is new to us,” the 36-year-old said.", "the 36-year-old", "Anna Reed"),
        ("en", "Kim Hale arrived. Tom Fox left. “It is new to us,” he said.", "he", None),
    ],
)
def test_sources_that_speak(language: str, text: str, source: str | None, speaker: str | None) -> None:
    found = [quote for quote in quotes([text], language) if "ne" in text[quote.start : quote.end] or quote.source]
    assert [quote.speaker for quote in found] == [speaker]
    assert (source or "") in (found[0].source or "") and bool(source) == bool(found[0].source)
