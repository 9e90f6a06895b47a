"""Portfolios too large to try every plan: a solver that shares nothing with ours must agree."""

import random

import pytest

from a_second_solver import best_by_glpk
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from random_portfolios import ROW_KINDS, a_portfolio

MEANS = Means(PulpSolver(), WorkLimit(nodes=500))


@pytest.mark.parametrize("seed", range(24))
def test_no_plan_of_another_solver_is_outside_what_is_proven(seed: int) -> None:
    """Thirty to sixty initiatives, four kinds of rows of thirteen beside capacity.

    The other solver ends with the least loss there is. Ours is not below it, the certified bound
    is not above it, and where ours says that the plan is best, both are the same.
    """
    kinds = sorted(random.Random(seed).sample(ROW_KINDS, 4))
    portfolio = a_portfolio(seed, kinds, least=30, most=60)
    programme = formulate(portfolio.choice_set, portfolio.frame)

    best = best_by_glpk(programme)

    if best is None:
        with pytest.raises(NoFeasiblePlanError):
            solve_programme(programme, MEANS, order=portfolio.order)
        return
    assert is_feasible(programme, best)
    least = loss_of(programme, best)
    solved = solve_programme(programme, MEANS, order=portfolio.order)
    assert solved.certificate.bound <= least <= solved.certificate.loss
    if solved.outcome == "optimal":
        assert solved.certificate.loss == least
