"""Finds published files that are missing, cut or altered, a share of them in every run.

On this machine every file is looked at in every run (one look a folder), and a share is read and compared with its
hash, each run going on where the last one stopped. Elsewhere a look costs a request: a run looks at a few folders.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audiobrief.errors import AudiobriefError
from audiobrief.formats import AUDIO
from audiobrief.library import PublishedFiles
from audiobrief.places import Place

READ_BYTES = 64_000_000
"""That a run reads and compares: a tenth of a second, 6 GB a day when it runs every quarter of an hour."""
_ROW_BYTES = 500_000
"""What a look at an episode's row in the library counts for."""
LOOKS_ELSEWHERE = 10
"""Folders that a run asks a bucket or a host for."""


@dataclass(slots=True)
class Found:
    """What a scrub found."""

    damaged: dict[str, list[str]] = field(default_factory=dict)
    """By slug the names of the files that are not what was published."""
    lost: set[str] = field(default_factory=set)
    """Slugs of those whose audio could not be made again: they stay as they are."""
    read: list[str] = field(default_factory=list)
    """The slugs whose files were read: a share of all."""
    read_to: str = ""
    """The last slug whose files were read; the next run goes on behind it."""

    @property
    def without_audio(self) -> list[str]:
        """Returns the slugs whose MP3 is to be made again."""
        return [slug for slug, names in self.damaged.items() if AUDIO.named(slug) in names]

    def give_up(self, slug: str) -> None:
        """Notes that an episode's audio could not be made again."""
        self.lost.add(slug)
        del self.damaged[slug]

    def told(self, place: Place) -> str:
        """Returns the line that says what is made again."""
        files = [f"episodes/{slug}/{name}" for slug, names in self.damaged.items() for name in names]
        count = f"{len(files)} published file{'s were' if len(files) > 1 else ' was'} missing or damaged"
        return f"{place.shown()}: {count} ({files[0]}{' is the first' if len(files) > 1 else ''}); made again."


def scrub(
    place: Place, known: Mapping[str, PublishedFiles], slugs: Sequence[str], read_to: str, *, is_whole: bool
) -> Found:
    """Looks at the files of these episodes; ``read_to`` is how far the last run came. ``is_whole`` reads them all."""
    behind = bisect_right(order := sorted(slugs), read_to)
    order = order[behind:] + order[:behind]
    looked_at = order if place.is_local else order[:LOOKS_ELSEWHERE]
    wrong = ((slug, _of_wrong_size(place, slug, known[slug])) for slug in looked_at)
    found = Found({slug: names for slug, names in wrong if names}, read_to=read_to)
    if place.is_local:
        _read(place, known, order, found, None if is_whole else READ_BYTES)
    elif looked_at:
        found.read, found.read_to = looked_at, looked_at[-1]
    return found


def _expected(slug: str, files: PublishedFiles) -> dict[str, tuple[int, str]]:
    return {AUDIO.named(slug): (files.audio_bytes, files.audio_sha256), **(files.derived if files.facts else {})}


def _of_wrong_size(place: Place, slug: str, files: PublishedFiles) -> list[str]:
    sizes = place.sizes(f"episodes/{slug}")
    return [name for name, (size, _) in _expected(slug, files).items() if sizes.get(name) != size]


def _read(
    place: Place, known: Mapping[str, PublishedFiles], order: Sequence[str], found: Found, most_bytes: int | None
) -> None:
    """Compares hashes, as many as a run may, one episode at least."""
    read_bytes = 0
    for slug in order:
        for name, wanted in _unread(slug, known[slug], found.damaged.get(slug, ())):
            if sha256(place, f"episodes/{slug}/{name}") != wanted:
                found.damaged.setdefault(slug, []).append(name)
        found.read.append(slug)
        read_bytes += _ROW_BYTES + sum(size for size, _ in _expected(slug, known[slug]).values())
        if most_bytes is not None and read_bytes > most_bytes:
            found.read_to = slug
            return
    found.read_to = ""


def _unread(slug: str, files: PublishedFiles, damaged: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((name, sha256) for name, (_, sha256) in _expected(slug, files).items() if name not in damaged)


def sha256(place: Place, name: str) -> str:
    """Returns the digest of a file, "" where it cannot be read."""
    try:
        return place.sha256(name)
    except AudiobriefError:
        return ""
