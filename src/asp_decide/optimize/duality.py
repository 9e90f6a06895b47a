"""Weak duality in whole numbers: what every plan loses at least, whatever prices rows are given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from asp_decide.optimize.programme import Origin, Programme, Row
from asp_decide.optimize.whole_numbers import rounded_down, rounded_up, whole_amounts

GRID = 2**40
"""Multipliers are whole numbers over this."""

_FINE = 2**60
"""Rows in normal form are rounded outwards to whole numbers over this: looser, so still true."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Losses with what choices take of rows at their price, over `GRID * 2**60` of the unit.

    `constant` is what the limits give back. Each plan loses at least `constant` and its weights.
    """

    weights: Sequence[int]
    constant: int


class Duality:
    """A presolved programme with its cuts, ready to be weighed by many sets of multipliers."""

    def __init__(self, programme: Programme, cuts: Iterable[Row] = ()) -> None:
        self.programme = programme
        self.rows = {row.origin: row for row in (*programme.rows, *cuts)}
        factor = GRID * _FINE / programme.unit
        self._losses = [rounded_down(loss, factor) for loss in programme.losses]
        self._outward: dict[tuple[Origin, bool], tuple[int, list[tuple[int, int]]]] = {}
        self._step = whole_amounts(programme.losses)

    def add(self, rows: Iterable[Row]) -> None:
        """These rows as well, which every plan keeps."""
        self.rows |= {row.origin: row for row in rows}

    def weigh(self, multipliers: Mapping[Origin, int]) -> Weighed:
        """The weights of all choices by these multipliers; those of no row here count nothing."""
        weights, constant = list(self._losses), 0
        for origin, price in multipliers.items():
            if not price or origin not in self.rows:
                continue
            limit, amounts = self._upper(origin, positive=price > 0)
            size = abs(price)
            constant -= size * limit
            for number, amount in amounts:
                weights[number] += size * amount
        return Weighed(weights, constant)

    def least(self, weighed: Weighed, excluded: frozenset[int] = frozenset()) -> int | None:
        """What every plan without the excluded choices loses at least, None if there is none."""
        total = weighed.constant
        for group in self.programme.groups:
            of_group = (weighed.weights[n] for n in group if n not in excluded)
            least = min(of_group, default=None)
            if least is None:
                return None
            total += least
        return total

    def priced_out(self, weighed: Weighed, *, reaching: Fraction) -> frozenset[int]:
        """The choices by which, at these prices, every plan loses so much money or more."""
        least, target = self.least(weighed), self.reaches(reaching)
        assert least is not None, "every initiative has a choice"
        return frozenset(
            number
            for group in self.programme.groups
            for lowest in [min(weighed.weights[n] for n in group)]
            for number in group
            if least + weighed.weights[number] - lowest >= target
        )

    @property
    def step(self) -> Fraction:
        """All losses are multiples of this amount of money."""
        return Fraction(1, self._step)

    def in_money(self, amount: int) -> Fraction:
        """The amount in money. Losses are multiples of one step, so it is rounded up to that."""
        return Fraction(ceil(self.exactly(amount) * self._step), self._step)

    def exactly(self, amount: int) -> Fraction:
        """The amount in money, as it is."""
        return amount * self.programme.unit / (GRID * _FINE)

    def reaches(self, loss: Fraction) -> int:
        """The least amount that in money is this loss or more."""
        below = loss - Fraction(1, self._step)
        return floor(below / self.programme.unit * GRID * _FINE) + 1

    def _upper(self, origin: Origin, *, positive: bool) -> tuple[int, list[tuple[int, int]]]:
        """The row as an upper bound in whole numbers, loosened by less than one of them."""
        key = origin, positive
        if key not in self._outward:
            row = self.rows[origin]
            sign = 1 if (row.sense != ">=") == positive else -1
            factor = sign * _FINE / row.scale
            by, over = factor.as_integer_ratio()
            ratios = ((number, *amount.as_integer_ratio()) for number, amount in row.terms)
            amounts = [(n, numerator * by // (below * over)) for n, numerator, below in ratios]
            self._outward[key] = rounded_up(row.limit, factor), amounts
        return self._outward[key]
