"""Conditions that share nothing are looked at apart, and what is private to one is collapsed.

Both keep the products small without leaving anything out: the questions are independent, so that
each combination of what parts can say does occur.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from asp_decide.clauses.condition import All, AnyOf, Comparison, Condition, Linked, Not
from asp_decide.model.subject import SubjectKind
from asp_decide.policy.cells.axes import Axes, Axis, Words, thing_of
from asp_decide.policy.cells.bare_conditions import asked_in, parts_of
from asp_decide.policy.cells.cell_diagrams import Diagram, DiagramSpace
from asp_decide.policy.cells.cell_sets import CellSet, Sides, Space
from asp_decide.policy.cells.cell_space import Cells, CellSpace, collapsed
from asp_decide.policy.cells.contradictions import contradictions


@dataclass(frozen=True, slots=True)
class Part[C: CellSet]:
    """Conditions that hang together, and every cell of what they look at.

    `possible` are the cells that can occur at all, as far as that is certain.
    """

    space: Space[C]
    sides: Sides[C]
    restated: Mapping[Condition, Condition]
    possible: C

    def sided(self, condition: Condition) -> tuple[C, C]:
        """Where a condition is certain and where possible, of the cells that can occur."""
        certain, possible = self.sides.of(self.restated.get(condition, condition))
        return certain & self.possible, possible & self.possible


def part_of(
    conditions: Iterable[Condition], axes: Axes, kind: SubjectKind, words: Words
) -> Part[Cells]:
    """The cells of conditions that are looked at together. Raises TooManyCellsError."""
    roots = tuple(dict.fromkeys(conditions))
    excluded = contradictions([one for root in roots for one in asked_in(root)])
    stated = dict(zip(roots, _with_shared_parts_apart(roots), strict=True))
    stated |= {one: one for one in excluded}
    asked = dict.fromkeys(one for condition in stated.values() for one in asked_in(condition))
    narrowing = _Narrowing(axes.axes_of(asked, kind, words), tuple(stated.values()))
    restated = {one: narrowing.narrowed(condition) for one, condition in stated.items()}
    return _part(CellSpace(narrowing.left), restated, excluded)


def crowded_part_of(
    conditions: Iterable[Condition], axes: Axes, kind: SubjectKind, words: Words
) -> tuple[Part[Diagram], DiagramSpace]:
    """The same where the cells are too many to go through, and the space itself.

    Raises TooManyCellsError if those of one axis are.
    """
    roots = tuple(dict.fromkeys(conditions))
    excluded = contradictions([one for root in roots for one in asked_in(root)])
    # What excludes a cell may ask a question that no rule asks, such as whether a ratio is known.
    asked = dict.fromkeys(one for condition in (*roots, *excluded) for one in asked_in(condition))
    space = DiagramSpace(axes.axes_of(asked, kind, words))
    return _part(space, {}, excluded), space


def _part[C: CellSet](
    space: Space[C], restated: Mapping[Condition, Condition], excluded: Iterable[Condition]
) -> Part[C]:
    sides, possible = Sides(space), space.every
    for one in excluded:
        possible = possible & ~sides.of(restated.get(one, one))[0]
    return Part(space, sides, restated, possible)


def _with_shared_parts_apart(roots: Sequence[Condition]) -> list[Condition]:
    """The conditions, with parts that stand in the same ones together as a part of their own."""
    stated = list(roots)
    for join in (All, AnyOf):
        standing: dict[Condition, list[int]] = {}
        for number, root in enumerate(roots):
            if isinstance(root, join):
                for part in root.parts:
                    standing.setdefault(part, []).append(number)
        groups: dict[tuple[int, ...], list[Condition]] = {}
        for part, standing_in in standing.items():
            groups.setdefault(tuple(standing_in), []).append(part)
        for together, group in groups.items():
            if len(together) < 2 or len(group) < 2:
                continue
            for number in together:
                root = stated[number]
                assert isinstance(root, join), "what stands together stands in such conditions"
                rest = tuple(part for part in root.parts if part not in group)
                stated[number] = join((join(tuple(group)), *rest))
    return stated


def hanging_together[T](conditions: Mapping[T, Sequence[Condition]]) -> list[list[T]]:
    """Those that look at a common thing, in one list; lists and members in the order given."""
    looked_at = {one: set(_things(its)) for one, its in conditions.items()}
    asked = {thing for things in looked_at.values() for thing in things}
    for one, its in conditions.items():
        looked_at[one] |= set(_parts_of_ratios(its)) & asked
    lists: list[tuple[list[T], set[Hashable]]] = []
    for one, things in looked_at.items():
        touching = [found for found in lists if not found[1].isdisjoint(things)]
        members = [member for found in touching for member in found[0]]
        together = things.union(*(found[1] for found in touching))
        lists = [found for found in lists if found not in touching]
        lists.append(([*members, one], together))
    places = {one: place for place, one in enumerate(conditions)}
    ordered = [sorted(members, key=places.__getitem__) for members, _ in lists]
    return sorted(ordered, key=lambda members: places[members[0]])


def _things(conditions: Sequence[Condition]) -> Iterator[Hashable]:
    return (thing_of(question) for one in conditions for question in asked_in(one))


def _parts_of_ratios(conditions: Sequence[Condition]) -> Iterator[Hashable]:
    for one in conditions:
        for question in asked_in(one):
            if isinstance(question, Comparison) and question.ratio_of is not None:
                yield from (("measure", name, None) for name in question.ratio_of)


@dataclass(slots=True)
class _Narrowing:
    """Axes that only one condition looks at are replaced by the values of that condition."""

    axes: Sequence[Axis[Condition]]
    roots: Sequence[Condition]
    _asked_of: dict[Condition, int] = field(default_factory=dict)
    _axis_of: dict[Condition, int] = field(default_factory=dict)
    _all: list[Axis[Condition]] = field(default_factory=list)
    _gone: set[int] = field(default_factory=set)
    _askers: dict[int, set[tuple[Condition, Condition]]] = field(default_factory=dict)
    _parents: dict[Condition, set[Condition]] = field(default_factory=dict)
    _narrowed: dict[Condition, Condition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = list(self.axes)
        for number, axis in enumerate(self._all):
            self._axis_of.update(dict.fromkeys(axis.questions, number))
        self._asked_of = dict(self._axis_of)
        for root in self.roots:
            self._parents.setdefault(root, set()).add(root)
            self._meet(root)
            for pair in self._uses(root):
                self._askers.setdefault(self._asked_of[pair[1]], set()).add(pair)

    def _meet(self, condition: Condition) -> None:
        for part in parts_of(condition):
            self._parents.setdefault(part, set()).add(condition)
            self._meet(part)

    @property
    def left(self) -> list[Axis[Condition]]:
        """The axes that are left."""
        return [axis for number, axis in enumerate(self._all) if number not in self._gone]

    def narrowed(self, condition: Condition) -> Condition:
        """The condition in terms of what is left; it means the same."""
        if condition not in self._narrowed:
            self._narrowed[condition] = self._narrow(condition)
        return self._narrowed[condition]

    def _narrow(self, condition: Condition) -> Condition:
        if condition in self._axis_of:
            return condition
        match condition:
            case Not(part):
                return Not(self.narrowed(part))
            case All(parts):
                return self._folded(condition, All, parts)
            case AnyOf(parts):
                return self._folded(condition, AnyOf, parts)
            case Comparison() | Linked():
                raise AssertionError("every question stands on an axis")
            case _:
                assert_never(condition)

    def _folded(
        self, condition: Condition, join: type[All] | type[AnyOf], parts: Sequence[Condition]
    ) -> Condition:
        private = [part for part in parts if self._is_private(part, condition)]
        shared = [self._apart(part) for part in parts if part not in private]
        merged: Condition | None = None
        for part in private:
            alone = self._collapsed(self.narrowed(part))
            merged = alone if merged is None else self._collapsed(join((merged, alone)))
        if merged is None:
            return join(tuple(shared))
        return join((merged, *shared)) if shared else merged

    def _apart(self, part: Condition) -> Condition:
        """A part that stands elsewhere too: by itself, if all who look at it look at it whole."""
        narrowed = self.narrowed(part)
        if part in self._asked_of or not self._is_whole(part):
            return narrowed
        return self._collapsed(narrowed)

    def _is_private(self, part: Condition, condition: Condition) -> bool:
        """Whether nobody else looks at the part, or at anything that it looks at."""
        if self._parents[part] != {condition}:
            return False
        if part in self._asked_of:
            return len(self._all[self._asked_of[part]].questions) == 1
        return self._is_whole(part)

    def _is_whole(self, part: Condition) -> bool:
        """Whether what the part looks at is looked at in it alone, wherever it stands."""
        uses = self._uses(part)
        numbers = {self._asked_of[question] for _, question in uses}
        if not uses or not all(self._askers[number] <= uses for number in numbers):
            return False
        # What stands in the part may stand beside it as well: `not A` beside `not not A`.
        inside = self._inside(part)
        return all(
            one not in self.roots and self._parents[one] <= {part, *inside} for one in inside
        )

    def _inside(self, condition: Condition) -> set[Condition]:
        """All that stands in a condition, down to its questions."""
        if condition in self._asked_of:
            return set()
        parts = parts_of(condition)
        return {*parts, *(one for part in parts for one in self._inside(part))}

    def _uses(self, condition: Condition) -> set[tuple[Condition, Condition]]:
        """Each question with what it stands in: where a condition stands twice it counts once."""
        if condition in self._asked_of:
            return {(condition, condition)}
        found: set[tuple[Condition, Condition]] = set()
        for part in parts_of(condition):
            found |= {(condition, part)} if part in self._asked_of else self._uses(part)
        return found

    def _axes_under(self, condition: Condition) -> set[int]:
        """The axes that a narrowed condition looks at."""
        if condition in self._axis_of:
            return {self._axis_of[condition]}
        return {number for part in parts_of(condition) for number in self._axes_under(part)}

    def _collapsed(self, condition: Condition) -> Condition:
        """The condition as a question of an axis of its own, in place of those it looks at."""
        if condition in self._axis_of:
            return condition
        numbers = sorted(self._axes_under(condition))
        axis = collapsed(condition, [self._all[number] for number in numbers])
        self._gone.update(numbers)
        self._axis_of[condition] = len(self._all)
        self._all.append(axis)
        return condition
