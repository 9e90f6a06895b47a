"""The search for a plan: lists, the whole programme where it is small, dives, part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import chain, pairwise

from asp_decide.optimize.cut_relaxation import CutRelaxation, Guide
from asp_decide.optimize.diving import DIVES, dive
from asp_decide.optimize.evaluation import loss_of
from asp_decide.optimize.exact_solve import solve_stated
from asp_decide.optimize.list_rules import by_excess, by_shares
from asp_decide.optimize.part_by_part import PartByPart
from asp_decide.optimize.programme import Outcome, Solution
from asp_decide.optimize.room import Room
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.optimize.start_plan import better_of, exchange, place
from asp_decide.optimize.watch import Found
from asp_decide.optimize.workers import Workers

_SMALL = 1_200
"""Up to so many choices the whole programme is solved first: it often ends with a proof."""

_MODERATE = 6_000
"""Up to so many choices the root of the whole is worth its time, which bounds best, and so are
dives step by step."""

_ROUNDS_BEFORE_ROOT = 60


@dataclass(frozen=True, slots=True)
class Searched:
    """The best plan found, if any; how the search ended; and the bound that the solver states."""

    taken: tuple[str, ...] | None
    outcome: Outcome
    bound: Fraction | None
    nodes: int


class Search:
    """Stages in fixed order over one presolved and arranged programme; the best plan is kept."""

    def __init__(self, relaxation: CutRelaxation, guide: Guide, means: Means, room: Room) -> None:
        self.programme = relaxation.programme
        self.relaxation = relaxation
        self.guide = guide
        self.means = means
        self.room = room
        self.best: tuple[str, ...] | None = None
        self.bound = relaxation.duality.in_money(guide.bound)
        self.nodes = 0

    def run(
        self,
        placed: Sequence[tuple[str, ...] | None],
        starts: Sequence[tuple[str, ...] | None],
    ) -> Searched:
        """The best plan within the work, never worse than a list or a start.

        `placed` are the lists that need no prices, `starts` plans to begin with. Raises
        SolverFailedError.
        """
        self._adopt("lists", *starts, *self._lists(placed), *placed)
        left = self._still_open()
        if len(left) <= _SMALL or self.best is None:
            whole = self._solution(self.best, left, self.means.limit)
            self._learn("whole programme", whole)
            if whole.outcome in ("optimal", "infeasible"):
                return self._searched(whole.outcome)
        dived = list(self._dives()) if len(left) <= _MODERATE else []
        if dived:
            self._adopt("dives", *dived)
        if self.best is not None and not self.means.watch.ended():
            self._improve(self.best, dived, len(left))
        return self._searched(self.means.watch.ended() or "work limit")

    def _improve(self, best: tuple[str, ...], dived: Sequence[tuple[str, ...]], left: int) -> None:
        """Part by part; where that is not out of reach, the root of the whole for its bound.

        Both begin from one plan and stand side by side where there are two to do them: the best
        one, or what is found between two dives.
        """
        rounds = self.means.limit.rounds
        first = min(rounds, _ROUNDS_BEFORE_ROOT)
        with Workers(self.means.workers) as workers:
            around = PartByPart(self.relaxation, self.guide, self.means, self.room, workers)
            for better, other in pairwise(sorted(dived, key=self._loss_of)):
                self._adopt("between dives", around.crossed(better, other))
            best = self.best or best
            root = None
            if _SMALL < left <= _MODERATE and not self.means.watch.ended():
                once = replace(self.means.limit, nodes=1, proving=True)
                root = workers.begin(partial(self._solution, best, self._still_open(), once))
            for plan in around.improved(best, rounds=first):
                self._adopt("part by part", plan)
            if root is not None and not self.means.watch.ended():
                self._learn("root of the whole", root())
            for plan in around.improved(self.best or best, rounds=rounds - first):
                self._adopt("part by part", plan)

    def _lists(self, placed: Sequence[tuple[str, ...] | None]) -> Iterator[tuple[str, ...] | None]:
        """The lists, and those that the relaxation ranks, each followed by exchanges.

        Those that it ranks are worth the time even after the end: they are far better.
        """
        programme, guide, room = self.programme, self.guide, self.room
        ranked = (by_shares(programme, guide.shares), by_excess(programme, guide.excess))
        unpriced = () if self.means.watch.ended() else placed
        for plan in chain(unpriced, (place(room, ranking) for ranking in ranked)):
            if plan is not None:
                yield exchange(room, plan, guide.excess)

    def _still_open(self) -> frozenset[int]:
        """The choices with which a plan may lose no more than the best one found."""
        numbers = frozenset(range(len(self.programme.choices)))
        if self.best is None:
            return numbers
        duality = self.relaxation.duality
        most = duality.reaches(self._loss() + duality.step)
        return frozenset(n for n in numbers if self.guide.bound + self.guide.excess[n] < most)

    def _dives(self) -> Iterator[tuple[str, ...]]:
        for how in DIVES:
            plan = dive(self.relaxation, self.guide, self.room, how, self.means.watch)
            if plan is not None:
                yield exchange(self.room, plan, self.guide.excess)

    def _solution(
        self, start: tuple[str, ...] | None, numbers: frozenset[int], limit: WorkLimit
    ) -> Solution:
        """What the solver says of the programme of these choices, with what follows from it."""
        programme = self.programme.with_rows(self.relaxation.rows).only(numbers)
        return solve_stated(programme, replace(self.means, limit=limit), start=start)

    def _learn(self, stage: str, solution: Solution) -> None:
        """Adopt what was found over all choices that were open; the others lose more."""
        self.nodes += solution.nodes
        if solution.bound is not None:
            stated = solution.bound if self.best is None else min(solution.bound, self._loss())
            self.bound = max(self.bound, stated)
        self._adopt(stage, solution.taken)

    def _adopt(self, stage: str, *plans: tuple[str, ...] | None) -> None:
        self.best = better_of(self.programme, (self.best, *plans))
        loss = None if self.best is None else self._loss()
        worth = self.programme.worth
        self.means.watch.told(Found(stage, loss, self.bound, worth, self.nodes))

    def _loss(self) -> Fraction:
        assert self.best is not None, "there is a plan"
        return self._loss_of(self.best)

    def _loss_of(self, plan: tuple[str, ...]) -> Fraction:
        return loss_of(self.programme, self.programme.numbers(plan))

    def _searched(self, outcome: Outcome) -> Searched:
        """A plan that meets the bound is the best one, whichever stage found it."""
        met = self.best is not None and self._loss() <= self.bound
        return Searched(self.best, "optimal" if met else outcome, self.bound, self.nodes)
