"""What a feed's memory knows of its editions: which articles go into which, in what section, and what is not told yet.

An edition is an episode of its own, the same one all day; its guid stands in the rows of its stories before it is made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from audiobrief.library.database import Database
from audiobrief.library.moments import seconds


@dataclass(frozen=True, slots=True)
class StoryPlace:
    """Where an article goes."""

    edition: str
    """The guid of the edition."""
    name: str
    """The title of its [[edition]]."""
    day: str
    """ISO 8601."""
    due: str
    """When it is to be heard, as UTC in ISO 8601: those of one moment are heard together."""
    section: str = ""


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story of an edition as the library keeps it."""

    guid: str
    slug: str
    """Of the article's episode, or of what stands for one."""
    text_hash: str
    section: str
    due: str


class EditionMemory:
    """The part of a library that knows the editions."""

    _db: Database

    def untold(self, now: str) -> tuple[StoryPlace, ...]:
        """Returns the editions that lack a story which is due, or hold one that was corrected; the oldest first."""
        question = (
            "SELECT edition, name, day, max(due) AS due FROM stories LEFT JOIN articles ON articles.guid = edition"
            " WHERE is_told = 0 AND due <= :now AND withdrawn IS NULL GROUP BY edition ORDER BY day, name"
        )
        return tuple(StoryPlace(*tuple(row)) for row in self._db.rows(question, now=now))

    def waiting(self, name: str, now: str) -> tuple[str, int]:
        """Returns when the next edition of a name is due, and how many stories wait for it; "" and 0 where none do."""
        question = "SELECT min(due), count(*) FROM stories WHERE name = :name AND is_told = 0 AND due > :now"
        row = self._db.row(question, name=name, now=now)
        return (str(row[0] or ""), int(row[1])) if row else ("", 0)

    def newest_edition(self, name: str) -> tuple[str, int]:
        """Returns the title of the newest edition of a name that was made, and how many stories it has."""
        question = (
            "SELECT title, sum(place IS NOT NULL) FROM stories JOIN articles ON articles.guid = edition"
            " WHERE name = :name GROUP BY edition ORDER BY day DESC LIMIT 1"
        )
        row = self._db.row(question, name=name)
        return (str(row[0]), int(row[1])) if row else ("", 0)

    def stories_of(self, edition: str, now: str) -> tuple[StoryRow, ...]:
        """Returns the stories of an edition that are due, in the order in which they came."""
        question = (
            "SELECT stories.guid, slug, text_hash, section, due FROM stories JOIN articles USING (guid)"
            " JOIN episodes ON episodes.guid = stories.guid AND superseded IS NULL"
            " WHERE edition = :edition AND due <= :now ORDER BY stories.rowid"
        )
        return tuple(StoryRow(*tuple(row)) for row in self._db.rows(question, edition=edition, now=now))

    def withdraw(self, guid: str, now: str, *, from_editions: bool = False) -> bool:
        """Takes an article out of the feed for good; False when the library does not know it."""
        with self._db.change() as db:
            if from_editions:
                take_out(db, guid, now)
            done = db.execute("UPDATE articles SET withdrawn = coalesce(withdrawn, ?) WHERE guid = ?", (now, guid))
            return done.rowcount == 1

    def bring_back(self, guid: str) -> bool:
        """Undoes a withdrawal; False where there was none."""
        with self._db.change() as db:
            done = db.execute("UPDATE articles SET withdrawn = NULL WHERE guid = ? AND withdrawn NOT NULL", (guid,))
            return done.rowcount == 1

    def superseded(self, before: str, editions_before: str = "") -> tuple[str, ...]:
        """Returns the slugs of episodes that were corrected or withdrawn before ``before`` (ISO 8601), and of editions
        that a later one of their day took the place of before ``editions_before``.
        """
        rows = self._db.rows(
            "SELECT slug, coalesce(superseded, withdrawn) AS since, superseded NOT NULL AND episodes.guid IN"
            " (SELECT edition FROM stories) AS is_grown FROM episodes JOIN articles USING (guid)"
            " WHERE superseded IS NOT NULL OR withdrawn IS NOT NULL ORDER BY slug"
        )
        ends = (before, editions_before or before)
        return tuple(
            row["slug"] for row in rows if seconds(row["since"], default=(end := ends[row["is_grown"]])) < seconds(end)
        )

    def in_editions(self) -> frozenset[str]:
        """Returns the guids of all articles that editions hold."""
        return frozenset(row["guid"] for row in self._db.rows("SELECT DISTINCT guid FROM stories WHERE place NOT NULL"))

    def editions_with(self, slug: str) -> tuple[str, ...]:
        """Returns the slugs of the editions that tell the article of an episode."""
        question = (
            "SELECT made.slug FROM stories JOIN episodes AS made ON made.guid = edition AND made.superseded IS NULL"
            " JOIN episodes AS own ON own.guid = stories.guid WHERE own.slug = :slug AND place NOT NULL"
        )
        return tuple(row["slug"] for row in self._db.rows(question, slug=slug))

    def is_told_already(self, edition: str, slug: str, now: str) -> bool:
        """Notes that an edition lacks nothing where the episode of this slug is its newest; tells whether it is."""
        with self._db.change() as db:
            current = "SELECT 1 FROM episodes WHERE guid = ? AND slug = ? AND superseded IS NULL"
            is_told = db.execute(current, (edition, slug)).fetchone() is not None
            if is_told:
                db.execute("UPDATE stories SET is_told = 1 WHERE edition = ? AND due <= ?", (edition, now))
            return is_told

    def closed(self, name: str) -> str:
        """Returns up to which moment an edition has all that it is to have (UTC, ISO 8601); "" when not asked yet."""
        row = self._db.row("SELECT value FROM facts WHERE name = :name", name=f"closed edition {name}")
        return str(row["value"]) if row else ""

    def close_edition(self, name: str, moment: str) -> None:
        """Notes that what comes from now on is for a later one."""
        fact = "INSERT OR REPLACE INTO facts (name, value) VALUES (:name, :moment)"
        self._db.run(fact, name=f"closed edition {name}", moment=moment)


def enter(db: sqlite3.Connection, guid: str, places: Sequence[StoryPlace]) -> None:
    """Puts an article into editions; those that hold it already are to be told anew."""
    db.execute("UPDATE stories SET is_told = 0 WHERE guid = ?", (guid,))
    for one in places:
        db.execute(
            "INSERT OR IGNORE INTO stories (edition, guid, name, day, due, section) VALUES (?, ?, ?, ?, ?, ?)",
            (one.edition, guid, one.name, one.day, one.due, one.section),
        )


def tell(db: sqlite3.Connection, edition: str, guids: Sequence[str], due: str) -> None:
    """Notes which stories an edition holds, in its order, and that nothing that is due is missing."""
    db.execute("UPDATE stories SET is_told = 1, place = NULL WHERE edition = ? AND due <= ?", (edition, due))
    for place, guid in enumerate(guids):
        db.execute("UPDATE stories SET place = ? WHERE edition = ? AND guid = ?", (place, edition, guid))


def take_out(db: sqlite3.Connection, guid: str, now: str) -> None:
    """Takes an article out of all editions; one that held nothing else is withdrawn."""
    held = [row["edition"] for row in db.execute("SELECT edition FROM stories WHERE guid = ?", (guid,))]
    db.execute("DELETE FROM stories WHERE guid = ?", (guid,))
    for edition in held:
        changed = db.execute("UPDATE stories SET is_told = 0 WHERE edition = ? AND place NOT NULL", (edition,))
        if not changed.rowcount:
            db.execute("UPDATE articles SET withdrawn = coalesce(withdrawn, ?) WHERE guid = ?", (now, edition))
