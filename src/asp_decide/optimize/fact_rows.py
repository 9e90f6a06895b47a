"""Capacity and budget as rows: what people and money there are, by step of the grid."""

from fractions import Fraction

from asp_decide.model.choice import Choice
from asp_decide.optimize.columns import Columns, total
from asp_decide.optimize.programme import Origin, Row, make_row


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
    limit, steps = Fraction(0), set[int]()
    for step, budget in sorted(columns.choice_set.budget.items()):
        carries = columns.frame.budget_carries_over
        limit = limit + budget if carries else budget
        steps = steps | {step} if carries else {step}
        terms = [(n, _outlay(choice, steps)) for n, choice in columns.numbered()]
        held = total(amount for number, amount in terms if number in columns.held)
        if any(amount for _, amount in terms):
            origin = Origin("fact", "budget", "", columns.grid[step].id)
            rows.append(make_row(origin, "<=", max(limit, held), terms))
    return tuple(rows)


def _outlay(choice: Choice, steps: set[int]) -> Fraction:
    return total(money for step, money in choice.outlay.items() if step in steps)
