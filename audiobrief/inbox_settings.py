"""``[inbox]`` of ``audiobrief.toml``: what `audiobrief serve --inbox` takes, and whom it tells."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

_PREFIX = "whsec_"
_SECRET_BYTES = range(24, 65)
"""How long a key may be, as Standard Webhooks has it."""


class Inbox(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``[inbox]``: limits, and the address that is told what became of an article."""

    per_minute: int = 60
    """Articles that one sender may send in a minute."""
    most_waiting: int = 1000
    """Articles that wait to be spoken; more are refused for the time being."""
    webhook: str = ""
    """An address that is sent a message for each article that is done or has failed; "" = none."""
    webhook_secret: str = ""
    """What it knows our messages by: "whsec_" and 24 to 64 bytes in base64."""

    @property
    def key(self) -> bytes:
        """Returns the secret's bytes; none where it is no secret."""
        try:
            return base64.b64decode(self.webhook_secret.removeprefix(_PREFIX), validate=True)
        except (binascii.Error, ValueError):
            return b""


def new_secret() -> str:
    """Returns a secret that nobody has yet."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


RULES: tuple[tuple[Callable[[Inbox], bool], str, str], ...] = (
    (lambda i: i.per_minute < 1, "per_minute of [inbox] lets nothing in", "Write 1 or more; 60 is usual"),
    (lambda i: i.most_waiting < 1, "most_waiting of [inbox] lets nothing in", "Write 1 or more; 1000 is usual"),
    (
        lambda i: bool(i.webhook) and urlsplit(i.webhook).scheme not in ("http", "https"),
        "webhook of [inbox] is no web address: {0.webhook!r}",
        'Write where messages go: webhook = "https://news.example/spoken"',
    ),
    (
        lambda i: bool(i.webhook) and (not i.webhook_secret.startswith(_PREFIX) or len(i.key) not in _SECRET_BYTES),
        "webhook of [inbox] has no webhook_secret to sign with",
        f'Write one, here and where messages go: webhook_secret = "{new_secret()}"',
    ),
)
"""What is wrong, the fact, the remedy."""
