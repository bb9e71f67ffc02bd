"""Connections that end when their request does not come or their answer is not taken, so that one client stops nobody.

A client that opens requests and never finishes them (on purpose, or because its network died) holds a place until it is
given to another: the one that has waited longest goes first, so that a request which does come is always heard.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 65_536
MOST_WAITING = 256
"""Connections whose request has not come, in all."""
MOST_WAITING_OF_A_CLIENT = 64
MOST_OPEN = 600
"""Connections, in all; further ones get 503. With a file each they stay below the usual limit of 1,024 descriptors."""


class GuardedConnection(HttpToolsProtocol):
    """One connection of a client."""

    request_s = 10.0
    """For the head of a request, from the connection or the answer before it."""
    stalled_s = 30.0
    """For a client to take more of an answer."""
    _waiting: ClassVar[dict[GuardedConnection, str]] = {}
    """Those whose request has not come, the longest first, with the client's address."""
    _timer: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for a request, in the place of another where there are too many."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends all waiting."""
        self._heard()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes what came; a head without end is cut off."""
        if self in self._waiting:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.transport.abort()
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Notes that the request has come."""
        self._heard()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Waits for the next request, unless that has come already."""
        is_last = not self.pipeline
        super().on_response_complete()
        if is_last and not self.transport.is_closing():
            self._wait()

    def pause_writing(self) -> None:
        """Gives a client that takes nothing more a moment."""
        super().pause_writing()
        self._restart(self.stalled_s)

    def resume_writing(self) -> None:
        """Notes that the client goes on."""
        super().resume_writing()
        self._stop()

    def _wait(self) -> None:
        client = self.client[0] if self.client else ""
        self._head_bytes = 0
        self._waiting[self] = client
        self._restart(self.request_s)
        same = [one for one, whose in self._waiting.items() if whose == client]
        if len(same) > MOST_WAITING_OF_A_CLIENT:
            same[0].transport.abort()
        elif len(self._waiting) > MOST_WAITING:
            next(iter(self._waiting)).transport.abort()

    def _heard(self) -> None:
        self._waiting.pop(self, None)
        self._stop()

    def _restart(self, seconds: float) -> None:
        self._stop()
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
