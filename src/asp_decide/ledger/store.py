"""The tables of the log and every statement that is made of them. Knows SQL, and no tree."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

from asp_decide.ledger import sqlite_file
from asp_decide.ledger.entry import Entry

_metadata = MetaData()

_log_entry = Table(
    "log_entry",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("leaf_hash", LargeBinary(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    # From here on an index over the body: read off it, and compared with it when examined.
    Column("run", String(64), nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("rule", String(32)),
    Column("subject", String(128)),
    UniqueConstraint("run", "n"),
    CheckConstraint("number >= 0"),
    CheckConstraint("length(leaf_hash) = 32"),
)
Index("log_entry_by_subject", _log_entry.c.subject, _log_entry.c.rule, _log_entry.c.number)

_log_head = Table(  # one row, the only one that is ever updated
    "log_head",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", Integer, nullable=False),
    Column("root", LargeBinary(32), nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    CheckConstraint("id = 1"),
)

_checkpoint = Table(
    "checkpoint",
    _metadata,
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("root", LargeBinary(32), nullable=False),
    Column("run", String(64), nullable=False, unique=True),
    Column("note", LargeBinary, nullable=False),
)

_blob = Table(
    "blob",
    _metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

_run_blob = Table(
    "run_blob",
    _metadata,
    Column("run", String(64), primary_key=True),
    Column("path", String(255), primary_key=True),
    Column("digest", LargeBinary(32), ForeignKey("blob.digest"), nullable=False),
)

_APPEND_ONLY = (_log_entry, _checkpoint, _blob, _run_blob)

type Transaction = Connection


class Store:
    """An SQLite file with the tables of a log; they are made where there are none.

    Raises LedgerBrokenError, here and within its transactions, with what ails the file.
    """

    def __init__(self, path: str, lock_seconds: int) -> None:
        self.path = path
        self._lock_seconds = lock_seconds
        self._engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": lock_seconds})
        event.listen(self._engine, "connect", lambda raw, _: sqlite_file.prepare(raw))
        event.listen(self._engine, "begin", _begin)

    def make_if_absent(self, *, root: bytes) -> None:
        """Make the tables of an empty log with that root, if the file has none."""
        with self.transaction() as connection:
            if sqlite_file.found(_raw(connection), self.path) == "ledger":
                return
        with self._told(), self._engine.connect() as connection:
            sqlite_file.keep_a_journal(_raw(connection), self.path)
        with self.transaction(writes=True) as connection:
            # Another process may have made them since.
            if sqlite_file.found(_raw(connection), self.path) == "nothing":
                _metadata.create_all(connection)
                _forbid_changes(connection)
                row = {"id": 1, "size": 0, "root": root, "frontier": b""}
                connection.execute(insert(_log_head).values(row))
                sqlite_file.mark(_raw(connection))

    @contextmanager
    def transaction(self, *, writes: bool = False) -> Iterator[Transaction]:
        """All of what is done within, or nothing; what is read within belongs to one moment."""
        with self._told(), self._engine.connect() as connection:
            connection.execution_options(writes=writes)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite_file.DatabaseError) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            raise sqlite_file.told(cause, self.path, self._lock_seconds) from error


def read_head(connection: Transaction) -> tuple[int, bytes, bytes, int]:
    """Size, root and left edge as they were noted, and how many entries there are."""
    head = select(_log_head.c.size, _log_head.c.root, _log_head.c.frontier)
    size, root, frontier = connection.execute(head).one()
    last = connection.scalar(select(func.max(_log_entry.c.number)))
    return size, root, frontier, 0 if last is None else last + 1


def move_head(connection: Transaction, *, size: int, root: bytes, frontier: bytes) -> None:
    """Note where the log ends now."""
    values = {"size": size, "root": root, "frontier": frontier}
    connection.execute(update(_log_head).where(_log_head.c.id == 1).values(values))


def add_entries(connection: Transaction, entries: Sequence[Entry]) -> None:
    """Add records with the keys by which they are found."""
    rows = [
        {
            "number": entry.number,
            "leaf_hash": entry.leaf,
            "body": entry.body,
            "run": entry.keys.run,
            "n": entry.keys.n,
            "kind": entry.keys.kind,
            "rule": entry.keys.rule,
            "subject": entry.keys.subject,
        }
        for entry in entries
    ]
    connection.execute(insert(_log_entry), rows)


def add_file(connection: Transaction, run: str, path: str, *, digest: bytes, body: bytes) -> None:
    """Add a file of a run; the same bytes are kept once, however many runs have them."""
    known = select(_blob.c.digest).where(_blob.c.digest == digest)
    if connection.scalar(known) is None:
        connection.execute(insert(_blob).values(digest=digest, body=body))
    connection.execute(insert(_run_blob).values(run=run, path=path, digest=digest))


def add_checkpoint(
    connection: Transaction, run: str, *, size: int, root: bytes, note: bytes
) -> None:
    """Add what was noted for the minutes after a run."""
    values = {"run": run, "size": size, "root": root, "note": note}
    connection.execute(insert(_checkpoint).values(values))


def read_entries(
    connection: Transaction, *, first: int, size: int
) -> Iterator[tuple[int, bytes, bytes, tuple[Any, ...]]]:
    """Number, leaf hash, body and keys of the entries from `first` to before `size`, in order.

    They come in portions: memory does not grow with the log.
    """
    columns = _log_entry.c
    rows = connection.execution_options(yield_per=1000).execute(
        select(_log_entry)
        .where(columns.number >= first, columns.number < size)
        .order_by(columns.number)
    )
    for row in rows:
        keys = (row.run, row.n, row.kind, row.rule, row.subject)
        yield row.number, row.leaf_hash, row.body, keys


def read_kind(
    connection: Transaction, kind: str, *, size: int
) -> list[tuple[int, bytes, bytes, tuple[Any, ...]]]:
    """The entries of one kind before `size`, as `read_entries` gives them."""
    columns = _log_entry.c
    rows = connection.execute(
        select(_log_entry)
        .where(columns.kind == kind, columns.number < size)
        .order_by(columns.number)
    )
    return [
        (row.number, row.leaf_hash, row.body, (row.run, row.n, row.kind, row.rule, row.subject))
        for row in rows
    ]


def read_leaves(connection: Transaction, *, size: int) -> list[bytes]:
    """The leaf hashes of the first entries, in order."""
    number = _log_entry.c.number
    leaves = select(_log_entry.c.leaf_hash).where(number < size).order_by(number)
    return list(connection.scalars(leaves))


def read_checkpoints(connection: Transaction) -> list[tuple[str, int, bytes, bytes]]:
    """Run, size, root and note after each run, oldest first."""
    columns = _checkpoint.c
    rows = select(columns.run, columns.size, columns.root, columns.note).order_by(columns.size)
    return [(row.run, row.size, row.root, row.note) for row in connection.execute(rows)]


def read_files(connection: Transaction, run: str) -> list[tuple[str, bytes, bytes]]:
    """Path, digest and bytes of the files of a run, sorted by path."""
    rows = (
        select(_run_blob.c.path, _blob.c.digest, _blob.c.body)
        .join(_blob, _blob.c.digest == _run_blob.c.digest)
        .where(_run_blob.c.run == run)
        .order_by(_run_blob.c.path)
    )
    return [(row.path, row.digest, row.body) for row in connection.execute(rows)]


def _forbid_changes(connection: Transaction) -> None:
    """Triggers stop accidents, not owners: those are stopped by the tree and the minutes."""
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
                "BEGIN SELECT RAISE(ABORT, 'append only'); END"
            )


def _begin(connection: Transaction) -> None:
    # IMMEDIATE takes the lock before the head is read, so that nobody moves it in between.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _raw(connection: Transaction) -> Any:
    return connection.connection.driver_connection
