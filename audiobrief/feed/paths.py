"""Where the files of a feed are, as its ``audiobrief.toml`` says: the published ones, the cache, what to serve."""

from __future__ import annotations

from pathlib import Path

from audiobrief import config
from audiobrief.errors import UsageError
from audiobrief.formats import AUDIO
from audiobrief.library import Library
from audiobrief.places import Place, is_url, local_path, place_for, without_secrets

FEED = "feed.xml"
PUBLIC = "public"
"""Where a feed is published unless its configuration says otherwise."""


def published(folder: Path, settings: config.Config, library: Library) -> Place:
    """Returns where the feed is published. Files of a bucket carry the library's name: no other feed writes there."""
    owner = library.name() if public_folder(folder, settings) is None else ""
    return place_for(settings.public, folder, owner)


def audio_name(slug: str) -> str:
    """Returns the name of an episode's MP3 in the place."""
    return f"episodes/{slug}/{AUDIO.named(slug)}"


def cache_at(folder: Path, settings: config.Config) -> str:
    """Returns folder or address of the cache of clips and frames."""
    return settings.cache if is_url(settings.cache) else str(folder / settings.cache)


def public_folder(folder: Path, settings: config.Config) -> Path | None:
    """Returns the folder that the feed is published to; None when that is no folder of this machine."""
    path = local_path(settings.public)
    return folder / path if path is not None else None


def to_serve(folder: Path) -> Path | None:
    """Returns the folder that ``audiobrief serve`` answers for; None when the server is to look itself.

    Raises :class:`UsageError` when the feed's files are not on this machine.
    """
    if not (folder / config.NAME).is_file():
        return None
    settings = config.load(folder)
    public = public_folder(folder, settings)
    if public is None:
        place, feed = without_secrets(settings.public), f"{settings.base_url.rstrip('/')}/{FEED}"
        raise UsageError(str(folder), f"its files are at {place}, not here", f"Subscribe to {feed}")
    return public


def to_check(target: str) -> str:
    """Returns what ``audiobrief check`` is to look at: of a feed folder the published feed, else the target.

    Raises :class:`UsageError` for an address that is not of the web.
    """
    if is_url(target):
        if target.lower().startswith(("http://", "https://")):
            return target
        fact = "a feed is checked as its listeners get it"
        raise UsageError(without_secrets(target), fact, "Give the address of its feed.xml (https)")
    folder = Path(target)
    if not (folder / config.NAME).is_file():
        return target
    settings = config.load(folder)
    public = public_folder(folder, settings)
    if public is None:
        return f"{settings.base_url.rstrip('/')}/{FEED}"
    return target if (folder / PUBLIC).resolve() == public.resolve() else str(public)
