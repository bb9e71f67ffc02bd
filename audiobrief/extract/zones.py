"""What class names, ids, tags and roles say about a part of a page: word tables in the languages of web developers.

A name is cut into words ("article__shareBar" -> article, share, bar). A word alone proves nothing: the zones it gives
are voided where the part holds the article itself (:mod:`audiobrief.extract.region`).
"""

# ruff: noqa: E501
from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, TypeVar

from audiobrief.roles import Reason, Role

_ZONE_WORDS: tuple[tuple[Reason, str], ...] = (
    (
        Reason.COMMENTS,
        "comment comments disqus livefyre comentarios kommentare commentaires commentlist respond kommentar coral fyre "
        "usercomments commentbox komentarze forum-comments commenting",
    ),
    (
        Reason.SHARE,
        "share sharing shares sharebar sharedaddy addthis addtoany sharethis social socials socialbar socialmedia share-bar "
        "shareicons sharelinks socialshare socialicons sharetools sharebuttons share-tools teilen partage compartir",
    ),
    (
        Reason.PROMOTION,
        "newsletter newsletters subscribe subscription signup promo promos promotion promotional donate donation "
        "donations cta optin mailchimp mailinglist appdownload subscribebox followus newsletterbox abo abobox "
        "pushnotification membership fundraising shop shopping affiliate promobox",
    ),
    (
        Reason.ADVERTISEMENT,
        "ad ads advert adverts advertisement advertising adslot adunit adwrapper adcontainer dfp gpt sponsor sponsored "
        "adsense adbox banner banners werbung anzeige publicidad publicite pubblicita reklama reklam adhesion "
        "billboard leaderboard mpu adblock admanager advertise skyscraper",
    ),
    (
        Reason.RELATED,
        "related relateds recommended recommendation recommendations recommends recirc recirculation readmore teaser "
        "teasers trending popular mostread mostpopular mostviewed outbrain taboola trc revcontent zergnet similar "
        "suggested morestories morenews relatedposts relatedarticles yarpp jp-relatedposts crosslinks "
        "seealso alsoread nextarticle prevnext postnav linkbox relacionadas relacionados correlati "
        "connexe connexes headlines rail carousel latest upnext onward tout readnext playlist nativo",
    ),
    (
        Reason.NAVIGATION,
        "nav navbar navigation menu submenu breadcrumb breadcrumbs sidebar toolbar pagination pager paginator tags taglist "
        "tagcloud taxonomy topics skiplink skip masthead navi brotkrumen categories keywords hashtags topnav "
        "sidenav megamenu offcanvas toc subnav sitenav tagline-links drawer flyout postnavigation",
    ),
    (Reason.FOOTER, "footer colophon copyright sitefooter pagefooter impressum disclaimer-footer footers legal-footer"),
    (Reason.CONSENT, "cookie cookies consent gdpr cookiebar cmp onetrust cookiebanner privacybanner"),
    (Reason.PROFILE, "bio authorbio authorbox aboutauthor authorinfo biography author-bio author-box about-author"),
    (Reason.PLAYER, "player jwplayer videojs audioplayer videoplayer mediaplayer vjs plyr jw"),
    (Reason.FORM, "search searchbox searchform login signin logon poll polls quiz form contactform register"),
    (
        Reason.WIDGET,
        "weather stocks ticker stockticker tooltip modal popup lightbox overlay dropdown notification toast dialog popover",
    ),
    (Reason.METADATA, "timestamp readingtime readtime wordcount pageviews postmeta entrymeta articlemeta metadata"),
)
_WEAK_WORDS: tuple[tuple[Reason, str], ...] = (
    # these name parts of articles as often as parts beside them: only short or linked text in them is dropped
    (Reason.METADATA, "meta info date time byline author authors published infobar details"),
    (Reason.WIDGET, "widget aside module box"),
    (Reason.RELATED, "more list items links river feed cards card stream collection grid also tease"),
    (Reason.PROMOTION, "follow app download subscribe button buttons"),
    (Reason.NAVIGATION, "header top category section tag topic site"),
    (Reason.FOOTER, "bottom"),
    (Reason.PAYWALL, "paywall regwall paygate piano premium"),
)
_HINT_WORDS: tuple[tuple[Role, str], ...] = (
    (
        Role.CAPTION,
        "caption figcaption legend captions bildunterschrift bildunterzeile legende didascalia imagecaption photocaption bildtext "
        "imgcaption piedefoto mediacaption captiontext bu",
    ),
    (
        Role.CREDIT,
        "credit credits photocredit imagecredit copyrightholder photographer bildnachweis bildquelle "
        "imagesource credit-line rightsholder fotograf photog",
    ),
    (
        Role.KICKER,
        "kicker eyebrow overline rubric rubrik dachzeile topline spitzmarke antetitulo cintillo occhiello preheadline "
        "pretitle overtitle slug hashtag-title roofline",
    ),
    (
        Role.DEK,
        "dek deck standfirst subtitle subheadline subhead subheading subheader sottotitolo bajada entradilla chapo vorspann teasertext sommario "
        "abstract lede excerpt summary ingress manchet perex tagline strapline synopsis lead leadtext subtitulo sapo intro "
        "introtext introduction teaser-text underrubrik description desc descripcion",
    ),
    (
        Role.BYLINE,
        "byline bylines author authors autor autoren auteur autore writer contributor contributors firma reporter redacteur "
        "authorname verfasser penname journalist",
    ),
    (
        Role.DATE,
        "date dateline-date timestamp pubdate datetime published publishdate postdate datum datepublished updated time publication-date "
        "fecha data-hora publishing lastupdated",
    ),
    (Role.LABEL, "label flag badge opinionlabel disclosure sponsor-label"),
    (Role.QUOTE, "pullquote quotebox blockquote pull-quote zitat"),
    (
        Role.NOTICE,
        "correction corrections clarification editorsnote editornote disclaimer notice korrektur richtigstellung",
    ),
    (Role.FOOTNOTE, "footnote footnotes endnote endnotes fussnote references"),
)
_BODY_NAMES = re.compile(
    r"article[-_]?(?:body|text|content|copy|detail|main|inner)|(?:entry|post|story|news|body|page|td-post|single|main|text|detail)[-_]?"
    r"(?:content|body|text|copy|entry)(?![a-z])|storytext|articlebody|articletext|bodycopy|body-?text|article__(?:body|content|text)|"
    r"rich-?text|wysiwyg|field-name-body|caas-body|cuerpo|contenido|corps|texte|artikeltext|haupttext|fliesstext",
    re.IGNORECASE,
)
_Value = TypeVar("_Value", Reason, Role)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CUT = re.compile(r"[^a-z0-9]+")
_NEGATED = frozenset(
    {
        "no",
        "has",
        "is",
        "with",
        "without",
        "js",
        "not",
        "hide",
        "hidden",
        "show",
        "mb",
        "mt",
        "pb",
        "pt",
        "col",
        "grid",
        "flex",
    }
)


class Names(NamedTuple):
    """What the names of an element say."""

    zone: Reason | None = None
    weak: Reason | None = None
    hint: Role | None = None
    is_pull: bool = False
    is_body: bool = False
    is_figure: bool = False
    is_lead: bool = False
    """Named as an opening, which may be the first paragraph as well as a dek."""
    is_hidden: bool = False
    """Hidden by the usual class names of style sheets, or meant for screen readers alone."""


def _table(rows: tuple[tuple[_Value, str], ...]) -> dict[str, _Value]:
    return {word: value for value, words in rows for word in words.split()}


_ZONES = _table(_ZONE_WORDS)
_WEAK = _table(_WEAK_WORDS)
_HINTS = _table(_HINT_WORDS)
_LEADS = frozenset(
    {"lead", "lede", "leadtext", "intro", "introtext", "introduction", "ingress", "sapo", "description", "desc"}
)
_HIDDEN = frozenset(
    "hidden hide d-none is-hidden u-hidden visually-hidden visuallyhidden sr-only screen-reader-text screen-reader "
    "screenreader-only offscreen off-screen a11y-hidden aural print-only only-print show-for-print noprint "
    "visible-print visually-hidden-focusable u-visually-hidden".split()
)
_FIGURE = frozenset(
    "figure image photo picture img media gallery slideshow wp-caption bild foto imagebox photobox slider slideshow carousel".split()
)


@lru_cache(maxsize=20_000)
def read_names(names: str) -> Names:
    """The evidence in a class attribute, an id or both joined by a blank."""
    zone: Reason | None = None
    weak: Reason | None = None
    hint: Role | None = None
    is_pull = is_figure = is_hidden = is_lead = False
    for name in names.split()[:40]:
        if len(name) > 80:
            continue
        lowered = _CAMEL.sub("-", name).lower()
        words = [word for word in _CUT.split(lowered) if word]
        if not words or (words[0] in _NEGATED and len(words) > 1):
            continue
        pair = "".join(words)
        for word in (pair, *words):
            if "embed" not in words:
                zone = zone or _ZONES.get(word)
            weak = weak or _WEAK.get(word)
            hint = hint or _HINTS.get(word)
        is_lead = is_lead or not _LEADS.isdisjoint(words)
        is_hidden = is_hidden or lowered in _HIDDEN
        is_pull = is_pull or "pullquote" in pair or "pullout" in pair
        is_figure = is_figure or not _FIGURE.isdisjoint(words)
    return Names(zone, weak, hint, is_pull, _BODY_NAMES.search(names) is not None, is_figure, is_lead, is_hidden)
