"""What is no whole article: teasers, retracted texts. And what is one, however short."""

from __future__ import annotations

import json

import pytest

from audiobrief.errors import NothingToRead
from audiobrief.feed import page_reader, teasers
from audiobrief.model import Article, Block, Page, Role, ScriptOptions
from audiobrief.page_deadline import PageRequest
from audiobrief.source_settings import SHORTEST_ARTICLE_WORDS

SHORT_NEWS = (
    "The harbour office in Norwick has lowered the fee for small boats by a third. From the first of March a skipper"
    " pays eleven crowns a night, the office said on Tuesday. The old fee had been raised twice since the storm, and"
    " fewer boats came each summer. Two clubs had asked for the change in a letter that 400 of their members signed."
)
"""A whole article of 60 words."""
LONG_NEWS = " ".join(
    f"In its report number {at}, the office counts the boats that came in that week." for at in range(16)
)
CHINESE = (
    "诺威克港务局周二宣布,小型船只的停泊费将下调三分之一,从三月一日起每晚只需十一克朗。"
    "此前费用在风暴之后两度上涨,每年夏天来港的船只逐年减少。两家俱乐部曾联名致信要求降费。"
)
JAPANESE = (
    "ノーウィック港の事務所は火曜日、小型船の停泊料を三分の一引き下げると発表した。"
    "三月一日から一晩十一クローネになる。嵐のあと二度値上げされ、夏に来る船は年々減っていた。"
)


def article(title: str, *paragraphs: str, role: Role = Role.BODY) -> Article:
    return Article(title=title, blocks=tuple(Block(role, text) for text in paragraphs))


GOOD = (
    article("Harbour lowers the fee", SHORT_NEWS),
    article("Page not found: how a lost manuscript came to light", SHORT_NEWS),
    article("Access denied – reporters wait outside the court for hours", SHORT_NEWS),
    article("404 new homes for Norwick", SHORT_NEWS),
    article("New rules for cookies", SHORT_NEWS, "Sites must ask before they store cookies.", SHORT_NEWS),
    article("Parliament debates consent", SHORT_NEWS, SHORT_NEWS, "The law says your consent must be freely given."),
    article("Scientists retract paper", "The journal retracted the study on Monday. " + SHORT_NEWS),
    article("港口降费", CHINESE),
    article("港が料金を値下げ", JAPANESE),
)


@pytest.mark.parametrize("good", GOOD, ids=lambda good: good.title)
def test_short_articles_are_no_stubs(good: Article) -> None:
    assert teasers.words(good) >= SHORTEST_ARTICLE_WORDS
    assert teasers.retraction(good) is None


def test_words_of_scripts_without_blanks() -> None:
    assert teasers.words(article("", "one two three")) == 3
    assert teasers.words(article("", "停泊费将下调三分之一")) == 6
    assert teasers.words(article("", "caption words", role=Role.CAPTION)) == 0


RETRACTED = (
    article("RETRACTED: Harbour fee to fall", SHORT_NEWS),
    article("[Retracted] Harbour fee", SHORT_NEWS),
    article("Harbour fee", "This article has been retracted because its source was forged.", SHORT_NEWS),
    article("Hafen", "Dieser Artikel wurde von der Redaktion zurückgezogen.", SHORT_NEWS),
    article("Port", "Cet article a été retiré à la demande de son auteur.", SHORT_NEWS),
    article("Puerto", "Este artículo ha sido retirado por la redacción.", SHORT_NEWS),
    article("Porto", "Questo articolo è stato rimosso.", SHORT_NEWS),
    article("港", "この記事は取り消しました。", SHORT_NEWS),
    Article(title="Fee", blocks=(Block(Role.BODY, SHORT_NEWS), Block(Role.NOTICE, "We retracted this story in May."))),
)


@pytest.mark.parametrize("retracted", RETRACTED, ids=lambda one: one.title)
def test_a_page_that_says_that_it_is_retracted(retracted: Article) -> None:
    assert teasers.retraction(retracted)


def read(body: str) -> None:
    page = Page("https://news.example/fee", body.encode(), "text/html; charset=utf-8")
    teasers.readable(page_reader._whole(PageRequest(page, page.url, ScriptOptions(), None)), page.url)


def html(title: str, body: str, **said: object) -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": title, **said})
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><script type="application/ld+json">{data}</script>'
        f"</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def test_pages_as_they_are_served() -> None:
    text = f"<p>{SHORT_NEWS}</p>"
    read(html("Harbour lowers the fee", text, isAccessibleForFree=True))
    with pytest.raises(NothingToRead, match="without a subscription"):
        read(html("Harbour lowers the fee", text, isAccessibleForFree="False"))
    with pytest.raises(NothingToRead, match="retracted"):
        read(html("RETRACTED: Harbour lowers the fee", text))
    with pytest.raises(NothingToRead):
        read(html("", ""))
