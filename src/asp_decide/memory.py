"""What was found out before, by all that it was found out from."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

TURNS_KEPT = 10
"""Who breaks a file and mends it some saves later finds everything as it was before."""


@dataclass(slots=True, eq=False)
class _Kept:
    """A result, what was asked for on the way to it, and the turn in which it was last of use."""

    result: Any = None
    needed: list["_Kept"] = field(default_factory=list)
    turn: int = -1


@dataclass(slots=True)
class Memory:
    """Results of pure functions, each by everything that it depends on.

    Whoever looks at nearly the same again and again hands one memory down, and turns it over
    before each look: what so many looks in a row had no use for is forgotten. A result may be
    kept or computed anew, and nobody can tell the difference but by the clock.

    >>> memory = Memory()
    >>> memory.recall("two and two", lambda: 2 + 2), memory.recall("two and two", lambda: 5)
    (4, 4)
    """

    _kept: dict[Hashable, _Kept] = field(default_factory=dict)
    _computing: list[_Kept] = field(default_factory=list)
    _turn: int = 0

    def recall[T](self, key: Hashable, compute: Callable[[], T]) -> T:
        """What is kept under the key, or what is computed now; an exception is not kept.

        The key says which function it is and holds all that the result depends on.
        """
        kept = self._kept.get(key)
        if kept is None:
            kept = self._computed(compute)
            self._kept[key] = kept
        self._is_of_use(kept)
        if self._computing:
            self._computing[-1].needed.append(kept)
        found: T = kept.result
        return found

    def one_of[T: Hashable](self, thing: T, *apart: Hashable) -> T:
        """The thing, or one that is equal to it and was there before: the same one each time.

        `apart` is what else they must have in common.
        """
        return self.recall(("one of", type(thing), thing, *apart), lambda: thing)

    def turn(self) -> None:
        """Forget what was of no use in the last `TURNS_KEPT` turns."""
        self._turn += 1
        least = self._turn - TURNS_KEPT
        self._kept = {key: one for key, one in self._kept.items() if one.turn >= least}

    def _computed(self, compute: Callable[[], Any]) -> _Kept:
        found = _Kept()
        self._computing.append(found)
        try:
            found.result = compute()
        except BaseException:
            if len(self._computing) > 1:  # what it asked for is of use to whoever goes on
                self._computing[-2].needed += found.needed
            raise
        finally:
            self._computing.pop()
        return found

    def _is_of_use(self, kept: _Kept) -> None:
        """Marks it and what it was made from: an edit may ask for those again."""
        waiting = [kept]
        while waiting:
            one = waiting.pop()
            if one.turn != self._turn:
                one.turn = self._turn
                waiting += one.needed


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """A key for this very thing, which never changes, whatever else is equal to it.

    Hashing a whole rule costs more than most of what is asked of it. A key keeps its thing alive,
    so that no other can take its place.
    """

    thing: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)
