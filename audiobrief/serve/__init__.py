"""The local web server: what a podcast host must answer, for the folder that ``audiobrief feed update`` writes.

Byte ranges, with which podcast apps and browsers seek; the media types that the feed declares; CORS (web players read
transcripts and chapters from another site); compressed texts with an ETag of their own; and a closed door: no listing,
no hidden file, nothing outside the folder. uvicorn brings connections and messages.
"""

from __future__ import annotations

import contextlib
import errno
import io
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.errors import OutputError, UsageError
from audiobrief.serve import answers, here, interfaces
from audiobrief.serve.here import FEED
from audiobrief.serve.listeners import PATH
from audiobrief.serve.listeners import Listeners as Listeners

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application, ASGIReceiveCallable, ASGISendCallable

_CHUNK_BYTES = 262_144
PUBLIC = "public"


def serve(
    folder: Path,
    host: str,
    port: int,
    *,
    public: Path | None = None,
    is_readdressed: bool = False,
    say: Callable[[str], None] | None = None,
    opened: Callable[[str], None] | None = None,
    around: Callable[[ASGI3Application], ASGI3Application] | None = None,
) -> None:
    """Serves a feed folder (or its ``public``) until Ctrl-C, which ends it in peace (exit code 0).

    ``public`` is where the feed's files are, when the server is not to find that out; ``is_readdressed`` gives a feed
    with an address of the web this server's own. ``say`` gets each line for the person at the terminal; by default they
    go to standard error. ``opened`` is told the address once it listens, and ``around`` puts another application before
    the feed's. Raises :class:`UsageError` when there is no feed and :class:`OutputError` when it cannot listen.
    """
    say = say if say is not None else _to_stderr
    if public is not None and (public / FEED).is_file():
        listeners = Listeners(folder)
    else:
        public = public_folder(folder)
        listeners = Listeners(public.parent)
    with listening(host, port) as listener:
        addresses = interfaces.addresses(host, listener.getsockname()[1])
        say(f"Serving {public}")
        is_everywhere = interfaces.is_everywhere(host)
        for line in _told(public, listeners, addresses, is_readdressed=is_readdressed, is_everywhere=is_everywhere):
            say(line)
        say("Press Ctrl-C to stop.")
        if opened is not None:
            opened(addresses[0])
        application = app(public, listeners, is_readdressed=is_readdressed)
        _run(around(application) if around is not None else application, listener)
    say("Stopped.")


def _run(application: ASGI3Application, listener: socket.socket) -> None:
    """Answers until Ctrl-C."""
    import uvicorn

    from audiobrief.serve.connections import ACCEPTED_AT_ONCE, GuardedConnection, GuardedServer

    config = uvicorn.Config(
        application,
        http=GuardedConnection,
        ws="none",
        lifespan="off",
        backlog=ACCEPTED_AT_ONCE,
        log_level="error",  # whoever sends nonsense fills no log
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn ends in order, then raises it again
        GuardedServer(config).run(sockets=[listener])


_REMEDIES = {
    False: "For phones and others on your network: --host 0.0.0.0",
    True: "For phones: connect it to their network, and start again.",
}
"""Whether it listens everywhere already."""


def _told(
    public: Path, listeners: Listeners, addresses: Sequence[str], *, is_readdressed: bool, is_everywhere: bool
) -> Iterator[str]:
    """Yields where the feed is to be had, and what is to be known of that."""
    first, *others = addresses
    if listeners.is_private:
        yield f"Feed: {first}/{PATH}/TOKEN/{FEED}, with each listener's own token"
    else:
        yield f"Feed: {first}/{FEED}"
        yield f"Page: {first}/"
    for other in others:
        yield f"Also at {other}/"
    if interfaces.is_of_this_machine(first):
        yield f"Only this machine can reach it. {_REMEDIES[is_everywhere]}"
    published = here.published_address(str(public))
    if published and not here.is_local(published) and not is_readdressed:
        yield f"Its files are named at {published}, as base_url says. To name them here: --here"


def app(public: Path, listeners: Listeners | None = None, *, is_readdressed: bool = False) -> ASGI3Application:
    """The ASGI application that answers for the files in ``public``.

    With listeners of whom one was ever added, each is answered on a secret path and nobody elsewhere. A feed that was
    made for this machine alone names the address that it is asked by; with ``is_readdressed`` any feed does.
    """
    import asyncio

    from audiobrief.serve.connections import is_gone

    site = answers.Site(str(public.resolve()), listeners, is_readdressed)

    async def respond(scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        found = answers.answer(site, scope)
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in found.headers.items()]
        await send({"type": "http.response.start", "status": found.status, "headers": headers, "trailers": False})
        for data in _read(found):
            if not data or is_gone(scope):
                return
            await send({"type": "http.response.body", "body": data, "more_body": True})
            if len(data) == _CHUNK_BYTES:  # others come in between, also where the system takes a whole file at once
                await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return respond


def _read(answer: answers.Answer) -> Iterator[bytes]:
    """Yields a body in pieces; an empty one where its file became shorter meanwhile."""
    with io.FileIO(answer.file) if answer.file else io.BytesIO() as file:
        for piece in answer.body:
            if isinstance(piece, bytes):
                yield piece
                continue
            at, stop = piece
            file.seek(at)
            while at < stop:
                data = file.read(min(_CHUNK_BYTES, stop - at))
                at += len(data)
                yield data


def public_folder(folder: Path) -> Path:
    """The folder to serve: ``folder/public``, or ``folder`` itself when it holds the feed."""
    for candidate in (folder / PUBLIC, folder):
        if (candidate / FEED).is_file():
            return candidate
    if not folder.is_dir():
        raise UsageError(str(folder), "there is no such folder", "Check its name")
    raise UsageError(str(folder), "there is no feed in it", f"Make one: audiobrief feed init {folder}")


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Opens a socket that listens, so that a port in use is our error and not the server's log line."""
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
