"""The adapter: what goes in is read as meant, what comes out is ids and whole numbers."""

from fractions import Fraction

import pytest

from asp_decide.optimize.exact_solve import without_losses
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Origin, Programme, Sense, make_programme, make_row
from asp_decide.optimize.pulp_solver import GRID, PulpSolver
from asp_decide.optimize.solver import WorkLimit
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave
from random_portfolios import a_portfolio

LIMIT = WorkLimit(nodes=1000)


@pytest.fixture
def three_bets() -> Programme:
    choices = [
        option
        for name, value, effort in (("A", 100, 6), ("B", 70, 5), ("C", 70, 5))
        for option in (leave(name, value), a_choice(name, value=value, needs={"s": effort}))
    ]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"s": 10})
    return formulate(choice_set, a_frame())


def test_the_plan_is_proven_best_and_the_bound_is_its_loss(three_bets: Programme) -> None:
    solution = PulpSolver().solve(three_bets, limit=LIMIT)

    assert solution.outcome == "optimal"
    assert solution.taken == ("A/leave/-", "B/whole/0", "C/whole/0")
    assert solution.bound is not None
    assert abs(solution.bound - 100) < Fraction(1, 10**6)


def test_a_start_is_taken_as_it_is_where_no_work_is_allowed() -> None:
    portfolio = a_portfolio(3, ["wip", "precedence"])
    programme = formulate(portfolio.choice_set, portfolio.frame)
    best = PulpSolver().solve(programme, limit=LIMIT)

    again = PulpSolver().solve(programme, limit=WorkLimit(nodes=0), start=best.taken)

    assert again.taken == best.taken


def test_the_price_of_capacity_is_a_whole_number_of_the_normal_form(three_bets: Programme) -> None:
    """Each team-week is worth 14 in the relaxation: 140 of 240 for the whole limit."""
    relaxed = PulpSolver().relax(three_bets)

    assert relaxed is not None
    price = relaxed.multipliers[Origin("fact", "capacity", "s", "Q1")]
    assert abs(Fraction(price, GRID) - Fraction(140, 240)) < Fraction(1, 10**9)
    assert relaxed.shares["A/whole/0"] == GRID
    assert relaxed.shares["B/whole/0"] + relaxed.shares["C/whole/0"] == round(GRID * 4 / 5)


def test_from_the_interior_prices_are_nearly_the_same(three_bets: Programme) -> None:
    exact, nearly = PulpSolver().relax(three_bets), PulpSolver(large=0).relax(three_bets)

    assert exact is not None
    assert nearly is not None
    for origin, price in exact.multipliers.items():
        assert abs(nearly.multipliers[origin] - price) < GRID // 10_000


def test_a_floor_has_a_price_at_or_above_zero_and_an_equation_either() -> None:
    choices = [leave("A", 1), a_choice("A", value=1, cost=5)]
    made = a_choice_set(choices, grid=a_grid(1)).choices
    number = next(n for n, choice in enumerate(made) if choice.kind == "whole")

    def price(sense: Sense, limit: int) -> int:
        row = make_row(Origin("rule", "R"), sense, Fraction(limit), [(number, Fraction(1))])
        relaxed = PulpSolver().relax(make_programme(made, [row], worth=Fraction(1)))
        assert relaxed is not None
        return relaxed.multipliers[Origin("rule", "R")]

    assert price(">=", 1) > 0
    assert price("=", 1) < 0
    assert price("<=", 0) == 0


def test_what_cannot_be_is_said_to_be_so(three_bets: Programme) -> None:
    all_of_them = make_row(
        Origin("rule", "ALL"), ">=", Fraction(3), [(n, Fraction(1)) for n in (1, 3, 5)]
    )
    impossible = three_bets.with_rows([all_of_them])

    assert PulpSolver().solve(impossible, limit=LIMIT).outcome == "infeasible"
    assert PulpSolver().solve(impossible, limit=LIMIT).taken is None
    assert PulpSolver().relax(impossible) is None
    assert PulpSolver(large=0).relax(impossible) is None


def test_a_programme_without_losses_is_only_asked_for_any_plan(three_bets: Programme) -> None:
    solution = PulpSolver().solve(without_losses(three_bets), limit=LIMIT)

    assert solution.outcome == "optimal"


def test_the_same_programme_gives_the_same_answer_twice() -> None:
    portfolio = a_portfolio(5, ["wip", "precedence", "ceiling"])
    programme = formulate(portfolio.choice_set, portfolio.frame)

    assert PulpSolver().solve(programme, limit=LIMIT) == PulpSolver().solve(programme, limit=LIMIT)
    assert PulpSolver().relax(programme) == PulpSolver().relax(programme)


def test_both_libraries_are_named_with_their_versions() -> None:
    assert set(PulpSolver().versions()) == {"highspy", "pulp"}
