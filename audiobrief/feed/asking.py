"""Asks for feeds and for the pages that they name: as robots.txt allows, and as whom the source says."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from audiobrief.errors import AudiobriefError, FetchError, NothingToRead
from audiobrief.fetch import credentials, feeds, more_pages, polling
from audiobrief.fetch.address import PrivateAddress
from audiobrief.fetch.credentials import NONE, Credentials
from audiobrief.fetch.limits import TooLarge
from audiobrief.fetch.polling import Poll, SourceState
from audiobrief.fetch.robots import Robots
from audiobrief.inputs import FEED_LIMIT_BYTES, LIMIT_BYTES
from audiobrief.model import Page
from audiobrief.source_settings import Source

_CLOSED_TO_US = frozenset({401, 402, 403, 404, 410, 451})
"""Statuses of pages that will not be shown later either: the feed's own text is what there is."""
MOST_SITEMAPS = 5
"""Of an index that are asked for articles, those that changed last."""


def is_closed(asked: Poll) -> bool:
    """Tells whether a page will not be shown later either."""
    return isinstance(asked.error, (NothingToRead, PrivateAddress, TooLarge)) or asked.status in _CLOSED_TO_US


class Asking:
    """What is asked in one run, which is ``now``."""

    def __init__(self, folder: Path, now: datetime, *, allow_private: bool) -> None:
        self._folder = folder
        self._now = now
        self._allow_private = allow_private
        self._robots = Robots(allow_private=allow_private)
        self._known_by: dict[str, Credentials] = {}

    def poll(self, source: Source, url: str, state: SourceState) -> Poll:
        """Asks for a source itself, or for what it names. Raises :class:`UsageError` for what it is known by."""
        is_source = url == source.url
        if not is_source and self._robots.is_silent(url):
            silent = self._silent(url)
            later = polling.failed(state, self._now, silent.fact, jitter=random.random())  # noqa: S311
            return Poll(later, error=silent)
        if not is_source and not self._robots.allows(url):
            error = NothingToRead(url, "its site's robots.txt does not allow it", "Leave it, or ask the site's owner.")
            return Poll(replace(state, is_gone=True, trouble=error.fact), error=error)
        return polling.poll(
            url,
            state,
            self._now,
            jitter=random.random(),  # noqa: S311
            typed_by_owner=is_source,
            limit_bytes=FEED_LIMIT_BYTES if is_source else LIMIT_BYTES,
            allow_private=self._allow_private,
            known_by=self._credentials(source),
        )

    def further_page(self, address: str, first: str, origin: Source | None, *, is_typed: bool, is_sent: bool) -> Page:
        """Brings a further page of an article. Raises :class:`FetchError` and :class:`NothingToRead`."""
        allow_private = self._allow_private
        robots = Robots(allow_private=allow_private, typed_by_owner=True) if is_typed else self._robots
        known_by = self._credentials(origin) if origin else NONE
        return more_pages.further_page(
            address, first, robots, typed=is_typed and not is_sent, allow_private=allow_private, known_by=known_by
        )

    def sitemaps(self, source: Source, index: Page) -> tuple[tuple[feeds.Entry, ...], list[AudiobriefError]]:
        """Returns what the newest sitemaps of an index name, and what failed of these."""
        found: dict[str, feeds.Entry] = {}
        troubles: list[AudiobriefError] = []
        for named in feeds.read_feed(index)[:MOST_SITEMAPS]:
            asked = self.poll(source, named.url, SourceState())
            try:
                if asked.page is None:
                    raise asked.error or FetchError(named.url, "it did not come", "It is tried again next time.")
                if feeds.is_sitemap_index(asked.page):
                    raise NothingToRead(
                        named.url, "it is an index of sitemaps inside another", "Name it as a [[source]]."
                    )
                found |= {entry.url: entry for entry in feeds.read_feed(asked.page)}
            except AudiobriefError as error:
                troubles.append(error)
        return tuple(found.values())[: feeds.MOST_ENTRIES], troubles

    def _credentials(self, source: Source) -> Credentials:
        if source.url not in self._known_by:
            self._known_by[source.url] = credentials.load(
                self._folder, source.url, cookies=source.cookies, headers=source.headers
            )
        return self._known_by[source.url]

    def _silent(self, url: str) -> FetchError:
        """Returns why nothing is fetched of a site that did not say what it allows."""
        trouble = self._robots.trouble(url)
        if isinstance(trouble, PrivateAddress):
            return PrivateAddress(url, trouble.fact, trouble.remedy)
        return FetchError(url, "its site's robots.txt cannot be asked for", "It is tried again later.")
