"""Articles that are spread over several pages: how they are known, fetched and joined."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobrief import stories
from audiobrief.extract import join_pages, read_article
from audiobrief.feed import run
from audiobrief.model import Article, Doubt, Page, PageWarning, Role, ScriptOptions
from tests.news_site import NewsSite, make_folder
from tests.warm import read_a_page

OWN = "https://ledger.example/harbour/wall"
TEXTS = ("The council repairs the harbour wall before the winter, its leader said in a meeting of part",)
PROSE = (
    "Two engineers looked at every stone and found gaps that were wide enough for a hand, they told, part",
    "Half of the money comes from the region, and the rest is a loan that the town agreed on a year ago, says part",
)


def html(number: int, pager: str = "", head: str = "", title: str = "The harbour wall is repaired") -> bytes:
    texts = "".join(f"<p>{sentence} {number}.</p>" for sentence in (*TEXTS, *PROSE))
    return (
        f'<html lang="en"><head><title>{title}</title>{head}</head><body><header><a href="/">Home</a></header><main>'
        f'<article><h1>{title}</h1><p class="byline">By Marta Holm</p>{texts}{pager}</article></main>'
        f"<footer><p>Copyright</p></footer></body></html>"
    ).encode()


def links(*addresses: str, first: int = 2, current: str = "<span>1</span>") -> str:
    numbered = " ".join(f'<a href="{address}">{number}</a>' for number, address in enumerate(addresses, first))
    return f"<div>{current} {numbered}</div>"


def part(body: bytes, url: str = OWN) -> PageWarning | None:
    warnings = read_article(Page(url, body)).warnings
    return next((one for one in warnings if one.doubt is Doubt.PART), None)


ALIKE = ("?page={}", "wall?p={}", "/harbour/wall/{}", "/harbour/wall/page/{}/", "/harbour/wall-{}",
         "/harbour/wall,{}.html", "?seite={}", "/harbour/wall/pagina-{}")  # fmt: skip


@pytest.mark.parametrize("form", ALIKE)
def test_numbers_behind_the_text_whose_addresses_are_the_pages_own(form: str) -> None:
    found = part(html(1, links(form.format(2), form.format(3))))
    assert found is not None
    assert (found.page, found.pages, [number for number, _ in found.others]) == (1, 3, [2, 3])
    assert all(address.startswith("https://ledger.example/harbour/wall") for _, address in found.others)


@pytest.mark.parametrize("form", ALIKE)
def test_a_link_to_the_next_page(form: str) -> None:
    found = part(html(1, head=f'<link rel="next" href="{form.format(2)}">'))
    assert found is not None
    assert [number for number, _ in found.others] == [2]


def test_a_later_page_names_the_first() -> None:
    pager = '<div><a href="/harbour/wall">1</a> <span>2</span> <a href="/harbour/wall?page=3">3</a></div>'
    found = part(html(2, pager), f"{OWN}?page=2")
    assert found is not None
    assert (found.page, found.pages, found.others) == (2, 3, ((1, OWN), (3, f"{OWN}?page=3")))


OTHER_THINGS = (
    links("/harbour/bridge-2", "/harbour/bridge-3"),
    links("/archive?page=2", "/archive?page=3"),
    links("?comment-page=2", "?comment-page=3"),
    links("/harbour/wall/comment-page-2/#comments", "/harbour/wall/comment-page-3/#comments"),
    links("?image=2", "?image=3"),
    links("?page=3", "?page=4"),
    '<p>Read our reports of <a href="/2024">2024</a> and <a href="/2025">2025</a>.</p>',
    '<div><a rel="next" href="/harbour/a-new-bridge">The next story</a></div>',
    '<div><a rel="next" href="/harbour/wall-of-honour">The next story</a></div>',
    '<ul><li><a href="#a">1</a></li><li><a href="#b">2</a></li></ul>',
)


@pytest.mark.parametrize("pager", OTHER_THINGS)
def test_links_of_another_kind(pager: str) -> None:
    assert part(html(1, pager)) is None


def test_articles_of_a_series_lead_to_the_next() -> None:
    head = '<link rel="prev" href="/letter-11"><link rel="next" href="/letter-13">'
    assert part(html(1, head=head), "https://ledger.example/letter-12") is None


def test_pages_are_joined_in_order_without_what_introduces_them() -> None:
    first = read_article(Page(OWN, html(1, links("?page=2", "?page=3"))))
    others = {number: read_article(Page(f"{OWN}?page={number}", html(number))) for number in (3, 2)}
    whole = join_pages(first, others)
    assert whole.warnings == ()
    assert [block.text[-2:] for block in whole.blocks if block.role is Role.BODY] == ["1."] * 3 + ["2."] * 3 + [
        "3."
    ] * 3
    assert len([block for block in whole.blocks if block.role in {Role.HEADLINE, Role.BYLINE}]) == 2
    partly = join_pages(first, {2: others[2]})
    assert [warning.others for warning in partly.warnings] == [((3, f"{OWN}?page=3"),)]


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    read_a_page()


@pytest.fixture
def site() -> Iterator[NewsSite]:
    site = NewsSite()
    yield site
    site.close()


def spread(site: NewsSite, pages: int, path: str = "/wall") -> None:
    """Publishes an article of so many pages, each with a pager."""
    addresses = [path, *(f"{path}/{number}" for number in range(2, pages + 1))]
    pager = "<div>" + " ".join(f'<a href="{one}">{number}</a>' for number, one in enumerate(addresses, 1)) + "</div>"
    for number, address in enumerate(addresses, 1):
        site.pages[address] = html(number, pager, title=f"The wall {path}")


def load(source: str) -> tuple[Article, list[str]]:
    told: list[str] = []
    return stories.load(source, ScriptOptions(), tell=told.append).article, told


def test_read_fetches_the_other_pages(site: NewsSite) -> None:
    spread(site, 4)
    article, told = load(f"{site.address}/wall")
    assert told == []
    assert len([block for block in article.blocks if block.role is Role.BODY]) == 12
    assert ("/robots.txt", 404) in site.asked()


def test_read_tells_what_it_cannot_fetch(site: NewsSite, tmp_path: Path) -> None:
    spread(site, 3)
    site.fault = lambda path: 500 if path == "/wall/3" else None
    article, told = load(f"{site.address}/wall")
    assert len(told) == 2
    assert "/wall/3: the server has trouble (500)" in told[0]
    assert told[1] == f"Warning: {site.address}/wall: it is page 1 of 3."
    assert len([block for block in article.blocks if block.role is Role.BODY]) == 3
    saved = tmp_path / "wall.html"
    saved.write_bytes(site.pages["/wall"])
    assert load(str(saved))[1][-1] == f"Warning: {saved}: it is page 1 of 3."


def test_only_the_same_site_and_what_its_robots_allow(site: NewsSite) -> None:
    spread(site, 3)
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /wall/"
    _, told = load(f"{site.address}/wall")
    assert "robots.txt does not allow it" in told[0]
    assert not [path for path, _ in site.asked() if path.startswith("/wall/")]
    other = NewsSite()
    try:
        site.pages["/wall"] = html(1, links(f"{other.address}/wall/2", f"{other.address}/wall/3"))
        load(f"{site.address}/wall")
        assert other.asked() == []
    finally:
        other.close()


def test_an_article_of_more_than_twenty_pages_is_told_to_be_a_part(site: NewsSite) -> None:
    spread(site, 24)
    article, told = load(f"{site.address}/wall")
    assert told == [f"Warning: {site.address}/wall: it is page 1 of 24."]
    assert len([block for block in article.blocks if block.role is Role.BODY]) == 3


@pytest.mark.usefixtures("kept_reader", "kept_cache")
def test_publish_makes_one_episode_of_all_pages_or_none(site: NewsSite, tmp_path: Path) -> None:
    spread(site, 3)
    site.order.append("/wall")
    folder = make_folder(tmp_path / "feed", site)
    site.fault = lambda path: 503 if path == "/wall/2" else None
    report = run.publish(folder, [], lambda line: None)
    assert report.made == []
    assert "/wall/2" in report.failed[0]
    saved = tmp_path / "wall.html"
    saved.write_bytes(site.pages["/wall"])
    assert "it is page 1 of 3" in run.publish(folder, [str(saved)], lambda line: None).failed[0]
    site.fault = lambda path: None
    assert run.publish(folder, [f"{site.address}/wall"], lambda line: None).made == ["The wall /wall"]
