"""Finds out what a target is, and has the rules that fit it look at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audiobrief.check import audio_rules, channel_rules, item_rules
from audiobrief.check.feed import Feed, own_address, parse, read_feed
from audiobrief.check.finding import Finding
from audiobrief.check.sound import read_sound
from audiobrief.errors import FetchError, UsageError

if TYPE_CHECKING:
    from audiobrief.check.by_ear import Ear

_MOST_SERVED_ITEMS = 20  # of a feed on a server the newest ones are downloaded


def check_target(target: str, now: str | None, ear: Ear | None = None) -> list[Finding]:
    """See :func:`audiobrief.check.check`."""
    moment = datetime.fromisoformat(now) if now else datetime.now(UTC)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if target.lower().startswith(("http://", "https://")):
        return list(_served(target, moment, ear))
    path = Path(target)
    feed = _feed_file(path)
    if feed is not None:
        return list(_feed(feed, str(path), moment, ear))
    if not path.is_file():
        if path.is_dir():
            raise UsageError(target, "there is no feed in it", "Give an MP3 or the folder of a feed")
        raise FetchError(target, "there is no such file or folder", "Check the path")
    data = _bytes(path, target)
    if path.suffix.lower() != ".mp3" and data[:3] != b"ID3":
        raise UsageError(target, "is neither an MP3 nor a feed", "Give an MP3 or the folder of a feed")
    return [*_sound(data, target), *(ear.of_file(path, data) if ear else ())]


def _sound(data: bytes, subject: str) -> list[Finding]:
    sound = read_sound(data, subject)
    return [finding for rule in audio_rules.RULES for finding in rule.judge([sound], subject)]


def _feed_file(path: Path) -> Path | None:
    candidates = [path] if path.suffix == ".xml" else [path / "public" / "feed.xml", path / "feed.xml"]
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _feed(path: Path, subject: str, now: datetime, ear: Ear | None) -> Iterator[Finding]:
    xml = _bytes(path, subject)
    base = own_address(parse(xml)[0]).rpartition("/")[0] + "/"
    root = path.parent.resolve()

    def read(url: str) -> bytes | None:
        """The file in the folder that the feed's address of it stands for."""
        if base == "/" or not url.startswith(base):
            return None
        try:
            file = (root / unquote(url.removeprefix(base).partition("?")[0])).resolve()
            if file.is_dir():
                file /= "index.html"
            return file.read_bytes() if file.is_relative_to(root) else None
        except (OSError, ValueError):
            return None

    yield from _judged(read_feed(xml, subject, read, now), ear)


def _judged(feed: Feed, ear: Ear | None) -> Iterator[Finding]:
    sounds = [item.sound for item in feed.items if item.sound is not None]
    for channel_rule in channel_rules.RULES:
        yield from channel_rule.judge([feed], feed.subject)
    for item_rule in item_rules.RULES:
        yield from item_rule.judge(feed.items, feed.subject)
    for audio_rule in audio_rules.RULES:
        yield from audio_rule.judge(sounds, feed.subject)
    if ear:
        yield from ear.of_items(feed.items)


def _served(url: str, now: datetime, ear: Ear | None) -> Iterator[Finding]:
    """A feed on a web server: the feed, its newest episodes, and how they are served."""
    from audiobrief.check import server

    site = server.Site(url)
    try:
        answer = site.ask(url)
        if answer.status != 200:
            raise FetchError(url, f"the server answers {answer.status}", "Check the address of the feed")
        feed = read_feed(answer.body, url, site.read, now, has=site.has, most_items=_MOST_SERVED_ITEMS)
        yield from _judged(feed, ear)
        served = server.ask_all(site, feed)
    finally:
        site.close()
    for rule in server.RULES:
        yield from rule.judge([served], url)


def _bytes(path: Path, subject: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FetchError(subject, f"cannot be read ({error.strerror})", "Check its permissions") from error
