"""Ours: the library's own search on the same programme, ended after so many CPU seconds.

With `all` it has a thread for each processor, as a run has, and as many seconds of the clock.
"""

import gc
import os
import pickle
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.certify import certify
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.solver import Means
from asp_decide.optimize.watch import Found, Watch
from asp_decide.runs.instruments import solver
from peers.answering import PROGRAMME, Answer, answer_with
from question import Question

OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""As the command has it: a search makes few objects in circles and many others."""


def solve(folder: Path, seconds: float) -> Callable[[], Answer]:
    """The plan of a run that is ended so, and the check of its certificate."""
    question: Question = pickle.loads((folder / PROGRAMME).read_bytes())
    programme = question.programme
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)

    def work() -> Answer:
        began, plans = time.process_time(), []

        def told(found: Found) -> None:
            if found.loss is not None:
                plans.append((time.process_time() - began, float(found.loss)))

        given = means(programme, seconds)
        watched = replace(given, watch=replace(given.watch, told=told))
        solved = solve_programme(programme, watched, order=question.order)
        done = time.process_time()
        proven = certify(programme, solved.taken, solved.certificate.proof)
        return Answer(
            list(programme.numbers(solved.taken)),
            None if solved.bound_stated is None else float(solved.bound_stated),
            solved.outcome,
            certified=float(proven.bound),
            check_seconds=time.process_time() - done,
            plans=tuple(plans),
        )

    return work


def means(programme: Programme, seconds: float) -> Means:
    """The largest work limit, and an end after so many seconds from now on."""
    everything = "all" in sys.argv[3:]
    clock = time.perf_counter if everything else time.process_time
    until = clock() + seconds
    watch = Watch(
        lambda _: None,
        lambda: "time limit" if clock() >= until else None,
        clocked=True,
    )
    workers = os.cpu_count() or 1 if everything else 1
    limit = work_limit("deep", choices=len(programme.choices))
    return Means(solver(), limit, watch, workers)


if __name__ == "__main__":
    answer_with(solve)
