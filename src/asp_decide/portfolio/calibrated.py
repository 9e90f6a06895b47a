"""Forecasts corrected by what judged work taught: worth by a factor, work by others."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.learn.shrinkage import shrunk_estimate, weight_of_estimate
from asp_decide.model.calibration import Calibration
from asp_decide.model.estimate import Estimate
from asp_decide.model.initiative import DeadlineProfile, Demand, Initiative, Option
from asp_decide.portfolio.time_value import Curve

_PLACES = 6


@dataclass(frozen=True, slots=True)
class WorkFactors:
    """How much more, or less, of each kind work takes than was forecast."""

    effort: Fraction
    duration: Fraction
    outlay: Fraction


def value_factor(initiative: Initiative, calibration: Calibration) -> Fraction:
    """By what the worth of an initiative is multiplied, to six places: 1 without any correction.

    First the bias of its reference class, then the fall back to that class where estimates were
    shown to overshoot (Smith & Winkler 2006): V_adj / V_est for the benefit expected a week.
    """
    factor = calibration.factor(initiative.id, "value")
    regression = calibration.regression(initiative.id)
    expected = _benefit_per_week(initiative)
    if regression is not None and expected > 0:
        spread, error = Fraction(regression.spread), Fraction(regression.error)
        adjusted = shrunk_estimate(
            factor * expected,
            class_mean=Fraction(regression.mean),
            weight=weight_of_estimate(spread=spread, error=error),
        )
        factor = max(Fraction(0), adjusted) / expected
    return round(factor, _PLACES)


def scaled(curve: Curve, factor: Fraction) -> Curve:
    """A curve of worth at a share of its height; the correction never bends it."""
    if factor == 1:
        return curve
    return Curve(
        value=lambda at: factor * curve.value(at), slope=lambda at: factor * curve.slope(at)
    )


def corrected(option: Option, calibration: Calibration) -> Option:
    """An option with its remaining effort, duration and outlay as its class turns out.

    What closing takes is no forecast of delivery and stays as it is.
    """
    by = work_factors(option, calibration)
    if by.effort == by.duration == by.outlay == 1:
        return option
    changes: Mapping[str, object] = {
        "demands": tuple(_demand(demand, by.effort) for demand in option.demands),
        "remaining_duration_weeks": _times(option.remaining_duration_weeks, by.duration),
        "remaining_outlay": _times(option.remaining_outlay, by.outlay),
    }
    return option.model_copy(update=changes)


def work_factors(option: Option, calibration: Calibration) -> WorkFactors:
    """By what the work of an option is multiplied: 1 where nothing was learnt, and for a stop."""
    if option.kind == "stop":
        return WorkFactors(Fraction(1), Fraction(1), Fraction(1))
    of = option.initiative_id
    return WorkFactors(
        effort=calibration.factor(of, "effort"),
        duration=calibration.factor(of, "duration"),
        outlay=calibration.factor(of, "cost"),
    )


def _benefit_per_week(initiative: Initiative) -> Fraction:
    """What it is expected to bring in a week, its chance included; 0 where nothing says so."""
    profile, chance = initiative.profile, initiative.probability_of_success
    if profile is None or chance is None or isinstance(profile, DeadlineProfile):
        return Fraction(0)
    benefit = profile.benefit_per_week
    if benefit is None:
        return Fraction(0)
    share = Fraction(chance) + (1 - Fraction(chance)) * Fraction(initiative.value_if_refuted)
    return share * benefit.mean


def _demand(demand: Demand, factor: Fraction) -> Demand:
    effort = _times(demand.remaining_effort, factor)
    return demand.model_copy(update={"remaining_effort": effort})


def _times(estimate: Estimate | None, factor: Fraction) -> Estimate | None:
    if estimate is None or factor == 1:
        return estimate
    points = {"low": estimate.low, "likely": estimate.likely, "high": estimate.high}
    return Estimate(**{k: None if p is None else p * factor for k, p in points.items()})
