"""A plan improved part by part: some initiatives are set free, the rest stay where they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from asp_decide.optimize.cut_relaxation import CutRelaxation, Guide
from asp_decide.optimize.evaluation import loss_of, takes_one_each
from asp_decide.optimize.joining import joined
from asp_decide.optimize.neighbourhoods import Neighbourhood, Neighbourhoods
from asp_decide.optimize.parts import Parts
from asp_decide.optimize.room import Room
from asp_decide.optimize.solver import Means
from asp_decide.optimize.workers import Workers

_NODES = 20

_FEWEST, _MOST, _ABREAST = 4, 8, 100
"""A batch has one part for so many initiatives, within these limits, whatever the number of
workers: where parts are a large share of the whole they want the same room."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """How the solve of a part ended, and what the better plan found there takes and gains."""

    closed: bool
    nodes: int
    gain: Fraction = Fraction(0)
    taken: tuple[int, ...] = ()


class PartByPart:
    """Rounds of solving parts of a programme around the best plan so far, a batch at a time.

    The cuts of the relaxation hold in every part, which closes most of them at once. The parts of
    a batch do not know of each other: the greatest gain goes first, and what finds no room beside
    it is left out. So the plan is the same for every number of workers.
    """

    def __init__(
        self,
        relaxation: CutRelaxation,
        guide: Guide,
        means: Means,
        room: Room,
        workers: Workers,
    ) -> None:
        self.programme = relaxation.programme
        self.neighbourhoods = Neighbourhoods(relaxation.programme, guide)
        self.parts = Parts(relaxation.programme, relaxation.rows)
        self.means = means
        self.room = room
        self.workers = workers
        self.batch = min(_MOST, max(_FEWEST, len(self.programme.groups) // _ABREAST))
        self.round = 0

    def improved(self, taken: tuple[str, ...], *, rounds: int) -> Iterator[tuple[str, ...]]:
        """Ever better plans, for so many rounds or until a whole turn of parts brings nothing.

        Asked again, it goes on where it was. Raises SolverFailedError.
        """
        best, idle = frozenset(self.programme.numbers(taken)), 0
        last = self.round + rounds
        while self.round < last and idle <= self.neighbourhoods.turn:
            if self.means.watch.ended():
                return
            size = min(self.batch, last - self.round)
            found = self._batch(best, size)
            self.round += size
            idle = idle + size if found == best else 0
            if found != best:
                best = found
                yield self.programme.ids(best)

    def crossed(self, taken: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
        """The best plan found where two plans disagree; what they agree about stays.

        It is never worse than the first. Raises SolverFailedError.
        """
        best = frozenset(self.programme.numbers(taken))
        part = self.neighbourhoods.between(best, frozenset(self.programme.numbers(other)))
        if not part.groups:
            return taken
        answer = self._solved(part, best, self.parts.used(best))
        return self.programme.ids(joined(self.room, best, [answer.taken]))

    def _batch(self, best: frozenset[int], size: int) -> frozenset[int]:
        numbers = range(self.round, self.round + size)
        parts = {number: self.neighbourhoods.part(number, best) for number in numbers}
        worth_it = {number: part for number, part in parts.items() if len(part.groups) > 1}
        used = self.parts.used(best)
        # The largest begin first, so that nobody waits long for the last of them.
        begun = {
            number: self.workers.begin(partial(self._solved, part, best, used))
            for number, part in sorted(worth_it.items(), key=lambda one: -len(one[1].kept))
        }
        answers = [begun[number]() for number in worth_it]
        for number, answer in zip(worth_it, answers, strict=True):
            self.neighbourhoods.adapt(number, closed=answer.closed, nodes=answer.nodes)
        gains = sorted((one for one in answers if one.gain > 0), key=lambda one: -one.gain)
        return joined(self.room, best, [one.taken for one in gains])

    def _solved(self, part: Neighbourhood, best: frozenset[int], used: Sequence[int]) -> _Answer:
        if self.means.watch.ended():
            return _Answer(closed=False, nodes=0)
        whole = self.programme.groups
        groups = [[n for n in whole[g] if n in part.kept] for g in sorted(part.groups)]
        numbers = [n for group in groups for n in group]
        free = best.intersection(numbers)
        programme = self.parts.part(used, free, groups)
        solution = self.means.solver.solve_part(
            programme, self.programme.ids(free), nodes=_NODES, watch=self.means.watch
        )
        closed, nodes = solution.outcome == "optimal", solution.nodes
        if solution.taken is None:
            return _Answer(closed, nodes)
        found = programme.numbers(solution.taken)
        if not takes_one_each(programme, found):
            return _Answer(closed, nodes)
        gain = loss_of(self.programme, free) - loss_of(programme, found)
        return _Answer(closed, nodes, gain, tuple(numbers[n] for n in found))
