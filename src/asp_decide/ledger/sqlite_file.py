"""What an SQLite file needs to be a ledger, and its troubles in plain words."""

import sqlite3
from pathlib import Path
from typing import Literal

from asp_decide.errors import LedgerBrokenError, UsageError

DatabaseError = sqlite3.DatabaseError

_MARK = 0x41535044
"""What the file says of itself in its header: `ASPD`."""

_FORM = 1
"""The form of the tables; a later one gets another number."""

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


def ledger_path(place: str | Path) -> str:
    """The path that a place means: a path itself, or `sqlite:///PATH`.

    Raises UsageError for the URL of another database.
    """
    text = str(place)
    scheme, separator, path = text.partition("://")
    if not separator:
        return text
    if scheme != "sqlite" or not path.startswith("/") or path == "/":
        raise UsageError(
            f"`{scheme}://` is no place for a ledger", mend="give a path, or `sqlite:///PATH`"
        )
    return path[1:]


def prepare(connection: sqlite3.Connection) -> None:
    """Set what every connection needs before its first transaction."""
    # The driver's own BEGIN comes late, after reading: two writers would both have read the head.
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # Without this, INSERT OR REPLACE deletes rows past the triggers that forbid deleting.
    connection.execute("PRAGMA recursive_triggers = ON")


def found(connection: sqlite3.Connection, path: str) -> Literal["ledger", "nothing"]:
    """Whether the file is a ledger, or empty. Raises LedgerBrokenError if it is something else."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    form = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if (mark, tables) == (0, 0):
        return "nothing"
    if mark != _MARK:
        raise LedgerBrokenError(f"`{path}` is not a ledger: it is the database of something else")
    if form != _FORM:
        raise LedgerBrokenError(f"the ledger `{path}` has form {form}; this version reads {_FORM}")
    return "ledger"


def keep_a_journal(connection: sqlite3.Connection, path: str) -> None:
    """Have the file keep a write-ahead log, so that readers never wait. Outside a transaction."""
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise LedgerBrokenError(
            f"`{path}` cannot keep a write-ahead log: a ledger stands on a local disk"
        )


def mark(connection: sqlite3.Connection) -> None:
    """Write into the header that the file is a ledger; part of the transaction that makes it."""
    connection.execute(f"PRAGMA application_id = {_MARK}")
    connection.execute(f"PRAGMA user_version = {_FORM}")


def told(error: BaseException | None, path: str, seconds: int) -> LedgerBrokenError:
    """What the database's error means to the person who reads it."""
    name = str(getattr(error, "sqlite_errorname", ""))
    for start, sentence in _TROUBLES:
        if name.startswith(start):
            return LedgerBrokenError(f"the ledger `{path}` {sentence.format(seconds=seconds)}")
    return LedgerBrokenError(f"the ledger `{path}` cannot be read or written: {error}")


def changed(path: str, what: str) -> LedgerBrokenError:
    """The ledger does not hold what it was given."""
    return LedgerBrokenError(f"the ledger `{path}` was changed: {what}")
