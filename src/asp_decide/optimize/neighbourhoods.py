"""Which parts of a plan are set free together, and how large: streams, draws, windows of time."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.optimize.cut_relaxation import Guide
from asp_decide.optimize.cuts import groups_by_choice
from asp_decide.optimize.programme import Programme

type _Kind = Literal["stream", "drawn", "window"]

_KINDS: tuple[_Kind, ...] = ("stream", "drawn", "stream", "drawn", "window")
"""How a part comes about, in turn."""

_FIRST_SIZE = 40
_SMALLEST_SIZE = 8
_FIRST_WIDTH = 2
_GROWS, _SHRINKS = Fraction(11, 10), Fraction(17, 20)
_FEW, _SOME = Fraction(1, 10), Fraction(2, 5)
"""Of the choices of what is set free, the part that may be taken: those of least excess."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The groups that are set free, and which of the programme's choices may be taken there."""

    groups: frozenset[int]
    kept: frozenset[int]


class Neighbourhoods:
    """The parts of a programme around a plan: each with what belongs together, or is drawn.

    Value streams with their partners, initiatives drawn from all, and windows of time take turns.
    Parts grow where they are solved to their end and shrink where they are not: by nodes and
    outcomes, never by a clock.
    """

    def __init__(self, programme: Programme, guide: Guide) -> None:
        self.programme = programme
        self.guide = guide
        self.size: dict[_Kind, Fraction] = {
            "stream": Fraction(_FIRST_SIZE),
            "drawn": Fraction(_FIRST_SIZE),
            "window": Fraction(_FIRST_WIDTH),
        }
        self.group_of = groups_by_choice(programme)
        self.touching = _touching(programme)
        self.streams = sorted(self.touching)
        self.steps = [step.number for step in programme.grid]

    @property
    def turn(self) -> int:
        """How many parts there are before all streams and steps have had theirs."""
        return len(_KINDS) * max(len(self.streams), len(self.steps))

    def part(self, number: int, taken: frozenset[int]) -> Neighbourhood:
        """The part of that number around this plan."""
        turn, place = divmod(number, len(_KINDS))
        kind = _KINDS[place]
        turn = turn * _KINDS.count(kind) + place // 2
        match kind:
            case "stream":
                groups, share = self._stream(turn), _SOME
            case "drawn":
                groups, share = self._some(range(len(self.programme.groups)), turn, "drawn"), _SOME
            case "window":
                groups, share = self._window(turn, taken), _FEW
        return Neighbourhood(groups, self._kept(groups, share, taken))

    def between(self, taken: frozenset[int], other: frozenset[int]) -> Neighbourhood:
        """What two plans disagree about, with what either of them has there."""
        groups = frozenset(self.group_of[number] for number in taken ^ other)
        return Neighbourhood(groups, self._kept(groups, _SOME, taken | other))

    def adapt(self, number: int, *, closed: bool, nodes: int) -> None:
        """Learn how the solve of that part ended: was it to its end, and with how many nodes?"""
        kind = _KINDS[number % len(_KINDS)]
        # What takes more than its root to close is as large as it should be.
        factor = (_GROWS if nodes <= 1 else Fraction(1)) if closed else _SHRINKS
        low, high = Fraction(_SMALLEST_SIZE), Fraction(len(self.programme.groups))
        if kind == "window":
            low, high = Fraction(1), Fraction(max(2, len(self.steps) // 3))
        self.size[kind] = min(high, max(low, self.size[kind] * factor))

    def _stream(self, turn: int) -> frozenset[int]:
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
        return self._some(groups, turn, "stream")

    def _some(self, groups: Iterable[int], turn: int, kind: _Kind) -> frozenset[int]:
        ranked = sorted(groups, key=lambda group: _drawn(f"{kind} {turn} {group}"))
        return frozenset(ranked[: int(self.size[kind])])

    def _window(self, turn: int, taken: frozenset[int]) -> frozenset[int]:
        """What is left or waits, and what is worked on in a few steps from one on."""
        first = self.steps[turn % len(self.steps)] if self.steps else 0
        within = set(range(first, first + int(self.size["window"])))
        groups = set()
        for number in taken:
            choice = self.programme.choices[number]
            if choice.kind == "leave" or within & set(choice.active):
                groups.add(self.group_of[number])
        return frozenset(groups)

    def _kept(
        self, groups: frozenset[int], share: Fraction, taken: frozenset[int]
    ) -> frozenset[int]:
        numbers = [n for g in groups for n in self.programme.groups[g]]
        ranked = sorted(numbers, key=lambda n: (self.guide.excess[n], n))
        best = ranked[: int(len(ranked) * share) + 1]
        here = [n for n in numbers if n in taken or self.programme.choices[n].kind == "leave"]
        return frozenset(best).union(here)


def _touching(programme: Programme) -> dict[str, frozenset[int]]:
    """The groups that may touch each value stream."""
    found: dict[str, set[int]] = {}
    for group, numbers in enumerate(programme.groups):
        for number in numbers:
            for stream in programme.choices[number].streams:
                found.setdefault(stream, set()).add(group)
    return {stream: frozenset(groups) for stream, groups in found.items()}


def _drawn(text: str) -> str:
    """A shuffle that is the same for everybody."""
    return hashlib.sha256(text.encode()).hexdigest()
