"""What observations make of a belief: odds by likelihood, estimates by precision."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation, localcontext
from fractions import Fraction

from asp_decide.model.estimate import Estimate

PLACES = Decimal("0.000000000001")
"""Probabilities and ratios of spreads are rounded here, half-even, and are exact from then on."""

_ARITHMETIC = Context(prec=34, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation])
_SPREADS = Fraction("2.563")
"""Standard deviations between P10 and P90 of a normal quantity."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How much likelier an observation is if the hypothesis holds, and its weight from 0 to 1."""

    ratio: Decimal
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Sighting:
    """A measured or revised estimate, and its weight from 0 to 1."""

    estimate: Estimate
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Shift:
    """A new mean, and the part of the old spread that is left around it."""

    mean: Fraction
    narrowed: Fraction


def posterior_probability(prior: Decimal, seen: Sequence[Likelihood]) -> Decimal:
    """Bayes' rule in odds, each ratio to the power of its weight; what is certain stays so.

    Rounded to twelve places. The order of what was seen changes nothing.

    >>> pilot = Likelihood(Decimal("3.2"), Decimal(1))
    >>> str(posterior_probability(Decimal("0.6"), [pilot]))
    '0.827586206897'
    """
    counted = [one for one in seen if one.weight]
    if not counted or prior in {0, 1}:
        return prior
    exact, rounded = Fraction(1), Decimal(0)
    with localcontext(_ARITHMETIC):
        for one in sorted(counted, key=lambda one: (one.ratio, one.weight)):
            if one.weight == 1:
                exact *= Fraction(one.ratio)
            else:
                rounded += one.weight * one.ratio.ln()
        odds = Fraction(prior) / (1 - Fraction(prior)) * exact
        if rounded:
            odds *= Fraction(rounded.exp())
        return _decimal(odds / (1 + odds))


def shift(prior: Estimate, seen: Sequence[Sighting]) -> Shift | None:
    """Where case and sightings meet, each weighted by its precision, and how much doubt is left.

    m = (m0 / s0^2 + sum g m1 / s1^2) / (1 / s0^2 + sum g / s1^2): shrinkage (Smith & Winkler 2006)
    with the case as the class. The mean is exact. None where nothing can be weighed: the case or
    all that was seen states no range, or the case leaves no doubt.
    """
    doubt = spread(prior)
    counted = [
        (one, seen_spread)
        for one in seen
        if one.weight and (seen_spread := spread(one.estimate)) is not None
    ]
    if not doubt or not counted:
        return None
    sure = [one.estimate.mean for one, seen_spread in counted if not seen_spread]
    if sure:
        # Whoever measured without any doubt has answered the question.
        return Shift(sum(sure, Fraction(0)) / len(sure), Fraction(0))
    precision = 1 / doubt**2
    total, weighted = precision, prior.mean * precision
    for one, seen_spread in counted:
        assert seen_spread, "what leaves no doubt was taken before"
        gained = Fraction(one.weight) / seen_spread**2
        total += gained
        weighted += gained * one.estimate.mean
    return Shift(weighted / total, _root(precision / total))


def shifted(prior: Estimate, by: Shift) -> Estimate:
    """The three points about the new mean, each distance from it as narrow as the doubt."""

    def at(point: Fraction) -> Fraction:
        return by.mean + (point - prior.mean) * by.narrowed

    if prior.low is None or prior.high is None:
        return Estimate(likely=by.mean)
    return Estimate(low=at(prior.low), likely=at(prior.likely), high=at(prior.high))


def spread(estimate: Estimate) -> Fraction | None:
    """Standard deviation of three points, (high - low) / 2.563; None where no range is stated."""
    if estimate.low is None or estimate.high is None:
        return None
    return (estimate.high - estimate.low) / _SPREADS


def _root(part: Fraction) -> Fraction:
    with localcontext(_ARITHMETIC):
        root = (Decimal(part.numerator) / Decimal(part.denominator)).sqrt()
        return Fraction(root.quantize(PLACES))


def _decimal(part: Fraction) -> Decimal:
    return (Decimal(part.numerator) / Decimal(part.denominator)).quantize(PLACES)
