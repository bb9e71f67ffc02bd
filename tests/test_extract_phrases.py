"""Words leave out lines, never an article's sentences; boxes that a page sets apart go whole."""

# ruff: noqa: E501
from __future__ import annotations

import re

import pytest

from audiobrief.extract import phrases, read_article
from audiobrief.extract.html.line_parts import line_parts
from audiobrief.extract.html.tree import parse
from audiobrief.extract.read import classify_page
from audiobrief.model import Article, Block, Page
from audiobrief.roles import Reason, Role
from audiobrief.text.sentences import is_prose
from tests.opening_words import measure

STORY = (
    "<p>The keeper of Lower Mill opened the sluice at dawn, because the brook had risen by a hand since midnight.</p>"
    "<p>Nobody was hurt, but two cellars in Mill Lane were under water when the fire brigade came with its pumps.</p>"
    "<p>The brook has not stood so high since the spring of the great thaw, an old miller told the people around him.</p>"
)


def read(body: str, language: str = "en", head: str = "") -> Article:
    page = f"<html lang={language}><head><title>Brook rises at Lower Mill</title>{head}</head><body><article><h1>Brook rises at Lower Mill</h1>{body}</article></body></html>"
    return read_article(Page("", page.encode(), "text/html; charset=utf-8"))


def spoken(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


def reasons(article: Article) -> dict[str, Reason]:
    return {dropped.text: dropped.reason for dropped in article.dropped}


@pytest.mark.parametrize("half", [pytest.param(0, marks=pytest.mark.long), 1])
def test_no_sentence_is_lost_by_its_first_words(half: int) -> None:
    counts = measure(half)
    assert (counts.pages, counts.prose_lost) == (396, 0)
    assert counts.chrome_kept <= 0.1 * counts.chrome


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("Join the singers at the mill on Sunday at three.", True),
        ("Join the singers at the mill.", False),
        ("Join us now. Read more here. Sign up today.", False),
        ("Ring Mrs. Holm at the mill or Mr. Aske in town by Friday.", True),
        ("Read more: How the old mill was saved by two sisters", False),
        ("For more about the mill and its wheel ring 01632 960 441", True),
        ("For more about the mill and its wheel see www.mill.example", True),
        ("水車小屋は今年の春に村の人々の手で修理された。", True),
        ("関連記事はこちら。", False),
        ("โรงสีเก่าริมลำธารได้รับการซ่อมแซมโดยชาวบ้านเมื่อต้นปีนี้", True),
    ],
)
def test_prose_is_a_sentence_of_eight_words(text: str, so: bool) -> None:
    assert is_prose(text) is so


def test_a_title_behind_a_label_may_ask_a_question() -> None:
    assert phrases.noise("Read more: Will the old mill on the brook stand another winter?") is Reason.RELATED
    assert phrases.noise("Read more about the old mill in the book that lies at the inn?") is None


@pytest.mark.parametrize(
    ("line", "so"),
    [
        ("Read more: Ten walks along the brook that are best in 2026", True),
        ("Čtěte také: Jízdní řády se mění", True),
        ("คุณ: ตารางเวลา", False),
        ("อ่านเพิ่มเติม: ตารางเวลารถเมล์เปลี่ยนในวันฝนตกหนักทุกสัปดาห์", True),
        ("延伸閱讀：雨天公車時刻表有變", True),
        ("Weitere Informationen: 0431 555 120", False),
        ("Más información: en la oficina del molino.", False),
        ("Brook: The old mill", False),
    ],
)
def test_a_title_behind_a_phrase_for_other_articles(line: str, so: bool) -> None:
    assert (phrases.noise(line) is Reason.RELATED) is so


OFFERS = {
    "headed": "<div><h3>Create an account to continue reading</h3><p>One account opens every page of the paper for a month.</p><ul><li>Save stories that you want to read on another day.</li></ul></div>",
    "with a button": "<div><p>Sign up for the letter that our editors write on Friday mornings.</p><button>Go</button></div>",
    "aside": "<aside><p>Support our newsroom with a small sum each month and read without banners.</p></aside>",
    "nearly all link": '<p>See also the <a href="/x">whole long story of the mill and its three owners</a>.</p>',
    "form below": "<div><p><b>Enjoying this story?</b></p><p>Subscribe to the Mill News and get every story for one crown.</p><form><input></form></div>",
    "consent": "<div><p>Recommended editorial content</p><p>At this point you will find external content from VidTube that adds to the story.</p></div>",
    "consent with a link": "<div><p>This video is hosted by a third party and may set cookies on your own device.</p><a href='#'>Show it</a></div>",
    "named": '<div class="x-newsletter"><p>Subscribe to the letter that our editors write on Friday mornings.</p></div>',
}


@pytest.mark.parametrize("name", OFFERS)
@pytest.mark.parametrize("place", ["within", "last"])
def test_what_the_page_sets_apart_is_not_spoken(name: str, place: str) -> None:
    article = read(
        STORY + OFFERS[name] + STORY.replace("brook", "river") if place == "within" else STORY + OFFERS[name]
    )
    own = spoken(read(STORY + STORY.replace("brook", "river") if place == "within" else STORY))
    assert spoken(article) == own
    assert article.dropped


@pytest.mark.parametrize(
    "body",
    [
        "<p>Get every page for one crown a week.</p>",
        "<h3>Sign in to keep reading</h3><p>The school stayed shut for the rest of the week, and the sheep came down.</p>",
        "<section><p>Farmers came with forty sheep on Monday and slept in the barn.</p><input></section>",
        "<figure><img src=a.jpg><figcaption>Photo credit: Ann Lee</figcaption></figure>",
        "<div><p>The mill sells its own flour from Tuesday.</p></div>",
        "<h2>How to take part</h2><p>Sign up for the mill walk at the inn before Friday evening, please.</p>",
        "<ul><li>Join the miller on a walk along the upper brook</li><li>Bring a lamp and a pair of dry socks</li></ul>",
    ],
)
def test_what_only_sounds_like_an_offer_is_spoken(body: str) -> None:
    assert not any(text in body for text in reasons(read(STORY + body)))


def test_the_publishers_own_text_is_a_witness() -> None:
    appeal = "<div>Support our newsroom with a small sum each month and read without banners.</div>"
    own = STORY.replace("<p>", "").replace("</p>", " ")
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{own}"}}</script>'
    body = STORY.replace("</p><p>The brook", f"</p>{appeal}<p>The brook")
    assert reasons(read(body, head=head)) == {appeal[5:-6]: Reason.PROMOTION}
    assert not reasons(read(body))


def test_a_large_share_of_the_article_is_spoken_after_all() -> None:
    offer = "<aside><p>Support our mill with a day of work, the sisters wrote, and bring your own spade and a warm coat for the evening.</p></aside>"
    page = f"<html><head><title>Brook</title></head><body><article><h1>Brook</h1>{STORY}{offer * 5}</article></body></html>"
    tree = parse(page)
    assert tree is not None
    found = classify_page(tree, "")
    assert Reason.PROMOTION not in found[2]


@pytest.mark.parametrize(
    "line",
    [
        "Will the old mill on the brook stand another winter like this one?",
        "Support the miller, they cried, and save the last wheel on the brook!",
    ],
)
def test_a_text_may_end_with_a_question(line: str) -> None:
    story = STORY.replace("<p>", "").replace("</p>", "\n\n")
    article = read_article(Page("", f"Brook rises\n\n{story}{line}\n".encode(), "text/plain"))
    assert spoken(article)[-1] == line


@pytest.mark.parametrize(
    ("line", "so"),
    [
        ("Written by her grandfather in 1921, the letters fill nine boxes.", False),
        ("Additional reporting by the council's own engineers showed that nine piles are hollow.", False),
        ("Fuente: el viejo piloto del puerto, que no quiso dar su nombre al periódico.", False),
        ("Reporting by Ann Lee in Oslo and Jo Park in Bergen; editing by Max Roe.", True),
        ("Source: harbour office", True),
    ],
)
def test_a_sentence_that_names_nobody_is_no_credit(line: str, so: bool) -> None:
    assert phrases.is_credit(line) is so


def test_what_asks_to_sign_in_is_written_in_lower_case() -> None:
    """Texts are put in lower case before they are searched."""
    assert re.sub(r"\\.", "", phrases._CLOSED.pattern) == re.sub(r"\\.", "", phrases._CLOSED.pattern).lower()


@pytest.mark.parametrize(
    ("line", "byline", "date"),
    [
        ("By Ida Brook and Tom Fox Updated 9:15 PM EST, March 7, 2026", "By Ida Brook and Tom Fox", "Updated 9:15"),
        ("By Ida Brook, Published 7 March 2026, Last updated 10:05", "By Ida Brook", "Published 7 March"),
        ("Von Eva Lang und Jan Bock, 7. März 2026, Lesedauer: 3 Min.", "Von Eva Lang und Jan Bock", "7. März 2026"),
        ("Par Luc Roy — Publié le 7 mars 2026 — Temps de lecture : 3 min", "Par Luc Roy", "Publié le 7 mars"),
        ("By Ida Brook (@idab) and Tom Fox (@tfox) | 4 min read", "By Ida Brook and Tom Fox", ""),
        ("By Ida Brook @idab Tom Fox @tfox", "By Ida Brook, Tom Fox", ""),
        ("By Ida Brook, Lowtown correspondent", "By Ida Brook, Lowtown correspondent", ""),
        ("By May June", "By May June", ""),
    ],
)
def test_the_line_of_a_byline_holds_names_alone(line: str, byline: str, date: str) -> None:
    parts = list(line_parts(Block(Role.BYLINE, line)))
    told = {part.role: part.text for part in parts if isinstance(part, Block)}
    assert told[Role.BYLINE] == byline
    assert told.get(Role.DATE, "").startswith(date) and (Role.DATE in told) == bool(date)
    left = "".join(part[0] for part in parts if isinstance(part, tuple))
    kept = "".join(told.values()) + left
    assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, line))


def test_a_row_of_names_dates_and_reading_times_is_a_byline() -> None:
    blocks = {block.role: block.text for block in read("<div>Ida Brook | May 3, 2026 | 2 min</div>" + STORY).blocks}
    assert (blocks[Role.BYLINE], blocks[Role.DATE]) == ("Ida Brook", "May 3, 2026")
