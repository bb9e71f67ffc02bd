"""Finds a feed's articles: what was typed, the files of folders, pages, and the feeds that name pages.

What is known of a source between runs (validators, failures, when it may be asked again) is kept in the library, but
validators only when all that they stand for is done: a run that is killed, or that stops at ``max_new``, must not be
answered "nothing new" the next time. An article that was refused three times is left alone until ``feed retry``,
so that it does not hold up the others.
"""

from __future__ import annotations

import contextlib
import hashlib
import random
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from audiobrief import config
from audiobrief.errors import UNREADABLE, AudiobriefError, NothingToRead, Quarantined, UsageError
from audiobrief.feed.asking import Asking, is_closed
from audiobrief.feed.own_text import OwnTexts
from audiobrief.fetch import feeds, fetch_from_content, polling, read_source
from audiobrief.fetch.polling import Poll, SourceState
from audiobrief.identity import Listing, normal_address
from audiobrief.inputs import OPENED
from audiobrief.library import Library
from audiobrief.model import Page
from audiobrief.source_settings import Source

TRIES = 3
"""How often an article is read that gives no episode."""
UNREACHABLE_TRIES = 8
"""How often an article is asked for that cannot be fetched: with the waits between, most of a day."""
_LONG_AGO = "1970-01-01T00:00:00+00:00"
FRESH = timedelta(days=2)
"""How long an article is asked for corrections."""
SUFFIXES = (
    *(".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown", ".json"),
    *(suffix for form in OPENED for suffix in form.suffixes),
)
"""Of the files in a source folder that are taken; what they are is told by their content."""


@dataclass(frozen=True, slots=True)
class SourceItem:
    """A page to publish from, or why there is none."""

    source: str
    """As typed, a path, or an address."""
    page: Page | None = None
    error: AudiobriefError | None = None
    is_typed: bool = False
    """Named on the command line: tried whatever happened before."""
    is_sent: bool = False
    """Named by who sent it from elsewhere: its address is guarded."""
    state: SourceState | None = None
    """What is stored about the source once the page is published."""
    listing: Listing | None = None
    """How a feed names it."""
    is_configured: bool = False
    """It is a [[source]] itself, not an article that one names."""
    origin: Source | None = None
    """The [[source]] that it comes from."""
    categories: tuple[str, ...] = ()
    """What its feed files it under."""
    own: Page | None = None
    """The text that its feed holds, where that may be the whole and the page is not."""
    own_stands: bool = False
    """That text is spoken where the page is no article."""
    title: str = ""
    """As its feed gives it."""

    @property
    def in_own_words(self) -> SourceItem:
        """Returns the article as its feed holds it."""
        assert self.own is not None and self.listing is not None
        return replace(self, page=self.own, own=None, listing=replace(self.listing, gave_text=True))

    def brought(self) -> Page:
        """Returns the page, or raises why there is none."""
        if self.error is not None:
            raise self.error
        assert self.page is not None
        return self.page

    @property
    def url(self) -> str:
        """Returns the source, where it is an address of the web, else ""."""
        return self.source if self.source.startswith(("http://", "https://")) else ""

    @property
    def page_hash(self) -> str:
        """Returns the SHA-256 (hex) of the page, "" without one."""
        return hashlib.sha256(self.page.body).hexdigest() if self.page else ""


def decoded(kept: bytes) -> SourceState:
    """Decodes a state that the library keeps; a damaged one costs its source what was known of it, not the run."""
    try:
        state = msgspec.json.decode(kept, type=SourceState)
        _ = datetime.fromisoformat(state.not_before or _LONG_AGO) - datetime.fromisoformat(_LONG_AGO)
        _ = datetime.fromisoformat(state.last_success or _LONG_AGO)
        return state
    except UNREADABLE as error:  # a source that was asked before: its feed's old articles are not new
        return SourceState(last_success=_LONG_AGO, trouble=f"what was known of it is damaged ({error})")


def _passed_over(source: Source, entry: feeds.Entry) -> tuple[str, ...]:
    """Names the marks that one source's first run leaves on an older article: another feed may give it all the same.

    By its name too, since addresses change.
    """
    marks = (f"{source.url} {entry.url}", f"{source.url} {normal_address(entry.url)}")
    return (*marks, f"{source.url} #{entry.id}") if entry.id else marks


def of_today(url: str) -> str:
    """Names what is kept of a feed's day: how many new articles were taken, and which were left."""
    return f"{url} (today)"


def is_given_up(state: SourceState) -> bool:
    """Returns whether an article is left alone until ``feed retry``."""
    return state.refused >= TRIES or state.failures >= UNREACHABLE_TRIES


class Sources:
    """Finds pages for one run. ``now`` has a zone."""

    def __init__(self, folder: Path, settings: config.Config, library: Library, now: datetime) -> None:
        self._folder = folder
        self._settings = settings
        self._library = library
        self._now = now
        self._asking = Asking(folder, now, allow_private=settings.allow_private)
        self._texts = OwnTexts(library, now, self.state, self._keep)

    def typed(self, sources: Sequence[str], *, are_sent: bool = False) -> Iterator[SourceItem]:
        """Reads what the owner named on the command line, or what was sent: addresses of that through the guard."""
        for source in sources:
            item = SourceItem(source, is_typed=True, is_sent=are_sent)
            bring = fetch_from_content if are_sent and item.url else read_source
            try:
                yield replace(item, page=bring(source, allow_private=self._settings.allow_private))
            except AudiobriefError as error:
                yield replace(item, error=error)

    def configured(self) -> Generator[SourceItem]:
        """Reads the [[source]] entries, an article of each in turn, so that none starves behind another's flood.

        A folder that is not there is an item without a page.
        """
        with contextlib.ExitStack() as begun:
            waiting = deque(
                (source, begun.enter_context(contextlib.closing(self._of(source)))) for source in self._settings.source
            )
            while waiting:
                source, items = waiting[0]
                item = next(items, None)
                if item is None:
                    waiting.popleft()
                    continue
                waiting.rotate(-1)
                yield replace(item, origin=source)

    def _of(self, source: Source) -> Generator[SourceItem]:
        return self._files(self._folder / source.folder) if source.folder else self._address(source)

    def any_answers(self) -> bool:
        """Tells whether one of the [[source]] entries is there and did not fail when it was asked last."""
        sources = self._settings.source
        return not sources or any(
            (self._folder / source.folder).is_dir() if source.folder else not self.state(source.url).failures
            for source in sources
        )

    def further_page(self, address: str, item: SourceItem) -> Page:
        """Brings a further page of an item's article. Raises :class:`FetchError` and :class:`NothingToRead`."""
        first = item.brought().url
        return self._asking.further_page(address, first, item.origin, is_typed=item.is_typed, is_sent=item.is_sent)

    def compared(self, item: SourceItem, *, is_same: bool) -> None:
        """Remembers whether a page had the words that its feed held of it."""
        if item.origin is not None:
            self._texts.compared(item.origin, is_same=is_same)

    def failed(self, item: SourceItem, error: AudiobriefError) -> None:
        """Counts a page that gave no episode; it is asked again later, without validators, until it is given up."""
        if item.is_typed or (item.url and item.page is None):
            return  # the poll has counted what went wrong on the way
        before = self.state(item.source)
        counted = polling.failed(before, self._now, error.fact, jitter=random.random())  # noqa: S311
        tag = item.page_hash if not item.url else ""
        refused = TRIES if isinstance(error, Quarantined) else before.refused + 1
        self._keep(item.source, replace(counted, etag=tag, last_modified="", refused=refused))

    def succeeded(self, item: SourceItem) -> None:
        """Forgets earlier failures; from now on only what is new is asked for."""
        if item.state is not None:
            self._keep(item.source, item.state)
            return
        before = self.state(item.source)
        if before.failures:
            self._keep(item.source, polling.succeeded(before, self._now, before.etag, before.last_modified))

    def state(self, source: str) -> SourceState:
        """Returns what is known of a source; a fresh state for one that was never asked."""
        kept = self._library.source_state(source)
        return decoded(kept) if kept else SourceState()

    def _keep(self, source: str, state: SourceState) -> None:
        self._library.keep_source_state(source, msgspec.json.encode(state))

    def _files(self, place: Path) -> Generator[SourceItem]:
        if not place.is_dir():
            error = UsageError(str(place), "the source folder is not there", "Make it or correct audiobrief.toml.")
            yield SourceItem(str(place), error=error, is_configured=True)
            return
        self._library.keep_source_state(str(place), None)
        for path in sorted(place.iterdir()):
            if path.suffix.lower() not in SUFFIXES:
                continue
            try:
                item = SourceItem(str(path), read_source(str(path)))
            except AudiobriefError as error:
                item = SourceItem(str(path), error=error)
            state = self.state(item.source)
            if not is_given_up(state) or state.etag != item.page_hash:  # an edited file is a new chance
                yield item

    def _address(self, source: Source) -> Generator[SourceItem]:
        state = self.state(source.url)
        if not polling.is_due(state, self._now):
            return
        try:
            asked = self._asking.poll(source, source.url, state)
        except UsageError as error:  # what it is known by
            yield SourceItem(source.url, error=error, is_configured=True)
            return
        if asked.error is None and asked.page is not None and feeds.is_feed(asked.page):
            yield from self._entries(source, asked, asked.page, is_first=state.last_success is None)
        else:
            for item in self._item(source.url, asked):
                yield replace(item, is_configured=item.page is None)

    def _item(self, url: str, asked: Poll) -> Iterator[SourceItem]:
        """Gives the page that came, or the error; nothing when the page is unchanged."""
        if asked.error is not None or asked.page is None:
            self._keep(url, asked.state)
        if asked.error is not None:
            yield SourceItem(url, error=asked.error)
        elif asked.page is not None:
            yield SourceItem(url, asked.page, state=asked.state)

    def _entries(self, source: Source, asked: Poll, page: Page, *, is_first: bool) -> Iterator[SourceItem]:
        """Reads the articles of a feed, newest first; on the first run only as many as its ``backfill``."""
        is_index = feeds.is_sitemap_index(page)
        try:
            entries, troubles = self._asking.sitemaps(source, page) if is_index else (feeds.read_feed(page), [])
        except AudiobriefError as error:
            yield SourceItem(source.url, page, error, is_configured=True)
            return
        yield from (SourceItem(error.subject, error=error, is_configured=True) for error in troubles)
        entries = self._not_passed_over(source, entries, is_first=is_first)
        self._keep(source.url, replace(asked.state, etag="", last_modified=""))
        with contextlib.ExitStack() as at_the_end:
            at_the_end.callback(self._note_waiting, source, entries)
            yield from self._articles(source, entries)
            if not is_index:  # its own validators say nothing of what it names
                self._settle(source, asked, entries)

    def _not_passed_over(
        self, source: Source, entries: tuple[feeds.Entry, ...], *, is_first: bool
    ) -> tuple[feeds.Entry, ...]:
        """Notes what a feed names, and returns what is not older than its first run."""
        if not self._library.note_listings({entry.url: Listing(source.url, entry.id) for entry in entries}):
            entries = tuple(replace(entry, id="") for entry in entries)
        if is_first:
            self._pass_over(source, entries[source.backfill :])
        return tuple(entry for entry in entries if not self._is_passed_over(source, entry))

    def _articles(self, source: Source, entries: Sequence[feeds.Entry]) -> Iterator[SourceItem]:
        """Gives the articles of a day; those that are not shown come last, when the others have told of the feed."""
        not_shown: list[tuple[feeds.Entry, Poll]] = []
        for entry in self._of_today(source, entries):
            state = self.state(entry.url)
            is_left = not polling.is_due(state, self._now) or is_given_up(state)
            if not is_left and not self._is_done(entry, Listing(source.url, entry.id), state):
                for item in self._entry(source, entry, state, not_shown):
                    yield replace(item, categories=entry.categories, title=entry.title)
        for entry, answer in not_shown:
            for item in self._not_shown(source, entry, answer):
                yield replace(item, categories=entry.categories, title=entry.title)

    def _settle(self, source: Source, asked: Poll, entries: Sequence[feeds.Entry]) -> None:
        """Keeps the validators of a feed when all that they stand for is done."""
        if all(self._is_settled(entry.url) for entry in entries):
            self._keep(source.url, asked.state)

    def _pass_over(self, source: Source, entries: Sequence[feeds.Entry]) -> None:
        for entry in entries:
            is_known = self._library.guid_of(entry.url, Listing(source.url, entry.id)) is not None
            for mark in () if is_known else _passed_over(source, entry)[1:]:
                self._keep(mark, SourceState(is_gone=True, trouble="older than the first run", waiting=(entry.url,)))

    def _note_waiting(self, source: Source, entries: Sequence[feeds.Entry]) -> None:
        """Notes which new articles are left for a later run."""
        today = self.state(of_today(source.url))
        new = [entry.url for entry in entries if self._is_new(source, entry)]
        left = tuple(url for url in new if not self.state(url).failures)
        if left != today.waiting:
            self._keep(of_today(source.url), replace(today, waiting=left))

    def _is_new(self, source: Source, entry: feeds.Entry) -> bool:
        known = self._library.guid_of(entry.url, Listing(source.url, entry.id))
        return known is None and not self._is_settled(entry.url)

    def _is_passed_over(self, source: Source, entry: feeds.Entry) -> bool:
        return any(self.state(mark).is_gone for mark in _passed_over(source, entry))

    def _of_today(self, source: Source, entries: Sequence[feeds.Entry]) -> Iterator[feeds.Entry]:
        """Gives the known articles of a feed, and of the new ones as many as it may have on one day."""
        key, today = of_today(source.url), self._now.date().isoformat()
        for entry in entries:
            if self._is_new(source, entry):
                before = self.state(key)
                taken = before.refused if before.last_success == today else 0
                if taken >= source.per_day:
                    continue
                self._keep(key, SourceState(last_success=today, refused=taken + 1, waiting=before.waiting))
            yield entry

    def _is_settled(self, url: str) -> bool:
        """Returns whether nothing is left to be done about an article until its feed changes."""
        state = self.state(url)
        return state.is_gone or is_given_up(state) or (state.last_success is not None and not state.failures)

    def _entry(
        self, source: Source, entry: feeds.Entry, state: SourceState, not_shown: list[tuple[feeds.Entry, Poll]]
    ) -> Iterator[SourceItem]:
        listing = Listing(source.url, entry.id)
        if not entry.has_link or self._texts.is_preferred(source, entry):
            yield self._own_text(entry, listing, state)
            return
        asked = self._asking.poll(source, entry.url, state)
        if asked.page is None and (is_closed(asked) or is_given_up(asked.state)):
            not_shown.append((entry, asked))
            return
        own = stands = None
        if asked.page is not None:
            asked = replace(asked, page=replace(asked.page, published=entry.published, authors=entry.authors))
            own, stands = self._texts.beside_page(source, entry)
        if own is not None:  # the page's validators say nothing of it
            asked = replace(asked, state=replace(asked.state, etag="", last_modified=""))
        for item in self._item(entry.url, asked):
            yield replace(item, listing=listing, own=own, own_stands=bool(stands))

    def _not_shown(self, source: Source, entry: feeds.Entry, asked: Poll) -> Iterator[SourceItem]:
        """Gives an article whose page is not shown as its feed holds it, where that is the whole."""
        listing = Listing(source.url, entry.id)
        if self._texts.stands(source, entry):
            yield self._own_text(entry, listing, self.state(entry.url))
            return
        for item in self._item(entry.url, asked):
            yield replace(item, listing=listing)

    def _is_done(self, entry: feeds.Entry, listing: Listing, state: SourceState) -> bool:
        """Tells whether an article is in the feed, and too old for corrections. Its address may be a new one."""
        guid = self._library.guid_of(entry.url, listing)
        if guid is None or self._is_fresh(entry) or self._library.slug_of(guid) is None:
            return False
        return state.last_success is not None or (entry.published is not None and not state.failures)

    def _own_text(self, entry: feeds.Entry, listing: Listing, state: SourceState) -> SourceItem:
        """Gives the text that the feed itself holds of an article."""
        if entry.text.strip():
            done = polling.succeeded(state, self._now, "", "")
            return SourceItem(entry.url, entry.page(), state=done, listing=replace(listing, gave_text=True))
        error = NothingToRead(
            entry.title or entry.url, "its feed gives neither an address nor a text of it", "Ask the feed's publisher."
        )
        counted = polling.failed(state, self._now, error.fact, jitter=random.random())  # noqa: S311
        self._keep(entry.url, replace(counted, refused=state.refused + 1))
        return SourceItem(entry.url, error=error)

    def _is_fresh(self, entry: feeds.Entry) -> bool:
        if not entry.published:
            return False
        moment = datetime.fromisoformat(entry.published)
        return moment.tzinfo is not None and self._now - moment < FRESH
