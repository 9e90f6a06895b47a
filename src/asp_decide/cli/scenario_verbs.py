"""Verbs that ask what would be otherwise."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from asp_decide.cli.console import (
    Progress,
    print_json,
    print_sections,
    talk,
)
from asp_decide.cli.options import (
    AsOf,
    Cluster,
    Format,
    NoColor,
    PlanOfDay,
    WhichPlan,
    Workers,
    a_date,
    asked,
    at_least_one,
    day,
    share,
)
from asp_decide.cli.printed import Headline, Line, Rows, Text, print_answer
from asp_decide.errors import NoFeasiblePlanError, UsageError
from asp_decide.runs.comparing.backtest_run import BacktestOrder, backtest_run
from asp_decide.runs.comparing.diff_page import diff_as_json, sections_of
from asp_decide.runs.comparing.diff_run import DiffOrder, are_plans, diff_plans, diff_run
from asp_decide.runs.comparing.plan_difference_page import plans_as_json, sections_of_plans
from asp_decide.runs.explaining.core_run import CoreOrder, core_run
from asp_decide.runs.explaining.frontier_run import FrontierOrder, frontier_run
from asp_decide.runs.explaining.worth_run import WorthOrder, worth_run
from asp_decide.runs.workspace import find_workspace


def diff(
    old: Annotated[
        Path, Parameter(help="A folder of policies, a run or workspace that has one, or a file.")
    ],
    new: Annotated[Path, Parameter(help="The same, to compare it with; or two plan files.")],
    *,
    facts: Annotated[
        Path | None, Parameter(help="Also plan the facts of this workspace under both.")
    ] = None,
    exit_code: Annotated[
        bool, Parameter(negative="", help="Exit with 1 if anything changes meaning.")
    ] = False,
    budget: Annotated[
        Literal["quick", "board", "deep"] | None,
        Parameter(help="How much work the solver may do; asp.yaml's own unless said."),
    ] = None,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What changes from one version of the policies to another: meaning, cases, decisions.

    Example: asp-decide diff policies draft --facts . --as-of 2026-12-31
    """
    if are_plans(old, new):
        _refuse_idle({"--facts": facts, "--budget": budget, "--as-of": as_of}, "compares two plans")
        between = diff_plans(old, new)
        if style == "json":
            print_json({"schema_version": "1", **plans_as_json(between)})
        else:
            title = f"Plans: {old} and {new}"
            print_sections(sections_of_plans(between, title), style=style, no_color=no_color)
        return 1 if exit_code and not between.is_same else 0
    if facts is None:
        _refuse_idle({"--budget": budget}, "plans nothing without --facts")
    order = DiffOrder(old, new, day(as_of), on_facts=facts is not None, budget=budget)
    with Progress("diff") as progress:
        found = diff_run(find_workspace(facts or Path.cwd()), order, progress=progress)
    if style == "json":
        print_json(diff_as_json(found))
    else:
        print_sections(sections_of(found), style=style, no_color=no_color)
    if found.without_plan:
        return NoFeasiblePlanError.exit_code
    if not found.is_same:
        talk(f"next: asp-decide {f'backtest {new}' if facts else f'diff {old} {new} --facts .'}")
    return 1 if exit_code and not found.is_same else 0


def _refuse_idle(said: Mapping[str, object], why: str) -> None:
    """Refuse options that would do nothing here (UsageError)."""
    idle = [option for option, value in said.items() if value is not None]
    if idle:
        raise UsageError(f"{', '.join(idle)}: this diff {why}", mend="leave it out")


def backtest(
    policies: Annotated[
        Path, Parameter(help="The policies to try: in any form that `diff` takes.")
    ],
    *,
    runs: Annotated[
        Path | None, Parameter(help="Folder of recorded runs; the workspace's own unless said.")
    ] = None,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Decide recorded quarters again under other policies, beside the value seen since.

    Example: asp-decide backtest policies --runs runs
    """
    workspace = find_workspace(Path.cwd())
    order = BacktestOrder(policies=policies, runs=runs or workspace.runs, as_of=day(as_of))
    with Progress("backtest") as progress:
        page = backtest_run(workspace, order, progress=progress)
    if style == "json":
        print_json(page.as_json())
    else:
        print_sections(page.sections, style=style, no_color=no_color)
    return 0


def core(
    *,
    within: Annotated[
        str, Parameter(help="Share of the value captured by which a good plan may fall short.")
    ] = "1%",
    workers: Workers = 1,
    cluster: Cluster = "",
    plan: WhichPlan = None,
    as_of: PlanOfDay = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What every plan that is nearly as good agrees on, and what is contested.

    Example: asp-decide core --within 0.5%
    """
    order = CoreOrder(
        Fraction(share(within, "--within")),
        asked(plan, as_of),
        at_least_one(workers, "--workers"),
        cluster,
    )
    with Progress("core") as progress:
        told = core_run(find_workspace(Path.cwd()), order, progress=progress)
    return print_answer(
        told.as_json,
        Headline(told.headline),
        *map(Line, told.lines),
        Rows(told.title, told.columns, told.rows),
        style=style,
        no_color=no_color,
    )


def worth(
    *,
    top: Annotated[int, Parameter(help="How many places to ask about.")] = 5,
    workers: Workers = 1,
    cluster: Cluster = "",
    plan: WhichPlan = None,
    as_of: PlanOfDay = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What one step more capacity would bring, where it promises most.

    Example: asp-decide worth --top 3
    """
    order = WorthOrder(
        at_least_one(top, "--top"),
        asked(plan, as_of),
        at_least_one(workers, "--workers"),
        cluster,
    )
    with Progress("worth") as progress:
        told = worth_run(find_workspace(Path.cwd()), order, progress=progress)
    return print_answer(
        told.as_json,
        Rows(told.title, told.columns, told.rows) if told.found else None,
        Text(told.line) if told.line else None,
        style=style,
        no_color=no_color,
    )


def frontier(
    *,
    x: Annotated[
        Literal["budget", "capacity"], Parameter(help="What there is more or less of.")
    ] = "capacity",
    points: Annotated[
        int, Parameter(help="Levels from half to one and a half of today's; today's is added.")
    ] = 6,
    as_of: Annotated[
        str | None,
        Parameter(
            name="--as-of",
            help="Plan the facts of this day, YYYY-MM-DD; the day of the newest draft unless said.",
        ),
    ] = None,
    budget: Annotated[
        Literal["quick", "board", "deep"] | None,
        Parameter(help="How much work the solver may do; asp.yaml's own unless said."),
    ] = None,
    workers: Workers = 1,
    cluster: Cluster = "",
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What more or less money or capacity would buy, level by level.

    Example: asp-decide frontier --x budget --points 5
    """
    if points < 2:
        raise UsageError(f"`{points}` of --points is no curve", mend="write a whole number from 2")
    order = FrontierOrder(
        axis=x,
        points=points,
        as_of=None if as_of is None else a_date(as_of, "--as-of"),
        budget=budget,
        workers=at_least_one(workers, "--workers"),
        cluster=cluster,
    )
    with Progress("frontier") as progress:
        told = frontier_run(find_workspace(Path.cwd()), order, progress=progress)
    return print_answer(
        told.as_json,
        Rows(told.title, told.columns, told.rows),
        *map(Line, told.lines),
        style=style,
        no_color=no_color,
    )
