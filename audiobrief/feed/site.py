"""Writes what is published: every file that is derived from the library, each whole or not at all, the feed last.

The files go to ``public/`` or to another place. A folder is looked at, so that a file which vanished is made again; for
a bucket, where a look costs a request, the library remembers what was put there.

A long feed has pages: the newest episodes are the feed itself, each hundred older ones an archive page (RFC 5005) that
no longer changes. So a new article costs the same in a feed of five thousand as in one of fifty.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from itertools import takewhile
from pathlib import Path
from typing import Protocol

import msgspec

from audiobrief import atomic, config, formats
from audiobrief.errors import UNREADABLE, UsageError, WorkerError
from audiobrief.feed import paths, recover, scrub
from audiobrief.library import Library, PublishedFiles
from audiobrief.library.record import NAME as RECORD
from audiobrief.model import Episode, Feed, Link, digest
from audiobrief.places import Place
from audiobrief.places.folder import Folder
from audiobrief.publish import cover, rss, web
from audiobrief.publish.render import render
from audiobrief.script import document
from audiobrief.workers import can_fork, forked

STAMP = Path(".audiobrief") / "derived"
"""What the derived files were made from, besides the episodes: when it changes, all are made again."""
READ_TO = "read_to"
_PUTS_AT_ONCE = 8
_AT_ONCE = 2 * (os.cpu_count() or 1)
_RETOLD_AT_ONCE = 25
_RETOLD_S = 60
_TELLING = 2
"""So many parts of the facts still hold where only those files are behind that tell of the feed."""


class Episodes(Protocol):
    """The part of :class:`audiobrief.library.Library` that a site needs."""

    def load(self, slugs: Sequence[str], /) -> tuple[Episode, ...]:
        """Returns the episodes of these slugs, in their order."""

    def published_files(self, *, but: str = "-") -> Mapping[str, PublishedFiles]:
        """Returns by slug what is known of each episode's files, where they were made from other facts than ``but``."""

    def exported(self, slug: str, /) -> bytes:
        """Returns the record of an episode, of which a lost library is made again."""

    def note_derived(self, facts: str, made: Mapping[str, Mapping[str, tuple[int, str]]], /) -> None:
        """Notes by slug and name, with size and SHA-256, the files that were made from ``facts``."""


class Site:
    """The published files of one feed. ``folder`` is the feed's own, ``place`` where the files go."""

    def __init__(self, folder: Path, feed: Feed, settings: config.Config, episodes: Episodes, place: Place) -> None:
        self._folder = folder
        self._place = place
        self._feed = feed
        self._settings = settings
        self._episodes = episodes
        self.found = scrub.Found()
        made: dict[str, object] = {"program": version("audiobrief"), "public": settings.public}
        if others := [row.book for row in formats.in_feed(feed.books) if row.codecs]:
            made["enclosures"] = others
        self._channel = digest({**msgspec.to_builtins(feed), **made, "page_size": settings.page_size})
        # What an episode's files are made from, the gravest first: without the first part what the feed names may not
        # be there; the second is in every file; the third in those alone that tell of the feed.
        parts = (
            made,
            {"books": feed.books, "language": feed.language},
            {"title": feed.title, **({} if feed.chapter_pictures else {"chapter_pictures": False})},
        )
        self._facts = " ".join(map(digest, parts))

    def scrub(self, slugs: Sequence[str]) -> scrub.Found:
        """Looks for files of these episodes that are missing or damaged: :meth:`write` makes them again.

        The caller makes audio again, and takes out what it could not: that is left as it is.
        """
        known, stamp = dict(self._episodes.published_files()), read_stamp(self._folder)
        gravest = self._facts.partition(" ")[0]
        new = [slug for slug in slugs if not known[slug].facts.startswith(gravest)]
        known |= {slug: replace(known[slug], facts="") for slug in new}  # the derived ones are made anyway
        lost = [slug for slug in new if not self._is_brought(paths.audio_name(slug), known[slug])]
        here = slugs if self._place.is_local else [slug for slug in slugs if known[slug].facts]
        self.found = scrub.scrub(self._place, known, here, stamp.get(READ_TO, ""), is_whole=not stamp)
        self.found.damaged |= {slug: [formats.AUDIO.named(slug)] for slug in lost}
        return self.found

    def write(self, slugs: Sequence[str]) -> int:
        """Makes the place agree with the feed; returns how many files were written.

        ``slugs`` are the feed's episodes, newest first.
        What the feed is the first to name comes before it; what only tells otherwise of the feed follows after.
        """
        self._tidy()
        behind = self._behind(slugs)
        made = [slug for slug, parts in behind.items() if not parts]
        written = sum(map(self._episode, made)) + self._pages(slugs, frozenset(made))
        written += sum(self._episode(slug) for slug, parts in behind.items() if parts == 1)
        return written + self._retell([slug for slug, parts in behind.items() if parts == _TELLING])

    def _pages(self, slugs: Sequence[str], made: Set[str]) -> int:
        """Writes the pages of the feed: archives that it is the first to name before it, changed ones after it."""
        archives = dict(_archives(slugs, self._settings.page_size))
        newest = slugs[: len(slugs) - sum(map(len, archives.values()))]
        pages = {**archives, "": newest}
        stamps, first, late = self._changed(pages, made)
        written = self._hold(first, archives, slugs, newest)
        written += sum(self._page(name, archives[name], older=_before(name)) for name in first)
        written += self._put([*web.static_files(self._feed.language).items(), ("cover.jpg", self._cover())])
        if "" in late:
            written += self._page("", newest, older=max(archives, key=_number, default=""))
        written += sum(self._page(name, pages[name], older=_before(name)) for name in sorted(late - {""}, key=_number))
        stamps |= {name: self._stamp(name, pages[name]) for name in (*first, *late)}
        stamps |= {"facts": self._channel, READ_TO: self.found.read_to}
        atomic.write_if_changed(self._folder / STAMP, json.dumps(stamps, indent=1).encode())
        return written

    def _changed(
        self, pages: Mapping[str, Sequence[str]], made: Set[str]
    ) -> tuple[dict[str, str], list[str], set[str]]:
        """Returns the pages' stamps, the archives with other episodes or files, and what else is to be written.

        The newest page ("") is, with any other; elsewhere than on this machine it always is.
        """
        known = read_stamp(self._folder)
        stamps = {name: self._stamp(name, members) for name, members in pages.items()}
        changed = {name for name, stamp in stamps.items() if known.get(name) != stamp}
        others = set(pages) - changed
        late = {name for name in others if known.get("facts") != self._channel or not made.isdisjoint(pages[name])}
        if changed or not self._place.is_local:
            late.add("")
        return stamps, [name for name in pages if name and name in changed], late

    def _hold(
        self, changed: Sequence[str], archives: Mapping[str, Sequence[str]], slugs: Sequence[str], newest: Sequence[str]
    ) -> int:
        """Names in the feed itself, until all is written, what leaves an archive for a newer page.

        So a run that is killed between two pages leaves every episode on one of them.
        """
        here = {name: recover.published_page(self._place, f"{name}.xml")[0] for name in changed}
        leaving = {slug for name in changed for slug in here[name] if slug not in archives[name]}
        if leaving.isdisjoint(slugs):
            return 0
        named, older = recover.published_page(self._place, paths.FEED)
        held = leaving.union(newest, named)
        feed = self._paged("", [slug for slug in slugs if slug in held], older)
        return self._place.write_if_changed(paths.FEED, self._xml(feed))

    def _stamp(self, name: str, members: Sequence[str]) -> str:
        """Returns a digest of a page's episodes, and of its files where a look costs nothing."""
        files = [f"{name or 'feed'}.xml", f"{name or 'index'}.html"] if self._place.is_local else []
        return digest([*members, *(scrub.sha256(self._place, file) for file in files)])

    def _tidy(self) -> None:
        """Deletes temporary files of a killed run (we hold the lock)."""
        for name in ("", "static"):
            self._place.tidy(name)
        atomic.remove_leftovers(self._folder / STAMP.parent, STAMP.name)

    def _behind(self, slugs: Sequence[str]) -> dict[str, int]:
        """Returns the episodes whose files are to be made, and how many parts of the facts still hold for them."""
        now = self._facts.split()
        others = self._episodes.published_files(but=self._facts)
        agree = {slug: _agreeing(files.facts.split(), now) for slug, files in others.items()}
        agree |= dict.fromkeys(self.found.damaged, 0)
        behind = {slug: parts for slug, parts in agree.items() if parts < len(now) and slug not in self.found.lost}
        return {slug: behind[slug] for slug in slugs if slug in behind}

    def _episode(self, slug: str) -> int:
        (episode,) = self._episodes.load([slug])
        name = f"episodes/{slug}"
        audio_name = paths.audio_name(slug)
        files = dict(episode_files(episode, self._feed, cache(lambda: self._place.read(audio_name))))
        files[RECORD] = self._episodes.exported(slug)
        self._place.tidy(name)
        written = self._put((f"{name}/{file}", data) for file, data in files.items())
        self._episodes.note_derived(self._facts, {slug: _listed(files)})
        return written

    def _retell(self, slugs: Sequence[str]) -> int:
        """Makes the files again that tell of the feed: so many at once that both the disk and the processors work."""
        written = 0
        size = _AT_ONCE * _RETOLD_AT_ONCE
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for start in range(0, len(slugs), size):
                loaded = self._episodes.load(slugs[start : start + size])
                shares = [loaded[at::_AT_ONCE] for at in range(_AT_ONCE)]
                made: dict[str, dict[str, tuple[int, str]]] = {}
                for files, count in pool.map(self._retold, [share for share in shares if share]):
                    written += count
                    made |= {slug: _listed(told) for slug, told in files.items()}
                self._episodes.note_derived(self._facts, made)
        return written

    def _retold(self, episodes: Sequence[Episode]) -> tuple[dict[str, dict[str, bytes]], int]:
        """Makes and writes them for some episodes; returns them by slug, and how many had changed."""

        def make() -> bytes:
            told = {episode.slug: dict(telling_files(episode, self._feed)) for episode in episodes}
            return msgspec.msgpack.encode(told)

        body = b""
        if can_fork():
            with contextlib.suppress(WorkerError):  # made here it says what is wrong
                body = forked("pages", make, _RETOLD_S)
        files = msgspec.msgpack.decode(body or make(), type=dict[str, dict[str, bytes]])
        named = [(f"episodes/{slug}/{name}", data) for slug, told in files.items() for name, data in told.items()]
        return files, sum(self._place.write_if_changed(name, data) for name, data in named)

    def _is_brought(self, name: str, files: PublishedFiles) -> bool:
        """Copies the MP3 of a feed that was published to a folder before; False where there is none."""
        if self._place.has(name):
            return True
        before = Folder(self._folder / paths.PUBLIC)
        if not before.has(name) or before.sha256(name) != files.audio_sha256:
            return False
        with (before.path / name).open("rb") as own, self._place.replacing(name, once=True) as file:
            shutil.copyfileobj(own, file)
        return True

    def _put(self, files: Iterable[tuple[str, bytes]]) -> int:
        """Writes files in any order; several at once where each of them waits for an answer."""
        if self._place.is_local:
            return sum(self._place.write_if_changed(name, data) for name, data in files)
        with ThreadPoolExecutor(_PUTS_AT_ONCE) as pool:
            return sum(pool.map(lambda file: self._place.write_if_changed(*file), files))

    def _page(self, name: str, slugs: Sequence[str], older: str) -> int:
        """Writes a page of the feed, its XML last."""
        feed = self._paged(name, slugs, older)
        written = self._put([(f"{name or 'index'}.html", web.feed_page(feed))])
        return written + self._place.write_if_changed(f"{name or 'feed'}.xml", self._xml(feed))

    def _xml(self, feed: Feed) -> bytes:
        """Returns a page's XML; only where other enclosures are offered it is asked which there are."""
        books = {book for one in feed.episodes for book in (feed.books if one.books is None else one.books)}
        known = self._episodes.published_files() if any(row.codecs for row in formats.in_feed(tuple(books))) else {}
        return rss.feed_xml(feed, {one.slug: known[one.slug].derived for one in feed.episodes if one.slug in known})

    def _paged(self, name: str, slugs: Sequence[str], older: str) -> Feed:
        return replace(self._feed, page=name, older=older, episodes=self._episodes.load(slugs))

    def _cover(self) -> bytes:
        if not self._settings.cover:
            return cover.draw(self._feed.title, self._feed.author, language=self._feed.language)
        own = self._folder / self._settings.cover
        try:
            return own.read_bytes()
        except OSError as error:
            fact = f"the cover cannot be read ({error.strerror})"
            raise UsageError(str(own), fact, "Correct cover in audiobrief.toml.") from error


def channel(settings: config.Config, library: Library) -> Feed:
    """Returns what a feed is called; the library gives it the guid that it keeps."""
    base_url = settings.base_url.rstrip("/")
    named = ("title", "language", "author", "email", "description", "category", "explicit", "copyright")
    more = ("cover_alt", "medium", "books", "license", "license_url", "chapter_pictures", "update_frequency")
    is_daily = any(edition.times for edition in settings.edition) and not settings.update_frequency
    return Feed(
        **{name: getattr(settings, name) for name in (*named, *more)},
        base_url=base_url,
        update_rule="FREQ=DAILY" if is_daily else settings.update_rule,
        funding=tuple(Link(one.text, one.url) for one in settings.funding),
        guid=library.feed_guid(f"{base_url}/feed.xml"),
    )


def episode_files(episode: Episode, feed: Feed, audio: Callable[[], bytes]) -> Iterator[tuple[str, bytes]]:
    """Returns name and bytes of everything in an episode's folder but its audio, which ``audio`` reads."""
    picture = _episode_cover(episode, feed)
    sources = {"feed": lambda: feed, "audio": audio, "cover": lambda: picture}
    for row in formats.in_feed(feed.books if episode.books is None else episode.books):
        yield row.named(episode.slug), render(row, episode, sources)
    yield "script.json", document.dump(episode.script).encode()
    yield "cover.jpg", picture
    yield "index.html", web.episode_page(episode, feed)


def telling_files(episode: Episode, feed: Feed) -> Iterator[tuple[str, bytes]]:
    """Returns name and bytes of those that tell of the feed."""
    for row in formats.in_feed(()):
        if "feed" in row.needs:
            yield row.named(episode.slug), render(row, episode, {"feed": lambda: feed})
    yield "index.html", web.episode_page(episode, feed)


def read_stamp(folder: Path) -> dict[str, str]:
    """Returns what the pages of a feed were made from; nothing where that is not known."""
    with contextlib.suppress(OSError, *UNREADABLE):
        return dict(json.loads((folder / STAMP).read_bytes()))
    return {}


def _agreeing(before: Sequence[str], now: Sequence[str]) -> int:
    """Counts the parts that two facts begin alike with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, now, strict=False)))


def _listed(files: Mapping[str, bytes]) -> dict[str, tuple[int, str]]:
    return {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()}


def _episode_cover(episode: Episode, feed: Feed) -> bytes:
    article = episode.script.article
    return cover.draw(article.title, article.site or "", language=article.language or feed.language)


def _archives(slugs: Sequence[str], size: int) -> Iterator[tuple[str, Sequence[str]]]:
    """Returns the archive pages from the oldest on, each full; the feed keeps at least a page and less than two."""
    for number in range(1, max(0, len(slugs) - size) // size + 1):
        end = len(slugs) - (number - 1) * size
        yield f"archive-{number}", slugs[end - size : end]


def _before(name: str) -> str:
    number = _number(name) - 1
    return f"archive-{number}" if number else ""


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])
