"""The worth of an initiative by the week in which it is delivered: what holds for every urgency."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.initiative import UrgencyProfile
from asp_decide.portfolio.discounting import discounting
from asp_decide.portfolio.time_value import Curve, Frame, curve
from builders import AS_OF, deadline, expiring, first_mover, standard, weeks_after
from strategies import profiles, rates

HORIZON_WEEKS = Fraction(182)

weeks = st.fractions(0, 250, max_denominator=7)


@given(profiles(), rates(), weeks, weeks)
def test_worth_never_rises_while_one_waits_and_is_never_negative(
    profile: UrgencyProfile, rate: Decimal, one: Fraction, other: Fraction
) -> None:
    sooner, later = sorted((one, other))
    worth = _curve(profile, rate).value

    assert _cents(worth(sooner)) >= _cents(worth(later)) >= 0


@given(profiles(), rates(), weeks, weeks)
def test_waiting_costs_at_least_nothing_and_more_the_longer_it_lasts(
    profile: UrgencyProfile, rate: Decimal, one: Fraction, other: Fraction
) -> None:
    shorter, longer = sorted((one, other))
    worth = _curve(profile, rate).value

    def lost(delay: Fraction) -> Fraction:
        return _cents(worth(Fraction(0))) - _cents(worth(delay))

    assert 0 <= lost(shorter) <= lost(longer)


@given(profiles(), rates(), weeks)
def test_cost_of_delay_is_what_the_next_moment_loses(
    profile: UrgencyProfile, rate: Decimal, at: Fraction
) -> None:
    """The right-hand difference quotient over a ten-thousandth of a week, to half a percent."""
    told = _curve(profile, rate)
    moment = Fraction(1, 10_000)
    lost = (told.value(at) - told.value(at + moment)) / moment
    slope = told.slope(at)
    kinks = {at + moment > edge >= at for edge in _edges(profile)}

    assert slope >= 0
    if True not in kinks:
        assert abs(lost - slope) <= slope / 200 + Fraction(1, 100)


@given(profiles(), weeks)
def test_a_rate_near_zero_gives_what_no_discounting_gives(
    profile: UrgencyProfile, at: Fraction
) -> None:
    """The formulas divide by the rate, and by its square: nothing may cancel away."""
    undiscounted = _curve(profile, Decimal(0)).value(at)
    nearly = _curve(profile, Decimal("1e-20")).value(at)

    assert _cents(nearly) == _cents(undiscounted)


@given(st.integers(0, 10**6), rates(), weeks, st.sampled_from([2, 7, 1000]))
def test_a_benefit_of_another_size_scales_the_worth_and_bends_nothing(
    benefit: int, rate: Decimal, at: Fraction, factor: int
) -> None:
    ends = weeks_after(150)
    single = _curve(standard(benefit, ends_on=ends), rate).value(at)
    scaled = _curve(standard(factor * benefit, ends_on=ends), rate).value(at)

    assert abs(scaled - factor * single) < Fraction(1, 10**12)


def test_counting_in_days_instead_of_weeks_changes_nothing() -> None:
    """A seventh of the benefit in each of seven times as many units of time."""
    in_weeks = _curve(standard(7_000, ends_on=weeks_after(20)), Decimal(0)).value
    in_days = _curve(standard(1_000, ends_on=weeks_after(140)), Decimal(0)).value

    assert [in_weeks(Fraction(t)) for t in range(25)] == [
        in_days(Fraction(7 * t)) for t in range(25)
    ]


@pytest.mark.parametrize(
    ("rate", "profile", "expected"),
    [
        ("0", standard(10, ends_on=weeks_after(150)), "80"),
        ("0.10", standard(10, ends_on=weeks_after(150)), "79.42"),
        ("0.10", standard(10, life_weeks=150), "19.04"),
        ("0", standard(10, life_weeks=150), "0"),
    ],
)
def test_it_matters_whether_the_end_of_the_benefit_moves_with_delivery(
    rate: str, profile: UrgencyProfile, expected: str
) -> None:
    """G18, pitfall 6: eight weeks late, delivery otherwise at once."""
    worth = _curve(profile, Decimal(rate)).value

    assert _cents(worth(Fraction(0)) - worth(Fraction(8))) == Fraction(expected)


@pytest.mark.parametrize("a_week", [10, 10_000_000])
def test_pitfall_2_what_loses_nothing_by_waiting_costs_its_time_value_however_large(
    a_week: int,
) -> None:
    """Value and urgency are not added up: a life that begins with delivery waits at interest."""
    rate = Decimal("0.10")
    told = _curve(standard(a_week, life_weeks=150), rate)
    interest = Fraction(discounting(rate).rho) * told.value(Fraction(0))

    assert abs(told.slope(Fraction(0)) - interest) < Fraction("0.0001")
    assert _curve(standard(a_week, life_weeks=150), Decimal(0)).slope(Fraction(0)) == 0


def test_a_deadline_that_is_met_on_its_day_is_met() -> None:
    worth = _curve(deadline(weeks_after(20), penalty=500), Decimal(0)).value

    assert worth(Fraction(20)) == 500
    assert worth(Fraction(141, 7)) == 0


def test_late_costs_without_an_end_run_to_the_horizon() -> None:
    worth = _curve(deadline(weeks_after(20), cost_per_week=10), Decimal(0)).value

    assert worth(Fraction(20)) == 10 * (HORIZON_WEEKS - 20)


def test_a_window_that_has_closed_is_worth_nothing_and_waiting_costs_nothing() -> None:
    closed = _curve(expiring(100, weeks_after(-60), weeks_after(-8)), Decimal("0.1"))

    assert closed.value(Fraction(0)) == 0
    assert closed.slope(Fraction(0)) == 0


def test_before_a_window_opens_waiting_costs_nothing() -> None:
    waiting = _curve(expiring(100, weeks_after(10), weeks_after(20)), Decimal(0))

    assert waiting.value(Fraction(0)) == waiting.value(Fraction(10)) == 500
    assert waiting.slope(Fraction(9)) == 0


def test_a_peak_that_erodes_wholly_in_a_week_is_gone_once_it_erodes() -> None:
    worth = _curve(
        first_mover(100, life_weeks=52, erosion=1, from_on=weeks_after(4)), Decimal(0)
    ).value

    assert worth(Fraction(4)) == 5_200
    assert worth(Fraction(29, 7)) == 0


def test_the_weekly_rate_is_that_of_a_spreadsheet() -> None:
    told = discounting(Decimal("0.10"))

    assert round(told.rho, 14) == Decimal("0.00182786646200")
    assert abs(told.factor(Fraction(365, 7)) * Decimal("1.1") - 1) < Decimal("1e-33")


def _curve(profile: UrgencyProfile, rate: Decimal) -> Curve:
    return curve(profile, Frame(AS_OF, discounting(rate), HORIZON_WEEKS))


def _cents(amount: Fraction) -> Fraction:
    return round(amount, 2)


def _edges(profile: UrgencyProfile) -> list[Fraction]:
    """Where a curve may have a step or a bend."""
    told = profile.model_dump()
    frame = Frame(AS_OF, discounting(Decimal(0)), HORIZON_WEEKS)
    dates = [frame.weeks(told[name]) for name in told if name.endswith("_on") and told[name]]
    return [*dates, HORIZON_WEEKS]
