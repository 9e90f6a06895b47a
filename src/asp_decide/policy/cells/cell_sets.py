"""Sets of cells, however they are held: where a condition is certain, and where it is possible."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self, assert_never

from asp_decide.clauses.condition import All, AnyOf, Comparison, Condition, Linked, Not
from asp_decide.policy.cells.suppositions import Supposition


class CellSet(Protocol):
    """Some of the cells of a space: a whole number with a bit for each, or a diagram."""

    def __and__(self, other: Self, /) -> Self:
        """The cells that are in both."""
        ...

    def __or__(self, other: Self, /) -> Self:
        """The cells that are in one of them."""
        ...

    def __invert__(self, /) -> Self:
        """All other cells. Of a whole number only what is in a set of cells as well counts."""
        ...

    def __bool__(self, /) -> bool:
        """Whether there is any cell in it."""
        ...

    def bit_count(self, /) -> int:
        """How many cells there are in it."""
        ...


class Space[C: CellSet](Protocol):
    """The combinations of the cells of some axes."""

    @property
    def every(self) -> C:
        """All cells."""
        ...

    @property
    def none(self) -> C:
        """No cell."""
        ...

    def overlap(self, one: C, other: C) -> bool:
        """Whether some cell is in both."""
        ...

    def asked(self, question: Condition) -> tuple[C, C] | None:
        """Where a question of an axis is certain and where it is possible; None if it is none."""
        ...

    def supposition(self, cells: C, *, last: bool = False) -> Supposition:
        """The fact that stands for the first of these cells, or for the last; there is one."""
        ...


@dataclass(slots=True)
class Sides[C: CellSet]:
    """Where conditions on the questions of a space are certain, and where possible.

    Kleene's strong logic, on all cells at once.
    """

    space: Space[C]
    _known: dict[Condition, tuple[C, C]] = field(default_factory=dict)

    def of(self, condition: Condition) -> tuple[C, C]:
        """Where the condition is certain, and where it is possible."""
        found = self._known.get(condition)
        if found is None:
            found = self._known[condition] = self._sides(condition)
        return found

    def _sides(self, condition: Condition) -> tuple[C, C]:
        asked = self.space.asked(condition)
        if asked is not None:
            return asked
        match condition:
            case All(parts):
                certain, possible = self.space.every, self.space.every
                for part in parts:
                    sure, may_be = self.of(part)
                    certain, possible = certain & sure, possible & may_be
                return certain, possible
            case AnyOf(parts):
                certain, possible = self.space.none, self.space.none
                for part in parts:
                    sure, may_be = self.of(part)
                    certain, possible = certain | sure, possible | may_be
                return certain, possible
            case Not(part):
                certain, possible = self.of(part)
                return self.space.every & ~possible, self.space.every & ~certain
            case Comparison() | Linked():
                raise AssertionError("every question stands on an axis")
            case _:
                assert_never(condition)


def joined[C: CellSet](sets: list[C], none: C) -> C:
    """The cells that are in any of the sets; two by two, so that what is joined stays small."""
    while len(sets) > 1:
        pairs = zip(sets[::2], sets[1::2], strict=False)
        sets = [*(one | other for one, other in pairs), *(sets[-1:] if len(sets) % 2 else [])]
    return sets[0] if sets else none


def added[K, C: CellSet](found: Mapping[K, C], key: K, cells: C) -> C:
    """These cells and those that are known of the key already."""
    return found[key] | cells if key in found else cells
