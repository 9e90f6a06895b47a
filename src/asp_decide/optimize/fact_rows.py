"""Capacity and budget as rows: what people and money there are, by step of the grid."""

from collections.abc import Iterable
from fractions import Fraction

from asp_decide.optimize.columns import Columns, total
from asp_decide.optimize.programme import Origin, Row, Term, row_in_order


def capacity_rows(columns: Columns) -> tuple[Row, ...]:
    """One row for each pool and step in which any choice needs it, sorted.

    Where the capacity is not known, what runs may go on and nothing begins: unknown neither
    stops nor starts anything. What reviews hold is never more than the row allows.
    """
    running = frozenset(columns.going_on)
    rows: list[Row] = []
    for place, terms in columns.demands.items():
        pool, step = place
        known = columns.choice_set.capacity.get(place)
        held = columns.held if known is not None else running
        limit = max(known or Fraction(0), _sum_of(held, terms))
        origin = Origin("fact", "capacity", str(pool), columns.grid[step].id)
        rows.append(row_in_order(origin, "<=", limit, terms))
    return tuple(rows)


def budget_rows(columns: Columns) -> tuple[Row, ...]:
    """One row for each step whose budget is known, for it alone or for all of them so far.

    A step without a budget is not limited and takes no part.
    """
    rows: list[Row] = []
    carries_over, limit = columns.frame.budget_carries_over, Fraction(0)
    for step, spent in _spent(columns).items():
        budget = columns.choice_set.budget[step]
        limit = limit + budget if carries_over else budget
        held = _sum_of(columns.held, spent)
        if spent:
            origin = Origin("fact", "budget", "", columns.grid[step].id)
            rows.append(row_in_order(origin, "<=", max(limit, held), spent))
    return tuple(rows)


def _sum_of(numbers: frozenset[int], terms: Iterable[Term]) -> Fraction:
    return total(a for n, a in terms if n in numbers) if numbers else Fraction(0)


def _spent(columns: Columns) -> dict[int, list[Term]]:
    """What each choice spends by step, with what it spent before where money carries over.

    A choice that spends no more stands in the later steps with the term that it has.
    """
    carries_over = columns.frame.budget_carries_over
    spent: dict[int, list[Term]] = {step: [] for step in sorted(columns.choice_set.budget)}
    for number, choice in columns.numbered():
        outlay = choice.outlay
        term: Term | None = None
        for step, found in spent.items() if outlay else ():
            money = outlay.get(step)
            if money is not None:
                so_far = money if term is None or not carries_over else term[1] + money
                term = (number, so_far) if so_far else None
            elif not carries_over:
                term = None
            if term is not None:
                found.append(term)
    return spent
