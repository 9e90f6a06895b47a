"""Limits and guardrails read as checks: what a group or a subject has, against its bound."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import assert_never

from asp_decide.clauses.bounded import CountOf, LargestShareOf, ShareOf, SubjectMeasure, SumOf
from asp_decide.clauses.clause import LimitClause
from asp_decide.clauses.own_limits import limit_for
from asp_decide.model.finding import Seen, Truth
from asp_decide.model.subject import Subject
from asp_decide.rules.readings import readings
from asp_decide.rules.scopes import ByKind
from asp_decide.rules.totals import NOBODY, Span, group_of, totals
from asp_decide.rules.wording import bound_in_words, bound_key, unit_in_words

type BoundReader = Callable[[Subject], Seen]


def bound_reader(clause: LimitClause, by_kind: ByKind, *, currency: str) -> BoundReader:
    """What the bound says of one subject; members are counted once for all groups."""
    unit = unit_in_words(clause.unit, currency)
    counted: Mapping[str, Span] = {}
    if isinstance(clause.measure, CountOf | SumOf):
        counted = totals(clause.measure, by_kind)

    def read(subject: Subject) -> Seen:
        held = limit_for(clause, subject.key, subject.streams)
        limit = held.limit
        span = _span(clause, subject, counted)
        truth = _kept(clause, span, limit)
        decisive = _decisive(clause, span, truth)
        return Seen(
            bound_key(clause),
            clause.name,
            bound_in_words(clause, limit, currency),
            truth,
            values=_values(span),
            limit=limit,
            unit=unit,
            limit_from=held.limit_from,
            margin=None if decisive is None else decisive - limit,
            why=span.why,
        )

    return read


def _span(clause: LimitClause, subject: Subject, counted: Mapping[str, Span]) -> Span:
    match clause.measure:
        case SubjectMeasure(ratio_of=ratio_of):
            return _read(subject, clause.name, ratio_of)
        case CountOf() | SumOf():
            if clause.name in subject.measures:
                return _read(subject, clause.name, None)
            return counted.get(group_of(subject), NOBODY)
        case ShareOf() | LargestShareOf():
            if clause.name in subject.measures:
                return _read(subject, clause.name, None)
            return Span(None, None, why="not planned yet")
        case _:
            assert_never(clause.measure)


def _read(subject: Subject, name: str, ratio_of: tuple[str, str] | None) -> Span:
    last = readings(subject, name, ratio_of).last
    return Span(last.value, last.value, last.interval, last.why)


def _kept(clause: LimitClause, span: Span, limit: Fraction) -> Truth:
    if span.least is None or span.most is None:
        return Truth.UNKNOWN
    ends = (span.least, span.most)
    kept = [end <= limit if clause.at_most is not None else end >= limit for end in ends]
    if all(kept):
        return Truth.TRUE
    return Truth.UNKNOWN if any(kept) else Truth.FALSE


def _decisive(clause: LimitClause, span: Span, truth: Truth) -> Fraction | None:
    """The end of the span that is nearer to turning the result, or None if nothing is certain."""
    if truth is Truth.UNKNOWN:
        return None
    return span.most if (truth is Truth.TRUE) is (clause.at_most is not None) else span.least


def _values(span: Span) -> tuple[tuple[str, Fraction | None], ...]:
    if span.least == span.most:
        return ((span.interval, span.least),)
    return (("at least", span.least), ("at most", span.most))
