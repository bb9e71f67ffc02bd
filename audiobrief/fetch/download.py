"""HTTP within limits: one deadline for everything, ten redirects, a cap on the unpacked size, guarded connections.

httpx does the protocol; the network backend below it resolves names, asks the guard and holds every single read to the
one deadline (httpx's own timeouts start anew with every byte that arrives). Bodies are unpacked here, because a cap
needs a decompressor that stops.
"""

from __future__ import annotations

import ssl
import time
import typing
import urllib.request
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version

import httpcore
import httpx

from audiobrief.errors import FetchError
from audiobrief.fetch import address, refresh
from audiobrief.fetch.credentials import NONE, Credentials
from audiobrief.fetch.limits import too_large

DEADLINE_S = 30.0
MAX_REDIRECTS = 10
_CONNECT_S = 10.0
_ACCEPT = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,text/markdown;q=0.8,*/*;q=0.5"
_TROUBLE = (
    httpx.HTTPError,
    httpx.StreamError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. ``body`` is unpacked; ``headers`` have lower-case names."""

    url: str
    """After redirects."""
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """Returns the header Content-Type; empty without one."""
        return self.headers.get("content-type", "")


def user_agent() -> str:
    """Says honestly what asks and what for, so that a site's owner can look it up."""
    return f"audiobrief/{version('audiobrief')} (free software; reads news aloud for podcast feeds)"


def shown(url: str) -> str:
    """Shortens an address for a message, without the password it may hold."""
    try:
        parts = httpx.URL(url)
        plain = str(parts.copy_with(userinfo=b"")) if parts.userinfo else url
    except (httpx.InvalidURL, ValueError, TypeError):
        plain = url
    return plain if len(plain) <= 200 else plain[:197] + "..."


def get(
    url: str,
    *,
    limit_bytes: int,
    typed_by_owner: bool,
    allow_private: bool = False,
    headers: Mapping[str, str] | None = None,
    known_by: Credentials = NONE,
    deadline_s: float = DEADLINE_S,
) -> Answer:
    """Asks for an address. Any status is an answer; raises :class:`FetchError` when there is none.

    Every hop is guarded, unless ``allow_private``, but to the server whose number the owner typed (or "localhost").
    The proxy that the environment names is used for the typed server and where private addresses are allowed; it
    resolves names itself. ``known_by`` is added hop by hop, where it is meant for the server of that hop.
    """
    subject = shown(url)
    deadline = Deadline(deadline_s)
    try:
        owner = _web_address(url, subject)
        with (
            _Transport(deadline, owner if typed_by_owner else None, allow_private, known_by) as transport,
            httpx.Client(
                transport=transport,
                follow_redirects=True,
                max_redirects=MAX_REDIRECTS,
                headers={
                    "User-Agent": user_agent(),
                    "Accept": _ACCEPT,
                    "Accept-Encoding": "gzip, deflate",
                    **(headers or {}),
                },
            ) as client,
        ):
            return _followed(client, owner, limit_bytes, subject)
    except FetchError as error:
        if error.subject != subject:  # the guard names the host; the reader wants to know which address led there
            raise type(error)(subject, error.fact, error.remedy) from error
        raise
    except _TROUBLE as error:
        raise _fetch_error(subject, error, deadline_s) from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(subject, "is not a valid address", "Check its spelling") from error


def _followed(client: httpx.Client, url: httpx.URL, limit_bytes: int, subject: str) -> Answer:
    """Returns the answer at the end of all redirects: those of the server and those that a page asks a browser for."""
    hops = 0
    while True:
        client.max_redirects = MAX_REDIRECTS - hops
        with client.stream("GET", url) as response:
            body = _unpacked(response, limit_bytes, subject)
        hops += len(response.history) + 1
        onward = refresh.target(body, str(response.url)) if _is_page(response) else None
        if onward is None:
            return Answer(str(response.url), response.status_code, dict(response.headers), body)
        if hops > MAX_REDIRECTS:
            raise httpx.TooManyRedirects("meta refresh", request=response.request)
        url = _web_address(onward, subject)


def _is_page(response: httpx.Response) -> bool:
    return response.status_code == 200 and "html" in response.headers.get("content-type", "html")


def _web_address(url: str, subject: str) -> httpx.URL:
    address = httpx.URL(url)
    if address.scheme not in ("http", "https") or not address.host:
        raise FetchError(subject, "is not a web address", "Give an address that begins with https://")
    return address


class Deadline:
    """A moment in the future that every step of a download shares."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left_s(self, at_most: float | None = None) -> float:
        """Returns the seconds left. Raises ``httpcore.ReadTimeout`` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left if at_most is None else min(left, at_most)


class _Stream(httpcore.NetworkStream):
    """A connection whose every step is held to the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left_s(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left_s(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left_s(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to addresses that were resolved and checked here; the name itself goes into TLS and ``Host`` only."""

    def __init__(self, deadline: Deadline, *, guarded: bool) -> None:
        self._deadline = deadline
        self._guarded = guarded
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.NetworkStream:
        found = address.resolve(host, port, self._deadline.left_s(_CONNECT_S))
        if self._guarded:
            found = address.public_only(host, found)
        for place, target in enumerate(found, 1):
            try:
                inner = self._plain.connect_tcp(
                    target, port, self._deadline.left_s(_CONNECT_S), local_address, socket_options
                )
                return _Stream(inner, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(found):
                    raise
        raise httpcore.ConnectError("no address")


class _Transport(httpx.BaseTransport):
    """Sends each hop through the guarded or the open pool of connections."""

    def __init__(self, deadline: Deadline, owner: httpx.URL | None, allow_private: bool, known_by: Credentials) -> None:
        self._known_by = known_by
        self._owner = owner
        self._allow_private = allow_private
        self._deadline = deadline
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.scheme not in ("http", "https"):
            raise httpx.UnsupportedProtocol("not a web address", request=request)
        answer = self._pool(url).handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=self._with_credentials(request).raw,
                content=b"",
                extensions={"timeout": {"connect": _CONNECT_S, "pool": _CONNECT_S}},
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def _with_credentials(self, request: httpx.Request) -> httpx.Headers:
        """Returns the headers of one hop: httpx takes the others along to wherever it is redirected."""
        headers = request.headers.copy()
        for name, value in self._known_by.headers_for(str(request.url)).items():
            given = headers.get(name) if name == "Cookie" else None  # set by a hop before
            headers[name] = f"{value}; {given}" if given else value
        return headers

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()

    def _pool(self, url: httpx.URL) -> httpcore.ConnectionPool:
        is_owners = self._owner is not None and _same_place(self._owner, url)
        is_allowed = self._allow_private or (is_owners and address.says_where(url.host))
        proxy = _environment_proxy(url) if is_owners or is_allowed else None
        kind = f"{is_allowed} {proxy}"
        if kind not in self._pools:
            self._pools[kind] = self._new_pool(proxy, guarded=not (is_allowed or proxy))
        return self._pools[kind]

    def _new_pool(self, proxy: str | None, *, guarded: bool) -> httpcore.ConnectionPool:
        backend, context = _Backend(self._deadline, guarded=guarded), _tls()
        if proxy:
            return httpcore.HTTPProxy(proxy, ssl_context=context, network_backend=backend)
        return httpcore.ConnectionPool(context, network_backend=backend)


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _environment_proxy(url: httpx.URL) -> str | None:
    """Returns the HTTP proxy that the environment names for an address: in a firm there may be no other way out."""
    proxy = urllib.request.getproxies().get(url.scheme, "")
    if not proxy.startswith(("http://", "https://")) or urllib.request.proxy_bypass(url.host):
        return None
    return proxy


def _same_place(owner: httpx.URL, other: httpx.URL) -> bool:
    """Tells whether a hop stays on the very server that the owner typed (or goes from its http to its https)."""
    ports = {"http": 80, "https": 443}
    before, after = owner.port or ports[owner.scheme], other.port or ports.get(other.scheme)
    return owner.host == other.host and (before == after or (before, after) == (80, 443))


def _unpacked(response: httpx.Response, limit_bytes: int, subject: str) -> bytes:
    """Returns the whole body, unpacked, never more than the limit in memory."""
    inflate = _inflate_for(response.headers.get("content-encoding", "").strip().lower(), subject)
    body = bytearray()
    for chunk in response.iter_raw():
        room = limit_bytes + 1 - len(body)
        body += inflate.feed(chunk, room, subject) if inflate else chunk[:room]
        if len(body) > limit_bytes:
            raise too_large(subject, limit_bytes)
    if inflate and body and not inflate.is_complete:
        raise FetchError(subject, "the connection broke off in the middle of the page", "Try again later")
    return bytes(body)


def _inflate_for(coding: str, subject: str) -> _Inflate | None:
    if coding in ("", "identity"):
        return None
    if coding in ("gzip", "x-gzip", "deflate"):
        return _Inflate(coding)
    fact = f"was sent packed as {coding[:40]!r}, which was not asked for"
    raise FetchError(subject, fact, "Save the page in a browser")


class _Inflate:
    """gzip, zlib, or the bare deflate that some servers send under the same name."""

    def __init__(self, coding: str) -> None:
        self._engine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # finds gzip and zlib headers by itself
        self._may_be_bare = coding == "deflate"

    @property
    def is_complete(self) -> bool:
        return self._engine.eof

    def feed(self, data: bytes, room: int, subject: str) -> bytes:
        """Returns at most ``room`` bytes of what ``data`` unpacks to."""
        try:
            try:
                out = self._engine.decompress(data, max(room, 1))
            except zlib.error:
                if not self._may_be_bare:
                    raise
                self._engine = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
                out = self._engine.decompress(data, max(room, 1))
            self._may_be_bare = False
        except zlib.error as error:
            raise FetchError(subject, "was sent with damaged compression", "Try again later") from error
        return out


def _fetch_error(subject: str, error: Exception, deadline_s: float) -> FetchError:
    if isinstance(error, (httpcore.TimeoutException, httpx.TimeoutException)):
        return FetchError(subject, f"no complete answer within {deadline_s:g} seconds", "Try again later")
    if isinstance(error, httpx.TooManyRedirects):
        return FetchError(
            subject, f"redirects more than {MAX_REDIRECTS} times", "Open it in a browser and save the page"
        )
    if isinstance(error, httpx.UnsupportedProtocol):
        return FetchError(subject, "redirects to something that is not a web address", "Check the address")
    if isinstance(error, (httpcore.ProtocolError, httpx.ProtocolError)):
        return FetchError(subject, "the server's answer breaks off or is not valid HTTP", "Try again later")
    certificate = _certificate_fault(error)
    if certificate:
        return FetchError(
            subject, f"its certificate is not valid ({certificate})", "Check the address and this machine's clock"
        )
    if isinstance(error, (httpcore.ConnectError, httpx.ConnectError)):
        return FetchError(subject, "the server cannot be reached", "Check the address and the network connection")
    return FetchError(subject, "the connection broke off", "Try again later")


def _certificate_fault(error: BaseException | None) -> str | None:
    """Finds the TLS library's reason in the chain of causes."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message
        if isinstance(error, ssl.SSLError):
            return (error.reason or "TLS failed").replace("_", " ").lower()
        error = error.__cause__ or error.__context__
    return None
