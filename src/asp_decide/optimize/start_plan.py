"""Plans to begin with: initiatives placed one after another, each where it still fits."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.presolve import whole_amounts
from asp_decide.optimize.programme import Programme, Relaxation

_MOST_RESTARTS = 40


def place_by_order(
    programme: Programme, order: Mapping[InitiativeId, int]
) -> tuple[str, ...] | None:
    """The list plan: in this order, each initiative takes its best choice that still fits.

    `programme` is a presolved one. An initiative that finds no place is put first and the list
    begun anew (squeaky wheel, Joslin & Clements 1999). None if that does not help. A list is a
    start for the solver and not a plan: it does not see what a large bet displaces.
    """
    last = len(order)
    groups = sorted(
        programme.groups,
        key=lambda g: (order.get(_initiative(programme, g), last), _initiative(programme, g)),
    )
    by_loss = [sorted(g, key=lambda n: (programme.losses[n], n)) for g in groups]
    return _place(programme, by_loss)


def place_by_relaxation(programme: Programme, relaxed: Relaxation) -> tuple[str, ...] | None:
    """The plan nearest to the relaxation: what it takes most of is placed first."""
    share = [relaxed.shares.get(choice.id, 0) for choice in programme.choices]
    by_share = [
        sorted(group, key=lambda n: (-share[n], programme.losses[n], n))
        for group in programme.groups
    ]
    return _place(programme, sorted(by_share, key=lambda group: (-share[group[0]], group)))


def _place(programme: Programme, wishes: Sequence[Sequence[int]]) -> tuple[str, ...] | None:
    room = _Room(programme)
    queue = list(wishes)
    for _ in range(_MOST_RESTARTS):
        taken: list[int] = []
        rooms = dict(room.initial)
        for group in queue:
            found = next((n for n in group if room.fits(n, rooms)), None)
            if found is None:
                queue.remove(group)
                queue.insert(0, group)
                break
            room.take(found, rooms)
            taken.append(found)
        else:
            return programme.ids(taken)
    return None


class _Room:
    """What each row leaves, while whatever is not placed yet takes the least it can.

    Every row stands as one or two upper bounds in whole numbers; a choice asks of a bound what it
    adds over the least of its initiative.
    """

    def __init__(self, programme: Programme) -> None:
        group_of = {n: g for g, group in enumerate(programme.groups) for n in group}
        self.asks: list[dict[int, int]] = [{} for _ in programme.choices]
        self.initial: dict[int, int] = {}
        for row in programme.rows:
            signs = {"<=": (1,), ">=": (-1,), "=": (1, -1)}[row.sense]
            factor = whole_amounts([row.limit, *(amount for _, amount in row.terms)])
            for sign in signs:
                amounts = {n: int(sign * a * factor) for n, a in row.terms}
                self._add(programme, amounts, int(sign * row.limit * factor), group_of)

    def fits(self, number: int, rooms: Mapping[int, int]) -> bool:
        """Whether the choice leaves every bound kept."""
        return all(ask <= rooms[bound] for bound, ask in self.asks[number].items())

    def take(self, number: int, rooms: dict[int, int]) -> None:
        """Book the choice."""
        for bound, ask in self.asks[number].items():
            rooms[bound] -= ask

    def _add(
        self,
        programme: Programme,
        amounts: Mapping[int, int],
        limit: int,
        group_of: Mapping[int, int],
    ) -> None:
        bound = len(self.initial)
        for group in sorted({group_of[n] for n in amounts}):
            numbers = programme.groups[group]
            least = min(amounts.get(n, 0) for n in numbers)
            limit -= least
            for n in numbers:
                ask = amounts.get(n, 0) - least
                if ask:
                    self.asks[n][bound] = ask
        self.initial[bound] = limit


def _initiative(programme: Programme, group: Sequence[int]) -> InitiativeId:
    return programme.choices[group[0]].initiative


def better_of(
    programme: Programme, plans: Sequence[tuple[str, ...] | None]
) -> tuple[str, ...] | None:
    """The plan with the least loss; the earlier of equals; None if there is none."""
    best: tuple[Fraction, tuple[str, ...]] | None = None
    for plan in plans:
        if plan is not None:
            loss = sum((programme.losses[n] for n in programme.numbers(plan)), Fraction(0))
            if best is None or loss < best[0]:
                best = loss, plan
    return None if best is None else best[1]
