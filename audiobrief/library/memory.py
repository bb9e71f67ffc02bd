"""The library of one feed: articles, their episodes, and what is known of each source.

One SQLite file, ``my-feed/.audiobrief/library.sqlite3``, is the one truth; what lies in ``public/`` is made from it.
Every change is one transaction that is on the disk when the call returns (WAL, ``synchronous=FULL``), so a power cut
leaves the state before or after it. Several processes may use it at once.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import msgspec

from audiobrief import identity
from audiobrief.errors import DamagedRow
from audiobrief.library import editions, matching
from audiobrief.library import record as records
from audiobrief.library.database import Database
from audiobrief.library.editions import EditionMemory, StoryPlace
from audiobrief.library.moments import is_later, is_moment, seconds
from audiobrief.library.source_memory import SourceMemory
from audiobrief.model import Article, Episode, Script

FILE = "library.sqlite3"
_NEW_ARTICLE = (
    "INSERT INTO articles (guid, title, published, updated, first_seen, text_hash, program, shingles)"
    " VALUES (:guid, :title, :published, :updated, :first_seen, :text_hash, :program, :shingles)"
)


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """What the library knows about an article that was just read."""

    guid: str
    is_new: bool
    """Seen for the first time."""
    has_changed: bool = False
    """Its text differs from that of the published episode: a correction is due."""
    episode: Episode | None = None
    """The published episode."""
    is_withdrawn: bool = False
    duplicate_of: str | None = None
    """For an article without an episode: the guid of a published one with the same text."""


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """What the library knows of an episode's files."""

    facts: str
    """What the derived ones were made from; "" when they are to be made."""
    audio_bytes: int
    audio_sha256: str
    listed: str
    """The derived ones as JSON: size and SHA-256 by name."""

    @property
    def derived(self) -> dict[str, tuple[int, str]]:
        """Returns size and SHA-256 of each derived file; of none where the list is damaged."""
        try:
            return msgspec.json.decode(self.listed, type=dict[str, tuple[int, str]])
        except msgspec.DecodeError:
            return {}


class Library(SourceMemory, EditionMemory):
    """The memory of one feed, in its ``.audiobrief`` folder.

    Every method raises :class:`~audiobrief.errors.OutputError` when the file cannot be used.
    """

    def __init__(self, folder: Path, *, program: str | None = None) -> None:
        self.path = folder / FILE
        self._program = program if program is not None else version("audiobrief")
        self._db = Database(self.path)
        self.spare: Callable[[str], Episode | None] = lambda _: None
        """Finds an episode whose row is damaged elsewhere, by its slug."""
        self.spared: dict[str, Episode] = {}
        """What it found: :meth:`remade` takes it back."""

    def close(self) -> None:
        """Closes the database."""
        self._db.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def copy_to(self, path: Path) -> None:
        """Writes a whole copy of the library to a new file."""
        self._db.copy_to(path)

    def adopt_guid(self, guid: str) -> None:
        """Takes the podcast's guid of the published feed, where the library has none yet."""
        self._fact("guid", guid)

    def feed_guid(self, feed_url: str) -> str:
        """Returns the podcast's guid: made from its first address, then kept when the address changes."""
        return self._fact("guid", identity.feed_guid(feed_url))

    def name(self) -> str:
        """Returns a random id of this library, written to shared storage; behind it those of lost ones it follows."""
        return self._fact("library", secrets.token_hex())

    def follow(self, lost: str) -> None:
        """Notes that this library takes the place of a lost one, whose files it may write over."""
        self._db.run("UPDATE facts SET value = value || ' ' || :lost WHERE name = 'library'", lost=lost)

    def _fact(self, name: str, first: str) -> str:
        """Returns a fact about the whole library; ``first`` becomes it when there is none yet."""
        with self._db.change() as db:
            fact = {"name": name, "value": first}
            db.execute("INSERT OR IGNORE INTO facts (name, value) VALUES (:name, :value)", fact)
            return str(db.execute("SELECT value FROM facts WHERE name = :name", fact).fetchone()["value"])

    # --- articles ----------------------------------------------------------------------------------------------------

    def identify(
        self,
        article: Article,
        source_url: str,
        now: str,
        own_id: str | None = None,
        listing: identity.Listing | None = None,
    ) -> ArticleRecord:
        """Finds an article, or gives it the guid it keeps for ever.

        ``source_url`` is where it was fetched ("" for a file), ``own_id`` the owner's name for it, ``listing`` how the
        feed names it that gave it, ``now`` ISO 8601.
        """
        reading = identity.Reading.of(article, source_url, listing)
        with self._db.change() as db:
            guid = own_id.strip() if own_id else matching.match(db, reading)
            duplicate, is_moved = (None if guid else matching.published_copy(db, reading)) or (None, False)
            if is_moved:
                guid = duplicate
            if guid is not None and matching.is_known(db, guid):
                matching.remember_keys(db, guid, reading)
                return self._known(db, guid, reading)
            guid = guid or matching.new_guid(db, reading)
            columns = self._columns(guid, article, reading.text_hash, reading.hashes.tobytes())
            db.execute(_NEW_ARTICLE, {"first_seen": now, **columns})
            matching.remember_sketch(db, guid, reading.hashes)
            matching.remember_keys(db, guid, reading)
            return ArticleRecord(guid, is_new=True, duplicate_of=duplicate)

    def note_listings(self, listings: Mapping[str, identity.Listing]) -> bool:
        """Notes by what names a feed lists the articles that are known, by address; tells whether its names count.

        They do not, from then on, when they go from one article to another: some are places in a list.
        """
        with self._db.change() as db:
            known = {url: guid for url in listings if (guid := _newest_at(db, url))}
            fact = {"name": f"names of {next((listing.key for listing in listings.values()), '')[:29]}"}
            if matching.have_moved(db, listings, known):
                db.execute("INSERT OR IGNORE INTO facts (name, value) VALUES (:name, 'move')", fact)
            for url, guid in known.items():
                matching.remember_listing(db, guid, listings[url].key)
            return db.execute("SELECT 1 FROM facts WHERE name = :name", fact).fetchone() is None

    def guid_of(self, url: str, listing: identity.Listing | None = None) -> str | None:
        """Returns the guid of the article that was fetched from an address, or whose canonical address it is, or that
        a feed names so.
        """
        with self._db.reading() as db:
            named = matching.newest(db, listing.key) if listing and listing.name else None
            return _newest_at(db, url) or named

    def slug_of(self, guid: str) -> str | None:
        """Returns the slug of an article's episode in the feed, or None where it has none."""
        row = self._db.row("SELECT slug FROM episodes WHERE guid = :guid AND superseded IS NULL", guid=guid)
        return str(row["slug"]) if row else None

    def _known(self, db: sqlite3.Connection, guid: str, reading: identity.Reading) -> ArticleRecord:
        """Returns the record of an article that was seen before."""
        article, asked = reading.article, {"guid": guid}
        before = db.execute(
            "SELECT text_hash, program, updated, withdrawn FROM articles WHERE guid = :guid", asked
        ).fetchone()
        row = db.execute(
            "SELECT slug, episode FROM episodes WHERE guid = :guid AND superseded IS NULL", asked
        ).fetchone()
        has_changed = row is not None and before["text_hash"] != reading.text_hash
        is_same_program = before["program"] == self._program
        if has_changed and not is_same_program and not is_later(article.updated, before["updated"]):
            # Another program version may read the same page otherwise; without a newer date on the page that is no
            # correction, and an upgrade never makes a published episode anew.
            self._update(db, guid, article, reading.text_hash)
            has_changed = False
        return ArticleRecord(
            guid,
            is_new=False,
            has_changed=has_changed,
            episode=self._episode(row) if row else None,
            is_withdrawn=before["withdrawn"] is not None,
            duplicate_of=None if row else (matching.published_copy(db, reading) or (None,))[0],
        )

    def _update(self, db: sqlite3.Connection, guid: str, article: Article, text_hash: str) -> None:
        hashes = identity.shingles(article)
        db.execute(
            "UPDATE articles SET title = :title, published = :published, updated = :updated, text_hash = :text_hash,"
            " program = :program, shingles = :shingles WHERE guid = :guid",
            self._columns(guid, article, text_hash, hashes.tobytes()),
        )
        matching.remember_sketch(db, guid, hashes)

    def _columns(self, guid: str, article: Article, text_hash: str, shingles: bytes) -> dict[str, object]:
        return {
            "guid": guid,
            "title": article.title,
            "published": article.published,
            "updated": article.updated,
            "text_hash": text_hash,
            "program": self._program,
            "shingles": shingles,
        }

    # --- episodes ----------------------------------------------------------------------------------------------------

    def record(
        self,
        guid: str,
        article: Article,
        text_hash: str,
        episode: Episode,
        now: str,
        *,
        places: Sequence[StoryPlace] = (),
        stories: Sequence[str] = (),
    ) -> None:
        """Makes ``episode`` the published one of the article; an earlier one becomes superseded at ``now``.

        ``places`` are those of the article in editions, ``stories`` the guids of what this edition tells.
        """
        with self._db.change() as db:
            _make_current(db, guid, episode, now)
            self._update(db, guid, article, text_hash)
            editions.enter(db, guid, places)
            if stories:
                editions.tell(db, guid, stories, now)

    def episodes(self) -> tuple[Episode, ...]:
        """Returns the published episodes, newest first; equal dates by guid."""
        return self.load(self.slugs())

    def slugs(self) -> tuple[str, ...]:
        """Returns the slugs of the published episodes, newest first; equal dates by guid. Cheap: decodes nothing.

        An article without sound is heard in editions alone.
        """
        question = (
            "SELECT slug, episodes.published FROM episodes JOIN articles USING (guid)"
            " WHERE superseded IS NULL AND withdrawn IS NULL AND audio_bytes > 0 ORDER BY guid"
        )
        rows = self._db.rows(question)
        undated = [row["slug"] for row in rows if not is_moment(row["published"])]
        if undated:  # damaged: the episode itself knows
            for episode in self.load(undated):
                self.remade(episode)
            rows = self._db.rows(question)
        return tuple(row["slug"] for row in sorted(rows, key=lambda row: seconds(row["published"]), reverse=True))

    def load(self, slugs: Sequence[str]) -> tuple[Episode, ...]:
        """Returns the episodes of these slugs, in their order."""
        found = (self._db.rows("SELECT slug, episode FROM episodes WHERE slug = :slug", slug=slug) for slug in slugs)
        return tuple(self._episode(rows[0]) for rows in found)

    def published_files(self, *, but: str = "-") -> dict[str, PublishedFiles]:
        """Returns by slug what is known of each episode's files, where they were made from other facts than ``but``."""
        question = "SELECT slug, derived, audio_bytes, audio_sha256, files FROM episodes WHERE derived <> :but"
        rows = self._db.rows(question, but=but)
        return {row["slug"]: PublishedFiles(*tuple(row)[1:]) for row in rows}

    def note_derived(self, facts: str, made: Mapping[str, Mapping[str, tuple[int, str]]]) -> None:
        """Notes by slug and name, with size and SHA-256, the files that were made from ``facts`` (the caller's)."""
        noted = "UPDATE episodes SET derived = :facts, files ="
        noted += " json_patch(CASE WHEN json_valid(files) THEN files ELSE '{}' END, :files) WHERE slug = :slug"
        with self._db.change() as db:
            for slug, files in made.items():
                db.execute(noted, {"facts": facts, "slug": slug, "files": msgspec.json.encode(files).decode()})

    def remade(self, episode: Episode) -> None:
        """Takes an episode whose audio or row was made again; its files are to be made anew."""
        with self._db.change() as db:
            _make_current(db, episode.guid, episode, "")

    def forget_derived(self) -> None:
        """Notes that all derived files are to be made again."""
        self._db.run("UPDATE episodes SET derived = '', files = '{}'")

    def forget(self, slug: str) -> None:
        """Drops an episode once its files are gone."""
        self._db.run("DELETE FROM episodes WHERE slug = :slug", slug=slug)

    def accounts_for(self, guid: str, slug: str) -> bool:
        """Tells whether a published episode is known: it is here, was superseded, or its article was withdrawn."""
        question = (
            "SELECT 1 FROM articles WHERE guid = :guid AND (withdrawn IS NOT NULL"
            " OR EXISTS (SELECT 1 FROM episodes WHERE episodes.guid = articles.guid AND slug = :slug)"
            " AND EXISTS (SELECT 1 FROM episodes WHERE episodes.guid = articles.guid AND superseded IS NULL))"
        )
        return self._db.row(question, guid=guid, slug=slug) is not None

    def exported(self, slug: str) -> bytes:
        """Returns the record of an episode that is published beside it."""
        row = self._db.row(
            "SELECT text_hash, program, shingles FROM episodes JOIN articles USING (guid) WHERE slug = :slug",
            slug=slug,
        )
        assert row is not None, "only what is here is published"
        (episode,) = self.load([slug])
        with self._db.reading() as db:
            listings = matching.notes_of(db, episode.guid, "feed")
            stories = records.stories_of(db, episode.guid)
        return records.packed(records.Record(**dict(row), episode=episode, listings=listings, stories=stories))

    def restore(self, record: records.Record, stories: Sequence[Script] = ()) -> None:
        """Takes an episode back that was published, as the current one of its article.

        ``stories`` are the scripts of an edition's stories: articles that are not here are known by them again.
        """
        with self._db.change() as db:
            self._take_back(db, record)
            for story in record.stories_as_articles(stories):
                if not matching.is_known(db, story.episode.guid):
                    self._take_back(db, story)
            records.restore_places(db, record)

    def _take_back(self, db: sqlite3.Connection, record: records.Record) -> None:
        episode, article = record.episode, record.episode.script.article
        since = episode.updated or episode.published
        reading = identity.Reading.of(article, "")
        columns = self._columns(episode.guid, article, record.text_hash, record.shingles)
        db.execute(
            _NEW_ARTICLE + " ON CONFLICT (guid) DO UPDATE SET title = excluded.title, published ="
            " excluded.published, updated = excluded.updated, text_hash = excluded.text_hash, program ="
            " excluded.program, shingles = excluded.shingles",
            {**columns, "first_seen": since, "program": record.program},
        )
        matching.remember_keys(db, episode.guid, reading, record.listings)
        matching.remember_sketch(db, episode.guid, matching.decoded_hashes(record.shingles))
        _make_current(db, episode.guid, episode, since)

    def _episode(self, row: sqlite3.Row) -> Episode:
        """Decodes an episode; a damaged one is found elsewhere, or costs :class:`DamagedRow`."""
        slug = str(row["slug"])
        try:
            return records.decoded(row["episode"])
        except ValueError as error:
            spare = self.spared.get(slug) or self.spare(slug)
            if spare is None:
                fact = f"its row in the library is damaged ({error}), and so is its record.json"
                raise DamagedRow(
                    slug, fact, "Restore either from a backup, or: audiobrief feed recover FEED --allow-shrink"
                ) from error
            self.spared[slug] = spare
            return spare


def _newest_at(db: sqlite3.Connection, url: str) -> str | None:
    return matching.newest(db, f"url:{identity.normal_address(url)}")


def _make_current(db: sqlite3.Connection, guid: str, episode: Episode, now: str) -> None:
    """Makes an episode the published one of its article, and an earlier one superseded."""
    row = {
        "guid": guid,
        "slug": episode.slug,
        "published": episode.published,
        "audio_bytes": episode.audio_bytes,
        "audio_sha256": episode.audio_sha256,
        "episode": records.encoded(episode),
        "now": now,
    }
    db.execute("UPDATE episodes SET superseded = :now WHERE guid = :guid AND superseded IS NULL AND slug != :slug", row)
    db.execute(
        "INSERT OR REPLACE INTO episodes (guid, slug, published, audio_bytes, audio_sha256, episode)"
        " VALUES (:guid, :slug, :published, :audio_bytes, :audio_sha256, :episode)",
        row,
    )
