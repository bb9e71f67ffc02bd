"""The SQLite file of a feed's memory: opened and proved whole, brought up to this version, changed by transactions."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from audiobrief import atomic
from audiobrief.errors import DamagedLibrary, OutputError, UsageError
from audiobrief.library import migrations

_WAIT_MS = 30_000
_PROVED_QUICKLY_BYTES = 100_000_000
"""Up to here the whole file is read at every opening (SQLite's quick_check: 0.1 s); above, after a killed run only."""


class Database:
    """An SQLite file. Every method raises :class:`OutputError` when it cannot be used."""

    @property
    def migrations(self) -> Sequence[Callable[[sqlite3.Connection], None]]:
        """How its tables came about."""
        return migrations.MIGRATIONS

    def __init__(self, path: Path) -> None:
        self.path = path
        atomic.make_folder(path.parent)
        is_to_be_proved = _is_small(path) or path.with_name(f"{path.name}-wal").exists()
        with self._alone(), self._trouble():
            self._db = sqlite3.connect(path, timeout=_WAIT_MS / 1000, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.text_factory = partial(str, encoding="utf-8", errors="replace")  # one damaged value stops nothing
            try:
                self._open(is_to_be_proved)
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def rows(self, question: str, **values: object) -> list[sqlite3.Row]:
        """Returns all rows that answer a question."""
        with self._trouble():
            return self._db.execute(question, values).fetchall()

    def row(self, question: str, **values: object) -> sqlite3.Row | None:
        """Returns the first row that answers a question, or None."""
        with self._trouble():
            row: sqlite3.Row | None = self._db.execute(question, values).fetchone()
            return row

    def run(self, statement: str, **values: object) -> None:
        """Makes one change as a transaction of its own."""
        with self.change() as db:
            db.execute(statement, values)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Gives the connection for questions."""
        with self._trouble():
            yield self._db

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Makes one transaction of the block: everything in it, or nothing."""
        with self._trouble():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def _open(self, is_to_be_proved: bool) -> None:
        db = self._db
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        if is_to_be_proved:
            verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise self.damaged(verdict)
        if self._version() < len(self.migrations):
            self._migrate()
        if self._version() > len(self.migrations):
            raise UsageError(
                str(self.path), "was written by a newer audiobrief", "Install the newest audiobrief and run again"
            )
        atomic.sync_folder(self.path.parent)

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _migrate(self) -> None:
        with self.change() as db:
            for place in range(self._version(), len(self.migrations)):  # asked again: another process may have done it
                self.migrations[place](db)
                db.execute(f"PRAGMA user_version = {place + 1}")

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        # The change of a new file to WAL waits for no other connection (SQLite's busy timeout does not count for it).
        lock = FileLock(self.path.with_name(f"{self.path.name}.lock"), timeout=_WAIT_MS / 1000, poll_interval=0.005)
        try:
            lock.acquire()
        except Timeout as error:
            raise self._busy() from error
        except OSError as error:
            raise self._unusable(error.strerror or str(error)) from error
        try:
            yield
        finally:
            lock.release()

    @contextlib.contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            text = str(error)
            if "locked" in text or "busy" in text:
                raise self._busy() from error
            if "full" in text:
                raise OutputError(
                    str(self.path), "the disk is full", "Free some space and run again; nothing was damaged"
                ) from error
            raise self._unusable(text) from error
        except sqlite3.DatabaseError as error:
            raise self.damaged(str(error)) from error

    def _busy(self) -> OutputError:
        return OutputError(str(self.path), "another run is using it", "Wait until that has ended and run again")

    def _unusable(self, reason: str) -> OutputError:
        return OutputError(str(self.path), f"cannot be used ({reason})", "Check the folder's permissions")

    def copy_to(self, path: Path) -> None:
        """Writes a whole copy of the file, which no other connection needs to be closed for."""
        temporary = path.with_name(f".{path.name}.part")
        temporary.unlink(missing_ok=True)
        with self._trouble():
            self._db.execute("VACUUM INTO :path", {"path": str(temporary)})
        atomic.put_in_place(temporary, path)
        atomic.sync_folder(path.parent)

    def damaged(self, reason: str) -> DamagedLibrary:
        """Returns the error for a file that does not hold what was written."""
        return DamagedLibrary(
            str(self.path),
            f"the library is damaged ({reason})",
            "Run audiobrief feed recover FEED: it makes it again from its backup and from the published files",
        )


def _is_small(path: Path) -> bool:
    try:
        return path.stat().st_size <= _PROVED_QUICKLY_BYTES
    except OSError:  # there is none yet, or opening it will tell
        return True
