"""Who may send: one token, of which only the hash is kept; and how often, by a measure that fills again."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from pathlib import Path

from audiobrief import atomic
from audiobrief.errors import UNREADABLE, UsageError
from audiobrief.feed.upkeep import MEMORY

_FILE = "inbox.json"
_MOST_SENDERS = 10_000


class Token:
    """The token of a feed's inbox."""

    def __init__(self, folder: Path, *, is_new: bool = False) -> None:
        self._path = folder / MEMORY / _FILE
        self._hash = "" if is_new else self._read()

    @property
    def is_made(self) -> bool:
        """Whether there is one."""
        return bool(self._hash)

    def make(self) -> str:
        """Makes a new one, shown once; the one before holds no more."""
        token = secrets.token_urlsafe(24)
        self._hash = _hashed(token)
        atomic.write(self._path, json.dumps({"sha256": self._hash}).encode())
        return token

    def admits(self, token: str) -> bool:
        """Whether this is the token."""
        return bool(self._hash) and secrets.compare_digest(_hashed(token), self._hash)

    def _read(self) -> str:
        try:
            return str(json.loads(self._path.read_bytes())["sha256"])
        except FileNotFoundError:
            return ""
        except (OSError, *UNREADABLE) as error:
            raise UsageError(str(self._path), "the inbox's token is damaged", "Make a new one: --new-token") from error


class Allowance:
    """So many a minute for each sender. Whoever has used theirs up is told how long to wait."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._used: dict[str, tuple[float, float]] = {}

    def wait_s(self, sender: str, *, spend: bool = True) -> float:
        """Returns 0 where one more is allowed, which counts unless it is only asked for; else how long until it is."""
        now = time.monotonic()
        used, since = self._used.get(sender, (0.0, now))
        used = max(used - (now - since) * self._per_minute / 60, 0.0)
        if used + 1 > self._per_minute:
            return (used + 1 - self._per_minute) * 60 / self._per_minute
        if spend:
            if len(self._used) >= _MOST_SENDERS:
                self._used.clear()
            self._used[sender] = (used + 1, now)
        return 0.0


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
