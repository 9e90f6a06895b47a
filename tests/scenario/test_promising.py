"""Where one step more capacity may bring something is found before any plan is asked for."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.programme import Origin, Programme, Row
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.scenario.promising import promises
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave
from random_portfolios import ROW_KINDS, a_portfolio

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))


def _steps(programme: Programme) -> dict[Row, Fraction]:
    return {row: Fraction(1) for row in programme.rows if row.origin.id == "capacity"}


def _with_more(programme: Programme, row: Row, more: Fraction) -> Programme:
    rows = (replace(one, limit=one.limit + more) if one is row else one for one in programme.rows)
    return replace(programme, rows=tuple(rows))


@given(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=4))
@settings(max_examples=40)
def test_what_is_sure_is_a_plan_that_fits_with_the_step_and_gains_so_much(
    seed: int, kinds: set[str]
) -> None:
    portfolio = a_portfolio(seed, sorted(kinds), most=6)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    taken = solve_programme(programme, MEANS, order={}).taken if _has_plan(programme) else None
    if taken is None:
        return

    for one in promises(programme, taken, _steps(programme)):
        if one.swap:
            looser = _with_more(programme, one.row, one.more)
            numbers = looser.numbers(one.swap)
            before = loss_of(programme, programme.numbers(taken))
            assert is_feasible(looser, numbers)
            assert loss_of(looser, numbers) == before - one.sure < before


def _has_plan(programme: Programme) -> bool:
    return PulpSolver().solve(programme, limit=MEANS.limit).taken is not None


def test_what_just_fails_to_fit_is_promised_as_a_whole() -> None:
    """Capacity 3: two bets of 2 each. The relaxation takes one and a half, a plan takes one."""
    choices = [
        option
        for name, value in (("A", 10), ("B", 8))
        for option in (leave(name, value), a_choice(name, value=value, needs={"cards": 2}))
    ]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": 3})
    programme = formulate(choice_set, a_frame())
    taken = solve_programme(programme, MEANS, order={}).taken

    (found,) = promises(programme, taken, _steps(programme))

    assert found.row.origin == Origin("fact", "capacity", "cards", "Q1")
    assert found.sure == 8
    assert round(found.relaxed) == 4


def test_where_everything_fits_nothing_is_promised() -> None:
    choices = [leave("A", 10), a_choice("A", value=10, needs={"cards": 2})]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": 3})
    programme = formulate(choice_set, a_frame())
    taken = solve_programme(programme, MEANS, order={}).taken

    assert promises(programme, taken, _steps(programme)) == ()
