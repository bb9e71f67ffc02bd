"""The tables of a library, as they came about: each function brings the file one version further.

The file's user_version says how many were run. Never change one that was released.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable


def create(db: sqlite3.Connection) -> None:
    """Creates articles, their keys and sketches, and episodes."""
    db.execute("CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
    db.execute("""
        CREATE TABLE articles (
            guid TEXT PRIMARY KEY, title TEXT NOT NULL, published TEXT, updated TEXT, first_seen TEXT NOT NULL,
            text_hash TEXT NOT NULL, program TEXT NOT NULL, shingles BLOB NOT NULL, withdrawn TEXT
        ) STRICT""")
    db.execute("""
        CREATE TABLE keys (
            key TEXT NOT NULL, guid TEXT NOT NULL REFERENCES articles, PRIMARY KEY (key, guid)
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE sketches (
            hash INTEGER NOT NULL, guid TEXT NOT NULL REFERENCES articles, PRIMARY KEY (hash, guid)
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE episodes (
            guid TEXT NOT NULL REFERENCES articles, slug TEXT NOT NULL UNIQUE, published TEXT NOT NULL,
            audio_bytes INTEGER NOT NULL, audio_sha256 TEXT NOT NULL, episode BLOB NOT NULL, superseded TEXT
        ) STRICT""")
    db.execute("CREATE UNIQUE INDEX one_current_episode ON episodes (guid) WHERE superseded IS NULL")


def remember_pages(db: sqlite3.Connection) -> None:
    """Creates sources: which page each article was last read from."""
    db.execute("""
        CREATE TABLE sources (
            source TEXT PRIMARY KEY, page_hash TEXT NOT NULL, guid TEXT NOT NULL REFERENCES articles
        ) STRICT""")


def keep_source_states(db: sqlite3.Connection) -> None:
    """Creates source_states: validators, failures, when a source may be asked again."""
    db.execute("CREATE TABLE source_states (source TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT")


def note_derived_files(db: sqlite3.Connection) -> None:
    """Adds to each episode what its files were made from."""
    db.execute("ALTER TABLE episodes ADD COLUMN derived TEXT NOT NULL DEFAULT ''")


def list_files(db: sqlite3.Connection) -> None:
    """Adds to each episode its derived files with their sizes and hashes, as JSON."""
    db.execute("ALTER TABLE episodes ADD COLUMN files TEXT NOT NULL DEFAULT '{}'")


def keep_editions(db: sqlite3.Connection) -> None:
    """Creates stories: which articles an edition holds, at which places, and which are not told yet."""
    db.execute("""
        CREATE TABLE stories (
            edition TEXT NOT NULL, guid TEXT NOT NULL REFERENCES articles, name TEXT NOT NULL, day TEXT NOT NULL,
            due TEXT NOT NULL, section TEXT NOT NULL, is_told INTEGER NOT NULL DEFAULT 0, place INTEGER,
            UNIQUE (edition, guid)
        ) STRICT""")
    db.execute("CREATE INDEX untold_stories ON stories (is_told) WHERE is_told = 0")
    db.execute("CREATE INDEX stories_by_guid ON stories (guid)")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    create,
    remember_pages,
    keep_source_states,
    note_derived_files,
    list_files,
    keep_editions,
)
