"""Answers requests below ``/articles``: lets in who has the token, takes articles, tells what became of them.

An ASGI application before the feed's. What touches the queue is done by one thread, so that a disk that is slow to sync
keeps nobody from hearing an episode.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from audiobrief import config
from audiobrief.errors import AudiobriefError, UsageError
from audiobrief.fetch.source import without_password
from audiobrief.inbox import letters, pages
from audiobrief.inbox.keeper import Keeper
from audiobrief.inbox.keys import Allowance, Token
from audiobrief.inbox.pages import PLACE
from audiobrief.inbox.queue import Queue, Sent
from audiobrief.inputs import LIMIT_BYTES
from audiobrief.serve.connections import network
from audiobrief.serve.here import asked_address

T = TypeVar("T")
Application = Callable[[Any, Any, Any], Awaitable[None]]
BODY_S = 60.0
"""For the whole of what is sent."""
_WRONG_TOKENS_A_MINUTE = 10
_SHOWN = 50
_FULL_S = 60
_COOKIE = "audiobrief_inbox"
_COOKIE_S = 365 * 86_400
_ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # without any, a form of the page would come from "null"
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}
_FILES = {
    "style.css": ("text/css; charset=utf-8", pages.style),
    "icon.svg": ("image/svg+xml", pages.icon),
    "manifest.webmanifest": ("application/manifest+json", pages.manifest),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered."""

    status: int
    body: bytes = b""
    kind: str = "application/json"
    headers: Mapping[str, str] | None = None


class Refused(Exception):
    """A request is not granted: the status, one line, what was sent, and more headers."""

    def __init__(self, status: int, line: str, fields: Mapping[str, str] | None = None, **headers: str) -> None:
        super().__init__(line)
        self.status, self.line, self.fields = status, line, fields or {}
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, by whom."""

    method: str
    path: str
    """Below the inbox's place, without slashes around it."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    sender: str
    address: str
    """Of this server, as it was asked."""
    body: bytes = b""

    @property
    def is_of_browser(self) -> bool:
        """Whether a page is wanted."""
        return "text/html" in self.headers.get("accept", "")


class Intake:
    """Keeps what comes at the same time with one sync of the disk."""

    def __init__(self, thread: Executor, queue: Queue, most_waiting: int) -> None:
        self._thread, self._queue, self._most_waiting = thread, queue, most_waiting
        self._new: list[tuple[letters.Letter, asyncio.Future[Sent | None]]] = []
        self._work: asyncio.Task[None] | None = None

    async def keep(self, letter: letters.Letter) -> Sent | None:
        """Keeps an article so that no kill loses it any more; None where too many wait."""
        kept: asyncio.Future[Sent | None] = asyncio.get_running_loop().create_future()
        self._new.append((letter, kept))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._keep_all())
        return await kept

    async def _keep_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._new:
            taken, self._new = self._new, []
            given = [letter for letter, _ in taken]
            try:
                rows = await loop.run_in_executor(self._thread, self._queue.add, given, self._most_waiting)
            except AudiobriefError as error:
                for _, kept in taken:
                    _tell(kept, error)
                continue
            for (_, kept), sent in zip(taken, rows, strict=True):
                _tell(kept, sent)


def _tell(kept: asyncio.Future[Sent | None], outcome: Sent | AudiobriefError | None) -> None:
    """Tells who waits, unless they have gone."""
    if kept.done():
        return
    if isinstance(outcome, AudiobriefError):
        kept.set_exception(outcome)
    else:
        kept.set_result(outcome)


class Door:
    """The inbox of a feed folder as an application; :meth:`close` ends it."""

    def __init__(self, folder: Path, token: Token, keeper: Keeper) -> None:
        settings = config.load(folder)
        self._folder = folder
        self._settings = settings.inbox
        self._allow_private = settings.allow_private
        self._base_url = settings.base_url.rstrip("/")
        self._token = token
        self._keeper = keeper
        self._allowed = Allowance(self._settings.per_minute)
        self._mistakes = Allowance(_WRONG_TOKENS_A_MINUTE)
        self._thread = ThreadPoolExecutor(1, "inbox")
        self._queue = self._thread.submit(Queue, folder).result()
        self._intake = Intake(self._thread, self._queue, self._settings.most_waiting)

    def close(self) -> None:
        """Ends the thread."""
        self._thread.submit(self._queue.close).result()
        self._thread.shutdown()

    def before(self, feed: Application) -> Application:
        """Puts the inbox before the application that answers for the feed."""

        async def respond(scope: Any, receive: Any, send: Any) -> None:
            path = scope["path"]
            if path != PLACE and not path.startswith(f"{PLACE}/"):
                await feed(scope, receive, send)
                return
            reply = await self._reply(scope, receive)
            headers = {**_ALWAYS, "Content-Type": reply.kind, "Content-Length": str(len(reply.body))}
            headers |= reply.headers or {}
            head = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
            await send({"type": "http.response.start", "status": reply.status, "headers": head})
            body = b"" if scope["method"] == "HEAD" else reply.body
            await send({"type": "http.response.body", "body": body})

        return respond

    async def _reply(self, scope: Any, receive: Any) -> Reply:
        request = _request(scope)
        try:
            return await self._answered(request, receive)
        except Refused as refusal:
            return self._told(request, refusal)
        except AudiobriefError as error:  # the queue cannot be used
            return self._told(request, Refused(503, str(error), Retry_After=str(_FULL_S)))

    async def _answered(self, request: Request, receive: Any) -> Reply:
        if request.method in ("GET", "HEAD") and request.path in _FILES:
            kind, read = _FILES[request.path]
            return Reply(200, read(), kind)
        if request.method == "POST" and request.path == "sign-in":
            return self._sign_in(replace(request, body=await _body(request, receive)))
        self._let_in(request)
        if request.method == "POST" and not request.path:
            return await self._take(request, receive)
        if request.method not in ("GET", "HEAD"):
            raise Refused(405, "This is not done here.", Allow="GET, HEAD" if request.path else "GET, HEAD, POST")
        if not request.path:
            return await self._list(request)
        sent = await self._asked(lambda queue: queue.find(request.path))
        if sent is None:
            raise Refused(404, "No such article was sent.")
        if request.is_of_browser:
            return _page(200, pages.article(sent))
        return _json(200, self._facts(sent, request))

    async def _list(self, request: Request) -> Reply:
        sent = await self._asked(lambda queue: queue.newest(_SHOWN))
        if request.is_of_browser:
            return _page(200, pages.inbox(letters.shared(request.query), sent, request.address))
        return _json(200, {"articles": [self._facts(one, request) for one in sent]})

    async def _take(self, request: Request, receive: Any) -> Reply:
        wait_s = self._allowed.wait_s(request.sender)
        if wait_s:
            raise Refused(429, "Too many articles in a minute.", Retry_After=str(int(wait_s) + 1))
        request = replace(request, body=await _body(request, receive))
        letter = await asyncio.to_thread(self._letter, request)
        sent = await self._intake.keep(letter)
        if sent is None:
            raise Refused(503, "Too many articles wait to be spoken.", Retry_After=str(_FULL_S))
        self._keeper.wake()
        place = f"{PLACE}/{sent.id}"
        if request.is_of_browser:
            return Reply(303, headers={"Location": place})
        return replace(_json(202, self._facts(sent, request)), headers={"Location": place})

    def _letter(self, request: Request) -> letters.Letter:
        """Returns the article that is sent."""
        fields: dict[str, str] = {}
        try:
            fields = letters.fields_of(request.headers.get("content-type", ""), request.body)
            return letters.letter(fields, allow_private=self._allow_private)
        except letters.Unsupported as error:
            raise Refused(415, str(error)) from error
        except UsageError as error:
            raise Refused(422, str(error), fields) from error

    def _asked(self, question: Callable[[Queue], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._thread, question, self._queue)

    def _let_in(self, request: Request) -> None:
        """Raises :class:`Refused` for who has no token, or sends a form from a page that is not ours."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        is_signed_in = not token and self._is_right(_cookie(request), request)
        if not is_signed_in and not (kind.lower() == "bearer" and self._is_right(token.strip(), request)):
            raise Refused(401, "The token of the inbox is needed.", WWW_Authenticate='Bearer realm="inbox"')
        own = urlsplit(request.address).netloc
        if is_signed_in and request.method == "POST" and urlsplit(request.headers.get("origin", "")).netloc != own:
            raise Refused(403, "This form is not from the inbox's own page.")

    def _is_right(self, token: str, request: Request) -> bool:
        """Whether a token is ours. Who tries many is made to wait."""
        if not token:
            return False
        wait_s = self._mistakes.wait_s(request.sender, spend=False)
        if wait_s:
            raise Refused(429, "Too many wrong tokens.", Retry_After=str(int(wait_s) + 1))
        if self._token.admits(token):
            return True
        self._mistakes.wait_s(request.sender)
        return False

    def _sign_in(self, request: Request) -> Reply:
        fields = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        if not self._is_right(fields.get("token", "").strip(), request):
            return _page(401, pages.sign_in(dict(parse_qsl(fields.get("then", ""))), "This is not the token."))
        then = urlencode(parse_qsl(fields.get("then", "")))  # written anew: nothing but a query
        cookie = f"{_COOKIE}={fields['token'].strip()}; Path={PLACE}; Max-Age={_COOKIE_S}; HttpOnly; SameSite=Lax"
        secure = "; Secure" if request.address.startswith("https:") else ""
        return Reply(303, headers={"Location": f"{PLACE}?{then}" if then else PLACE, "Set-Cookie": cookie + secure})

    def _told(self, request: Request, refusal: Refused) -> Reply:
        """Answers with what is wrong: in the page where it can be mended, where a page is wanted."""
        if not request.is_of_browser:
            reply = _json(refusal.status, {"error": refusal.line})
        elif refusal.status == 401:
            reply = _page(401, pages.sign_in(request.query))
        else:
            reply = _page(refusal.status, pages.inbox(refusal.fields, None, request.address, refusal.line))
        return replace(reply, headers=refusal.headers)

    def _facts(self, sent: Sent, request: Request) -> dict[str, object]:
        """Returns what is told of an article."""
        facts: dict[str, object] = {"id": sent.id, "status": sent.status, "title": sent.title}
        facts |= {"url": without_password(sent.url) or None, "received": sent.received}
        facts["address"] = f"{request.address}{PLACE}/{sent.id}"
        if sent.slug:
            facts["episode"] = f"{request.address}/episodes/{sent.slug}/"
        return facts | ({"reason": sent.reason} if sent.reason else {})


def _request(scope: Any) -> Request:
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        headers[name.decode("latin-1")] = value.decode("latin-1")
    client = scope.get("client")
    return Request(
        method=scope["method"],
        path=scope["path"].removeprefix(PLACE).strip("/"),
        query=dict(parse_qsl(scope.get("query_string", b"").decode("utf-8", "replace"))),
        headers=headers,
        sender=network(client[0] if client else ""),
        address=asked_address(scope, headers.get("host", "")),
    )


_TAKEN_BYTES = 20_000_000
"""Of what is too large: read and dropped. Where bytes are left unread the connection is reset, and no answer heard."""


async def _body(request: Request, receive: Any) -> bytes:
    """Returns what is sent. Raises :class:`Refused` for too much of it, and for who does not send it to its end."""
    too_large = Refused(413, f"An article has {LIMIT_BYTES // 1_000_000} MB at most.", Connection="close")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > _TAKEN_BYTES:
        raise too_large
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(BODY_S):
            while True:
                event = await receive()
                if event["type"] == "http.disconnect":
                    raise Refused(400, "The request ended early.")
                size += len(event.get("body", b""))
                body += event.get("body", b"") if size <= LIMIT_BYTES else b""
                is_whole = not event.get("more_body")
                if size > (LIMIT_BYTES if is_whole else _TAKEN_BYTES):
                    raise too_large
                if is_whole:
                    return bytes(body)
    except TimeoutError as error:
        raise Refused(408, "The article did not come.", Connection="close") from error


def _cookie(request: Request) -> str:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(_COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _json(status: int, facts: object) -> Reply:
    return Reply(status, json.dumps(facts, ensure_ascii=False, indent=1).encode() + b"\n")


def _page(status: int, body: bytes) -> Reply:
    return Reply(status, body, "text/html; charset=utf-8")
