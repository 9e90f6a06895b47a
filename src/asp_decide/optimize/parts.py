"""Parts of a programme: some initiatives are free, all others stay as a plan has them."""

from collections.abc import Collection, Iterable
from fractions import Fraction

from asp_decide.optimize.programme import Programme, Row, Term
from asp_decide.optimize.whole_numbers import times, whole_amounts


class Parts:
    """A programme taken apart by choices, so that a part of it is made in the time of the part.

    `cuts` are rows that every plan keeps; they stand in the parts as well.
    """

    def __init__(self, programme: Programme, cuts: Iterable[Row] = ()) -> None:
        self.programme = programme
        self.rows = (*programme.rows, *cuts)
        self._standing: list[list[tuple[int, Fraction, int]]] = [[] for _ in programme.choices]
        self._limits: list[tuple[int, int]] = []
        for place, row in enumerate(self.rows):
            factor = whole_amounts([row.limit, *(amount for _, amount in row.terms)])
            self._limits.append((times(row.limit, factor), factor))
            for number, amount in row.terms:
                self._standing[number].append((place, amount, times(amount, factor)))

    def part(
        self, taken: Collection[int], groups: Collection[int], kept: Collection[int]
    ) -> Programme:
        """The programme of these groups and choices alone: what all others take is off the limits.

        `taken` is a plan; the choices of other groups stay as it has them.
        """
        whole = self.programme
        free = sorted(groups)
        found = [[n for n in whole.groups[group] if n in kept] for group in free]
        numbers = [n for group in found for n in group]
        terms: dict[int, list[Term]] = {}
        for new, old in enumerate(numbers):
            for place, amount, _ in self._standing[old]:
                terms.setdefault(place, []).append((new, amount))
        used = self._used(frozenset(taken).difference(*(whole.groups[group] for group in free)))
        new_of = {old: new for new, old in enumerate(numbers)}
        return Programme(
            choices=tuple(whole.choices[n] for n in numbers),
            groups=tuple(tuple(new_of[n] for n in group) for group in found),
            losses=tuple(whole.losses[n] for n in numbers),
            rows=tuple(
                self._row(place, used[place], tuple(of_row))
                for place, of_row in sorted(terms.items())
            ),
            worth=whole.worth,
            unit=whole.unit,
            grid=whole.grid,
        )

    def _used(self, fixed: Iterable[int]) -> list[int]:
        used = [0] * len(self.rows)
        for number in fixed:
            for place, _, amount in self._standing[number]:
                used[place] += amount
        return used

    def _row(self, place: int, used: int, terms: tuple[Term, ...]) -> Row:
        row = self.rows[place]
        limit, factor = self._limits[place]
        return Row(row.origin, row.sense, Fraction(limit - used, factor), terms, row.scale)
