"""Finds the known article that a reading is, or one that has the same text, inside a transaction of the caller's."""

from __future__ import annotations

import itertools
import sqlite3
from array import array
from collections.abc import Mapping, Sequence

from audiobrief import identity

_SAME_TEXT = 0.8  # in common: a copy under another address


def match(db: sqlite3.Connection, reading: identity.Reading) -> str | None:
    """Returns the guid of the known article by the strongest key under which one agrees, or None."""
    for key in reading.keys:
        rows = db.execute(
            "SELECT guid, title, published, text_hash, shingles FROM keys JOIN articles USING (guid)"
            " WHERE key = :key ORDER BY first_seen DESC, guid",
            {"key": key},
        )
        for row in rows:
            if reading.agrees(key, _known(db, row, reading)):
                return str(row["guid"])
    return None


def _known(db: sqlite3.Connection, row: sqlite3.Row, reading: identity.Reading) -> identity.Known:
    own = reading.listing.key.rpartition(":")[0] if reading.listing else ""
    return identity.Known(
        row["title"],
        row["published"],
        row["text_hash"],
        decoded_hashes(row["shingles"]),
        home=next(iter(notes_of(db, row["guid"], "home")), "").partition(":")[2],
        is_others_too=any(key.rpartition(":")[0] != own for key in notes_of(db, row["guid"], "feed")),
    )


def notes_of(db: sqlite3.Connection, guid: str, kind: str) -> tuple[str, ...]:
    """Returns what is noted of an article: keys of the feeds that name it (feed), or its site (home)."""
    start = f"of:{guid}:"
    found = db.execute(
        "SELECT key FROM keys WHERE key BETWEEN ? AND ? || '~' ORDER BY key", (start + kind, start + kind)
    )
    return tuple(row["key"].removeprefix(start) for row in found)


def newest(db: sqlite3.Connection, key: str) -> str | None:
    """Returns the guid of the article that was known last under a key, or None."""
    question = "SELECT guid FROM keys JOIN articles USING (guid) WHERE key = :key ORDER BY first_seen DESC, guid"
    row = db.execute(question, {"key": key}).fetchone()
    return str(row["guid"]) if row else None


def remember_listing(db: sqlite3.Connection, guid: str, key: str) -> None:
    """Adds how a feed names an article; what is published beside its episode is to say so."""
    if not _note(db, guid, key):
        return
    if not key.endswith(":"):
        db.execute("INSERT OR IGNORE INTO keys (key, guid) VALUES (?, ?)", (key, guid))
    if db.execute("SELECT 1 FROM episodes WHERE guid = ?", (guid,)).fetchone():
        db.execute("UPDATE episodes SET derived = '' WHERE guid = ?", (guid,))


def _note(db: sqlite3.Connection, guid: str, what: str) -> bool:
    row = (f"of:{guid}:{what}", guid)
    return db.execute("INSERT OR IGNORE INTO keys (key, guid) VALUES (?, ?)", row).rowcount == 1


def is_known(db: sqlite3.Connection, guid: str) -> bool:
    """Returns whether an article has this guid."""
    return db.execute("SELECT 1 FROM articles WHERE guid = :guid", {"guid": guid}).fetchone() is not None


def new_guid(db: sqlite3.Connection, reading: identity.Reading) -> str:
    """Makes a guid of the canonical address, else of title and date; made distinct when it is taken."""
    first = f"url:{reading.addresses[-1]}" if reading.addresses else reading.keys[0]
    distinct = (f"{first}|{reading.text_hash}|{n}" for n in itertools.count())
    guids = map(identity.article_guid, itertools.chain((first, reading.keys[0]), distinct))
    return next(guid for guid in guids if not is_known(db, guid))


def published_copy(db: sqlite3.Connection, reading: identity.Reading) -> tuple[str, bool] | None:
    """Returns the guid of a published article with the same text, and whether it is this one that moved; or None.

    That of another site must have every word: nearly the same may be what hides the true article.
    """
    hashes = reading.hashes
    smallest = identity.sketch(hashes)
    rows = db.execute(
        "SELECT guid, title, articles.published, text_hash, shingles, count(*) AS shared"  # noqa: S608
        " FROM sketches JOIN articles USING (guid)"
        f" WHERE hash IN ({','.join('?' * len(smallest))}) AND withdrawn IS NULL"
        " AND EXISTS (SELECT 1 FROM episodes WHERE episodes.guid = articles.guid AND superseded IS NULL)"
        " GROUP BY guid ORDER BY shared DESC, guid LIMIT 5",
        smallest,
    ).fetchall()
    for row in rows:
        known = _known(db, row, reading)
        needed = _SAME_TEXT if reading.may_change(known) else 1
        if identity.resemblance(hashes, known.hashes) >= needed:
            return str(row["guid"]), reading.is_moved(known)
    return None


def remember_keys(
    db: sqlite3.Connection, guid: str, reading: identity.Reading, listings: Sequence[str] | None = None
) -> None:
    """Adds the keys by which an article is found again; ``listings`` are those of feeds, where more are known."""
    rows = [{"key": key, "guid": guid} for key in reading.keys]
    db.executemany("INSERT OR IGNORE INTO keys (key, guid) VALUES (:key, :guid)", rows)
    if reading.home and not notes_of(db, guid, "home"):
        _note(db, guid, f"home:{reading.home}")
    own = reading.listing.key if reading.listing else identity.NOT_LISTED
    for key in (own,) if listings is None else listings:
        remember_listing(db, guid, key)


def remember_sketch(db: sqlite3.Connection, guid: str, hashes: array[int]) -> None:
    """Replaces the hashes by which copies of an article's text are found."""
    db.execute("DELETE FROM sketches WHERE guid = :guid", {"guid": guid})
    rows = [{"hash": one, "guid": guid} for one in identity.sketch(hashes)]
    db.executemany("INSERT INTO sketches (hash, guid) VALUES (:hash, :guid)", rows)


def decoded_hashes(blob: bytes) -> array[int]:
    """Decodes the hashes of a text as the library keeps them."""
    decoded = array("q")
    decoded.frombytes(blob[: len(blob) // 8 * 8])  # of a damaged one what is left
    return decoded


def have_moved(db: sqlite3.Connection, listings: Mapping[str, identity.Listing], known: Mapping[str, str]) -> bool:
    """Tells whether a feed's name of an article stands for one of its articles now and for another before."""
    bound = {url: newest(db, listing.key) for url, listing in listings.items() if listing.name}
    listed = set(known.values())
    return any(guid != known.get(url) and guid in listed for url, guid in bound.items())
