"""Chapters by what they hold: entries, headings over nothing, what is shown beside the text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from audiobrief.model import Article, Block, Role, Script, ScriptOptions
from audiobrief.roles import Reason
from audiobrief.script import write_edition, write_script

PLAIN = "The ferry to the outer islands will sail again on Monday, the harbour office said on its notice board."
LONG = (
    "We waited on the pier for nine hours, "
    "nobody told us anything, and in the end we slept on the nets, the ropes and each other"
)


def script(*blocks: Block, **options: Any) -> Script:
    article = Article(language="en", title="Ferry sails", blocks=(Block(Role.HEADLINE, "Ferry sails"), *blocks))
    return write_script(article, ScriptOptions(**options))


def chapters(told: Script) -> list[str]:
    return [segment.chapter for segment in told.segments if segment.chapter][1:]


def entry(role: Role, text: str, group: int = 1, time: str = "2026-11-24T15:00:00Z") -> Block:
    return Block(role, text, time=time, group=group)


def test_an_entry_with_a_heading_is_one_chapter_that_begins_with_its_time() -> None:
    told = script(
        entry(Role.SUBHEAD, "Pier two opens"),
        entry(Role.ENTRY, PLAIN),
        Block(Role.CAPTION, "Pier two at noon"),
        entry(Role.ENTRY, "Cars may wait on the quay."),
        entry(Role.SUBHEAD, "Who may board"),
        entry(Role.ENTRY, "Islanders go first."),
        entry(Role.SUBHEAD, "Nets cleared", group=2, time="14:30"),
        entry(Role.ENTRY, PLAIN, group=2, time="14:30"),
    )
    assert chapters(told) == ["15:00 Pier two opens", "14:30 Nets cleared"]
    texts = [segment.text for segment in told.segments]
    assert texts.index("fifteen o'clock.") == texts.index("Pier two opens") - 1
    assert texts.count("fifteen o'clock.") == 1


def test_an_entry_whose_words_begin_with_its_time_says_it_once() -> None:
    told = script(entry(Role.SUBHEAD, "15:00 Pier two opens"), entry(Role.ENTRY, PLAIN))
    assert chapters(told) == ["15:00 Pier two opens"]
    assert "fifteen o'clock." not in [segment.text for segment in told.segments]


def test_a_heading_over_nothing_is_no_chapter() -> None:
    head = Block(Role.SUBHEAD, "Boats", level=2)
    deeper = [replace(head, text="Large", level=3), Block(Role.BODY, PLAIN), replace(head, text="Small", level=3)]
    assert chapters(script(Block(Role.BODY, PLAIN), head, *deeper, Block(Role.BODY, PLAIN))) == [
        "Boats: Large",
        "Small",
    ]
    assert chapters(script(Block(Role.BODY, PLAIN), head)) == []
    assert chapters(script(Block(Role.BODY, PLAIN), head, Block(Role.FOOTNOTE, "Log of 1911."))) == ["Notes"]


def test_a_list_right_under_a_heading_is_left_with_it() -> None:
    items = [Block(Role.LIST_ITEM, f"boat {n}", level=1, group=1) for n in "abcde"]
    told = script(Block(Role.SUBHEAD, "Boats", level=2), *items, Block(Role.BODY, PLAIN))
    assert chapters(told) == ["Boats", "Boats (2)"]


def test_notes_under_their_own_heading_are_a_chapter_by_its_name() -> None:
    notes = (Block(Role.FOOTNOTE, "Sources", level=2), Block(Role.FOOTNOTE, "Log of the pier."))
    told = script(Block(Role.BODY, PLAIN), *notes)
    assert chapters(told) == ["Sources"]
    assert [segment.text for segment in told.segments].count("Note.") == 1


def test_what_is_shown_after_a_quote_never_names_the_text_behind_it() -> None:
    for shown, name in (
        (Block(Role.EMBED, "The pier from the air", embed_kind="video"), "The pier from the air"),
        (Block(Role.CAPTION, "Nets on the pier", alt="Green nets beside a rope"), "Image: Nets on the pier"),
    ):
        for profile in ("standard", "full"):
            told = script(
                Block(Role.BODY, f"“{LONG},” Ida Brook said."), shown, shown, Block(Role.BODY, PLAIN), profile=profile
            )
            assert chapters(told) == ["Quote: Ida Brook", name, "Ferry sails (2)"]


def test_the_title_of_a_table_is_in_its_chapter() -> None:
    title = Block(Role.CAPTION, "Boats a day", embed_kind="table")
    table = Block(Role.TABLE, "Pier\tBoats\nOne\t4", cells=(("Pier", "Boats"), ("One", "4")), header_rows=1)
    told = script(Block(Role.BODY, PLAIN), title, table, Block(Role.BODY, "That is all."))
    assert chapters(told) == ["Table: Boats a day", "Ferry sails (2)"]
    without = script(Block(Role.BODY, PLAIN), title, table, tables=False)
    assert "Boats a day" not in [segment.text for segment in without.segments]
    assert Reason.CHOICE in {piece.reason for piece in without.article.dropped}


def test_the_maker_of_a_picture_is_announced_once_and_what_is_not_said_is_listed() -> None:
    told: dict[str, str] = {}
    for credit in ("(Photo: Bo Sample/Northern Post)", "Bo Sample", "Foto: Bo Sample"):
        picture = Block(Role.CAPTION, "", alt="A white boat in snow", credit=credit)
        full = script(picture, Block(Role.BODY, PLAIN), profile="full")
        told[credit] = next(segment.text for segment in full.segments if "Sample" in segment.text)
        assert ("A white boat in snow", Role.CAPTION) in [(segment.written, segment.role) for segment in full.segments]
        assert not full.article.dropped
        left = script(picture, Block(Role.BODY, PLAIN)).article.dropped
        assert [(piece.text, piece.reason) for piece in left] == [
            ("A white boat in snow", Reason.CHOICE),
            (credit, Reason.CHOICE),
        ]
    assert list(told.values()) == ["Photo: Bo Sample/Northern Post.", "Photo: Bo Sample.", "Foto: Bo Sample."]


def test_what_a_picture_shows_is_read_beside_a_caption_that_says_something_else() -> None:
    def heard(alt: str, text: str = "The ferry on Monday.") -> list[str]:
        segments = script(Block(Role.CAPTION, text, alt=alt), Block(Role.BODY, PLAIN)).segments
        return [segment.text for segment in segments if segment.written == alt]

    told = "Two boys with a red kite wait beside the ramp"
    assert heard(told) == [told]
    for alt in ("Ida Brook in Lowtown", "ferry, boat, sea, storm, stock", "Get our #ferry guide for the whole summer"):
        assert heard(alt) == [], alt
    assert heard(told, "") == [], "a picture without a caption: in the full profile"
    assert heard("雪の桟橋で自転車を押しながら白いフェリーを待っている三人の乗客")


def listed(told: Script) -> list[str]:
    return [segment.chapter for segment in told.segments if segment.chapter and segment.chapter_level == 1]


def quoted(who: str) -> Block:
    return Block(Role.BODY, f"“{LONG},” {who} said. “It was the worst night of the year for all of us.”")


def long_read() -> Script:
    text = Block(Role.BODY, " ".join([PLAIN] * 3))
    picture = Block(
        Role.CAPTION, f"The pier on Monday, as seen from the bridge. {PLAIN}", alt="Two boys with a red kite"
    )
    part = (text, picture, text, quoted("Ida Brook"), text)
    heads = (Block(Role.SUBHEAD, "The pier", level=2), Block(Role.SUBHEAD, "The boats", level=2))
    return script(*part, heads[0], *part, heads[1], *part, Block(Role.CREDIT, "With reporting by Tom Fox."))


def test_a_long_read_lists_its_parts_alone() -> None:
    told = long_read()
    assert sum(len(segment.text.split()) for segment in told.segments) > 700
    assert listed(told) == ["Ferry sails", "The pier", "The boats", "Credits"]
    inside = [segment.chapter for segment in told.segments if segment.chapter and segment.chapter_level == 2]
    assert inside[:4] == ["Image: The pier on Monday, as seen from the bridge", "Ferry sails (2)",
                          "Quote: Ida Brook", "Ferry sails (3)"]  # fmt: skip


def test_an_edition_of_eight_lists_nine() -> None:
    stories = [long_read()] * 8
    edition = write_edition(stories, title="Today", language="en", published=None)
    assert listed(edition) == ["Headlines", *["Ferry sails"] * 8]
    long = write_edition([long_read()] * 12, title="Heute", language="de", published=None)
    assert listed(long)[1:4] == [f"{n} von 12: Ferry sails" for n in (1, 2, 3)]


def test_a_way_past_what_lasts_long_is_listed_with_the_text_behind_it() -> None:
    speech = [Block(Role.QUOTE, " ".join([PLAIN] * 2), source="Ida Brook", group=1) for _ in range(2)]
    short = quoted("Tom Fox")
    told = script(Block(Role.BODY, PLAIN), *speech, Block(Role.BODY, PLAIN), short, Block(Role.BODY, PLAIN))
    assert listed(told) == ["Ferry sails", "Quote: Ida Brook", "Ferry sails (2)"]
    assert chapters(told)[2:] == ["Quote: Tom Fox", "Ferry sails (3)"]
    deeper = Block(Role.SUBHEAD, "Nets", level=3)
    told = script(Block(Role.SUBHEAD, "Boats", level=2), Block(Role.BODY, PLAIN), *speech, deeper, short)
    assert listed(told) == ["Ferry sails", "Boats", "Quote: Ida Brook", "Nets"], "else next chapter jumps over it"
