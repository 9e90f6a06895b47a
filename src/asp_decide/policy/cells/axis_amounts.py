"""Amounts that stand for all amounts: below, at, between and above the limits that occur."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from asp_decide.clauses.condition import QuantityTest
from asp_decide.model.quantity import WHOLE_UNITS


def amounts_between(tests: Sequence[QuantityTest]) -> tuple[Fraction, ...]:
    """An amount in base units for each place that one can have among the limits.

    Those that are not negative come first: as examples they are more like what people know.
    Of things that are counted there is nothing between one and the next, and none is negative.
    """
    limits = sorted({end for test in tests for end in (test.limit, test.upper) if end is not None})
    if not limits:
        return (Fraction(1),)
    if all(test.unit.name in WHOLE_UNITS for test in tests):
        return tuple(_whole(limits))
    step = min(test.unit.factor for test in tests)
    lowest = limits[0]
    below = lowest - step if lowest <= 0 or lowest > step else lowest / 2
    between = [(low + high) / 2 for low, high in pairwise(limits)]
    found = {below, *limits, *between, limits[-1] + step}
    return tuple(sorted(found, key=lambda amount: (amount < 0, abs(amount))))


def _whole(limits: Collection[Fraction]) -> Iterable[Fraction]:
    near = {n for limit in limits for n in (ceil(limit) - 1, floor(limit) + 1)}
    near |= {int(limit) for limit in limits if limit.denominator == 1}
    return [Fraction(n) for n in sorted(near) if n >= 0] or [Fraction(0)]
