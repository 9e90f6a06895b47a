"""Every statement that is made of the tables of the log. Knows SQL, and no tree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import batched
from pkgutil import resolve_name
from typing import Any

from sqlalchemy import Connection, event, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.database import Database
from asp_decide.ledger.entry import Entry
from asp_decide.ledger.tables import (
    BLOB,
    CHECKPOINT,
    LOG_ENTRY,
    LOG_HEAD,
    NEWEST_FORM,
    OLDER_FORMS,
    OPENING,
    RUN_BLOB,
)

type Transaction = Connection

_AT_ONCE = 1000
"""How many keys are looked up by one statement; both databases take far more."""

_BRING_UP = "asp_decide.ledger.migration:bring_up"
"""Loaded by whoever makes or upgrades a ledger, and not by every reader: Alembic is large."""


class Store:
    """A database with the tables of a log; they are made where there are none.

    Raises LedgerBrokenError, here and within its transactions, with what ails the database.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        with self._told():
            self._engine = database.connections()
        event.listen(self._engine, "begin", self._begin)

    def form(self) -> str | None:
        """The form of the ledger that lies there, or None where none does."""
        with self.transaction() as connection:
            return self.database.form(connection)

    def make_if_absent(self, *, root: bytes) -> None:
        """Make the tables of an empty log with that root, if there are none."""
        if self.form() is not None:
            return
        with self._told(), self._engine.connect() as connection:
            self.database.before_making(connection)
        with self.transaction(writes=True) as connection:
            # Another process may have made them since.
            if self.database.form(connection) is None:
                resolve_name(_BRING_UP)(connection)
                row = {"id": 1, "size": 0, "root": root, "frontier": b""}
                connection.execute(insert(LOG_HEAD).values(row))
                self.database.mark(connection)

    def refuse_form(self) -> None:
        """Refuse a ledger that this version cannot write. Raises LedgerBrokenError."""
        form, shown = self.form(), self.database.shown
        if form == NEWEST_FORM:
            return
        if form in OLDER_FORMS:
            raise LedgerBrokenError(
                f"the ledger `{shown}` has form {form}; this version keeps {NEWEST_FORM}"
                "\n  help: asp-decide ledger upgrade; entries stay as they are"
            )
        raise LedgerBrokenError(
            f"the ledger `{shown}` has form {form}; this version knows {NEWEST_FORM}"
            "\n  help: install the asp-decide that keeps it"
        )

    def upgrade(self) -> str | None:
        """Bring the tables to the newest form; the form that they had, or None for no tables."""
        with self.transaction(writes=True) as connection:
            form = self.database.form(connection)
            if form in OLDER_FORMS:
                resolve_name(_BRING_UP)(connection, since=form)
        return form

    @contextmanager
    def transaction(self, *, writes: bool = False) -> Iterator[Transaction]:
        """All of what is done within, or nothing; what is read within belongs to one moment."""
        with self._told(), self._engine.connect() as connection:
            connection.execution_options(writes=writes)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _begin(self, connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        self.database.begin(connection, writes=writes)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            said = None if cause is None else self.database.told(cause)
            if said is None:
                raise
            raise said from error


def read_head(connection: Transaction) -> tuple[int, bytes, bytes, int]:
    """Size, root and left edge as they were noted, and how many entries there are.

    Raises ValueError where nothing was noted.
    """
    head = select(LOG_HEAD.c.size, LOG_HEAD.c.root, LOG_HEAD.c.frontier).where(LOG_HEAD.c.id == 1)
    noted = connection.execute(head).one_or_none()
    # SQLite keeps anything in any column.
    if noted is None or not isinstance(noted.size, int):
        raise ValueError("nothing says where the log ends")
    size, root, frontier = noted
    last = connection.scalar(select(func.max(LOG_ENTRY.c.number)))
    return size, root, frontier, 0 if last is None else last + 1


def move_head(connection: Transaction, *, size: int, root: bytes, frontier: bytes) -> None:
    """Note where the log ends now."""
    values = {"size": size, "root": root, "frontier": frontier}
    connection.execute(update(LOG_HEAD).where(LOG_HEAD.c.id == 1).values(values))


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
    connection.execute(insert(LOG_ENTRY), rows)


def add_files(connection: Transaction, run: str, files: Mapping[str, bytes]) -> None:
    """Add the files of a run; the same bytes are kept once, however many runs have them."""
    for path, body in sorted(files.items()):
        digest = sha256(body).digest()
        known = select(BLOB.c.digest).where(BLOB.c.digest == digest)
        if connection.scalar(known) is None:
            connection.execute(insert(BLOB).values(digest=digest, body=body))
        connection.execute(insert(RUN_BLOB).values(run=run, path=path, digest=digest))


def add_checkpoint(connection: Transaction, run: str, noted: Checkpoint) -> None:
    """Add what was noted for the minutes after a run."""
    values = {"run": run, "size": noted.size, "root": noted.root, "note": noted.text.encode()}
    connection.execute(insert(CHECKPOINT).values(values))


def add_openings(connection: Transaction, rows: Sequence[tuple[bytes, bytes, bytes]]) -> None:
    """Add what stands behind commitments: commitment, salt and value of each."""
    if rows:
        told = [dict(zip(("commitment", "salt", "value"), row, strict=True)) for row in rows]
        connection.execute(insert(OPENING), told)


def read_openings(
    connection: Transaction, commitments: Iterable[bytes]
) -> dict[bytes, tuple[bytes, bytes]]:
    """Salt and value behind each of the commitments, as far as they are there."""
    found: dict[bytes, tuple[bytes, bytes]] = {}
    for some in batched(commitments, _AT_ONCE):
        rows = select(OPENING).where(OPENING.c.commitment.in_(some))
        found |= {row.commitment: (row.salt, row.value) for row in connection.execute(rows)}
    return found


def count_openings(connection: Transaction) -> int:
    """How many openings are kept."""
    return int(connection.execute(select(func.count()).select_from(OPENING)).scalar_one())


def read_entries(
    connection: Transaction, *, first: int, size: int
) -> Iterator[tuple[int, bytes, bytes, tuple[Any, ...]]]:
    """Number, leaf hash, body and keys of the entries from `first` to before `size`, in order.

    They come in portions: memory does not grow with the log.
    """
    columns = LOG_ENTRY.c
    chosen = (
        select(LOG_ENTRY)
        .where(columns.number >= first, columns.number < size)
        .order_by(columns.number)
    )
    with connection.execution_options(yield_per=1000).execute(chosen) as rows:
        for row in rows:
            keys = (row.run, row.n, row.kind, row.rule, row.subject)
            yield row.number, row.leaf_hash, row.body, keys


def read_kind(
    connection: Transaction, kind: str, *, size: int
) -> list[tuple[int, bytes, bytes, tuple[Any, ...]]]:
    """The entries of one kind before `size`, as `read_entries` gives them."""
    columns = LOG_ENTRY.c
    rows = connection.execute(
        select(LOG_ENTRY)
        .where(columns.kind == kind, columns.number < size)
        .order_by(columns.number)
    )
    return [
        (row.number, row.leaf_hash, row.body, (row.run, row.n, row.kind, row.rule, row.subject))
        for row in rows
    ]


def read_leaves(connection: Transaction, *, size: int) -> Iterator[bytes]:
    """The leaf hashes of the first entries, in order; they come in portions."""
    number = LOG_ENTRY.c.number
    leaves = select(LOG_ENTRY.c.leaf_hash).where(number < size).order_by(number)
    with connection.execution_options(yield_per=1000).execute(leaves) as rows:
        yield from rows.scalars()


def read_checkpoints(connection: Transaction) -> list[tuple[str, int, bytes, bytes]]:
    """Run, size, root and note after each run, oldest first."""
    columns = CHECKPOINT.c
    rows = select(columns.run, columns.size, columns.root, columns.note).order_by(columns.size)
    return [(row.run, row.size, row.root, row.note) for row in connection.execute(rows)]


def read_files(connection: Transaction, run: str) -> list[tuple[str, bytes, bytes]]:
    """Path, digest and bytes of the files of a run, sorted by path; no bytes for a lost file."""
    rows = (
        select(RUN_BLOB.c.path, RUN_BLOB.c.digest, BLOB.c.body)
        .outerjoin(BLOB, BLOB.c.digest == RUN_BLOB.c.digest)
        .where(RUN_BLOB.c.run == run)
        .order_by(RUN_BLOB.c.path)
    )
    return [(row.path, row.digest, row.body) for row in connection.execute(rows)]
