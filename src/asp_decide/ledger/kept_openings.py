"""Openings in the database: found by the commitments that the records of a run hold."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.ledger import store
from asp_decide.ledger.entry import Entry
from asp_decide.ledger.store import Transaction
from asp_decide.ledger.wholeness import EntryRow
from asp_decide.model.masked import MASKED, Opening, masks_in

_AT_ONCE = 500
_HINT = f'"{MASKED}"'.encode()


def add_openings(connection: Transaction, openings: Iterable[Opening]) -> None:
    """Keep what opens the masked fields of a run."""
    rows = [(_octets(one.commitment), one.salt, canonical_json(one.value)) for one in openings]
    store.add_openings(connection, rows)


def read_openings(connection: Transaction, entries: Sequence[Entry]) -> Iterator[Opening]:
    """What opens the masked fields of these records, as far as it is there.

    Raises ValueError if something is kept there that does not open its field.
    """
    wanted = {
        _octets(commitment): (entry, path)
        # Most records mask nothing; those need not be read.
        for entry in entries
        if _HINT in entry.body
        for path, commitment in masks_in(entry.record)
    }
    found = store.read_openings(connection, wanted)
    for commitment, (entry, path) in wanted.items():
        if commitment not in found:
            continue
        salt, value = found[commitment]
        what = f"what opens `{path}` of entry {entry.number} does not fit it"
        try:
            keys = entry.keys
            opening = Opening(keys.run, keys.n, path, salt, read_canonical(value))
        except ValueError as error:
            raise ValueError(f"{what}: {error}") from error
        if _octets(opening.commitment) != commitment:
            raise ValueError(what)
        yield opening


@dataclass(slots=True)
class OpenedFields:
    """How many openings open a field of the entries that go by; memory does not grow with them."""

    connection: Transaction
    opened: int = 0
    _waiting: set[bytes] = field(default_factory=set)

    def passing(self, rows: Iterable[EntryRow]) -> Iterator[EntryRow]:
        """The same rows, with what is masked in them looked up on the way."""
        for row in rows:
            if _HINT in row[2]:
                self._waiting |= set(_commitments_in(row[2]))
            if len(self._waiting) >= _AT_ONCE:
                self._look_up()
            yield row
        self._look_up()

    def strays(self) -> tuple[str, ...]:
        """That some openings open nothing that went by, if any do."""
        strays = store.count_openings(self.connection) - self.opened
        return (f"{strays} kept openings open nothing that is masked",) if strays else ()

    def _look_up(self) -> None:
        self.opened += len(store.read_openings(self.connection, self._waiting))
        self._waiting.clear()


def _commitments_in(body: bytes) -> Iterator[bytes]:
    """Those of a record; none of what is no record, of which others tell."""
    try:
        record = read_canonical(body)
    except ValueError:
        return
    yield from (_octets(commitment) for _, commitment in masks_in(record))


def _octets(commitment: str) -> bytes:
    return bytes.fromhex(commitment.removeprefix("sha256:"))
