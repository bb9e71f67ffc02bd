"""A feed's memory: which articles it has seen, under which guid, and which episodes were made of them.

One SQLite file, ``my-feed/.audiobrief/library.sqlite3``, is the one truth; what lies in ``public/`` is made from it.
Every change is one transaction that is on the disk when the call returns (WAL, ``synchronous=FULL``), so a power cut
leaves the state before or after it. Several processes may use it at once.
"""

from __future__ import annotations

import itertools
import secrets
import sqlite3
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from audiobrief import identity
from audiobrief.library.database import Database
from audiobrief.model import Article, Episode

FILE = "library.sqlite3"
_SAME_TEXT = 0.8  # in common: a copy under another address


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """What the library knows about an article that was just read."""

    guid: str
    is_new: bool
    """Seen for the first time."""
    has_changed: bool = False
    """Its text is another than that of the published episode: a correction is due."""
    episode: Episode | None = None
    """The published episode."""
    is_withdrawn: bool = False
    duplicate_of: str | None = None
    """For an article without an episode: the guid of a published one with the same text."""


class Library:
    """The memory of one feed, in its ``.audiobrief`` folder.

    Every method raises :class:`~audiobrief.errors.OutputError` when the file cannot be used.
    """

    def __init__(self, folder: Path, *, program: str | None = None) -> None:
        self.path = folder / FILE
        self._program = program if program is not None else version("audiobrief")
        self._db = Database(self.path)

    def close(self) -> None:
        """Lets go of the file; the object is of no more use."""
        self._db.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def feed_guid(self, feed_url: str) -> str:
        """The podcast's guid: made from its first address, then kept when the address changes."""
        with self._db.change() as db:
            db.execute("INSERT OR IGNORE INTO facts VALUES ('guid', ?)", (identity.feed_guid(feed_url),))
            return str(db.execute("SELECT value FROM facts WHERE name = 'guid'").fetchone()[0])

    def name(self) -> str:
        """What tells this library from every other one, for a place that several may reach."""
        with self._db.change() as db:
            db.execute("INSERT OR IGNORE INTO facts VALUES ('library', ?)", (secrets.token_hex(),))
            return str(db.execute("SELECT value FROM facts WHERE name = 'library'").fetchone()[0])

    def identify(self, article: Article, source_url: str, now: str, id: str | None = None) -> ArticleRecord:
        """Finds an article, or gives it the guid it keeps for ever.

        ``source_url`` is where it was fetched ("" for a file), ``id`` the owner's own name for it, ``now`` ISO 8601.
        """
        reading = identity.Reading.of(article, source_url)
        with self._db.change() as db:
            guid = id.strip() if id else self._match(db, reading)
            if guid is not None and db.execute("SELECT 1 FROM articles WHERE guid = ?", (guid,)).fetchone():
                self._remember_keys(db, guid, reading)
                return self._known(db, guid, reading)
            duplicate = self._published_copy(db, reading.hashes)
            guid = guid or self._new_guid(db, reading)
            columns = (guid, article.title, article.published, article.updated, now, reading.text_hash)
            row = (*columns, self._program, reading.hashes.tobytes())
            db.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)", row)
            self._remember_sketch(db, guid, reading.hashes)
            self._remember_keys(db, guid, reading)
            return ArticleRecord(guid, is_new=True, duplicate_of=duplicate)

    def record(self, guid: str, article: Article, text_hash: str, episode: Episode, now: str) -> None:
        """Makes ``episode`` the published one of the article; an earlier one becomes superseded at ``now``."""
        body = _packed(episode)
        with self._db.change() as db:
            current = db.execute("SELECT slug FROM episodes WHERE guid = ? AND superseded IS NULL", (guid,)).fetchone()
            if current and current[0] != episode.slug:
                db.execute("UPDATE episodes SET superseded = ? WHERE slug = ?", (now, current[0]))
            row = (guid, episode.slug, episode.published, episode.audio_bytes, episode.audio_sha256, body)
            db.execute("INSERT OR REPLACE INTO episodes VALUES (?, ?, ?, ?, ?, ?, NULL, '')", row)
            self._update(db, guid, article, text_hash)

    def episodes(self) -> tuple[Episode, ...]:
        """The published episodes, newest first; equal dates by guid."""
        return self.load(self.slugs())

    def slugs(self) -> tuple[str, ...]:
        """Slugs of the published episodes, newest first; equal dates by guid. Cheap: nothing of them is decoded."""
        rows = self._db.rows(
            "SELECT slug, episodes.published, guid FROM episodes JOIN articles USING (guid)"
            " WHERE superseded IS NULL AND withdrawn IS NULL ORDER BY guid"
        )
        return tuple(slug for slug, _, _ in sorted(rows, key=lambda row: _moment(row[1]), reverse=True))

    def load(self, slugs: Sequence[str]) -> tuple[Episode, ...]:
        """The episodes of these slugs, in their order."""
        found = (self._db.rows("SELECT episode FROM episodes WHERE slug = ?", (slug,)) for slug in slugs)
        return tuple(self._episode(rows[0][0]) for rows in found)

    def superseded(self, before: str) -> tuple[str, ...]:
        """Slugs of the episodes that a correction replaced, or that were withdrawn, before ``before`` (ISO 8601)."""
        rows = self._db.rows(
            "SELECT slug, coalesce(superseded, withdrawn) FROM episodes JOIN articles USING (guid)"
            " WHERE superseded IS NOT NULL OR withdrawn IS NOT NULL ORDER BY slug"
        )
        return tuple(slug for slug, since in rows if _moment(since) < _moment(before))

    def derived(self, facts: str) -> frozenset[str]:
        """Slugs of the episodes whose files were made from ``facts`` (a digest of the caller's) and are all there."""
        return frozenset(slug for (slug,) in self._db.rows("SELECT slug FROM episodes WHERE derived = ?", (facts,)))

    def note_derived(self, slug: str, facts: str) -> None:
        """Notes that the files of an episode are all there, made from ``facts``."""
        with self._db.change() as db:
            db.execute("UPDATE episodes SET derived = ? WHERE slug = ?", (facts, slug))

    def forget_derived(self) -> None:
        """All derived files are to be made again."""
        with self._db.change() as db:
            db.execute("UPDATE episodes SET derived = ''")

    def forget(self, slug: str) -> None:
        """Drops a superseded episode once its files are gone."""
        with self._db.change() as db:
            db.execute("DELETE FROM episodes WHERE slug = ?", (slug,))

    def withdraw(self, guid: str, now: str) -> bool:
        """Takes an article out of the feed for good; false when the library does not know it."""
        with self._db.change() as db:
            done = db.execute("UPDATE articles SET withdrawn = coalesce(withdrawn, ?) WHERE guid = ?", (now, guid))
            return done.rowcount == 1

    def made_from(self, source: str, page_hash: str) -> str | None:
        """Title of the published article, when ``source`` still gives the very page its episode was made from."""
        row = self._db.row(
            "SELECT title FROM sources JOIN articles USING (guid) JOIN episodes USING (guid)"
            " WHERE source = ? AND page_hash = ? AND superseded IS NULL AND withdrawn IS NULL",
            (source, page_hash),
        )
        return str(row[0]) if row else None

    def remember_source(self, source: str, page_hash: str, guid: str) -> None:
        """Notes which page (SHA-256 of its bytes) an article was last read from."""
        with self._db.change() as db:
            db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", (source, page_hash, guid))

    def source_state(self, source: str) -> bytes | None:
        """What was kept about a source (a feed's or an article's address, a file), or null."""
        row = self._db.row("SELECT state FROM source_states WHERE source = ?", (source,))
        return bytes(row[0]) if row else None

    def source_states(self) -> dict[str, bytes]:
        """What was kept, by source."""
        return dict(self._db.rows("SELECT source, state FROM source_states ORDER BY source"))

    def keep_source_state(self, source: str, state: bytes | None) -> None:
        """Keeps what is to be known about a source in the next run; null forgets it. The bytes are the caller's."""
        with self._db.change() as db:
            if state is None:
                db.execute("DELETE FROM source_states WHERE source = ?", (source,))
            else:
                db.execute("INSERT OR REPLACE INTO source_states VALUES (?, ?)", (source, state))

    def guid_of(self, url: str) -> str | None:
        """The guid of the article that was fetched from an address, or whose canonical address it is."""
        row = self._db.row("SELECT guid FROM keys WHERE key = ?", (f"url:{identity.normal_address(url)}",))
        return str(row[0]) if row else None

    # --- identity ----------------------------------------------------------------------------------------------------

    def _match(self, db: sqlite3.Connection, reading: identity.Reading) -> str | None:
        """The known article that this one is, by the strongest key under which one agrees."""
        for key in reading.keys:
            rows = db.execute(
                "SELECT guid, title, published, shingles FROM keys JOIN articles USING (guid)"
                " WHERE key = ? ORDER BY first_seen DESC, guid",
                (key,),
            )
            for guid, title, published, hashes in rows:
                if reading.agrees(key, title, published, _array(hashes)):
                    return str(guid)
        return None

    def _new_guid(self, db: sqlite3.Connection, reading: identity.Reading) -> str:
        """From the canonical address where there is one, else from title and date; made distinct when taken."""
        first = f"url:{reading.addresses[-1]}" if reading.addresses else reading.keys[0]
        distinct = (f"{first}|{reading.text_hash}|{n}" for n in itertools.count())
        for name in itertools.chain((first, reading.keys[0]), distinct):
            guid = identity.article_guid(name)
            if not db.execute("SELECT 1 FROM articles WHERE guid = ?", (guid,)).fetchone():
                return guid
        raise AssertionError("unreachable: the names do not end")

    def _published_copy(self, db: sqlite3.Connection, hashes: array[int]) -> str | None:
        smallest = identity.sketch(hashes)
        rows = db.execute(
            "SELECT guid, articles.shingles, count(*) AS shared FROM sketches JOIN articles USING (guid)"  # noqa: S608
            f" WHERE hash IN ({','.join('?' * len(smallest))}) AND withdrawn IS NULL"
            " AND EXISTS (SELECT 1 FROM episodes WHERE episodes.guid = articles.guid AND superseded IS NULL)"
            " GROUP BY guid ORDER BY shared DESC, guid LIMIT 5",
            smallest,
        ).fetchall()
        for guid, known, _ in rows:
            if identity.resemblance(hashes, _array(known)) >= _SAME_TEXT:
                return str(guid)
        return None

    def _known(self, db: sqlite3.Connection, guid: str, reading: identity.Reading) -> ArticleRecord:
        article = reading.article
        old_hash, program, updated, withdrawn = db.execute(
            "SELECT text_hash, program, updated, withdrawn FROM articles WHERE guid = ?", (guid,)
        ).fetchone()
        row = db.execute("SELECT episode FROM episodes WHERE guid = ? AND superseded IS NULL", (guid,)).fetchone()
        has_changed = row is not None and old_hash != reading.text_hash
        if has_changed and program != self._program and not _is_later(article.updated, updated):
            # Another program version may read the same page otherwise; without a newer date on the page that is no
            # correction, and an upgrade never makes a published episode anew.
            self._update(db, guid, article, reading.text_hash)
            has_changed = False
        return ArticleRecord(
            guid,
            is_new=False,
            has_changed=has_changed,
            episode=self._episode(row[0]) if row else None,
            is_withdrawn=withdrawn is not None,
            duplicate_of=None if row else self._published_copy(db, reading.hashes),
        )

    def _episode(self, body: bytes) -> Episode:
        """An episode as it was: what is any sequence in the model comes back as a tuple."""
        try:
            body = body if body.startswith(b"{") else zlib.decompress(body)  # the first libraries did not compress
            episode = msgspec.json.decode(body, type=Episode)
        except (zlib.error, msgspec.DecodeError) as error:
            raise self._db.damaged(str(error)) from error
        spans = tuple(replace(span, marks=tuple(span.marks)) for span in episode.timeline.spans)
        return replace(episode, timeline=replace(episode.timeline, spans=spans))

    def _update(self, db: sqlite3.Connection, guid: str, article: Article, text_hash: str) -> None:
        hashes = identity.shingles(article)
        columns = (article.title, article.published, article.updated, text_hash, self._program, hashes.tobytes())
        db.execute(
            "UPDATE articles SET title = ?, published = ?, updated = ?, text_hash = ?, program = ?, shingles = ?"
            " WHERE guid = ?",
            (*columns, guid),
        )
        self._remember_sketch(db, guid, hashes)

    def _remember_keys(self, db: sqlite3.Connection, guid: str, reading: identity.Reading) -> None:
        db.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", [(key, guid) for key in reading.keys])

    def _remember_sketch(self, db: sqlite3.Connection, guid: str, hashes: array[int]) -> None:
        db.execute("DELETE FROM sketches WHERE guid = ?", (guid,))
        db.executemany("INSERT INTO sketches VALUES (?, ?)", [(one, guid) for one in identity.sketch(hashes)])


def _array(blob: bytes) -> array[int]:
    hashes = array("q")
    hashes.frombytes(blob)
    return hashes


def _packed(episode: Episode) -> bytes:
    """Compressed: times of words are most of it, and compress to a sixth."""
    return zlib.compress(msgspec.json.encode(episode, enc_hook=list))  # marks may be any sequence


def _moment(text: str) -> float:
    """Seconds since 1970 of an ISO 8601 time; a time without a zone is taken as UTC."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _is_later(one: str | None, other: str | None) -> bool:
    try:
        return bool(one) and (not other or _moment(one or "") > _moment(other))
    except ValueError:
        return one != other
