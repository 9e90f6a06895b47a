"""A plan improved part by part: some initiatives are set free, the rest stay where they are."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.optimize.cut_relaxation import Guide
from asp_decide.optimize.evaluation import loss_of
from asp_decide.optimize.exact_solve import solve_stated
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.solver import Means

_NODES = 20
_FIRST_SIZE = 30
_MOST_INITIATIVES = 60
_FIRST_WIDTH = 2
_GROWS, _SHRINKS = Fraction(11, 10), Fraction(19, 20)
_OF_STREAM, _OF_WINDOW = Fraction(2, 5), Fraction(1, 10)
"""Of the choices of what is set free, the part that may be taken: those of least excess."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The groups that are set free, and how many of their choices stay, as a part of all."""

    groups: frozenset[int]
    kept: Fraction


class Neighbourhoods:
    """Rounds of solving parts of a programme around the best plan so far.

    Value streams with their partners and windows of time take turns. They grow where a part is
    solved to its end and shrink where it is not and brings nothing: by nodes and outcomes, never
    by a clock.
    """

    def __init__(self, programme: Programme, guide: Guide, means: Means) -> None:
        self.programme = programme
        self.guide = guide
        self.means = replace(means, limit=replace(means.limit, nodes=_NODES))
        self.size = Fraction(_FIRST_SIZE)
        self.width = Fraction(_FIRST_WIDTH)
        self.group_of = {n: g for g, group in enumerate(programme.groups) for n in group}
        self.touching = _touching(programme)
        self.streams = sorted(self.touching)
        self.steps = [step.number for step in programme.grid]

    def improved(self, taken: tuple[str, ...], *, rounds: int) -> Iterator[tuple[str, ...]]:
        """Ever better plans, for so many rounds or until a whole turn of parts brings nothing."""
        best, idle = taken, 0
        for number in range(rounds):
            if idle > 2 * max(len(self.streams), len(self.steps)) or self.means.watch.ended():
                return
            found = self._round(number, best)
            idle = 0 if found is not None else idle + 1
            if found is not None:
                best = found
                yield best

    def _round(self, number: int, best: tuple[str, ...]) -> tuple[str, ...] | None:
        numbers = frozenset(self.programme.numbers(best))
        turn = number // 2
        part = self._stream(turn) if number % 2 == 0 else self._window(turn, numbers)
        if len(part.groups) < 2:
            return None
        programme = part_of(self.programme, numbers, part.groups, self._kept(part, numbers))
        here = programme.ids(
            n for n, choice in enumerate(programme.choices) if choice.id in set(best)
        )
        solution = solve_stated(programme, self.means, start=here)
        found = solution.taken
        better = found is not None and _loss(programme, found) < _loss(programme, here)
        self._adapt(number, closed=solution.outcome == "optimal", better=better)
        if found is None or not better:
            return None
        freed = {
            self.programme.choices[self.programme.groups[g][0]].initiative for g in part.groups
        }
        others = [one for one in numbers if self.programme.choices[one].initiative not in freed]
        return self.programme.ids([*others, *self.programme.numbers(found)])

    def _adapt(self, number: int, *, closed: bool, better: bool) -> None:
        factor = _GROWS if closed else Fraction(1) if better else _SHRINKS
        if number % 2 == 0:
            self.size = min(Fraction(_MOST_INITIATIVES), max(Fraction(8), self.size * factor))
        else:
            most = Fraction(max(2, len(self.steps) // 3))
            self.width = min(most, max(Fraction(1), self.width * factor))

    def _stream(self, turn: int) -> _Part:
        """All that touches one stream, then its partners, until there are enough."""
        first = self.streams[turn % len(self.streams)] if self.streams else ""
        groups: set[int] = set(self.touching.get(first, ()))
        partners = sorted(
            (stream for stream in self.streams if stream != first),
            key=lambda s: (-len(groups & self.touching[s]), _drawn(f"{turn} {s}")),
        )
        for stream in partners:
            if len(groups) >= self.size:
                break
            groups |= self.touching[stream]
        if len(groups) > self.size:
            ranked = sorted(groups, key=lambda g: _drawn(f"{turn} {g}"))
            groups = set(ranked[: int(self.size)])
        return _Part(frozenset(groups), _OF_STREAM)

    def _window(self, turn: int, taken: frozenset[int]) -> _Part:
        """What is left or waits, and what is worked on in a few steps from one on."""
        first = self.steps[turn % len(self.steps)] if self.steps else 0
        within = set(range(first, first + int(self.width)))
        groups = set()
        for number in taken:
            choice = self.programme.choices[number]
            if choice.kind == "leave" or within & set(choice.active):
                groups.add(self.group_of[number])
        return _Part(frozenset(groups), _OF_WINDOW)

    def _kept(self, part: _Part, taken: frozenset[int]) -> frozenset[int]:
        numbers = [n for g in part.groups for n in self.programme.groups[g]]
        ranked = sorted(numbers, key=lambda n: (self.guide.excess[n], n))
        best = ranked[: int(len(ranked) * part.kept) + 1]
        idle = [n for n in numbers if self.programme.choices[n].kind == "leave"]
        return frozenset(best) | frozenset(idle) | taken


def part_of(
    programme: Programme,
    taken: Collection[int],
    groups: frozenset[int],
    kept: frozenset[int],
) -> Programme:
    """The programme of these groups and choices alone: what all others take is off the limits.

    `taken` is a plan; the choices of other groups stay as it has them.
    """
    free = [g for g in range(len(programme.groups)) if g in groups]
    numbers = [n for g in free for n in programme.groups[g] if n in kept]
    new = {old: number for number, old in enumerate(numbers)}
    inside = {n for g in free for n in programme.groups[g]}
    fixed = frozenset(taken) - inside
    rows = []
    for row in programme.rows:
        terms = tuple((new[n], a) for n, a in row.terms if n in new)
        if terms:
            used = sum((a for n, a in row.terms if n in fixed), Fraction(0))
            rows.append(replace(row, limit=row.limit - used, terms=terms, reading=None))
    return replace(
        programme,
        choices=tuple(programme.choices[n] for n in numbers),
        groups=tuple(tuple(new[n] for n in programme.groups[g] if n in new) for g in free),
        losses=tuple(programme.losses[n] for n in numbers),
        rows=tuple(rows),
        watched=(),
    )


def _touching(programme: Programme) -> dict[str, frozenset[int]]:
    """The groups that may touch each value stream."""
    found: dict[str, set[int]] = {}
    for group, numbers in enumerate(programme.groups):
        for number in numbers:
            for stream in programme.choices[number].streams:
                found.setdefault(stream, set()).add(group)
    return {stream: frozenset(groups) for stream, groups in found.items()}


def _loss(programme: Programme, taken: Sequence[str]) -> Fraction:
    return loss_of(programme, programme.numbers(taken))


def _drawn(text: str) -> str:
    """A shuffle that is the same for everybody."""
    return hashlib.sha256(text.encode()).hexdigest()
