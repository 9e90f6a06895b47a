"""Which fields of records are masked: who decided, and what a single decision costs the whole.

Roles stay readable, and so does everything that a rule reads: only the comparison of persons needs
the openings.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from asp_decide.model.masked import Opening, commitment_in, in_place_of, mask, masks_in

NAMES: Mapping[str, tuple[str, ...]] = {
    "override": ("/granted/person", "/needs/second_approver"),
    "approval": ("/person",),
    "outcome": ("/person",),
    "design": ("/person",),
}
"""Names of people, by the kind of record."""

PRICES: Mapping[str, tuple[str, ...]] = {"override": ("/price",)}
"""Money of the whole portfolio in records that the owner of one value stream reads."""

type Record = Mapping[str, Any]


def masked_paths(kind: str) -> tuple[str, ...]:
    """The fields of a kind of record that hold a commitment, or null where there is no value."""
    return (*NAMES.get(kind, ()), *PRICES.get(kind, ()))


def is_name(kind: str, path: str) -> bool:
    """Whether it is a person's name that is masked there."""
    return path in NAMES.get(kind, ())


def mask_records(
    records: Iterable[Record], *, secret: bytes
) -> tuple[tuple[dict[str, Any], ...], tuple[Opening, ...]]:
    """The records of a run with their masked fields as commitments, and what opens them.

    The same `secret` gives the same bytes; nobody keeps it.
    """
    masked: list[dict[str, Any]] = []
    openings: list[Opening] = []
    for record in records:
        own = [
            mask(value, record["run"], record["n"], path, secret=secret)
            for path, value in _values(record)
        ]
        openings += own
        masked.append(_with(record, {one.path: in_place_of(one) for one in own}))
    return tuple(masked), tuple(openings)


def open_records(
    records: Iterable[Record], openings: Iterable[Opening]
) -> tuple[dict[str, Any], ...]:
    """The records with every masked value in its place that one of the openings opens."""
    by_commitment = {one.commitment: one for one in openings}
    return tuple(_opened(record, by_commitment) for record in records)


def closed_fields(record: Record) -> tuple[str, ...]:
    """The paths of the fields whose values are masked, and that nobody has opened."""
    return tuple(path for path, value in _values(record) if commitment_in(value) is not None)


def commitments(record: Record) -> dict[str, str]:
    """The commitments in a record by their paths.

    Raises ValueError if a field that must be masked is not, or one is that must not be.
    """
    found: dict[str, str] = {}
    for path, value in _values(record):
        commitment = commitment_in(value)
        if commitment is None:
            raise ValueError(f"`{path}` stands there for everybody to read, and must be masked")
        found[path] = commitment
    for path, _ in masks_in(record):
        if path not in found:
            raise ValueError(f"`{path}` is masked, and everybody may read it")
    return found


def closed_alike(record: Record, found: Record) -> Record:
    """The record with the commitments of `found` in place of values that nobody opened there.

    That nobody is named is known without an opening; whether there is a price is not.
    """
    own, kind = dict(_values(record)), record["kind"]
    return _with(
        record,
        {
            path: value
            for path, value in _values(found)
            if commitment_in(value) is not None and (path in own or not is_name(kind, path))
        },
    )


def name_or_mask(value: Any) -> Any:
    """A name as it is recorded; where it is masked, its commitment, which is nobody's name."""
    commitment = commitment_in(value)
    return value if commitment is None else commitment


def _opened(record: Record, openings: Mapping[str, Opening]) -> dict[str, Any]:
    """Only an opening that fits the place opens it: a commitment says its place."""
    found = {}
    for path, value in _values(record):
        opening = openings.get(commitment_in(value) or "")
        if opening is not None and (opening.run, opening.place) == (
            record["run"],
            (record["n"], path),
        ):
            found[path] = opening.value
    return _with(record, found)


def _values(record: Record) -> Iterator[tuple[str, Any]]:
    """The masked fields of the record that have a value, or stand for one."""
    for path in masked_paths(record["kind"]):
        value: Any = record
        for step in _steps(path):
            value = value.get(step) if isinstance(value, Mapping) else None
        if value is not None:
            yield path, value


def _with(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """The record with other values at these paths; what is not on the way is shared."""
    changed = dict(record)
    for path, value in values.items():
        inner: dict[str, Any] = changed
        *way, last = _steps(path)
        for step in way:
            inner[step] = dict(inner[step])
            inner = inner[step]
        inner[last] = value
    return changed


def _steps(path: str) -> Sequence[str]:
    return path.removeprefix("/").split("/")
