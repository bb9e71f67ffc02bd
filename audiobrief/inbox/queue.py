"""What was sent, until it is an episode: an SQLite file beside the feed's memory, synced before anybody is answered.

Three hold it open: the server adds, the speaker takes, the courier sends messages; a kill of any loses nothing. The id
of an article is made of its address or text, so that the same article sent twice is one row.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from audiobrief import atomic
from audiobrief.errors import DamagedLibrary
from audiobrief.feed.status import Waiting
from audiobrief.feed.upkeep import MEMORY
from audiobrief.inbox.letters import Letter
from audiobrief.library.database import Database

NAME = "inbox.sqlite3"
FOLDER = "inbox"
QUEUED, SPEAKING, DONE, FAILED = "queued", "speaking", "done", "failed"
MOST_TRIES = 3
"""How often a process may end while it is at work on an article."""
ASKED_AGAIN = timedelta(hours=1)
"""An article that is done is looked at again, for corrections, when it is sent again later than that."""
_KEPT = timedelta(days=90)


def _create(db: sqlite3.Connection) -> None:
    db.execute("""
        CREATE TABLE articles (
            id TEXT PRIMARY KEY, source TEXT NOT NULL, body BLOB, title TEXT NOT NULL, received TEXT NOT NULL,
            changed TEXT NOT NULL, status TEXT NOT NULL, slug TEXT NOT NULL DEFAULT '',
            reason TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0, place INTEGER NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX by_status ON articles (status, place)")
    db.execute("""
        CREATE TABLE messages (
            id TEXT PRIMARY KEY, body TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL
        ) STRICT""")


class _File(Database):
    @property
    def migrations(self) -> Sequence[Callable[[sqlite3.Connection], None]]:
        """How its tables came about."""
        return (_create,)

    def damaged(self, reason: str) -> DamagedLibrary:
        """Returns the error for a file that does not hold what was written."""
        fact = f"the list of articles that were sent is damaged ({reason})"
        return DamagedLibrary(str(self.path), fact, "Move it away, and send again what is not in the feed")


@dataclass(frozen=True, slots=True)
class Sent:
    """An article that was sent."""

    id: str
    source: str
    """An address, or the name of a file that the body is to be read from."""
    title: str
    received: str
    status: str
    slug: str = ""
    """Of its episode."""
    reason: str = ""
    """Why there is none, or none yet."""
    tries: int = 0

    @property
    def url(self) -> str:
        """Returns its address, "" of a text."""
        return self.source if self.source.startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a webhook is to be told."""

    id: str
    body: str
    tries: int


_COLUMNS = "id, source, title, received, status, slug, reason, tries"


class Queue:
    """The queue of a feed folder, for one thread. Every method raises :class:`OutputError` when it cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / MEMORY / FOLDER
        self._db = _File(folder / MEMORY / NAME)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def add(self, letters: Sequence[Letter], most_waiting: int) -> list[Sent | None]:
        """Takes articles, all in one transaction; None for those over ``most_waiting``.

        One that waits or was just done stays as it is; one that failed is tried again.
        """
        with self._db.change() as db:
            room = most_waiting - self._waiting(db)
            return [self._added(db, letter) if place < room else None for place, letter in enumerate(letters)]

    def _added(self, db: sqlite3.Connection, letter: Letter) -> Sent:
        now = _now()
        given = {
            "id": letter.id,
            "source": letter.url or f"{letter.id}{letter.suffix}",
            "body": letter.body or None,
            "title": letter.title,
            "now": now.isoformat(),
            "old": (now - ASKED_AGAIN).isoformat(),
            "place": time.time_ns(),
        }
        db.execute(
            "INSERT INTO articles (id, source, body, title, received, changed, status, place)"
            " VALUES (:id, :source, :body, :title, :now, :now, 'queued', :place) ON CONFLICT (id) DO UPDATE SET"
            " source = :source, body = :body, received = :now, changed = :now, status = 'queued', reason = '',"
            " tries = 0, place = :place WHERE status = 'failed' OR (status = 'done' AND changed < :old)",
            given,
        )
        return Sent(*db.execute(f"SELECT {_COLUMNS} FROM articles WHERE id = :id", given).fetchone())  # noqa: S608

    def find(self, key: str) -> Sent | None:
        """Returns an article, or None where there is no such."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM articles WHERE id = :id", id=key)  # noqa: S608
        return Sent(*row) if row else None

    def newest(self, most: int) -> list[Sent]:
        """Returns what was sent last, the newest first."""
        question = f"SELECT {_COLUMNS} FROM articles ORDER BY place DESC LIMIT :most"  # noqa: S608
        return [Sent(*row) for row in self._db.rows(question, most=most)]

    def not_done(self) -> list[Sent]:
        """Returns what waits, is being spoken or failed, in its order."""
        question = f"SELECT {_COLUMNS} FROM articles WHERE status != :done ORDER BY place"  # noqa: S608
        return [Sent(*row) for row in self._db.rows(question, done=DONE)]

    def waiting(self) -> int:
        """Counts what is not done yet."""
        with self._db.reading() as db:
            return self._waiting(db)

    def _waiting(self, db: sqlite3.Connection) -> int:
        question = "SELECT count(*) FROM articles WHERE status IN ('queued', 'speaking')"
        return int(db.execute(question).fetchone()[0])

    def take(self, most: int) -> list[Sent]:
        """Takes what is to be spoken next, first what another speaker left. Only for who speaks alone."""
        with self._db.change() as db:
            rows = db.execute(
                f"SELECT {_COLUMNS} FROM articles WHERE status IN (:speaking, :queued)"  # noqa: S608
                " ORDER BY status = :queued, tries > 0, place LIMIT :most",
                {"speaking": SPEAKING, "queued": QUEUED, "most": most},
            ).fetchall()
            sent = [Sent(*row) for row in rows]
            sent = sent[:1] if any(one.tries for one in sent) else sent  # one that ended a process goes alone
            db.executemany("UPDATE articles SET status = ? WHERE id = ?", [(SPEAKING, one.id) for one in sent])
        return sent

    def at_work(self) -> list[Sent]:
        """Returns what is being spoken."""
        question = f"SELECT {_COLUMNS} FROM articles WHERE status = :speaking"  # noqa: S608
        return [Sent(*row) for row in self._db.rows(question, speaking=SPEAKING)]

    def put_back(self, reason: str, *, is_charged: bool = False) -> None:
        """Has what was being spoken wait again; ``is_charged`` counts that a process ended over it."""
        with self._db.change() as db:
            given = {"reason": reason, "more": int(is_charged), "queued": QUEUED, "speaking": SPEAKING}
            db.execute(
                "UPDATE articles SET status = :queued, reason = :reason, tries = tries + :more"
                " WHERE status = :speaking",
                given,
            )

    def settle(self, sent: Sent, *, slug: str = "", title: str = "", reason: str = "", message: str = "") -> None:
        """Notes that an article is done, or failed for a reason, with the message that tells so."""
        given = {"id": sent.id, "slug": slug, "reason": reason, "now": _now().isoformat(), "title": title}
        with self._db.change() as db:
            db.execute(
                "UPDATE articles SET status = :status, slug = :slug, reason = :reason, changed = :now, body = NULL,"
                " title = CASE WHEN :title = '' THEN title ELSE :title END WHERE id = :id",
                given | {"status": FAILED if reason else DONE},
            )
            if message:
                key = f"msg_{secrets.token_hex(12)}"
                db.execute(
                    "INSERT INTO messages (id, body, due) VALUES (:key, :body, :due)",
                    {"key": key, "body": message, "due": time.time()},
                )

    def due(self) -> list[Message]:
        """Returns the messages that are to be sent now."""
        question = "SELECT id, body, tries FROM messages WHERE due <= :now ORDER BY due"
        return [Message(*row) for row in self._db.rows(question, now=time.time())]

    def next_due_s(self) -> float | None:
        """Returns in how many seconds the next message is to be sent; None where there is none."""
        row = self._db.row("SELECT min(due) FROM messages")
        return max(row[0] - time.time(), 0.0) if row and row[0] is not None else None

    def forget_message(self, key: str) -> None:
        """Drops a message that arrived, or never will."""
        self._db.run("DELETE FROM messages WHERE id = :key", key=key)

    def put_off(self, key: str, wait_s: float) -> None:
        """Notes that a message did not arrive, and when it is sent again."""
        self._db.run(
            "UPDATE messages SET tries = tries + 1, due = :due WHERE id = :key", key=key, due=time.time() + wait_s
        )

    def opened(self, sent: Sent) -> str:
        """Returns what a run of the feed is to read: the address, or the path of the text, which is written out."""
        if sent.url:
            return sent.url
        path = self.folder / sent.source
        row = self._db.row("SELECT body FROM articles WHERE id = :id", id=sent.id)
        atomic.write(path, bytes(row["body"]) if row and row["body"] else b"")
        return str(path)

    def sweep(self) -> None:
        """Forgets what was settled long ago, and the files of texts, which are written out again when they are read."""
        old = (_now() - _KEPT).isoformat()
        self._db.run("DELETE FROM articles WHERE status IN ('done', 'failed') AND changed < :old", old=old)
        for path in self.folder.glob("*"):
            path.unlink(missing_ok=True)


def unfinished(folder: Path) -> list[Waiting]:
    """Lists what was sent to a feed folder and is no episode, with the reason, the oldest first; changes nothing."""
    if not (folder / MEMORY / NAME).exists():
        return []
    queue = Queue(folder)
    try:
        return [Waiting(one.url or one.title or one.id, "sent", _in_words(one)) for one in queue.not_done()]
    finally:
        queue.close()


def _in_words(sent: Sent) -> str:
    """Says how an article is that is not done."""
    if sent.status == FAILED:
        return f"sent on {sent.received}, not in the feed: {sent.reason.rstrip('.')}. Send it again."
    what = "is being spoken." if sent.status == SPEAKING else "audiobrief serve --inbox speaks it."
    return f"sent on {sent.received}: {what}{f' Last: {sent.reason}' if sent.reason else ''}"


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
