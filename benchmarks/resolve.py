"""One limit changed, or all losses: solved again on a model that lives, against a rebuilt one."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from arrays import write_arrays
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme
from asp_decide.runs.instruments import solver
from families.parameters import of_family
from families.portfolio import draw_portfolio
from peers.raw_highs import model
from question import ask_of

HEAD = (
    "| instance | choices | rebuilt by PuLP, a CPU s | one limit changed, a CPU s | ratio | "
    "all losses changed, a CPU s | ratio |\n"
    "|---|---:|---:|---:|---:|---:|---:|"
)
_LIVE, _REBUILT = 40, 5
_STEP = Fraction(1, 50)
_COSTS_NOTHING = 1e-9


def resolved(sizes: Sequence[int]) -> Iterator[str]:
    """A line for each size of family T, seed 1: relaxations of what presolve leaves."""
    for size in sizes:
        programme = ask_of(draw_portfolio(of_family("T", size), seed=1)).programme
        stated = arrange(presolve(programme).programme)
        rebuilt = _rate(_REBUILT, lambda _, stated=stated: _rebuild(stated, _))
        limit, losses = _living(stated)
        yield (
            f"| T {size:,} | {len(stated.choices):,} | {rebuilt:,.1f} | {limit:,.1f} | "
            f"{limit / rebuilt:.1f} | {losses:,.1f} | {losses / rebuilt:.1f} |"
        )


def _rebuild(programme: Programme, number: int) -> None:
    rows = list(programme.rows)
    place = number % len(rows)
    rows[place] = replace(rows[place], limit=rows[place].limit * (1 + _STEP))
    assert solver().relax(replace(programme, rows=tuple(rows))) is not None


def _living(programme: Programme) -> tuple[float, float]:
    with TemporaryDirectory() as folder:
        write_arrays(programme, Path(folder, "arrays.npz"))
        with np.load(Path(folder, "arrays.npz")) as stored:
            arrays = dict(stored)
    highs = model(arrays, whole=False)
    highs.run()
    # A limit that costs nothing costs nothing to change.
    binding = np.flatnonzero(np.abs(highs.getSolution().row_dual) > _COSTS_NOTHING)
    uppers = [int(n) for n in binding if arrays["lower"][n] == -np.inf]
    count = len(arrays["losses"])
    columns = np.arange(count, dtype=np.int32)
    noise = np.random.default_rng(1).uniform(0.95, 1.05, (_LIVE, count))

    def one_limit(number: int) -> None:
        row = uppers[number * 7 % len(uppers)]
        highs.changeRowBounds(row, -np.inf, float(arrays["upper"][row]) * float(1 + _STEP))
        highs.run()

    def all_losses(number: int) -> None:
        highs.changeColsCost(count, columns, arrays["losses"] * noise[number])
        highs.run()

    return _rate(_LIVE, one_limit), _rate(_LIVE, all_losses)


def _rate(times: int, task: Callable[[int], None]) -> float:
    """How often a CPU second does it: by the median of so many times."""
    took = []
    for number in range(times):
        began = time.process_time()
        task(number)
        took.append(time.process_time() - began)
    return 1 / max(median(took), 1e-6)
