"""Parts of a programme: some initiatives are free, all others stay as a plan has them."""

from collections.abc import Iterable, Sequence
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

    def used(self, taken: Iterable[int]) -> list[int]:
        """What these choices use of each row, in whole numbers."""
        used = [0] * len(self.rows)
        for number in taken:
            for place, _, amount in self._standing[number]:
                used[place] += amount
        return used

    def part(
        self, used: Sequence[int], free: Iterable[int], groups: Sequence[Sequence[int]]
    ) -> Programme:
        """The programme of these groups alone: what all others take is off the limits.

        `groups` hold the choices that may be taken, one of each; they are numbered anew, in this
        order. `used` is what a plan uses of each row, and `free` what it takes in these groups;
        the choices of all others stay as it has them.
        """
        whole = self.programme
        numbers = [n for group in groups for n in group]
        terms: dict[int, list[Term]] = {}
        for new, old in enumerate(numbers):
            for place, amount, _ in self._standing[old]:
                terms.setdefault(place, []).append((new, amount))
        stays = list(used)
        for number in free:
            for place, _, in_whole in self._standing[number]:
                stays[place] -= in_whole
        new_numbers = iter(range(len(numbers)))
        return Programme(
            choices=tuple(whole.choices[n] for n in numbers),
            groups=tuple(tuple(next(new_numbers) for _ in group) for group in groups),
            losses=tuple(whole.losses[n] for n in numbers),
            rows=tuple(
                self._row(place, stays[place], tuple(of_row))
                for place, of_row in sorted(terms.items())
            ),
            worth=whole.worth,
            unit=whole.unit,
            grid=whole.grid,
        )

    def _row(self, place: int, used: int, terms: tuple[Term, ...]) -> Row:
        row = self.rows[place]
        limit, factor = self._limits[place]
        return Row(row.origin, row.sense, Fraction(limit - used, factor), terms, row.scale)
