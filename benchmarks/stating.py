"""What it costs to state a programme: facts to rows, terms to PuLP, the same terms as arrays."""

import gc
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pulp

from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.live_model import silent_highs, stated_relaxation
from asp_decide.optimize.programme import Programme, Sense
from asp_decide.runs.instruments import solver
from families.parameters import of_family
from families.portfolio import draw_portfolio
from peers.ours import OBJECTS_BETWEEN_COLLECTIONS
from peers.raw_highs import model
from question import prepared_of

HEAD = (
    "| instance | terms | facts to rows, CPU s | ready terms to PuLP's rows | ratio | "
    "ready terms through PuLP and back | as arrays and back | ratio | "
    "exact rows through PuLP and back | as arrays | ratio |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)
_TIMES = 5


def stated(sizes: Sequence[int]) -> Iterator[str]:
    """A line for each size of family T, seed 1, below those that PuLP does not relax.

    The least of five times each; objects are collected as rarely as the command has it.
    """
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    return (_line(size) for size in sizes)


def _line(size: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        draw_portfolio(of_family("T", size), seed=1).write(Path(folder))
        prepared = prepared_of(Path(folder))
    programme = prepared.programme
    ready = _Ready.of(programme)
    terms = sum(len(row.terms) for row in programme.rows)
    pairs = (
        (
            _least(lambda: formulate(prepared.inputs.choice_set, prepared.frame)),
            _least(_rows_of_pulp(ready)),
        ),
        (_least_without_solving(lambda: _through_pulp(ready)), _least(lambda: _arrays(ready))),
        (
            _least_without_solving(lambda: solver().relax(programme)),
            _least(lambda: silent_highs(0).passModel(stated_relaxation(programme, None))),
        ),
    )
    told = (f"{one:.3f} | {other:.3f} | {one / other:.1f}" for one, other in pairs)
    return f"| T {size:,} | {terms:,} | {' | '.join(told)} |"


@dataclass(frozen=True, slots=True)
class _Ready:
    """What both ways begin from: losses and rows in floats, one row for each initiative too."""

    losses: list[float]
    rows: list[list[tuple[int, float]]]
    senses: list[Sense]
    limits: list[float]

    @classmethod
    def of(cls, programme: Programme) -> "_Ready":
        rows, groups = programme.rows, programme.groups
        return cls(
            [float(loss) for loss in programme.losses],
            [[(n, float(a)) for n, a in row.terms] for row in rows]
            + [[(n, 1.0) for n in group] for group in groups],
            [row.sense for row in rows] + ["=" for _ in groups],
            [float(row.limit) for row in rows] + [1.0 for _ in groups],
        )


def _rows_of_pulp(ready: _Ready) -> Callable[[], object]:
    """PuLP's own way from variables and floats to rows, with nothing of ours before it."""
    problem = pulp.LpProblem("ready", pulp.LpMinimize)
    variables = _variables(problem, ready)
    terms = [[(variables[n], amount) for n, amount in row] for row in ready.rows]

    def state() -> object:
        sums = map(pulp.LpAffineExpression.from_list, terms)
        return [_stands(*row) for row in zip(sums, ready.senses, ready.limits, strict=True)]

    return state


def _through_pulp(ready: _Ready) -> object:
    """The relaxation of these rows as PuLP states it, hands it over and reads it back."""
    problem = pulp.LpProblem("ready", pulp.LpMinimize)
    variables = _variables(problem, ready)
    losses = zip(variables, ready.losses, strict=True)
    problem.setObjective(pulp.LpAffineExpression.from_list(list(losses)))
    for terms, sense, limit in zip(ready.rows, ready.senses, ready.limits, strict=True):
        row = pulp.LpAffineExpression.from_list([(variables[n], a) for n, a in terms])
        problem.addConstraint(_stands(row, sense, limit))
    problem.solve(pulp.HiGHS(msg=False, threads=1, mip=False))
    prices = [row.pi for row in problem.constraints()]
    return [variable.varValue for variable in variables], prices


def _arrays(ready: _Ready) -> object:
    """The same rows as arrays, not solved: what comes back is as long and says nothing."""
    sides = list(zip(ready.senses, ready.limits, strict=True))
    highs = model(
        {
            "losses": np.array(ready.losses),
            "starts": np.cumsum([0, *map(len, ready.rows)]).astype(np.int32),
            "indices": np.array([n for row in ready.rows for n, _ in row], dtype=np.int32),
            "coefficients": np.array([amount for row in ready.rows for _, amount in row]),
            "lower": np.array([-np.inf if sense == "<=" else limit for sense, limit in sides]),
            "upper": np.array([np.inf if sense == ">=" else limit for sense, limit in sides]),
        },
        whole=False,
    )
    back = highs.getSolution()
    return list(back.col_value), list(back.row_dual)


def _variables(problem: Any, ready: _Ready) -> list[Any]:
    numbers = range(len(ready.losses))
    return [problem.add_variable(f"c{n:06d}", 0, 1, pulp.LpBinary) for n in numbers]


def _stands(total: Any, sense: Sense, limit: float) -> Any:
    match sense:
        case "<=":
            return total <= limit
        case ">=":
            return total >= limit
        case "=":
            return total == limit


def _least_without_solving(call: Callable[[], object]) -> float:
    """CPU seconds of a relaxation through PuLP, less those that HiGHS itself takes."""
    inside = 0.0
    run = pulp.HiGHS.callSolver

    def timed(self: Any, problem: Any) -> None:
        nonlocal inside
        began = time.process_time()
        run(self, problem)
        inside = time.process_time() - began

    pulp.HiGHS.callSolver = timed
    took = []
    try:
        for _ in range(_TIMES):
            began = time.process_time()
            call()
            took.append(time.process_time() - began - inside)
    finally:
        pulp.HiGHS.callSolver = run
    return min(took)


def _least(call: Callable[[], object]) -> float:
    took = []
    for _ in range(_TIMES):
        began = time.process_time()
        call()
        took.append(time.process_time() - began)
    return min(took)
