"""What is reckoned in whole numbers, for speed, is what fractions would give."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.canonical import whole_steps
from asp_decide.model.estimate import Estimate
from asp_decide.optimize.columns import total

AMOUNTS = st.fractions(-1000, 1000, max_denominator=1000)


@given(AMOUNTS, st.integers(0, 6))
def test_steps_are_rounded_half_to_even(value: Fraction, places: int) -> None:
    assert whole_steps(value, places) == round(value * 10**places)


@given(st.integers(-1000, 1000), st.integers(0, 3))
def test_what_lies_halfway_goes_to_the_even_step(half: int, places: int) -> None:
    value = Fraction(half, 2 * 10**places)

    assert whole_steps(value, places) == round(Fraction(half, 2))


@given(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS).map(sorted))
def test_the_mean_of_three_points_is_exact(points: list[Fraction]) -> None:
    low, likely, high = points

    assert Estimate(low=low, likely=likely, high=high).mean == (
        Fraction(3, 10) * low + Fraction(4, 10) * likely + Fraction(3, 10) * high
    )


@given(st.lists(AMOUNTS, max_size=6))
def test_a_total_is_the_exact_sum(amounts: list[Fraction]) -> None:
    assert total(iter(amounts)) == sum(amounts, Fraction(0))
