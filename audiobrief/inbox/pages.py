"""What a browser shows of the inbox: plain pages in English, as the program's own messages are, without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from urllib.parse import urlencode

from lxml import html
from lxml.html import builder as tag

from audiobrief import publish
from audiobrief.inbox.queue import DONE, FAILED, QUEUED, SPEAKING, Sent
from audiobrief.publish import clean

PLACE = "/articles"
_WORDS = {QUEUED: "Waits to be spoken.", SPEAKING: "Is being spoken.", DONE: "In the feed.", FAILED: "Not in the feed."}
_STYLE = """
label { display: block; font-weight: bold; margin-block: 1rem 0.25rem; }
input, textarea { background: var(--ground); border: 2px solid var(--line); border-radius: 0.4rem; color: var(--ink);
  font: inherit; min-height: 44px; padding: 0.25rem 0.75rem; width: 100%; }
.trouble { border: 2px solid var(--line); border-inline-start-width: 0.6rem; padding: 0.5rem 1rem; }
form button { margin-block: 1rem; }
"""


def style() -> bytes:
    """Returns the style of the feed's pages, and of forms."""
    return (files(publish) / "static" / "style.css").read_bytes() + _STYLE.encode()


def icon() -> bytes:
    """Returns the program's icon."""
    return (files(publish) / "static" / "icon.svg").read_bytes()


def manifest() -> bytes:
    """Returns what makes a phone offer the inbox where things are shared (W3C manifest, share_target)."""
    fields = {name: name for name in ("title", "text", "url")}
    facts = {
        "name": "audiobrief: send an article",
        "short_name": "audiobrief",
        "start_url": PLACE,
        "scope": PLACE,
        "display": "minimal-ui",
        "icons": [{"src": f"{PLACE}/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
        "share_target": {"action": PLACE, "method": "GET", "params": fields},
    }
    return json.dumps(facts).encode()


def sign_in(fields: Mapping[str, str], trouble: str = "") -> bytes:
    """Returns the page that asks for the token; ``fields`` is what is to be sent then."""
    form = tag.FORM(
        tag.LABEL("Token", **{"for": "token"}),
        tag.INPUT(id="token", name="token", type="password", autocomplete="current-password", required="required"),
        tag.INPUT(type="hidden", name="then", value=urlencode(fields)),
        tag.P("audiobrief serve --inbox showed it once; --new-token makes another.", **{"class": "facts"}),
        tag.BUTTON("Sign in", type="submit"),
        method="post",
        action=f"{PLACE}/sign-in",
    )
    return _page("Sign in", tag.H1("Sign in to send articles"), *_trouble(trouble), form)


def inbox(fields: Mapping[str, str], sent: Sequence[Sent] | None, own_address: str, trouble: str = "") -> bytes:
    """Returns the page with the form, the last articles (None: no word of them) and how to send from elsewhere."""
    rows = [*map(_row, sent or ())]
    listed = tag.UL(*rows, **{"class": "episodes"}) if rows else tag.P("Nothing was sent yet.")
    return _page(
        "Send an article",
        tag.H1("Send an article"),
        *_trouble(trouble),
        _form(fields),
        *([tag.H2("Sent last"), listed] if sent is not None else []),
        tag.P(tag.A("Look again", href=PLACE)),
        tag.H2("From elsewhere"),
        tag.P(
            "Keep this link as a bookmark; on any page, it opens this form with the page's address: ",
            tag.A("Speak this page", href=_bookmarklet(own_address)),
        ),
        tag.P("On Android, add this page to the home screen to find it where pages are shared (needs https)."),
    )


def article(sent: Sent) -> bytes:
    """Returns the page of one article."""
    return _page(
        clean.line(sent.title),
        tag.H1(clean.line(sent.title)),
        tag.P(*_state(sent), role="status"),
        tag.P(tag.A("Look again", href=f"{PLACE}/{sent.id}")),
        tag.P(tag.A("All articles, and the form", href=PLACE)),
    )


def _form(fields: Mapping[str, str]) -> html.HtmlElement:
    given = {name: clean.text(fields.get(name, "")) for name in ("url", "title", "text")}
    address = {"value": given["url"]} if given["url"] else {}
    title = {"value": given["title"]} if given["title"] else {}
    return tag.FORM(
        tag.LABEL("Address of an article", **{"for": "url"}),
        tag.INPUT(id="url", name="url", type="url", inputmode="url", placeholder="https://", **address),
        tag.LABEL("Or its text", **{"for": "text"}),
        tag.TEXTAREA(given["text"], id="text", name="text", rows="4"),
        tag.LABEL("Or a saved page or text", **{"for": "file"}),
        tag.INPUT(id="file", name="file", type="file", accept=".html,.htm,.txt,.md,text/html,text/plain"),
        tag.LABEL("Title, where it has none of its own", **{"for": "title"}),
        tag.INPUT(id="title", name="title", **title),
        tag.BUTTON("Send", type="submit"),
        method="post",
        action=PLACE,
        enctype="multipart/form-data",
    )


def _row(sent: Sent) -> html.HtmlElement:
    title = tag.P(tag.A(clean.line(sent.title), href=f"{PLACE}/{sent.id}"))
    return tag.LI(tag.DIV(title, tag.P(*_state(sent), **{"class": "facts"})))


def _state(sent: Sent) -> list[str | html.HtmlElement]:
    words: list[str | html.HtmlElement] = [_WORDS[sent.status]]
    if sent.reason:
        words.append(f" {clean.line(sent.reason)}")
    if sent.slug:
        words += [" ", tag.A("Listen", href=f"/episodes/{sent.slug}/")]
    return words


def _bookmarklet(own_address: str) -> str:
    target = json.dumps(f"{own_address}{PLACE}?url=")
    title = "'&title='+encodeURIComponent(document.title)"
    return f"javascript:void(open({target}+encodeURIComponent(location.href)+{title}))"


def _trouble(line: str) -> list[html.HtmlElement]:
    return [tag.P(clean.line(line), role="alert", **{"class": "trouble"})] if line else []


def _page(title: str, *content: html.HtmlElement) -> bytes:
    page = tag.HTML(
        tag.HEAD(
            tag.META(charset="utf-8"),
            tag.META(name="viewport", content="width=device-width, initial-scale=1"),
            tag.TITLE(f"{title} - audiobrief"),
            tag.LINK(rel="stylesheet", href=f"{PLACE}/style.css"),
            tag.LINK(rel="icon", href=f"{PLACE}/icon.svg", type="image/svg+xml"),
            tag.LINK(rel="manifest", href=f"{PLACE}/manifest.webmanifest"),
        ),
        tag.BODY(tag.MAIN(*content)),
        lang="en",
    )
    text: bytes = html.tostring(page, doctype="<!doctype html>", encoding="utf-8")
    return text
