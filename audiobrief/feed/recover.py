"""Makes a lost, damaged or old library whole again from what is published, so that a feed never shrinks unasked."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from audiobrief import atomic
from audiobrief.errors import AudiobriefError, DamagedLibrary, DamagedRow, OutputError
from audiobrief.feed import paths
from audiobrief.library import FILE, Library
from audiobrief.library import record as records
from audiobrief.model import Episode, Script
from audiobrief.places import Place
from audiobrief.script import document
from audiobrief.script.edition import story_scripts

_ATOM = "http://www.w3.org/2005/Atom"
_PODCAST = "https://podcastindex.org/namespace/1.0"
BACKUPS = "backups"
KEPT_BACKUPS = 3


@dataclass(frozen=True, slots=True)
class _Item:
    """An episode that the published feed names."""

    guid: str
    slug: str


def recover(library: Library, place: Place) -> tuple[int, list[str]]:
    """Takes into the library what the published feed names and the library does not account for.

    Returns how many episodes were taken, and the slugs of those whose files do not suffice.
    """
    page = _page(place, paths.FEED)
    if page is None:
        return 0, []
    guid = page.findtext(f"channel/{{{_PODCAST}}}guid")
    if guid:
        library.adopt_guid(guid)
    lost = _lost(library, page)
    for older in _archives(place, page) if lost else ():
        lost += _lost(library, older)
    # The newest last: a run that is killed on the way must not look whole by them and leave the archives out.
    left = [item.slug for item in reversed(lost) if not _is_restored(library, place, item)]
    return len(lost) - len(left), left


def follow(library: Library, place: Place, title: str, feed_url: str) -> bool:
    """Lets a new library take the place of the one that a bucket names, where the feed there is this very feed."""
    page = _page(place, paths.FEED)
    own, owner = library.name().split(), place.owner_of(paths.FEED) if page is not None else ""
    if page is None or not owner or owner in own or not _is_feed(page, title, feed_url):
        return False
    library.follow(owner)
    return True


def _is_feed(page: ElementTree.Element, title: str, feed_url: str) -> bool:
    links = page.iterfind(f"channel/{{{_ATOM}}}link[@rel='self']")
    return page.findtext("channel/title") == title and feed_url in [link.get("href") for link in links]


def _lost(library: Library, page: ElementTree.Element) -> list[_Item]:
    return [item for item in _items(page) if not library.accounts_for(item.guid, item.slug)]


def _is_restored(library: Library, place: Place, item: _Item) -> bool:
    try:
        _restore(library, place, item)
    except AudiobriefError:
        return False
    return True


def _restore(library: Library, place: Place, item: _Item) -> None:
    """Takes one episode. Raises :class:`OutputError` where its record or script is damaged; audio is made again."""
    record = _record(place, item.slug)
    if (record.episode.guid, record.episode.slug) != (item.guid, item.slug):
        raise OutputError(place.shown(f"episodes/{item.slug}"), "is another episode's", "Restore it from a backup")
    library.restore(record, _stories(record))


def _stories(record: records.Record) -> tuple[Script, ...]:
    return story_scripts(record.episode.script) if record.stories else ()


def _record(place: Place, slug: str) -> records.Record:
    name = f"episodes/{slug}"
    try:
        script = document.load(place.read(f"{name}/script.json").decode(), "script.json")
    except UnicodeDecodeError as error:
        raise OutputError(place.shown(f"{name}/script.json"), "is damaged", "Restore it from a backup") from error
    return records.unpacked(place.read(f"{name}/{records.NAME}"), script, place.shown(f"{name}/{records.NAME}"))


def spare(place: Place, memory: Path, slug: str, editions: Sequence[str] = ()) -> Episode | None:
    """Finds an episode whose row in the library is damaged: in its published record, in that of an edition which tells
    it, or in a backup.
    """
    for published in (slug, *editions):
        with contextlib.suppress(AudiobriefError):
            record = _record(place, published)
            for one in (record, *record.stories_as_articles(_stories(record))):
                if one.episode.slug == slug:
                    return one.episode
    for copy in _backups(memory):
        with contextlib.suppress(sqlite3.Error, ValueError), contextlib.closing(sqlite3.connect(copy)) as kept:
            for (body,) in kept.execute("SELECT episode FROM episodes WHERE slug = ?", [slug]):
                return records.decoded(body)
    return None


def keep_spared(library: Library, tell: Callable[[str], None]) -> None:
    """Takes the episodes into the library whose rows were damaged and that were found elsewhere."""
    for episode in library.spared.values():
        tell(f"{episode.slug}: its row in the library was damaged; taken back from its files or a backup.")
        library.remade(episode)


def unreadable(library: Library, slugs: Iterable[str]) -> Iterator[DamagedRow]:
    """Tells which episodes of a library are damaged, and in no other place either."""
    for slug in slugs:
        try:
            library.load([slug])
        except DamagedRow as error:
            yield error


def _backups(memory: Path) -> list[Path]:
    """Returns the copies of the library, the newest first: they are numbered, since a clock may be wrong for a day.

    The first ones had a date alone: the year counts as their number.
    """
    copies = [path for path in (memory / BACKUPS).glob("*.sqlite3") if path.name.split("-")[0].isdecimal()]
    return sorted(copies, key=lambda path: (_number(path), path.name), reverse=True)


def _number(copy: Path) -> int:
    return int(copy.name.split("-")[0])


def _archives(place: Place, page: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yields the archive pages of a feed, the newest first."""
    seen: set[str] = set()
    following: ElementTree.Element | None = page
    while following is not None:
        name = _older(following)
        if not name or name in seen:
            return
        seen.add(name)
        following = _page(place, name)
        if following is not None:
            yield following


def _older(page: ElementTree.Element) -> str:
    """Returns the name of the page with the episodes before, "" on the oldest."""
    links = page.iterfind(f"channel/{{{_ATOM}}}link[@rel='prev-archive']")
    return next((str(link.get("href")).rpartition("/")[2] for link in links), "")


def _page(place: Place, name: str) -> ElementTree.Element | None:
    """Returns a page of the published feed; None where there is none that can be read.

    We wrote it ourselves, so the standard library will do; lxml takes long to load, and every run comes by here.
    """
    with contextlib.suppress(OutputError, ElementTree.ParseError):
        return ElementTree.fromstring(place.read(name))  # noqa: S314
    return None


def published_page(place: Place, name: str) -> tuple[list[str], str]:
    """Returns the slugs that a page of the feed names, and the name of the page before; nothing where none is."""
    page = _page(place, name)
    return ([], "") if page is None else ([item.slug for item in _items(page)], _older(page).removesuffix(".xml"))


def _items(page: ElementTree.Element) -> Iterator[_Item]:
    for item in page.iterfind("channel/item"):
        enclosure = item.find("enclosure")
        address = "" if enclosure is None else str(enclosure.get("url"))
        slug = address.rpartition("/episodes/")[2].partition("/")[0]
        if slug:
            yield _Item(item.findtext("guid") or "", slug)


def set_aside(place: Path) -> str:
    """Puts the newest backup that is whole in the place of a damaged library; returns under which name that is kept."""
    library = place / FILE
    (place / f"{FILE}-shm").unlink(missing_ok=True)  # an index of the next, which SQLite makes again
    for suffix in ("", "-wal"):
        with contextlib.suppress(FileNotFoundError):
            (place / f"{FILE}{suffix}").replace(place / f"damaged-{FILE}{suffix}")
    for copy in _backups(place):
        with copy.open("rb") as kept, atomic.replacing(library) as file:
            shutil.copyfileobj(kept, file)
        with contextlib.suppress(DamagedLibrary), Library(place):
            break
        library.unlink()
    return f"damaged-{FILE}"


def back_up(library: Library, place: Path, day: str, *, at_once: bool = False) -> None:
    """Keeps a copy of the library a day, the newest three; ``at_once`` where the published feed could not tell it."""
    copies = _backups(place)
    if copies and copies[0].stem.endswith(day) and not at_once:
        return
    path = place / BACKUPS / f"{_number(copies[0]) + 1 if copies else 1}-{day}.sqlite3"
    atomic.make_folder(path.parent)
    for left in path.parent.glob(".*.part"):  # of a killed run
        left.unlink()
    library.copy_to(path)
    for old in _backups(place)[KEPT_BACKUPS:]:
        old.unlink()
