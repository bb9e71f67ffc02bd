"""What is answered to one request: a file of the folder in the right form, or nothing."""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from audiobrief.mediatypes import CACHE_CONTROL, media_type_of
from audiobrief.serve import conditions, here
from audiobrief.serve.listeners import PATH, Listeners, personal
from audiobrief.serve.parts import Part, asked_parts

if TYPE_CHECKING:
    Headers = dict[str, str]

_ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": CACHE_CONTROL,
}
_PRIVATE = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",  # a link to an article must not carry the secret path along
}
METHODS = ("GET", "HEAD", "OPTIONS")
_ALLOWED = {"Allow": ", ".join(METHODS)}
_PREFLIGHT = {"Access-Control-Allow-Methods": ", ".join(METHODS), "Access-Control-Allow-Headers": "Range, If-Range"}
_HEARD = {b"host", b"range", b"if-range", b"accept-encoding", *(name.encode() for name in conditions.NAMES)}
_KEPT = ("ETag", "Last-Modified", "Vary", "Cache-Control", "Access-Control-Allow-Origin")
"""What an answer 304 repeats."""
_WORTH_PACKING_BYTES = 500
_MOST_PACKED_BYTES = 2_000_000  # larger texts go out as they are; sixty-four packed ones are kept


class Site(NamedTuple):
    """What is served, and to whom."""

    root: str
    listeners: Listeners | None = None
    is_readdressed: bool = False
    """Its texts name the address that they were asked by, although the feed has one of the web."""


class Answer(NamedTuple):
    """What is sent: the body is bytes, and parts of the file between them."""

    status: int
    headers: Headers
    body: tuple[bytes | Part, ...] = ()
    file: str = ""


def answer(site: Site, scope: Mapping[str, Any]) -> Answer:
    """Answers a request for a file of a site; of a private feed only on a listener's path."""
    whole = _answer(site, scope)
    return whole._replace(body=(), file="") if scope["method"] == "HEAD" else whole


def _answer(site: Site, scope: Mapping[str, Any]) -> Answer:
    if scope["method"] == "OPTIONS":  # what a browser asks before it asks for a part of a file
        return Answer(204, _ALWAYS | _ALLOWED | _PREFLIGHT)
    if scope["method"] not in METHODS:
        return _text(405, "Method Not Allowed\n", _ALLOWED)
    path, token = _admitted(scope["path"].removeprefix("/"), site.listeners)
    found = _find(site.root, path) if path is not None else None
    if path is None or found is None:
        return _text(404, "Not found\n", {})
    if _names_a_folder(path, found[0]):
        # Relative, so that it holds behind a proxy that serves the site below a path of its own.
        return _text(308, "", {"Location": path.rpartition("/")[2] + "/"})
    asked = _asked(scope)
    change = _change(site, scope, asked, found, token)
    return _changed(asked, change) if change else _file(asked, *found, is_private=bool(token))


class _Change(NamedTuple):
    """A version of a text, and what address takes the place of which in it."""

    file: str
    changed_ns: int
    size_bytes: int
    before: str
    now: str
    is_private: bool = False
    is_personal: bool = False
    """Made over to one listener, not only to an address."""


def _change(
    site: Site, scope: Mapping[str, Any], asked: Headers, found: tuple[str, os.stat_result], token: str
) -> _Change | None:
    """Returns what is to be changed in a file; None for what goes out as it is."""
    file, facts = found
    folder, _, name = file.rpartition("/")
    before = here.published_address(site.root) if media_type_of(name)[0] else ""
    if not before:
        return None
    is_asked = site.is_readdressed or here.is_local(before)
    now = here.asked_address(scope, asked.get("host", "")) if is_asked else before
    version = (file, facts.st_mtime_ns, facts.st_size)
    if token and name.endswith((".xml", ".html")) and folder == site.root:
        return _Change(*version, before, f"{now}/{PATH}/{token}", is_private=True, is_personal=True)
    is_other = now != before and here.names_an_address(*version, before)
    return _Change(*version, before, now, is_private=bool(token)) if is_other else None


def _text(status: int, text: str, headers: Headers) -> Answer:
    about = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(text))}
    return Answer(status, _ALWAYS | headers | about, (text.encode(),) if text else ())


def _asked(scope: Mapping[str, Any]) -> Headers:
    """Returns the headers that decide about an answer; a range is only one where something is got."""
    asked: Headers = {}
    for name, value in scope["headers"]:
        if name in _HEARD and (name != b"range" or scope["method"] == "GET"):
            key, text = name.decode(), value.decode("latin-1")
            asked[key] = f"{asked[key]}, {text}" if key in asked else text
    return asked


def _names_a_folder(path: str, file: str) -> bool:
    """Whether a path names a folder without its last slash, so that the page's own links would lead astray."""
    return file.endswith("/index.html") and bool(path) and not path.endswith(("/", "index.html"))


def _admitted(path: str, listeners: Listeners | None) -> tuple[str | None, str]:
    """Returns the path that may be answered, and the listener's token; None for the path of nobody who may listen."""
    if listeners is None or not listeners.is_private:
        return path, ""
    place, _, rest = path.partition("/")
    token, slash, path = rest.partition("/")
    return (path if place == PATH and slash and listeners.admits(token) else None), token


def _file(asked: Headers, file: str, facts: os.stat_result, *, is_private: bool) -> Answer:
    """Sends a file as it is, or packed where that is worth it and asked for."""
    headers = _about(file.rpartition("/")[2], facts.st_mtime_ns, facts.st_size)
    if is_private:
        headers = headers | _PRIVATE
    if "Vary" in headers and "range" not in asked and _takes_gzip(asked):
        headers = headers | {"ETag": f'{headers["ETag"][:-1]}-gz"', "Content-Encoding": "gzip"}
        return _without_body(asked, headers) or _whole(headers, _gzip(file, facts.st_mtime_ns, facts.st_size))
    return _without_body(asked, headers) or _as_it_is(asked, file, facts.st_size, headers)


@lru_cache(maxsize=1024)
def _about(name: str, changed_ns: int, size_bytes: int) -> Headers:
    """Returns the headers of a version of a file."""
    is_text, media_type = media_type_of(name)
    headers = _ALWAYS | {"Content-Type": media_type, "ETag": f'"{changed_ns:x}-{size_bytes:x}"'}
    if is_text and _WORTH_PACKING_BYTES <= size_bytes <= _MOST_PACKED_BYTES:
        headers["Vary"] = "Accept-Encoding"
    return headers | {"Last-Modified": _date(changed_ns // 1_000_000_000)}


def _date(seconds: float) -> str:
    from email.utils import formatdate

    return formatdate(seconds, usegmt=True)


def _without_body(asked: Headers, headers: Headers) -> Answer | None:
    """Returns the answer 304 or 412 where a condition of the request wants it."""
    status = conditions.judged(asked, headers["ETag"], headers["Last-Modified"])
    if status == 412:
        return _text(412, "Precondition Failed\n", {})
    return Answer(304, {name: headers[name] for name in _KEPT if name in headers}) if status else None


def _whole(headers: Headers, body: bytes) -> Answer:
    return Answer(200, headers | {"Content-Length": str(len(body))}, (body,))


def _as_it_is(asked: Headers, file: str, size_bytes: int, headers: Headers) -> Answer:
    """Sends a file or the parts of it that were asked for."""
    headers = headers | {"Accept-Ranges": "bytes"}
    is_this_version = asked.get("if-range", headers["ETag"]) in (headers["ETag"], headers["Last-Modified"])
    parts = asked_parts(asked["range"], size_bytes) if "range" in asked and is_this_version else None
    if parts is None:
        return Answer(200, headers | {"Content-Length": str(size_bytes)}, ((0, size_bytes),), file)
    if not parts:
        return Answer(416, headers | {"Content-Length": "0", "Content-Range": f"bytes */{size_bytes}"})
    if len(parts) > 1:
        return _several(parts, file, size_bytes, headers)
    start, stop = parts[0]
    part = {"Content-Length": str(stop - start), "Content-Range": f"bytes {start}-{stop - 1}/{size_bytes}"}
    return Answer(206, headers | part, ((start, stop),), file)


def _several(parts: list[Part], file: str, size_bytes: int, headers: Headers) -> Answer:
    """Sends several parts, each with a head of its own (RFC 9110, 14.6)."""
    boundary = secrets.token_hex(16)
    body: list[bytes | Part] = []
    for start, stop in parts:
        head = f"Content-Type: {headers['Content-Type']}\r\nContent-Range: bytes {start}-{stop - 1}/{size_bytes}"
        body += [f"\r\n--{boundary}\r\n{head}\r\n\r\n".encode(), (start, stop)]
    body.append(f"\r\n--{boundary}--\r\n".encode())
    length = sum(len(one) if isinstance(one, bytes) else one[1] - one[0] for one in body)
    about = {"Content-Type": f"multipart/byteranges; boundary={boundary}", "Content-Length": str(length)}
    return Answer(206, headers | about, tuple(body), file)


def _changed(asked: Headers, change: _Change) -> Answer:
    """Sends a text with the addresses of who asks. Its tag is of what is sent, so each address has its own."""
    body, tag = _changed_text(change)
    media_type = media_type_of(change.file.rpartition("/")[2])[1]
    date = _date(change.changed_ns // 1_000_000_000)
    headers = _ALWAYS | (_PRIVATE if change.is_private else {})
    headers |= {"Content-Type": media_type, "Vary": "Accept-Encoding", "Last-Modified": date, "ETag": f'"{tag}"'}
    if "range" not in asked and _takes_gzip(asked):
        headers |= {"ETag": f'"{tag}-gz"', "Content-Encoding": "gzip"}
        return _without_body(asked, headers) or _whole(headers, _packed_text(change))
    found = _without_body(asked, headers) or _as_it_is(asked, change.file, len(body), headers)
    pieces = (one if isinstance(one, bytes) else body[one[0] : one[1]] for one in found.body)
    return found._replace(body=tuple(pieces), file="")


@lru_cache(maxsize=32)
def _changed_text(change: _Change) -> tuple[bytes, str]:
    change_of = personal if change.is_personal else here.readdressed
    text = change_of(Path(change.file).read_bytes(), change.before, change.now)
    return text, hashlib.sha256(text).hexdigest()[:32]


@lru_cache(maxsize=32)
def _packed_text(change: _Change) -> bytes:
    return gzip.compress(_changed_text(change)[0], compresslevel=6, mtime=0)


def _find(root: str, path: str) -> tuple[str, os.stat_result] | None:
    """The regular file below ``root`` that a path names, a folder's ``index.html`` for a folder; else None."""
    parts = path.split("/")
    if not all(map(_is_plain, parts)):
        return None
    try:
        file, facts = _walked(root, root, parts)
        if stat.S_ISDIR(facts.st_mode):
            file, facts = _walked(root, file, ["index.html"])
        elif path.endswith("/"):
            return None
    except (OSError, ValueError):
        return None
    return (file, facts) if stat.S_ISREG(facts.st_mode) and os.access(file, os.R_OK) else None


def _walked(root: str, at: str, parts: list[str]) -> tuple[str, os.stat_result]:
    """Returns where parts lead to. Raises :class:`OSError` for a link that leads out of ``root``, or to nothing.

    One look a part: resolving a whole path looks at each folder from the machine's root on.
    """
    facts = None
    for part in filter(None, parts):
        at = f"{at}/{part}"
        facts = os.lstat(at)
        if os.name == "nt" or stat.S_ISLNK(facts.st_mode):
            real = Path(at).resolve()
            if not real.is_relative_to(root):
                raise PermissionError(at)
            at, facts = str(real), real.stat()
    return at, facts or os.lstat(at)


def _is_plain(part: str) -> bool:
    """Whether a part of a path may name a file: not hidden, no way up, no other system's separator."""
    return not part.startswith(".") and "\\" not in part and "\0" not in part


def _takes_gzip(asked: Headers) -> bool:
    """Whether Accept-Encoding names gzip without forbidding it (``q=0``)."""
    for offer in asked.get("accept-encoding", "").lower().split(","):
        name, _, weight = offer.partition(";")
        if name.strip() in ("gzip", "x-gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


@lru_cache(maxsize=64)
def _gzip(file: str, changed_ns: int, size_bytes: int) -> bytes:
    """Packs a text once a version: packing a feed costs ten times what sending it does."""
    return gzip.compress(Path(file).read_bytes(), compresslevel=6, mtime=0)
