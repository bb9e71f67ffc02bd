"""Copies the newest episodes of a feed to a USB stick, as players of talking newspapers want them.

Such a player has few buttons: next folder, next file. They play in the order of their names, so each name begins with a
number; an episode is a folder, a chapter of level 1 (the story of an edition) a file. What is on the stick says itself
that it is ours, by its tag or its navigation: nothing else is ever touched.
"""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice, pairwise
from pathlib import Path

from audiobrief import atomic, config
from audiobrief.errors import OutputError, UsageError
from audiobrief.feed import paths
from audiobrief.feed.upkeep import memory
from audiobrief.mix.frames import FrameFormat, frame_lengths
from audiobrief.model import Episode
from audiobrief.publish import chapter_lists, daisy, tags

MOST = 999
"""Folders side by side, and files in one: numbers have three digits."""
LONGEST_WORDS = 48
"""Characters of a name behind its number."""
PLAYLIST = "audiobrief.m3u"
_NUMBER = re.compile(r"(\d{3})(?: |$)")
_BOOK_FILE = re.compile(r"ncc\.html|master\.smil|content\.html|\d{4}\.smil|episode\.mp3")
_BOOK_MARK = b'name="ncc:generator" content="audiobrief"'
_PLAYLIST_HEAD = "#EXTM3U\n#EXTENC:UTF-8\n# Written by audiobrief\n"


def write(stick: Path, feed: Path, *, player: str, newest: int, edition: bool) -> str:
    """Writes the newest episodes, or the newest edition alone; then removes what was ours and is no longer wanted.

    Each file is the old one or the new one, whenever the stick is pulled. Returns what was done, a line. Raises
    :class:`OutputError` for a stick that is not there or is full, :class:`UsageError` when there is nothing to write.
    """
    if not stick.is_dir():
        raise OutputError(str(stick), "is not there", "Plug in the stick, or make the folder first")
    before, kept = set(_own(stick)), list(_put(stick, feed, player, newest, edition=edition))
    if not kept:
        raise UsageError(str(feed), f"has no {'edition' if edition else 'episode'}", "Publish one first")
    count = len({path.parent for path in kept})
    if player == "plain":
        kept.append(_playlist(stick, kept))
    for path in _obsolete(before, kept):
        _remove(path)
    return f"{stick}: {count} folder{'s' * (count != 1)}, {len(kept)} files."


def _put(stick: Path, feed: Path, player: str, newest: int, *, edition: bool) -> Iterator[Path]:
    """Writes the files of each episode that are not there yet; yields all of them."""
    chosen = _chosen(feed, edition=edition)
    for number, (episode, audio, album) in enumerate(islice(chosen, 1 if edition else newest), _first_number(stick)):
        if number > MOST:
            raise OutputError(str(stick), f"has folders up to number {MOST}", "Rename or remove some")
        numbered = safe_name(number, episode.title)
        for name, data in _book(episode, audio) if player == "daisy" else _tracks(episode, audio, album):
            atomic.write_if_changed(stick / numbered / name, data)
            yield stick / numbered / name


def _chosen(feed: Path, *, edition: bool) -> Iterator[tuple[Episode, bytes, str]]:
    """Yields the episodes to write, newest first, with their MP3s and the feed's title."""
    settings = config.load(feed)
    with memory(feed) as library:
        place = paths.published(feed, settings, library)
        for slug in library.slugs():
            (episode,) = library.load([slug])
            if episode.script.stories or not edition:
                yield episode, place.read(paths.audio_name(slug)), settings.title


def safe_name(number: int, title: str) -> str:
    """Returns a name for any file system and player: a number, then words of letters and digits, cut at a word."""
    plain = unicodedata.normalize("NFC", title)
    kept = (
        one if unicodedata.category(one)[0] in "LMN" or one in "-,'()&" else " " for one in plain if one < "\U00010000"
    )
    words = " ".join("".join(kept).split())
    if len(words) > LONGEST_WORDS:
        words = words[: LONGEST_WORDS + 1].rpartition(" ")[0] or words[:LONGEST_WORDS]
    return f"{number:03} {words}".strip()


def _tracks(episode: Episode, audio: bytes, album: str) -> Iterator[tuple[str, bytes]]:
    """Yields name and bytes of an MP3 for each chapter of level 1: cut between frames, where it is silent."""
    start = _tag_bytes(audio)
    places = [start, *accumulate(frame_lengths(audio[start:]), initial=start)][2:]  # the first frame tells the length
    samples = FrameFormat(episode.timeline.rate_hz, 64).samples
    chapters = chapter_lists.listed(episode)
    begins = [mark.start_ms * episode.timeline.rate_hz // 1000 // samples for mark in chapters[1:]]
    cuts = [0, *(min(begin, len(places) - 1) for begin in begins), len(places) - 1]
    titles = [chapter_lists.title(mark) for mark in chapters] or [episode.title]
    for number, (title, (begin, end)) in enumerate(zip(titles, pairwise(cuts), strict=True), 1):
        tag = tags.track(title, album=f"{album}: {episode.title}", number=number, count=len(titles), of=episode.guid)
        yield f"{safe_name(number, title)}.mp3", tag + audio[places[begin] : places[end]]


def _tag_bytes(audio: bytes) -> int:
    """Returns the length of the ID3 tag in front."""
    if not audio.startswith(b"ID3"):
        return 0
    return 10 + sum(byte << shift for byte, shift in zip(audio[6:10], (21, 14, 7, 0), strict=True))


def _book(episode: Episode, audio: bytes) -> Iterator[tuple[str, bytes]]:
    """Yields the files of a DAISY book, its navigation first: it says whose the others are."""
    with zipfile.ZipFile(io.BytesIO(daisy.daisy(episode, audio))) as book:
        yield from ((name, book.read(name)) for name in book.namelist())


def _playlist(stick: Path, files: Iterable[Path]) -> Path:
    path = stick / PLAYLIST
    if path.exists() and not _begins_with(path, _PLAYLIST_HEAD.encode()):
        raise OutputError(str(path), "was not written by audiobrief", "Rename it, then run again")
    rows = "".join(f"{file.relative_to(stick).as_posix()}\n" for file in files)
    atomic.write_if_changed(path, (_PLAYLIST_HEAD + rows).encode())
    return path


def _folders(stick: Path) -> Iterator[Path]:
    """Yields the folders of a stick whose names begin with a number."""
    yield from (path for path in sorted(stick.iterdir()) if _NUMBER.match(path.name) and path.is_dir())


def _first_number(stick: Path) -> int:
    """Returns the number behind those of others' folders: no name of theirs is taken."""
    taken = [int(path.name[:3]) for path in _folders(stick) if not _own_in(path) and any(path.iterdir())]
    return max(taken, default=0) + 1


def _own(stick: Path) -> Iterator[Path]:
    """Yields every file on a stick that says it is ours."""
    playlist = stick / PLAYLIST
    if _begins_with(playlist, _PLAYLIST_HEAD.encode()):
        yield playlist
    for folder in _folders(stick):
        yield from _own_in(folder)


def _own_in(folder: Path) -> list[Path]:
    """Returns the files of a folder that are ours, a book's navigation last."""
    is_book = _holds(folder / "ncc.html", _BOOK_MARK, 8_192)
    own = [
        path
        for path in sorted(folder.iterdir(), reverse=True)
        if (is_book and _BOOK_FILE.fullmatch(path.name))
        or (path.suffix == ".mp3" and _holds(path, tags.TRACK_MARK, 4_096))
    ]
    return sorted(own, key=lambda path: path.name == "ncc.html")


def _holds(path: Path, mark: bytes, limit_bytes: int) -> bool:
    try:
        with path.open("rb") as file:
            return mark in file.read(limit_bytes)
    except OSError:
        return False  # not there, or not to be read: not ours


def _begins_with(path: Path, head: bytes) -> bool:
    return _holds(path, head, len(head))


def _obsolete(before: Iterable[Path], kept: Iterable[Path]) -> list[Path]:
    """Returns what was ours and was not written again, by name as file systems compare that know no capitals."""
    wanted = {str(path).casefold() for path in kept}
    return sorted(
        (path for path in before if str(path).casefold() not in wanted), key=lambda one: one.name == "ncc.html"
    )


def _remove(path: Path) -> None:
    """Removes a file of ours, what a killed run left beside it, and its folder when nothing else is in it."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise atomic.output_error(path, error) from error
    if _NUMBER.match(path.parent.name):
        atomic.remove_leftovers(path.parent)
        with contextlib.suppress(OSError):  # others' files are in it
            path.parent.rmdir()
