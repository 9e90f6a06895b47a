"""How much of each row a partial plan leaves, in whole numbers."""

from collections.abc import Iterable, Mapping

from asp_decide.optimize.cuts import groups_by_choice
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.whole_numbers import times, whole_amounts


class Room:
    """What every row leaves while whatever is not placed yet takes the least it can.

    Each row stands as one or two upper bounds in whole numbers. A choice asks of a bound what it
    adds over the least that its initiative may add. It is made once and cleared for each plan.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.group_of = groups_by_choice(programme)
        self.asks: list[dict[int, int]] = [{} for _ in programme.choices]
        self.left: list[int] = []
        for row in programme.rows:
            factor = whole_amounts([row.limit, *(amount for _, amount in row.terms)])
            for sign in {"<=": (1,), ">=": (-1,), "=": (1, -1)}[row.sense]:
                amounts = {n: sign * times(a, factor) for n, a in row.terms}
                groups = (programme.groups[g] for g in sorted({self.group_of[n] for n in amounts}))
                self._add_bound(amounts, sign * times(row.limit, factor), groups)
        self._whole = tuple(self.left)

    def clear(self) -> None:
        """Nothing is placed again."""
        self.left = list(self._whole)

    def fits(self, number: int) -> bool:
        """Whether the choice of an initiative that is not placed keeps every bound."""
        left = self.left
        return all(ask <= left[bound] for bound, ask in self.asks[number].items())

    def fits_for(self, number: int, other: int) -> bool:
        """Whether the choice may stand in the place of another one of the same initiative."""
        left, returned = self.left, self.asks[other]
        return all(
            ask <= left[bound] + returned.get(bound, 0) for bound, ask in self.asks[number].items()
        )

    def overdrawn(self) -> dict[int, int]:
        """By how much what is placed oversteps bounds, by bound; nothing where it keeps all."""
        return {bound: -left for bound, left in enumerate(self.left) if left < 0}

    def take(self, number: int) -> None:
        """Book the choice."""
        for bound, ask in self.asks[number].items():
            self.left[bound] -= ask

    def give_back(self, number: int) -> None:
        """Undo the booking of the choice."""
        for bound, ask in self.asks[number].items():
            self.left[bound] += ask

    def _add_bound(
        self, amounts: Mapping[int, int], limit: int, groups: Iterable[tuple[int, ...]]
    ) -> None:
        bound = len(self.left)
        for numbers in groups:
            of_group = [amounts.get(n, 0) for n in numbers]
            least = min(of_group)
            limit -= least
            for n, amount in zip(numbers, of_group, strict=True):
                if amount != least:
                    self.asks[n][bound] = amount - least
        self.left.append(limit)
