"""Plans to begin with: initiatives placed one after another, then exchanged one by one."""

from collections.abc import Sequence
from fractions import Fraction

from asp_decide.optimize.evaluation import loss_of
from asp_decide.optimize.list_rules import Ranking
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.room import Room

_MOST_RESTARTS = 40


def place(programme: Programme, ranking: Ranking) -> tuple[str, ...] | None:
    """The list plan: in the order of turns, each takes the first of its wishes that still fits.

    `programme` is a presolved one. An initiative that finds no place is put first and the list
    begun anew (squeaky wheel, Joslin & Clements 1999). None if that does not help. A list is a
    start for the solver and not a plan: it does not see what a large bet displaces.
    """
    queue = list(ranking)
    room = Room(programme)
    whole = list(room.left)
    for _ in range(_MOST_RESTARTS):
        room.left = list(whole)
        taken: list[int] = []
        for group in queue:
            found = next((n for n in group if room.fits(n)), None)
            if found is None:
                queue.remove(group)
                queue.insert(0, group)
                break
            room.take(found)
            taken.append(found)
        else:
            return programme.ids(taken)
    return None


def exchange(programme: Programme, taken: Sequence[str], weights: Sequence[int]) -> tuple[str, ...]:
    """The plan after every exchange of one choice that loses less, or as much at less weight.

    The rest of the plan stays; initiatives are tried in the programme's order until nothing
    changes. `weights` are by choice.
    """
    room = Room(programme)
    here: dict[int, int] = {}
    group_of = {n: g for g, group in enumerate(programme.groups) for n in group}
    for number in programme.numbers(taken):
        room.take(number)
        here[group_of[number]] = number
    changed = True
    while changed:
        changed = False
        for group, numbers in enumerate(programme.groups):
            now = here[group]
            better = [
                n for n in numbers if _key(programme, weights, n) < _key(programme, weights, now)
            ]
            for number in sorted(better, key=lambda n: _key(programme, weights, n)):
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


def _key(programme: Programme, weights: Sequence[int], number: int) -> tuple[Fraction, int]:
    """What an exchange must lower; the sort is stable, so equals stay in the programme's order."""
    return programme.losses[number], weights[number]
