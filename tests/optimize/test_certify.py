"""What is proven without a solver, and what each forgery of it is called."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asp_decide.errors import UncertifiedPlanError
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.certify import certify, proven_bound
from asp_decide.optimize.duality import GRID
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Origin, Programme
from asp_decide.optimize.proof import Proof
from asp_decide.optimize.pulp_solver import PulpSolver
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave
from random_portfolios import ROW_KINDS, a_portfolio, best_of_all

CAPACITY = Origin("fact", "capacity", "s", "Q1")


@pytest.fixture
def three_bets() -> Programme:
    """Capacity of ten; A worth 100 needs six, B and C worth 70 need five each."""
    choices = [
        option
        for name, value, effort in (("A", 100, 6), ("B", 70, 5), ("C", 70, 5))
        for option in (leave(name, value), a_choice(name, value=value, needs={"s": effort}))
    ]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"s": 10})
    return formulate(choice_set, a_frame())


PLAN = ("A/leave/-", "B/whole/0", "C/whole/0")


def at_price(programme: Programme, money_per_unit: int) -> Proof:
    row = next(row for row in programme.rows if row.origin == CAPACITY)
    return Proof({CAPACITY: round(money_per_unit * row.scale / programme.unit * GRID)})


def test_a_price_of_fourteen_proves_that_no_plan_loses_less_than_eighty_four(
    three_bets: Programme,
) -> None:
    certificate = certify(three_bets, PLAN, at_price(three_bets, 14))

    assert certificate.loss == 100
    assert certificate.bound == 84
    assert certificate.value_captured == 140
    assert certificate.gap == Fraction(16, 140)


def test_without_multipliers_the_bound_is_what_nobody_competes_for(three_bets: Programme) -> None:
    assert certify(three_bets, PLAN, Proof()).bound == 0


def test_where_nothing_is_captured_there_is_no_share_to_state_a_gap_in(
    three_bets: Programme,
) -> None:
    nothing = ("A/leave/-", "B/leave/-", "C/leave/-")

    assert certify(three_bets, nothing, Proof()).gap is None


def test_a_gap_of_nothing_is_nothing_even_where_nothing_is_captured() -> None:
    alone = formulate(a_choice_set([leave("A", 10)], grid=a_grid(1)), a_frame())

    assert certify(alone, ["A/leave/-"], Proof()).gap == 0


@given(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=4), st.data())
@settings(max_examples=60)
def test_whatever_the_multipliers_no_plan_loses_less_than_the_bound(
    seed: int, kinds: set[str], data: st.DataObject
) -> None:
    portfolio = a_portfolio(seed, sorted(kinds), most=4)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    best = best_of_all(programme, portfolio.order)
    assume(best is not None)
    some = data.draw(st.lists(st.sampled_from(programme.rows), max_size=5, unique=True))
    multipliers = {
        row.origin: data.draw(st.integers(-GRID if row.sense == "=" else 0, GRID)) for row in some
    }

    assert best is not None
    assert proven_bound(programme, Proof(multipliers)) <= best.loss


@given(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=4))
@settings(max_examples=60)
def test_the_multipliers_of_the_relaxation_prove_at_least_what_nothing_proves(
    seed: int, kinds: set[str]
) -> None:
    portfolio = a_portfolio(seed, sorted(kinds))
    programme = formulate(portfolio.choice_set, portfolio.frame)
    left = presolve(programme)
    assume(left.impossible is None)
    relaxed = PulpSolver().relax(arrange(left.programme))
    assume(relaxed is not None)

    assert relaxed is not None
    assert proven_bound(programme, Proof(relaxed.multipliers)) >= proven_bound(programme, Proof())


def test_a_bound_is_rounded_up_to_what_plans_can_lose(three_bets: Programme) -> None:
    """All losses are tens here, so none lies between 61 and 70."""
    multipliers = at_price(three_bets, 14)
    tens = replace(three_bets, losses=tuple(round(loss, -1) for loss in three_bets.losses))

    exact = certify(three_bets, PLAN, multipliers).bound
    rounded = proven_bound(replace(tens, losses=tuple(10 * n for n in tens.losses)), multipliers)

    assert exact == 84
    assert rounded.denominator == 1


def _swapped(programme: Programme) -> tuple[Programme, tuple[str, ...], Proof]:
    return programme, ("A/whole/0", "B/whole/0", "C/leave/-"), Proof()


def _twice(programme: Programme) -> tuple[Programme, tuple[str, ...], Proof]:
    return programme, ("A/leave/-", "B/whole/0", "B/leave/-"), Proof()


def _missing(programme: Programme) -> tuple[Programme, tuple[str, ...], Proof]:
    return programme, ("A/leave/-", "B/whole/0"), Proof()


def _invented(programme: Programme) -> tuple[Programme, tuple[str, ...], Proof]:
    return programme, ("A/leave/-", "B/whole/0", "C/extended/0"), Proof()


def _negative(programme: Programme) -> tuple[Programme, tuple[str, ...], Proof]:
    return programme, PLAN, Proof({CAPACITY: -1})


def _of_no_row(programme: Programme) -> tuple[Programme, tuple[str, ...], Proof]:
    return programme, PLAN, Proof({Origin("rule", "WIP-01", "s", "Q1"): 1})


@pytest.mark.parametrize(
    ("forged", "told"),
    [
        (_swapped, "breaks `capacity s Q1` by 1"),
        (_twice, "exactly one choice of `B`"),
        (_missing, "exactly one choice of `C`"),
        (_invented, "`C/extended/0`, which is no choice"),
        (_negative, "`capacity s Q1` is below zero"),
        (_of_no_row, "`WIP-01 s Q1`, which is no row"),
    ],
)
def test_a_forged_plan_or_proof_is_refused_by_name(
    three_bets: Programme,
    forged: Callable[[Programme], tuple[Programme, tuple[str, ...], Proof]],
    told: str,
) -> None:
    certify(three_bets, PLAN, at_price(three_bets, 14))

    with pytest.raises(UncertifiedPlanError, match=told):
        certify(*forged(three_bets))
