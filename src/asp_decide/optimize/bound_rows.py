"""One row for one bound of one group: its coefficients, its limit and how people read it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal

from asp_decide.clauses.bounded import SubjectMeasure
from asp_decide.clauses.clause import LimitClause
from asp_decide.clauses.own_limits import stated_limit
from asp_decide.model.choice import Pool
from asp_decide.model.subject import PORTFOLIO
from asp_decide.optimize.columns import Columns, Extent, total
from asp_decide.optimize.membership import members_of
from asp_decide.optimize.programme import Origin, Reading, Row, Sense, Term, row_in_order


def bound_row(columns: Columns, clause: LimitClause, origin: Origin, extent: Extent) -> Row:
    """The row of the clause for this extent.

    An upper bound stops nothing: it is never tighter than what runs today and may go on.
    """
    held = columns.frame.held_to(clause, extent.group)
    stated = held.limit
    terms = _less_share(extent, stated) if extent.of else extent.used
    limit = Fraction(0) if extent.of else stated * extent.available
    at_most = clause.at_most is not None
    if at_most:
        amounts = dict(terms)
        going_on = (amounts[number] for number in columns.going_on if number in amounts)
        limit = max(limit, total(going_on))
    at: Literal["most", "least"] = "most" if at_most else "least"
    reading = Reading(
        clause.name,
        clause.unit,
        at,
        stated,
        extent.group,
        extent.available,
        extent.of,
        set_by=held.set_by,
        instead_of=stated_limit(clause) if held.set_by else None,
    )
    sense: Sense = "<=" if at_most else ">="
    return row_in_order(origin, sense, limit, terms, reading=reading)


def groups_of(columns: Columns, clause: LimitClause) -> tuple[str, ...]:
    """The value streams, or the portfolio, for which the limit is in force, sorted."""
    groups = columns.value_streams() if clause.per == "value_stream" else (PORTFOLIO,)
    if isinstance(clause.measure, SubjectMeasure):
        members = members_of(clause.measure.members, groups, columns.frame.subjects)
        inside = members.possible if clause.at_most is not None else members.sure
        groups = tuple(group for group in groups if group in inside)
    return tuple(group for group in groups if columns.frame.holds(clause, group))


def capacity_extent(
    columns: Columns,
    group: str,
    steps: Iterable[int],
    *,
    of: Mapping[tuple[Pool, int], Fraction] | None = None,
) -> Extent | None:
    """The group's delivery capacity over these steps, and what each choice needs of it.

    `of` is the capacity that counts, where that is not the net capacity. None where the group has
    none.
    """
    wanted = group, tuple(sorted(set(steps)))
    if of is not None:
        return _extent_of_pools(columns, *wanted, of)
    if wanted not in columns.extents:
        columns.extents[wanted] = _extent_of_pools(columns, *wanted, columns.choice_set.capacity)
    return columns.extents[wanted]


def _extent_of_pools(
    columns: Columns,
    group: str,
    steps: Iterable[int],
    known: Mapping[tuple[Pool, int], Fraction],
) -> Extent | None:
    places = sorted((pool, step) for pool in columns.pools(group) for step in steps)
    available = total(known[place] for place in places if place in known)
    used: dict[int, Fraction] = {}
    for place in places:
        for number, amount in columns.demands.get(place, ()):
            used[number] = used[number] + amount if number in used else amount
    return _extent(group, sorted(used.items()), available)


def budget_extent(columns: Columns, steps: Iterable[int]) -> Extent | None:
    """The budget of these steps and what each choice spends of it; None where it is not known."""
    budget, wanted = columns.choice_set.budget, sorted(steps)
    if any(step not in budget for step in wanted):
        return None
    available = total(budget[step] for step in wanted)
    used = [
        (number, total(choice.outlay.get(step, Fraction(0)) for step in wanted))
        for number, choice in columns.numbered()
    ]
    return _extent(PORTFOLIO, used, available)


def _extent(group: str, used: Iterable[Term], available: Fraction) -> Extent | None:
    if available <= 0:
        return None
    return Extent(group, tuple((n, a) for n, a in used if a), available)


def _less_share(extent: Extent, share: Fraction) -> tuple[Term, ...]:
    amounts = {number: -share * amount for number, amount in extent.of}
    for number, amount in extent.used:
        amounts[number] = amounts.get(number, Fraction(0)) + amount
    return tuple(sorted(term for term in amounts.items() if term[1]))
