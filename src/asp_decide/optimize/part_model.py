"""A part of a programme solved without PuLP: hundreds of small ones, each stated once."""

from collections.abc import Sequence
from fractions import Fraction

from asp_decide.errors import SolverFailedError
from asp_decide.optimize.live_model import (
    ENDS,
    MAY_BE_ENDED,
    has_plan,
    silent_highs,
    stated_in_whole,
)
from asp_decide.optimize.programme import Programme, Solution
from asp_decide.optimize.watch import UNWATCHED, Watch
from asp_decide.optimize.watched_highs import WatchedHighs

_MEAN_LOSS = 1000
"""As for the solver of whole programmes: what an initiative loses is about this on average."""

_TOLERANCE = 1e-9
_HALF = 0.5
_HEURISTICS = ("feasibility_jump", "rens", "rins", "root_reduced_cost", "zi_round")


def solve_part(
    programme: Programme,
    start: Sequence[str],
    *,
    nodes: int,
    seed: int,
    watch: Watch = UNWATCHED,
) -> Solution:
    """The best plan found from `start` within so many nodes, by branch and bound alone.

    What is solved hundreds of times around a good plan needs no search for a first one. Raises
    SolverFailedError.
    """
    highs = silent_highs(seed)
    options = {
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
        "mip_max_nodes": nodes,
        "mip_allow_restart": False,
        "mip_feasibility_tolerance": _TOLERANCE,
        "mip_heuristic_effort": 0.0,
        **{f"mip_heuristic_run_{name}": False for name in _HEURISTICS},
    }
    for option, value in options.items():
        highs.setOptionValue(option, value)
    factor = Fraction(_MEAN_LOSS * max(1, len(programme.groups))) / programme.unit
    highs.passModel(stated_in_whole(programme, factor))
    taken = frozenset(programme.numbers(start))
    count = len(programme.choices)
    highs.setSolution(count, list(range(count)), [float(n in taken) for n in range(count)])
    WatchedHighs(highs, watch, [MAY_BE_ENDED]).run()
    status = watch.ended() or ENDS.get(highs.getModelStatus())
    if status is None:
        raise SolverFailedError("HiGHS answered neither with a plan nor with a proof")
    if not has_plan(highs):
        return Solution(status)
    values = highs.getSolution().col_value
    found = [number for number in range(count) if values[number] > _HALF]
    return Solution(status, programme.ids(found), None, max(0, highs.getInfo().mip_node_count))
