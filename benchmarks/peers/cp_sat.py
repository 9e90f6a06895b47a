"""CP-SAT of OR-tools: the plain programme in whole numbers, one worker."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import numpy as np
from ortools.sat.python import cp_model

from peers.answering import ARRAYS, Answer, answer_with

_A_MOMENT_SECONDS = 0.05


def solve(folder: Path, seconds: float) -> Callable[[], Answer]:
    """The plan of CP-SAT after so many CPU seconds."""
    with np.load(folder / ARRAYS) as stored:
        arrays = dict(stored)
    money = int(arrays["whole_money"])

    def work() -> Answer:
        began = time.process_time()
        model, choices = _model(arrays)
        built = time.process_time() - began
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        until = began + seconds
        Thread(target=_stop_at, args=(solver, until), daemon=True).start()
        status = solver.solve(model)
        taken = None
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            taken = [n for n, choice in enumerate(choices) if solver.boolean_value(choice)]
        return Answer(
            taken,
            solver.best_objective_bound / money,
            solver.status_name(status).lower(),
            build_seconds=built,
        )

    return work


def _model(arrays: dict[str, np.ndarray]) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    choices = [model.new_bool_var("") for _ in arrays["losses"]]
    starts, indices = arrays["starts"].tolist(), arrays["indices"].tolist()
    amounts = arrays["whole_coefficients"].tolist()
    lower, upper = arrays["whole_lower"].tolist(), arrays["whole_upper"].tolist()
    for number, (low, high) in enumerate(zip(lower, upper, strict=True)):
        terms = slice(starts[number], starts[number + 1])
        taken = [choices[n] for n in indices[terms]]
        if low == high == 1 and set(amounts[terms]) == {1}:
            model.add_exactly_one(taken)
        else:
            total = cp_model.LinearExpr.weighted_sum(taken, amounts[terms])
            model.add_linear_constraint(total, low, high)
    model.minimize(cp_model.LinearExpr.weighted_sum(choices, arrays["whole_losses"].tolist()))
    return model, choices


def _stop_at(solver: cp_model.CpSolver, cpu_seconds: float) -> None:
    """End the search once the process has used so many CPU seconds; CP-SAT counts by the wall."""
    while time.process_time() < cpu_seconds:
        time.sleep(_A_MOMENT_SECONDS)
    solver.stop_search()


if __name__ == "__main__":
    answer_with(solve)
