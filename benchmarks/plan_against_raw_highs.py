"""Value captured by our pipeline, by HiGHS alone in the same time, and by the CD3 list.

    python benchmarks/plan_against_raw_highs.py [--sizes 30x5x4,60x6x6,100x8x8] [--seeds 5]

Sides alternate within one run on one machine, one thread each: ratios count, seconds do not.
HiGHS alone gets the plain programme as arrays, cold, with its default options, and as many
seconds as our whole pipeline took. Every plan is summed in exact arithmetic.
"""

import argparse
import platform
import statistics
import time
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version

import highspy
import numpy as np

from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.evaluation import breaches, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means
from asp_decide.optimize.start_plan import place_by_order
from family_t import draw_instance


@dataclass(frozen=True, slots=True)
class Result:
    """One instance: what each side captured, how well it is proven, and how long ours took."""

    facts: str
    choices: int
    rows: int
    seconds: float
    ours: float
    raw: float
    listed: float | None
    gap: float
    gap_stated: float
    raw_gap: float
    outcome: str


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sizes", default="30x5x4,60x6x6,100x8x8")
    arguments.add_argument("--seeds", type=int, default=5)
    asked = arguments.parse_args()
    print(_machine())
    print(_HEAD)
    for size in asked.sizes.split(","):
        results = [measure(size, seed) for seed in range(1, asked.seeds + 1)]
        for seed, result in enumerate(results, start=1):
            print(_line(size, str(seed), result))
        print(_median(size, results))


def measure(size: str, seed: int) -> Result:
    """Both sides and the list on one instance."""
    initiatives, streams, intervals = (int(number) for number in size.split("x"))
    instance = draw_instance(initiatives, streams, intervals, seed=seed)
    programme = formulate(instance.choice_set, instance.frame)
    means = Means(PulpSolver(), work_limit("board", choices=len(programme.choices)))
    began = time.perf_counter()
    ours = solve_programme(programme, means, order=instance.order)
    seconds = time.perf_counter() - began
    raw, raw_bound = raw_highs(programme, seconds=seconds)
    listed = place_by_order(arrange(presolve(programme).programme), instance.order)
    captured = ours.certificate.value_captured
    stated = ours.gap_stated
    return Result(
        facts=instance.digest,
        choices=len(programme.choices),
        rows=len(programme.rows),
        seconds=seconds,
        ours=float(captured),
        raw=raw,
        listed=None if listed is None else _captured(programme, programme.numbers(listed)),
        gap=float(ours.certificate.gap or 0),
        gap_stated=float(stated or 0),
        raw_gap=(float(programme.worth) - raw_bound - raw) / raw if raw else float("inf"),
        outcome=ours.outcome,
    )


def raw_highs(programme: Programme, *, seconds: float) -> tuple[float, float]:
    """Value captured by HiGHS alone, nothing if it has no plan, and the bound on loss it states."""
    solver = highspy.Highs()
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", seconds)
    count = len(programme.choices)
    nothing = np.zeros(0, dtype=np.int32)
    losses = np.array([float(loss) for loss in programme.losses])
    solver.addCols(count, losses, np.zeros(count), np.ones(count), 0, nothing, nothing, np.zeros(0))
    integers = np.arange(count, dtype=np.int32)
    kinds = np.full(count, highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(count, integers, kinds)
    for group in programme.groups:
        solver.addRow(1, 1, len(group), np.array(group, dtype=np.int32), np.ones(len(group)))
    for row in programme.rows:
        limit = float(row.limit)
        low = limit if row.sense != "<=" else -highspy.kHighsInf
        high = limit if row.sense != ">=" else highspy.kHighsInf
        numbers = np.array([number for number, _ in row.terms], dtype=np.int32)
        amounts = np.array([float(amount) for _, amount in row.terms])
        solver.addRow(low, high, len(numbers), numbers, amounts)
    solver.run()
    information = solver.getInfo()
    if information.primal_solution_status != 2:
        return 0.0, information.mip_dual_bound
    values = solver.getSolution().col_value
    taken = [number for number, value in enumerate(values) if value > 0.5]
    return _captured(programme, taken), information.mip_dual_bound


def _captured(programme: Programme, taken: list[int] | tuple[int, ...]) -> float:
    """Exactly summed; rows broken by a trifle are told, since nobody may act on such a plan."""
    for breach in breaches(programme, list(taken)):
        if breach.by / breach.row.scale > Fraction(1, 10**5):
            raise AssertionError(f"a side breaks {breach.row.origin} by {float(breach.by)}")
    return float(programme.worth - loss_of(programme, taken))


_HEAD = (
    f"{'size':>9} {'seed':>4} {'choices':>7} {'rows':>4} {'ours s':>7} "
    f"{'ours/raw':>8} {'ours/list':>9} {'gap':>7} {'stated':>7} {'raw gap':>7}  outcome, facts"
)


def _line(size: str, seed: str, result: Result) -> str:
    by_list = "-" if not result.listed else f"{result.ours / result.listed:.3f}"
    by_raw = "-" if not result.raw else f"{result.ours / result.raw:.4f}"
    return (
        f"{size:>9} {seed:>4} {result.choices:>7} {result.rows:>4} {result.seconds:>7.2f} "
        f"{by_raw:>8} {by_list:>9} {result.gap:>7.2%} {result.gap_stated:>7.2%} "
        f"{result.raw_gap:>7.2%}  {result.outcome}, {result.facts}"
    )


def _median(size: str, results: list[Result]) -> str:
    def middle(values: list[float]) -> float:
        return statistics.median(values) if values else float("nan")

    by_raw = middle([r.ours / r.raw for r in results if r.raw])
    by_list = middle([r.ours / r.listed for r in results if r.listed])
    return (
        f"{size:>9} {'mid':>4} {middle([r.choices for r in results]):>7.0f} "
        f"{middle([r.rows for r in results]):>4.0f} {middle([r.seconds for r in results]):>7.2f} "
        f"{by_raw:>8.4f} {by_list:>9.3f} {middle([r.gap for r in results]):>7.2%} "
        f"{middle([r.gap_stated for r in results]):>7.2%} "
        f"{middle([r.raw_gap for r in results]):>7.2%}"
    )


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pulp", "highspy", "numpy"))
    return f"Python {platform.python_version()}, {libraries}, {platform.machine()}"


if __name__ == "__main__":
    main()
