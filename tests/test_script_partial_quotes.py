"""Quoted words inside a sentence, and who is named before words that are not the article's own."""

from __future__ import annotations

import pytest

from audiobrief.model import Article, Block, Role, ScriptOptions, Segment
from audiobrief.recording.sounds import sounds_of, with_quote_sounds
from audiobrief.script import write_script
from audiobrief.speech.casting import cast_for
from tests.verbatim import differences

SENTENCE = "The council called the letter “baseless”, and its authors an “undesirable crowd”."


def said(text: str, role: Role = Role.BODY, language: str = "en", partial: str = "none") -> list[Segment]:
    article = Article(title="Letter", language=language, blocks=(Block(role, text),))
    chosen = ScriptOptions(partial_quotes=partial)
    segments = write_script(article, chosen).segments
    assert not differences(article, chosen, segments)
    return [segment for segment in segments if segment.block == 0]


def test_quoted_words_are_read_as_the_rest_unless_asked() -> None:
    assert [(s.text, s.voice) for s in said(SENTENCE)] == [(SENTENCE, None)]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "quote, “baseless”, end of quote,"), ("de", "zitat, “baseless”, zitatende,")]
)
def test_quoted_words_between_words(language: str, words: str) -> None:
    assert said(SENTENCE, partial="words", language=language)[1].text.casefold() == words


def test_quoted_words_in_the_neutral_voice() -> None:
    parts = said(SENTENCE, partial="voice")
    assert [s.written for s in parts if s.voice == "quote"] == ["“baseless”,", "“undesirable crowd”."]
    assert {s.role for s in parts} == {Role.BODY}, "what skips quotes must not cut a sentence"


def test_quoted_words_in_a_headline_are_heard_too() -> None:
    text = "Mayor calls plan ‘reckless’"
    assert [s.written for s in said(text, Role.HEADLINE, partial="voice") if s.voice] == ["‘reckless’"]


def test_a_whole_quote_keeps_its_own_voice() -> None:
    text = "“We were never asked about the ‘plan’,” said Anna Reed."
    assert said(text, partial="words") == said(text)


def test_a_sound_before_quoted_words() -> None:
    options = ScriptOptions(partial_quotes="earcon")
    cast = with_quote_sounds(cast_for("tone", "en"), options)
    parts = said(SENTENCE, partial="earcon")
    sounds = sounds_of(parts, cast)
    assert [parts[number].written for number in sorted(sounds)] == ["“baseless”,", "“undesirable crowd”."]


def heard(block: Block) -> list[str]:
    return [s.text for s in write_script(Article(title="T", language="en", blocks=(block,))).segments][2:-1]


def test_the_author_of_a_post_is_named_before_it() -> None:
    text = "The plan stays. — Ann Reed (@annreed) November 23, 2026"
    post = Block(Role.EMBED, text, embed_kind="tweet", source="Ann Reed (@annreed)")
    assert heard(post) == ["Post by Ann Reed.", "The plan stays. November twenty third, twenty twenty six"]


def test_a_name_inside_of_a_post_stays() -> None:
    post = Block(Role.EMBED, "I, Ann Reed, will stay. So will the plan.", embed_kind="post", source="Ann Reed")
    assert heard(post) == ["Post by Ann Reed.", post.text]


def test_who_wrote_a_letter_is_named_before_it() -> None:
    letter = Block(Role.QUOTE, "We will wait.", source="Piet Jansen, Portville")
    assert heard(letter) == ["Quote, Piet Jansen, Portville.", "We will wait.", "End of quote."]


LONG = "“It is not a plan. It is a drawing on the back of an envelope,” said Omar Haddad."


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        (LONG, "Quote, Omar Haddad."),
        ("Omar Haddad said: “It is not a plan. It is a drawing on the back of an envelope.”", "Quote."),
        ("“It is not a plan. It is a drawing on the back of an envelope,” said a fisherman.", "Quote."),
    ],
)
def test_a_long_quotes_speaker_is_named_before_it_where_the_text_names_him_behind(text: str, cue: str) -> None:
    assert cue in heard(Block(Role.BODY, text))
