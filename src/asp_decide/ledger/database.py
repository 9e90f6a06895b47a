"""What the store needs of the database behind it, and which one a place means."""

from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from asp_decide.errors import LedgerBrokenError, UsageError
from asp_decide.ledger.postgres_server import PostgresServer
from asp_decide.ledger.sqlite_file import SqliteFile


class Database(Protocol):
    """A database that can hold a ledger: how it is opened, locked, made, and told of."""

    @property
    def shown(self) -> str:
        """Where it is, as people may read it: without a password."""
        ...

    def connections(self) -> Engine:
        """What connections come from."""
        ...

    def exists(self) -> bool:
        """Whether there is something to connect to that could be a ledger."""
        ...

    def begin(self, connection: Connection, *, writes: bool) -> None:
        """What is said first in a transaction: of one moment, and alone if it `writes`."""
        ...

    def form(self, connection: Connection) -> str | None:
        """The form of the ledger that lies there, or None where nothing does.

        Raises LedgerBrokenError if it is the database of something else.
        """
        ...

    def before_making(self, connection: Connection) -> None:
        """What a new ledger needs that no transaction can hold."""
        ...

    def mark(self, connection: Connection) -> None:
        """Leave a sign that this is a ledger; part of the transaction that makes it."""
        ...

    def told(self, error: BaseException) -> LedgerBrokenError | None:
        """What an error of the database means to people; None if it is not one of its errors."""
        ...


def database_at(place: str | Path, lock_seconds: int = 30) -> Database:
    """The database that a place means: a path, `sqlite:///PATH` or `postgresql://...`.

    Raises UsageError for the URL of another one.
    """
    text = str(place)
    scheme, separator, path = text.partition("://")
    if not separator:
        return SqliteFile(text, lock_seconds)
    if scheme == "sqlite" and path.startswith("/") and path != "/":
        return SqliteFile(path[1:], lock_seconds)
    if scheme in {"postgresql", "postgres"}:
        return PostgresServer(text, lock_seconds)
    raise UsageError(
        f"`{scheme}://` is no place for a ledger",
        mend="give a path, `sqlite:///PATH`, or `postgresql://USER@HOST/DATABASE`",
    )
