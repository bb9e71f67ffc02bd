"""Tells addresses from paths, and shows them without their secrets."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from audiobrief.errors import UsageError

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::[A-Za-z0-9+.:-]+)?://")
BY_SSH = frozenset({"sftp", "ssh"})


def protocol_of(url: str) -> str:
    """Returns what stands before ``://``, in lower case."""
    return url.partition("://")[0].lower()


def is_url(target: str) -> bool:
    """Tells whether a target is an address and not a path (``C:/news`` is a path)."""
    return _ADDRESS.match(target) is not None


def local_path(target: str) -> Path | None:
    """Returns the path that a target means, also as ``file:///srv/news``; None for an address elsewhere.

    Raises :class:`~audiobrief.errors.UsageError` for ``file://srv/news``, which names another machine.
    """
    if not is_url(target):
        return Path(target)
    parts = urlsplit(target)
    if parts.scheme.lower() != "file":
        return None
    if parts.netloc not in ("", "localhost"):
        raise UsageError(target, f"it names the machine {parts.netloc}", f"Give file:///{parts.netloc}{parts.path}")
    return Path(unquote(parts.path))


def without_secrets(url: str) -> str:
    """Returns an address for a person to read: no password, no key, no query (it may hold a signature)."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path.partition('?')[0]}"
