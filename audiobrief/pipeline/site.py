"""Writes ``public/``: every file that is derived from the library, each whole or not at all, the feed last.

A long feed has pages: the newest episodes are the feed itself, each hundred older ones an archive page (RFC 5005) that
does not change any more. So a new article costs the same in a feed of five thousand as in one of fifty.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import msgspec

from audiobrief import atomic, config
from audiobrief.errors import OutputError, UsageError
from audiobrief.model import Episode, Feed, digest
from audiobrief.publish import chapters, cover, rss, transcript, web
from audiobrief.script import document

STAMP = Path(".audiobrief") / "derived"
"""What the derived files were made from, besides the episodes: when it changes, all are made again."""


class Site:
    """``public/`` of one feed. ``load`` brings episodes by their slugs."""

    def __init__(
        self,
        folder: Path,
        feed: Feed,
        settings: config.Config,
        load: Callable[[Sequence[str]], tuple[Episode, ...]],
    ) -> None:
        self._folder = folder
        self._public = folder / "public"
        self._feed = feed
        self._settings = settings
        self._load = load
        facts = {**msgspec.to_builtins(feed), "program": version("audiobrief"), "page_size": settings.page_size}
        self._facts = digest(facts)

    def write(self, slugs: Sequence[str], fresh: Set[str]) -> int:
        """Brings the folder in line with the feed; returns how many files were written.

        ``slugs`` are the feed's episodes, newest first, ``fresh`` those made in this run; the files of others are
        written again only when the feed's own facts or the program changed, or a file is missing.
        """
        known = self._known()
        everything = known.get("facts") != self._facts
        there = {path.parent.name for path in self._public.glob("episodes/*/index.html")}
        written = 0
        for slug in slugs:
            if everything or slug in fresh or slug not in there:
                written += self._episode(slug)
        archives = dict(_archives(slugs, self._settings.page_size))
        newest = slugs[: len(slugs) - sum(map(len, archives.values()))]
        stamps = {}
        for name, members in archives.items():
            stamps[name] = digest(list(members))
            is_there = (self._public / f"{name}.xml").exists()
            if everything or known.get(name) != stamps[name] or not is_there or fresh & set(members):
                written += self._page(name, members, older=_before(name))
        written += self._page("", newest, older=max(archives, key=_number, default=""))
        stamp = json.dumps({"facts": self._facts, **stamps}, indent=1).encode()
        atomic.write_if_changed(self._folder / STAMP, stamp)
        return written

    def _known(self) -> dict[str, str]:
        with contextlib.suppress(OSError, ValueError):
            return dict(json.loads((self._folder / STAMP).read_bytes()))
        return {}

    def _episode(self, slug: str) -> int:
        (episode,) = self._load([slug])
        place = self._public / "episodes" / slug
        files = (*episode_files(episode, self._feed), *books(episode, self._feed, place))
        return sum(atomic.write_if_changed(place / name, data) for name, data in files)

    def _page(self, name: str, slugs: Sequence[str], older: str) -> int:
        """A page of the feed; the newest one has the cover and the pages' style with it, and ``feed.xml`` last."""
        feed = replace(self._feed, page=name, older=older, episodes=self._load(slugs))
        files = list(web.static_files().items()) if not name else []
        if not name:
            files.append(("cover.jpg", self._cover()))
        files.append((f"{name or 'index'}.html", web.feed_page(feed)))
        files.append((f"{name or 'feed'}.xml", rss.feed_xml(feed)))
        return sum(atomic.write_if_changed(self._public / path, data) for path, data in files)

    def _cover(self) -> bytes:
        if not self._settings.cover:
            return cover.draw(self._feed.title, self._feed.author, language=self._feed.language)
        own = self._folder / self._settings.cover
        try:
            return own.read_bytes()
        except OSError as error:
            fact = f"the cover cannot be read ({error.strerror})"
            raise UsageError(str(own), fact, "Correct cover in audiobrief.toml.") from error


def episode_files(episode: Episode, feed: Feed) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of everything in an episode's folder but audio and books."""
    yield "chapters.json", chapters.json_chapters(episode, feed)
    yield "transcript.vtt", transcript.vtt(episode).encode()
    yield "transcript.srt", transcript.srt(episode).encode()
    yield "transcript.json", transcript.json(episode).encode()
    yield "transcript.html", transcript.html(episode).encode()
    yield "script.json", document.dump(episode.script).encode()
    yield "cover.jpg", _episode_cover(episode, feed)
    yield "index.html", web.episode_page(episode, feed)


def books(episode: Episode, feed: Feed, place: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of an episode's books; each holds its audio."""
    if not feed.books:
        return
    from audiobrief.publish import daisy, epub

    try:
        audio = (place / "episode.mp3").read_bytes()
    except OSError as error:
        fact = f"the published audio cannot be read ({error.strerror})"
        raise OutputError(
            str(place / "episode.mp3"), fact, "Restore it from a backup, or withdraw the episode."
        ) from error
    if "epub" in feed.books:
        yield "episode.epub", epub.epub(episode, audio, _episode_cover(episode, feed))
    if "daisy" in feed.books:
        yield "daisy.zip", daisy.daisy(episode, audio)


def _episode_cover(episode: Episode, feed: Feed) -> bytes:
    article = episode.script.article
    return cover.draw(article.title, article.site or feed.title, language=article.language or feed.language)


def _archives(slugs: Sequence[str], size: int) -> Iterator[tuple[str, Sequence[str]]]:
    """The archive pages from the oldest on, each full; what is left, at least a page and less than two, is the feed."""
    for number in range(1, max(0, len(slugs) - size) // size + 1):
        end = len(slugs) - (number - 1) * size
        yield f"archive-{number}", slugs[end - size : end]


def _before(name: str) -> str:
    number = _number(name) - 1
    return f"archive-{number}" if number else ""


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])
