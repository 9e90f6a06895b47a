"""HiGHS alone: the plain programme as arrays, cold, one thread, its default options."""

import time
from collections.abc import Callable
from pathlib import Path

import highspy
import numpy as np

from peers.answering import ARRAYS, Answer, answer_with

_FEASIBLE = 2


def solve(folder: Path, seconds: float) -> Callable[[], Answer]:
    """The plan of HiGHS after so many CPU seconds."""
    with np.load(folder / ARRAYS) as stored:
        arrays = dict(stored)

    def work() -> Answer:
        began = time.process_time()
        highs = model(arrays)
        built = time.process_time() - began
        # HiGHS counts by the wall clock, in which a busy machine gives each side another share.
        until = time.process_time() + seconds - built
        for told in (highs.cbMipInterrupt, highs.cbSimplexInterrupt):
            told.subscribe(lambda event: event.interrupt(time.process_time() > until))
        highs.run()
        info = highs.getInfo()
        taken = None
        if info.primal_solution_status == _FEASIBLE:
            values = np.array(highs.getSolution().col_value)
            taken = [int(n) for n in np.flatnonzero(values > 0.5)]
        bound = info.mip_dual_bound
        return Answer(
            taken,
            float(bound) if np.isfinite(bound) else None,
            highs.modelStatusToString(highs.getModelStatus()).lower(),
            build_seconds=built,
        )

    return work


def model(arrays: dict[str, np.ndarray], *, whole: bool = True) -> highspy.Highs:
    """The model of the arrays; its relaxation if choices need not be `whole`."""
    highs = highspy.Highs()
    highs.setOptionValue("log_to_console", False)
    highs.setOptionValue("threads", 1)
    count = len(arrays["losses"])
    none = np.zeros(0, dtype=np.int32)
    highs.addCols(
        count, arrays["losses"], np.zeros(count), np.ones(count), 0, none, none, np.zeros(0)
    )
    if whole:
        kinds = np.full(count, highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)
    highs.addRows(
        len(arrays["lower"]),
        arrays["lower"],
        arrays["upper"],
        len(arrays["indices"]),
        arrays["starts"][:-1],
        arrays["indices"],
        arrays["coefficients"],
    )
    return highs


if __name__ == "__main__":
    answer_with(solve)
