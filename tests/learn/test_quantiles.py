"""A range is a promise about many cases: eight in ten lie inside, and the unmeasured outside."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.learn.quantiles import coverage, interval_loss, pinball_loss, range_losses
from builders import an_estimate

RANGE = an_estimate((80, 100, 130))
AMOUNTS = st.integers(0, 300).map(Fraction)


def test_pitfall_16_what_nobody_measured_lies_in_no_range() -> None:
    found = coverage([(RANGE, Fraction(90)), (RANGE, Fraction(131)), (RANGE, None)])

    assert (found.n, found.inside, found.above, found.unmeasured) == (3, 1, 1, 1)
    assert found.share == Fraction(1, 3)


def test_one_number_promises_no_range() -> None:
    assert coverage([(an_estimate(100), Fraction(100))]).share is None


@given(st.lists(AMOUNTS, min_size=10, max_size=10), AMOUNTS)
def test_no_quantile_loses_less_than_the_true_one(came: list[Fraction], other: Fraction) -> None:
    """P90 of ten cases is the ninth of them."""
    ninth = sorted(came)[8]
    ninety = Fraction(9, 10)

    assert sum(pinball_loss(ninety, ninth, one) for one in came) <= sum(
        pinball_loss(ninety, other, one) for one in came
    )


def test_a_range_loses_its_width_and_ten_times_what_is_outside() -> None:
    assert interval_loss(RANGE, Fraction(100)) == 50
    assert interval_loss(RANGE, Fraction(133)) == 80
    assert interval_loss(RANGE, Fraction(79)) == 60
    assert interval_loss(an_estimate(100), Fraction(79)) is None


def test_losses_are_shares_of_the_forecast_so_that_units_do_not_count() -> None:
    """Days or hours, thousands or euros: the same forecast loses the same share."""
    small = range_losses([(RANGE, Fraction(133)), (RANGE, None)])
    large = range_losses([(an_estimate((8_000, 10_000, 13_000)), Fraction(13_300))])

    assert small == large
    assert (small.n, small.interval) == (1, Fraction(80, 100))
    assert small.middle == Fraction(33, 200)


def test_who_states_a_middle_only_is_held_to_the_middle() -> None:
    found = range_losses([(an_estimate(100), Fraction(80))])

    assert (found.n, found.middle, found.interval) == (1, Fraction(1, 10), None)
