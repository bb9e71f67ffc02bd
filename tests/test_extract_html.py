"""Reading HTML pages: structure, odd markup, and what a page may not do to us."""

# ruff: noqa: E501
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.errors import AudiobriefError, NothingToRead
from audiobrief.extract import body_text, read_article
from audiobrief.extract.html.tree import MAX_DEPTH, parse
from audiobrief.model import Article, Block, Page
from audiobrief.roles import Reason, Role

SENTENCE = "The harbour bridge stays shut until spring, the port authority said on Tuesday evening."
OTHER = "Inspectors found cracks in eleven of its bolts, and nobody knows yet how deep they are."
THIRD = "The ferry will run every ten minutes from the north quay, and it will take bicycles too."


def read(html: str | bytes, content_type: str = "text/html") -> Article:
    body = html.encode() if isinstance(html, str) else html
    return read_article(Page("https://news.example/a/bridge.html", body, content_type))


def page(*parts: str, head: str = "") -> str:
    return f"<html lang=en><head>{head}</head><body><h1>Bridge stays shut</h1>{''.join(parts)}</body></html>"


def texts(article: Article, *roles: Role) -> list[str]:
    return [block.text for block in article.blocks if block.role in roles]


def one(article: Article, role: Role) -> Block:
    (block,) = [block for block in article.blocks if block.role is role]
    return block


def reasons(article: Article) -> dict[str, Reason]:
    return {piece.text: piece.reason for piece in article.dropped}


P = f"<p>{SENTENCE}</p><p>{OTHER}</p><p>{THIRD}</p>"


# -- hostile markup


@pytest.mark.parametrize("depth", [100, MAX_DEPTH + 5, 2_100, 100_000])
def test_a_sentence_at_any_depth_is_read(depth: int) -> None:
    html = page("<div>" * depth, f"<p>{SENTENCE}</p>", "</div>" * depth, f"<p>{OTHER}</p>")
    assert texts(read(html), Role.BODY) == [SENTENCE, OTHER]


def test_paragraphs_below_the_deepest_level_stay_paragraphs() -> None:
    html = page("<div>" * 400, f"<p>{SENTENCE} <b>Bold</b> end.</p><p>{OTHER}</p><img alt=x>", "</div>tail " * 400)
    body = texts(read(html), Role.BODY)
    assert body[:2] == [f"{SENTENCE} Bold end.", OTHER]


@pytest.mark.parametrize("attribute", ["a{}=x", "a{}"])
def test_a_flood_of_attributes_costs_no_text(attribute: str) -> None:
    flood = " ".join(attribute.format(number) for number in range(100_000))
    assert texts(read(page(f"<div {flood}><p>{SENTENCE}</p></div>")), Role.BODY) == [SENTENCE]


def test_a_long_picture_is_no_flood() -> None:
    html = page(f'<img src="data:image/png;base64,{"A" * 60_000}">', f"<p>{SENTENCE}</p>")
    assert texts(read(html), Role.BODY) == [SENTENCE]


@pytest.mark.parametrize(
    "markup",
    [
        "<![if !IE]>{}<![endif]>",
        "<!--[if lt IE 9]><p>Old browser.</p><![endif]-->{}",
        "<?php echo 1 ?>{}",
        "<!foo bar>{}",
        "<p>\0{}</p>",
        "<font><center>{}</center></font>",
        "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>",
        "<b><p>" * 300 + "{}",
        "<script>document.write('<p>no</p>')</script>{}",
        "<noscript>{}</noscript>",
        "<custom-element><p>{}</p></custom-element>",
        "<h2><a href=/a>What the <br><br> divers saw</a></h2>{}",
    ],
)
def test_odd_markup_loses_no_sentence(markup: str) -> None:
    assert SENTENCE in body_text(page(markup.replace("{}", SENTENCE)).encode())


def test_a_page_of_many_like_parts_is_read_in_linear_time() -> None:
    items = "".join(f"<li>Item number {number} of a long list</li>" for number in range(4_000))
    article = read(page(f"<p>{SENTENCE}</p><ol>{items}</ol><p>{OTHER}</p>"))
    last = [block for block in article.blocks if block.role is Role.LIST_ITEM][-1]
    assert last.ordinal == 4_000


def test_hidden_text_is_neither_read_nor_listed() -> None:
    hidden = "<p hidden>One secret line.</p><p style='display: none'>Another.</p><template><p>Third.</p></template>"
    article = read(page(hidden, P))
    assert not {"One secret line.", "Another.", "Third."} & ({*reasons(article)} | {*texts(article, *Role)})


def test_text_without_a_browser_counts_where_nothing_else_carries_it() -> None:
    article = read(page(P, f"<noscript><p>{SENTENCE}</p><img src=x></noscript>"))
    assert texts(article, Role.BODY) == [SENTENCE, OTHER, THIRD]
    assert len(article.dropped) == 1


# -- pages that are none


@pytest.mark.parametrize(
    ("body", "content_type", "fact"),
    [
        (b"", "text/html", "empty"),
        (b" \n\t ", "text/html", "empty"),
        (b"x" * 5_000_001, "text/html", "limit is 5 MB"),
        (b"%PDF-1.7 ...", "text/html", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "", "image"),
        (b"data", "image/jpeg", "image/jpeg"),
        (bytes(range(256)) * 20, "", "binary"),
        (b"<frameset><frame src='story.html'></frameset>", "text/html", "story.html"),
        (b"<nav><a href=/>Home</a></nav>", "text/html", "no article"),
        (b"<html><body><!-- nothing --></body></html>", "text/html", "no article"),
        (b"<!-- only a comment -->", "text/html", "hold"),
    ],
)
def test_what_is_no_article_is_refused_with_a_remedy(body: bytes, content_type: str, fact: str) -> None:
    with pytest.raises(NothingToRead, match=fact) as caught:
        read(body, content_type)
    assert caught.value.remedy
    assert body_text(body) == "" or content_type != "text/html"


@settings(max_examples=120)
@given(
    st.binary(max_size=400),
    st.sampled_from(["text/html", "", "text/plain", "text/markdown", "text/html; charset=utf-16"]),
)
def test_arbitrary_bytes_give_an_article_or_our_error(body: bytes, content_type: str) -> None:
    try:
        article = read(body, content_type)
    except AudiobriefError:
        return
    assert article.blocks


TAGS = ["<p>", "</p>", "<div class=related>", "</div>", "<h1>", "<h2>", "<ul>", "<li>", "<table>", "<tr>", "<td>", "<br>", "<br><br>",
        "<blockquote>", "<cite>", "<figure>", "<img alt='A grey cat'>", "<figcaption>", "<a href=#x>", "</a>", "<b>", "<article>",
        "<time>", "<sup>", "<iframe src=https://youtube.com/e>", "<span class=credit>", "<p class=twitter-tweet>", "<![", "<!--"]  # fmt: skip


@settings(max_examples=120)
@given(
    st.lists(
        st.one_of(st.sampled_from(TAGS), st.sampled_from([SENTENCE, OTHER, "By Ann", "Read more", "0:00", "x"])),
        max_size=40,
    )
)
def test_any_markup_keeps_the_contract(parts: list[str]) -> None:
    try:
        article = read("<html><body>" + " ".join(parts))
    except AudiobriefError:
        return
    for block in article.blocks:
        assert block.text == "\n".join(" ".join(line.split(" ")) for line in block.text.split("\n"))
        assert block.text or block.alt or block.embed_kind
    assert all(0 < len(piece.text) <= 300 for piece in article.dropped)


def test_parse_of_nothing_is_null() -> None:
    assert parse("") is None
    assert parse("  \n") is None


# -- structure


def test_captions_are_said_once() -> None:
    figure = "<figure><img src=/b.jpg alt='The bridge at dawn'><figcaption>The bridge at dawn</figcaption></figure>"
    article = read(page(figure, f"<p>{SENTENCE}</p>", figure, f"<p>{OTHER}</p>"))
    assert one(article, Role.CAPTION).alt is None
    assert Reason.DUPLICATE in reasons(article).values()


def test_an_alternative_that_says_more_is_kept_with_its_caption() -> None:
    figure = (
        "<figure><img src=/b.jpg alt='A grey steel bridge with its northern tower in scaffolding'>"
        "<figcaption>The bridge. <span class=credit>Photo: Jon Aske</span></figcaption></figure>"
    )
    caption = one(read(page(P, figure)), Role.CAPTION)
    assert (caption.text, caption.credit, caption.image) == ("The bridge.", "Photo: Jon Aske", "/b.jpg")
    assert caption.alt == "A grey steel bridge with its northern tower in scaffolding"


def test_a_picture_without_caption_has_its_alternative() -> None:
    caption = one(
        read(page(f"<p>{SENTENCE}</p><img src=/b.jpg alt='Two men carry a long ladder'><p>{OTHER}</p>")), Role.CAPTION
    )
    assert (caption.text, caption.alt) == ("", "Two men carry a long ladder")


@pytest.mark.parametrize("alt", ["", "16x9 Image", "site logo", "IMG_20231.jpg", "photo"])
def test_alternatives_that_describe_nothing_are_left_out(alt: str) -> None:
    article = read(page(f"<p>{SENTENCE}</p><img src=/b.jpg alt='{alt}'><p>{OTHER}</p>"))
    assert not texts(article, Role.CAPTION)


def test_a_credit_line_of_its_own_belongs_to_its_caption() -> None:
    figure = "<figure><img src=/b.jpg><figcaption><p>The bridge at dawn.</p><p class=credit>Photo: Jon Aske</p></figcaption></figure>"
    caption = one(read(page(figure, P)), Role.CAPTION)
    assert (caption.text, caption.credit) == ("The bridge at dawn.", "Photo: Jon Aske")


@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        ("<iframe src=https://www.youtube.com/embed/1 title='Bolts up close'></iframe>", "video"),
        ("<iframe src=https://w.soundcloud.com/player></iframe>", "audio"),
        ("<iframe src=https://www.google.com/maps/embed></iframe>", "map"),
        ("<iframe src=https://form.typeform.com/to/x></iframe>", "poll"),
        ("<iframe src=https://embed.documentcloud.org/1></iframe>", "document"),
        ("<video src=/v.mp4>Your browser does not support video.</video>", "video"),
        ("<audio src=/a.mp3></audio>", "audio"),
        ("<blockquote class=instagram-media><p>Look at this bolt.</p></blockquote>", "post"),
    ],
)
def test_embeds_are_named_by_kind(frame: str, kind: str) -> None:
    assert one(read(page(f"<p>{SENTENCE}</p>{frame}<p>{OTHER}</p><p>{THIRD}</p>")), Role.EMBED).embed_kind == kind


def test_an_advertisement_frame_is_no_embed() -> None:
    article = read(page(f"<p>{SENTENCE}</p><iframe src=https://ads.example/x></iframe><p>{OTHER}</p>"))
    assert not texts(article, Role.EMBED)


def test_layout_tables_are_read_as_paragraphs() -> None:
    article = read(f"<table><tr><td>{SENTENCE}<br><br>{OTHER}</td></tr><tr><td>{THIRD}</td></tr></table>")
    assert texts(article, Role.BODY) == [SENTENCE, OTHER, THIRD]


def test_teaser_cards_are_other_articles() -> None:
    cards = "".join(
        f"<div class=c><h3><a href=/{n}>A headline of another story {n}</a></h3><p>It tells of something else {n}.</p></div>"
        for n in range(4)
    )
    article = read(page(f"<div>{P}</div><div>{cards}</div>"))
    assert texts(article, Role.BODY, Role.SUBHEAD) == [SENTENCE, OTHER, THIRD]
    assert set(reasons(article).values()) == {Reason.RELATED}


def test_a_second_article_on_the_page_is_another_article() -> None:
    second = f"<article><h2>Cat found</h2><p>{OTHER[::-1]}.</p></article>"
    html = f"<main><article><h1>Bridge stays shut</h1>{P}</article>{second}</main>"
    assert texts(read(html), Role.BODY) == [SENTENCE, OTHER, THIRD]


def test_names_around_the_article_prove_nothing() -> None:
    html = page(f"<div class='page-with-sidebar related comments-enabled'><div class='content sidebar'>{P}</div></div>")
    assert texts(read(html), Role.BODY) == [SENTENCE, OTHER, THIRD]


def test_text_that_structured_data_call_body_is_kept_in_a_box_named_otherwise() -> None:
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{SENTENCE} {OTHER} {THIRD}"}}</script>'
    html = page(f"<p>{SENTENCE}</p><div class=promo><p>{OTHER}</p></div><p>{THIRD}</p>", head=data)
    assert texts(read(html), Role.BODY) == [SENTENCE, OTHER, THIRD]


def test_text_that_only_structured_data_hold_is_read_from_there() -> None:
    body = f"{SENTENCE}\\n{OTHER}"
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Bridge stays shut","articleBody":"{body}"}}</script>'
    assert SENTENCE in body_text(f"<html><head>{data}</head><body><div id=app></div></body></html>".encode())


def test_an_authors_biography_is_a_profile() -> None:
    html = page("<p>By Mara Lindqvist</p>", P * 2, "<p>Mara Lindqvist is a reporter who covers harbours.</p>",
                head="<meta name=author content='Mara Lindqvist'>")  # fmt: skip
    assert reasons(read(html))["Mara Lindqvist is a reporter who covers harbours."] is Reason.PROFILE


def test_a_post_names_its_author() -> None:
    tweet = "<blockquote class=twitter-tweet><p>Boat full.</p>— Ferries (@ferries) <a href=//t.example/1>May 4</a></blockquote>"
    block = one(read(page(f"<p>{SENTENCE}</p>{tweet}<p>{OTHER}</p>")), Role.EMBED)
    assert (block.embed_kind, block.source) == ("tweet", "Ferries (@ferries)")
    assert "Boat full." in body_text(page(f"<p>{SENTENCE}</p>{tweet}<p>{OTHER}</p>").encode())


def test_a_quote_in_another_language_says_so() -> None:
    html = page(
        f"<p>{SENTENCE}</p><blockquote lang=fr><p>Le pont reste fermé, voilà tout.</p></blockquote><p>{OTHER}</p>"
    )
    quote = one(read(html), Role.QUOTE)
    assert quote.language == "fr"
    assert {block.language for block in read(html).blocks if block is not quote and block.role is Role.BODY} == {None}


def test_links_are_kept_with_their_addresses() -> None:
    article = read(page(f"<p>{SENTENCE} <a href='/r.html'>The report</a> is public.</p>", P))
    assert [(link.text, link.url) for link in article.blocks[1].links] == [("The report", "/r.html")]


def test_double_breaks_part_paragraphs_and_single_ones_do_not() -> None:
    assert texts(read(page(f"<div>{SENTENCE}<br>{OTHER}<br><br>{THIRD}</div>")), Role.BODY) == [
        f"{SENTENCE} {OTHER}",
        THIRD,
    ]


def test_a_paragraph_printed_twice_is_read_once() -> None:
    article = read(page(f"<p>{SENTENCE}</p><p>{SENTENCE}</p><p>{OTHER}</p>"))
    assert texts(article, Role.BODY) == [SENTENCE, OTHER]


def test_a_subhead_over_teasers_goes_with_them() -> None:
    teasers = "<h2>From the harbour</h2><p><a href=/1>How the bridge was built in 1931</a></p><h2>The ferry</h2>"
    article = read(page(f"<p>{SENTENCE}</p><p>{OTHER}</p>{teasers}<p>{THIRD}</p>"))
    assert texts(article, Role.SUBHEAD) == ["The ferry"]


def test_two_bold_questions_are_subheads_and_three_are_an_interview() -> None:
    def questions(count: int) -> Article:
        asked = "".join(f"<p><b>What about bolt {n}?</b></p><p>{OTHER} Number {n}.</p>" for n in range(count))
        return read(page(f"<p>{SENTENCE}</p>{asked}"))

    assert len(texts(questions(2), Role.SUBHEAD)) == 2
    assert len(texts(questions(3), Role.QUESTION)) == 3
    assert len(texts(questions(3), Role.ANSWER)) == 3


def test_a_bold_line_is_a_subhead() -> None:
    article = read(page(f"<p>{SENTENCE}</p><p><strong>What was found</strong></p><p>{OTHER}</p>"))
    assert texts(article, Role.SUBHEAD) == ["What was found"]
