"""How much sooner two threads are done with the same rounds of parts than one."""

import time
from collections.abc import Iterator, Sequence

from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.cut_relaxation import CutRelaxation
from asp_decide.optimize.list_rules import by_shares
from asp_decide.optimize.part_by_part import PartByPart
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.room import Room
from asp_decide.optimize.solver import Means
from asp_decide.optimize.start_plan import place
from asp_decide.optimize.workers import Workers
from asp_decide.runs.instruments import solver
from families.parameters import of_family
from families.portfolio import draw_portfolio
from question import ask_of

HEAD = (
    "| instance | rounds | one thread, s | two threads, s | rounds per second, two / one | "
    "CPU s, two / one |\n"
    "|---|---:|---:|---:|---:|---:|"
)
_ROUNDS, _TIMES = 48, 5


def abreast(sizes: Sequence[int]) -> Iterator[str]:
    """A line for each size of family T, seed 1: from one list, by the clock.

    The least of five times each in turn, so that what else runs for a moment does not count.
    """
    for size in sizes:
        programme = ask_of(draw_portfolio(of_family("T", size), seed=1)).programme
        stated = arrange(presolve(programme).programme)
        took = [[_rounds(stated, workers) for workers in (1, 2)] for _ in range(_TIMES)]
        (one, cpu), (two, cpu_of_two) = (min(times) for times in zip(*took, strict=True))
        yield (
            f"| T {size:,} | {_ROUNDS} | {one:.1f} | {two:.1f} | {one / two:.2f} | "
            f"{cpu_of_two / cpu:.2f} |"
        )


def _rounds(programme: Programme, number: int) -> tuple[float, float]:
    """Seconds of the clock and of the CPU that the rounds take."""
    relaxation = CutRelaxation(programme, solver().live(programme))
    guide = relaxation.guide()
    room = Room(programme)
    plan = None if guide is None else place(room, by_shares(programme, guide.shares))
    assert guide is not None, "what is drawn has a plan"
    assert plan is not None, "the list of the relaxation comes to one"
    means = Means(solver(), work_limit("deep", choices=len(programme.choices)), workers=number)
    with Workers(number) as workers:
        around = PartByPart(relaxation, guide, means, room, workers)
        began, cpu = time.perf_counter(), time.process_time()
        for _ in around.improved(plan, rounds=_ROUNDS):
            pass
        return time.perf_counter() - began, time.process_time() - cpu
