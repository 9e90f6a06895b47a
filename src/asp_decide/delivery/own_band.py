"""How far something lies above the band in which it moved: a stream against its own past."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from asp_decide.model.subject import History

BEFORE = 8
"""Intervals that make the band; with fewer nobody knows what is usual."""

_WIDTH = Fraction("2.66")
"""Mean moving ranges from the mean to either edge (Shewhart's individuals chart)."""


def excess_over_band(rates: History) -> History:
    """By interval how far a rate lies above the upper edge of its own band; 0 inside of it.

    The band is the mean of the eight intervals before plus 2.66 times their mean moving range. An
    interval is a hole where it or one of these eight is one.
    """
    values = rates.values
    return History(
        rates.intervals,
        tuple(_excess(values[max(0, at - BEFORE) : at], value) for at, value in enumerate(values)),
    )


def _excess(before: Sequence[Fraction | None], value: Fraction | None) -> Fraction | None:
    known = [each for each in before if each is not None]
    if value is None or len(known) < BEFORE:
        return None
    ranges = [abs(after - earlier) for earlier, after in pairwise(known)]
    mean = sum(known, Fraction(0)) / len(known)
    edge = mean + _WIDTH * sum(ranges, Fraction(0)) / len(ranges)
    return max(Fraction(0), value - edge)
