"""Private feeds: one secret path a listener, ``/l/<token>/feed.xml``, that covers feed, audio and pages.

Basic authentication would be the web's own way, but most podcast apps ask for the feed with the password and for the
episodes without it. Only the SHA-256 of a token is kept: who reads the file cannot listen.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from pathlib import Path
from typing import Any

from audiobrief import atomic, qr_code
from audiobrief.errors import UNREADABLE, UsageError

PATH = "l"
_FILE = Path(".audiobrief") / "listeners.json"
_TOKEN_BYTES = 24


class Listeners:
    """Who may hear the feed in ``folder``. A feed is private from its first listener on, also when all are revoked."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / _FILE
        self._stamp: tuple[int, int] | None = None
        self._hashes: frozenset[str] | None = None

    def add(self, name: str, now: str) -> str:
        """A new listener's token: shown once, never to be had again. Raises :class:`UsageError` for a name in use."""
        rows = self._rows()
        if not name.strip() or any(row["name"] == name and not row["revoked"] for row in rows):
            raise UsageError(name or "listener", "this name is in use or empty", "Choose another, or revoke it first")
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._write([*rows, {"name": name, "sha256": _hash(token), "added": now, "revoked": None}])
        return token

    def revoke(self, name: str, now: str) -> None:
        """Closes a listener's path. Raises :class:`UsageError` when there is no such listener."""
        rows = self._rows()
        found = [row for row in rows if row["name"] == name and not row["revoked"]]
        if not found:
            raise UsageError(
                name,
                "there is no such listener",
                f"See who there is: audiobrief feed listeners list {self.path.parent.parent}",
            )
        for row in found:
            row["revoked"] = now
        self._write(rows)

    def names(self) -> tuple[str, ...]:
        """Who may listen now."""
        return tuple(row["name"] for row in self._rows() if not row["revoked"])

    def admits(self, token: str) -> bool:
        """Whether a token is one of a listener who was not revoked. Changes of the file count at once."""
        return _hash(token) in (self._current() or ())

    @property
    def is_private(self) -> bool:
        """Whether the feed is for listeners only."""
        return self._current() is not None

    def _current(self) -> frozenset[str] | None:
        try:
            facts = self.path.stat()
        except FileNotFoundError:
            self._stamp = self._hashes = None
            return None
        stamp = (facts.st_mtime_ns, facts.st_ino)
        if stamp != self._stamp:
            self._hashes = frozenset(row["sha256"] for row in self._rows() if not row["revoked"])
            self._stamp = stamp
        return self._hashes

    def _rows(self) -> list[dict[str, Any]]:
        try:
            rows = json.loads(self.path.read_bytes())
            return [{name: row[name] for name in ("name", "sha256", "added", "revoked")} for row in rows]
        except FileNotFoundError:
            return []
        except (OSError, *UNREADABLE) as error:
            raise UsageError(
                str(self.path), "the list of listeners is damaged", "Restore it from a backup, or remove it"
            ) from error

    def _write(self, rows: list[dict[str, Any]]) -> None:
        atomic.write(self.path, (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())


_FOR_OTHERS = re.compile(
    rb'<link rel="canonical"[^>]*>|<meta property="og:[^>]*>|<script type="application/ld\+json">.*?</script>'
    rb'|<li data-open="">.*?</li>',
    re.DOTALL,
)
"""What a page tells others: search engines, messengers, the sites of apps. A listener's address is nobody else's."""
CODE = re.compile(rb'<svg[^>]* class="qr".*?</svg>', re.DOTALL)


def personal(text: bytes, base_url: str, own: str) -> bytes:
    """Returns a feed (or page) whose addresses lead through a listener's path, and that podcast directories leave out.

    ``own`` is what takes the place of ``base_url``.
    """
    text = _FOR_OTHERS.sub(b"", text).replace(f"{base_url}/".encode(), f"{own}/".encode())
    text = CODE.sub(lambda _: qr_code.drawing(f"{own}/").encode(), text)
    return text.replace(b"<channel>", b"<channel>\n    <itunes:block>yes</itunes:block>", 1)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
