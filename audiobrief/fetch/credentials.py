"""What a subscriber is known by: cookies and headers, read from files that nobody else may read, or the environment.

They go to the hosts that they are for and nowhere else: a redirect, a link and an article of another site never see
them. Nothing here is shown, logged or kept.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiobrief.errors import UsageError

if TYPE_CHECKING:
    from http.cookiejar import MozillaCookieJar

_ENVIRONMENT = "env:"
_HEADER = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}): *([\t\x20-\x7e]{1,8000})")
_RESERVED = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "range"})


@dataclass(frozen=True, slots=True)
class Credentials:
    """The cookies and headers of one source."""

    url: str = ""
    """The source's own address: headers are for its host."""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    jar: MozillaCookieJar | None = field(default=None, repr=False)

    def headers_for(self, url: str) -> dict[str, str]:
        """Returns what is sent to one address: nothing, but to the hosts that it is for."""
        sent = dict(self.headers) if self.headers and _is_for(self.url, url) else {}
        if self.jar is not None:
            import urllib.request

            request = urllib.request.Request(url)  # noqa: S310 (only asked for its cookies)
            self.jar.add_cookie_header(request)
            if cookie := request.get_header("Cookie"):
                sent["Cookie"] = cookie
        return sent


NONE = Credentials()


def load(folder: Path, url: str, *, cookies: str, headers: str) -> Credentials:
    """Reads what ``cookies`` and ``headers`` of a source name. Raises :class:`UsageError`, which repeats no secret."""
    if not (cookies or headers):
        return NONE
    return Credentials(
        url,
        _headers(_from_environment(headers) or _text(_closed(folder / headers, "headers")), headers) if headers else (),
        _jar(_closed(folder / cookies, "cookies")) if cookies else None,
    )


def _from_environment(name: str) -> str:
    """Returns what a variable holds, where one is named."""
    if not name.startswith(_ENVIRONMENT):
        return ""
    variable = name.removeprefix(_ENVIRONMENT)
    if not os.environ.get(variable):
        raise UsageError(f"headers = {name!r}", "the environment has no such variable", f"Set {variable}.")
    return os.environ[variable]


def _closed(path: Path, key: str) -> Path:
    """Returns the path of a file that only its owner may read."""
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise UsageError(str(path), "others may read this secret", f"Close it: chmod 600 {shlex.quote(str(path))}")
    except OSError as error:
        fact = f"{key} names a file that cannot be read ({error.strerror})"
        raise UsageError(str(path), fact, "Make it or correct audiobrief.toml.") from None
    return path


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError(str(path), "it cannot be read", "Make it a UTF-8 file that you may read.") from None


def _headers(text: str, name: str) -> tuple[tuple[str, str], ...]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        header = _HEADER.fullmatch(line.strip())
        if header is None or header[1].lower() in _RESERVED:
            raise UsageError(name, f"line {number} is no header", "Write lines like: Authorization: Bearer ...")
        found.append((header[1], header[2]))
    return tuple(found)


def _jar(path: Path) -> MozillaCookieJar:
    from http.cookiejar import LoadError, MozillaCookieJar

    jar = MozillaCookieJar()
    try:
        jar.load(str(path), ignore_discard=True, ignore_expires=True)
    except (LoadError, OSError, ValueError):
        remedy = 'Export them in the Netscape form, whose first line is "# Netscape HTTP Cookie File".'
        raise UsageError(str(path), "it holds no cookies that can be read", remedy) from None
    for cookie in jar:
        cookie.expires = cookie.expires or None  # browsers write 0 for those that end with a session
    jar.clear_expired_cookies()
    return jar


def _is_for(own: str, other: str) -> bool:
    """Tells whether an address is on the very server of another, or on its https where that has http."""
    one, two = urlsplit(own.lower()), urlsplit(other.lower())
    ports = {"http": 80, "https": 443}
    before, after = one.port or ports.get(one.scheme), two.port or ports.get(two.scheme)
    if one.hostname != two.hostname or (one.scheme, two.scheme) == ("https", "http"):
        return False
    return before == after or (before, after) == (80, 443)
