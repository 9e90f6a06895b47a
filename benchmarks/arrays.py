"""The plain programme as arrays: every choice and every row, nothing removed and nothing scaled."""

from collections.abc import Iterator
from fractions import Fraction
from math import lcm
from pathlib import Path

import numpy as np

from asp_decide.optimize.programme import Programme, Row, Term

LARGEST_WHOLE = 2**40
"""Coefficients in whole numbers stay below this; CP-SAT sums them in 64 bits."""

_LEAST = np.iinfo(np.int64).min
_MOST = np.iinfo(np.int64).max


def write_arrays(programme: Programme, path: Path) -> None:
    """For sides that know nothing of us: rows in floats, and the same rows in whole numbers.

    The first rows say `one choice of each initiative`. Whole rows are exact where a common
    denominator is small enough; else they are rounded so that no plan they allow breaks the row.
    """
    rows = list(_all_rows(programme))
    starts = np.cumsum([0, *(len(terms) for terms, _, _ in rows)])
    money = lcm(*(loss.denominator for loss in programme.losses))
    whole = [_whole(*row) for row in rows]
    np.savez(
        path,
        losses=np.array([float(loss) for loss in programme.losses]),
        starts=starts.astype(np.int32),
        indices=np.array([n for terms, _, _ in rows for n, _ in terms], dtype=np.int32),
        coefficients=np.array([float(a) for terms, _, _ in rows for _, a in terms]),
        lower=np.array([-np.inf if low is None else float(low) for _, low, _ in rows]),
        upper=np.array([np.inf if high is None else float(high) for _, _, high in rows]),
        whole_losses=np.array([int(loss * money) for loss in programme.losses], dtype=np.int64),
        whole_money=np.array(money, dtype=np.int64),
        whole_coefficients=np.array([a for each in whole for a in each[0]], dtype=np.int64),
        whole_lower=np.array([low for _, low, _ in whole], dtype=np.int64),
        whole_upper=np.array([high for _, _, high in whole], dtype=np.int64),
    )


type _Plain = tuple[tuple[Term, ...], Fraction | None, Fraction | None]


def _all_rows(programme: Programme) -> Iterator[_Plain]:
    one = Fraction(1)
    for group in programme.groups:
        yield tuple((number, one) for number in group), one, one
    for row in programme.rows:
        yield row.terms, *_sides(row)


def _sides(row: Row) -> tuple[Fraction | None, Fraction | None]:
    low = row.limit if row.sense != "<=" else None
    high = row.limit if row.sense != ">=" else None
    return low, high


def _whole(
    terms: tuple[Term, ...], low: Fraction | None, high: Fraction | None
) -> tuple[list[int], int, int]:
    known = [amount for _, amount in terms] + [side for side in (low, high) if side is not None]
    common = lcm(*(amount.denominator for amount in known))
    largest = max((abs(amount) for amount in known), default=Fraction(1))
    if largest * common <= LARGEST_WHOLE or (low is not None and high is not None):
        times, up = Fraction(common), False
    else:
        times, up = Fraction(LARGEST_WHOLE) / largest / 2**10, low is None
    amounts = [_rounded(amount * times, up=up) for _, amount in terms]
    least = _LEAST if low is None else _rounded(low * times, up=True)
    most = _MOST if high is None else _rounded(high * times, up=False)
    return amounts, least, most


def _rounded(amount: Fraction, *, up: bool) -> int:
    return -((-amount).__floor__()) if up else amount.__floor__()
