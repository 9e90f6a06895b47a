"""What a table gives, from which of its rows were drawn for certain, and which possibly."""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import assert_never

from asp_decide.clauses.clause import TableClause, TableRow
from asp_decide.model.finding import TableOutcome, Truth
from asp_decide.rules.drawn_parts import Part, Rail

type Drawn = Collection[tuple[Part, Rail]]


def outcome_of(clause: TableClause, drawn: Drawn) -> TableOutcome:
    """The outputs of the rows that count; unknown where it is open which those are.

    A table that takes the first row is known as soon as all rows that may come first give the
    same. One that promises a single row, or collects all, is known when all its rows are; and a
    promise that is not kept gives nothing.
    """
    if ("missing", "possible") in drawn:
        return TableOutcome("unknown")
    truths = [(row, truth_of(n, drawn)) for n, row in enumerate(clause.rows, start=1)]
    may = [(row, truth) for row, truth in truths if truth is not Truth.FALSE]
    if not may:
        return TableOutcome("no_row")
    match clause.hit:
        case "first":
            return _first(clause, may)
        case "unique":
            return _given(clause, may, certain=len(may) == 1 and may[0][1] is Truth.TRUE)
        case "collect":
            return _given(clause, may, certain=all(truth is Truth.TRUE for _, truth in may))
        case _:
            assert_never(clause.hit)


def truth_of(part: Part, drawn: Drawn) -> Truth:
    """True if drawn for certain, unknown if only possibly, else false."""
    if (part, "certain") in drawn:
        return Truth.TRUE
    return Truth.UNKNOWN if (part, "possible") in drawn else Truth.FALSE


def _first(clause: TableClause, may: Sequence[tuple[TableRow, Truth]]) -> TableOutcome:
    ends = next((n for n, (_, truth) in enumerate(may) if truth is Truth.TRUE), None)
    if ends is None:
        return _given(clause, may, certain=False)
    upto = may[: ends + 1]
    alike = all(one.then == other.then for (one, _), (other, _) in pairwise(upto))
    return _given(clause, upto, certain=alike)


def _given(
    clause: TableClause, rows: Iterable[tuple[TableRow, Truth]], *, certain: bool
) -> TableOutcome:
    taken = [row for row, _ in rows]
    names = tuple(row.name for row in taken)
    if not certain:
        return TableOutcome("unknown", rows=names)
    columns = enumerate(clause.outputs)
    outputs = tuple((name, tuple(sorted({row.then[n] for row in taken}))) for n, name in columns)
    return TableOutcome("gives", outputs, names)
