"""How the worth of an initiative depends on when it is delivered, for each urgency."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import assert_never

from asp_decide.model.estimate import Estimate
from asp_decide.model.initiative import (
    DeadlineProfile,
    EnablerProfile,
    ExpiringProfile,
    FirstMoverProfile,
    StandardProfile,
    UrgencyProfile,
)
from asp_decide.model.interval import weeks_until
from asp_decide.portfolio.discounting import Discounting, as_decimal


@dataclass(frozen=True, slots=True)
class Frame:
    """What time means in a run: its day, its discount rate, and how far it looks (in weeks)."""

    as_of: date
    discounting: Discounting
    horizon_weeks: Fraction

    def weeks(self, day: date) -> Fraction:
        """Weeks from the end of the day of the run to the end of `day`."""
        return weeks_until(day, self.as_of)


@dataclass(frozen=True, slots=True)
class Curve:
    """Worth of a hypothesis that surely holds, by the week in which it is delivered.

    `value(T)` is money as of the run, `slope(T)` what one more week of waiting costs then (the
    right-hand derivative, so a single step is no part of it). Both are full precision, unrounded.
    """

    value: Callable[[Fraction], Fraction]
    slope: Callable[[Fraction], Fraction]


def curve(profile: UrgencyProfile, frame: Frame) -> Curve:
    """The curve of a profile at the means of its estimates; benefits flow evenly in the week.

    Urgency profiles after Arnold; no benefit is cut at the horizon, since that would turn every
    moving window into a fixed end.
    """
    match profile:
        case StandardProfile():
            return _standard(profile, frame)
        case DeadlineProfile():
            return _deadline(profile, frame)
        case ExpiringProfile():
            return _expiring(profile, frame)
        case FirstMoverProfile():
            return _first_mover(profile, frame)
        case EnablerProfile():
            return _enabler(profile, frame)
        case _:
            assert_never(profile)


def _standard(profile: StandardProfile | EnablerProfile, frame: Frame) -> Curve:
    benefit = _mean(profile.benefit_per_week, frame)
    discounting = frame.discounting
    if profile.benefit_ends_on is not None:
        end = frame.weeks(profile.benefit_ends_on)

        def until_the_end(at: Fraction) -> Decimal:
            return benefit * discounting.annuity(at, end)

        def lost_for_good(at: Fraction) -> Decimal:
            return benefit * discounting.factor(at) if at < end else Decimal(0)

        return _curve(until_the_end, lost_for_good, frame)

    assert profile.benefit_life_weeks is not None, "a benefit has an end or a life"
    life = Fraction(profile.benefit_life_weeks)

    def for_its_life(at: Fraction) -> Decimal:
        return benefit * discounting.annuity(at, at + life)

    def put_off(at: Fraction) -> Decimal:
        return discounting.rho * for_its_life(at)

    return _curve(for_its_life, put_off, frame)


def _deadline(profile: DeadlineProfile, frame: Frame) -> Curve:
    discounting = frame.discounting
    penalty = _mean(profile.late_penalty, frame)
    cost = _mean(profile.late_cost_per_week, frame)
    due = frame.weeks(profile.deadline_on)
    until = (
        frame.horizon_weeks if profile.late_until_on is None else frame.weeks(profile.late_until_on)
    )

    def loss_avoided(at: Fraction) -> Decimal:
        if at <= due:
            return penalty * discounting.factor(due) + cost * discounting.annuity(due, until)
        return cost * discounting.annuity(at, until)

    def lost_while_late(at: Fraction) -> Decimal:
        return cost * discounting.factor(at) if due <= at < until else Decimal(0)

    return _curve(loss_avoided, lost_while_late, frame)


def _expiring(profile: ExpiringProfile, frame: Frame) -> Curve:
    discounting, rho = frame.discounting, frame.discounting.rho
    benefit = _mean(profile.benefit_per_week, frame)
    opens = frame.weeks(profile.window_opens_on)
    closes = frame.weeks(profile.window_closes_on)

    def triangle_left(at: Fraction) -> Decimal:
        begins = max(at, opens)
        if begins >= closes:
            return Decimal(0)
        left, window = as_decimal(closes - begins), as_decimal(closes - opens)
        if not rho:
            return benefit * left * left / (2 * window)
        height = left * discounting.factor(begins) / rho
        fall = (discounting.factor(begins) - discounting.factor(closes)) / (rho * rho)
        return benefit / window * (height - fall)

    def height_lost(at: Fraction) -> Decimal:
        if not opens <= at < closes:
            return Decimal(0)
        share = as_decimal((closes - at) / (closes - opens))
        return benefit * share * discounting.factor(at)

    return _curve(triangle_left, height_lost, frame)


def _first_mover(profile: FirstMoverProfile, frame: Frame) -> Curve:
    discounting = frame.discounting
    benefit = _mean(profile.benefit_per_week, frame)
    life = Fraction(profile.benefit_life_weeks)
    begins = frame.weeks(profile.erosion_from_on)
    with localcontext(discounting.context):
        left = 1 - profile.peak_erosion
        rate = -left.ln() if left > 0 else None

    def peak_left(at: Fraction) -> Decimal:
        if at <= begins:
            return Decimal(1)
        # Whoever erodes by the whole in a week has nothing left once it begins.
        return Decimal(0) if rate is None else (-rate * as_decimal(at - begins)).exp()

    def eroded(at: Fraction) -> Decimal:
        return benefit * peak_left(at) * discounting.annuity(at, at + life)

    def eroding(at: Fraction) -> Decimal:
        erosion = rate if rate is not None and at >= begins else Decimal(0)
        return (erosion + discounting.rho) * eroded(at)

    return _curve(eroded, eroding, frame)


def _enabler(profile: EnablerProfile, frame: Frame) -> Curve:
    """An enabler's own benefit; what it unblocks is counted where successors are known."""
    if profile.benefit_per_week is None:
        return Curve(value=lambda _: Fraction(0), slope=lambda _: Fraction(0))
    return _standard(profile, frame)


def _curve(
    value: Callable[[Fraction], Decimal], slope: Callable[[Fraction], Decimal], frame: Frame
) -> Curve:
    """The two functions computed in the run's digits, each point once."""
    return Curve(value=_remembered(value, frame), slope=_remembered(slope, frame))


def _remembered(
    function: Callable[[Fraction], Decimal], frame: Frame
) -> Callable[[Fraction], Fraction]:
    known: dict[Fraction, Fraction] = {}

    def at_week(at: Fraction) -> Fraction:
        if at not in known:
            with localcontext(frame.discounting.context):
                known[at] = Fraction(function(at))
        return known[at]

    return at_week


def _mean(estimate: Estimate | None, frame: Frame) -> Decimal:
    """The mean of an estimate; nothing where the profile does without it."""
    if estimate is None:
        return Decimal(0)
    with localcontext(frame.discounting.context):
        return as_decimal(estimate.mean)
