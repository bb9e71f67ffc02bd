"""Where the files of a feed lie, as its ``audiobrief.toml`` says: the published ones, the cache, what to serve."""

from __future__ import annotations

from pathlib import Path

from audiobrief import config
from audiobrief.errors import UsageError
from audiobrief.library import Library
from audiobrief.places import Place, is_url, local_path, place_for, without_secrets

FEED = "feed.xml"
PUBLIC = "public"
"""Where a feed is published unless its configuration says otherwise."""


def published(folder: Path, settings: config.Config, library: Library) -> Place:
    """Where the feed is published. Elsewhere the library puts its name to what it writes, so that no other one does."""
    owner = library.name() if public_folder(folder, settings) is None else ""
    return place_for(settings.public, folder, owner)


def audio_name(slug: str) -> str:
    """Of an episode's MP3, in the place."""
    return f"episodes/{slug}/episode.mp3"


def cache_at(folder: Path, settings: config.Config) -> str:
    """Folder or address of the cache of clips and frames."""
    return settings.cache if is_url(settings.cache) else str(folder / settings.cache)


def public_folder(folder: Path, settings: config.Config) -> Path | None:
    """The folder that the feed is published to; null when that is no folder of this machine."""
    path = local_path(settings.public)
    return folder / path if path is not None else None


def to_serve(folder: Path) -> Path | None:
    """The folder that ``audiobrief serve`` answers for; null when the server is to look itself.

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
    """What ``audiobrief check`` is to look at: for a feed folder the feed where it is published, else the target.

    Raises :class:`UsageError` for an address that is not of the web.
    """
    if is_url(target) and not target.lower().startswith(("http://", "https://")):
        shown = without_secrets(target)
        raise UsageError(shown, "a feed is checked as its listeners get it", "Give the address of its feed.xml (https)")
    folder = Path(target)
    if is_url(target) or not (folder / config.NAME).is_file():
        return target
    settings = config.load(folder)
    public = public_folder(folder, settings)
    if public is None:
        return f"{settings.base_url.rstrip('/')}/{FEED}"
    return target if (folder / PUBLIC).resolve() == public.resolve() else str(public)
