"""The bound case by case: initiatives in doubt are split until no case can hold a better plan."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from asp_decide.optimize.cut_relaxation import CutRelaxation, Guide
from asp_decide.optimize.live import WHOLE, Answer, NoAnswer
from asp_decide.optimize.programme import LARGE
from asp_decide.optimize.proof import Case, Leaf, Multipliers, Proof, Split, without_idle_cuts
from asp_decide.optimize.watch import UNWATCHED, Watch

_MOST_LEAVES = 500
"""Ten times as many were measured to bring a tenth of what these bring."""

_TRIED = 4
"""Doubts that are tried both ways before one is split: the one that raises the bound most."""


_LARGEST = 2**53


@dataclass(slots=True)
class _Node:
    """A case while the proof grows: without which choices, how far it is proven, its answer.

    `settled` says that it needs or allows nothing more.
    """

    without: frozenset[int]
    bound: int
    multipliers: Multipliers
    answer: Answer | None
    settled: bool = False
    cut: bool = False
    split: tuple[tuple[int, ...], "_Node", "_Node"] | None = None


@dataclass(frozen=True, slots=True, order=True)
class _Doubt:
    """Choices of one group that the relaxation takes in part, taken together or not at all."""

    certainty: int
    among: tuple[int, ...]
    others: tuple[int, ...]


def split_cases(
    relaxation: CutRelaxation,
    guide: Guide,
    *,
    aim: Fraction,
    work: int,
    watch: Watch = UNWATCHED,
) -> Proof:
    """The best proof found with so many relaxations that no plan loses less than `aim`.

    The case with the lowest bound is split first; at each, cuts are looked for again. Raises
    SolverFailedError.
    """
    search = _Search(relaxation, guide, aim, work, watch)
    root = search.grow()
    proof = Proof(guide.multipliers, tuple(relaxation.cuts))
    if root.split is not None:
        proof = Proof(guide.multipliers, tuple(relaxation.cuts), aim, search.told(root))
    return without_idle_cuts(proof)


class _Search:
    def __init__(
        self, relaxation: CutRelaxation, guide: Guide, aim: Fraction, work: int, watch: Watch
    ) -> None:
        self.relaxation = relaxation
        self.duality = relaxation.duality
        self.programme = relaxation.programme
        self.target = self.duality.reaches(aim)
        # One case of a large programme takes a minute and raises the bound by nothing one sees.
        self.work = work if len(relaxation.programme.choices) < LARGE else 0
        self.watch = watch
        self.guide = guide
        priced_out = (n for n, over in enumerate(guide.excess) if guide.bound + over >= self.target)
        self.priced_out = frozenset(priced_out)
        self._beyond = ceil(aim / self.programme.unit * WHOLE)

    def grow(self) -> _Node:
        """Split the case with the lowest bound until all reach the target or the work is done."""
        root = _Node(frozenset(), self.guide.bound, self.guide.multipliers, None)
        if self.guide.bound >= self.target or self.work <= 0 or self.watch.ended():
            return root
        first = self._ask(self.priced_out)
        if self.watch.ended():
            return root  # an answer that was ended may prove less than is known
        open_cases = [(first.bound, 0, first)]
        count = 0
        while self.work > 0 and len(open_cases) < _MOST_LEAVES:
            if open_cases[0][2].settled or self.watch.ended():
                break
            _, _, node = heapq.heappop(open_cases)
            for each in self._narrow(node):
                count += 1
                heapq.heappush(open_cases, (each.bound, count, each))
        return first

    def told(self, node: _Node) -> Case:
        """The cases as they are stored."""
        if node.split is None:
            return Leaf(node.multipliers)
        among, taken, left = node.split
        ids = tuple(sorted(self.programme.choices[number].id for number in among))
        return Split(ids, self.told(taken), self.told(left))

    def _narrow(self, node: _Node) -> tuple[_Node, ...]:
        """Cut once more; a case that was cut is split at the doubt that raises the bound most."""
        if not node.cut:
            self._cut(node)
            return (node,)
        doubts = [] if node.answer is None else sorted(self._doubts(node.answer, node.without))
        if not doubts:
            node.settled = True
            return (node,)
        best = max(doubts[:_TRIED], key=lambda doubt: self._rise(node, doubt))
        taken = self._ask(node.without | frozenset(best.others))
        left = self._ask(node.without | frozenset(best.among))
        if self.watch.ended():
            node.settled = True
            return (node,)
        node.split = best.among, taken, left
        return taken, left

    def _ask(self, without: frozenset[int]) -> _Node:
        """The relaxation of the case, with what it proves in whole numbers."""
        self.work -= 1
        self.relaxation.live.exclude(without)
        answer = self.relaxation.live.solve()
        if isinstance(answer, NoAnswer):
            return self._impossible(without, answer)
        bound = self._bound(answer.multipliers, without)
        return _Node(without, bound, answer.multipliers, answer, settled=bound >= self.target)

    def _cut(self, node: _Node) -> None:
        node.cut = True
        if node.answer is not None and self.relaxation.tighten(node.answer):
            again = self._ask(node.without)
            if again.bound > node.bound:
                node.bound, node.multipliers = again.bound, again.multipliers
            node.answer, node.settled = again.answer, node.bound >= self.target

    def _impossible(self, without: frozenset[int], answer: NoAnswer) -> _Node:
        """Multipliers that show that nothing fits, times what makes them show enough."""
        multipliers = dict(answer.multipliers)
        while max((abs(price) for price in multipliers.values()), default=_LARGEST) < _LARGEST:
            bound = self._bound(multipliers, without)
            if bound >= self.target:
                return _Node(without, bound, multipliers, None, settled=True)
            multipliers = {origin: 2 * price for origin, price in multipliers.items()}
        bound = self._bound(self.guide.multipliers, without)
        return _Node(without, bound, self.guide.multipliers, None, settled=True)

    def _bound(self, multipliers: Multipliers, without: frozenset[int]) -> int:
        least = self.duality.least(self.duality.weigh(multipliers), without)
        return self.target if least is None else least

    def _rise(self, node: _Node, doubt: _Doubt) -> int:
        """How much both ways raise the bound: the product, so that neither may stand still."""
        here = node.answer.value if node.answer is not None else 0
        rises = []
        for gone in (doubt.others, doubt.among):
            self.work -= 1
            self.relaxation.live.exclude(node.without | frozenset(gone))
            answer = self.relaxation.live.solve()
            value = self._beyond if isinstance(answer, NoAnswer) else answer.value
            rises.append(max(1, min(value, self._beyond) - here))
        return rises[0] * rises[1]

    def _doubts(self, answer: Answer, without: frozenset[int]) -> Iterator[_Doubt]:
        for group in self.programme.groups:
            open_numbers = [number for number in group if number not in without]
            shares = {number: answer.shares[number] for number in open_numbers}
            parts = [n for n, share in shares.items() if 0 < share < WHOLE]
            if len(parts) > 1:
                yield self._doubt(open_numbers, shares, parts)

    def _doubt(self, numbers: list[int], shares: dict[int, int], parts: list[int]) -> _Doubt:
        """In or left; earlier or later; this one or another: whichever is furthest from certain."""
        choices = self.programme.choices
        working = [n for n in numbers if choices[n].kind != "leave"]
        sets = [tuple(working)] if len(working) < len(numbers) else []
        starts = sorted({choices[n].start or 0 for n in working})
        sets += [
            tuple(n for n in working if (choices[n].start or 0) <= start) for start in starts[:-1]
        ]
        # A single choice splits unevenly, so it comes where nothing else is in doubt.
        found = [(abs(2 * sum(shares[n] for n in among) - WHOLE), among) for among in sets]
        found += [(WHOLE // 2 + abs(2 * shares[n] - WHOLE) // 2, (n,)) for n in parts]
        certainty, among = min(found)
        return _Doubt(certainty, among, tuple(n for n in numbers if n not in set(among)))
