"""Exact arithmetic without fractions: amounts times one number that makes them all whole."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm


def whole_amounts(values: Iterable[Fraction]) -> int:
    """The least number above zero that makes all of them whole."""
    return lcm(*{value.denominator for value in values})


def times(value: Fraction, factor: int) -> int:
    """The value times a factor that makes it whole, one that its denominator divides."""
    numerator, denominator = value.as_integer_ratio()
    return numerator * (factor // denominator)


def rounded_down(value: Fraction, factor: Fraction) -> int:
    """The largest whole number that is not above the product."""
    numerator, denominator = value.as_integer_ratio()
    by, over = factor.as_integer_ratio()
    return (numerator * by) // (denominator * over)


def rounded_up(value: Fraction, factor: Fraction) -> int:
    """The least whole number that is not below the product."""
    return -rounded_down(-value, factor)
