"""Brings the further pages of an article: only from its own site, and as the site's robots.txt allows."""

from __future__ import annotations

from urllib.parse import urlsplit

from audiobrief.errors import FetchError, NothingToRead
from audiobrief.fetch.credentials import NONE, Credentials
from audiobrief.fetch.robots import Robots
from audiobrief.fetch.source import fetch_from_content, read_source
from audiobrief.model import Page


def further_page(
    address: str,
    first_url: str,
    robots: Robots,
    *,
    typed: bool,
    allow_private: bool = False,
    known_by: Credentials = NONE,
) -> Page:
    """Returns a page that another one of the same site names as its next.

    ``typed`` says that the owner typed the first page's address. Raises :class:`FetchError` and
    :class:`NothingToRead`.
    """
    if urlsplit(address)[:2] != urlsplit(first_url)[:2]:
        raise FetchError(address[:200], "it is on another site than the first page", "Read that page by itself")
    if robots.is_silent(address):
        raise FetchError(address, "its site's robots.txt cannot be asked for", "Try again later")
    if not robots.allows(address):
        raise NothingToRead(address, "its site's robots.txt does not allow it", "Leave it, or ask the site's owner")
    if typed:
        return read_source(address, allow_private=allow_private)
    return fetch_from_content(address, allow_private=allow_private, known_by=known_by)
