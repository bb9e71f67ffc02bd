"""MHTML and mails: the HTML part of a MIME message, decoded, else its text.

Of an archive only its address counts: its date is that of the saving, its sender the browser. A mail's subject, sender
and date are what it says of itself, so they are witnesses; not those of who forwarded it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from itertools import islice

from lxml.html import HtmlElement

from audiobrief.errors import NothingToRead
from audiobrief.extract.encoding import decode
from audiobrief.extract.facts.bylines import is_person
from audiobrief.extract.html.tree import parse
from audiobrief.extract.saved.document import Facts, state, written
from audiobrief.extract.text.headers import Header, read_header
from audiobrief.model import Page

_SAVED_BY = re.compile(r"\s*[\"<]?\s*saved by\b", re.I)
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|vs|doorst|i)\s*:", re.I)
_LEAVING = re.compile(r"unsubscri|opt-?out|abmeld|abbestell|desinscri|d%C3%A9sinscri|desabonn|darse-?de-?baja", re.I)
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_FACT_LINES = ("From", "Subject", "Date", "Sent")
_SMALL_FOOTER = 400  # characters
_PROSE = re.compile(r"(?:[^\s|]+ ){7,}[^\s|]+[.!?…](?:\s|$)")


def opened(body: bytes, subject: str) -> Page:
    """Returns the page that an archive or a mail holds. Raises NothingToRead when it holds attachments only."""
    try:
        message = message_from_bytes(body, policy=compat32)
        parts = list(_shown(message))
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise NothingToRead(subject, "it is a damaged mail or archive", "Save it again and give that") from error
    if not parts:
        raise _nothing(message, subject)
    mail, part = next((pair for pair in parts if pair[1].get_content_type() in _HTML), parts[0])
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    kind = f"{part.get_content_type()}; charset={part.get_content_charset('')}"
    address = _address(message, part)
    if address is not None:
        return Page(address, raw, kind)
    return _mail(mail, decode(raw, kind), part.get_content_type() in _HTML)


def _shown(message: Message) -> Iterator[tuple[Message, Message]]:
    """Yields the parts that are shown, the root of an archive first, each with the mail it belongs to."""
    root = str(message.get_param("start") or "")
    mail = message
    found = []
    for part in message.walk():
        if part.is_multipart() and part.get_content_type() == "message/rfc822":
            mail = next(islice(part.walk(), 1, None), part)
        elif not part.is_multipart() and _is_text(part):
            found.append((mail, part))
    yield from sorted(found, key=lambda pair: root not in ("", pair[1].get("Content-ID", "")))


def _is_text(part: Message) -> bool:
    is_text = part.get_content_type() in _HTML or part.get_content_type() == "text/plain"
    return is_text and part.get_content_disposition() != "attachment"


def _address(message: Message, part: Message) -> str | None:
    """Returns where an archived page came from, "" where it does not say; None for a mail."""
    said = [str(message.get("Snapshot-Content-Location") or ""), str(part.get("Content-Location") or "")]
    web = next((one.strip() for one in said if re.match(r"\s*https?://", one)), "")
    if web or any(said) or _SAVED_BY.match(str(message.get("From") or "")):
        return re.sub(r"\s+", "", web)
    return None


def _mail(mail: Message, source: str, is_html: bool) -> Page:
    """Returns a mail's page: its text under its header, or its HTML with what the header says."""
    lines = [f"{name}: {' '.join(str(mail[name]).split())}" for name in _FACT_LINES if mail[name]]
    if not is_html:
        return Page("", "\n".join([*lines, "", source]).encode("utf-8", "replace"), "text/plain; charset=utf-8")
    header, _ = read_header("\n".join([*lines, "", ""]))
    is_forwarded = _FORWARDED.match(str(mail.get("Subject") or "")) is not None
    tree = parse(source)
    if tree is None:
        return Page("", source.encode("utf-8", "replace"))
    _mark_footer(tree, str(mail.get("List-Unsubscribe") or ""))
    state(tree, _facts(header, is_forwarded=is_forwarded))
    return written(tree)


def _facts(header: Header, *, is_forwarded: bool) -> Facts:
    """Returns what a mail's header witnesses, as meta elements name it."""
    if is_forwarded:
        return {"og:title": [header.title]}
    sender = next(iter(header.authors), "")
    name = "author" if is_person(sender) else "og:site_name"
    return {"og:title": [header.title], name: [sender], "article:published_time": [header.published or ""]}


_MOST_FOOTERS = 6
"""Links to leave by that a mail has at its top and its end; all the text around each is read."""


def _mark_footer(tree: HtmlElement, leaving: str) -> None:
    """Marks the footer of a newsletter as one: the small part around the link by which one leaves it."""
    most = len(_words(tree)) // 3
    links = [link for link in tree.iter("a") if _leaves((link.get("href") or "").strip(), leaving)]
    near = links if len(links) <= _MOST_FOOTERS else [links[0], *links[1 - _MOST_FOOTERS :]]
    for link in near:
        _footer(link, most).set("role", "contentinfo")


def _leaves(href: str, leaving: str) -> bool:
    return bool(href) and (href in leaving or _LEAVING.search(href) is not None)


def _footer(link: HtmlElement, most: int) -> HtmlElement:
    """Climbs from a link to the largest part around it that adds no prose to a small box."""
    part = link
    for outer in link.iterancestors():
        text = _words(outer)
        is_small = len(text) <= _SMALL_FOOTER or not _PROSE.search(text.replace(_words(part), " | ", 1))
        if len(text) > most or outer.tag == "body" or not is_small:
            break
        part = outer
    return part


def _words(element: HtmlElement) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


def _nothing(message: Message, subject: str) -> NothingToRead:
    names = [name for part in message.walk() if (name := part.get_filename())]
    if names:
        fact = f"it is a mail without text, with {len(names)} attachment{'s' * (len(names) != 1)}"
        return NothingToRead(subject, fact, f"Save the attachment and give that: {names[0][:80]}")
    return NothingToRead(subject, "it is a mail or an archive without a page in it", "Save the page again")
