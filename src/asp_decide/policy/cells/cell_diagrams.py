"""Sets of cells that are too many to go through: diagrams that branch axis by axis.

A multi-valued decision diagram (Srinivasan, Kam, Malik and Brayton 1990): each node looks at one
axis, cells of the axis that lead to the same are one branch, and what leads to the same everywhere
is not looked at. Two equal sets are one node, so that nothing is reckoned twice. Rules that split
the same axes share most of it: its size grows with what tells rules apart, not with the product.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from asp_decide.clauses.condition import Condition
from asp_decide.policy.cells.axes import FALSE, TRUE, UNKNOWN, Axis
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.suppositions import Supposition

MOST_STEPS = 400_000
"""Branches that are met in one question, about a second of them: beyond it is not decided."""

type Node = int
type _Branches = tuple[tuple[int, Node], ...]
"""Cells of an axis, a bit for each, with what they lead to; those left out lead to no cell."""

_NOTHING, _EVERYTHING = 0, 1

_CERTAIN = bytes.maketrans(bytes((FALSE, UNKNOWN, TRUE)), b"001")
_POSSIBLE = bytes.maketrans(bytes((FALSE, UNKNOWN, TRUE)), b"011")


@dataclass(slots=True)
class Forest:
    """All diagrams over axes of these lengths. Raises TooManyCellsError after too many steps."""

    lengths: tuple[int, ...]
    steps_left: int = MOST_STEPS
    _axis: list[int] = field(default_factory=list)
    _branches: list[_Branches] = field(default_factory=lambda: [(), ()])
    _numbers: dict[tuple[int, _Branches], Node] = field(default_factory=dict)
    _met: dict[tuple[Node, Node], Node] = field(default_factory=dict)
    _overlapping: dict[tuple[Node, Node], bool] = field(default_factory=dict)
    _turned: dict[Node, Node] = field(default_factory=dict)
    _counts: dict[Node, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._axis = [len(self.lengths)] * 2

    def of_axis(self, axis: int, cells: int) -> Node:
        """The cells that are among these (a bit for each) on that axis."""
        return self._node(axis, {_EVERYTHING: cells})

    def meet(self, one: Node, other: Node) -> Node:
        """The cells that are in both."""
        if other in {one, _EVERYTHING}:
            return one
        if one == _EVERYTHING:
            return other
        if _NOTHING in {one, other}:
            return _NOTHING
        pair = (one, other) if one < other else (other, one)
        found = self._met.get(pair)
        if found is None:
            found = self._met[pair] = self._meet(*pair)
        return found

    def overlap(self, one: Node, other: Node) -> bool:
        """Whether some cell is in both: found without making a diagram of them."""
        if _NOTHING in {one, other}:
            return False
        if _EVERYTHING in {one, other} or one == other:
            return True
        pair = (one, other) if one < other else (other, one)
        found = self._overlapping.get(pair)
        if found is None:
            axis = min(self._axis[one], self._axis[other])
            others = self._at(axis, other)
            found = self._overlapping[pair] = any(
                cells & cells_too and self.overlap(to, to_too)
                for cells, to in self._at(axis, one)
                for cells_too, to_too in others
            )
        return found

    def turn(self, node: Node) -> Node:
        """All other cells."""
        if node in {_NOTHING, _EVERYTHING}:
            return _EVERYTHING - node
        if node not in self._turned:
            axis, left = self._axis[node], self._all_of(self._axis[node])
            found: dict[Node, int] = {}
            for cells, to in self._branches[node]:
                left &= ~cells
                other = self.turn(to)
                found[other] = found.get(other, 0) | cells
            found[_EVERYTHING] = found.get(_EVERYTHING, 0) | left
            self._turned[node] = turned = self._node(axis, found)
            self._turned[turned] = node
        return self._turned[node]

    def count(self, node: Node) -> int:
        """How many cells there are in it."""
        return self._counted(node) * prod(self.lengths[: self._axis[node]])

    def outermost(self, node: Node, *, last: bool) -> tuple[int, ...]:
        """The first cell of the set, or the last, as its place on each axis."""
        places = [length - 1 if last else 0 for length in self.lengths]
        while node != _EVERYTHING:
            ends = [(_end(cells, last=last), to) for cells, to in self._branches[node]]
            place, to = max(ends) if last else min(ends)
            places[self._axis[node]] = place
            node = to
        return tuple(places)

    def _meet(self, one: Node, other: Node) -> Node:
        axis = min(self._axis[one], self._axis[other])
        found: dict[Node, int] = {}
        branches = self._at(axis, one), self._at(axis, other)
        self.steps_left -= len(branches[0]) * len(branches[1])
        if self.steps_left < 0:
            raise TooManyCellsError
        for cells, to in branches[0]:
            for cells_too, to_too in branches[1]:
                if common := cells & cells_too:
                    both = self.meet(to, to_too)
                    found[both] = found.get(both, 0) | common
        return self._node(axis, found)

    def _at(self, axis: int, node: Node) -> _Branches:
        return self._branches[node] if self._axis[node] == axis else ((self._all_of(axis), node),)

    def _node(self, axis: int, found: Mapping[Node, int]) -> Node:
        """The node with these branches: always the same one."""
        branches = tuple(
            sorted((cells, to) for to, cells in found.items() if cells and to != _NOTHING)
        )
        if not branches:
            return _NOTHING
        if branches[0][0] == self._all_of(axis):
            return branches[0][1]
        key = axis, branches
        if key not in self._numbers:
            self._numbers[key] = len(self._branches)
            self._branches.append(branches)
            self._axis.append(axis)
        return self._numbers[key]

    def _counted(self, node: Node) -> int:
        """The combinations of the axes from that of the node on."""
        if node in {_NOTHING, _EVERYTHING}:
            return node
        if node not in self._counts:
            axis = self._axis[node]
            self._counts[node] = sum(
                cells.bit_count()
                * prod(self.lengths[axis + 1 : self._axis[to]])
                * self._counted(to)
                for cells, to in self._branches[node]
            )
        return self._counts[node]

    def _all_of(self, axis: int) -> int:
        return (1 << self.lengths[axis]) - 1


@dataclass(frozen=True, slots=True)
class Diagram:
    """A set of cells, as a node of a forest."""

    forest: Forest = field(compare=False, repr=False)
    node: Node

    def __and__(self, other: "Diagram", /) -> "Diagram":
        return Diagram(self.forest, self.forest.meet(self.node, other.node))

    def __or__(self, other: "Diagram", /) -> "Diagram":
        return ~(~self & ~other)

    def __invert__(self, /) -> "Diagram":
        return Diagram(self.forest, self.forest.turn(self.node))

    def __bool__(self, /) -> bool:
        return self.node != _NOTHING

    def bit_count(self, /) -> int:
        """How many cells there are in it."""
        return self.forest.count(self.node)


@dataclass(slots=True)
class DiagramSpace:
    """The combinations of some axes, however many they are."""

    axes: Sequence[Axis[Condition]]
    _forest: Forest = field(default_factory=lambda: Forest(()))
    _levels: dict[Condition, tuple[int, bytes]] = field(default_factory=dict)
    """By question: its axis, and how it comes out in each cell of it."""

    def __post_init__(self) -> None:
        self._forest = Forest(tuple(len(axis.cells) for axis in self.axes))
        for number, axis in enumerate(self.axes):
            levels = zip(*(cell.levels for cell in axis.cells), strict=True)
            for question, along in zip(axis.questions, levels, strict=True):
                self._levels[question] = number, bytes(along)

    @property
    def every(self) -> Diagram:
        """All cells."""
        return Diagram(self._forest, _EVERYTHING)

    @property
    def none(self) -> Diagram:
        """No cell."""
        return Diagram(self._forest, _NOTHING)

    def overlap(self, one: Diagram, other: Diagram) -> bool:
        """Whether some cell is in both."""
        return self._forest.overlap(one.node, other.node)

    def asked(self, question: Condition) -> tuple[Diagram, Diagram] | None:
        """Where a question of an axis is certain, and where it is possible."""
        if question not in self._levels:
            return None
        number, levels = self._levels[question]
        sides = (_as_bits(levels, _CERTAIN), _as_bits(levels, _POSSIBLE))
        certain, possible = (self._forest.of_axis(number, cells) for cells in sides)
        return Diagram(self._forest, certain), Diagram(self._forest, possible)

    def supposition(self, cells: Diagram, *, last: bool = False) -> Supposition:
        """The fact that stands for the first of these cells, or for the last; there is one."""
        assert cells, "no fact stands for no cell"
        places = self._forest.outermost(cells.node, last=last)
        return tuple(
            one
            for axis, place in zip(self.axes, places, strict=True)
            for one in axis.cells[place].supposition
        )

    def ask_anew(self) -> None:
        """Another question about the same cells has steps of its own."""
        self._forest.steps_left = MOST_STEPS


def _as_bits(levels: bytes, digits: bytes) -> int:
    """A bit for each place, as the table gives digits for levels; the first place is the last."""
    return int(levels[::-1].translate(digits), 2)


def _end(cells: int, *, last: bool) -> int:
    return cells.bit_length() - 1 if last else (cells & -cells).bit_length() - 1
