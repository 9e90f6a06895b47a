"""The ledger: a run is appended whole, at the end that was expected, and read back."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from asp_decide.errors import LedgerBrokenError, UsageError
from asp_decide.ledger import store
from asp_decide.ledger.bundle import refuse_path
from asp_decide.ledger.checkpoint import Checkpoint, read_checkpoint
from asp_decide.ledger.database import database_at
from asp_decide.ledger.entry import Entry, Head, RunLine, number_entries, refuse_moved
from asp_decide.ledger.kept_openings import OpenedFields, add_openings, read_openings
from asp_decide.ledger.merkle import (
    EMPTY_ROOT,
    LARGEST_SIZE,
    Hashes,
    Subtree,
    fold,
    grow,
    split,
    subtree_hashes,
)
from asp_decide.ledger.run_log import RunLog, place_in_log
from asp_decide.ledger.settling import settle
from asp_decide.ledger.store import Store, Transaction
from asp_decide.ledger.wholeness import examine
from asp_decide.model.masked import Opening, in_order


class Ledger:
    """The ledger of a workspace, open; an empty one is made where there is none.

    `place` is a path, `sqlite:///PATH` or `postgresql://...`. A lock of another process is waited
    for `lock_seconds`. Raises LedgerBrokenError, here and in every method, if the database cannot
    be read or written, holds no ledger, or not what it was given.
    """

    def __init__(self, place: str | Path, lock_seconds: int = 30) -> None:
        database = database_at(place, lock_seconds)
        self.path = database.shown
        self._store = Store(database)
        try:
            self._store.make_if_absent(root=EMPTY_ROOT)
            self._store.refuse_form()
            self.head()
        except BaseException:
            self.close()
            raise

    def append(  # noqa: PLR0913 - what a run has; all but records and files by name
        self,
        run: str,
        bodies: Sequence[bytes],
        files: Mapping[str, bytes],
        *,
        expect: tuple[int, bytes],
        origin: str,
        openings: Sequence[Opening] = (),
    ) -> Checkpoint:
        """Record a run: canonical records, the files of its bundle, and the new checkpoint.

        `openings` are those of the masked fields of its records. One transaction: afterwards all
        of it is there, or nothing. Raises StalePlanError if the log does not end at `expect`,
        UsageError if it already holds the run.
        """
        assert bodies, "a run has at least the record that opens it"
        for path in files:
            refuse_path(path)
        noted: Checkpoint | None = None
        try:
            with self._store.transaction(writes=True) as connection:
                head, edge = self._head(connection)
                refuse_moved(run, head, expect)
                self._refuse_known(connection, run)
                entries = number_entries(run, bodies, first=head.size)
                edge, size = grow(edge, head.size, (entry.leaf for entry in entries))
                noted = Checkpoint(origin, size, fold(edge))
                store.add_entries(connection, entries)
                store.add_files(connection, run, files)
                add_openings(connection, openings)
                store.move_head(connection, size=size, root=noted.root, frontier=b"".join(edge))
                store.add_checkpoint(connection, run, noted)
        except LedgerBrokenError as error:
            if not error.lost:
                raise
            settle(error, self.head, noted)
        assert noted is not None, "a transaction that ended has noted where the log ends"
        try:
            self._read_back(entries, noted, openings)
        except LedgerBrokenError as error:
            if error.lost:
                raise LedgerBrokenError(f"{error}; the run is recorded", lost=True) from error
            raise
        return noted

    def head(self) -> Head:
        """Number of entries and root."""
        with self._store.transaction() as connection:
            return self._head(connection)[0]

    def runs(self) -> tuple[RunLine, ...]:
        """The runs of the log, oldest first."""
        lines = []
        with self._store.transaction() as connection:
            first = 0
            for run, size, _, _ in store.read_checkpoints(connection):
                rows = store.read_entries(connection, first=first, size=first + 1)
                opening = [self._record(self._checked(row)) for row in rows]
                if not opening:
                    raise self._changed(f"run `{run}` has no entries")
                lines.append(RunLine(run, first, size, str(opening[0].get("plan", ""))))
                first = size
        return tuple(lines)

    def entries(self, run: str) -> tuple[Entry, ...]:
        """The records of a run in the order of the log. Raises UsageError if it has no such run."""
        line = self._line(run)
        with self._store.transaction() as connection:
            rows = store.read_entries(connection, first=line.first, size=line.size)
            return tuple(self._checked(row) for row in rows)

    def files(self, run: str) -> Mapping[str, bytes]:
        """The files recorded with a run by their place in its bundle, sorted."""
        with self._store.transaction() as connection:
            rows = store.read_files(connection, run)
        for path, digest, body in rows:
            if sha256(body).digest() != digest:
                raise self._changed(f"`{path}` of `{run}` is not what was hashed")
        return {path: body for path, _, body in rows}

    def openings(self, run: str) -> tuple[Opening, ...]:
        """What opens the masked fields of a run, as far as it was not erased.

        Raises UsageError if the ledger holds no such run.
        """
        entries = self.entries(run)
        with self._store.transaction() as connection:
            return self._opened(connection, entries)

    def checkpoints(self) -> Mapping[str, Checkpoint]:
        """What was noted for the minutes after each run, oldest first."""
        with self._store.transaction() as connection:
            rows = store.read_checkpoints(connection)
        try:
            return {run: read_checkpoint(note.decode()) for run, _, _, note in rows}
        except ValueError as error:
            raise self._changed(f"a note for the minutes is none: {error}") from error

    def subtrees(self, wanted: Iterable[Subtree]) -> Mapping[Subtree, bytes]:
        """The hash of each of those subtrees of the log, from one pass through it."""
        with self._store.transaction() as connection:
            leaves = store.read_leaves(connection, size=LARGEST_SIZE)
            try:
                return subtree_hashes(leaves, wanted)
            except ValueError as error:
                raise self._changed(str(error)) from error

    def policies(self, size: int | None = None) -> tuple[Entry, ...]:
        """The newest record of each policy file among the first `size` entries, or all of them.

        In the order of the log.
        """
        with self._store.transaction() as connection:
            last = LARGEST_SIZE if size is None else size
            rows = store.read_kind(connection, "policy", size=last)
            found = [self._checked(row) for row in rows]
        newest = {str(self._record(entry).get("path")): entry for entry in found}
        return tuple(sorted(newest.values(), key=lambda entry: entry.number))

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """All records of one kind, of all runs, in the order of the log."""
        with self._store.transaction() as connection:
            rows = store.read_kind(connection, kind, size=LARGEST_SIZE)
            return tuple(self._checked(row) for row in rows)

    def _led_back_to(self, line: RunLine) -> tuple[Entry, ...]:
        """The earlier decisions to which the outcomes of a run lead back, in the order of the log.

        One that lies elsewhere is left out: then the records of the run are not what follows.
        """
        outcomes = [one for one in self.of_kind("outcome") if line.first <= one.number < line.size]
        numbers = {self._record(one).get("decided_in") for one in outcomes}
        found = sorted(n for n in numbers if isinstance(n, int) and 0 <= n < line.first - 1)
        with self._store.transaction() as connection:
            rows = (
                row for n in found for row in store.read_entries(connection, first=n, size=n + 1)
            )
            return tuple(self._checked(row) for row in rows)

    def run_log(self, run: str) -> RunLog:
        """Where the run stands, with the proofs that join it to the other runs.

        Raises UsageError if the ledger holds no such run.
        """
        line = self._line(run)
        noted = self.checkpoints()
        # Entries never change, so what other processes append meanwhile lies behind these.
        with self._store.transaction() as connection:
            before = store.read_entries(connection, first=max(line.first - 1, 0), size=line.first)
            closing = tuple(self._checked(row) for row in before)
        told_of = (*self.policies(line.first), *self._led_back_to(line), *closing)
        with self._store.transaction() as connection:
            leaves = store.read_leaves(connection, size=LARGEST_SIZE)
            try:
                return place_in_log(run, leaves, noted, first=line.first, told_of=told_of)
            except ValueError as error:
                raise self._changed(str(error)) from error

    def examine(self) -> tuple[str, ...]:
        """Everything in the log that does not fit, a sentence each; empty if it is whole.

        All entries, checkpoints, openings and files are read again.
        """
        with self._store.transaction() as connection:
            (size, root), _ = self._head(connection)
            checkpoints = store.read_checkpoints(connection)
            rows = store.read_entries(connection, first=0, size=size)
            masked = OpenedFields(connection)
            troubles = list(examine(masked.passing(rows), checkpoints, root=root))
            troubles += masked.strays()
            for run, *_ in checkpoints:
                for path, digest, body in store.read_files(connection, run):
                    if sha256(body).digest() != digest:
                        troubles.append(f"`{path}` of `{run}` is not what was hashed")
        return tuple(troubles)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def _line(self, run: str) -> RunLine:
        for line in self.runs():
            if line.id == run:
                return line
        raise UsageError(f"the ledger `{self.path}` holds no run `{run}`")

    def _head(self, connection: Transaction) -> tuple[Head, Hashes]:
        try:
            size, root, frontier, entries = store.read_head(connection)
            edge = split(frontier, size)
        except ValueError as error:
            raise self._changed(f"its head is none: {error}") from error
        if fold(edge) != root or entries != size:
            raise self._changed("its head does not fit its entries")
        return Head(size, root), edge

    def _checked(self, row: tuple[int, bytes, bytes, object]) -> Entry:
        number, leaf, body, _ = row
        entry = Entry(number, body)
        if entry.leaf != leaf:
            raise self._changed(f"entry {number} is not what was hashed")
        return entry

    def _record(self, entry: Entry) -> Mapping[str, Any]:
        try:
            return entry.record
        except ValueError as error:
            raise self._changed(f"entry {entry.number} is no record: {error}") from error

    def _refuse_known(self, connection: Transaction, run: str) -> None:
        for known, size, _, _ in store.read_checkpoints(connection):
            if known == run:
                raise UsageError(
                    f"the ledger already holds run `{run}`, which ends at entry {size - 1}"
                )

    def _changed(self, what: str) -> LedgerBrokenError:
        """The ledger does not hold what it was given."""
        return LedgerBrokenError(f"the ledger `{self.path}` was changed: {what}")

    def _read_back(
        self, entries: Sequence[Entry], noted: Checkpoint, openings: Sequence[Opening]
    ) -> None:
        """What was written must be what is read, or nobody may rely on it."""
        with self._store.transaction() as connection:
            self._head(connection)
            rows = store.read_entries(connection, first=entries[0].number, size=noted.size)
            same = tuple(self._checked(row) for row in rows) == tuple(entries)
            if not same or self._opened(connection, entries) != in_order(openings):
                raise self._changed("what was just written is not what is read")

    def _opened(self, connection: Transaction, entries: Sequence[Entry]) -> tuple[Opening, ...]:
        try:
            return in_order(read_openings(connection, entries))
        except ValueError as error:
            raise self._changed(str(error)) from error
