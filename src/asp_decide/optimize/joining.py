"""What parts of a plan gain, put together again: checked in exact numbers, one after another."""

from collections.abc import Collection, Iterable
from fractions import Fraction

from asp_decide.optimize.room import Room


def joined(
    room: Room, taken: Collection[int], changes: Iterable[Collection[int]]
) -> frozenset[int]:
    """The plan after every change, in the order given, that still gains and finds its room.

    `taken` is a plan of the room's programme. A change is choices that take the place of those of
    the same initiatives, no two of one; it is made as a whole or not at all. Parts that were
    solved without knowing of each other may want the same room, and the first one has it. What
    was placed in the room goes.
    """
    losses, group_of = room.programme.losses, room.group_of
    room.clear()
    here: dict[int, int] = {}
    for number in taken:
        room.take(number)
        here[group_of[number]] = number
    for change in changes:
        swaps = [(here[group_of[n]], n) for n in change if here[group_of[n]] != n]
        if sum((losses[new] - losses[old] for old, new in swaps), Fraction(0)) >= 0:
            continue
        for old, new in swaps:
            room.give_back(old)
            room.take(new)
        if room.is_kept():
            here.update((group_of[new], new) for _, new in swaps)
            continue
        for old, new in swaps:
            room.give_back(new)
            room.take(old)
    return frozenset(here.values())
