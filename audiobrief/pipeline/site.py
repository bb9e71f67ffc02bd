"""Writes ``public/``: every file that is derived from the library, each whole or not at all, the feed last."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import msgspec

from audiobrief import atomic, config
from audiobrief.errors import OutputError, UsageError
from audiobrief.model import Episode, Feed, digest
from audiobrief.publish import chapters, cover, rss, transcript, web
from audiobrief.script import document

_STAMP = Path(".audiobrief") / "derived"
"""What the derived files were made from, besides the episodes: when it changes, all are made again."""


def write(folder: Path, feed: Feed, settings: config.Config, fresh: Collection[str]) -> int:
    """Brings ``public/`` in line with the feed; returns how many files were written.

    ``fresh`` are the slugs of episodes made in this run; the files of others are written again only when the feed's
    own facts or the program changed, or a file is missing.
    """
    public = folder / "public"
    facts = {**msgspec.to_builtins(replace(feed, episodes=())), "program": version("audiobrief")}
    stamp = digest(facts).encode()
    everything = _read(folder / _STAMP) != stamp
    written = 0
    for episode in feed.episodes:
        place = public / "episodes" / episode.slug
        if everything or episode.slug in fresh or not (place / "index.html").exists():
            written += sum(atomic.write_if_changed(place / name, data) for name, data in episode_files(episode, feed))
            written += sum(atomic.write_if_changed(place / name, data) for name, data in books(episode, feed, place))
    written += sum(atomic.write_if_changed(public / name, data) for name, data in feed_files(folder, feed, settings))
    atomic.write_if_changed(folder / _STAMP, stamp)
    return written


def episode_files(episode: Episode, feed: Feed) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of everything in an episode's folder but its audio."""
    article = episode.script.article
    language = article.language or feed.language
    yield "chapters.json", chapters.json_chapters(episode, feed)
    yield "transcript.vtt", transcript.vtt(episode).encode()
    yield "transcript.srt", transcript.srt(episode).encode()
    yield "transcript.json", transcript.json(episode).encode()
    yield "transcript.html", transcript.html(episode).encode()
    yield "script.json", document.dump(episode.script).encode()
    yield "cover.jpg", cover.draw(article.title, article.site or feed.title, language=language)
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
        article = episode.script.article
        picture = cover.draw(article.title, article.site or feed.title, language=article.language or feed.language)
        yield "episode.epub", epub.epub(episode, audio, picture)
    if "daisy" in feed.books:
        yield "daisy.zip", daisy.daisy(episode, audio)


def feed_files(folder: Path, feed: Feed, settings: config.Config) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of everything beside the episodes; ``feed.xml`` comes last, when all it names is there."""
    yield from web.static_files().items()
    if settings.cover:
        own = folder / settings.cover
        try:
            yield "cover.jpg", own.read_bytes()
        except OSError as error:
            raise UsageError(
                str(own), f"the cover cannot be read ({error.strerror})", "Correct cover in audiobrief.toml."
            ) from error
    else:
        yield "cover.jpg", cover.draw(feed.title, feed.author, language=feed.language)
    yield "index.html", web.feed_page(feed)
    yield "feed.xml", rss.feed_xml(feed)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
