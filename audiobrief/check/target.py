"""Finds out what a target is, and has the rules that fit it look at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from audiobrief.check import audio_rules, channel_rules, item_rules
from audiobrief.check.feed import own_address, parse, read_feed
from audiobrief.check.finding import Finding
from audiobrief.check.sound import read_sound
from audiobrief.errors import FetchError, UsageError


def check_target(target: str, now: str | None) -> list[Finding]:
    """See :func:`audiobrief.check.check`."""
    path = Path(target)
    moment = datetime.fromisoformat(now) if now else datetime.now(UTC)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    feed = _feed_file(path)
    if feed is not None:
        return list(_feed(feed, str(path), moment))
    if not path.is_file():
        if path.is_dir():
            raise UsageError(target, "there is no feed in it", "Give an MP3 or the folder of a feed")
        raise FetchError(target, "there is no such file or folder", "Check the path")
    data = _bytes(path, target)
    if path.suffix.lower() != ".mp3" and data[:3] != b"ID3":
        raise UsageError(target, "is neither an MP3 nor a feed", "Give an MP3 or the folder of a feed")
    return _sound(data, target)


def _sound(data: bytes, subject: str) -> list[Finding]:
    sound = read_sound(data, subject)
    return [finding for rule in audio_rules.RULES for finding in rule.judge([sound], subject)]


def _feed_file(path: Path) -> Path | None:
    candidates = [path] if path.suffix == ".xml" else [path / "public" / "feed.xml", path / "feed.xml"]
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _feed(path: Path, subject: str, now: datetime) -> Iterator[Finding]:
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

    feed = read_feed(xml, subject, read, now)
    sounds = [item.sound for item in feed.items if item.sound is not None]
    for channel_rule in channel_rules.RULES:
        yield from channel_rule.judge([feed], subject)
    for item_rule in item_rules.RULES:
        yield from item_rule.judge(feed.items, subject)
    for audio_rule in audio_rules.RULES:
        yield from audio_rule.judge(sounds, subject)


def _bytes(path: Path, subject: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FetchError(subject, f"cannot be read ({error.strerror})", "Check its permissions") from error
