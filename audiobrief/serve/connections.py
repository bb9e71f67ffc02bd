"""Connections that end when their request does not come or their answer is not taken, so that one client stops nobody.

Places are given to whoever comes. When all are taken, the client who holds the most of them loses the one from which
nothing was heard for longest: half-open requests, unread answers and idle connections go before those at work.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import re
import socket
from collections import Counter
from typing import TYPE_CHECKING, ClassVar

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from uvicorn._types import Scope

MOST_HEAD_BYTES = 65_536
MOST_OPEN = 400
"""Connections, in all. With a file each, and those being accepted, they stay below 1,024 descriptors."""
MOST_PIPELINED = 32
ACCEPTED_AT_ONCE = 32
"""In a row, before those that must make room for them do."""
_WAITING_TO_BE_ACCEPTED = 1024
_LEAVE_S = 1.0
_TRANSPORT = "transport"
_HOST = re.compile(rb"[\w.~!$&'()*+,;=:%\[\]-]*", re.ASCII)

_BARE = re.compile(rb"[a-z]+://[^/?#]+(?![^?#])", re.IGNORECASE)
"""An address without a path."""


class GuardedConnection(HttpToolsProtocol):
    """One connection of a client."""

    request_s = 10.0
    """For the head of a request, from the connection or the answer before it."""
    stalled_s = 60.0
    """For a client to take more of an answer."""
    most_open = MOST_OPEN
    _open: ClassVar[dict[GuardedConnection, str]] = {}
    """Those that are open and whose they are; first the one from which nothing was heard for longest."""
    _timer: asyncio.TimerHandle | None = None
    _until: float | None = None
    """When the client must have done its part; None while it is our turn."""
    _head_bytes = 0
    _is_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for a request, in the place of another where all are taken."""
        super().connection_made(transport)
        self.app_state = {_TRANSPORT: transport}
        self._open[self] = network(self.client[0] if self.client else "")
        self._expect(self.request_s)
        if len(self._open) > self.most_open:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Gives its place back."""
        self._open.pop(self, None)
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes what came; a head without end is refused, a body that nobody wants is cut off."""
        super().data_received(data)
        self._head_bytes += len(data)
        if self._head_bytes > MOST_HEAD_BYTES and self._until is not None and not self.transport.is_closing():
            if self._is_head:
                too_large = b"431 Request Header Fields Too Large" if self.headers else b"414 URI Too Long"
                self.transport.write(b"HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % too_large)
            self.transport.close()

    def on_message_begin(self) -> None:
        """Begins a head."""
        self._is_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Takes a request whose head is whole. What raises here is answered with 400 (RFC 9112, 3.2)."""
        self._check_head()
        self._is_head, self._until = False, None
        self._note()
        super().on_headers_complete()
        if self.parser.should_upgrade():  # to what nobody speaks here; what follows is not HTTP any more
            self.cycle.keep_alive = False

    def on_response_complete(self) -> None:
        """Waits for the next request, unless that has come already."""
        is_last = not self.pipeline
        super().on_response_complete()
        if is_last and not self.transport.is_closing():
            self._head_bytes = 0
            self._note()
            self._expect(self.request_s)

    def send_400_response(self, msg: str) -> None:
        """Refuses what is no request: after the answers to those before it, which are sent to their end."""
        if self.cycle is None or self.cycle.response_complete:
            super().send_400_response(msg)
            return
        self._end_after_answers()
        self.flow.pause_reading()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Answers what was asked before a client said that it has nothing more to ask."""
        is_owed = self.cycle is not None and not self.cycle.response_complete
        if is_owed:
            self._end_after_answers()
        return is_owed

    def shutdown(self) -> None:
        """Ends in peace: a moment for who is taking an answer, none for who is not."""
        super().shutdown()
        self.loop.call_later(_LEAVE_S if self._until is None else 0.0, self.transport.abort)

    def _end_after_answers(self) -> None:
        (self.pipeline[0][0] if self.pipeline else self.cycle).keep_alive = False

    def pause_writing(self) -> None:
        """Gives a client that takes nothing more a while."""
        super().pause_writing()
        self._expect(self.stalled_s)

    def resume_writing(self) -> None:
        """Notes that the client goes on."""
        super().resume_writing()
        self._until = None
        self._note()

    def _check_head(self) -> None:
        """Raises :class:`ValueError` for a request of another protocol, or that tells no host or path, or too many."""
        if self.parser.get_http_version() not in ("1.0", "1.1") or len(self.pipeline) >= MOST_PIPELINED:
            raise ValueError("a request is HTTP/1, and nobody needs so many at once")
        if self.url == b"*" and self.parser.get_method() == b"OPTIONS":
            self.url = b"/"
        self.url = _BARE.sub(rb"\g<0>/", self.url)
        if b"/" not in self.url or not self._names_a_host():
            raise ValueError("a request names a path and one host")

    def _names_a_host(self) -> bool:
        hosts = [value for name, value in self.headers if name == b"host"]
        return len(hosts) in (1, self.parser.get_http_version() == "1.1") and all(map(_HOST.fullmatch, hosts))

    def _note(self) -> None:
        """Notes that the client was heard."""
        if self in self._open:
            self._open[self] = self._open.pop(self)

    def _make_room(self) -> None:
        heaviest = Counter(self._open.values()).most_common(1)[0][0]
        longest = next(one for one, client in self._open.items() if client == heaviest)
        del self._open[longest]
        longest.transport.abort()

    def _expect(self, seconds: float) -> None:
        """Gives the client so long. The timer is set again only when it runs out, which is seldom."""
        self._until = self.loop.time() + seconds
        if self._timer is None or self._timer.when() > self._until:
            self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if self._until is None else self.loop.call_at(self._until, self._judge)

    def _judge(self) -> None:
        if self._until is not None and self._until <= self.loop.time():
            self.transport.abort()
        else:
            self._set_timer()


class GuardedServer(uvicorn.Server):
    """A server that holds no more connections than it has descriptors for."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen; the system holds those that come faster than they are accepted."""
        GuardedConnection.most_open = _most_open()
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(_WAITING_TO_BE_ACCEPTED)


def is_gone(scope: Scope) -> bool:
    """Whether a request's connection has ended, so that nothing of its answer need be read."""
    state: dict[str, asyncio.Transport] = scope.get("state", {})
    return _TRANSPORT in state and state[_TRANSPORT].is_closing()


def _most_open() -> int:
    """Returns how many connections there may be: each may have a file open, and a few are about to be closed."""
    with contextlib.suppress(ImportError):  # Windows has no such limit
        import resource

        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if limit != resource.RLIM_INFINITY:
            return max(min(MOST_OPEN, (limit - 4 * ACCEPTED_AT_ONCE) // 2), ACCEPTED_AT_ONCE)
    return MOST_OPEN


def network(address: str) -> str:
    """Returns whom an address belongs to: in IPv6 everybody has a network of 2^64 addresses."""
    if ":" not in address:
        return address
    known = ipaddress.IPv6Address(address.partition("%")[0])
    return str(known.ipv4_mapped or int(known) >> 64)
