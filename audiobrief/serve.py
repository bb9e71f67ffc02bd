"""The local web server: what a podcast host must answer, for the folder that ``audiobrief publish`` writes.

Podcast apps and browsers seek with HTTP ranges; starlette's FileResponse answers those. Added here: the media types
that the feed declares, CORS (web players read transcripts and chapters from another site), compressed texts with an
ETag of their own, and a closed door: no listing, no hidden file, nothing outside the folder.
"""

from __future__ import annotations

import contextlib
import errno
import gzip
import mimetypes
import os
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.errors import OutputError, UsageError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

PUBLIC = "public"

# By the end of the name, the first that fits. Texts (the second column) are sent compressed to who asks for it.
_TYPES = (
    ("feed.xml", True, "application/rss+xml; charset=utf-8"),
    ("chapters.json", True, "application/json+chapters"),
    (".json", True, "application/json"),
    (".vtt", True, "text/vtt; charset=utf-8"),
    (".srt", True, "application/x-subrip; charset=utf-8"),
    (".html", True, "text/html; charset=utf-8"),
    (".txt", True, "text/plain; charset=utf-8"),
    (".css", True, "text/css; charset=utf-8"),
    (".js", True, "text/javascript; charset=utf-8"),
    (".xml", True, "application/xml; charset=utf-8"),
    (".svg", True, "image/svg+xml; charset=utf-8"),
    (".mp3", False, "audio/mpeg"),
    (".m4b", False, "audio/mp4"),
    (".epub", False, "application/epub+zip"),
)
_ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",  # keep it, but ask each time whether it changed
}
_METHODS = ("GET", "HEAD", "OPTIONS")
_WORTH_PACKING_BYTES = 500
_MOST_PACKED_BYTES = 20_000_000  # larger texts go out as they are


def serve(folder: Path, host: str, port: int, *, say: Callable[[str], None] | None = None) -> None:
    """Serves a feed folder (or its ``public``) until Ctrl-C, which ends it in peace (exit code 0).

    ``say`` gets each line for the person at the terminal; by default they go to standard error. Raises
    :class:`UsageError` when there is no feed and :class:`OutputError` when it cannot listen.
    """
    import uvicorn

    say = say if say is not None else _to_stderr
    public = public_folder(folder)
    with _listening(host, port) as listener:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        say(f"Serving {public}")
        say(f"Feed: {address}/feed.xml")
        say(f"Page: {address}/")
        say("Press Ctrl-C to stop.")
        config = uvicorn.Config(
            app(public), log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2
        )
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn ends in order, then raises it again
            uvicorn.Server(config).run(sockets=[listener])
    say("Stopped.")


def app(public: Path) -> Starlette:
    """The ASGI application that answers for the files in ``public``."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    root = public.resolve()

    def answer(request: Request) -> Response:
        return _answer(root, request)

    return Starlette(routes=[Route("/{path:path}", answer, methods=list(_METHODS))])


def public_folder(folder: Path) -> Path:
    """The folder to serve: ``folder/public``, or ``folder`` itself when it holds the feed."""
    for candidate in (folder / PUBLIC, folder):
        if (candidate / "feed.xml").is_file():
            return candidate
    if not folder.is_dir():
        raise UsageError(str(folder), "there is no such folder", "Check its name")
    raise UsageError(
        str(folder), "there is no feed in it", f"Make one: audiobrief publish {folder.name or folder} --init"
    )


def _answer(root: Path, request: Request) -> Response:
    from starlette.responses import FileResponse, PlainTextResponse, Response

    if request.method == "OPTIONS":
        allowed = ", ".join(_METHODS)
        asked = {"Access-Control-Allow-Methods": allowed, "Access-Control-Allow-Headers": "Range, If-Range"}
        return Response(status_code=204, headers=_ALWAYS | asked | {"Allow": allowed})
    path = request.path_params["path"]
    found = _find(root, path)
    if found is None:
        return PlainTextResponse("Not found\n", status_code=404, headers=_ALWAYS)
    file, facts = found
    if file.name == "index.html" and path and not path.endswith(("/", "index.html")):
        # Relative, so that it holds behind a proxy that serves the site below a path of its own.
        return Response(status_code=308, headers=_ALWAYS | {"Location": path.rpartition("/")[2] + "/"})
    is_text, media_type = _media_type(file.name)
    tag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}'
    headers = _ALWAYS | {"ETag": f'{tag}"'}
    if is_text and _WORTH_PACKING_BYTES <= facts.st_size <= _MOST_PACKED_BYTES:
        headers["Vary"] = "Accept-Encoding"
        if _takes_gzip(request) and "range" not in request.headers:
            return _packed(request, file, facts, media_type, headers | {"ETag": f'{tag}-gz"'})
    response = FileResponse(file, headers=headers, media_type=media_type, stat_result=facts)
    return _not_modified(request, response) or response


def _find(root: Path, path: str) -> tuple[Path, os.stat_result] | None:
    """The regular file below ``root`` that a path names, a folder's ``index.html`` for a folder; else null."""
    parts = path.split("/")
    if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
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


def _media_type(name: str) -> tuple[bool, str]:
    for end, is_text, media_type in _TYPES:
        if name.endswith(end):
            return is_text, media_type
    return False, mimetypes.guess_type(name)[0] or "application/octet-stream"


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
    body = gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)
    return Response(body, headers=headers, media_type=media_type)


def _not_modified(request: Request, response: Response) -> Response | None:
    """The answer 304 when the client has this very version (RFC 9110, 13.2.2), else null."""
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


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens, so that a port in use is our error and not the server's log line."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise OutputError(host, "is no address of this machine", "Use --host 127.0.0.1") from error
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(128)
        except OSError as error:
            raise _cannot_listen(host, port, family, error) from error
        yield listener


def _cannot_listen(host: str, port: int, family: int, error: OSError) -> OutputError:
    subject = f"{host}:{port}"
    if error.errno == errno.EADDRINUSE:
        free = _free_port(host, port, family)
        return OutputError(subject, "the port is in use", f"Choose another one: --port {free}")
    if error.errno == errno.EACCES:
        return OutputError(subject, "ports below 1024 are reserved", "Choose another one: --port 8321")
    return OutputError(subject, f"cannot listen there ({error.strerror})", "Use --host 127.0.0.1")


def _free_port(host: str, port: int, family: int) -> int:
    """A port that can be had now, near the one that was asked for."""
    for candidate in (*range(port + 1, min(port + 50, 65_536)), 0):
        with contextlib.suppress(OSError), socket.socket(family) as probe:
            probe.bind((host, candidate))
            return int(probe.getsockname()[1])
    return port


def _to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
