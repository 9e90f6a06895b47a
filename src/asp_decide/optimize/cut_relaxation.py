"""The relaxation of a programme, tightened round by round by own cuts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from asp_decide.optimize.cuts import Cut, cut_row
from asp_decide.optimize.duality import Duality
from asp_decide.optimize.live import Answer, Live, NoAnswer
from asp_decide.optimize.programme import LARGE, Origin, Programme, Row
from asp_decide.optimize.proof import Proof, without_idle_cuts
from asp_decide.optimize.separation import Separation
from asp_decide.optimize.watch import UNWATCHED, Watch

_MOST_ROUNDS = 12
_ROUNDS_OF_LARGE = 1
"""The first round brings four fifths, and each relaxation of a large programme begins anew."""

_IDLE_ROUNDS = 3
_WORTH_GOING_ON = Fraction(1, 5000)
"""Cutting ends when three rounds together bring less than this part of what is captured."""


@dataclass(frozen=True, slots=True)
class Guide:
    """What the relaxation says of the programme as a whole.

    `shares` are by number of choice over 2**40. Every plan that takes a choice loses at least
    `bound` and the choice's `excess`, over the duality's own amounts.
    """

    shares: tuple[int, ...]
    multipliers: Mapping[Origin, int]
    bound: int
    excess: tuple[int, ...]


class CutRelaxation:
    """A live relaxation with the cuts found so far: each as a recipe and as a row."""

    def __init__(self, programme: Programme, live: Live) -> None:
        self.programme = programme
        self.live = live
        self.cuts: list[Cut] = []
        self.rows: list[Row] = []
        self.duality = Duality(programme)
        self._known: set[Cut] = set()

    @cached_property
    def _separation(self) -> Separation:
        return Separation(self.programme)

    def tighten(self, answer: Answer, watch: Watch = UNWATCHED) -> bool:
        """Add the cuts that the answer breaks; whether there are any. None is added once ended."""
        broken = self._separation.violated(answer.shares, watch)
        found = [cut for cut in broken if cut not in self._known]
        rows = [
            cut_row(self._separation.sacks[cut.of], cut, len(self.cuts) + place)
            for place, cut in enumerate(found, start=1)
        ]
        self.cuts += found
        self.rows += rows
        self._known |= set(found)
        self.duality.add(rows)
        if rows:
            self.live.add(rows)
        return bool(rows)

    def guide(self, watch: Watch = UNWATCHED) -> Guide | None:
        """Relax and cut until it brings little or is ended; None if not even parts of choices fit.

        An answer that was ended bounds as truly as any other, and may bound less well than the
        one before. Raises SolverFailedError.
        """
        bounds: list[int] = []
        best: Guide | None = None
        while True:
            answer = self.live.solve()
            if isinstance(answer, NoAnswer):
                return None
            found = self._guide(answer)
            if answer.ended:
                without_prices = self._guide(replace(answer, multipliers={}))
                return max(found, best or without_prices, key=lambda one: one.bound)
            best = found
            bounds.append(found.bound)
            if self._brings_little(bounds) or not self.tighten(answer, watch):
                return found

    def proof(self, guide: Guide) -> Proof:
        """What proves the bound of the whole."""
        return without_idle_cuts(Proof(guide.multipliers, tuple(self.cuts)))

    def _guide(self, answer: Answer) -> Guide:
        weighed = self.duality.weigh(answer.multipliers)
        bound = self.duality.least(weighed)
        assert bound is not None, "every initiative has a choice"
        excess = [0] * len(weighed.weights)
        for group in self.programme.groups:
            least = min(weighed.weights[number] for number in group)
            for number in group:
                excess[number] = weighed.weights[number] - least
        return Guide(answer.shares, answer.multipliers, bound, tuple(excess))

    def _brings_little(self, bounds: list[int]) -> bool:
        large = len(self.programme.choices) >= LARGE
        if len(bounds) > (_ROUNDS_OF_LARGE if large else _MOST_ROUNDS):
            return True
        if len(bounds) <= _IDLE_ROUNDS:
            return False
        captured = self.programme.worth - self.duality.in_money(bounds[-1])
        brought = self.duality.in_money(bounds[-1]) - self.duality.in_money(
            bounds[-1 - _IDLE_ROUNDS]
        )
        return brought < _WORTH_GOING_ON * abs(captured)
