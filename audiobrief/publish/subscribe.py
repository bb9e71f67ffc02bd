"""How a listener subscribes from a feed's page: the apps that open it, the address to copy, a code for a phone.

An app that takes the address without its scheme asks for ``http://``; a server is to send such a request on
(docs/hosting.md). A private address must go neither there nor through a web site: ``serve`` leaves out such links.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from lxml import etree, html
from lxml.html import builder as tag

from audiobrief import qr_code
from audiobrief.model import Feed
from audiobrief.publish import clean
from audiobrief.publish.page_words import Words
from audiobrief.publish.player_bar import E


class App(NamedTuple):
    """A podcast app and the link that opens a feed in it."""

    name: str
    link: str
    """``{address}`` is the feed's, ``{bare}`` the same without its scheme, ``{title}`` the feed's title."""
    source: str
    """Who says so."""

    @property
    def keeps_a_secret(self) -> bool:
        """Whether the address goes to the app alone, and whole."""
        return "{address}" in self.link and not self.link.startswith("http")


APPS = (
    App("Apple Podcasts", "podcast://{bare}", "the custom of publishers' pages; Apple documents none"),
    App(
        "AntennaPod",
        "https://antennapod.org/deeplink/subscribe?url={address}&title={title}",
        "antennapod.org, Documentation, Podcasters & hosters",
    ),
    App("Overcast", "overcast://x-callback-url/add?url={address}", "overcast.fm/podcasterinfo"),
    App("Pocket Casts", "pktc://subscribe/{bare}", "its source: AppDelegate+UrlHandling.swift, DeepLinkFactoryTest.kt"),
    App("gPodder", "feed://{bare}", "its gpodder-url-handler.desktop, util.normalize_feed_url"),
)
"""The rows of the table in docs/outputs.md, in the order of the page."""

_AS_IT_IS = ":/,;=@!$'()*~"
"""Marks that mean nothing in another address's query: what they are part of stays to be found there by ``serve``."""


def section(feed: Feed, say: Words) -> html.HtmlElement:
    """Returns the part of the page; without apps and code where nobody serves the feed."""
    address = clean.web_address(feed.feed_url)
    shown = tag.A(address or "feed.xml", href="feed.xml", id="address", **{"class": "address"})
    ways = tag.DIV(
        *(_apps(feed, address, say) if address else ()),
        tag.P(say("subscribe_how"), " ", shown),
        *([_copy(say)] if address else []),
    )
    return E.section(
        tag.H2(say("subscribe"), id="subscribe-title"),
        tag.DIV(ways, *([_code(feed, say)] if address else []), **{"class": "ways"}),
        id="subscribe",
        **{"aria-labelledby": "subscribe-title"},
    )


def _apps(feed: Feed, address: str, say: Words) -> list[html.HtmlElement]:
    facts = {"address": quote(address, safe=_AS_IT_IS), "bare": address.partition("://")[2], "title": quote(feed.title)}
    rows = [
        tag.LI(
            tag.A(app.name, href=app.link.format(**facts), **{"class": "button"}),
            **({} if app.keeps_a_secret else {"data-open": ""}),
        )
        for app in APPS
    ]
    return [tag.P(say("apps"), id="apps"), tag.UL(*rows, **{"class": "row", "aria-labelledby": "apps"})]


def _copy(say: Words) -> html.HtmlElement:
    """What feed.js serves."""
    return tag.P(
        tag.BUTTON(say("copy"), type="button", id="copy"),
        E.output(id="copied", **{"data-copied": say.table["copied"]}),
        id="copying",
        hidden="hidden",
        **{"class": "row"},
    )


def _code(feed: Feed, say: Words) -> html.HtmlElement:
    """The code names this page, not the feed: a phone's browser can show the page, and the page opens the app."""
    drawn = etree.fromstring(qr_code.drawing(feed.base_url + "/"), html.xhtml_parser)
    return E.figure(tag.DIV(drawn, role="img", **{"aria-label": say("qr")}), E.figcaption(say("qr_how")))
