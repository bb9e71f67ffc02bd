"""The address by which a server is asked, in the texts that it sends.

A feed that was made for this machine alone names its files at ``http://127.0.0.1:8321``, where a phone finds itself.
Who asks by another name or number of this machine is given that one: in the feed, its pages, its codes and a listener's
feed. A feed with an address of the web keeps it.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from audiobrief import qr_code
from audiobrief.serve.listeners import CODE

FEED = "feed.xml"
_NAMED = re.compile(rb'<atom:link href="([^"]*)/feed\.xml"')
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?", re.IGNORECASE)
"""What may stand in a text: nothing that ends an attribute or begins a tag."""


def published_address(root: str) -> str:
    """Returns where the feed in a folder says that its files are; "" where it does not say."""
    file = f"{root}/{FEED}"
    try:
        facts = os.stat(file)  # noqa: PTH116 (each request asks: a Path costs thrice as much)
        return _published_address(file, facts.st_mtime_ns, facts.st_size)
    except OSError:
        return ""


@lru_cache(maxsize=16)
def _published_address(file: str, changed_ns: int, size_bytes: int) -> str:
    found = _NAMED.search(Path(file).read_bytes())
    return found[1].decode("utf-8", "replace") if found else ""


@lru_cache(maxsize=16)
def is_local(address: str) -> bool:
    """Whether an address leads nowhere but to this machine, or to a number that a home's network gives away anew."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "http" or host == "localhost":
        return host == "localhost"
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def asked_address(scope: Mapping[str, Any], host: str) -> str:
    """Returns by which address a request came: its Host where that is one, else the socket's own."""
    if not _HOST.fullmatch(host):
        own, port = scope.get("server") or ("127.0.0.1", None)
        host = f"{f'[{own}]' if ':' in own else own}{f':{port}' if port else ''}"
    return f"{scope.get('scheme', 'http')}://{host}"


@lru_cache(maxsize=1024)
def names_an_address(file: str, changed_ns: int, size_bytes: int, address: str) -> bool:
    """Whether a text names an address; asked once a version."""
    return _bare(address) in Path(file).read_bytes()


def readdressed(text: bytes, before: str, now: str) -> bytes:
    """Puts one address in the place of another: in links with a scheme of apps too, and in the code for phones."""
    text = text.replace(f"{before}/".encode(), f"{now}/".encode()).replace(_bare(before), _bare(now))
    return CODE.sub(lambda _: qr_code.drawing(f"{now}/").encode(), text)


def _bare(address: str) -> bytes:
    return f"{address.partition('://')[2]}/".encode()
