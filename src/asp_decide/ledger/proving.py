"""Proofs made from a ledger for whoever asks about one record, or about two checkpoints."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asp_decide.errors import LedgerBrokenError, UsageError
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.entry import Entry
from asp_decide.ledger.extract_file import Extract
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.merkle import Hashes, Subtree, consistency_path, inclusion_path
from asp_decide.ledger.proof_file import ConsistencyProof, InclusionProof


def prove_record(ledger: Ledger, run: str, n: int, *, size: int | None = None) -> InclusionProof:
    """That record `n` of a run stands in the log, up to the checkpoint of `size` records.

    Without a size it is the newest one. Raises UsageError where there is no such run, record or
    checkpoint, LedgerBrokenError if the ledger cannot prove what it noted.
    """
    entries = ledger.entries(run)
    if not 0 <= n < len(entries):
        raise UsageError(f"run `{run}` has no record {n}", mend=f"0 to {len(entries) - 1}")
    entry = entries[n]
    noted = _noted(ledger, size)
    _refuse_older(noted, entry, f"record {n} of `{run}`")
    path = inclusion_path(entry.number, noted.size)
    hashes = ledger.subtrees(path)
    return _whole(ledger, InclusionProof(noted, entry.number, entry.body, _along(path, hashes)))


def prove_some(
    ledger: Ledger,
    run: str,
    reader: str,
    wanted: Callable[[Mapping[str, Any]], bool],
    *,
    size: int | None = None,
) -> Extract:
    """The records of a run that are `wanted`, each proven up to the checkpoint of `size` records.

    Without a size it is the newest one. Raises UsageError where there is no such run or
    checkpoint, LedgerBrokenError if the ledger cannot prove what it noted.
    """
    every = ledger.entries(run)
    noted = _noted(ledger, size)
    _refuse_older(noted, every[-1], f"run `{run}`")
    entries = [entry for entry in every if wanted(entry.record)]
    paths = [inclusion_path(entry.number, noted.size) for entry in entries]
    hashes = ledger.subtrees({one for path in paths for one in path})
    proofs = tuple(
        InclusionProof(noted, entry.number, entry.body, _along(path, hashes))
        for entry, path in zip(entries, paths, strict=True)
    )
    return _whole(ledger, Extract(run, reader, noted, proofs))


def prove_checkpoints(ledger: Ledger, first: int, second: int) -> ConsistencyProof:
    """That the log of `first` records is the beginning of the log of `second` records.

    Raises UsageError where the ledger noted no such checkpoint, LedgerBrokenError if it cannot
    prove what it noted.
    """
    if not 0 < first < second:
        raise UsageError(
            f"{first}..{second} leads from no checkpoint to a later one",
            mend="give the smaller number of records first",
        )
    earlier, later = _noted(ledger, first), _noted(ledger, second)
    path = consistency_path(first, second)
    proof = _along(path, ledger.subtrees(path))
    return _whole(ledger, ConsistencyProof(earlier, later, proof))


def _along(path: Sequence[Subtree], hashes: Mapping[Subtree, bytes]) -> Hashes:
    return tuple(hashes[one] for one in path)


def _noted(ledger: Ledger, size: int | None) -> Checkpoint:
    noted = {one.size: one for one in ledger.checkpoints().values()}
    if not noted:
        raise UsageError(f"the ledger `{ledger.path}` holds no run")
    found = noted.get(max(noted) if size is None else size)
    if found is None:
        sizes = ", ".join(map(str, sorted(noted)))
        raise UsageError(f"the ledger noted no checkpoint of {size} records", mend=f"of {sizes}")
    return found


def _refuse_older(noted: Checkpoint, last: Entry, what: str) -> None:
    if noted.size <= last.number:
        raise UsageError(
            f"the checkpoint of {noted.size} records is older than {what}",
            mend="`asp-decide ledger list` tells where each run ends",
        )


def _whole[P: (InclusionProof, ConsistencyProof, Extract)](ledger: Ledger, proof: P) -> P:
    """What is handed out must hold: whoever gets it cannot ask again."""
    try:
        proof.refuse_wrong()
    except ValueError as error:
        raise LedgerBrokenError(f"the ledger `{ledger.path}` was changed: {error}") from error
    return proof
