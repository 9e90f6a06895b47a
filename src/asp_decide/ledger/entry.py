"""A numbered record of the log, the keys by which it is found, and where a log and a run end."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from asp_decide.canonical import read_canonical
from asp_decide.errors import StalePlanError
from asp_decide.ledger.merkle import leaf_hash


class Head(NamedTuple):
    """Where a log ends: number of entries and root."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the log: its first entry, the size of the log after it, the plan it applied."""

    id: str
    first: int
    size: int
    plan: str


@dataclass(frozen=True, slots=True)
class EntryKeys:
    """What the log is searched by: read off a record, never a source of truth."""

    run: str
    n: int
    kind: str
    rule: str | None
    subject: str | None


@dataclass(frozen=True)
class Entry:
    """One record at its place in the log; `body` are the canonical bytes that were hashed."""

    number: int
    body: bytes

    @cached_property
    def record(self) -> dict[str, Any]:
        """The record itself. Raises ValueError if the bytes are not a canonical object."""
        match read_canonical(self.body):
            case dict() as record:
                return record
        raise ValueError("a record is a JSON object")

    @property
    def leaf(self) -> bytes:
        """Its hash in the tree."""
        return leaf_hash(self.body)

    @property
    def keys(self) -> EntryKeys:
        """What it is found by. Raises ValueError if it is no record of a run."""
        match self.record:
            case {"run": str(run), "n": int(n), "kind": str(kind)} as record:
                rule = record.get("rule")
                named = rule if isinstance(rule, str) else None
                return EntryKeys(run, n, kind, named, _subject(record))
        raise ValueError("a record says its run, its number `n` and its kind")


def number_entries(run: str, bodies: Sequence[bytes], *, first: int) -> tuple[Entry, ...]:
    """The records of a run at their places in the log, from `first` on."""
    entries = tuple(Entry(first + n, body) for n, body in enumerate(bodies))
    for entry in entries:
        assert (entry.keys.run, entry.keys.n) == (run, entry.number - first), (
            "the records of a run bear its name and are numbered without gaps"
        )
    return entries


def refuse_moved(run: str, head: Head, expect: tuple[int, bytes]) -> None:
    """Refuse to add a run behind another end than the expected one. Raises StalePlanError."""
    if head != expect:
        raise StalePlanError(
            run,
            changed="the number of records in the ledger",
            planned=str(expect[0]),
            found=str(head.size),
        )


def _subject(record: dict[str, Any]) -> str | None:
    match record:
        case {"subject": dict(subject)} if subject:
            kind = min(subject)
            return f"{kind} {subject[kind]}"
        case {"initiative": str(initiative)}:
            return f"initiative {initiative}"
    return None
