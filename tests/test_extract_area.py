"""Where the article is on pages that names and markup speak wrongly of: nothing of it is lost, nothing beside it read."""

# ruff: noqa: E501
from __future__ import annotations

import pytest

from audiobrief.extract import read_article
from audiobrief.model import Article, Page
from audiobrief.roles import Doubt, Reason, Role

TITLE = "Lock keepers on the Orla canal go back to work"
STORY = (
    "The lock keepers on the Orla canal went back to work on Monday after nine days without a single boat.",
    "Their union said that the canal office had agreed to mend the heating in all eleven huts before winter.",
    "Barges had waited in the basin at Tarn since the first night, and some had unloaded onto lorries.",
    "The office expects that the queue will be gone by the end of the week, if the gates hold.",
)
OTHER = (
    "A bakery in Tarn has won the county's prize for rye bread for the third time in a row this autumn.",
    "The baker said that her grandmother's leaven was still in use, and that she had never written down how it is fed.",
    "Visitors may taste the bread on Saturday, when the mill next door opens its doors for children too.",
    "The prize was handed over by the mayor, who ate two slices and asked for the crust of a third one.",
    "Second place went to a baker from the coast, who put seaweed into his dough and would not say how much.",
)


def paragraphs(texts: tuple[str, ...] = STORY) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(body: str, title: str = TITLE) -> Article:
    page = f"<!doctype html><html lang=en><head><title>{title}</title></head><body>{body}</body></html>"
    return read_article(Page("https://canal.example/locks", page.encode(), "text/html"))


def bodies(article: Article) -> tuple[str, ...]:
    return tuple(block.text for block in article.blocks if block.role in {Role.BODY, Role.LIST_ITEM})


def heads(article: Article) -> tuple[str, ...]:
    return tuple(block.text for block in article.blocks if block.role is Role.SUBHEAD)


WHOLE = {
    "all paragraphs in sections named after advertisements": "".join(
        f"<section class='part has-advert'><p>{text}</p></section>" for text in STORY
    ),
    "one paragraph in a section named after a newsletter": paragraphs(STORY[:2])
    + f"<section class=newsletter-part><p>{STORY[2]}</p></section>" + paragraphs(STORY[3:]),
    "one paragraph in a box named after navigation": paragraphs(STORY[:1])
    + f"<div id=nav_2><p>{STORY[1]}</p></div>" + paragraphs(STORY[2:]),
    "ids of a table of contents around all parts": "".join(
        f"<div class=bit id=toc_{number}><p>{text}</p></div>" for number, text in enumerate(STORY)
    ),
    "a name that begins like a consent tool's": f"<div class=cmp-container><div class=cmp-text>{paragraphs()}</div></div>",
    "an end of the page before the text": f"<header>Canal</header></body></html><main>{paragraphs()}</main>",
    "parts that a script shows": f"<div hidden id=S:0><main>{paragraphs()}</main></div>",
    "a fold that is hidden by its class": paragraphs(STORY[:2]) + f"<div class=hidden><p>{STORY[2]}</p></div>"
    + paragraphs(STORY[3:]),
}  # fmt: skip


@pytest.mark.parametrize("body", WHOLE.values(), ids=WHOLE)
def test_names_take_no_prose_out_of_a_text(body: str) -> None:
    headline = f"<h1>{TITLE}</h1>"
    assert bodies(read(f"{headline}<article>{body}</article>")) == STORY


BESIDE = {
    "with a field": "<div class=newsletter><p>Get all the news of the canal in your inbox every Friday morning.</p><input name=mail></div>",
    "with a link to follow": "<div class=promo><p>Our book of all the locks is out, with maps of the towpaths and the pubs.</p><a href=/book>To the book</a></div>",
    "mostly links": "<div class=related><p><a href=/1>The heating of the huts has been out for two winters running</a> and the office knew.</p></div>",
    "aside": "<aside class=teaser><p>The mill in Tarn is open to all on Saturday from ten, and children may grind.</p></aside>",
}


@pytest.mark.parametrize("part", BESIDE.values(), ids=BESIDE)
def test_a_name_holds_where_the_markup_agrees(part: str) -> None:
    article = read(f"<article><h1>{TITLE}</h1>{paragraphs(STORY[:2])}{part}{paragraphs(STORY[2:])}</article>")
    assert bodies(article) == STORY


def test_a_list_of_linked_names_is_the_article() -> None:
    names = ("Tarn basin and its three cranes", "The flight of Orla Hill", "The blue bridge at Senn")
    items = "".join(
        f"<li class=pick><h3><a href=/{at}>{name}</a></h3><img src={at}.jpg alt=''><p>{text}</p></li>"
        for at, (name, text) in enumerate(zip(names, STORY[1:], strict=True))
    )
    article = read(f"<main><h1>{TITLE}</h1><p>{STORY[0]}</p><ol>{items}</ol></main>")
    assert bodies(article) == STORY
    assert heads(article) == names


def test_teasers_that_break_off_are_no_list() -> None:
    cards = "".join(
        f"<div class=card><h3><a href=/{at}>Another story from the canal, number {at}</a></h3><p>{text[:60]}…</p></div>"
        for at, text in enumerate(OTHER)
    )
    article = read(f"<main><article><h1>{TITLE}</h1>{paragraphs()}</article><section>{cards}</section></main>")
    assert bodies(article) == STORY


def test_links_to_places_on_the_page_open_its_parts() -> None:
    folds = "".join(
        f"<div class=fold><a href='#f{at}'>What the keepers say about hut number {at}</a><p>{text}</p></div>"
        for at, text in enumerate(STORY[1:])
    )
    assert set(bodies(read(f"<main><h1>{TITLE}</h1><p>{STORY[0]}</p>{folds}</main>"))) >= set(STORY)


def test_parts_of_an_article_may_be_articles() -> None:
    parts = "".join(f"<article class=part><h2>Part {at}</h2><p>{text}</p></article>" for at, text in enumerate(STORY))
    article = read(f"<header><h1>{TITLE}</h1></header><div>{parts}</div>")
    assert bodies(article) == STORY
    assert len(heads(article)) == len(STORY)


def test_the_article_under_its_headline_beats_a_longer_story() -> None:
    longer = f"<article class=more><h2><a href=/bread>Rye bread again</a></h2>{paragraphs(OTHER)}</article>"
    article = read(f"<section><h1>{TITLE}</h1></section><article>{paragraphs()}</article>{longer}")
    assert bodies(article) == STORY


def test_posts_of_readers_never_outweigh_the_article() -> None:
    posts = "".join(
        f"<div class=entry><h5>Reader {at}</h5><p>{text}</p><p>{text[::-1]}.</p></div>"
        for at, text in enumerate(OTHER * 2)
    )
    article = read(f"<article><h1>{TITLE}</h1>{paragraphs()}</article><div class=below>{posts}</div>")
    assert bodies(article) == STORY


def test_a_heading_below_the_text_is_not_the_headline() -> None:
    article = read(
        f"<p class=big>{TITLE}</p><div>{paragraphs()}</div><section><h1>Write to us</h1></section>", "Canal Post"
    )
    assert article.title == TITLE
    assert bodies(article) == STORY


def test_the_title_among_the_latest_stories_is_not_the_headline() -> None:
    latest = f"<div><h3>Latest</h3><h3>{TITLE}</h3><h3>Rye bread again</h3></div>"
    assert bodies(read(f"<div><div class=top>{TITLE}, says union</div>{paragraphs()}</div>{latest}")) == STORY


def test_a_lesser_heading_in_the_text_is_a_subhead_whatever_it_says() -> None:
    text = f"<h1>Why the boats stood still for nine days</h1>{paragraphs(STORY[:2])}<h2>{TITLE}</h2>{paragraphs(STORY[2:])}"
    assert bodies(read(f"<main>{text}</main>")) == STORY


def test_a_table_in_a_figure_is_a_table() -> None:
    rows = "".join(f"<tr><td>Hut {at}</td><td>{at * 3} boats</td></tr>" for at in range(4))
    table = f"<figure class=wide><table><tr><th>Hut</th><th>Boats</th></tr>{rows}</table></figure>"
    article = read(f"<article><h1>{TITLE}</h1>{paragraphs()}{table}</article>")
    assert sum(block.role is Role.TABLE for block in article.blocks) == 1
    assert not any(block.role is Role.CAPTION for block in article.blocks)


def test_a_scrap_gives_way_to_the_text_that_structure_finds() -> None:
    scrap = f"<article class=lead><div class=box><h1>{TITLE}</h1><p>{STORY[0]}</p></div></article>"
    rest = f"<div class=related><div>{paragraphs((*STORY[1:], *OTHER))}<a href=/all>All about the canal</a></div></div>"
    assert set(bodies(read(scrap + rest))) >= set(STORY[1:])


def test_two_readings_that_disagree_are_told() -> None:
    teasers = "".join(
        f"<div class=item><h3><a href=/{at}>Another story from the canal, number {at}</a></h3><p>{text} {text[:70]}…</p></div>"
        for at, text in enumerate(OTHER * 3)
    )
    doubted = read(f"<div><h1>{TITLE}</h1>{paragraphs()}<div>{teasers}</div></div>")
    assert bodies(doubted) == STORY
    assert Doubt.UNSURE in {warning.doubt for warning in doubted.warnings}
    assert not read(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>").warnings


def test_a_row_of_cards_beside_the_text_is_left_out_by_its_structure() -> None:
    cards = "".join(
        f"<li class=tile><a href=/{at}><h4>Another story from the canal, number {at}</h4></a><p>{text}</p></li>"
        for at, text in enumerate(OTHER[:3])
    )
    article = read(f"<article><h1>{TITLE}</h1>{paragraphs(STORY * 3)}</article><ul>{cards}</ul>")
    assert not set(OTHER) & set(bodies(article))
    assert any(drop.reason is Reason.RELATED for drop in article.dropped)
