"""How line ends and phrases in another language are said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Article, Block, Inline, InlineKind, Role, ScriptOptions, Segment
from audiobrief.script import write_script
from tests.verbatim import differences

LINES = (
    "The bats went out at evening",
    "over the weir and mill",
    "and those who came to count them",
    "are counting still",
)


def block(*lines: str, role: Role = Role.BODY) -> Block:
    """A block whose lines end on purpose."""
    text, inlines = lines[0], []
    for line in lines[1:]:
        inlines.append(Inline(InlineKind.LINE_END, len(text), len(text) + 1))
        text = f"{text} {line}"
    return Block(role, text, inlines=tuple(inlines))


def phrase(text: str, foreign: str, language: str, role: Role = Role.BODY) -> Block:
    start = text.index(foreign)
    return Block(role, text, inlines=(Inline(InlineKind.LANGUAGE, start, start + len(foreign), language),))


def said(one: Block, language: str = "en") -> list[Segment]:
    script = write_script(Article(title="Bats", language=language, blocks=(one,)))
    return [segment for segment in script.segments if segment.block is not None]


def test_verse_pauses_at_each_line_end_and_only_there() -> None:
    (segment,) = said(block(*LINES))
    assert segment.text == ", ".join(LINES)
    assert segment.written == " ".join(LINES)
    (quoted,) = (one for one in said(block(*LINES, role=Role.QUOTE)) if one.text)
    assert quoted.text == ", ".join(LINES)


def test_a_mark_at_a_line_end_is_pause_enough() -> None:
    assert said(block("Bats are out;", "mind your hat.", "Go home!"))[0].text == "Bats are out; mind your hat. Go home!"
    assert said(block("蝙蝠は橋の下", "今夜もそこに", "また明日"), "ja")[0].text.count("、") == 2


def test_a_line_that_goes_on_in_small_letters_is_layout() -> None:
    assert said(block("The count of", "the bats begins at dusk by the old mill."))[0].text.count(",") == 0
    assert said(block("Mill Road 5", "Aldmoor", role=Role.NOTICE))[-1].text == "Mill Road five, Aldmoor"
    assert said(block("The Bats", "Of Aldmoor", role=Role.SUBHEAD))[0].text == "The Bats Of Aldmoor"


def test_verse_that_is_too_long_for_one_breath_keeps_its_pauses() -> None:
    lines = [
        f"The night was long and the lamp burned low in the year of the {word} bat" for word in ("old", "red") * 20
    ]
    segments = said(block(*lines))
    assert len(segments) > 1
    assert " ".join(segment.written for segment in segments) == " ".join(lines)
    assert sum(segment.text.count(",") for segment in segments) >= len(lines) - len(segments)


def test_a_phrase_is_spoken_in_its_language() -> None:
    segments = said(phrase("They call it das große Zählen, and they laugh.", "das große Zählen", "de"))
    assert [(one.text, one.language) for one in segments] == [
        ("They call it", None),
        ("das große Zählen,", "de"),
        ("and they laugh.", None),
    ]
    assert [one.pause_ms for one in segments[:2]] == [120, 120]


def test_a_quote_in_another_language_keeps_its_voice_and_its_language() -> None:
    segments = said(
        phrase(
            "She said: « Nous partons demain avec les autres. » Then she left.",
            "« Nous partons demain avec les autres. »",
            "fr",
        )
    )
    (quote,) = (one for one in segments if one.role is Role.QUOTE)
    assert (quote.text, quote.language) == ("Nous partons demain avec les autres.", "fr")
    assert segments[-1].language is None


def test_headings_and_captions_keep_the_language_of_a_phrase() -> None:
    for role in (Role.SUBHEAD, Role.CAPTION, Role.DEK, Role.LIST_ITEM):
        assert "de" in {
            one.language for one in said(phrase("The word das große Zählen", "das große Zählen", "de", role))
        }


@given(
    st.lists(
        st.sampled_from(["The", "«Oui»", "bat.", "(“We", "go,”", "12", "—", "said", "Anna", "…", "“"]), max_size=14
    ),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from(InlineKind)), max_size=4),
    st.sampled_from([Role.BODY, Role.QUOTE, Role.SUBHEAD, Role.CAPTION, Role.NOTICE]),
)
def test_whatever_is_marked_everything_is_said_once(
    words: list[str], marks: list[tuple[int, int, InlineKind]], role: Role
) -> None:
    text, inlines, at = " ".join(words), [], 0
    for start, length, kind in sorted(marks):
        if start < at or start >= len(text):
            continue
        at = min(start + length, len(text))
        if kind is InlineKind.LANGUAGE:
            inlines.append(Inline(kind, start, at, "fr"))
        elif text[start] == " ":
            inlines.append(Inline(kind, start, start + 1))
    article = Article(title="Bats", language="en", blocks=(Block(role, text, inlines=tuple(inlines)),))
    assert differences(article, ScriptOptions(), write_script(article).segments) == []


def test_a_quote_is_cut_where_its_language_changes() -> None:
    french = "« Les chauves-souris dorment. »"
    whole = said(phrase(f"He said: {french} Then he went home.", french, "fr"))
    assert [(one.role, one.language) for one in whole] == [(Role.BODY, None), (Role.QUOTE, "fr"), (Role.BODY, None)]
    song = "Ой у лузі червона калина"
    parts = said(phrase(f"“They sing {song} every night in June,” he said.", song, "uk"))
    assert [(one.written, one.language) for one in parts] == [
        ("“They sing", None),
        (song, "uk"),
        ("every night in June,”", None),
        ("he said.", None),
    ]
