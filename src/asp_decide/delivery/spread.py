"""How long things took, as the whole of it: percentiles, and never a mean alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean, quantiles

_HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and percentiles of `n` amounts, in their unit; straight lines between neighbours."""

    n: int
    mean: Fraction
    p50: Fraction
    p85: Fraction
    p95: Fraction


def spread_of(amounts: Iterable[Fraction]) -> Spread | None:
    """The spread of the amounts, exact; None where there is none.

    A percentile lies between order statistics by linear interpolation (Hyndman & Fan 1996, type 7).

    >>> spread_of([Fraction(n) for n in (12, 15, 18, 20, 22, 25, 28, 31, 40, 75)]).p85
    Fraction(737, 20)
    """
    known = sorted(amounts)
    if not known:
        return None
    if len(known) == 1:
        only = known[0]
        return Spread(1, only, only, only, only)
    cuts = quantiles(known, n=_HUNDREDTHS, method="inclusive")
    return Spread(len(known), Fraction(mean(known)), cuts[49], cuts[84], cuts[94])
