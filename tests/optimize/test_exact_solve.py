"""A solver counts in floats; a plan that is feasible to a billionth is not feasible."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from asp_decide.errors import SolverFailedError
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.exact_solve import solve_exactly
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme, Solution
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.optimize.watch import UNWATCHED, Watch
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave

LIMIT = WorkLimit(nodes=1000)


def bets(*efforts: Fraction, capacity: int = 1) -> Programme:
    choices = [
        option
        for n, effort in enumerate(efforts)
        for option in (leave(f"I{n}", 10 + n), a_choice(f"I{n}", value=10 + n, needs={"s": effort}))
    ]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"s": capacity})
    return formulate(choice_set, a_frame())


def test_two_halves_fill_the_capacity_to_the_last() -> None:
    programme = bets(Fraction(1, 2), Fraction(1, 2))

    solution = solve_exactly(programme, Means(PulpSolver(), LIMIT))

    assert solution.taken == ("I0/whole/0", "I1/whole/0")


@pytest.mark.parametrize("digits", [10, 12, 30])
def test_a_trifle_too_much_is_too_much(digits: int) -> None:
    programme = bets(Fraction(1, 2), Fraction(1, 2) + Fraction(1, 10**digits))

    solution = solve_exactly(programme, Means(PulpSolver(), LIMIT))

    assert solution.taken == ("I0/leave/-", "I1/whole/0")
    assert is_feasible(programme, programme.numbers(solution.taken))


def test_thirds_of_a_team_week_fit_three_times() -> None:
    """A third is no float: summed in floats three of them need not make one."""
    programme = bets(*[Fraction(1, 3)] * 3)

    solution = solve_exactly(programme, Means(PulpSolver(), LIMIT))

    assert solution.taken == ("I0/whole/0", "I1/whole/0", "I2/whole/0")


def test_of_many_near_misses_the_best_true_plan_is_found() -> None:
    trifle = Fraction(1, 10**12)
    programme = bets(*[Fraction(1, 3) + trifle] * 4)

    solution = solve_exactly(programme, Means(PulpSolver(), LIMIT))

    assert solution.taken == ("I0/leave/-", "I1/leave/-", "I2/whole/0", "I3/whole/0")


class Obstinate(PulpSolver):
    """A solver that does not listen to what is forbidden."""

    def solve(
        self,
        programme: Programme,
        *,
        limit: WorkLimit,
        watch: Watch = UNWATCHED,
        start: Sequence[str] | None = None,
    ) -> Solution:
        deaf = replace(programme, rows=())
        return super().solve(deaf, limit=limit, watch=watch, start=start)


def test_a_solver_that_insists_on_a_broken_plan_is_given_up() -> None:
    with pytest.raises(SolverFailedError, match="break a row by a trifle"):
        solve_exactly(bets(Fraction(3, 4), Fraction(3, 4)), Means(Obstinate(), LIMIT))
