"""Every rung of the ladders by which a run of a page is classified, and of those that void a zone's name."""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from audiobrief.extract.html import around_headline, article_area, classify
from audiobrief.extract.html.headline import HEADLINES
from audiobrief.extract.html.text_runs import Walk
from audiobrief.extract.html.tree import parse
from audiobrief.extract.read import classify_page
from audiobrief.roles import Reason, Role

FIRST = "The harbour bridge stays shut until spring, the port authority said on Tuesday evening after a long meeting."
SECOND = (
    "Inspectors found cracks in eleven of its bolts, and nobody knows yet how deep they are or how they came about."
)
LAST = "The ferry will run every ten minutes from the north quay, and it will take bicycles, prams and wheelchairs too."
PROSE = f"<p>{FIRST}</p><p>{SECOND}</p><p>{LAST}</p>" * 3
HEAD = "<title>Bridge stays shut</title><meta name=author content='Ann Lee'>"


def page(body: str, head: str = HEAD) -> str:
    return f"<html lang=en><head>{head}</head><body><article>{body}</article></body></html>"


def above(part: str) -> str:
    return page(f"{part}<h1>Bridge stays shut</h1>{PROSE}")


def below(part: str) -> str:
    return page(f"<h1>Bridge stays shut</h1>{part}{PROSE}")


def apart(part: str) -> str:
    return page(f"<header><h1>Bridge stays shut</h1>{part}</header><div class=article-body>{PROSE}</div>")


def inside(part: str) -> str:
    return page(f"<h1>Bridge stays shut</h1>{PROSE}{part}<p>{LAST}</p>")


LIVE = "".join(f"<div class=item><time>1{n}:05</time><p>{FIRST}</p><p>{SECOND}</p></div>" for n in range(4))

Case = tuple[str, str, str, Role | Reason]
INSIDE: list[Case] = [
    (
        "stands in a zone that holds",
        inside("<div class=related><p>Our sister paper</p></div>"),
        "Our sister paper",
        Reason.RELATED,
    ),
    (
        "stands in an offer",
        inside("<div><h3>Sign in to keep reading</h3><p>One account opens every page.</p></div>"),
        "One account opens every page.",
        Reason.PAYWALL,
    ),
    ("stands over the headline", above("<p>Home of the harbour</p>"), "Home of the harbour", Reason.NAVIGATION),
    ("repeats the title", inside("<p>Bridge stays shut!</p>"), "Bridge stays shut!", Reason.DUPLICATE),
    (
        "follows a line like Read more",
        inside("<p>Read more</p><p><a href=/x>Quay two flooded</a></p>"),
        "Quay two flooded",
        Reason.RELATED,
    ),
    ("is the time of a live entry", page(f"<h1>Bridge stays shut</h1>{LIVE}"), "12:05", Reason.METADATA),
    ("is a phrase of pages", inside("<p>Advertisement</p>"), "Advertisement", Reason.ADVERTISEMENT),
    (
        "ends with the length of a clip",
        inside("<p>The bridge from the air | 02:14 min</p>"),
        "The bridge from the air | 02:14 min",
        Reason.PLAYER,
    ),
    (
        "is a notice",
        inside("<p>Correction: An earlier version named the wrong quay.</p>"),
        "Correction: An earlier version named the wrong quay.",
        Role.NOTICE,
    ),
    (
        "is a credit line",
        inside("<p>(Reporting by Ann Lee; editing by Jo Park)</p>"),
        "(Reporting by Ann Lee; editing by Jo Park)",
        Role.CREDIT,
    ),
    ("stands below the headline", below("<p>By Ann Lee</p>"), "By Ann Lee", Role.BYLINE),
    ("is a name over the first paragraph", below("<div>Maria Holm</div>"), "Maria Holm", Role.BYLINE),
    (
        "is a scrap over the first paragraph",
        below("<div>four harbour boats</div>"),
        "four harbour boats",
        Reason.METADATA,
    ),
]
BELOW: list[Case] = [
    ("repeats the title", apart("<div>Bridge Stays Shut</div>"), "Bridge Stays Shut", Reason.DUPLICATE),
    (
        "is a caption",
        below("<figure><figcaption>The bridge at dawn</figcaption></figure>"),
        "The bridge at dawn",
        Role.CAPTION,
    ),
    ("is led or named like a byline", below("<div class=byline>Jo Park, Oslo</div>"), "Jo Park, Oslo", Role.BYLINE),
    ("names an author", below("<div>Ann Lee, harbour reporter</div>"), "Ann Lee, harbour reporter", Role.BYLINE),
    ("is dated", below("<div>11 June 2024</div>"), "11 June 2024", Role.DATE),
    (
        "is alone with a picture",
        below("<div class=x><img src=/a.jpg><div>Two divers at the third pillar on Monday.</div></div>"),
        "Two divers at the third pillar on Monday.",
        Role.CAPTION,
    ),
    (
        "is a dek",
        below("<h2>Cracks in eleven bolts keep the ferry busy until spring.</h2>"),
        "Cracks in eleven bolts keep the ferry busy until spring.",
        Role.DEK,
    ),
    ("is a label", below("<div>Opinion</div>"), "Opinion", Role.LABEL),
]
BY_PLACE: list[Case] = [
    ("is a date or byline beside a picture", inside("<figure><div>11.06.2024</div></figure>"), "11.06.2024", Reason.METADATA),
    ("is a caption", inside("<figure><figcaption>Divers at the third pillar</figcaption></figure>"), "Divers at the third pillar", Role.CAPTION),
    ("is a heading", inside("<h2>How deep is deep</h2>"), "How deep is deep", Role.SUBHEAD),
    ("is a heading", inside("<h2><a href=/x>How the quay was lost</a></h2>"), "How the quay was lost", Reason.RELATED),
    ("is a control beside a heading", inside("<div><h2>How deep is deep</h2><span>[</span><a href=/e>edit</a><span>]</span></div>"), "[edit]", Reason.NAVIGATION),
    ("is named after what is said above", inside("<div class=byline>Jo Park, on the quay</div>"), "Jo Park, on the quay", Reason.METADATA),
    ("is named like something beside the text", inside("<div class=meta>Harbour, 11.6.2024</div>"), "Harbour, 11.6.2024", Reason.METADATA),
    ("is an author's biography", page(f"<h1>Bridge stays shut</h1>{PROSE}<p>Ann Lee has covered ports for ten years.</p>"), "Ann Lee has covered ports for ten years.", Reason.PROFILE),
    ("stands in a live entry", page(f"<h1>Bridge stays shut</h1>{LIVE}"), FIRST, Role.ENTRY),
    ("is named after a role", inside("<p class=footnote>See the report of the port authority, page nine.</p>"), "See the report of the port authority, page nine.", Role.FOOTNOTE),
    ("stands in a list", inside("<ul><li>A new bolt for every old one.</li></ul>"), "A new bolt for every old one.", Role.LIST_ITEM),
    ("stands in a list", inside("<ul><li><a href=/a>Quay two is open</a></li><li><a href=/b>Quay six is not</a></li></ul>"), "Quay six is not", Reason.RELATED),
    ("is all links", inside("<p><a href=/x>How the quay was lost to the storm.</a></p>"), "How the quay was lost to the storm.", Reason.RELATED),
    ("stands in a cell", inside("<table><tr><td>Bolts</td><td>11</td></tr></table>"), "Bolts", Role.TABLE),
    ("is a bold line", inside("<p><b>What the divers saw</b></p>"), "What the divers saw", Role.SUBHEAD),
    ("is a bold line", inside("<p><b>What did they see?</b></p>"), "What did they see?", Role.QUESTION),
    ("is a line styled as a dek", inside("<p class=dek>What the divers saw</p>"), "What the divers saw", Role.SUBHEAD),
    ("is a scrap", inside("<div>four harbour boats</div>"), "four harbour boats", Reason.METADATA),
    ("stands in a block quote", inside(f"<blockquote><p>{SECOND} Yes.</p></blockquote>"), f"{SECOND} Yes.", Role.QUOTE),
    ("is a paragraph", inside("<p>Nobody was hurt.</p>"), "Nobody was hurt.", Role.BODY),
]  # fmt: skip
LADDERS: dict[str, tuple[Any, Callable[..., str], list[Case]]] = {
    "INSIDE": (classify, lambda page, index, run: run.text, INSIDE),
    "BY_PLACE": (classify, lambda place: place.run.text, BY_PLACE),
    "BELOW": (around_headline, lambda page, run, own, hint: run.text, BELOW),
}


@pytest.mark.parametrize(
    ("ladder", "rung", "html", "text", "verdict"),
    [(ladder, *case) for ladder, (_, _, cases) in LADDERS.items() for case in cases],
)
def test_a_clue_decides(
    ladder: str, rung: str, html: str, text: str, verdict: Role | Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, text_of, _ = LADDERS[ladder]
    decided: dict[str, str] = {}

    def noted(name: str, clue: Callable[..., Any]) -> Callable[..., Any]:
        def note(*args: Any) -> Any:
            found = clue(*args)
            if found:
                decided[text_of(*args)] = name
            return found

        return note

    rungs = tuple((name, *verdicts, noted(name, clue)) for name, *verdicts, clue in getattr(module, ladder))
    monkeypatch.setattr(module, ladder, rungs)
    tree = parse(html)
    assert tree is not None
    _, area, verdicts, _ = classify_page(tree, "https://news.example/bridge")
    said = {run.text: verdict for run, verdict in zip(area.runs, verdicts, strict=True)}
    assert (decided.get(text), said[text]) == (rung, verdict)


@pytest.mark.parametrize("ladder", LADDERS)
def test_every_clue_has_a_case(ladder: str) -> None:
    module, _, cases = LADDERS[ladder]
    assert {rung for rung, *_ in cases} == {rung for rung, *_ in getattr(module, ladder)}


@pytest.mark.parametrize(
    ("rung", "body", "headline"),
    [
        ("says the title", "<h1>Harbour news</h1><h2>Bridge stays shut</h2>", "Bridge stays shut"),
        (
            "holds the title",
            "<h1>Harbour news</h1><h2>Bridge stays shut until spring</h2>",
            "Bridge stays shut until spring",
        ),
        ("is of level 1", "<h2>Harbour news</h2><h1>No bridge till May</h1>", "No bridge till May"),
        ("", "<h2>Harbour news</h2><div>Bridge stays shut</div>", "Bridge stays shut"),
        ("", "<h2>Harbour news</h2><div><a href=/x>Bridge stays shut</a></div>", None),
    ],
)
def test_the_best_heading_is_the_headline(rung: str, body: str, headline: str | None) -> None:
    tree = parse(page(f"{body}{PROSE}"))
    assert tree is not None
    found = classify_page(tree, "")[1].headline
    assert (found and found.text) == headline
    if found and rung:
        own, title = found.text.casefold().split(), ["bridge", "stays", "shut"]
        assert next(name for name, is_headline in HEADLINES if is_headline(found, own, title)) == rung


SHARES = [
    ("one of a row", "<div class=related>", False, True),
    ("comments with the headline", "<div class=comments>", True, False),
    ("comments", "<div class=comments>", False, False),
    ("a body in no zone", "<div itemprop=articleBody>", False, False),
    ("in no zone", "<div class=x>", True, False),
    ("purely a body", "<div class='article-body related'>", False, False),
    ("a body", "<div class=related itemprop=articleBody>", False, False),
    ("with the headline", "<div class=related>", True, False),
    ("any", "<div class=related>", False, False),
]


@pytest.mark.parametrize(("rung", "html", "has_headline", "repeats"), SHARES)
def test_what_a_box_must_hold_to_void_its_name(rung: str, html: str, has_headline: bool, repeats: bool) -> None:
    tree = parse(f"<body>{html}{FIRST}</div></body>")
    assert tree is not None
    box = Walk(tree).boxes[-1]
    box.repeats = repeats
    assert next(name for name, _, is_so in article_area.LEAST_SHARES if is_so(box, has_headline)) == rung
    assert {name for name, *_ in SHARES} == {name for name, *_ in article_area.LEAST_SHARES}
