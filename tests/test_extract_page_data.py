"""Text that a page holds but builds by script: read where the page shows none, and said so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audiobrief.errors import NothingToRead
from audiobrief.extract import read_article
from audiobrief.extract.html import flight
from audiobrief.model import Article, Page
from audiobrief.roles import Doubt, Role
from tests.audit import unaccounted
from tests.saved_pages import STORY, TITLE, html, paragraphs

LAST = "Until then the two smaller islands are served by the post boat, which takes twelve people and no cars at all."
SHELL = "<noscript>You need to enable JavaScript to run this app, dear reader.</noscript><div id='root'>Loading…</div>"
RELATED = [
    {"title": f"Other news {n}", "summary": f"Something else that happened in town number {n}, and it took long."}
    for n in range(3)
]


def read(page: str) -> Article:
    return read_article(Page("https://island.example/ferry", page.encode(), "text/html"))


def body_of(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.role is Role.BODY]


def shell(*scripts: str, body: str = SHELL, title: str = TITLE) -> str:
    return html(body + "".join(scripts), title=title)


def data(value: Any, form: str = "next") -> str:
    text = json.dumps(value)
    return {
        "next": f'<script id="__NEXT_DATA__" type="application/json">{text}</script>',
        "assigned": f"<script>window.__STATE__ = {text};window.other={{}}</script>",
        "parsed": f"<script>window['__STATE__']=JSON.parse({json.dumps(text)})</script>",
    }[form].replace("</p>", "<\\/p>")


BODIES: dict[str, Any] = {
    "markup": {"html": paragraphs()},
    "lines": {"text": "\n\n".join(STORY)},
    "list of texts": {"paragraphs": list(STORY)},
    "blocks": {"content": [{"type": "paragraph", "id": f"x-{n}", "text": text} for n, text in enumerate(STORY)]},
    "spans": {"body": [{"_type": "block", "children": [{"text": text[:90], "marks": []}, {"text": text[90:]}]}
                       for text in STORY]},
    "sections": {"sections": [{"paragraphs": list(STORY[:2])}, {"paragraphs": [STORY[2], f"{STORY[2]} Or so."]}]},
}  # fmt: skip


@pytest.mark.parametrize("shape", BODIES)
@pytest.mark.parametrize("form", ["next", "assigned", "parsed"])
def test_text_in_data_of_any_shape_is_read(shape: str, form: str) -> None:
    article_data = {"headline": TITLE, "id": "a-17", **BODIES[shape]}
    article = read(shell(data({"props": {"pageProps": {"article": article_data, "more": RELATED}}}, form)))
    assert body_of(article)[:3] == list(STORY)
    assert not any("Something else" in text for text in body_of(article))
    assert [warning.doubt for warning in article.warnings] == [Doubt.UNSHOWN]
    assert ("__NEXT_DATA__" in article.warnings[0].fact) is (form == "next")


def test_headings_and_quotes_of_blocks_keep_their_kind() -> None:
    blocks = [
        {"type": "paragraph", "text": STORY[0]},
        {"type": "heading", "text": "On the quay"},
        {"type": "paragraph", "text": STORY[1]},
        {"type": "blockquote", "text": "We waited four days, and nobody complained."},
        {"type": "paragraph", "text": STORY[2]},
    ]
    article = read(shell(data({"headline": TITLE, "blocks": blocks})))
    roles = " ".join(block.role.value for block in article.blocks)
    assert roles == "headline body subhead body quote body"


def test_linked_data_state_the_text_too() -> None:
    linked = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(STORY)}
    article = read(shell(f'<script type="application/ld+json">{json.dumps(linked)}</script>'))
    assert body_of(article) == list(STORY)
    assert "articleBody" in article.warnings[0].fact


def stream(*rows: str) -> str:
    pushed = (json.dumps([1, row + "\n"]) for row in rows)
    return "".join(f"<script>self.__next_f.push({one})</script>" for one in pushed)


def test_a_streamed_page_is_read_in_its_order() -> None:
    paragraph = ["$", "p", None, {"children": [STORY[1], ["$", "a", None, {"href": "/x", "children": " Photos."}]]}]
    rows = stream(
        '1:"$Sreact.fragment"',
        "0:" + json.dumps({"b": "build", "f": [["$", "html", None, {"children": ["$L2", "$L3"]}]]}),
        "2:" + json.dumps(["$", "article", None, {"children": [["$", "h1", None, {"children": TITLE}],
                                                               ["$", "p", None, {"children": STORY[0]}], paragraph]}]),
        f"3:T{len(STORY[2].encode()) + 7:x},<p>{STORY[2]}</p>"[:-1],
    )  # fmt: skip
    article = read(shell(rows))
    assert [text.removesuffix(" Photos.") for text in body_of(article)][:2] == list(STORY[:2])
    assert "__next_f" in article.warnings[0].fact


def test_rows_of_a_stream_have_lengths_in_bytes() -> None:
    assert flight.rows('broken\n3:{"a":\n') == {"3": None}
    assert flight.rows('1:T6,añ–2:"x"\n') == {"1": "añ–", "2": "x"}


def test_rows_that_refer_to_each_other_end() -> None:
    assert flight.rendered({"1": ["$", "p", None, {"children": ["$L2"]}], "2": ["$", "p", None, {"children": "$L1"}]})


def test_a_page_that_shows_its_text_is_not_read_from_its_data() -> None:
    shown = f"<article><h1>{TITLE}</h1><p>{STORY[0]}</p></article>"
    article = read(shell(data({"headline": TITLE, "html": paragraphs(*STORY, *STORY)}), body=shown))
    assert body_of(article) == [STORY[0]]
    assert article.warnings == ()


def test_a_short_bulletin_with_foreign_data_stays_itself() -> None:
    article = read(shell(data({"about": RELATED}), body="<h1>Ferry sails</h1><p>The ferry sails again at noon.</p>"))
    assert body_of(article) == ["The ferry sails again at noon."]


def test_data_of_other_pages_are_not_the_article() -> None:
    with pytest.raises(NothingToRead):
        read(shell(data({"more": RELATED[:1]})))


@pytest.mark.parametrize(
    "shown",
    [
        SHELL,
        "<noscript><p>Bitte aktivieren Sie JavaScript, um diese Seite anzuzeigen, und laden Sie neu.</p></noscript>",
    ],
)
def test_what_a_page_tells_browsers_without_scripts_is_no_article(shown: str) -> None:
    with pytest.raises(NothingToRead) as caught:
        read(shell(body=shown))
    assert "browser" in caught.value.remedy


def test_an_article_for_browsers_without_scripts_is_read() -> None:
    assert body_of(read(shell(body=f"<div id='root'></div><noscript>{paragraphs(*STORY, LAST)}</noscript>"))) == [
        *STORY,
        LAST,
    ]


def test_nothing_that_is_shown_is_lost() -> None:
    page = shell(data({"headline": TITLE, "html": paragraphs()}), body=f"<p>By Mila Brand</p>{SHELL}")
    assert not unaccounted(Page("https://island.example/ferry", page.encode(), "text/html"))[1]


# -- declarative shadow roots


def test_a_shadow_root_is_read_with_what_fills_its_slots() -> None:
    root = (
        f'<template shadowrootmode="open"><style>p{{}}</style><slot name="title"><h1>Untitled</h1></slot>'
        f"<p>{STORY[0]}</p><slot></slot><p>{STORY[2]}</p><template><p>Not shown at all, in any browser.</p></template>"
        f"</template>"
    )
    page = html(f"<story-view>{root}<p>{STORY[1]}</p><h1 slot='title'>{TITLE}</h1></story-view>", title="")
    article = read(page)
    assert (article.title, body_of(article)) == (TITLE, list(STORY))


def test_a_template_without_a_shadow_root_is_not_shown() -> None:
    page = html(f"<article><h1>{TITLE}</h1>{paragraphs()}<template><p>{STORY[0]} Again.</p></template></article>")
    assert body_of(read(page)) == list(STORY)
