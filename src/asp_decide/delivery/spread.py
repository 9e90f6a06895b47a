"""How long things took, as the whole of it: percentiles, and never a mean alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import quantiles

from asp_decide.model.work_event import SECONDS_A_DAY

_HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and percentiles of `n` stretches of time, in days; straight lines between neighbours."""

    n: int
    mean: Fraction
    p50: Fraction
    p85: Fraction
    p95: Fraction


def spread_of(seconds: Iterable[int]) -> Spread | None:
    """The spread of stretches of time, each in whole seconds, exact; None where there is none.

    A percentile lies between order statistics by linear interpolation (Hyndman & Fan 1996, type 7).

    >>> found = spread_of(SECONDS_A_DAY * n for n in (12, 15, 18, 20, 22, 25, 28, 31, 40, 75))
    >>> found.p85 == Fraction("36.85")
    True
    """
    known = list(seconds)
    if not known:
        return None
    mean = _days(sum(known), len(known))
    if len(known) == 1:
        return Spread(1, mean, mean, mean, mean)
    # In hundredths of a second every cut is a whole number, so that its float is exact.
    cuts = quantiles([_HUNDREDTHS * each for each in known], n=_HUNDREDTHS, method="inclusive")
    p50, p85, p95 = (_days(int(cuts[at - 1]), _HUNDREDTHS) for at in (50, 85, 95))
    return Spread(len(known), mean, p50, p85, p95)


def _days(seconds: int, parts: int) -> Fraction:
    return Fraction(seconds, parts * SECONDS_A_DAY)
