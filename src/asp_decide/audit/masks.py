"""Masked fields: each holds a commitment of its own, and whatever opens one fits its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from asp_decide.audit.check import Divergence
from asp_decide.clauses.masked_fields import commitments
from asp_decide.ledger.openings_file import OPENINGS
from asp_decide.model.masked import Opening


def mask_divergences(
    records: Iterable[tuple[str, Mapping[str, Any]]], openings: Sequence[Opening], *, whole: bool
) -> Iterator[Divergence]:
    """What is wrong with the masked fields of records, as they were logged, and with openings.

    Each record comes with its place. Only of a `whole` run it is known that what an opening opens
    must be there.
    """
    held: dict[tuple[int, str], str] = {}
    runs: dict[int, str] = {}
    seen: set[str] = set()
    for at, record in records:
        try:
            found = commitments(record)
        except ValueError as error:
            yield Divergence(at, str(error))
            continue
        for path, commitment in found.items():
            if commitment in seen:
                yield Divergence(at, f"the commitment at `{path}` stands at another field as well")
            seen.add(commitment)
            held[record["n"], path] = commitment
        runs[record["n"]] = record["run"]
    yield from _unfitting(held, runs, openings, whole=whole)


def _unfitting(
    held: Mapping[tuple[int, str], str],
    runs: Mapping[int, str],
    openings: Sequence[Opening],
    *,
    whole: bool,
) -> Iterator[Divergence]:
    salts: set[bytes] = set()
    places: set[tuple[int, str]] = set()
    for one in openings:
        where = f"`{one.path}` of record {one.n}"
        if one.place not in held:
            if whole or one.n in runs:
                yield Divergence(OPENINGS, f"it opens {where}, which is not masked")
        elif one.run != runs[one.n] or one.commitment != held[one.place]:
            yield Divergence(OPENINGS, f"what it says of {where} is not what was masked there")
        if one.place in places or one.salt in salts:
            yield Divergence(OPENINGS, f"it has {where}, or the salt of it, twice")
        places.add(one.place)
        salts.add(one.salt)
