"""The whole log read again, entry by entry: everything in it that does not fit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from typing import Any

from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.entry import Entry
from asp_decide.ledger.merkle import EMPTY_ROOT, Hashes, fold, grow

type EntryRow = tuple[int, bytes, bytes, tuple[Any, ...]]
type CheckpointRow = tuple[str, int, bytes, bytes]


def examine(
    entries: Iterable[EntryRow], checkpoints: Sequence[CheckpointRow], *, root: bytes
) -> Iterator[str]:
    """What does not fit, a sentence each, in the order of the log; nothing for a whole one.

    Every entry is hashed and compared with its hash and its keys; the tree is grown from the
    entries alone, and its root compared with every checkpoint and, at the end, with `root`.
    Memory does not grow with the log.
    """
    noted = {size: (run, note_root, note) for run, size, note_root, note in checkpoints}
    edge: Hashes = ()
    size = 0
    for number, leaf, body, keys in entries:
        if number != size:
            yield f"entry {size} is missing"
        yield from _entry_troubles(Entry(number, body), leaf, keys)
        edge, size = grow(edge, size, [leaf])
        if size in noted:
            yield from _checkpoint_troubles(size, fold(edge), *noted.pop(size))
    for late in sorted(noted):
        yield f"the checkpoint of run `{noted[late][0]}` counts {late} entries, which are not there"
    if root != (fold(edge) if edge else EMPTY_ROOT):
        yield "the head does not fit the entries"


def _entry_troubles(entry: Entry, leaf: bytes, keys: tuple[Any, ...]) -> Iterator[str]:
    if entry.leaf != leaf:
        yield f"entry {entry.number} is not what was hashed"
        return
    try:
        own = astuple(entry.keys)
    except ValueError as error:
        yield f"entry {entry.number} is no record: {error}"
        return
    if own != keys:
        yield f"entry {entry.number} is filed under {keys}, but is {own}"


def _checkpoint_troubles(
    size: int, root: bytes, run: str, noted: bytes, note: bytes
) -> Iterator[str]:
    if root != noted:
        yield f"the checkpoint of run `{run}` has another root than its {size} entries"
    origin = note.decode(errors="replace").partition("\n")[0]
    if note != Checkpoint(origin, size, noted).text.encode():
        yield f"the text noted for run `{run}` is not that of its checkpoint"
