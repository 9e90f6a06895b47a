"""Arithmetic in whole numbers says exactly what fractions say."""

from fractions import Fraction
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.optimize.solver_amounts import ratio
from asp_decide.optimize.whole_numbers import (
    rounded_down,
    rounded_up,
    times,
    whole_amounts,
)

AMOUNTS = st.fractions(max_denominator=10**9)
FACTORS = AMOUNTS.filter(lambda factor: factor > 0)


@given(st.lists(AMOUNTS, max_size=6))
def test_an_amount_times_what_makes_all_of_them_whole(amounts: list[Fraction]) -> None:
    factor = whole_amounts(amounts)

    assert [times(amount, factor) for amount in amounts] == [a * factor for a in amounts]


@given(AMOUNTS, FACTORS)
def test_a_product_is_rounded_and_a_quotient_is_too_once(amount: Fraction, by: Fraction) -> None:
    assert rounded_down(amount, by) == floor(amount * by)
    assert rounded_up(amount, by) == ceil(amount * by)
    assert ratio(amount, by) == float(amount / by)
