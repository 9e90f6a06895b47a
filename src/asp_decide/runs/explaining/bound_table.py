"""How far a limit was used, group by group: intervals that say the same stand in one line."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from asp_decide.model.plan import Run
from asp_decide.model.quantity import CURRENCY
from asp_decide.report.amounts import beside_limit, quantity

type Record = Mapping[str, Any]

BOUND_COLUMNS = ("group", "intervals", "planned", "limit", "room", "set by")

_BETWEEN = ".."
"""Between the first and the last interval of a block."""


def bound_rows(bounds: Sequence[Record], run: Run) -> tuple[tuple[str, ...], ...]:
    """A line for each stretch of intervals in which a group is planned alike, in their order."""
    stretches = (list(alike) for _, alike in groupby(bounds, key=_alike))
    return tuple(_row(alike, run) for alike in stretches)


def _alike(record: Record) -> tuple[Any, ...]:
    named = ("group", "planned", "limit", "slack", "binding", "set_by", "instead_of")
    return tuple(record.get(name) for name in named)


def _row(alike: Sequence[Record], run: Run) -> tuple[str, ...]:
    first, currency = alike[0], run.currency
    unit = first["unit"].replace(CURRENCY, currency)
    planned, limit = beside_limit(
        Fraction(first["planned"]), Fraction(first["limit"]), unit, currency
    )
    room = quantity(Fraction(first["slack"]), unit, currency)
    return (
        first["group"],
        _intervals(first["interval"], alike[-1]["interval"]),
        _bare(planned, unit),
        limit,
        f"{_bare(room, unit)}, binds" if first["binding"] else _bare(room, unit),
        _set_by(first, unit, currency),
    )


def _bare(amount: str, unit: str) -> str:
    """The amount without its unit, which stands beside the limit; money keeps its currency."""
    shown, _, _ = amount.partition(" ")
    return shown if amount == f"{shown} {unit}" or shown == "1" else amount


def _intervals(first: str | None, last: str | None) -> str:
    if not first or not last:
        return "whole plan"
    begins, ends = first.partition(_BETWEEN)[0], last.rpartition(_BETWEEN)[2]
    return begins if begins == ends else f"{begins} to {ends}"


def _set_by(record: Record, unit: str, currency: str) -> str:
    """Who set the limit of this group, where that is not the rule; and what the rule says."""
    if "set_by" not in record:
        return ""
    if record["instead_of"] is None:
        return f"suspended by {record['set_by']}"
    instead = quantity(Fraction(record["instead_of"]), unit, currency)
    return f"{record['set_by']}; the rule says {instead}"
