"""Draws that share a cause: each as even as before, and together up or down where they share it.

A Gaussian copula: parts between 0 and 1 become normal deviates, those of a draw and of its causes
are added at equal weight, and the sum becomes a part again. Two draws that share one cause of
their only one correlate by a half. Floats come in here and leave as fractions.
"""

from collections.abc import Sequence
from fractions import Fraction
from statistics import NormalDist

_NORMAL = NormalDist()
_GRID = 10**9
"""Parts leave here over this, so that no last bit of a float is ever part of a draw."""


def together(own: Fraction, causes: Sequence[Fraction]) -> Fraction:
    """The part at which a draw stands that has these causes beside its own; itself without any.

    >>> together(Fraction(1, 5), [])
    Fraction(1, 5)
    >>> together(Fraction(1, 5), [Fraction(4, 5)])
    Fraction(1, 2)
    """
    if not causes:
        return own
    deviates = [_NORMAL.inv_cdf(float(part)) for part in (own, *causes)]
    deviate = sum(deviates) / len(deviates) ** 0.5
    part = round(_NORMAL.cdf(deviate) * _GRID)
    return Fraction(min(max(part, 1), _GRID - 1), _GRID)
