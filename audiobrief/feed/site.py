"""Writes what is published: every file that is derived from the library, each whole or not at all, the feed last.

The files go to ``public/`` or to another place. A folder is looked at, so that a file which vanished is made again; for
a bucket, where a look costs a request, the library remembers what was put there.

A long feed has pages: the newest episodes are the feed itself, each hundred older ones an archive page (RFC 5005) that
no longer changes. So a new article costs the same in a feed of five thousand as in one of fifty.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import msgspec

from audiobrief import atomic, config, formats
from audiobrief.errors import UNREADABLE, OutputError, UsageError
from audiobrief.feed import paths
from audiobrief.library.record import NAME as RECORD
from audiobrief.model import Episode, Feed, digest
from audiobrief.places import Place
from audiobrief.places.folder import Folder
from audiobrief.publish import cover, rss, web
from audiobrief.publish.render import render
from audiobrief.script import document

STAMP = Path(".audiobrief") / "derived"
"""What the derived files were made from, besides the episodes: when it changes, all are made again."""
_PUTS_AT_ONCE = 8


class Episodes(Protocol):
    """The part of :class:`audiobrief.library.Library` that a site needs."""

    def load(self, slugs: Sequence[str], /) -> tuple[Episode, ...]:
        """Returns the episodes of these slugs, in their order."""

    def derived(self, facts: str, /) -> frozenset[str]:
        """Returns the slugs whose files were made from ``facts``."""

    def exported(self, slug: str, /) -> bytes:
        """Returns the record of an episode, of which a lost library is made again."""

    def note_derived(self, slug: str, facts: str, /) -> None:
        """Notes that an episode's files were made from ``facts``."""


class Site:
    """The published files of one feed. ``folder`` is the feed's own, ``place`` where the files go."""

    def __init__(self, folder: Path, feed: Feed, settings: config.Config, episodes: Episodes, place: Place) -> None:
        self._folder = folder
        self._place = place
        self._feed = feed
        self._settings = settings
        self._episodes = episodes
        facts = {
            **msgspec.to_builtins(feed),
            "program": version("audiobrief"),
            "page_size": settings.page_size,
            "public": settings.public,
        }
        self._facts = digest(facts)

    def write(self, slugs: Sequence[str]) -> int:
        """Makes the place agree with the feed; returns how many files were written.

        ``slugs`` are the feed's episodes, newest first. The files of an episode are written when they never were from
        what the feed says of itself now, or when one is missing.
        """
        self._tidy()
        known = self._known()
        everything = known.get("facts") != self._facts
        complete = self._complete(slugs)
        made = dict.fromkeys(slug for slug in slugs if slug not in complete)
        written = sum(self._episode(slug) for slug in made)
        archives = dict(_archives(slugs, self._settings.page_size))
        newest = slugs[: len(slugs) - sum(map(len, archives.values()))]
        stamps = {name: digest(list(members)) for name, members in archives.items()}
        for name, members in archives.items():
            is_same = not everything and known.get(name) == stamps[name] and made.keys().isdisjoint(members)
            if not is_same or self._is_missing(f"{name}.xml"):
                written += self._page(name, members, older=_before(name))
        written += self._page("", newest, older=max(archives, key=_number, default=""))
        stamp = json.dumps({"facts": self._facts, **stamps}, indent=1).encode()
        atomic.write_if_changed(self._folder / STAMP, stamp)
        return written

    def _tidy(self) -> None:
        """Deletes temporary files of a killed run (we hold the lock)."""
        for name in ("", "static"):
            self._place.tidy(name)
        atomic.remove_leftovers(self._folder / STAMP.parent, STAMP.name)

    def _complete(self, slugs: Sequence[str]) -> frozenset[str]:
        """Returns the episodes whose files are as they should be."""
        derived = self._episodes.derived(self._facts)
        return frozenset(
            slug for slug in slugs if slug in derived and not self._is_missing(f"episodes/{slug}/index.html")
        )

    def _is_missing(self, name: str) -> bool:
        """Looks for a file where a look costs nothing."""
        return self._place.is_local and not self._place.has(name)

    def _known(self) -> dict[str, str]:
        with contextlib.suppress(OSError, *UNREADABLE):
            return dict(json.loads((self._folder / STAMP).read_bytes()))
        return {}

    def _episode(self, slug: str) -> int:
        (episode,) = self._episodes.load([slug])
        name = f"episodes/{slug}"
        audio_name = paths.audio_name(slug)
        self._bring_audio(audio_name, episode)
        files = [*episode_files(episode, self._feed, cache(lambda: self._place.read(audio_name)))]
        files.append((RECORD, self._episodes.exported(slug)))
        self._place.tidy(name)
        written = self._put((f"{name}/{file}", data) for file, data in files)
        self._episodes.note_derived(slug, self._facts)
        return written

    def _bring_audio(self, name: str, episode: Episode) -> None:
        """Copies the MP3 of a feed that was published to a folder before: it is never made again."""
        if self._place.has(name):
            return
        before = Folder(self._folder / paths.PUBLIC)
        if not before.has(name) or before.sha256(name) != episode.audio_sha256:
            fact = "the published audio is not there"
            raise OutputError(self._place.shown(name), fact, "Restore it from a backup, or withdraw the episode.")
        with (before.path / name).open("rb") as own, self._place.replacing(name, once=True) as file:
            shutil.copyfileobj(own, file)

    def _put(self, files: Iterable[tuple[str, bytes]]) -> int:
        """Writes files in any order; several at once where each of them waits for an answer."""
        if self._place.is_local:
            return sum(self._place.write_if_changed(name, data) for name, data in files)
        with ThreadPoolExecutor(_PUTS_AT_ONCE) as pool:
            return sum(pool.map(lambda file: self._place.write_if_changed(*file), files))

    def _page(self, name: str, slugs: Sequence[str], older: str) -> int:
        """Writes a page of the feed; with the newest one the cover and the pages' style, and ``feed.xml`` last."""
        feed = replace(self._feed, page=name, older=older, episodes=self._episodes.load(slugs))
        files = list(web.static_files().items()) if not name else []
        if not name:
            files.append(("cover.jpg", self._cover()))
        written = self._put([*files, (f"{name or 'index'}.html", web.feed_page(feed))])
        return written + self._place.write_if_changed(f"{name or 'feed'}.xml", rss.feed_xml(feed))

    def _cover(self) -> bytes:
        if not self._settings.cover:
            return cover.draw(self._feed.title, self._feed.author, language=self._feed.language)
        own = self._folder / self._settings.cover
        try:
            return own.read_bytes()
        except OSError as error:
            fact = f"the cover cannot be read ({error.strerror})"
            raise UsageError(str(own), fact, "Correct cover in audiobrief.toml.") from error


def episode_files(episode: Episode, feed: Feed, audio: Callable[[], bytes]) -> Iterator[tuple[str, bytes]]:
    """Returns name and bytes of everything in an episode's folder but its audio, which ``audio`` reads."""
    picture = _episode_cover(episode, feed)
    sources = {"feed": lambda: feed, "audio": audio, "cover": lambda: picture}
    for row in formats.in_feed(feed.books):
        yield row.name, render(row, episode, sources)
    yield "script.json", document.dump(episode.script).encode()
    yield "cover.jpg", picture
    yield "index.html", web.episode_page(episode, feed)


def _episode_cover(episode: Episode, feed: Feed) -> bytes:
    article = episode.script.article
    return cover.draw(article.title, article.site or feed.title, language=article.language or feed.language)


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
