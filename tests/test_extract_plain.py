"""Raw text and Markdown: the shapes that people paste, and anything else."""

# ruff: noqa: E501  (a case is a line)
from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audiobrief.errors import AudiobriefError, NothingToRead
from audiobrief.extract.text import classify
from audiobrief.extract.text.headers import read_header
from audiobrief.extract.text.paragraphs import blocks as raw_blocks
from audiobrief.extract.text.read import read_plain
from audiobrief.model import Article, Block
from audiobrief.roles import Reason, Role

SEED_NAME = "000_c4504e36d44f04aa.txt"
STORY = (
    "The bridge over the river is open again after three years of work, the mayor said on Friday.",
    "It had been closed since a flood took one of its piers, and ferries had carried the town's people across.",
    "Work cost nine million crowns, most of them paid by the province, which owns the road on both banks.",
)


def read(*paragraphs: str, markdown: bool = False) -> Article:
    return read_plain("\n\n".join(paragraphs), "https://river.example/a", markdown=markdown)


def texts(article: Article, role: Role) -> list[str]:
    return [block.text for block in article.blocks if block.role is role]


def dropped(article: Article) -> dict[str, Reason]:
    return {piece.text: piece.reason for piece in article.dropped}


def roles(*paragraphs: str) -> list[Role]:
    return [block.role for block in read(*paragraphs).blocks]


def _seed() -> Path | None:
    named = os.environ.get("AUDIOBRIEF_SEED")
    path = Path(named) if named else Path(__file__).parents[2] / "shared" / "seeds" / SEED_NAME
    return path if path.is_file() else None


@pytest.mark.skipif(_seed() is None, reason="the seed text is not here (AUDIOBRIEF_SEED names it)")
def test_the_text_this_project_grew_from() -> None:
    path = _seed()
    assert path is not None
    article = read_plain(path.read_text(encoding="utf-8"), "")
    assert [block.role.value for block in article.blocks] == (
        ["headline", "caption", "dateline", *["body"] * 4, "embed", *["body"] * 7, *["notice"] * 3]
    )
    assert article.title.startswith("EU Delegation Discusses Cooperation")
    assert article.language == "en"
    assert article.blocks[2].dateline is not None
    assert article.blocks[2].dateline.places == ("DUSHANBE",)
    assert article.blocks[-1].text == "To find out more, click here."
    assert [piece.reason for piece in article.dropped] == (
        [Reason.NAVIGATION, Reason.NAVIGATION, Reason.DUPLICATE, *[Reason.PLAYER] * 3]
    )


class TestBeforeTheStory:
    def test_headline_byline_date_dek(self) -> None:
        article = read(
            "Politics",
            "Old bridge opens again",
            "Ferries stop on Sunday after three years",
            "By Ann Lee",
            "3 May 2024",
            *STORY,
        )
        assert [block.role for block in article.blocks[:5]] == [
            Role.KICKER,
            Role.HEADLINE,
            Role.DEK,
            Role.BYLINE,
            Role.DATE,
        ]
        assert (article.title, article.authors, article.published) == (
            "Old bridge opens again",
            ("Ann Lee",),
            "2024-05-03",
        )

    def test_a_dek_of_whole_sentences_before_the_byline(self) -> None:
        dek = "The town has its crossing back, and the ferries that carried it for three years stop on Sunday."
        assert roles("Old bridge opens again", dek, "By Ann Lee", *STORY)[:3] == [Role.HEADLINE, Role.DEK, Role.BYLINE]

    def test_menus_are_left_out(self) -> None:
        article = read("Home", "World", "Weather", "Old bridge opens again after flood", *STORY)
        assert article.title == "Old bridge opens again after flood"
        assert dropped(article)["World"] is Reason.NAVIGATION

    def test_the_headline_is_there_once(self) -> None:
        article = read("Old bridge opens again", "Old Bridge Opens Again!", *STORY)
        assert dropped(article) == {"Old Bridge Opens Again!": Reason.DUPLICATE}

    def test_a_story_without_a_headline(self) -> None:
        article = read(*STORY)
        assert article.title == ""
        assert [block.role for block in article.blocks] == [Role.BODY] * 3

    def test_opinion_is_labelled(self) -> None:
        assert Role.LABEL in roles("Opinion", "Old bridge opens again", *STORY)

    def test_a_correction_above_the_story(self) -> None:
        assert Role.NOTICE in roles(
            "Old bridge opens again", "Correction: the bridge has two piers.", "By Ann Lee", *STORY
        )

    @pytest.mark.parametrize(
        "caption",
        [
            "Photo: The bridge at dawn.",
            "The bridge at dawn. (Photo: Ann Lee)",
            "Mayor Bo Lind (right) opens the bridge on Friday, with the engineers who built it and many of the"
            " town's children.",
            "Mayor Bo Lind is seen on the bridge on Friday, with the engineers who built it and many of the town's"
            " children.",
        ],
    )
    def test_captions(self, caption: str) -> None:
        assert texts(read("Old bridge opens again", caption, *STORY), Role.CAPTION) == [caption]


class TestStory:
    def test_dateline(self) -> None:
        article = read("Old bridge opens again", "HALMSTAD, Sweden (RNA) -- " + STORY[0], *STORY[1:])
        assert texts(article, Role.DATELINE) == ["HALMSTAD, Sweden (RNA) --"]
        assert texts(article, Role.BODY) == list(STORY)

    def test_dateline_in_a_paragraph_of_its_own(self) -> None:
        assert roles("Old bridge opens again", "HALMSTAD, Sweden", *STORY)[:3] == [
            Role.HEADLINE,
            Role.DATELINE,
            Role.BODY,
        ]

    def test_subheads(self) -> None:
        article = read("Old bridge opens again", STORY[0], "What the flood took", STORY[1], "WHAT IT COST", STORY[2])
        assert texts(article, Role.SUBHEAD) == ["What the flood took", "WHAT IT COST"]

    def test_noise_between_paragraphs(self) -> None:
        article = read(
            "Old bridge opens again",
            STORY[0],
            "Share this",
            "Advertisement",
            "Read more: Ten walks",
            STORY[1],
            STORY[2],
        )
        assert dropped(article) == {
            "Share this": Reason.SHARE,
            "Advertisement": Reason.ADVERTISEMENT,
            "Read more: Ten walks": Reason.RELATED,
        }
        assert texts(article, Role.BODY) == list(STORY)

    def test_links_under_a_heading_of_theirs(self) -> None:
        article = read(
            "Old bridge opens again", *STORY, "Related stories", "Ten walks on the river", "A ferry for sale"
        )
        assert set(dropped(article).values()) == {Reason.RELATED}
        assert len(article.dropped) == 3

    def test_lines_without_a_full_stop_after_the_story(self) -> None:
        article = read("Old bridge opens again", *STORY, "Ten walks on the longest river", "Weather")
        assert dropped(article) == {"Ten walks on the longest river": Reason.RELATED, "Weather": Reason.NAVIGATION}

    def test_the_author_signs_below(self) -> None:
        article = read("Old bridge opens again", *STORY, "By Ann Lee")
        assert article.authors == ("Ann Lee",)

    def test_a_player_and_its_title(self) -> None:
        article = read("Old bridge opens again", STORY[0], "Ferry's last trip\nplease wait", "0:00 0:01:12", STORY[1])
        assert [(block.text, block.embed_kind) for block in article.blocks if block.role is Role.EMBED] == [
            ("Ferry's last trip", "video")
        ]
        assert set(dropped(article).values()) == {Reason.PLAYER}

    def test_a_caption_printed_twice_between_paragraphs(self) -> None:
        caption = "The ferry Anna, which carried the town for three years, on her last trip on Friday."
        article = read(
            "Old bridge opens again",
            STORY[0],
            f"{caption}\n{caption}",
            STORY[1],
            "The pier. (Photo: Ann Lee)",
            STORY[2],
        )
        assert texts(article, Role.CAPTION) == [caption, "The pier. (Photo: Ann Lee)"]
        assert dropped(article) == {caption: Reason.DUPLICATE}

    def test_notices_and_credits(self) -> None:
        article = read(
            "Old bridge opens again", *STORY, "(Reporting by Ann Lee; editing by Bo Lind)",
            "Correction: An earlier version named the wrong river.", "To find out more, click here.",
        )  # fmt: skip
        assert texts(article, Role.CREDIT) == ["(Reporting by Ann Lee; editing by Bo Lind)"]
        assert len(texts(article, Role.NOTICE)) == 2

    def test_transcript(self) -> None:
        said = [
            f"{who}: It is {n} times as good as the bridge was before."
            for n, who in enumerate(("STONE", "DR. FALK") * 3)
        ]
        article = read("Old bridge opens again", *said)
        assert {block.source for block in article.blocks if block.role is Role.ANSWER} == {"STONE", "DR. FALK"}

    def test_interview(self) -> None:
        said = [
            f"{who}: Is it {n} times as good as the bridge was before the flood?"
            for n, who in enumerate(("Q", "A") * 4)
        ]
        article = read("Old bridge opens again", *said)
        assert len(texts(article, Role.QUESTION)) == 4

    def test_long_noise_is_listed_in_pieces(self) -> None:
        article = read_plain("Subject: " + "x" * 700 + "\nFrom: a\n\n" + "\n\n".join(STORY), "")
        assert max(len(piece.text) for piece in article.dropped) == 300


class TestLines:
    def test_hard_wrapped_text_is_joined(self) -> None:
        wrapped = (
            "The bridge over the river is open again\nafter three years of work, the mayor said on\n"
            "Friday. The ferries stop on Sunday evening."
        )
        found = raw_blocks(f"{wrapped}\n\n{wrapped}\n\nNow.")
        assert [block.text for block in found] == [wrapped.replace("\n", " ")] * 2 + ["Now."]

    def test_an_indent_begins_a_paragraph(self) -> None:
        line = (
            "The bridge over the river is open again after\nthree years of work, the mayor said on Friday\n"
            "to readers of this paper and to us. It rains."
        )
        found = raw_blocks(f"{line}\n   {line}")
        assert len(found) == 2

    def test_one_paragraph_a_line(self) -> None:
        assert [block.text for block in raw_blocks("\n".join(STORY))] == list(STORY)

    def test_words_cut_at_the_end_of_a_line(self) -> None:
        text = (
            "The government said so, but a well-\nknown engineer of the town asked why\na minister of the river and a govern-\n"
            "ment of the town would ever say such\na thing about a bridge that is shut."
        )
        (found,) = raw_blocks(text)
        assert "a well-known engineer" in found.text
        assert "a government of" in found.text

    def test_words_cut_in_one_paragraph_of_a_text_that_is_not_wrapped(self) -> None:
        text = (
            "The old light-\nhouse on the cape will be painted white before the sum-\nmer, the council said.\n\n"
            "The lighthouse was built by a man who had never seen the sea, and it shows in every one of its windows.\n\n"
            "Painters come from the main-\nland and stay in the well-\nknown inn, which has north- \nand south rooms."
        )
        texts = [block.text for block in raw_blocks(text)]
        assert texts[0] == "The old lighthouse on the cape will be painted white before the summer, the council said."
        assert texts[2].startswith("Painters come from the mainland and stay in the well-known inn")

    def test_a_hyphen_before_and_keeps_its_blank(self) -> None:
        (found,) = raw_blocks("Die Nord-\nund die Südseite sind seit dem Sommer frisch gestrichen worden.")
        assert found.text.startswith("Die Nord- und die")

    def test_short_lines_without_a_cut_stay_apart(self) -> None:
        assert len(raw_blocks("The lamp is lit\nand no one sits\nto see it shine")) == 3

    def test_a_long_line_that_goes_on_in_small_letters_is_one_paragraph(self) -> None:
        (found,) = raw_blocks("The money comes from the region and from a loan that\nthe town agreed to last year.")
        assert "that the town" in found.text

    def test_lists_within_lists(self) -> None:
        found = raw_blocks("- one\n    - two\n    - three\n- four\n\n1. five\n2) six")
        assert [(block.level, block.ordinal) for block in found] == [
            (1, None),
            (2, None),
            (2, None),
            (1, None),
            (1, 1),
            (1, 2),
        ]

    def test_a_single_mark_is_no_list(self) -> None:
        assert raw_blocks("3. May was cold.") == [Block(Role.BODY, "3. May was cold.")]
        assert raw_blocks("- Yes, he said.") == [Block(Role.BODY, "- Yes, he said.")]

    def test_tables(self) -> None:
        (found,) = raw_blocks("Class\tPrice\nSecond\t29")
        assert found.cells == (("Class", "Price"), ("Second", "29"))
        assert found.text == "Class\tPrice\nSecond\t29"

    def test_quoted_lines(self) -> None:
        found = raw_blocks("> One.\n>\n> Two.\n>> Older.")
        assert [(block.role, block.text) for block in found] == [
            (Role.QUOTE, "One."),
            (Role.QUOTE, "Two."),
            (Role.QUOTE, "Older."),
        ]


class TestHeaders:
    def test_mail(self) -> None:
        header, rest = read_header(
            "From: Ann Lee <ann@river.example>\nSubject: Re: Fwd: The\n bridge\nDate: Fri, 03 May 2024 08:05:00 +0200\n\nText"
        )
        assert (header.title, header.authors, header.published) == (
            "The bridge",
            ("Ann Lee",),
            "2024-05-03T08:05:00+02:00",
        )
        assert rest.strip() == "Text"

    def test_a_name_and_a_colon_are_no_mail(self) -> None:
        header, rest = read_header("Note: The bridge\nis open.")
        assert (header.lines, rest) == ((), "Note: The bridge\nis open.")

    def test_a_header_that_cannot_be_decoded(self) -> None:
        header, _ = read_header("Subject: =?no-such?q?x?=\nFrom: a\n\nText")
        assert header.title == "=?no-such?q?x?="

    def test_front_matter_of_another_kind(self) -> None:
        header, rest = read_header('+++\ntitle = "Bridge"\nauthor = "Ann Lee"\ndate = 2024-05-03\n+++\nText')
        assert (header.title, header.authors, header.published, rest) == ("Bridge", ("Ann Lee",), "2024-05-03", "Text")

    def test_a_rule_at_the_top_is_no_front_matter(self) -> None:
        assert read_header("---\nThe bridge is open\n---\nText")[0].lines == ()


class TestMarkdown:
    def test_emphasis_and_links(self) -> None:
        article = read(
            "# Bridge",
            "The *old* **bridge** over the river is, after three years of work, [open](https://a.example/b), `they` say<br>again.",
            STORY[1],
            markdown=True,
        )
        assert (
            texts(article, Role.BODY)[0]
            == "The old bridge over the river is, after three years of work, open, they say again."
        )
        assert article.blocks[1].links[0].url == "https://a.example/b"

    def test_a_menu_above_the_headline(self) -> None:
        article = read("- Home\n- News", "# Old bridge opens", STORY[0], markdown=True)
        assert article.title == "Old bridge opens"
        assert dropped(article)["News"] is Reason.NAVIGATION

    def test_a_heading_before_the_first_paragraph(self) -> None:
        article = read("# Bridge", "## In short", STORY[0], "## At length", STORY[1], markdown=True)
        assert texts(article, Role.SUBHEAD) == ["In short", "At length"]

    def test_a_second_heading_is_the_dek(self) -> None:
        article = read("# Bridge", "## The town has its crossing back", "By Ann Lee", STORY[0], markdown=True)
        assert texts(article, Role.DEK) == ["The town has its crossing back"]

    def test_pictures_between_paragraphs(self) -> None:
        article = read("# Bridge", STORY[0], "![The pier](p.jpg)", STORY[1], markdown=True)
        assert [(block.text, block.image) for block in article.blocks if block.role is Role.CAPTION] == [
            ("The pier", "p.jpg")
        ]

    def test_a_second_paragraph_of_an_item(self) -> None:
        article = read("# Bridge", STORY[0], "1. One\n\n   More.\n\n2. Two", markdown=True)
        assert [(block.text, block.ordinal) for block in article.blocks if block.role is Role.LIST_ITEM] == [
            ("One", 1),
            ("More.", None),
            ("Two", 2),
        ]

    def test_a_very_long_text_is_read_without_markup(self) -> None:
        article = read_plain("# Bridge\n\n" + (STORY[0] + " ") * 6000, "", markdown=True)
        assert article.title == "# Bridge"


@pytest.mark.parametrize(
    "text",
    ["", " \n\t\n", "404", "Home\nNews\nSport", "please wait\n0:00 0:52", "---\ntitle: x\n---\n", "***", "\ufeff"],
)
@pytest.mark.parametrize("markdown", [False, True])
def test_nothing_to_read(text: str, markdown: bool) -> None:
    with pytest.raises(NothingToRead):
        read_plain(text, "", markdown=markdown)


def test_too_many_lines() -> None:
    with pytest.raises(NothingToRead, match="lines"):
        read_plain("x.\n" * 100_001, "a.txt")


@pytest.mark.parametrize("text", ["雨が降った。橋は今日から通行止めになりました。", "It rained.", "हवा चली। पुल बंद है।"])
def test_the_shortest_story(text: str) -> None:
    assert texts(read_plain(text, ""), Role.BODY) == [text]


PARTS = st.sampled_from([
    "\n", "\n\n", "- ", "1. ", "> ", "\t", "# ", "|", "[a](b)", "![", "```\n", "---\n", "By Ann Lee", "PARIS -- ",
    "Subject: ", "From: a\n",
    "please wait", "Related stories", "Q: ", "STONE: ", "Correction: ", "Photo: ", *STORY, "[^1]: ", "<div>", "  ",
    "3 May 2024",
])  # fmt: skip


@given(st.lists(st.one_of(PARTS, st.text(max_size=10)), max_size=24).map("".join), st.booleans())
@example("[^1]: x\n[^1]", True)
@example("> - 1. # a\n", True)
@example("| a |\n|---|", True)
def test_any_text(text: str, markdown: bool) -> None:
    try:
        article = read_plain(text, "", markdown=markdown)
    except AudiobriefError:
        return
    assert all(block.text for block in article.blocks)
    assert all(0 < len(piece.text) <= 300 for piece in article.dropped)
    if not markdown:
        assert _letters(text) == _letters(
            "".join(block.text for block in article.blocks) + "".join(p.text for p in article.dropped), text
        )


def _letters(text: str, source: str | None = None) -> dict[str, bool]:
    """Which letters of the source are in a text: nothing is lost on the way."""
    return {letter: letter in text for letter in set(source or text) if letter.isalpha()}


TITLE = "Old bridge opens again"
# The paragraphs, the one that is meant, what it is, and the rung that says so; the texts are Markdown.
LEAD_RUNGS = [
    ((TITLE, *STORY), TITLE, Role.HEADLINE, "_the_headline"),
    (("Opinion", TITLE, *STORY), "Opinion", Role.LABEL, "_label"),
    ((TITLE, "Share", *STORY), "Share", Reason.SHARE, "_lead_noise"),
    ((f"# {TITLE}", "![A ferry](b.jpg)", *STORY), "A ferry", Role.CAPTION, "_picture"),
    (("Politics", TITLE, *STORY), "Politics", Role.KICKER, "_over_headline"),
    ((TITLE, f"{TITLE}.", *STORY), f"{TITLE}.", Reason.DUPLICATE, "_repeat"),
    ((TITLE, "By Ann Lee", *STORY), "By Ann Lee", Role.BYLINE, "_byline"),
    ((TITLE, "3 May 2024", *STORY), "3 May 2024", Role.DATE, "_date"),
    ((TITLE, "Photo: Ann Lee", *STORY), "Photo: Ann Lee", Role.CAPTION, "_lead_caption"),
    (
        (TITLE, "Correction: It is an old bridge.", *STORY),
        "Correction: It is an old bridge.",
        Role.NOTICE,
        "_lead_notice",
    ),
    ((f"# {TITLE}", "## At the river", *STORY), "At the river", Role.SUBHEAD, "_first_subhead"),
    ((TITLE, "Ferries stop on Sunday", *STORY), "Ferries stop on Sunday", Role.DEK, "_dek"),
]
LONG = "The bridge over the river, seen from the ferry on its last day before the opening."
STORY_RUNGS = [
    ((STORY[0], "Correction: It is old.", STORY[1]), "Correction: It is old.", Role.NOTICE, "_notice"),
    ((STORY[0], "(Reporting by Ann Lee)", STORY[1]), "(Reporting by Ann Lee)", Role.CREDIT, "_credit"),
    ((STORY[0], LONG, LONG, STORY[1]), LONG, Role.CAPTION, "_caption_twice"),
    ((STORY[0], "At night (Photo: Ann Lee)", STORY[1]), "At night (Photo: Ann Lee)", Role.CAPTION, "_caption"),
    ((STORY[0], "Advertisement", STORY[1]), "Advertisement", Reason.ADVERTISEMENT, "_noise"),
    ((STORY[0], "Related stories:", "Ten walks", STORY[1]), "Ten walks", Reason.RELATED, "_link"),
    ((TITLE, STORY[0], f"{TITLE}.", STORY[1]), f"{TITLE}.", Reason.DUPLICATE, "_long_repeat"),
    ((STORY[0], "The ferry", "0:00 / 1:23", STORY[1]), "The ferry", Role.EMBED, "_video"),
    ((*STORY, "Ten walks at the river on Sunday"), "Ten walks at the river on Sunday", Reason.RELATED, "_tail"),
    ((STORY[0], "At the river", STORY[1]), "At the river", Role.SUBHEAD, "_subhead"),
]


def verdict(paragraphs: tuple[str, ...], text: str) -> Role | Reason | None:
    article = read(*paragraphs, markdown=True)
    found: dict[str, Role | Reason] = dict(dropped(article))
    found |= {block.text: block.role for block in reversed(article.blocks)}
    return found.get(text)


@pytest.mark.parametrize(
    ("paragraphs", "text", "expected", "rung"), [*LEAD_RUNGS, *STORY_RUNGS], ids=lambda value: str(value)[:24]
)
def test_what_each_rung_tells(
    paragraphs: tuple[str, ...], text: str, expected: Role | Reason, rung: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verdict(paragraphs, text) is expected
    for name in ("LEAD", "STORY"):
        rungs = getattr(classify, name)
        monkeypatch.setattr(classify, name, tuple(one for one in rungs if one.__name__ != rung))
    assert verdict(paragraphs, text) is not expected


def test_every_rung_has_a_case() -> None:
    assert [case[3] for case in LEAD_RUNGS] == [rung.__name__ for rung in classify.LEAD]
    assert [case[3] for case in STORY_RUNGS] == [rung.__name__ for rung in classify.STORY]


@pytest.mark.parametrize(
    ("matter", "field", "value"),
    [
        ("title: Old bridge", "title", "Old bridge"),
        ("headline = 'Old bridge'", "title", "Old bridge"),
        ('"Title": "Old bridge"', "title", "Old bridge"),
        ("author: Ann Lee and Bo Li", "authors", ("Ann Lee", "Bo Li")),
        ("authors:\n  - Ann Lee\n  - Bo Li", "authors", ("Ann Lee", "Bo Li")),
        ("byline: By Ann Lee", "authors", ("Ann Lee",)),
        ("date: 2024-05-03", "published", "2024-05-03"),
        ("published: 3 May 2024", "published", "2024-05-03"),
        ("pubdate: 2024-05-03", "published", "2024-05-03"),
        ("lang: de", "language", "de"),
        ("language: de", "language", "de"),
        ("description: About it", "description", "About it"),
        ("summary: About it", "description", "About it"),
        ("site: The River", "site", "The River"),
        ("source: The River", "site", "The River"),
    ],
)
def test_what_front_matter_says(matter: str, field: str, value: object) -> None:
    for text in (f"---\n{matter}\n---\nStory", f"\n+++\n{matter}\n+++\nStory", f"---\n{matter}\n...\nStory"):
        header, rest = read_header(text)
        assert getattr(header, field) == value
        assert rest == "Story"


@pytest.mark.parametrize(
    "text", ["---\nStory", "---\nA story\n---\nStory", "----\ntitle: x\n----\nStory", "title: x\nStory"]
)
def test_what_is_no_front_matter(text: str) -> None:
    assert read_header(text)[1] == text
