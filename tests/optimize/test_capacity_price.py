"""What one more team-week is worth before any rule: exact, by pool, and in any currency."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.optimize.capacity_price import capacity_prices
from asp_decide.optimize.pulp_solver import PulpSolver
from choice_builders import a_choice, a_choice_set, a_grid, a_pool, leave
from random_portfolios import a_portfolio


def test_capacity_is_worth_what_the_last_team_week_brings() -> None:
    """Ten team-weeks take all of A (20 a team-week) and half of B (10 a team-week)."""
    choices = [
        option
        for name, value in (("A", 120), ("B", 80))
        for option in (
            leave(name, value),
            a_choice(name, value=value, needs={"cards": 6 if name == "A" else 8}),
        )
    ]

    prices = capacity_prices(
        a_choice_set(choices, grid=a_grid(1), capacity={"cards": 10, "loans": 3}), PulpSolver()
    )

    assert round(prices[a_pool("cards")], 6) == 10
    assert prices[a_pool("loans")] == 0


def test_intervals_weigh_by_their_capacity() -> None:
    """The first quarter is short at 10 a team-week, the second has three times as much to spare."""
    choices = [
        option
        for name, value in (("A", 120), ("B", 80))
        for option in (
            leave(name, value),
            a_choice(name, value=value, needs={"cards": 6 if name == "A" else 8}),
        )
    ]
    choice_set = a_choice_set(choices, grid=a_grid(2))
    capacity = {(a_pool("cards"), 0): Fraction(10), (a_pool("cards"), 1): Fraction(30)}

    prices = capacity_prices(replace(choice_set, capacity=capacity), PulpSolver())

    assert round(prices[a_pool("cards")], 6) == Fraction(10, 4)


def test_what_no_single_choice_fits_is_worth_nothing_more() -> None:
    choices = [leave("A", 80), a_choice("A", value=80, needs={"cards": 8})]
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": 4})

    assert capacity_prices(choice_set, PulpSolver()) == {a_pool("cards"): 0}


@given(st.integers(0, 10_000), st.integers(2, 1000))
@settings(max_examples=25)
def test_more_money_makes_prices_exactly_that_much_more(seed: int, factor: int) -> None:
    known = a_portfolio(seed, ["budget"]).choice_set
    richer = replace(
        known,
        choices=tuple(
            replace(
                choice,
                loss=choice.loss * factor,
                outlay={step: money * factor for step, money in choice.outlay.items()},
            )
            for choice in known.choices
        ),
        budget={step: money * factor for step, money in known.budget.items()},
        best_value={initiative: value * factor for initiative, value in known.best_value.items()},
    )

    prices, dearer = capacity_prices(known, PulpSolver()), capacity_prices(richer, PulpSolver())

    assert dearer == {pool: price * factor for pool, price in prices.items()}


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_no_capacity_is_worth_less_than_nothing(seed: int) -> None:
    portfolio = a_portfolio(seed, ["running"])

    prices = capacity_prices(portfolio.choice_set, PulpSolver())

    assert all(price >= 0 for price in prices.values())
    assert set(prices) == {pool for pool, _ in portfolio.choice_set.capacity}


def test_where_what_must_go_on_does_not_fit_every_price_is_unknown() -> None:
    must = a_choice("R", "continue", value=10, needs={"cards": 5})
    choice_set = a_choice_set([must], grid=a_grid(1), capacity={"cards": 4}, running=["R"])

    assert capacity_prices(choice_set, PulpSolver()) == {}
