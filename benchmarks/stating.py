"""What it costs to state a programme: facts to rows, rows to PuLP, rows to HiGHS as arrays."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pulp

from arrays import write_arrays
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme
from asp_decide.runs.instruments import solver
from families.parameters import of_family
from families.portfolio import draw_portfolio
from peers.raw_highs import model
from question import prepared_of

HEAD = (
    "| instance | terms | facts to rows, CPU s | ready terms to PuLP's rows | ratio | "
    "PuLP and back, without solving | arrays to HiGHS | ratio |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|"
)
_TIMES, _RELAXED = 5, 2


def stated(sizes: Sequence[int]) -> Iterator[str]:
    """A line for each size of family T, seed 1, below those that PuLP does not relax.

    The least of five times each, and of two with a relaxation between.
    """
    return (_line(size) for size in sizes)


def _line(size: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        draw_portfolio(of_family("T", size), seed=1).write(Path(folder))
        prepared = prepared_of(Path(folder))
        programme = prepared.programme
        write_arrays(programme, Path(folder) / "arrays.npz")
        with np.load(Path(folder) / "arrays.npz") as stored:
            arrays = dict(stored)
    rows = _least(lambda: formulate(prepared.inputs.choice_set, prepared.frame))
    ready = _least(_ready_terms(programme))
    through = min(_through_pulp(programme) for _ in range(_RELAXED))
    as_arrays = _least(lambda: model(arrays))
    terms = sum(len(row.terms) for row in programme.rows)
    return (
        f"| T {size:,} | {terms:,} | {rows:.2f} | {ready:.2f} | {rows / ready:.1f} | "
        f"{through:.2f} | {as_arrays:.3f} | {through / as_arrays:.1f} |"
    )


def _ready_terms(programme: Programme) -> Callable[[], object]:
    """PuLP's own way from variables and floats to rows, with nothing of ours before it."""
    problem = pulp.LpProblem("ready", pulp.LpMinimize)
    variables = [
        problem.add_variable(f"c{n:06d}", 0, 1, pulp.LpBinary)
        for n in range(len(programme.choices))
    ]
    ready = [[(variables[n], float(a)) for n, a in row.terms] for row in programme.rows]
    limits = [float(row.limit) for row in programme.rows]

    def state() -> object:
        sums = map(pulp.LpAffineExpression.from_list, ready)
        return [total <= limit for total, limit in zip(sums, limits, strict=True)]

    return state


def _through_pulp(programme: Programme) -> float:
    """CPU seconds of a relaxation, less those that HiGHS itself takes: stating and reading."""
    inside = 0.0
    run = pulp.HiGHS.callSolver

    def timed(self: Any, problem: Any) -> None:
        nonlocal inside
        began = time.process_time()
        run(self, problem)
        inside += time.process_time() - began

    pulp.HiGHS.callSolver = timed
    try:
        began = time.process_time()
        solver().relax(programme)
        return time.process_time() - began - inside
    finally:
        pulp.HiGHS.callSolver = run


def _least(call: Callable[[], object]) -> float:
    took = []
    for _ in range(_TIMES):
        began = time.process_time()
        call()
        took.append(time.process_time() - began)
    return min(took)
