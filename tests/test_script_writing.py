"""The reading rules (docs/reading-rules.md), one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from audiobrief.model import MOST_CHAPTERS, Article, Block, Dateline, Role, Script, ScriptOptions, Segment
from audiobrief.script import write_edition, write_script
from audiobrief.script.write.cues import cues_for
from audiobrief.script.write.quote_voices import QuoteVoices
from audiobrief.script.write.reading_order import reading_order

PLAIN = "The bridge over the inner harbour will stay shut until the spring comes."
STORY = Article(
    url="https://news.example/bridge",
    title="Bridge closed",
    site="The Gazette",
    language="en",
    published="2026-11-24",
    blocks=(
        Block(Role.DEK, "Eleven bolts are cracked."),
        Block(Role.BYLINE, "By Mara Lind"),
        Block(Role.HEADLINE, "Bridge closed"),
        Block(Role.NOTICE, "Readers in Vell may be fined for sharing this."),
        Block(Role.CREDIT, "(Reporting by Mara Lind)"),
        Block(Role.BODY, "PORT ANSEL, N.C. (AP) -- " + PLAIN, dateline=Dateline(25, ("PORT ANSEL, N.C.",), "AP")),
        Block(Role.NOTICE, "Correction: There are eleven bolts, not twelve."),
        Block(Role.BODY, "Nobody was hurt."),
    ),
)


def said(article: Article, **options: Any) -> list[Segment]:
    return list(write_script(article, ScriptOptions(**options)).segments)


def texts(article: Article, **options: Any) -> list[str]:
    return [segment.text for segment in said(article, **options)]


def article(*blocks: Block) -> Article:
    return Article(title="Bridge closed", language="en", blocks=blocks)


def test_the_order_a_listener_needs() -> None:
    heard = [(s.role.value, s.block) for s in said(STORY)]
    assert heard == [
        ("headline", 2),
        ("cue", None),  # site
        ("byline", 1),
        ("cue", None),  # date
        ("cue", None),  # disclosure
        ("notice", 6),  # the correction
        ("dek", 0),
        ("dateline", 5),
        ("body", 5),
        ("body", 7),
        ("credit", 4),
        ("cue", None),  # notice of the publisher
        ("notice", 3),
        ("cue", None),  # end
    ]
    assert texts(STORY)[1:5] == [
        "From The Gazette.",
        "By Mara Lind",
        "Published November twenty fourth, twenty twenty six.",
        "Read by a synthetic voice.",
    ]
    assert texts(STORY)[-1] == "End of the article, from The Gazette."


def test_one_disclosure() -> None:
    assert texts(STORY).count("Read by a synthetic voice.") == 1


def test_pauses_follow_the_table() -> None:
    segments = said(
        article(Block(Role.BODY, PLAIN), Block(Role.SUBHEAD, "What next", level=2), Block(Role.BODY, PLAIN))
    )
    place = next(n for n, s in enumerate(segments) if s.role is Role.SUBHEAD)
    assert segments[place - 1].pause_ms >= 600
    assert segments[place].pause_ms == 400
    assert segments[-2].pause_ms >= 600
    assert segments[-1].pause_ms >= 1000


def test_a_split_inside_a_sentence_is_short() -> None:
    segments = said(article(Block(Role.BODY, "“We will go,” said Anna Reed, “when we are ready.” She left.")))
    body = [s for s in segments if s.block == 0]
    assert [s.role for s in body] == [Role.QUOTE, Role.BODY, Role.QUOTE, Role.BODY]
    assert [s.pause_ms <= 150 for s in body] == [True, True, False, False]
    assert [s.speaker for s in body] == ["Anna Reed", None, "Anna Reed", None]
    assert "".join(s.written for s in body).replace(" ", "") == (
        "“We will go,” said Anna Reed, “when we are ready.” She left."
    ).replace(" ", "")


LONG = "“We have waited for thirty weeks. We can wait for one more,” said Anna Reed."


@pytest.mark.parametrize(
    ("mode", "before", "voice"),
    [
        ("words", ["Quote, Anna Reed."], "quote-1"),
        ("voice", [], "quote-1"),
        ("earcon", [], "quote-1"),
        ("none", [], "body"),
    ],
)
def test_how_long_quotes_are_announced(mode: str, before: list[str], voice: str) -> None:
    segments = said(article(Block(Role.BODY, LONG)), announce_quotes=mode)
    place = next(n for n, s in enumerate(segments) if s.role is Role.QUOTE)
    assert ([segments[place - 1].text] == ["Quote, Anna Reed."]) is bool(before)
    assert (segments[place + 1].text == "End of quote.") is bool(before)
    assert segments[place].voice == voice
    assert segments[place - len(before)].chapter == "Quote: Anna Reed"


def test_a_short_quote_is_not_announced_and_no_chapter() -> None:
    segments = said(article(Block(Role.BODY, "“We will go,” said Anna Reed.")))
    assert "Quote." not in [s.text for s in segments]
    assert [s.chapter for s in segments if s.chapter] == ["Bridge closed"]


def test_a_quote_over_paragraphs_is_announced_once() -> None:
    blocks = (
        Block(Role.BODY, "“It began at noon, and nobody knew what to do,” said Anna Reed. “We ran."),
        Block(Role.BODY, "“We did not stop until the river."),
        Block(Role.BODY, "“Nobody did.”"),
        Block(Role.BODY, "The police came at one."),
    )
    heard = texts(article(*blocks))
    assert heard.count("Quote.") == 1
    assert heard.count("End of quote.") == 1
    assert heard.index("Quote.") < heard.index("We did not stop until the river.") < heard.index("End of quote.")


def test_speakers_keep_their_voices() -> None:
    blocks = [
        Block(Role.BODY, f"“We will go now,” said {name}.") for name in ("Anna Reed", "Tom Fox", "Reed", "Jim Poe")
    ]
    blocks.append(Block(Role.BODY, "“Nobody was asked about it,” one nurse said."))
    voices = [s.voice for s in said(article(*blocks)) if s.role is Role.QUOTE]
    assert voices == ["quote-1", "quote-2", "quote-1", "quote-3", "quote"]


def test_voices_are_given_again_when_they_run_out() -> None:
    voices = QuoteVoices(2)
    assert [voices.voice(name) for name in ("a", "b", "A", "c", "a", None)] == [
        "quote-1", "quote-2", "quote-1", "quote-2", "quote-1", "quote",
    ]  # fmt: skip
    assert QuoteVoices(0).voice("a") == "quote"


def test_block_quotes_say_their_source() -> None:
    quote = Block(Role.QUOTE, "I crossed it every day. I can wait.", source="— Pell Aniston, baker", group=1)
    segments = said(article(Block(Role.BODY, PLAIN), quote, replace(quote, text="Do it well.", source=None)))
    assert [s.text for s in segments if s.role is Role.CUE][2:4] == ["Quote, Pell Aniston, baker.", "End of quote."]
    assert {s.speaker for s in segments if s.role is Role.QUOTE} == {"Pell Aniston"}
    led = article(
        Block(Role.BODY, "Mayor Bo Lind had written to parents:"), Block(Role.QUOTE, "The mill fed us. No more.")
    )
    assert [s.speaker for s in said(led) if s.role is Role.QUOTE] == ["Bo Lind"]


def test_lists_are_counted_and_closed() -> None:
    items = [Block(Role.LIST_ITEM, f"item {letter}", level=1, group=1) for letter in "abcd"]
    items.insert(1, Block(Role.LIST_ITEM, "inner", level=2, group=2))
    segments = said(article(Block(Role.BODY, PLAIN), *items, Block(Role.BODY, "After the list.")))
    heard = [s.text for s in segments]
    assert heard[heard.index("List of four items.") + 6] == "The list ends here."
    assert [s.chapter for s in segments if s.chapter] == ["Bridge closed", "List of 4 items", "Bridge closed (2)"]
    assert "List of four items." not in texts(article(*items[:1]))
    assert not [s for s in said(article(*items), lists=False) if s.role is Role.LIST_ITEM]


def test_two_lists_in_a_row_are_two_lists() -> None:
    items = [Block(Role.LIST_ITEM, f"item {n}", level=1, group=n // 2, ordinal=n % 2 + 1) for n in range(4)]
    heard = texts(article(*items))
    assert heard.count("List of two items.") == 2
    assert "two: item three" in heard


def test_tables_row_by_row_with_headers() -> None:
    cells = (("Zone", "Price"), ("Old town", "30"), ("Harbour", ""))
    table = Block(Role.TABLE, "\n".join("\t".join(row) for row in cells), cells=cells, header_rows=1)
    segments = said(article(Block(Role.BODY, PLAIN), table))
    rows = [s.text for s in segments if s.role is Role.TABLE]
    assert rows == ["Zone; Price.", "Zone: Old town; Price: thirty.", "Zone: Harbour."]
    assert "Table. two columns, two rows." in [s.text for s in segments]
    odd = replace(table, text="Zone Price Old town 30", cells=())
    assert [s.written for s in said(article(odd)) if s.role is Role.TABLE] == [odd.text]
    assert not [s for s in said(article(table), tables=False) if s.role is Role.TABLE]


def test_captions_come_after_image() -> None:
    caption = Block(Role.CAPTION, "The bridge on Monday.", alt="A grey bridge over water.", credit="Jane Doe")
    story = article(Block(Role.BODY, PLAIN), caption)
    heard = texts(story)
    assert heard[heard.index("Image.") + 1] == "The bridge on Monday."
    assert heard[heard.index("A grey bridge over water.") - 1] == "Image description:"
    assert "Photo: Jane Doe." in texts(story, profile="full")
    assert "Photo: Jane Doe." not in texts(story, profile="full", credits=False)
    assert "Image." not in texts(story, captions=False)
    long = replace(caption, text="Long " * 15 + "caption.")
    chapters = [s.chapter for s in said(article(long, Block(Role.BODY, PLAIN))) if s.chapter]
    assert chapters == ["Bridge closed", f"Image: {'Long ' * 15}caption", "Bridge closed (2)"]


@pytest.mark.parametrize(
    ("kind", "cue"),
    [
        ("video", "Video."),
        ("tweet", "Post by Jane."),
        ("map", "Map."),
        ("hologram", "Embedded content."),
        (None, "Embedded content."),
    ],
)
def test_embeds_are_named(kind: str | None, cue: str) -> None:
    heard = texts(article(Block(Role.EMBED, "The storm from above", embed_kind=kind, source="Jane")))
    assert heard[heard.index("The storm from above") - 1] == cue


def test_click_here_is_a_link_in_the_notes() -> None:
    segments = said(article(Block(Role.NOTICE, "To find out more, click here.")))
    notice = next(s for s in segments if s.role is Role.NOTICE)
    assert notice.text == "To find out more, a link is in the episode notes."
    assert notice.written == "To find out more, click here."


def test_notes_and_notices_have_their_own_chapters() -> None:
    segments = said(
        article(Block(Role.FOOTNOTE, "An estimate."), Block(Role.BODY, PLAIN), Block(Role.NOTICE, "Not for children."))
    )
    assert [s.chapter for s in segments if s.chapter] == ["Bridge closed", "Notes", "Notice"]
    heard = [s.text for s in segments]
    assert heard[heard.index("An estimate.") - 1] == "Note."
    assert heard[heard.index("Not for children.") - 1] == "Notice from the publisher."


def test_the_line_under_a_correction_goes_with_it() -> None:
    story = article(
        Block(Role.BODY, PLAIN), Block(Role.NOTICE, "Correction"), Block(Role.NOTICE, "Her name is Ida Brook.")
    )
    assert reading_order(story, ScriptOptions(), cues_for("en")) == [1, 2, 0]


def test_interviews_name_who_speaks() -> None:
    blocks = (
        Block(Role.QUESTION, "How did it begin?"),
        Block(Role.ANSWER, "With a storm."),
        Block(Role.ANSWER, "And a clock."),
        Block(Role.ANSWER, "QUIST: I do.", source="QUIST"),
        Block(Role.ANSWER, "I would add one thing.", source="QUIST"),
        Block(Role.ANSWER, "No.", source="DR. ABARA"),
    )
    segments = [s for s in said(article(*blocks)) if s.text not in {"Bridge closed", "Read by a synthetic voice."}]
    assert [s.text for s in segments[:-1]] == [
        "Question.", "How did it begin?", "Answer.", "With a storm.", "And a clock.", "Quist: I do.",
        "I would add one thing.", "Doctor Abara:", "No.",
    ]  # fmt: skip
    assert [s.voice for s in segments if s.source] == ["quote-1", "quote-1", "quote-2"]


def test_live_blog_entries_say_their_time_once() -> None:
    entry = Block(Role.ENTRY, "The boats are in.", time="2026-11-24T11:05:00Z")
    segments = said(
        article(entry, replace(entry, text="Keep away."), replace(entry, text="Good morning.", time="9:15"))
    )
    assert [s.text for s in segments if s.role is Role.CUE][2:4] == ["eleven oh five.", "nine fifteen."]
    assert [s.chapter for s in segments if s.chapter][1:] == ["11:05 The boats are in", "9:15 Good morning"]


def test_headlines_profile_is_the_opening_only() -> None:
    heard = [s.role for s in said(STORY, profile="headlines") if s.role is not Role.CUE]
    assert heard == [Role.HEADLINE, Role.BYLINE, Role.DEK, Role.DATELINE, Role.BODY]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("EL DORADO, Kan.", "El Dorado, Kansas."),
        ("ST. ALBANS, Vt.", "Saint Albans, Vermont."),
        ("KO PHA NGAN, Thailand", "Ko Pha Ngan, Thailand."),
        ("LE MANS", "Le Mans."),
        ("UN HEADQUARTERS", "U N Headquarters."),
    ],
)
def test_a_place_of_several_words_is_said_whole(place: str, said: str) -> None:
    block = Block(Role.BODY, f"{place} -- {PLAIN}", dateline=Dateline(len(place) + 4, (place,), None))
    assert said in texts(Article(blocks=(block,), title="Storm", language="en"))


def test_datelines_are_said_as_places() -> None:
    assert "Port Ansel, N.C." in " ".join(texts(STORY)) or "Port Ansel" in " ".join(texts(STORY))
    assert "the Associated Press" in " ".join(texts(STORY))
    own = article(Block(Role.DATELINE, "DUSHANBE --"), Block(Role.BODY, PLAIN))
    assert not any("D U S H" in text for text in texts(own))


def test_a_foreign_passage_keeps_its_language() -> None:
    segments = said(article(Block(Role.BODY, PLAIN), Block(Role.BODY, "Am 3. Mai geht es weiter.", language="de")))
    german = next(s for s in segments if s.language == "de")
    assert "dritten" in german.text


def test_long_paragraphs_are_cut_at_sentences() -> None:
    text = " ".join(f"{PLAIN[:-1]} number {n}." for n in range(60))
    body = [s for s in said(article(Block(Role.BODY, text))) if s.role is Role.BODY]
    assert len(body) > 1
    assert all(s.written.endswith(".") and len(s.text) <= 1500 for s in body)
    assert " ".join(s.written for s in body) == text


def test_an_empty_article_says_where_it_ends() -> None:
    assert texts(Article(language="en")) == ["Read by a synthetic voice.", "End of the article."]


def words(count: int) -> str:
    return " ".join(["word"] * (count - 1)) + " end."


def test_long_stretches_get_places() -> None:
    segments = said(article(*[Block(Role.BODY, words(125)) for _ in range(12)]))
    assert [(s.chapter, s.chapter_level) for s in segments if s.chapter] == [
        ("Bridge closed", 1), ("Bridge closed (2)", 1), ("Bridge closed (3)", 1),
    ]  # fmt: skip
    assert sum(s.chapter is not None for s in said(article(*[Block(Role.BODY, words(95)) for _ in range(6)]))) == 1


@pytest.mark.parametrize("depth", [2, 3])
def test_never_more_than_twelve_in_five_minutes_are_listed(depth: int) -> None:
    """Deeper subheads are inside; of many at the top some are."""
    blocks = [
        block
        for n in range(30)
        for block in (Block(Role.BODY, PLAIN), Block(Role.SUBHEAD, words(15), level=2 + n % 2 * (depth - 2)))
    ]
    segments = said(article(*blocks))
    starts, heard = [], 0
    for segment in segments:
        if segment.chapter and segment.chapter_level == 1:
            starts.append(heard)
            assert segment.level in {None, 2}
        heard += len(segment.text.split())
    assert len(starts) >= 3
    assert max(sum(start <= other < start + 750 for other in starts) for start in starts) <= 12
    assert sum(s.chapter is not None for s in segments) == 30


def test_never_more_than_255_chapters_are_listed() -> None:
    blocks = [block for n in range(400) for block in (Block(Role.SUBHEAD, f"Part {n}"), Block(Role.BODY, words(70)))]
    segments = said(article(*blocks, Block(Role.NOTICE, "Not for children.")))
    assert sum(s.chapter is not None for s in segments) == 402
    chapters = [s.chapter for s in segments if s.chapter and s.chapter_level == 1]
    assert len(chapters) == MOST_CHAPTERS
    assert chapters[0] == "Bridge closed"


def edition() -> Script:
    quoted = article(
        Block(Role.HEADLINE, "Second"), Block(Role.BODY, "“We stay,” said Tom Fox. “We go,” said Anna Reed.")
    )
    first = article(Block(Role.HEADLINE, "First"), Block(Role.BODY, "“We will go,” said Anna Reed."))
    german = Article(title="Drittens", language="de", blocks=(Block(Role.BODY, "Es regnet."),))
    scripts = [
        write_script(replace(first, title="First")),
        write_script(replace(quoted, title="Second")),
        write_script(german),
    ]
    return write_edition(scripts, title="Morning edition", language="en", published="2026-11-24")


def test_an_edition_is_headline_first() -> None:
    script = edition()
    heard = [segment.text for segment in script.segments]
    assert heard[:7] == [
        "Morning edition", "Read by a synthetic voice.", "The headlines.", "First", "Second", "Drittens",
        "Here are the stories in full.",
    ]  # fmt: skip
    assert heard.count("Read by a synthetic voice.") == 1
    assert heard[-1] == "End of the edition."
    assert [story.title for story in script.stories] == ["First", "Second", "Drittens"]
    assert all(not story.blocks for story in script.stories)
    assert [s.chapter for s in script.segments if s.chapter] == ["Headlines", "First", "Second", "Drittens"]


def test_in_an_edition_a_speaker_keeps_one_voice_and_stories_their_language() -> None:
    segments = edition().segments
    assert [(s.story, s.speaker, s.voice) for s in segments if s.role is Role.QUOTE] == [
        (0, "Anna Reed", "quote-1"), (1, "Tom Fox", "quote-2"), (1, "Anna Reed", "quote-1"),
    ]  # fmt: skip
    assert {s.language for s in segments if s.story == 2 and s.role is Role.BODY} == {"de"}
    assert next(s.text for s in segments if s.story == 2) == "Drittens"


def test_an_edition_lists_its_stories_and_keeps_their_parts_inside() -> None:
    blocks = [block for n in range(40) for block in (Block(Role.SUBHEAD, f"Part {n}"), Block(Role.BODY, words(70)))]
    one = write_script(article(*blocks))
    script = write_edition([one] * 10, title="Today", language="en", published=None)
    levels = [(s.chapter_level, s.story) for s in script.segments if s.chapter]
    assert [story for level, story in levels if level == 1] == [None, *range(10)]
    assert levels.count((2, 3)) == 40


@pytest.mark.parametrize(
    "blocks",
    [
        (Block(Role.NOTICE, "Correction"),) * 3_000,
        (Block(Role.NOTICE, "x"),) * 3_000,
        (Block(Role.SUBHEAD, "x", level=2),) * 3_000,
        (Block(Role.LIST_ITEM, "x", group=1),) * 3_000,
        (Block(Role.BODY, "1" * 9_000), Block(Role.BODY, '" ' * 9_000), Block(Role.BODY, "word " * 9_000)),
    ],
)
def test_pages_built_to_harm_are_only_long(blocks: tuple[Block, ...]) -> None:
    segments = said(article(*blocks))
    assert segments[-1].text == "End of the article."
    assert sum(bool(segment.chapter) and segment.chapter_level == 1 for segment in segments) <= MOST_CHAPTERS
