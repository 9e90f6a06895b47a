"""What parts of a plan gain, put together again: checked in exact numbers, one after another."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from asp_decide.optimize.room import Room

type _Swap = tuple[int, int]
"""A choice of the plan, and the one of the same initiative that takes its place."""


def joined(
    room: Room, taken: Collection[int], changes: Iterable[Collection[int]]
) -> frozenset[int]:
    """The plan after every change, in the order given, that still gains where it finds room.

    `taken` is a plan of the room's programme. A change is choices that take the place of those of
    the same initiatives, no two of one. Parts that were solved without knowing of each other may
    want the same room: the first one has it, and the others do without what gains them least for
    the room that is missing. What was placed in the room goes.
    """
    group_of = room.group_of
    room.clear()
    here: dict[int, int] = {}
    for number in taken:
        room.take(number)
        here[group_of[number]] = number
    for change in changes:
        swaps = [(here[group_of[n]], n) for n in change if here[group_of[n]] != n]
        here.update((group_of[new], new) for _, new in _made(room, swaps))
    return frozenset(here.values())


def _made(room: Room, swaps: Sequence[_Swap]) -> list[_Swap]:
    """Make the swaps, or as many as there is room for; none of them where that gains nothing."""
    made = list(swaps)
    for old, new in made:
        room.give_back(old)
        room.take(new)
    while overdrawn := room.overdrawn():
        made.remove(undone := _least_worth(room, made, overdrawn))
        _undo(room, undone)
    if sum((_gain(room, swap) for swap in made), Fraction(0)) > 0:
        return made
    for swap in made:
        _undo(room, swap)
    return []


def _least_worth(room: Room, swaps: Iterable[_Swap], overdrawn: Mapping[int, int]) -> _Swap:
    """The swap that gains least for what it takes of the room that is missing."""
    worth: dict[_Swap, Fraction] = {}
    for swap in swaps:
        old, new = (room.asks[number] for number in swap)
        more = {bound: new.get(bound, 0) - old.get(bound, 0) for bound in overdrawn}
        missing = (
            Fraction(min(more[bound], by), by) for bound, by in overdrawn.items() if more[bound] > 0
        )
        if share := sum(missing, Fraction(0)):
            gain = _gain(room, swap)
            worth[swap] = gain / share if gain > 0 else gain
    return min(worth, key=worth.__getitem__)


def _gain(room: Room, swap: _Swap) -> Fraction:
    old, new = swap
    return room.programme.losses[old] - room.programme.losses[new]


def _undo(room: Room, swap: _Swap) -> None:
    old, new = swap
    room.give_back(new)
    room.take(old)
