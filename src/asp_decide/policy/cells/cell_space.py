"""All combinations of the cells of some axes at once: a set of them is one whole number.

Each combination is a bit, so that a condition is judged on all of them with a few operations on
two numbers: where it is true, and where it may be (Kleene's logic). What questions say in each
cell comes from the evaluator that made the axes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from asp_decide.clauses.condition import Condition
from asp_decide.policy.cells.axes import FALSE, TRUE, UNKNOWN, Axis, Cell
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.cell_sets import Sides
from asp_decide.policy.cells.suppositions import Supposition

MOST_CELLS = 200_000
"""Combinations that are gone through one by one: beyond this they are held as a diagram."""

type Cells = int
type Sided = tuple[Cells, Cells]
"""The cells in which something is certain, and those in which it is possible."""


@dataclass(slots=True)
class CellSpace:
    """The combinations of some axes. Raises TooManyCellsError if they are too many."""

    axes: Sequence[Axis[Condition]]
    size: int = 0
    _strides: list[int] = field(default_factory=list)
    _placed: Mapping[Condition, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.size = prod(len(axis.cells) for axis in self.axes)
        if self.size > MOST_CELLS:
            raise TooManyCellsError
        rest = self.size
        for axis in self.axes:
            rest //= len(axis.cells)
            self._strides.append(rest)
        self._placed = {
            question: (number, place)
            for number, axis in enumerate(self.axes)
            for place, question in enumerate(axis.questions)
        }

    @property
    def every(self) -> Cells:
        """All cells."""
        return (1 << self.size) - 1

    @property
    def none(self) -> Cells:
        """No cell."""
        return 0

    def overlap(self, one: Cells, other: Cells) -> bool:
        """Whether some cell is in both."""
        return bool(one & other)

    def asked(self, question: Condition) -> Sided | None:
        """Where a question of an axis is certain, and where it is possible."""
        placed = self._placed.get(question)
        return None if placed is None else self._read_off(*placed)

    def supposition(self, cells: Cells, *, last: bool = False) -> Supposition:
        """The fact that stands for the first of these cells, or the last; there is one."""
        assert cells, "no fact stands for no cell"
        number = cells.bit_length() - 1 if last else (cells & -cells).bit_length() - 1
        found: Supposition = ()
        for axis, stride in zip(self.axes, self._strides, strict=True):
            found += axis.cells[number // stride % len(axis.cells)].supposition
        return found

    def _read_off(self, number: int, place: int) -> Sided:
        cells, stride = self.axes[number].cells, self._strides[number]
        certain = possible = 0
        for digit, cell in enumerate(cells):
            block = ((1 << stride) - 1) << (digit * stride)
            certain |= block if cell.levels[place] == TRUE else 0
            possible |= block if cell.levels[place] != FALSE else 0
        period = stride * len(cells)
        return _repeated(certain, period, self.size), _repeated(possible, period, self.size)


def collapsed(condition: Condition, axes: Sequence[Axis[Condition]]) -> Axis[Condition]:
    """One axis for a condition on its own: a cell for each of the values that it can have."""
    space = CellSpace(axes)
    certain, possible = Sides(space).of(condition)
    levels = {FALSE: space.every ^ possible, UNKNOWN: possible ^ certain, TRUE: certain}
    cells = tuple(
        Cell(space.supposition(where), (level,)) for level, where in levels.items() if where
    )
    return Axis((condition,), cells)


def _repeated(block: int, period: int, size: int) -> int:
    """A pattern of so many bits again and again, up to that size."""
    pattern, length = block, period
    while length < size:
        pattern |= pattern << length
        length *= 2
    return pattern & ((1 << size) - 1)
