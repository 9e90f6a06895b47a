"""Openings in the database: found by the commitments that the records of a run hold."""

from collections.abc import Iterable, Iterator, Sequence

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.ledger import store
from asp_decide.ledger.entry import Entry
from asp_decide.ledger.store import Transaction
from asp_decide.model.masked import MASKED, Opening, masks_in

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


def _octets(commitment: str) -> bytes:
    return bytes.fromhex(commitment.removeprefix("sha256:"))
