"""What a solver is given of exact amounts: of each the nearest float."""

from fractions import Fraction


def ratio(amount: Fraction, scale: Fraction) -> float:
    """The quotient as a float, rounded once."""
    numerator, denominator = amount.as_integer_ratio()
    by, over = scale.as_integer_ratio()
    return (numerator * over) / (denominator * by)
