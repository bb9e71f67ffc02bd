"""Finds the known article that a reading is, or one that has the same text, inside a transaction of the caller's."""

from __future__ import annotations

import itertools
import sqlite3
from array import array

from audiobrief import identity

_SAME_TEXT = 0.8  # in common: a copy under another address


def match(db: sqlite3.Connection, reading: identity.Reading) -> str | None:
    """Returns the guid of the known article by the strongest key under which one agrees, or None."""
    for key in reading.keys:
        rows = db.execute(
            "SELECT guid, title, published, shingles FROM keys JOIN articles USING (guid)"
            " WHERE key = :key ORDER BY first_seen DESC, guid",
            {"key": key},
        )
        for row in rows:
            if reading.agrees(key, row["title"], row["published"], decoded_hashes(row["shingles"])):
                return str(row["guid"])
    return None


def is_known(db: sqlite3.Connection, guid: str) -> bool:
    """Returns whether an article has this guid."""
    return db.execute("SELECT 1 FROM articles WHERE guid = :guid", {"guid": guid}).fetchone() is not None


def new_guid(db: sqlite3.Connection, reading: identity.Reading) -> str:
    """Makes a guid of the canonical address, else of title and date; made distinct when it is taken."""
    first = f"url:{reading.addresses[-1]}" if reading.addresses else reading.keys[0]
    distinct = (f"{first}|{reading.text_hash}|{n}" for n in itertools.count())
    guids = map(identity.article_guid, itertools.chain((first, reading.keys[0]), distinct))
    return next(guid for guid in guids if not is_known(db, guid))


def published_copy(db: sqlite3.Connection, hashes: array[int]) -> str | None:
    """Returns the guid of a published article with the same text, or None."""
    smallest = identity.sketch(hashes)
    rows = db.execute(
        "SELECT guid, articles.shingles, count(*) AS shared FROM sketches JOIN articles USING (guid)"  # noqa: S608
        f" WHERE hash IN ({','.join('?' * len(smallest))}) AND withdrawn IS NULL"
        " AND EXISTS (SELECT 1 FROM episodes WHERE episodes.guid = articles.guid AND superseded IS NULL)"
        " GROUP BY guid ORDER BY shared DESC, guid LIMIT 5",
        smallest,
    ).fetchall()
    alike = (row["guid"] for row in rows if identity.resemblance(hashes, decoded_hashes(row["shingles"])) >= _SAME_TEXT)
    return next(alike, None)


def remember_keys(db: sqlite3.Connection, guid: str, reading: identity.Reading) -> None:
    """Adds the keys by which an article is found again."""
    rows = [{"key": key, "guid": guid} for key in reading.keys]
    db.executemany("INSERT OR IGNORE INTO keys (key, guid) VALUES (:key, :guid)", rows)


def remember_sketch(db: sqlite3.Connection, guid: str, hashes: array[int]) -> None:
    """Replaces the hashes by which copies of an article's text are found."""
    db.execute("DELETE FROM sketches WHERE guid = :guid", {"guid": guid})
    rows = [{"hash": one, "guid": guid} for one in identity.sketch(hashes)]
    db.executemany("INSERT INTO sketches (hash, guid) VALUES (:hash, :guid)", rows)


def decoded_hashes(blob: bytes) -> array[int]:
    """Decodes the hashes of a text as the library keeps them."""
    decoded = array("q")
    decoded.frombytes(blob)
    return decoded
