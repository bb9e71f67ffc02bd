"""What is answered to one request: a file of the folder in the right form, or nothing."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.mediatypes import CACHE_CONTROL, media_type_of
from audiobrief.serve.listeners import PATH, Listeners, personal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

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
_WORTH_PACKING_BYTES = 500
_MOST_PACKED_BYTES = 2_000_000  # larger texts go out as they are; sixty-four packed ones are kept


def answer(root: Path, request: Request, listeners: Listeners | None = None) -> Response:
    """Answers a request for a file below ``root``; of a private feed only on a listener's path."""
    from starlette.responses import PlainTextResponse, Response

    if request.method == "OPTIONS":
        return _options()
    if request.method not in METHODS:
        return PlainTextResponse(
            "Method Not Allowed\n", status_code=405, headers=_ALWAYS | {"Allow": ", ".join(METHODS)}
        )
    path, token = _admitted(request.scope["path"].removeprefix("/"), listeners)
    found = _find(root, path) if path is not None else None
    if path is None or found is None:
        return PlainTextResponse("Not found\n", status_code=404, headers=_ALWAYS)
    file, facts = found
    if _names_a_folder(path, file):
        # Relative, so that it holds behind a proxy that serves the site below a path of its own.
        return Response(status_code=308, headers=_ALWAYS | {"Location": path.rpartition("/")[2] + "/"})
    if token and file.parent == root and file.suffix in (".xml", ".html"):
        return _personal(request, file, media_type_of(file.name)[1], token)
    return _file(request, file, facts, is_private=bool(token))


def _names_a_folder(path: str, file: Path) -> bool:
    """Whether a path names a folder without its last slash, so that the page's own links would lead astray."""
    return file.name == "index.html" and bool(path) and not path.endswith(("/", "index.html"))


def _options() -> Response:
    """Returns what a browser asks before it asks for a part of a file."""
    from starlette.responses import Response

    allowed = ", ".join(METHODS)
    asked = {"Access-Control-Allow-Methods": allowed, "Access-Control-Allow-Headers": "Range, If-Range"}
    return Response(status_code=204, headers=_ALWAYS | asked | {"Allow": allowed})


def _admitted(path: str, listeners: Listeners | None) -> tuple[str | None, str]:
    """Returns the path that may be answered, and the listener's token; None for the path of nobody who may listen."""
    if listeners is None or not listeners.is_private:
        return path, ""
    place, _, rest = path.partition("/")
    token, slash, path = rest.partition("/")
    return (path if place == PATH and slash and listeners.admits(token) else None), token


def _file(request: Request, file: Path, facts: os.stat_result, *, is_private: bool) -> Response:
    """Sends a file as it is, or packed where that is worth it and asked for."""
    from email.utils import formatdate

    from starlette.responses import Response

    is_text, media_type = media_type_of(file.name)
    tag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}'
    headers = _ALWAYS | (_PRIVATE if is_private else {}) | {"ETag": f'{tag}"'}
    if is_text and _WORTH_PACKING_BYTES <= facts.st_size <= _MOST_PACKED_BYTES:
        headers["Vary"] = "Accept-Encoding"
        if _takes_gzip(request) and "range" not in request.headers:
            return _packed(request, file, facts, media_type, headers | {"ETag": f'{tag}-gz"'})
    headers["Last-Modified"] = formatdate(facts.st_mtime, usegmt=True)
    not_modified = _not_modified(request, Response(headers=headers))
    return not_modified or _as_it_is(request, file, facts, media_type, headers)


def _as_it_is(
    request: Request, file: Path, facts: os.stat_result, media_type: str, headers: dict[str, str]
) -> Response:
    """Sends a file or the parts of it that were asked for."""
    from starlette.responses import FileResponse

    from audiobrief.serve.parts import FilePart, asked_parts

    asked = asked_parts(request, headers["ETag"], headers["Last-Modified"])
    if len(asked) > 1:
        return FileResponse(file, headers=headers, media_type=media_type, stat_result=facts)
    return FilePart(file, facts.st_size, headers, media_type, asked[0] if asked else None)


def _personal(request: Request, file: Path, media_type: str, token: str) -> Response:
    """The feed or its page, with a listener's addresses in it. Whatever is cached is cached for that listener."""
    from email.utils import formatdate

    from starlette.responses import Response

    source = file.with_name("feed.xml")
    changed = max(source.stat().st_mtime, file.stat().st_mtime)  # before it is read: never newer than what is sent
    feed = source.read_bytes()
    own = re.search(rb'<atom:link href="([^"]*)/feed\.xml"', feed)
    body = file.read_bytes()
    if own:
        body = personal(body, own[1].decode("utf-8", "replace"), token)
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = _ALWAYS | _PRIVATE | {"Vary": "Accept-Encoding", "Last-Modified": formatdate(changed, usegmt=True)}
    if _takes_gzip(request):
        body, tag = gzip.compress(body, compresslevel=6, mtime=0), f"{tag}-gz"
        headers["Content-Encoding"] = "gzip"
    headers["ETag"] = f'"{tag}"'
    response = Response(body, headers=headers, media_type=media_type)
    return _not_modified(request, response) or response


def _find(root: Path, path: str) -> tuple[Path, os.stat_result] | None:
    """The regular file below ``root`` that a path names, a folder's ``index.html`` for a folder; else None."""
    parts = path.split("/")
    if not all(map(_is_plain, parts)):
        return None
    try:
        file = root.joinpath(*(part for part in parts if part)).resolve()
        if file.is_dir():
            file = (file / "index.html").resolve()
        elif path.endswith("/"):
            return None
        facts = file.stat()
        is_readable = os.access(file, os.R_OK)
    except (OSError, ValueError):
        return None
    inside = file.is_relative_to(root) and is_readable and stat.S_ISREG(facts.st_mode)
    return (file, facts) if inside else None


def _is_plain(part: str) -> bool:
    """Whether a part of a path may name a file: not hidden, no way up, no other system's separator."""
    return not part.startswith(".") and "\\" not in part and "\0" not in part


def _takes_gzip(request: Request) -> bool:
    """Whether Accept-Encoding names gzip without forbidding it (``q=0``)."""
    for offer in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = offer.partition(";")
        if name.strip() in ("gzip", "x-gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _packed(request: Request, file: Path, facts: os.stat_result, media_type: str, headers: dict[str, str]) -> Response:
    from email.utils import formatdate

    from starlette.responses import Response

    headers = headers | {"Last-Modified": formatdate(facts.st_mtime, usegmt=True), "Content-Encoding": "gzip"}
    not_modified = _not_modified(request, Response(headers=headers))
    if not_modified:
        return not_modified
    return Response(_gzip(file, facts.st_mtime_ns, facts.st_size), headers=headers, media_type=media_type)


@lru_cache(maxsize=64)
def _gzip(file: Path, changed_ns: int, size_bytes: int) -> bytes:
    """Packs a text once a version: packing a feed costs ten times what sending it does."""
    return gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)


def _not_modified(request: Request, response: Response) -> Response | None:
    """The answer 304 when the client has this very version (RFC 9110, 13.2.2), else None."""
    from email.utils import parsedate_to_datetime

    from starlette.responses import Response

    tags = request.headers.get("if-none-match")
    if tags is not None:
        own = response.headers["etag"]
        same = tags.strip() == "*" or own in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    else:
        try:
            since = parsedate_to_datetime(request.headers["if-modified-since"])
            same = parsedate_to_datetime(response.headers["last-modified"]) <= since
        except (KeyError, ValueError, TypeError):  # no such header, no such date, or one without a zone
            same = False
    if not same:
        return None
    kept = ("etag", "last-modified", "vary", "cache-control", "access-control-allow-origin")
    return Response(
        status_code=304, headers={name: response.headers[name] for name in kept if name in response.headers}
    )
