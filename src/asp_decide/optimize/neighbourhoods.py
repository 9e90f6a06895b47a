"""A plan improved part by part: some initiatives are set free, the rest stay where they are."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.optimize.cut_relaxation import CutRelaxation, Guide
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.parts import Parts
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.solver import Means

type _Kind = Literal["stream", "drawn", "window"]

_KINDS: tuple[_Kind, ...] = ("stream", "drawn", "stream", "drawn", "window")
"""How a part comes about, in turn."""

_NODES = 20
_FIRST_SIZE = 40
_SMALLEST_SIZE = 8
_FIRST_WIDTH = 2
_GROWS, _SHRINKS = Fraction(11, 10), Fraction(17, 20)
_FEW, _SOME = Fraction(1, 10), Fraction(2, 5)
"""Of the choices of what is set free, the part that may be taken: those of least excess."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The groups that are set free, and how many of their choices stay, as a part of all."""

    groups: frozenset[int]
    kept: Fraction


class Neighbourhoods:
    """Rounds of solving parts of a programme around the best plan so far.

    Value streams with their partners, initiatives drawn from all, and windows of time take turns.
    The cuts of the relaxation hold in every part, which closes most of them at once. Parts grow
    where they are solved to their end and shrink where they are not: by nodes and outcomes, never
    by a clock.
    """

    def __init__(self, relaxation: CutRelaxation, guide: Guide, means: Means) -> None:
        self.programme = relaxation.programme
        self.parts = Parts(relaxation.programme, relaxation.rows)
        self.guide = guide
        self.means = means
        self.size: dict[_Kind, Fraction] = {
            "stream": Fraction(_FIRST_SIZE),
            "drawn": Fraction(_FIRST_SIZE),
            "window": Fraction(_FIRST_WIDTH),
        }
        self.group_of = {n: g for g, group in enumerate(self.programme.groups) for n in group}
        self.touching = _touching(self.programme)
        self.streams = sorted(self.touching)
        self.steps = [step.number for step in self.programme.grid]
        self.round = 0

    def improved(self, taken: tuple[str, ...], *, rounds: int) -> Iterator[tuple[str, ...]]:
        """Ever better plans, for so many rounds or until a whole turn of parts brings nothing.

        Asked again, it goes on where it was. Raises SolverFailedError.
        """
        best, idle = taken, 0
        turn = len(_KINDS) * max(len(self.streams), len(self.steps))
        for _ in range(rounds):
            if idle > turn or self.means.watch.ended():
                return
            found = self._round(best)
            self.round += 1
            idle = 0 if found is not None else idle + 1
            if found is not None:
                best = found
                yield best

    def _round(self, best: tuple[str, ...]) -> tuple[str, ...] | None:
        numbers = frozenset(self.programme.numbers(best))
        turn, place = divmod(self.round, len(_KINDS))
        part = self._part(_KINDS[place], turn * _KINDS.count(_KINDS[place]) + place // 2, numbers)
        if len(part.groups) < 2:
            return None
        programme = self.parts.part(numbers, part.groups, self._kept(part, numbers))
        inside = {n for group in part.groups for n in self.programme.groups[group]}
        here = self.programme.ids(numbers & inside)
        solution = self.means.solver.solve_part(
            programme, here, nodes=_NODES, watch=self.means.watch
        )
        self._adapt(_KINDS[place], closed=solution.outcome == "optimal", nodes=solution.nodes)
        found = solution.taken
        if found is None or _loss(programme, found) >= _loss(programme, here):
            return None
        # What keeps a row only nearly is no plan, and not worth another try.
        if not is_feasible(programme, programme.numbers(found)):
            return None
        return self.programme.ids([*(numbers - inside), *self.programme.numbers(found)])

    def _adapt(self, kind: _Kind, *, closed: bool, nodes: int) -> None:
        # What takes more than its root to close is as large as it should be.
        factor = (_GROWS if nodes <= 1 else Fraction(1)) if closed else _SHRINKS
        low, high = Fraction(_SMALLEST_SIZE), Fraction(len(self.programme.groups))
        if kind == "window":
            low, high = Fraction(1), Fraction(max(2, len(self.steps) // 3))
        self.size[kind] = min(high, max(low, self.size[kind] * factor))

    def _part(self, kind: _Kind, turn: int, taken: frozenset[int]) -> _Part:
        match kind:
            case "stream":
                return self._stream(turn)
            case "drawn":
                return self._drawn(turn)
            case "window":
                return self._window(turn, taken)

    def _stream(self, turn: int) -> _Part:
        """All that touches one stream, then its partners, until there are enough."""
        first = self.streams[turn % len(self.streams)] if self.streams else ""
        groups: set[int] = set(self.touching.get(first, ()))
        partners = sorted(
            (stream for stream in self.streams if stream != first),
            key=lambda s: (-len(groups & self.touching[s]), _drawn(f"{turn} {s}")),
        )
        for stream in partners:
            if len(groups) >= self.size["stream"]:
                break
            groups |= self.touching[stream]
        return _Part(self._some(groups, turn, "stream"), _SOME)

    def _drawn(self, turn: int) -> _Part:
        """Anything at all."""
        return _Part(self._some(range(len(self.programme.groups)), turn, "drawn"), _SOME)

    def _some(self, groups: Iterable[int], turn: int, kind: _Kind) -> frozenset[int]:
        ranked = sorted(groups, key=lambda group: _drawn(f"{kind} {turn} {group}"))
        return frozenset(ranked[: int(self.size[kind])])

    def _window(self, turn: int, taken: frozenset[int]) -> _Part:
        """What is left or waits, and what is worked on in a few steps from one on."""
        first = self.steps[turn % len(self.steps)] if self.steps else 0
        within = set(range(first, first + int(self.size["window"])))
        groups = set()
        for number in taken:
            choice = self.programme.choices[number]
            if choice.kind == "leave" or within & set(choice.active):
                groups.add(self.group_of[number])
        return _Part(frozenset(groups), _FEW)

    def _kept(self, part: _Part, taken: frozenset[int]) -> frozenset[int]:
        numbers = [n for g in part.groups for n in self.programme.groups[g]]
        ranked = sorted(numbers, key=lambda n: (self.guide.excess[n], n))
        best = ranked[: int(len(ranked) * part.kept) + 1]
        idle = [n for n in numbers if self.programme.choices[n].kind == "leave"]
        return frozenset(best) | frozenset(idle) | taken


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
