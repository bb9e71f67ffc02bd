"""Source -> Page: what the owner typed (an address, a file, ``-``) or what content names (an address, guarded)."""

from __future__ import annotations

import codecs
import errno
import itertools
import re
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from audiobrief.errors import FetchError, NothingToRead
from audiobrief.fetch.credentials import NONE, Credentials
from audiobrief.fetch.limits import too_large
from audiobrief.inputs import (
    FEED_LIMIT_BYTES,
    LIMIT_BYTES,
    OPENED,
    OPENED_LIMIT_BYTES,
    Input,
    form_of,
    may_be_packed,
    without_data,
)
from audiobrief.model import Page
from audiobrief.text.near import meant

if TYPE_CHECKING:
    from audiobrief.fetch.download import Answer

_SUFFIX_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".json": "application/json",
}
_TEXT_TYPES = re.compile(r"text/(?!calendar|css|javascript)|application/([\w.-]+\+)?(xml|json|xhtml)\b")
_VAGUE_TYPES = ("", "application/octet-stream", "binary/octet-stream", "application/x-download", "unknown/unknown")
_TYPE_NAMES = {"image": "an image", "audio": "a sound file", "video": "a film", "font": "a font"}
_STATUS_REMEDIES = {
    401: ("asks for a login (401)", "Open it in a browser, save the page and give the file"),
    402: ("asks for payment (402)", "Open it in a browser, save the page and give the file"),
    403: ("refuses to show it (403)", "Open it in a browser, save the page and give the file"),
    404: ("there is no such page (404)", "Check the address"),
    410: ("the page was removed for good (410)", "Choose another page"),
    429: ("the server asks for fewer requests (429)", "Try again later"),
    451: ("is withheld for legal reasons (451)", "Choose another page"),
}
_BINARY_REMEDY = "Give a web page, a text, a mail, a book or a document"
_STEP_BYTES = 1_000_000
_MARKUP = re.compile(rb"<(!doctype\s+html|html|head|body|article|main|div|p|h[1-6]|meta|title|section)\b", re.I)


def read_source(
    source: str,
    *,
    stdin: BinaryIO | None = None,
    limit_bytes: int = LIMIT_BYTES,
    allow_private: bool = False,
) -> Page:
    """Brings what the owner typed: an http(s) address, the path of a file, or ``-`` for standard input.

    A page from a file or from standard input has no ``url`` (a local path is private); its type comes from the
    file's suffix, else from its first bytes. ``allow_private`` lets redirects lead into private networks too.
    Raises :class:`FetchError` when it cannot be brought and :class:`NothingToRead` when it is not text.
    """
    if source == "-":
        return _from_stdin(stdin if stdin is not None else sys.stdin.buffer, limit_bytes)
    if re.match(r"https?://", source, re.IGNORECASE):
        return _from_web(source, limit_bytes, typed_by_owner=True, allow_private=allow_private)
    if re.match(r"[a-z][a-z0-9+.-]+://", source, re.IGNORECASE):
        raise FetchError(source[:200], "is not a web address", "Give an address that begins with https://")
    return _from_file(source, limit_bytes)


def fetch_from_content(
    url: str, *, limit_bytes: int = LIMIT_BYTES, allow_private: bool = False, known_by: Credentials = NONE
) -> Page:
    """Brings an address that a page or a feed named: http(s) only, through the guard at every hop.

    Raises :class:`FetchError` and :class:`NothingToRead`.
    """
    return _from_web(url, limit_bytes, typed_by_owner=False, allow_private=allow_private, known_by=known_by)


def sniffed_type(body: bytes) -> str:
    """Tells ``text/html`` from ``text/plain`` by the bytes alone."""
    head = body[:4096].removeprefix(codecs.BOM_UTF8)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.replace(b"\0", b"")
    return "text/html" if _MARKUP.search(head) else "text/plain"


def _from_web(
    url: str, limit_bytes: int, *, typed_by_owner: bool, allow_private: bool, known_by: Credentials = NONE
) -> Page:
    from audiobrief.fetch import download

    answer = download.get(
        url, limit_bytes=limit_bytes, typed_by_owner=typed_by_owner, allow_private=allow_private, known_by=known_by
    )
    subject = download.shown(url)
    if answer.status != 200:
        raise status_error(subject, answer.status)
    return page_of(answer, subject)


def page_of(answer: Answer, subject: str) -> Page:
    """Returns the page in a good answer. Raises :class:`NothingToRead` when it is not text."""
    kind = answer.content_type.partition(";")[0].strip().lower()
    if (packed := _packed_feed(answer.body)) is not None:
        return Page(without_password(answer.url), packed, "application/xml")
    if kind in _VAGUE_TYPES or any(kind in form.media_types for form in OPENED):
        return _text_page(subject, without_password(answer.url), answer.body, "")
    if not _TEXT_TYPES.match(kind):
        name = _TYPE_NAMES.get(kind.partition("/")[0], kind)
        raise NothingToRead(subject, f"is {name}, not an article", _BINARY_REMEDY)
    return _text_page(subject, without_password(answer.url), answer.body, answer.content_type)


def _packed_feed(body: bytes) -> bytes | None:
    """Returns the sitemap or feed in a gzip file; None of what is none, or too large."""
    if not body.startswith(b"\x1f\x8b"):
        return None
    try:
        unpacked = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, FEED_LIMIT_BYTES)
    except zlib.error:
        return None
    form = form_of(unpacked)
    return unpacked if len(unpacked) < FEED_LIMIT_BYTES and form is not None and form.is_feed else None


def without_password(url: str) -> str:
    """Returns an address without the name and password that it may hold: what is shown, kept in pages, or published."""
    return re.sub(r"^(https?://)[^/?#]*@", r"\1", url, flags=re.IGNORECASE)


def status_error(subject: str, status: int) -> FetchError:
    """Returns the error for an HTTP status that is not 200."""
    if status in _STATUS_REMEDIES:
        return FetchError(subject, *_STATUS_REMEDIES[status])
    if status >= 500:
        return FetchError(subject, f"the server has trouble ({status})", "Try again later")
    return FetchError(subject, f"the server answers {status} instead of a page", "Check the address")


def _from_file(source: str, limit_bytes: int) -> Page:
    path = Path(source)
    try:
        if path.is_dir():
            raise FetchError(source, "is a folder", f"Give the files in it, like audiobrief read {path}/*.html")
        with path.open("rb") as file:
            body = _read_within(file, limit_bytes, source)
    except FileNotFoundError as error:
        raise FetchError(source, "there is no such file", _meant(path) or "Check the path") from error
    except PermissionError as error:
        raise FetchError(source, "no permission to read it", "Change its permissions or copy it") from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise FetchError(source[:200], _path_fault(error), "Check the path") from error
    return _text_page(source, "", body, _SUFFIX_TYPES.get(path.suffix.lower(), ""))


def _meant(path: Path) -> str:
    """Returns what the name of a missing file may have been meant for: another file of its folder."""
    try:
        return meant(str(path), (str(path.with_name(other.name)) for other in path.parent.iterdir() if other.is_file()))
    except (OSError, ValueError):
        return ""


def _path_fault(error: Exception) -> str:
    if getattr(error, "errno", None) == errno.ENAMETOOLONG:
        return "is too long to be the name of a file"
    return getattr(error, "strerror", None) or "is not a valid path"


def _from_stdin(stdin: BinaryIO, limit_bytes: int) -> Page:
    try:
        body = _read_within(stdin, limit_bytes, "standard input")
    except OSError as error:
        raise FetchError("standard input", error.strerror or "cannot be read", "Pipe an article into it") from error
    return _text_page("standard input", "", body, "")


def _read_within(file: BinaryIO, limit_bytes: int, subject: str) -> bytes:
    """Returns a file's bytes, without the pictures in a page where it is larger than the limit.

    What a page is packed in may be larger. Raises :class:`FetchError`, and :class:`NothingToRead` for other forms.
    """
    body = file.read(limit_bytes + 1)
    if len(body) <= limit_bytes:
        return body
    if may_be_packed(body):
        most = max(limit_bytes, OPENED_LIMIT_BYTES)
        body += file.read(most + 1 - len(body))
        if len(body) > most:
            raise too_large(subject, most)
        return body
    _refuse(form_of(body), subject)
    lean = without_data(itertools.chain([body], iter(lambda: file.read(_STEP_BYTES), b"")), limit_bytes)
    if lean is None:
        raise too_large(subject, limit_bytes)
    return lean


def _refuse(form: Input | None, subject: str) -> None:
    """Raises :class:`NothingToRead` for a form that is neither read nor asked for articles."""
    if form is not None and not form.opener and not form.is_feed:
        raise NothingToRead(subject, f"is {form.name}", form.remedy)


def _text_page(subject: str, url: str, body: bytes, content_type: str) -> Page:
    _refuse(form_of(body), subject)
    if not body.strip():
        raise NothingToRead(subject, "is empty", "Give a page with an article")
    return Page(url, body, content_type or sniffed_type(body))
