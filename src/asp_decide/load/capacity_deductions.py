"""What rows of capacity take off the gross, as the model has it and as people are shown it."""

from collections.abc import Mapping
from fractions import Fraction

from asp_decide.load.typed_rows import TypedRow, TypedTable
from asp_decide.model.deductions import Deductions
from asp_decide.model.ids import IntervalId, ValueStreamId

type SplitLosses = Mapping[tuple[str, str], Fraction]
"""The share that a team loses by serving more than one stream, by stream and team."""


def read_deductions(table: TypedTable | None, split: SplitLosses) -> tuple[Deductions, ...]:
    """The deductions of each row of delivery capacity that states a gross, by stream and team."""
    rows = table.rows if table else ()
    found = [deductions_of(row, split) for row in rows if row.text("function") != "analysis"]
    known = [one for one in found if one is not None and one.value_stream_id]
    return tuple(sorted(known, key=lambda one: (one.value_stream_id, one.team or "", one.interval)))


def deductions_of(row: TypedRow, split: SplitLosses) -> Deductions | None:
    """The gross of a row with its deductions; None where it states none."""
    gross = row.number("gross")
    if gross is None:
        return None
    stream, team = row.text("value_stream_id") or "", row.text("team")
    return Deductions(
        value_stream_id=ValueStreamId(stream),
        interval=IntervalId(row.text("interval") or ""),
        team=team,
        gross=gross,
        run=row.number("run_share"),
        absence=row.number("absence_share"),
        improvement=row.number("improvement_share"),
        focus=row.number("focus"),
        split=split.get((stream, team or ""), Fraction(0)),
    )
