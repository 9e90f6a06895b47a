"""What an SQLite file needs to be a ledger, and its troubles in plain words."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from asp_decide.errors import LedgerBrokenError

_MARK = 0x41535044
"""What the file says of itself in its header: `ASPD`."""

_FIRST_FORM = "0001"
"""The form of a file that was made before forms were written into it."""

_TROUBLES: tuple[tuple[str, str], ...] = (
    ("SQLITE_BUSY", "is locked by another process; waited {seconds} seconds"),
    ("SQLITE_LOCKED", "is locked by another process; waited {seconds} seconds"),
    ("SQLITE_NOTADB", "is not a ledger: it is no SQLite file"),
    ("SQLITE_CORRUPT", "is damaged; restore a backup, and verify it"),
    ("SQLITE_FULL", "has no room left on its disk; nothing was written"),
    ("SQLITE_READONLY", "may not be written here; nothing was written"),
    ("SQLITE_CANTOPEN", "cannot be opened: no such folder, or no right to it"),
    ("SQLITE_PERM", "cannot be opened: no right to it"),
    ("SQLITE_IOERR", "cannot be read or written: the disk refuses; nothing was written"),
)


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """An SQLite file on a local disk. A lock of another process is waited for `lock_seconds`."""

    shown: str
    lock_seconds: int = 30

    def connections(self) -> Engine:
        """What connections to the file come from."""
        engine = create_engine(
            f"sqlite:///{self.shown}", connect_args={"timeout": self.lock_seconds}
        )
        event.listen(engine, "connect", lambda raw, _: _prepare(raw))
        return engine

    def exists(self) -> bool:
        """Whether there is a file."""
        return Path(self.shown).exists()

    def begin(self, connection: Connection, *, writes: bool) -> None:
        """IMMEDIATE takes the lock before the head is read: nobody moves it in between."""
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def form(self, connection: Connection) -> str | None:
        """The form of the ledger in the file, None for an empty file.

        Raises LedgerBrokenError if it is the database of something else.
        """
        raw = _raw(connection)
        mark = raw.execute("PRAGMA application_id").fetchone()[0]
        tables = {row[0] for row in raw.execute("SELECT name FROM sqlite_master")}
        if (mark, tables) == (0, set()):
            return None
        if mark != _MARK:
            raise LedgerBrokenError(
                f"`{self.shown}` is not a ledger: it is the database of something else"
            )
        if "log_form" not in tables:
            return _FIRST_FORM
        return str(raw.execute("SELECT version_num FROM log_form").fetchone()[0])

    def before_making(self, connection: Connection) -> None:
        """Have the file keep a write-ahead log, so that readers never wait."""
        mode = _raw(connection).execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise LedgerBrokenError(
                f"`{self.shown}` cannot keep a write-ahead log: a ledger stands on a local disk"
            )

    def mark(self, connection: Connection) -> None:
        """Write into the header of the file that it is a ledger."""
        _raw(connection).execute(f"PRAGMA application_id = {_MARK}")

    def told(self, error: BaseException) -> LedgerBrokenError | None:
        """What the file's trouble means to the person who reads it."""
        if not isinstance(error, sqlite3.DatabaseError):
            return None
        name = str(getattr(error, "sqlite_errorname", ""))
        for start, sentence in _TROUBLES:
            if name.startswith(start):
                said = sentence.format(seconds=self.lock_seconds)
                return LedgerBrokenError(f"the ledger `{self.shown}` {said}")
        return LedgerBrokenError(f"the ledger `{self.shown}` cannot be read or written: {error}")


def _prepare(connection: sqlite3.Connection) -> None:
    """Set what every connection needs before its first transaction."""
    # The driver's own BEGIN comes late, after reading: two writers would both have read the head.
    connection.isolation_level = None
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Without this, INSERT OR REPLACE deletes rows past the triggers that forbid deleting.
        connection.execute("PRAGMA recursive_triggers = ON")
    except sqlite3.Error:
        connection.close()  # the pool lets go of a connection that fails here, and leaves it open
        raise


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection
