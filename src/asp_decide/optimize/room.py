"""How much of each row a partial plan leaves, in whole numbers."""

from collections.abc import Iterable, Mapping

from asp_decide.optimize.presolve import whole_amounts
from asp_decide.optimize.programme import Programme


class Room:
    """What every row leaves while whatever is not placed yet takes the least it can.

    Each row stands as one or two upper bounds in whole numbers. A choice asks of a bound what it
    adds over the least that its initiative may add.
    """

    def __init__(self, programme: Programme) -> None:
        group_of = {n: g for g, group in enumerate(programme.groups) for n in group}
        self.asks: list[dict[int, int]] = [{} for _ in programme.choices]
        self.left: list[int] = []
        for row in programme.rows:
            factor = whole_amounts([row.limit, *(amount for _, amount in row.terms)])
            for sign in {"<=": (1,), ">=": (-1,), "=": (1, -1)}[row.sense]:
                amounts = {n: int(sign * a * factor) for n, a in row.terms}
                groups = (programme.groups[g] for g in sorted({group_of[n] for n in amounts}))
                self._add_bound(amounts, int(sign * row.limit * factor), groups)

    def fits(self, number: int) -> bool:
        """Whether the choice of an initiative that is not placed keeps every bound."""
        return all(ask <= self.left[bound] for bound, ask in self.asks[number].items())

    def fits_for(self, number: int, other: int) -> bool:
        """Whether the choice may stand in the place of another one of the same initiative."""
        returned = self.asks[other]
        return all(
            ask - returned.get(bound, 0) <= self.left[bound]
            for bound, ask in self.asks[number].items()
        )

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
            least = min(amounts.get(n, 0) for n in numbers)
            limit -= least
            for n in numbers:
                ask = amounts.get(n, 0) - least
                if ask:
                    self.asks[n][bound] = ask
        self.left.append(limit)
