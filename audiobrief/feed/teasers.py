"""Tells pages that hold no article, or only its beginning, from short articles. Pure.

A listener cannot skim: a teaser, an error page or a consent wall that is spoken as an episode is found out only after
it was heard. Each kind needs evidence that good short articles do not give: what the page says of itself (JSON-LD), a
title that is nothing but an error's, sentences to the visitor in most of its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any

from audiobrief.model import Article, Reason, Role
from audiobrief.roles import HEADINGS, OWN_TEXT

SHORTEST_ARTICLE_WORDS = 40
"""Shorter than this is a teaser or an empty page, never an article."""
SHORT_WORDS = 150
"""Below this a page that says that it is closed, or whose title is an error's, is taken at its word."""
_TEASER_SHARE = 0.5  # of the words that the page says its article has
_WALL_SHARE = 0.5  # of a page's paragraphs
_TEXT = OWN_TEXT - HEADINGS
_LETTERS_A_WORD = 1.7
_WITHOUT_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
_TITLE_PIECE = re.compile(r"\s+[|–—·•-]\s+|\s*[|»]\s*")
_SITE_WORDS = 3
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$")


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_ERROR = _any_of(
    r"(?:error|fehler|erreur|errore|fel|błąd|hata|ошибка|http)?\s*(?:code )?(?:40[0-9]|410|429|451|50[0-4])\W*"
    r"(?:error|not found|forbidden|gone|page not found|bad gateway|service unavailable|fehler|erreur)?",
    r"(?:(?:sorry|oops|whoops)\W+)?(?:the |this |that )?(?:page|article|story)"
    r"(?: you (?:requested|were looking for))? "
    r"(?:was |is |could |can(?:no|')t |can )*(?:not )?(?:be )?(?:found|unavailable|missing|available)",
    r"(?:page|article) (?:no longer )?(?:not found|unavailable|not available)|nothing found|not found",
    r"access denied|forbidden|unauthori[sz]ed|bad gateway|gateway time-?out|service (?:temporarily )?unavailable",
    r"internal server error|temporarily unavailable|(?:down for |under |scheduled )maintenance|site maintenance",
    r"just a moment|attention required!?|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human",
    r"are you a (?:robot|human)|security check|captcha|please (?:wait|enable javascript)|enable javascript.*",
    r"(?:diese )?seite (?:wurde )?(?:leider )?nicht gefunden|seite nicht verfügbar|zugriff verweigert|wartungsarbeiten",
    r"page (?:introuvable|non trouvée|inexistante)|accès (?:refusé|interdit)|service indisponible|site en maintenance",
    r"(?:la )?página (?:no|não) (?:fue |foi |se ha )?encontrad[ao]|acceso denegado|acesso negado",
    r"(?:la )?pagina non (?:è stata )?trovata|accesso negato|pagina niet gevonden|toegang geweigerd",
    r"sid(?:an|en) (?:kunde inte hittas|hittades inte|blev ikke fundet|ble ikke funnet)|sivua ei löydy",
    r"(?:nie znaleziono strony|strona nie (?:została znaleziona|istnieje))|stránka (?:nenalezena|nebyla nalezena)",
    r"(?:страница не найдена|сторінку не знайдено|доступ (?:запрещ[её]н|заборонено))|sayfa bulunamadı",
    r"halaman tidak ditemukan|ページが見つかりません(?:でした)?|お探しのページは.*|페이지를 찾을 수 없습니다",
    r"(?:页面|頁面)(?:不存在|未找到|找不到|無法找到)|找不到(?:页面|頁面)|الصفحة غير موجودة|صفحه (?:پیدا|یافت) نشد",
)
_CONSENT = _any_of(
    r"\bwe (?:and our|use|value|need|ask)\b[^.]{0,60}(?:partners|cookies|privacy|consent)",
    r"(?:your|withdraw|give|manage)(?: your)? (?:consent|privacy (?:settings|choices)|cookie (?:settings|preferences))",
    r"(?:accept|reject|allow) (?:all|cookies)|(?:store|access)[^.]{0,30} information on (?:a|your) device",
    r"before you continue|personali[sz]ed (?:ads|advertising) and content",
    r"wir (?:und unsere|verwenden|benötigen|nutzen)\b[^.]{0,60}(?:partner|cookies|einwilligung|zustimmung)",
    r"(?:ihre|deine|ihrer|deiner|die) (?:einwilligung|zustimmung)|(?:alle|alles) (?:akzeptieren|ablehnen)",
    r"mit werbung (?:und tracking )?(?:weiter|lesen|nutzen)|informationen auf (?:einem|ihrem) (?:end)?gerät",
    r"nous (?:et nos|utilisons)\b[^.]{0,60}(?:partenaires|cookies)|votre consentement|(?:tout|continuer sans) accepter",
    r"(?:nosotros y nuestros|utilizamos|usamos)\b[^.]{0,60}(?:socios|cookies)|su consentimiento|aceptar todo",
    r"(?:noi e i nostri|utilizziamo|usiamo)\b[^.]{0,60}(?:partner|cookie)|il (?:tuo|suo) consenso|accetta(?:re)? tutt",
    r"(?:nós e (?:os )?nossos|utilizamos)\b[^.]{0,60}(?:parceiros|cookies)|seu consentimento|aceitar tudo",
    r"(?:wij|we) (?:en onze|gebruiken)\b[^.]{0,60}(?:partners|cookies)|(?:jouw|uw) toestemming|alles accepteren",
    r"vi (?:och våra|använder|og våre|bruker|og vores|bruger)\b[^.]{0,60}(?:partner|cookies|kakor|informasjonskapsler)",
    r"(?:my i nasi|używamy|korzystamy)\b[^.]{0,60}(?:partnerzy|cookie)|(?:twoja|twoją|państwa) zgod[aęy]",
    r"мы (?:и наши|используем)\b[^.]{0,60}(?:партн[её]ры|cookie|куки)|ваше согласие|принять все",
    r"クッキー(?:を使用|の使用)|(?:我们|我們)(?:和|及|与|使用)[^。]{0,30}(?:合作伙伴|合作夥伴|cookie)",
)
_CLOSED = _any_of(
    r"subscribe (?:now )?to (?:read|continue|unlock)|(?:continue|keep) reading\b[^.]{0,40}(?:subscri|sign|log|regist)",
    r"(?:this|the) (?:article|story|content) is (?:only )?(?:for|available to|reserved for)[^.]{0,30}(?:subscri|memb)",
    r"(?:already|become) an? (?:subscriber|member)|(?:log|sign) in to (?:read|continue)|you(?:'ve| have) reached your",
    r"(?:jetzt |um )?weiter ?(?:zu ?)?lesen (?:mit|für|im abo)|(?:nur|exklusiv) für (?:abonnenten|mitglieder)",
    r"réservé[es]* (?:à nos |aux )?abonnés|il vous reste [^.]{1,20} à lire|déjà abonné|abonnez-vous pour",
    r"(?:contenido|artículo) (?:exclusivo|solo) para|suscríbe(?:te|se) para|ya eres suscriptor",
    r"(?:conteúdo|exclusivo) para assinantes|assine para|(?:contenuto|articolo) riservato|abbonati per",
    r"(?:alleen|exclusief) voor abonnees|endast för prenumeranter|for abonnenter|dla prenumeratorów|для подписчиков",
    r"有料(?:会員|記事)|残り\s*[0-9,]+\s*文字|会员专享|會員專享|订阅后|訂閱後|구독자 전용",
)
_RETRACTED_TITLE = _any_of(
    r"\W*(?:retracted|article withdrawn|zurückgezogen|rétracté|article retiré|retractado)\s*[:\]\)–—-]",
    r"\W*(?:ritrattato|teruggetrokken|tilbagetrukket|tilbaketrukket|återkallad|wycofany|отозвано)\s*[:\]\)–—-]",
    r"[【\[(](?:撤稿|撤回|取り下げ|記事取り消し)",
)
_RETRACTED = _any_of(
    r"(?:this|the) (?:article|story|report|piece) (?:has been|was|is) (?:\w+ )?(?:retracted|withdrawn|taken down)",
    r"we (?:have |are )?(?:retract(?:ed|ing)?|withdr[ae]w[nig]*) (?:this|the) (?:article|story|report|piece)",
    r"(?:dieser|der) (?:artikel|beitrag|text) (?:wurde|ist)[^.]{0,30}(?:zurückgezogen|zurückgenommen|depubliziert)",
    r"cet article a été (?:retiré|rétracté|dépublié)|este artículo (?:ha sido|fue) (?:retirado|retractado)",
    r"questo articolo è stato (?:ritirato|ritrattato|rimosso)|este artigo foi (?:retirado|retratado|removido)",
    r"dit artikel is (?:ingetrokken|teruggetrokken|verwijderd)",
    r"(?:artikeln|artikkelen|artiklen) (?:har|er) [^.]{0,20}(?:dragits tillbaka|trukket tilbake|trukket tilbage)",
    r"(?:статья|материал) (?:был[аи]? )?(?:отозван|снят)[аы]?\b",
    r"この記事は(?:取り消|取り下げ|撤回)|本文已(?:被)?撤(?:回|稿)",
)


def words(article: Article) -> int:
    """Counts the words that are heard; for scripts without spaces, estimated from the letter count."""
    texts = [block.text for block in article.blocks if block.role in _TEXT]
    joined = sum(len(_WITHOUT_BLANKS.findall(text)) for text in texts)
    return sum(len(_WITHOUT_BLANKS.sub(" ", text).split()) for text in texts) + round(joined / _LETTERS_A_WORD)


class _Clues:
    """What tells an article from an error page, a wall or a teaser; ``said`` is the page's JSON-LD."""

    def __init__(self, article: Article, said: dict[str, Any]) -> None:
        self.article = article
        self.said = said
        self.blocks = [block for block in article.blocks if block.role in _TEXT]
        self.words = words(article)
        self.last = self.blocks[-1].text if self.blocks else ""
        self.is_short = self.words < SHORT_WORDS

    @property
    def has_title_of_error(self) -> bool:
        return any(_ERROR.fullmatch(title.strip(" .!?")) for title in _titles(self.article))

    @property
    def is_half_consent(self) -> bool:
        """Whether half of the paragraphs ask for consent."""
        walls = sum(_CONSENT.search(block.text) is not None for block in self.blocks)
        return 0 < walls >= len(self.blocks) * _WALL_SHARE

    @property
    def is_said_closed(self) -> bool:
        return str(self.said.get("isAccessibleForFree", "")).strip().lower().rpartition("/")[2] == "false"

    @property
    def is_less_than_said(self) -> bool:
        """Whether most of the words that the page says it has are missing; if it says none, whether it is short."""
        whole = _number(self.said.get("wordCount"))
        return self.words < whole * _TEASER_SHARE if whole else self.is_short

    @property
    def ends_at_paywall(self) -> bool:
        """Whether the last words ask for a subscription, or are cut off where something dropped did."""
        walls = (piece.text for piece in self.article.dropped if piece.reason is Reason.PAYWALL)
        is_cut_off = _CUT_OFF.search(self.last) is not None
        return _CLOSED.search(self.last) is not None or (is_cut_off and any(map(_CLOSED.search, walls)))


_CUT_SHORT = "the first {words} words of an article that is closed: a teaser, not an article"
_REASONS: tuple[tuple[Callable[[_Clues], bool], str], ...] = (
    (lambda c: c.is_short and c.has_title_of_error, "an error page, not an article"),
    (lambda c: c.is_half_consent, "a consent wall, not an article"),
    (lambda c: c.words < SHORTEST_ARTICLE_WORDS, "only {words} words: a teaser, not an article"),
    (lambda c: c.is_said_closed and c.is_less_than_said, _CUT_SHORT),
    (lambda c: not c.is_said_closed and c.is_short and c.ends_at_paywall, _CUT_SHORT),
)
"""Why a page is no article, as a fact for an error; the first that holds is told."""


def stub(article: Article, said: dict[str, Any]) -> str | None:
    """Says why a page is no article to be published, as a fact for an error; None for an article.

    ``said`` is what the page's JSON-LD says of its article (schema.org names), {} where it says nothing.
    """
    clues = _Clues(article, said)
    return next((fact.format(words=clues.words) for holds, fact in _REASONS if holds(clues)), None)


def retraction(article: Article) -> str | None:
    """Returns the words with which a page says that its article is retracted, or None.

    A notice counts, and the first words of the text itself; an article about a retraction has neither.
    """
    if _RETRACTED_TITLE.match(article.title):
        return article.title
    heard = (block for block in article.blocks if block.role in _TEXT | {Role.DEK, Role.LABEL})
    notices = (block for block in article.blocks if block.role in (Role.NOTICE, Role.FOOTNOTE))
    for block in (*islice(heard, 1), *notices):
        found = _RETRACTED.search(block.text[:400])
        if found is not None and (block.role in (Role.NOTICE, Role.LABEL) or found.start() < 100):
            return found[0]
    return None


def _titles(article: Article) -> list[str]:
    """Returns a title whole, and without a site's name beside it ("Page not found | The Ledger")."""
    pieces = [piece for piece in _TITLE_PIECE.split(article.title) if piece]
    pairs = (pieces, pieces[::-1]) if len(pieces) == 2 else ()
    return [article.title, *(title for title, site in pairs if len(site.split()) <= _SITE_WORDS)]


def _number(value: object) -> int:
    text = str(value).strip()
    return int(text) if text.isdecimal() and len(text) < 7 else 0
