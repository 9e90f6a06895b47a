"""Core, contested and out are proven of all plans, held against every plan there is."""

from fractions import Fraction
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.choice import Choice
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.scenario.core import Question, Standing, standings
from asp_decide.scenario.executor import Where
from random_portfolios import ROW_KINDS, a_portfolio

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))


def _in_silence(_: str) -> None:
    """Progress that nobody watches."""


def _plans(programme: Programme) -> list[tuple[Fraction, frozenset[int]]]:
    """Every plan with its loss."""
    return [
        (loss_of(programme, numbers), frozenset(numbers))
        for numbers in product(*programme.groups)
        if is_feasible(programme, sorted(numbers))
    ]


def _works(programme: Programme, choice: Choice) -> bool:
    within = choice.start is None or not programme.grid[choice.start].is_tail
    return within and choice.kind not in {"leave", "stop", "pause"}


def _asked(programme: Programme, tolerance: Fraction) -> tuple[Fraction, tuple[Standing, ...]]:
    try:
        solved = solve_programme(programme, MEANS, order={})
    except NoFeasiblePlanError:
        assume(False)
        raise
    question = Question(programme, solved, MEANS, {})
    return solved.certificate.loss, standings(
        question, tolerance, where=Where(), progress=_in_silence
    )


@given(
    st.integers(0, 10_000),
    st.sets(st.sampled_from(ROW_KINDS), max_size=3),
    st.integers(0, 12).map(lambda quarters: Fraction(quarters, 4)),
)
@settings(max_examples=60)
def test_each_fate_is_true_of_all_plans_within_the_tolerance(
    seed: int, kinds: set[str], tolerance: Fraction
) -> None:
    portfolio = a_portfolio(seed, sorted(kinds), most=4)
    programme = formulate(portfolio.choice_set, portfolio.frame)

    loss, found = _asked(programme, tolerance)

    groups = programme.of_initiative()
    good = [plan for lost, plan in _plans(programme) if lost <= loss + tolerance]
    for one in found:
        working = {n for n in groups[one.initiative] if _works(programme, programme.choices[n])}
        with_it = sum(bool(plan & working) for plan in good)
        match one.fate:
            case "core":
                assert with_it == len(good)
            case "out":
                assert with_it == 0
            case "contested":
                assert 0 < with_it < len(good)
            case "not resolved":
                assert one.at_least is not None
                assert one.at_least <= tolerance < (one.more or 0), "the certified bound is loose"


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_no_plan_that_decides_otherwise_loses_less_than_was_proven(seed: int) -> None:
    portfolio = a_portfolio(seed, ["wip"], most=4)
    programme = formulate(portfolio.choice_set, portfolio.frame)

    loss, found = _asked(programme, Fraction(1))

    groups = programme.of_initiative()
    plans = _plans(programme)
    for one in found:
        working = {n for n in groups[one.initiative] if _works(programme, programme.choices[n])}
        others = [lost for lost, plan in plans if bool(plan & working) is not one.in_plan]
        if one.at_least is None:
            assert not others
        else:
            assert all(lost - loss >= one.at_least for lost in others)
