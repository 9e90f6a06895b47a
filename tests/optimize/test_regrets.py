"""What a proof says of each choice: no plan that takes it loses less, held against every plan."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.errors import NoFeasiblePlanError
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.regrets import least_regrets
from asp_decide.optimize.solver import Means, WorkLimit
from random_portfolios import ROW_KINDS, a_portfolio

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))


@given(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=3))
@settings(max_examples=40)
def test_every_plan_that_takes_a_choice_loses_at_least_so_much_more(
    seed: int, kinds: set[str]
) -> None:
    portfolio = a_portfolio(seed, sorted(kinds), most=4)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    try:
        proven = solve_programme(programme, MEANS, order={}).certificate
    except NoFeasiblePlanError:
        return
    regrets = least_regrets(programme, proven.proof, proven.loss)
    plans = [p for p in product(*programme.groups) if is_feasible(programme, sorted(p))]

    for number, choice in enumerate(programme.choices):
        losses = [loss_of(programme, plan) for plan in plans if number in plan]
        if choice.id not in regrets:
            assert not losses, "what is left out stands in no plan"
        elif losses:
            assert regrets[choice.id] <= min(losses) - proven.loss
