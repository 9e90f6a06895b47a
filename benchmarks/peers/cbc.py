"""CBC, as OR-tools carries it: the plain programme, one thread, its default options."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from ortools.linear_solver import pywraplp

from peers.answering import ARRAYS, Answer, answer_with

_HAS_PLAN = (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE)
_WORDS = {
    pywraplp.Solver.OPTIMAL: "optimal",
    pywraplp.Solver.FEASIBLE: "time limit reached",
    pywraplp.Solver.INFEASIBLE: "infeasible",
    pywraplp.Solver.NOT_SOLVED: "no plan in time",
}


def solve(folder: Path, seconds: float) -> Callable[[], Answer]:
    """The plan of CBC after so many CPU seconds, by its own count."""
    with np.load(folder / ARRAYS) as stored:
        arrays = dict(stored)

    def work() -> Answer:
        began = time.process_time()
        solver, choices = _model(arrays)
        built = time.process_time() - began
        solver.set_time_limit(round(1000 * (seconds - built)))
        status = solver.Solve()
        taken = None
        if status in _HAS_PLAN:
            taken = [n for n, choice in enumerate(choices) if choice.solution_value() > 0.5]
        return Answer(
            taken,
            solver.Objective().BestBound() if status in _HAS_PLAN else None,
            _WORDS.get(status, "failed"),
            build_seconds=built,
        )

    return work


def _model(arrays: dict[str, np.ndarray]) -> tuple[pywraplp.Solver, list[pywraplp.Variable]]:
    solver = pywraplp.Solver.CreateSolver("CBC")
    solver.SetNumThreads(1)
    choices = [solver.BoolVar("") for _ in arrays["losses"]]
    starts, indices = arrays["starts"].tolist(), arrays["indices"].tolist()
    amounts = arrays["coefficients"].tolist()
    lower, upper = arrays["lower"].tolist(), arrays["upper"].tolist()
    for number, (low, high) in enumerate(zip(lower, upper, strict=True)):
        row = solver.RowConstraint(low, high, "")
        for place in range(starts[number], starts[number + 1]):
            row.SetCoefficient(choices[indices[place]], amounts[place])
    objective = solver.Objective()
    for choice, loss in zip(choices, arrays["losses"].tolist(), strict=True):
        objective.SetCoefficient(choice, loss)
    objective.SetMinimization()
    return solver, choices


if __name__ == "__main__":
    answer_with(solve)
