"""The rules as one value stream has them, whose overlay sets other amounts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    LimitClause,
    RequireClause,
    TableClause,
    TableRow,
)
from asp_decide.clauses.condition import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Linked,
    Not,
    comparisons,
)
from asp_decide.clauses.own_limits import asked_of, limit_for
from asp_decide.model.subject import SubjectKey
from asp_decide.policy.cells.bare_conditions import conditions_of_clause


def streams_with_own_amounts(policies: CompiledPolicies) -> tuple[str, ...]:
    """The value streams for which some rule has another amount, sorted."""
    return tuple(sorted({stream for clause in policies.clauses for stream in _streams(clause)}))


def as_in(policies: CompiledPolicies, stream: str) -> CompiledPolicies:
    """The rules for what is in that value stream alone; nothing means the portfolio's own."""
    return replace(policies, clauses=tuple(clause_as_in(c, stream) for c in policies.clauses))


def _streams(clause: Clause) -> Iterator[str]:
    if isinstance(clause, LimitClause):
        yield from (o.subject.id for o in clause.own_limits if o.subject.kind == "value_stream")
    for condition in conditions_of_clause(clause):
        for comparison in comparisons(condition):
            yield from (stream for stream, _ in comparison.in_streams)


def clause_as_in(clause: Clause, stream: str) -> Clause:
    """The rule for what is in that value stream alone; nothing means the portfolio's own."""
    if isinstance(clause, LimitClause):
        held = limit_for(clause, SubjectKey("value_stream", stream), (stream,))
        when = None if clause.when is None else _condition(clause.when, stream)
        at_most = held.limit if clause.at_most is not None else None
        at_least = held.limit if clause.at_least is not None else None
        return replace(clause, at_most=at_most, at_least=at_least, own_limits=(), when=when)
    if isinstance(clause, TableClause):
        return replace(clause, rows=tuple(_row(row, stream) for row in clause.rows))
    unless = None if clause.unless is None else _condition(clause.unless, stream)
    if isinstance(clause, RequireClause):
        return replace(clause, that=_condition(clause.that, stream), unless=unless)
    return replace(clause, when=_condition(clause.when, stream), unless=unless)


def _row(row: TableRow, stream: str) -> TableRow:
    cells = (None if cell is None else _comparison(cell, stream) for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _comparison(comparison: Comparison, stream: str) -> Comparison:
    held = asked_of(comparison, SubjectKey("value_stream", stream), (stream,))
    return replace(held, key=comparison.key, in_streams=())


def _condition(condition: Condition, stream: str) -> Condition:
    match condition:
        case Comparison():
            return _comparison(condition, stream)
        case Linked(that=that):
            # What a link leads to has streams of its own; along `value_stream` it is this one.
            if condition.link != "value_stream":
                stream = ""
            return replace(condition, that=_comparison(that, stream))
        case All(parts):
            return All(tuple(_condition(part, stream) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_condition(part, stream) for part in parts))
        case Not(part):
            return Not(_condition(part, stream))
        case _:
            assert_never(condition)
