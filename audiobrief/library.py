"""A feed's memory: which articles it has seen, under which guid, and which episodes were made of them.

One SQLite file, ``my-feed/.audiobrief/library.sqlite3``, is the one truth; what lies in ``public/`` is made from it.
Every change is one transaction that is on the disk when the call returns (WAL, ``synchronous=FULL``), so a power cut
leaves the state before or after it. Several processes may use it at once.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from audiobrief import atomic, identity
from audiobrief.errors import OutputError, UsageError
from audiobrief.model import Article, Episode

FILE = "library.sqlite3"
_WAIT_MS = 30_000
_SAME_TEXT = 0.8  # in common: a copy under another address

# One script a version; the file's user_version says how many were run. Never change one that was released.
_MIGRATIONS = (
    """
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE articles (
        guid TEXT PRIMARY KEY, title TEXT NOT NULL, published TEXT, updated TEXT, first_seen TEXT NOT NULL,
        text_hash TEXT NOT NULL, program TEXT NOT NULL, shingles BLOB NOT NULL, withdrawn TEXT
    ) STRICT;
    CREATE TABLE keys (
        key TEXT NOT NULL, guid TEXT NOT NULL REFERENCES articles, PRIMARY KEY (key, guid)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sketches (
        hash INTEGER NOT NULL, guid TEXT NOT NULL REFERENCES articles, PRIMARY KEY (hash, guid)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE episodes (
        guid TEXT NOT NULL REFERENCES articles, slug TEXT NOT NULL UNIQUE, published TEXT NOT NULL,
        audio_bytes INTEGER NOT NULL, audio_sha256 TEXT NOT NULL, episode BLOB NOT NULL, superseded TEXT
    ) STRICT;
    CREATE UNIQUE INDEX one_current_episode ON episodes (guid) WHERE superseded IS NULL;
    """,
    """
    CREATE TABLE sources (
        source TEXT PRIMARY KEY, page_hash TEXT NOT NULL, guid TEXT NOT NULL REFERENCES articles
    ) STRICT
    """,
    "CREATE TABLE source_states (source TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT",
)


@dataclass(frozen=True, slots=True)
class Known:
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

    Every method raises :class:`OutputError` when the file cannot be used.
    """

    def __init__(self, folder: Path, *, program: str | None = None) -> None:
        self.path = folder / FILE
        self._program = program if program is not None else version("audiobrief")
        atomic.make_folder(self.path.parent)
        with self._trouble():
            self._db = sqlite3.connect(self.path, timeout=_WAIT_MS / 1000, isolation_level=None)
            try:
                self._open()
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Lets go of the file; the object is of no more use."""
        self._db.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def feed_guid(self, feed_url: str) -> str:
        """The podcast's guid: made from its first address, then kept when the address changes."""
        with self._change() as db:
            db.execute("INSERT OR IGNORE INTO facts VALUES ('guid', ?)", (identity.feed_guid(feed_url),))
            return str(db.execute("SELECT value FROM facts WHERE name = 'guid'").fetchone()[0])

    def identify(self, article: Article, source_url: str, now: str, id: str | None = None) -> Known:
        """Finds an article, or gives it the guid it keeps for ever.

        ``source_url`` is where it was fetched ("" for a file), ``id`` the owner's own name for it, ``now`` ISO 8601.
        """
        reading = identity.Reading.of(article, source_url)
        with self._change() as db:
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
            return Known(guid, is_new=True, duplicate_of=duplicate)

    def record(self, guid: str, article: Article, text_hash: str, episode: Episode, now: str) -> None:
        """Makes ``episode`` the published one of the article; an earlier one becomes superseded at ``now``."""
        body = msgspec.json.encode(episode, enc_hook=list)  # marks may be any sequence
        with self._change() as db:
            current = db.execute("SELECT slug FROM episodes WHERE guid = ? AND superseded IS NULL", (guid,)).fetchone()
            if current and current[0] != episode.slug:
                db.execute("UPDATE episodes SET superseded = ? WHERE slug = ?", (now, current[0]))
            row = (guid, episode.slug, episode.published, episode.audio_bytes, episode.audio_sha256, body)
            db.execute("INSERT OR REPLACE INTO episodes VALUES (?, ?, ?, ?, ?, ?, NULL)", row)
            self._update(db, guid, article, text_hash)

    def episodes(self) -> tuple[Episode, ...]:
        """The published episodes, newest first; equal dates by guid."""
        return self.load(self.slugs())

    def slugs(self) -> tuple[str, ...]:
        """Slugs of the published episodes, newest first; equal dates by guid. Cheap: nothing of them is decoded."""
        with self._trouble():
            rows = self._db.execute(
                "SELECT slug, episodes.published, guid FROM episodes JOIN articles USING (guid)"
                " WHERE superseded IS NULL AND withdrawn IS NULL ORDER BY guid"
            ).fetchall()
        return tuple(slug for slug, _, _ in sorted(rows, key=lambda row: _moment(row[1]), reverse=True))

    def load(self, slugs: Sequence[str]) -> tuple[Episode, ...]:
        """The episodes of these slugs, in their order."""
        with self._trouble():
            rows = [
                self._db.execute("SELECT episode FROM episodes WHERE slug = ?", (slug,)).fetchone() for slug in slugs
            ]
        return tuple(_episode(row[0]) for row in rows)

    def superseded(self, before: str) -> tuple[Episode, ...]:
        """Episodes that a correction replaced, or that were withdrawn, before ``before`` (ISO 8601)."""
        with self._trouble():
            rows = self._db.execute(
                "SELECT episode, coalesce(superseded, withdrawn) FROM episodes JOIN articles USING (guid)"
                " WHERE superseded IS NOT NULL OR withdrawn IS NOT NULL ORDER BY slug"
            ).fetchall()
        return tuple(_episode(body) for body, since in rows if _moment(since) < _moment(before))

    def forget(self, slug: str) -> None:
        """Drops a superseded episode once its files are gone."""
        with self._change() as db:
            db.execute("DELETE FROM episodes WHERE slug = ?", (slug,))

    def withdraw(self, guid: str, now: str) -> bool:
        """Takes an article out of the feed for good; false when the library does not know it."""
        with self._change() as db:
            done = db.execute("UPDATE articles SET withdrawn = coalesce(withdrawn, ?) WHERE guid = ?", (now, guid))
            return done.rowcount == 1

    def made_from(self, source: str, page_hash: str) -> str | None:
        """Title of the published article, when ``source`` still gives the very page its episode was made from."""
        with self._trouble():
            row = self._db.execute(
                "SELECT title FROM sources JOIN articles USING (guid) JOIN episodes USING (guid)"
                " WHERE source = ? AND page_hash = ? AND superseded IS NULL AND withdrawn IS NULL",
                (source, page_hash),
            ).fetchone()
        return str(row[0]) if row else None

    def remember_source(self, source: str, page_hash: str, guid: str) -> None:
        """Notes which page (SHA-256 of its bytes) an article was last read from."""
        with self._change() as db:
            db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", (source, page_hash, guid))

    def source_state(self, source: str) -> bytes | None:
        """What was kept about a source (a feed's or an article's address, a file), or null."""
        with self._trouble():
            row = self._db.execute("SELECT state FROM source_states WHERE source = ?", (source,)).fetchone()
        return bytes(row[0]) if row else None

    def source_states(self) -> dict[str, bytes]:
        """What was kept, by source."""
        with self._trouble():
            return dict(self._db.execute("SELECT source, state FROM source_states ORDER BY source").fetchall())

    def keep_source_state(self, source: str, state: bytes | None) -> None:
        """Keeps what is to be known about a source in the next run; null forgets it. The bytes are the caller's."""
        with self._change() as db:
            if state is None:
                db.execute("DELETE FROM source_states WHERE source = ?", (source,))
            else:
                db.execute("INSERT OR REPLACE INTO source_states VALUES (?, ?)", (source, state))

    def guid_of(self, url: str) -> str | None:
        """The guid of the article that was fetched from an address, or whose canonical address it is."""
        with self._trouble():
            row = self._db.execute(
                "SELECT guid FROM keys WHERE key = ?", (f"url:{identity.normal_address(url)}",)
            ).fetchone()
        return str(row[0]) if row else None

    # --- opening -----------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        db = self._db
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise self._damaged(verdict)
        if self._version() < len(_MIGRATIONS):
            self._migrate()
        if self._version() > len(_MIGRATIONS):
            raise UsageError(
                str(self.path), "was written by a newer audiobrief", "Install the newest audiobrief and run again"
            )
        atomic.sync_folder(self.path.parent)

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _migrate(self) -> None:
        with self._change() as db:
            for place in range(self._version(), len(_MIGRATIONS)):  # asked again: another process may have done it
                for statement in _MIGRATIONS[place].split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {place + 1}")

    @contextlib.contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """One transaction: everything in the block, or nothing."""
        with self._trouble():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            text = str(error)
            if "locked" in text or "busy" in text:
                raise OutputError(
                    str(self.path), "another run is using it", "Wait until that has ended and run again"
                ) from error
            if "full" in text:
                raise OutputError(
                    str(self.path), "the disk is full", "Free some space and run again; nothing was damaged"
                ) from error
            raise OutputError(str(self.path), f"cannot be used ({text})", "Check the folder's permissions") from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(str(error)) from error

    def _damaged(self, reason: str) -> OutputError:
        return OutputError(
            str(self.path),
            f"the library is damaged ({reason})",
            "Restore it from a backup; the published files in public/ are untouched",
        )

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

    def _known(self, db: sqlite3.Connection, guid: str, reading: identity.Reading) -> Known:
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
        return Known(
            guid,
            is_new=False,
            has_changed=has_changed,
            episode=_episode(row[0]) if row else None,
            is_withdrawn=withdrawn is not None,
            duplicate_of=None if row else self._published_copy(db, reading.hashes),
        )

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


def _episode(body: bytes) -> Episode:
    """An episode as it was: what is any sequence in the model comes back as a tuple."""
    episode = msgspec.json.decode(body, type=Episode)
    spans = tuple(replace(span, marks=tuple(span.marks)) for span in episode.timeline.spans)
    return replace(episode, timeline=replace(episode.timeline, spans=spans))


def _moment(text: str) -> float:
    """Seconds since 1970 of an ISO 8601 time; a time without a zone is taken as UTC."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _is_later(one: str | None, other: str | None) -> bool:
    try:
        return bool(one) and (not other or _moment(one or "") > _moment(other))
    except ValueError:
        return one != other
