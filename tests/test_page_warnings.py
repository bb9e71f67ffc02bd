"""What a listener is told of a page that may not be the whole article, and where each stage says it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from audiobrief import stories
from audiobrief.errors import NothingToRead
from audiobrief.feed import teasers
from audiobrief.model import Article, Block, Doubt, PageWarning, Role, Script
from audiobrief.roles import DOUBT_FACTS
from audiobrief.script import document, write_edition, write_script

TEXT = "The ferry office in Norwick will move to the old customs house before the winter, it said on Tuesday."
PART = PageWarning(Doubt.PART, "it is page 2 of 5", page=2, pages=5)
CLOSED = PageWarning(Doubt.CLOSED, "the page ends here for readers without a subscription")


def article(*warnings: PageWarning, language: str = "en") -> Article:
    blocks = (Block(Role.HEADLINE, "Ferry office moves"), Block(Role.BODY, TEXT))
    return Article(title="Ferry office moves", language=language, blocks=blocks, warnings=warnings)


def said(script: Script) -> list[str]:
    return [segment.text for segment in script.segments]


def test_the_listener_is_told_before_the_article_that_it_is_a_part_and_after_it_that_it_is_cut() -> None:
    spoken = said(write_script(article(PART, CLOSED)))
    part, text = spoken.index("This is page two of five."), spoken.index(TEXT)
    assert part < text < spoken.index("The page ends here for readers without a subscription.")
    assert spoken[-1].startswith("End of the article")


@pytest.mark.parametrize("doubt", [doubt for doubt, facts in DOUBT_FACTS.items() if facts.cue])
def test_a_language_without_cues_says_it_in_english(doubt: Doubt) -> None:
    script = write_script(article(PageWarning(doubt, "", page=1, pages=3), language="sw"))
    assert [segment.language for segment in script.segments if "page" in segment.text.lower()] == ["en"]


def test_a_doubt_without_a_cue_is_for_the_terminal_alone() -> None:
    unsure = article(PageWarning(Doubt.UNSURE, "two readings of it disagree"))
    assert said(write_script(unsure)) == said(write_script(replace(unsure, warnings=())))
    assert stories.warnings(unsure, "a.html") == ["Warning: a.html: two readings of it disagree."]


def test_a_script_in_json_keeps_what_was_warned_of() -> None:
    written = document.dump(write_script(article(PART, CLOSED)))
    loaded = document.load(written, "a.json")
    assert loaded.article.warnings == (PART, CLOSED)
    assert document.dump(loaded) == written
    assert "warnings" not in json.loads(document.dump(write_script(article())))["article"]


def test_an_edition_says_it_in_its_story() -> None:
    scripts = [write_script(article(CLOSED)), write_script(article())]
    edition = write_edition(scripts, title="Today", language="en", published=None)
    cut = [segment.story for segment in edition.segments if segment.text.startswith("The page ends here")]
    assert cut == [0]


@pytest.mark.parametrize("doubt", Doubt)
def test_publish_refuses_what_is_no_whole_article(doubt: Doubt) -> None:
    text = " ".join([TEXT] * 20)
    whole = replace(article(PageWarning(doubt, "it is cut")), blocks=(Block(Role.BODY, text),))
    if DOUBT_FACTS[doubt].is_refused:
        with pytest.raises(NothingToRead, match="it is cut"):
            teasers.readable(write_script(whole), "https://news.example/1")
    else:
        assert teasers.readable(write_script(whole), "https://news.example/1").warnings
    own_words = document.load(document.dump(write_script(whole)), "a.json")
    assert teasers.readable(own_words, "a.json").warnings, "a script in JSON is its owner's own words"
