"""Plans to begin with: initiatives placed one after another, then exchanged one by one."""

from collections.abc import Iterator, Mapping, Sequence

from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.evaluation import loss_of
from asp_decide.optimize.list_rules import Ranking, by_density, by_place, by_urgency
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.room import Room
from asp_decide.optimize.whole_numbers import times, whole_amounts

_MOST_RESTARTS = 40


def place(room: Room, ranking: Ranking) -> tuple[str, ...] | None:
    """The list plan: in the order of turns, each takes the first of its wishes that still fits.

    `room` is that of a presolved programme; what was placed in it goes. Initiatives that find no
    place are all put first and the list begun anew (squeaky wheel, Joslin & Clements 1999). None
    if that does not help. A list is a start for the solver and not a plan: it does not see what a
    large bet displaces.
    """
    queue = list(ranking)
    for _ in range(_MOST_RESTARTS):
        room.clear()
        taken: list[int] = []
        placed, without = [], []
        for group in queue:
            found = next((n for n in group if room.fits(n)), None)
            if found is None:
                without.append(group)
            else:
                room.take(found)
                taken.append(found)
                placed.append(group)
        if not without:
            return room.programme.ids(taken)
        queue = [*without, *placed]
    return None


def listed(room: Room, order: Mapping[InitiativeId, int]) -> Iterator[tuple[str, ...] | None]:
    """The list plans that need no prices: a plan is in hand before anything is relaxed.

    `order` is the place of each initiative by CD3.
    """
    programme = room.programme
    yield place(room, by_place(programme, order))
    yield place(room, by_urgency(programme))
    yield place(room, by_density(programme))


def repaired(room: Room, plan: Sequence[str]) -> tuple[str, ...] | None:
    """A plan of another programme as a list: each takes its choice there, where that still fits.

    Who spares most per share of limits goes first, so that what gives way is worth least. A plan
    that fits stays as it is; None where the list does not come to a plan.
    """
    programme = room.programme
    theirs = frozenset(plan)

    def wish(number: int) -> bool:
        return programme.choices[number].id not in theirs

    # The sort is stable, so all others stay in the order of wishes.
    return place(room, [sorted(group, key=wish) for group in by_density(programme)])


def exchange(room: Room, taken: Sequence[str], weights: Sequence[int]) -> tuple[str, ...]:
    """The plan after every exchange of one choice that loses less, or as much at less weight.

    The rest of the plan stays; initiatives are tried in the programme's order until nothing
    changes. `weights` are by choice; what was placed in the room goes.
    """
    programme = room.programme
    room.clear()
    keys = _keys(programme, weights)
    # The sort is stable, so equals stay in the programme's order.
    wishes = [sorted(numbers, key=keys.__getitem__) for numbers in programme.groups]
    here: dict[int, int] = {}
    group_of = {n: g for g, group in enumerate(programme.groups) for n in group}
    for number in programme.numbers(taken):
        room.take(number)
        here[group_of[number]] = number
    changed = True
    while changed:
        changed = False
        for group, ranked in enumerate(wishes):
            now = here[group]
            for number in ranked:
                if keys[number] >= keys[now]:
                    break
                if room.fits_for(number, now):
                    room.give_back(now)
                    room.take(number)
                    here[group] = number
                    changed = True
                    break
    return programme.ids(here.values())


def better_of(
    programme: Programme, plans: Sequence[tuple[str, ...] | None]
) -> tuple[str, ...] | None:
    """The plan with the least loss; the earlier of equals; None if there is none."""
    found = [plan for plan in plans if plan is not None]
    return min(found, key=lambda plan: loss_of(programme, programme.numbers(plan)), default=None)


def _keys(programme: Programme, weights: Sequence[int]) -> list[tuple[int, int]]:
    """What an exchange must lower, by choice: the loss in whole numbers, then the weight."""
    factor = whole_amounts(programme.losses)
    losses = (times(loss, factor) for loss in programme.losses)
    return list(zip(losses, weights, strict=True))
