"""Tells an address of the owner's what became of articles: signed as Standard Webhooks has it, sent again until taken.

The guard of addresses does not stand before it: the owner wrote the address, and it is often on the owner's network.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

from audiobrief.config import Config
from audiobrief.inbox.queue import Message, Queue, Sent
from audiobrief.inbox_settings import Inbox

WAITS_S = (5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
"""Between the first try and those that follow: three days in all."""
_ANSWER_S = 15.0
_GONE = 410


def signature(key: bytes, message_id: str, moment: int, body: str) -> str:
    """Signs a message: HMAC-SHA256 of id, time and body, in base64 behind the version of the scheme."""
    signed = f"{message_id}.{moment}.{body}".encode()
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def message(sent: Sent, settings: Config, *, slug: str = "", title: str = "", reason: str = "") -> str:
    """Writes what became of an article, as JSON; "" where nobody is to be told."""
    if not settings.inbox.webhook:
        return ""
    facts = {"id": sent.id, "url": sent.url or None, "title": title or sent.title, "received": sent.received}
    facts |= {"reason": reason} if reason else {"episode": f"{settings.base_url.rstrip('/')}/episodes/{slug}/"}
    kind = "article.failed" if reason else "article.done"
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    return json.dumps({"type": kind, "timestamp": now, "data": facts}, ensure_ascii=False)


def deliver(queue: Queue, settings: Inbox, tell: Callable[[str], None]) -> None:
    """Sends every message that is due. One that is not taken waits; after the last try a line says that it is lost."""
    for message in queue.due():
        trouble, is_final = _sent(message, settings)
        if trouble and not is_final and message.tries < len(WAITS_S):
            queue.put_off(message.id, WAITS_S[message.tries])
            continue
        if trouble:
            tell(f"Not delivered: {settings.webhook}: {trouble}. Message {message.id} is given up.")
        queue.forget_message(message.id)


def _sent(message: Message, settings: Inbox) -> tuple[str, bool]:
    """Sends a message; returns what is wrong, "" when it was taken, and whether no further try is wanted."""
    import httpx

    if not settings.webhook:
        return "webhook of [inbox] is empty now", True
    moment = int(time.time())
    headers = {
        "content-type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(settings.key, message.id, moment, message.body),
    }
    try:
        answer = httpx.post(settings.webhook, content=message.body.encode(), headers=headers, timeout=_ANSWER_S)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"no answer ({error or type(error).__name__})", False
    return ("" if answer.is_success else f"it answered {answer.status_code}"), answer.status_code == _GONE
