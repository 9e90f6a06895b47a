"""The verb that asks how a plan stands if the numbers come out otherwise."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import Progress
from asp_decide.cli.options import (
    Cluster,
    Format,
    NoColor,
    PlanOfDay,
    WhichPlan,
    Workers,
    asked,
    at_least_one,
    share,
)
from asp_decide.cli.printed import Headline, Line, Rows, print_answer
from asp_decide.runs.explaining.simulate_run import SimulateOrder, simulate_run
from asp_decide.runs.workspace import find_workspace


def simulate(
    *,
    runs: Annotated[int, Parameter(help="How many worlds to draw.")] = 100,
    seed: Annotated[int, Parameter(help="Where the draws come from: the same gives the same.")] = 1,
    spread: Annotated[
        str | None,
        Parameter(help="Range to either side of what states none, such as 20%; held unless said."),
    ] = None,
    falsify: Annotated[
        str,
        Parameter(
            show_default=False, help="Suppose that this assumption fails, with all that holds it."
        ),
    ] = "",
    workers: Workers = 1,
    cluster: Cluster = "",
    plan: WhichPlan = None,
    as_of: PlanOfDay = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """How the plan stands if the numbers come out otherwise: what holds, what it then loses.

    Example: asp-decide simulate --runs 200 --seed 1
    """
    order = SimulateOrder(
        runs=at_least_one(runs, "--runs"),
        seed=seed,
        spread=None if spread is None else Fraction(share(spread, "--spread")),
        asked=asked(plan, as_of),
        workers=at_least_one(workers, "--workers"),
        cluster=cluster,
        falsified=falsify,
    )
    with Progress("simulating") as progress:
        told = simulate_run(find_workspace(Path.cwd()), order, progress=progress)
    headline, *lines = told.lines
    return print_answer(
        told.as_json,
        Headline(headline),
        *map(Line, lines),
        Rows(told.title, told.columns, told.rows),
        style=style,
        no_color=no_color,
    )
