"""Pages that end before their article does, and whole articles under an offer."""

from __future__ import annotations

import json

import pytest

from audiobrief.extract import read_article
from audiobrief.model import Doubt, Page

SENTENCES = (
    "The harbour office in Norwick has lowered the fee for small boats by a third from the first of March.",
    "A skipper then pays eleven crowns a night, the office said on Tuesday after a meeting with both clubs.",
    "The old fee had been raised twice since the storm, and fewer boats came to the island each summer.",
)
PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
LONG = "".join(f"<p>{number}. {sentence}</p>" for number in range(9) for sentence in SENTENCES)


def page(body: str, after: str = "", /, **said: object) -> bytes:
    data = json.dumps({"@type": "NewsArticle", "headline": "Harbour lowers the fee", **said})
    return (
        f'<html lang="en"><head><title>Harbour lowers the fee</title><script type="application/ld+json">{data}</script>'
        f"</head><body><article><h1>Harbour lowers the fee</h1>{body}</article>{after}</body></html>"
    ).encode()


def doubts(body: bytes, kind: str = "text/html") -> list[Doubt]:
    return [warning.doubt for warning in read_article(Page("https://ledger.example/fee", body, kind)).warnings]


PAID = (
    "Subscribe to continue reading.", "This article is for subscribers only.", "Jetzt weiterlesen mit dem Tagespass.",
    "Cet article est réservé aux abonnés.", "Contenido exclusivo para suscriptores.", "Exclusivo para assinantes.",
    "Articolo riservato agli abbonati.", "Dit artikel is exclusief voor abonnees.", "Endast för prenumeranter.",
    "Kun for abonnenter.", "Tilaa ja jatka lukemista.", "Dostęp tylko dla prenumeratorów.",
    "Материал доступен только для подписчиков.", "Читайте далі: лише для передплатників.",
    "この記事は有料会員限定です。残り1,234文字", "订阅后阅读全文", "구독 회원 전용입니다.",
)  # fmt: skip
SIGNED = (
    "Sign in to continue reading.", "Create a free account to keep reading this story.", "Log in to read the rest.",
    "Registrieren Sie sich, um weiterzulesen.", "Connectez-vous pour lire la suite de l'article.",
    "Inicia sesión para seguir leyendo.", "Accedi per continuare a leggere.", "Logga in för att läsa vidare.",
    "Зарегистрируйтесь, чтобы читать дальше.", "ログインして続きを読む", "登录后阅读全文",
    "로그인하시면 계속 읽을 수 있습니다.",
    "Zaloguj się, aby przeczytać dalej.", "Συνδεθείτε για να διαβάσετε το άρθρο.", "سجل الدخول لمتابعة القراءة",
)  # fmt: skip
BOX = '<div class="card"><h3>{line}</h3><p>It takes a minute and opens all our pages.</p><button>Go</button></div>'


@pytest.mark.parametrize("line", PAID)
def test_a_box_after_the_last_paragraph_that_sells_the_rest(line: str) -> None:
    assert doubts(page(PROSE + BOX.format(line=line))) == [Doubt.CLOSED]


@pytest.mark.parametrize("line", SIGNED)
def test_a_box_after_the_last_paragraph_that_asks_to_sign_in(line: str) -> None:
    assert doubts(page(PROSE + BOX.format(line=line))) == [Doubt.SIGN_IN]


@pytest.mark.parametrize("line", PAID + SIGNED)
def test_a_box_inside_the_text_cuts_nothing_off(line: str) -> None:
    article = read_article(Page("", page(PROSE + BOX.format(line=line) + PROSE.replace("The ", "Then the "))))
    assert article.warnings == ()


OFFERS = (
    "Already a subscriber?", "Become a member and support our work.", "Subscribe to our newsletter.",
    "Sign up for the morning letter.", "Support the paper with a gift.", "Déjà abonné ?", "¿Ya eres suscriptor?",
    "Abonnieren Sie unseren Newsletter.", "Join our community of readers.", "Log in to comment.",
    "Melden Sie sich an, um zu kommentieren.", "Подпишитесь на нашу рассылку.",
)  # fmt: skip


@pytest.mark.parametrize("line", OFFERS)
def test_an_offer_under_a_whole_article_is_no_witness(line: str) -> None:
    assert doubts(page(LONG + BOX.format(line=line))) == []
    assert doubts(page(PROSE + BOX.format(line=line))) == []


def test_an_offer_further_down_counts_where_the_text_breaks_off() -> None:
    footer = '<footer><p>About the paper</p></footer><div class="paywall"><p>Subscribe to continue reading.</p></div>'
    assert doubts(page(PROSE, footer)) == []
    broken = "<p>One of the skippers, who did not want to be named, told the office that he …</p>"
    assert doubts(page(PROSE + broken, footer)) == [Doubt.CLOSED]


@pytest.mark.parametrize("closed", [False, "False", "false", "http://schema.org/False"])
def test_what_the_page_says_of_itself(closed: object) -> None:
    assert doubts(page(PROSE, isAccessibleForFree=closed)) == [Doubt.CLOSED]
    assert doubts(page(LONG, isAccessibleForFree=closed)) == [], "sites say so of articles that they show whole"
    assert doubts(page(PROSE, isAccessibleForFree=closed, wordCount=64)) == []
    assert doubts(page(LONG, isAccessibleForFree=closed, wordCount="2000")) == [Doubt.CLOSED]
    assert doubts(page(PROSE, isAccessibleForFree=True)) == []


@pytest.mark.parametrize("selector", [".rest", "#rest", "div.rest"])
def test_a_part_that_is_closed_to_strangers_is_there_or_not(selector: str) -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": selector}
    said = {"isAccessibleForFree": False, "hasPart": part}
    held = '<div class="rest" id="rest">{}</div>'
    assert doubts(page(PROSE + held.format(PROSE.replace("The", "So the")), **said)) == []
    assert doubts(page(LONG + held.format(""), **said)) == [Doubt.CLOSED]
    assert doubts(page(LONG, **said)) == [], "the name is not on the page: it says nothing of this text"


def test_a_text_that_was_copied_with_the_offer_at_its_end() -> None:
    text = "Harbour lowers the fee\n\n" + "\n\n".join(SENTENCES)
    assert doubts(f"{text}\n\nSubscribe to read on.\n".encode(), "text/plain") == [Doubt.CLOSED]
    assert doubts(f"{text}\n\nSign in to continue reading.\n".encode(), "text/plain") == [Doubt.SIGN_IN]
    assert doubts(text.encode(), "text/plain") == []
