"""What one more team-week of each pool would bring, before any rule says anything."""

from collections.abc import Mapping
from fractions import Fraction

from asp_decide.model.choice import ChoiceSet, Pool
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.certify import row_price
from asp_decide.optimize.formulate import formulate_capacity
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Origin
from asp_decide.optimize.solver import Solver


def capacity_prices(choice_set: ChoiceSet, solver: Solver) -> Mapping[Pool, Fraction]:
    """Money per unit of capacity by pool: the mean over planning intervals, weighted by capacity.

    From the multipliers of the relaxation under capacity and budget alone, which are whole
    numbers: money times k gives prices times k, exactly. A direction and not a promise: a yes or
    no cannot be had in parts. Empty where not even the relaxation fits, so that every price is
    unknown. Raises SolverFailedError.
    """
    programme = formulate_capacity(choice_set)
    left = presolve(programme)
    relaxed = None if left.impossible else solver.relax(arrange(left.programme))
    if relaxed is None:
        return {}
    rows = {row.origin: row for row in programme.rows}
    worth: dict[Pool, Fraction] = {}
    capacity: dict[Pool, Fraction] = {}
    for (pool, step), amount in sorted(choice_set.capacity.items()):
        if choice_set.grid[step].is_tail:
            continue
        origin = Origin("fact", "capacity", str(pool), choice_set.grid[step].id)
        multiplier = relaxed.multipliers.get(origin, 0)
        price = row_price(rows[origin], multiplier, programme.unit) if multiplier else Fraction(0)
        worth[pool] = worth.get(pool, Fraction(0)) + price * amount
        capacity[pool] = capacity.get(pool, Fraction(0)) + amount
    return {
        pool: worth[pool] / amount if amount else Fraction(0) for pool, amount in capacity.items()
    }
