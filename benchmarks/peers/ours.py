"""Ours: the library's own pipeline on the same programme, cut by the clock."""

import pickle
import time
from collections.abc import Callable
from pathlib import Path

from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.certify import certify
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.solver import Means
from asp_decide.optimize.watch import Watch
from asp_decide.runs.instruments import solver
from peers.answering import PROGRAMME, Answer, answer_with
from question import Question


def solve(folder: Path, seconds: float) -> Callable[[], Answer]:
    """The plan of a run with that time limit, and the check of its certificate."""
    question: Question = pickle.loads((folder / PROGRAMME).read_bytes())
    programme = question.programme

    def work() -> Answer:
        limit = work_limit("deep", choices=len(programme.choices))
        until = time.monotonic() + seconds
        watch = Watch(
            lambda _: None,
            lambda: "time limit" if time.monotonic() >= until else None,
            clocked=True,
        )
        solved = solve_programme(programme, Means(solver(), limit, watch), order=question.order)
        began = time.perf_counter()
        proven = certify(programme, solved.taken, solved.certificate.proof)
        return Answer(
            list(programme.numbers(solved.taken)),
            None if solved.bound_stated is None else float(solved.bound_stated),
            solved.outcome,
            certified=float(proven.bound),
            check_seconds=time.perf_counter() - began,
        )

    return work


if __name__ == "__main__":
    answer_with(solve)
