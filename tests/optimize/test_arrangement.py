"""What a solver sees must not depend on names, on the order of lists, or on the currency."""

import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave
from random_portfolios import ROW_KINDS, a_portfolio


def numbers_only(programme: Programme) -> object:
    """All that a solver is told, in normal form and without a single name."""
    return (
        [loss / programme.unit for loss in programme.losses],
        programme.groups,
        [
            (row.sense, row.limit / row.scale, [(n, a / row.scale) for n, a in row.terms])
            for row in programme.rows
        ],
    )


@given(st.integers(0, 10_000), st.sets(st.sampled_from(ROW_KINDS), max_size=4))
@settings(max_examples=40)
def test_the_order_of_lists_does_not_show(seed: int, kinds: set[str]) -> None:
    portfolio = a_portfolio(seed, sorted(kinds))
    shuffled = list(portfolio.choice_set.choices)
    random.Random(seed).shuffle(shuffled)
    relisted = replace(portfolio.choice_set, choices=tuple(shuffled))

    one = arrange(formulate(portfolio.choice_set, portfolio.frame))
    other = arrange(formulate(relisted, portfolio.frame))

    assert one == other


def test_other_names_give_the_solver_the_same_numbers() -> None:
    def portfolio(names: dict[str, str], stream: str) -> Programme:
        choices = [
            option
            for name, value, effort in (("A", 100, 6), ("B", 70, 5), ("C", 30, 2))
            for option in (
                leave(names[name], value),
                a_choice(names[name], value=value, needs={stream: effort}),
                a_choice(names[name], start=1, value=value - 9, best=value, needs={stream: effort}),
            )
        ]
        choice_set = a_choice_set(choices, grid=a_grid(2), capacity={stream: 10})
        return arrange(formulate(choice_set, a_frame()))

    one = portfolio({"A": "A", "B": "B", "C": "C"}, "payments")
    other = portfolio({"A": "Z", "B": "Y", "C": "X"}, "lending")

    assert numbers_only(one) == numbers_only(other)


@given(st.integers(0, 10_000), st.integers(2, 100))
@settings(max_examples=20)
def test_another_currency_gives_the_solver_the_same_numbers(seed: int, factor: int) -> None:
    portfolio = a_portfolio(seed, ["wip", "precedence"])
    programme = formulate(portfolio.choice_set, portfolio.frame)
    dearer = replace(
        programme,
        losses=tuple(loss * factor for loss in programme.losses),
        worth=programme.worth * factor,
        unit=programme.unit * Fraction(factor),
    )

    assert numbers_only(arrange(programme)) == numbers_only(arrange(dearer))
