"""Blocks and headings of pages in many shapes: live blogs, rounds of names, deks, captions, controls, notes."""

# ruff: noqa: E501
from __future__ import annotations

import pytest

from audiobrief import read_article
from audiobrief.model import Article, Block, Page, Reason, Role
from tests.audit import unaccounted

P1 = "The mill on the Tarn will grind again this autumn, its owners said on Friday, after forty years without a wheel."
P2 = "The new wheel was cut from larch by two carpenters, who worked from drawings that were found in a drawer."
P3 = "Flour from the mill will be sold on Saturdays, and schools may visit on weekdays if they write beforehand."
PROSE = f"<p>{P1}</p><p>{P2}</p><p>{P3}</p>"
TITLE = "Old mill grinds again"


def read(body: str, head: str = "") -> Article:
    html = f"<html lang=en><head><title>{TITLE}</title>{head}</head><body><main>{body}</main></body></html>"
    page = Page("https://news.example/mill", html.encode(), "text/html")
    _, lost = unaccounted(page)
    assert not lost
    return read_article(page)


def of(article: Article, *roles: Role) -> list[str]:
    return [block.text for block in article.blocks if block.role in roles]


def left(article: Article, text: str) -> Reason | None:
    return next((piece.reason for piece in article.dropped if text in piece.text), None)


H1 = f"<h1>{TITLE}</h1>"


@pytest.mark.parametrize(
    "dek",
    [
        "<div class=q1>Two carpenters cut a wheel; a neighbour calls it “a small wonder.”</div><div class=q2>By Ida Holm</div>",
        "<p>Two carpenters cut a wheel; a neighbour calls it “a small wonder.”</p><p>3 May 2024</p>",
        "<div class=q2>By Ida Holm</div><div><p>Two carpenters cut a wheel; a neighbour calls it “a small wonder.”</p></div>",
    ],
)
def test_a_sentence_apart_over_the_text_is_the_dek(dek: str) -> None:
    article = read(f"<header>{H1}{dek}</header><div class=q3>{PROSE}</div>")
    assert of(article, Role.DEK) == ["Two carpenters cut a wheel; a neighbour calls it “a small wonder.”"]
    assert of(article, Role.BODY) == [P1, P2, P3]


def test_the_first_paragraphs_of_a_row_are_no_deks_though_the_byline_stands_below() -> None:
    article = read(f"{H1}<div>{PROSE}</div><p>By Ida Holm</p>")
    assert of(article, Role.DEK) == []
    assert of(article, Role.BODY)[:3] == [P1, P2, P3]


def test_a_byline_says_names_its_date_is_a_date_and_the_reading_time_is_left_out() -> None:
    article = read(
        f"{H1}<div class=q2>By Ida Holm and Jon Berg · Updated 9:40 a.m., May 3, 2024 · 4 min read</div>{PROSE}"
    )
    assert of(article, Role.BYLINE) == ["By Ida Holm and Jon Berg"]
    assert of(article, Role.DATE) == ["Updated 9:40 a.m., May 3, 2024"]
    assert left(article, "4 min read") is Reason.METADATA


@pytest.mark.parametrize(
    "picture",
    [
        "<div class=q4><img src=/a.jpg alt='A wheel'><p>The wheel is lifted in on Friday.</p></div>",
        "<div class=q4><div><picture><source srcset=/a.webp><img src=/a.jpg alt=x></picture></div>"
        "<p>The wheel is lifted in on Friday.</p></div>",
        "<img src=/a.jpg alt='The wheel is lifted in on Friday.'><p>The wheel is lifted in on Friday.</p>",
    ],
)
def test_a_line_alone_with_a_picture_or_in_its_words_is_its_caption(picture: str) -> None:
    assert of(read(f"{H1}<p>{P1}</p>{picture}<p>{P2}</p><p>{P3}</p>"), Role.CAPTION) == [
        "The wheel is lifted in on Friday."
    ]


def test_a_row_of_pictures_with_their_texts_is_the_article() -> None:
    rows = "".join(f"<div class=q5><img src=/{n}.jpg alt=''><p>{text}</p></div>" for n, text in enumerate((P1, P2, P3)))
    assert of(read(f"{H1}{rows}"), Role.BODY) == [P1, P2, P3]


def test_what_pictures_show_is_kept_or_listed() -> None:
    article = read(
        "<img src=/logo.svg alt='Tarn Valley Post'>"
        f"{H1}<p>{P1}</p><img src=/a.jpg alt='A larch wheel leans on a white wall'><p>{P2}</p><p>{P3}</p>"
        "<picture><source srcset=/b.webp><img src=/b.jpg alt='IMG_2041.jpg'></picture>"
    )
    assert [block.alt for block in article.blocks if block.role is Role.CAPTION] == [
        "A larch wheel leans on a white wall"
    ]
    assert left(article, "Tarn Valley Post") and left(article, "IMG_2041") is Reason.IMAGE_LABEL


@pytest.mark.parametrize(
    "tail", ["<a href=/x>Read more: How the wheel was cut</a>", "Read more: <a href=/x>How the wheel was cut</a>"]
)
def test_a_link_to_another_story_ends_no_paragraph(tail: str) -> None:
    article = read(f"{H1}<p>{P1}</p><p>{P2} {tail}</p><p>{P3} <a href=/y>The visitors' book</a> tells more.</p>")
    assert of(article, Role.BODY) == [P1, P2, f"{P3} The visitors' book tells more."]
    assert left(article, "How the wheel was cut") is Reason.RELATED


@pytest.mark.parametrize(
    "head",
    [
        "<h2>Water</h2><span>[</span><a href=/e>edit</a><span>]</span>",
        "<h2><span>Water</span><span>[<a href=/e>edit</a>]</span></h2>",
        "<h2>Wasser <span>[<a href=/v>Bearbeiten</a> | <a href=/e>Quelltext bearbeiten</a>]</span></h2>",
        "<h2>Water<a href=#water>#</a></h2>",
    ],
)
def test_the_controls_of_a_heading_are_not_said(head: str) -> None:
    article = read(f"{H1}<p>{P1}</p><div>{head}</div><p>{P2}</p><p>{P3}</p>")
    assert of(article, Role.SUBHEAD) in (["Water"], ["Wasser"])
    assert of(article, Role.BODY) == [P1, P2, P3]


def test_a_bracket_that_is_no_link_stays_in_its_heading() -> None:
    article = read(f"{H1}<p>{P1}</p><h2>The wheel [sic]</h2><p>{P2}</p><p>{P3}</p>")
    assert of(article, Role.SUBHEAD) == ["The wheel [sic]"]


def test_a_heading_over_notes_alone_is_one_of_them() -> None:
    article = read(f"{H1}{PROSE}<h2>Sources</h2><ol class=footnotes><li>Log of the mill, 1911.</li></ol>")
    assert of(article, Role.SUBHEAD) == []
    assert of(article, Role.FOOTNOTE) == ["Sources", "Log of the mill, 1911."]


def test_linked_names_over_texts_are_numbered_headings() -> None:
    names = ("Upper mill", "Lower mill", "Paper mill")
    items = "".join(
        f"<li><h3><a href=/m/{name[0]}>{name}</a></h3><p>{text}</p></li>"
        for name, text in zip(names, (P1, P2, P3), strict=True)
    )
    article = read(f"{H1}<p>Three mills are open this summer, and we have walked to all of them.</p><ol>{items}</ol>")
    heads = [block for block in article.blocks if block.role is Role.SUBHEAD]
    assert [(head.ordinal, head.text) for head in heads] == list(enumerate(names, 1))
    assert of(article, Role.BODY)[1:] == [P1, P2, P3]


def test_short_lines_of_a_class_of_their_own_are_headings() -> None:
    heads = ("The wheel", "The stones", "The flour")
    body = "".join(f"<p class=q7>{head}</p><p>{text}</p>" for head, text in zip(heads, (P1, P2, P3), strict=True))
    assert of(read(f"{H1}<p>{P1} {P2}</p>{body}"), Role.SUBHEAD) == list(heads)
    twice = "".join(f"<p class=q7>{head}</p><p>{text}</p>" for head, text in zip(heads[:2], (P1, P2), strict=True))
    assert of(read(f"{H1}<p>{P1} {P2}</p>{twice}"), Role.SUBHEAD) == []


def test_key_points_over_the_text_are_a_list_and_never_the_date() -> None:
    points = "<div><h2>At a glance</h2><ul><li>Wheel turned at 15:00</li><li>School closed</li><li>The mayor came with all her sisters</li></ul></div>"
    article = read(f"<div>{H1}<p>By Ida Holm</p>{points}</div><div class=article-body>{PROSE}</div>")
    assert of(article, Role.LIST_ITEM) == [
        "Wheel turned at 15:00",
        "School closed",
        "The mayor came with all her sisters",
    ]
    assert of(article, Role.SUBHEAD) == ["At a glance"]
    assert of(article, Role.DATE) == []


def test_a_card_that_is_all_link_is_no_caption() -> None:
    card = "<figure class=c><a href=https://mill.example><div>The larch and its uses</div><div>What the wood is good for and where it grows in the valley.</div><img src=/t.png alt=''></a></figure>"
    article = read(f"{H1}<p>{P1}</p>{card}<p>{P2}</p><p>{P3}</p>")
    assert of(article, Role.CAPTION) == []
    assert left(article, "The larch and its uses") is Reason.RELATED


LIVE = [
    "<time datetime=2026-11-24T{h}:00:00Z>{h}:00</time><h3>{name}</h3><p>{text}</p>",
    "<h3>{name}</h3><time datetime=2026-11-24T{h}:00:00Z>{h}:00</time><p>{text}</p>",
    "<header><h3>{name}</h3><p><time datetime=2026-11-24T{h}:00:00Z>{h}:00</time></p></header><p>{text}</p>",
    "<h3>{name}</h3><p class=at>Posted at {h}:00</p><p>{text}</p>",
    "<p class=at>{h}:00 GMT</p><h3>{name}</h3><p>{text}</p>",
]


@pytest.mark.parametrize("shape", LIVE)
def test_entries_of_a_live_blog_have_their_time_wherever_it_stands(shape: str) -> None:
    names = ("Wheel lifted", "Wheel turns", "Flour sold", "Mill shut")
    texts = (P1, P2, P3, P1.replace("Friday", "Sunday"))
    entries = "".join(
        f"<div class=q8>{shape.format(h=15 - n, name=name, text=text)}</div>"
        for n, (name, text) in enumerate(zip(names, texts, strict=True))
    )
    article = read(f"{H1}<p>By Ida Holm</p><div>{entries}</div>")
    heads: list[Block] = [block for block in article.blocks if block.role is Role.SUBHEAD]
    assert [head.text for head in heads] == list(names)
    assert "15:00" in (heads[0].time or "")
    assert of(article, Role.ENTRY) == list(texts)
    assert of(article, Role.DATE) == []


TALK = (
    ("Holm", "When will the wheel turn?"),
    ("Berg", "On Saturday, if the river lets us. Who knows?"),
    ("Holm", "And who will work it?"),
    ("Berg", "My sister, who learned it in the north."),
    ("Holm", "What will the flour cost?"),
    ("Berg", "Less than you think."),
)


@pytest.mark.parametrize("names", [("Holm", "Berg"), ("Ida Holm", "Jon Berg")])
@pytest.mark.parametrize("colon", [": ", " : ", "："])
def test_turns_under_known_names_are_an_interview(names: tuple[str, str], colon: str) -> None:
    said = dict(zip(("Holm", "Berg"), names, strict=True))
    turns = "".join(f"<p>{said[who]}{colon}{text}</p>" for who, text in TALK)
    article = read(
        f"{H1}<p>{P1}</p><p>Jon Berg, the miller, spoke to us at the mill on Friday, under the new wheel.</p>{turns}"
    )
    blocks = [block for block in article.blocks if block.source]
    assert [block.role for block in blocks] == [Role.QUESTION, Role.ANSWER] * 3
    assert {block.source for block in blocks} == set(names)


@pytest.mark.parametrize(
    "lines",
    [
        ("Pros: it is cheap to build and quick to mend.", "Cons: it is loud at night.") * 3,
        ("Monday: the mill is open all day.", "Tuesday: the mill is shut.", "Friday: the mill is open at night.") * 2,
        ("Note: the mill is shut.", "Bring: a lamp and boots."),
    ],
)
def test_labels_that_are_nobody_make_no_interview(lines: tuple[str, ...]) -> None:
    article = read(f"{H1}<p>{P1}</p>" + "".join(f"<p>{line}</p>" for line in lines) + f"<p>{P2}</p>")
    assert not [block for block in article.blocks if block.source]


@pytest.mark.parametrize(
    "pulled",
    [
        "<div class=k>“We cut all of it from larch.”</div>",
        "<aside><p>“We cut all of it from larch. It will outlive us all.”</p></aside>",
    ],
)
def test_the_body_s_own_words_set_again_are_a_pull_quote(pulled: str) -> None:
    told = "<p>“We cut all of it from larch,” said Jon Berg, 44, a carpenter. “It will outlive us all.”</p>"
    article = read(f"{H1}<p>{P1}</p>{told}<div>{pulled}</div><p>{P2}</p><p>{P3}</p>")
    assert " ".join(block.text for block in article.blocks).count("from larch") == 2  # P2 has it as well
    assert left(article, "We cut all of it from larch") is Reason.PULL_QUOTE


def test_a_quotation_that_is_said_nowhere_else_is_read() -> None:
    article = read(f"{H1}<p>{P1}</p><p>“We cut all of it from larch.”</p><p>{P2}</p><p>{P3}</p>")
    assert "“We cut all of it from larch.”" in of(article, Role.BODY, Role.QUOTE)


def test_a_dek_of_the_first_paragraph_s_own_words_is_said_once() -> None:
    first = "The mill on the Tarn will grind again this autumn, its owners said on Friday."
    article = read(
        f"{H1}<div class=q1><p>{first}</p></div><div>By Ida Holm</div><div><p>{first}</p><p>{P2}</p><p>{P3}</p></div>"
    )
    assert [block.text for block in article.blocks].count(first) == 1


def test_a_box_of_facts_is_read_behind_the_opening() -> None:
    box = "<table><caption>Mill</caption><tr><th>Built</th><td>1790</td></tr><tr><th>Wheel</th><td>larch</td></tr></table>"
    article = read(f"{H1}{box}<p>{P1}</p><h2>The wheel</h2><p>{P2}</p><p>{P3}</p>")
    roles = [block.role for block in article.blocks]
    assert roles[1:5] == [Role.BODY, Role.CAPTION, Role.TABLE, Role.SUBHEAD]


def test_a_heading_in_a_link_around_it_leads_elsewhere() -> None:
    article = read(f"{H1}<p>{P1}</p><a href=/x><h3>The paper mill</h3></a><p>{P2}</p><p>{P3}</p>")
    assert left(article, "The paper mill") is Reason.RELATED
