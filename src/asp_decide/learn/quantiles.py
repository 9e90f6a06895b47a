"""Stated ranges beside what came: do nine in ten stay below `high`, one in ten below `low`?

Losses that only an honest forecast keeps smallest (Gneiting & Raftery 2007).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.estimate import Estimate

_LOW, _MIDDLE, _HIGH = Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How stated ranges from P10 to P90 did, of `n` of which `unmeasured` were never measured.

    `inside` counts actuals in their range; what nobody measured is in no range. `share` of 0.8 is
    honest: less is too sure of itself, more is too cautious.
    """

    n: int
    inside: int
    below: int
    above: int
    unmeasured: int

    @property
    def share(self) -> Fraction | None:
        """The share of all stated ranges that held; None where none was stated."""
        return Fraction(self.inside, self.n) if self.n else None


def coverage(cases: Iterable[tuple[Estimate, Fraction | None]]) -> Coverage:
    """How ranges did; estimates of one point state none and are left out."""
    ranges = [(told, came) for told, came in cases if told.low is not None]
    measured = [(told, came) for told, came in ranges if came is not None]
    below = sum(told.low is not None and came < told.low for told, came in measured)
    above = sum(told.high is not None and came > told.high for told, came in measured)
    return Coverage(
        n=len(ranges),
        inside=len(measured) - below - above,
        below=below,
        above=above,
        unmeasured=len(ranges) - len(measured),
    )


@dataclass(frozen=True, slots=True)
class RangeLosses:
    """Mean losses of measured forecasts, each as a share of its middle, so that units do not count.

    `low`, `middle` and `high` are pinball losses of P10, P50 and P90, `interval` that of the range;
    None where no such forecast was measured.
    """

    n: int
    low: Fraction | None
    middle: Fraction | None
    high: Fraction | None
    interval: Fraction | None


def range_losses(cases: Iterable[tuple[Estimate, Fraction | None]]) -> RangeLosses:
    """What stated ranges and middles lose; a forecast of nothing has no share and is left out."""
    known = [(told, came) for told, came in cases if came is not None and told.likely > 0]
    ranges = [(told, came) for told, came in known if told.low is not None]
    return RangeLosses(
        n=len(known),
        low=_mean(pinball_loss(_LOW, t.low, c) / t.likely for t, c in ranges if t.low is not None),
        middle=_mean(pinball_loss(_MIDDLE, t.likely, c) / t.likely for t, c in known),
        high=_mean(
            pinball_loss(_HIGH, t.high, c) / t.likely for t, c in ranges if t.high is not None
        ),
        interval=_mean((interval_loss(t, c) or Fraction(0)) / t.likely for t, c in ranges),
    )


def _mean(of: Iterable[Fraction]) -> Fraction | None:
    found = list(of)
    return sum(found, Fraction(0)) / len(found) if found else None


def pinball_loss(quantile: Fraction, foretold: Fraction, came: Fraction) -> Fraction:
    """What a stated quantile loses, in the unit of the amount; least at the true one.

    >>> pinball_loss(Fraction(9, 10), Fraction(100), Fraction(110))
    Fraction(9, 1)
    """
    return max(quantile * (came - foretold), (quantile - 1) * (came - foretold))


def interval_loss(told: Estimate, came: Fraction) -> Fraction | None:
    """What a range from P10 to P90 loses: its width, and ten times what lies outside of it.

    (u - l) + (2 / a)(l - x)+ + (2 / a)(x - u)+ with a = 0.2; None of an estimate of one point.
    """
    if told.low is None or told.high is None:
        return None
    outside = max(told.low - came, came - told.high, Fraction(0))
    return told.high - told.low + 2 * outside / (_LOW + 1 - _HIGH)
