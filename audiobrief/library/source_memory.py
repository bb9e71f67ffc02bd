"""What a feed's memory knows of each source: which page was read last, and what its caller keeps of it."""

from __future__ import annotations

from audiobrief.library.database import Database


class SourceMemory:
    """The part of a library that knows the sources."""

    _db: Database

    def made_from(self, source: str, page_hash: str) -> str | None:
        """Returns the title of the published article that was made from this very page of ``source``, or None."""
        row = self._db.row(
            "SELECT title FROM sources JOIN articles USING (guid) JOIN episodes USING (guid)"
            " WHERE source = :source AND page_hash = :page_hash AND superseded IS NULL AND withdrawn IS NULL",
            source=source,
            page_hash=page_hash,
        )
        return str(row["title"]) if row else None

    def remember_source(self, source: str, page_hash: str, guid: str) -> None:
        """Notes which page (SHA-256 of its bytes) an article was last read from."""
        self._db.run(
            "INSERT OR REPLACE INTO sources (source, page_hash, guid) VALUES (:source, :page_hash, :guid)",
            source=source,
            page_hash=page_hash,
            guid=guid,
        )

    def guid_from(self, source: str) -> str | None:
        """Returns the guid of the article that was last read from a source, or None."""
        row = self._db.row("SELECT guid FROM sources WHERE source = :source", source=source)
        return str(row["guid"]) if row else None

    def source_state(self, source: str) -> bytes | None:
        """Returns what was stored about a source (a feed's or an article's address, a file), or None."""
        row = self._db.row("SELECT state FROM source_states WHERE source = :source", source=source)
        return bytes(row["state"]) if row else None

    def source_states(self) -> dict[str, bytes]:
        """Returns what was stored, by source."""
        rows = self._db.rows("SELECT source, state FROM source_states ORDER BY source")
        return {row["source"]: row["state"] for row in rows}

    def keep_source_state(self, source: str, state: bytes | None) -> None:
        """Stores what is to be known about a source in the next run; None forgets it. The bytes are the caller's."""
        if state is None:
            self._db.run("DELETE FROM source_states WHERE source = :source", source=source)
        else:
            kept = "INSERT OR REPLACE INTO source_states (source, state) VALUES (:source, :state)"
            self._db.run(kept, source=source, state=state)
