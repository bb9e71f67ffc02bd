"""What is in a request that sends an article: JSON, a form, a page or a text, and the article in it."""

from __future__ import annotations

import email.policy
import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from audiobrief.errors import UNREADABLE, AudiobriefError, UsageError
from audiobrief.fetch.address import refusal
from audiobrief.fetch.source import without_password
from audiobrief.identity import normal_address

FIELDS = ("url", "html", "text", "title", "file")
_LONGEST_URL = 4_000
_LONGEST_TITLE = 300
_TITLE, _HEAD = re.compile(r"<title[^>]*>([^<]+)", re.IGNORECASE), 20_000
_ADDRESS = re.compile(r"https?://\S+")
_MOST_WORDS_ABOUT_A_LINK = 40
"""What apps send along with a link that is shared."""


class Unsupported(AudiobriefError):
    """A request body of a form that is not read."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One article to be spoken."""

    id: str
    title: str
    """What to call it until it was read."""
    url: str = ""
    suffix: str = ""
    body: bytes = b""
    """Of a page or text; its file's suffix tells which."""


def fields_of(content_type: str, body: bytes) -> dict[str, str]:
    """Returns the fields of a request, whatever form it has.

    Raises :class:`Unsupported` for one that is not read and :class:`UsageError` for one that is damaged.
    """
    kind, _, more = content_type.partition(";")
    kind = kind.strip().lower()
    if kind == "application/json":
        return _json(body)
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode("utf-8", "replace")))
    if kind == "multipart/form-data":
        return _form(content_type, body)
    if kind in ("text/html", "application/xhtml+xml"):
        return {"html": _decoded(body, more)}
    if kind in ("text/plain", "text/markdown"):
        return {"text": _decoded(body, more)}
    fact = f"a body of type {kind or 'nothing'} is not read"
    raise Unsupported("article", fact, "Send JSON, a form, text/html or text/plain")


def shared(fields: Mapping[str, str]) -> dict[str, str]:
    """Finds the address in what an app shares: many put it into the text."""
    text = fields.get("text", "")
    found = _ADDRESS.search(text)
    if fields.get("url") or found is None or len(text.split()) > _MOST_WORDS_ABOUT_A_LINK:
        return dict(fields)
    return {"title": fields.get("title", ""), "url": found[0]}


def _json(body: bytes) -> dict[str, str]:
    try:
        fields = json.loads(body)
    except UNREADABLE as error:
        raise UsageError("article", f"this is no JSON ({error})", 'Send {"url": "https://..."}') from error
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise UsageError("article", "this JSON is no object of texts", 'Send {"url": "https://news.example/article"}')
    return fields


def _form(content_type: str, body: bytes) -> dict[str, str]:
    """Reads the parts of a form; the standard library reads them as those of a mail."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(EmailMessage, policy=email.policy.HTTP).parsebytes(head + body)
    fields: dict[str, str] = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            text = _decoded(content, f"charset={part.get_content_charset('utf-8')}")
            is_page = part.get_content_type() in ("text/html", "application/xhtml+xml")
            fields[("html" if is_page else "text") if name == "file" and text.strip() else name] = text
    return fields


def _decoded(body: bytes, parameters: str) -> str:
    found = re.search(r"charset=\"?([\w.:-]+)", parameters, re.IGNORECASE)
    try:
        return body.decode(found[1] if found else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def letter(fields: Mapping[str, str], *, allow_private: bool = False) -> Letter:
    """Returns the article in the fields of a request. Raises :class:`UsageError` for what cannot be meant."""
    fields = {name: value.strip() for name, value in fields.items() if value.strip()}
    _expect_one(fields)
    title = " ".join(fields.get("title", "").split())[:_LONGEST_TITLE]
    if "url" in fields:
        return _linked(fields["url"], title, allow_private=allow_private)
    if "html" in fields:
        page = fields["html"]
        found = _TITLE.search(page[:_HEAD])
        title = title or (" ".join(html.unescape(found[1]).split())[:_LONGEST_TITLE] if found else "") or "A page"
        return Letter(_identified(f"html:{page}"), title, suffix=".html", body=_marked(page))
    text = f"{title}\n\n{fields['text']}" if title else fields["text"]
    return Letter(_identified(f"text:{text}"), title or text.split("\n")[0][:80], suffix=".txt", body=_marked(text))


def _expect_one(fields: Mapping[str, str]) -> None:
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise UsageError("article", f"unknown field {unknown[0]!r}", "Known are url, html, text and title")
    given = [name for name in ("url", "html", "text") if name in fields]
    if len(given) != 1:
        fact = f"{' and '.join(given)} were sent at once" if given else "there is nothing in it"
        raise UsageError("article", fact, "Send one of url, html and text")


def _identified(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _marked(text: str) -> bytes:
    """Encodes a text with a mark that no declaration in a page can contradict."""
    return text.encode("utf-8-sig", "replace")


def _linked(url: str, title: str, *, allow_private: bool) -> Letter:
    address = normal_address(url) if len(url) <= _LONGEST_URL else None
    if address is None:
        raise UsageError(url[:200], "is no address of the web", "Send one that begins with https://")
    host = urlsplit(url).hostname or ""
    try:
        kind = refusal(ip_address(host))
    except ValueError:
        kind = "loopback" if host == "localhost" else None
    if kind and not allow_private:
        fact = f"is in no public network ({kind})"
        raise UsageError(without_password(url), fact, "Set allow_private in audiobrief.toml if it is yours")
    return Letter(_identified(f"url:{address}"), title or without_password(url), url=url)
