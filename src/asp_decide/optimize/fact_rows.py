"""Capacity and budget as rows: what people and money there are, by step of the grid."""

from fractions import Fraction

from asp_decide.optimize.columns import Columns, total
from asp_decide.optimize.programme import Origin, Row, Term, make_row


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
        limit = max(known or Fraction(0), total(a for n, a in terms if n in held))
        origin = Origin("fact", "capacity", str(pool), columns.grid[step].id)
        rows.append(make_row(origin, "<=", limit, terms))
    return tuple(rows)


def budget_rows(columns: Columns) -> tuple[Row, ...]:
    """One row for each step whose budget is known, for it alone or for all of them so far.

    A step without a budget is not limited and takes no part.
    """
    rows: list[Row] = []
    outlays = _outlays(columns)
    limit, spent = Fraction(0), dict[int, Fraction]()
    for step, budget in sorted(columns.choice_set.budget.items()):
        if columns.frame.budget_carries_over:
            limit += budget
            for number, money in outlays.get(step, ()):
                before = spent.get(number)
                spent[number] = money if before is None else before + money
        else:
            limit, spent = budget, dict(outlays.get(step, ()))
        held = total(amount for number, amount in spent.items() if number in columns.held)
        if any(spent.values()):
            origin = Origin("fact", "budget", "", columns.grid[step].id)
            rows.append(make_row(origin, "<=", max(limit, held), spent.items()))
    return tuple(rows)


def _outlays(columns: Columns) -> dict[int, list[Term]]:
    """What each choice spends, by step."""
    found: dict[int, list[Term]] = {}
    for number, choice in columns.numbered():
        for step, money in choice.outlay.items():
            found.setdefault(step, []).append((number, money))
    return found
