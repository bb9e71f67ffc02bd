"""What a listener noticed: chapters that begin with leftovers, names that are none, signs for the eye alone."""

from __future__ import annotations

import pytest

from audiobrief.model import Article, Block, Role, Segment
from audiobrief.script import quotes, write_script
from audiobrief.script.write.dateline_words import calm
from audiobrief.script.write.draft import calmed, tidy

LONG = (
    "We looked at the pumps, we looked at the pipes, we looked at every valve in the house, and nothing that we saw on "
    "that night could tell us why the water rose so fast"
)


def said(*blocks: Block, language: str = "en") -> list[Segment]:
    return list(write_script(Article(language=language, title="Water", blocks=blocks)).segments)


def chapters(segments: list[Segment]) -> list[str]:
    return [segment.chapter for segment in segments if segment.chapter]


def test_the_article_goes_on_with_the_paragraph_behind_a_quote() -> None:
    segments = said(
        Block(Role.BODY, "The town hall called a meeting on Monday."),
        Block(Role.BODY, f"“{LONG},” Anna Berg said. “It was a bad night.”"),
        Block(Role.BODY, "The pumps are thirty years old and will be replaced."),
    )
    assert chapters(segments) == ["Water", "Quote: Anna Berg", "Water (2)"]


def test_a_long_rest_of_the_paragraph_is_a_place_to_come_back_to() -> None:
    rest = "The council has voted on new pumps four times since the flood. " * 5
    segments = said(Block(Role.BODY, f"The mayor wrote: “{LONG}.” {rest}"))
    assert chapters(segments)[-1] == "Water (2)"


def test_what_follows_a_quote_is_named_by_its_part() -> None:
    segments = said(
        Block(Role.BODY, f"Anna Berg said: “{LONG}.”"),
        Block(Role.BODY, "She added: “Never again will we wait.”"),
    )
    assert chapters(segments) == ["Water", "Quote: Anna Berg", "Water (2)"]


def test_a_quote_does_not_end_with_the_comma_of_its_attribution() -> None:
    segments = said(Block(Role.BODY, f"“{LONG},” Anna Berg said."))
    quote = next(segment for segment in segments if segment.role is Role.QUOTE)
    assert quote.text.endswith("rose so fast.")
    assert quote.written.endswith("rose so fast,”")


def test_a_block_quote_that_quotes_somebody_is_prose() -> None:
    segments = said(
        Block(Role.QUOTE, "“The lock is old and the keys are lost,” said the keeper, as reported by the Harbour Post.")
    )
    assert [(s.role, s.text) for s in segments if s.role is not Role.CUE] == [
        (Role.QUOTE, "The lock is old and the keys are lost,"),
        (Role.BODY, "said the keeper, as reported by the Harbour Post."),
    ]


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [("de", "2. Der Fluss", "zwei: Der Fluss"), ("en", "2. The river", "two: The river")],
)
def test_a_printed_number_is_not_an_ordinal(language: str, written: str, spoken: str) -> None:
    subhead = next(s for s in said(Block(Role.SUBHEAD, written, level=2), language=language) if s.role is Role.SUBHEAD)
    assert (subhead.text, subhead.written) == (spoken, written)


def test_the_time_of_an_entry_is_told_apart_from_its_label() -> None:
    entry = Block(Role.ENTRY, "The bridge is closed.", time="21:00KEY EVENT")
    cues = [segment.text for segment in said(entry) if segment.role is Role.CUE]
    assert any(text.endswith(", Key Event.") for text in cues)


@pytest.mark.parametrize(
    ("printed", "calmed_"),
    [("ST. ANSEL", "St. Ansel"), ("PORT ANSEL, Maine", "Port Ansel, Maine"), ("GRAZ, Austria", "Graz, Austria")],
)
def test_a_city_in_capitals_is_a_name(printed: str, calmed_: str) -> None:
    assert calm(printed) == calmed_


def test_emphasis_in_capitals_is_no_acronym() -> None:
    known = frozenset(["Norland", "only"])
    assert calmed("NORLAND has ONLY sent what UNESCO needs now", known) == "Norland has only sent what UNESCO needs now"
    assert calmed("NORLAND SENDS ITS SHIPS", known) == "NORLAND SENDS ITS SHIPS"
    segments = said(Block(Role.BODY, "NORLAND has sent ships."), Block(Role.BODY, "The ships of Norland are old."))
    assert segments[-3].text == "Norland has sent ships."


def test_what_writing_leaves_behind_is_not_said() -> None:
    assert tidy("Ocean Tours , the club () said,, yes") == "Ocean Tours, the club said, yes"


def test_a_call_to_click_begins_its_sentence_with_a_capital() -> None:
    segments = said(Block(Role.BODY, "The plans are out. Click here for more information."))
    assert segments[-2].text == "The plans are out. A link is in the episode notes for more information."


def speaker(language: str, *paragraphs: str) -> str | None:
    return quotes(list(paragraphs), language)[-1].speaker


@pytest.mark.parametrize(
    ("paragraph", "name"),
    [
        ("Gleich zu Beginn der Sitzung sagte Karin Holm: „Wir haben uns schuldig gemacht.“", "Karin Holm"),
        ("„Wir haben uns schuldig gemacht“, sagte Hafenpräsident Falk Ritter.", "Falk Ritter"),
        ("„Wir prüfen das nun alles“, sagte Jens Vint von der Stiftung Hafen.", "Jens Vint"),
        ("Das Fazit fiel gemischt aus: „Wir prüfen das nun alles sehr genau.“", None),
        ("Immerhin sagte man dort: „Wir prüfen das nun alles sehr genau.“", None),
        ("Der Grund dafür liegt darin, hieß es: „Wir prüfen das nun alles sehr genau.“", None),
    ],
)
def test_a_german_noun_is_no_speaker(paragraph: str, name: str | None) -> None:
    assert speaker("de", paragraph) == name


@pytest.mark.parametrize(
    ("paragraphs", "name"),
    [
        (["Shortly after the match, the fan wrote, “We have waited for this for years and years.”"], None),
        (["The envoy to Norland Liu Xiamen spoke on Monday.", "“They are already there,” Liu said."], "Liu Xiamen"),
        (["Harbour Post Editor-in-Chief Ada Gall left.", "“We condemn the attack,” Gall said."], "Ada Gall"),
        (["Tom Kelso played on.", "“I heard the whole record,” Tom Kelso‘s mother said."], "Tom Kelso‘s mother"),
        (["The Ocean Club is old.", "“Be flexible with your date,” the Ocean fan said."], None),
        (["Harbour Local met on Monday.", "“We will not give in,” he said."], None),
    ],
)
def test_an_english_speaker_has_a_name(paragraphs: list[str], name: str | None) -> None:
    assert speaker("en", *paragraphs) == name
