"""Verbs about plans: make one, look at one, ask why."""

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from asp_decide.cli.console import (
    Progress,
    is_narrow,
    print_headline,
    print_json,
    print_sections,
    talk,
)
from asp_decide.cli.options import AsOf, Format, NoColor, WhichPlan, at_least_one, day, share
from asp_decide.cli.printed import Headline, Line, Rows, print_answer
from asp_decide.errors import NoFeasiblePlanError, UsageError
from asp_decide.runs.explaining.explain_run import Explanation, explain_run
from asp_decide.runs.explaining.other_worlds import InOtherWorlds, in_other_worlds
from asp_decide.runs.explaining.otherwise_run import OtherwiseTold, otherwise_run
from asp_decide.runs.explaining.rule_table import WHERE
from asp_decide.runs.explaining.simulate_run import SimulateOrder
from asp_decide.runs.explaining.why_not_run import why_not_run
from asp_decide.runs.investing.plan_run import PlanOrder, WrittenPlan, plan_run
from asp_decide.runs.investing.show_run import PlanPage, show_run
from asp_decide.runs.which_plan import Asked
from asp_decide.runs.workspace import Workspace, find_workspace

GAP_MISSED = 4

_AT_A_GLANCE = frozenset({"Summary", "Decisions", "Prices", "Findings"})
"""What `plan` prints of the page; `show` prints all of it."""

_FIGURES = frozenset({"cost of delay/week", "loss"})
"""Columns that `show` has beside those, too many for a terminal."""

type Workers = Annotated[
    int | None,
    Parameter(
        help="Threads that search, one for each processor unless said; the plan is the same."
    ),
]

type Worlds = Annotated[
    int | None,
    Parameter(
        help="Worlds to draw: in how many of them each answer stays best. asp.yaml's unless said."
    ),
]


def plan(
    *,
    output: Annotated[
        Path | None, Parameter(name=["-o", "--output"], help="Write the same plan.json here too.")
    ] = None,
    as_of: AsOf = None,
    pin: Annotated[
        tuple[str, ...],
        Parameter(
            negative="",
            show_default=False,
            help="ID, or ID=INTERVAL: an initiative that must not be left out, or begins then.",
        ),
    ] = (),
    drop: Annotated[
        tuple[str, ...],
        Parameter(
            negative="", show_default=False, help="An initiative that gets nothing; repeatable."
        ),
    ] = (),
    max_gap: Annotated[
        str | None, Parameter(help="Certified gap that is good enough, such as 3% or 0.03.")
    ] = None,
    budget: Annotated[
        Literal["quick", "board", "deep"] | None,
        Parameter(help="How much work the solver may do; asp.yaml's own unless said."),
    ] = None,
    time_limit: Annotated[
        int | None, Parameter(help="Seconds for the search as a whole; marks the plan exploratory.")
    ] = None,
    engine: Annotated[
        Literal["durable", "reference"], Parameter(help="Which engine draws the conclusions.")
    ] = "durable",
    workers: Workers = None,
    worlds: Worlds = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Recommend: write a plan with reasons and a proven gap. It decides nothing.

    Example: asp-decide plan -o plan.json --as-of 2026-12-31
    """
    order = PlanOrder(
        as_of=day(as_of),
        pins=pin,
        drops=drop,
        max_gap=None if max_gap is None else share(max_gap, "--max-gap"),
        budget=budget,
        time_limit_seconds=_seconds(time_limit),
        engine=engine,
        workers=at_least_one((os.cpu_count() or 1) if workers is None else workers, "--workers"),
        worlds=worlds and at_least_one(worlds, "--worlds"),
    )
    draft = _drafted(order, output, style)
    _print_page(draft.page, draft.body, style=style, no_color=no_color, whole=False)
    _talk_of(draft, output)
    return GAP_MISSED if draft.gap_missed else 0


def show(
    plan: Annotated[Path, Parameter(help="A plan.json, or the folder of a draft.")],
    *,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """A plan as a page.

    Example: asp-decide show plan.json --format md
    """
    page, body = show_run(plan)
    _print_page(page, body, style=style, no_color=no_color)
    talk("next: asp-decide explain ID --plan " + str(plan))
    return 0


def explain(
    subject: Annotated[
        str,
        Parameter(
            show_default=False, help="An initiative, a signal or a requirement; or say --rule."
        ),
    ] = "",
    /,
    *,
    rule: Annotated[str | None, Parameter(help="Explain this rule instead.")] = None,
    plan: WhichPlan = None,
    why_not: Annotated[
        bool,
        Parameter(
            name="--why-not",
            negative="",
            show_default=False,
            help="Plan again with the initiative: what it would cost, displace, and need.",
        ),
    ] = False,
    instead: Annotated[
        str,
        Parameter(
            name="--if",
            show_default=False,
            help="What this answer would cost instead, such as start or stop.",
        ),
    ] = "",
    worlds: Annotated[
        int | None,
        Parameter(
            show_default=False, help="In how many of so many drawn worlds the answer stays best."
        ),
    ] = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Why, and why not: rules that fired and did not, limits that bind, what would change it.

    Example: asp-decide explain INI-02
    """
    if bool(subject) == bool(rule):
        raise UsageError(
            "say one initiative or one rule", mend="`explain INI-02`, `explain --rule WIP-01`"
        )
    if bool(instead) + why_not + (worlds is not None) > 1:
        raise UsageError(
            "--if, --why-not and --worlds are questions of their own", mend="ask one of them"
        )
    workspace = find_workspace(Path.cwd())
    if instead:
        return _explain_otherwise(workspace, (subject, instead), plan, style, no_color=no_color)
    if why_not:
        return _explain_why_not(workspace, subject, plan, style=style, no_color=no_color)
    if worlds is not None:
        order = SimulateOrder(at_least_one(worlds, "--worlds"), seed=1, asked=Asked(plan))
        return _explain_in_other_worlds(workspace, subject, order, style, no_color=no_color)
    explanation = explain_run(workspace, plan=plan, initiative=subject or None, rule=rule)
    _print_explanation(explanation, style=style, no_color=no_color)
    return 0


def _explain_why_not(
    workspace: Workspace, initiative: str, plan: Path | None, *, style: Format, no_color: bool
) -> int:
    if not initiative:
        raise UsageError("--why-not asks about an initiative", mend="`explain INI-15 --why-not`")
    with Progress("explaining") as progress:
        told = why_not_run(workspace, initiative, asked=Asked(plan), progress=progress)
    columns = ("initiative", "name", "in the plan", "with it")
    return print_answer(
        lambda: {"schema_version": "1", "headline": told.headline, "why_not": told.data},
        Headline(told.headline),
        *map(Line, told.lines),
        Rows("Who would get another place", columns, told.displaced, if_any=True),
        style=style,
        no_color=no_color,
    )


def _explain_in_other_worlds(
    workspace: Workspace, initiative: str, order: SimulateOrder, style: Format, *, no_color: bool
) -> int:
    if not initiative:
        raise UsageError("--worlds asks about an initiative", mend="`explain INI-15 --worlds 100`")
    with Progress("simulating") as progress:
        told = in_other_worlds(workspace, initiative, order, progress=progress)
    return _print_told(told, style, no_color=no_color)


def _explain_otherwise(
    workspace: Workspace, wish: tuple[str, str], plan: Path | None, style: Format, *, no_color: bool
) -> int:
    initiative, answer = wish
    if not initiative:
        raise UsageError("--if asks about an initiative", mend="`explain INI-15 --if start`")
    with Progress("explaining") as progress:
        told = otherwise_run(workspace, initiative, answer, asked=Asked(plan), progress=progress)
    return _print_told(told, style, no_color=no_color)


def _talk_of(draft: WrittenPlan, output: Path | None) -> None:
    talk(f"written: {draft.shown_folder}/plan.json" + (f" and {output}" if output else ""))
    if draft.gap_missed:
        talk(f"the certified gap {draft.gap} is worse than the {draft.asked_gap} asked for")
    target = output or f"{draft.shown_folder}/plan.json"
    talk(f"next: asp-decide show {target}, explain ID, or apply {target} --by NAME --role ROLE")


def _print_told(told: InOtherWorlds | OtherwiseTold, style: Format, *, no_color: bool) -> int:
    return print_answer(
        told.as_json,
        Headline(told.headline),
        *map(Line, told.lines),
        style=style,
        no_color=no_color,
    )


def _print_page(
    page: PlanPage, body: bytes, *, style: Format, no_color: bool, whole: bool = True
) -> None:
    if style == "json":
        print_json(json.loads(body))
        return
    sections = [section for section in page.sections if whole or section.title in _AT_A_GLANCE]
    left_out = frozenset[str]() if whole else _FIGURES
    print_sections(sections, style=style, no_color=no_color, left_out=left_out)


def _print_explanation(explanation: Explanation, *, style: Format, no_color: bool) -> None:
    if style == "json":
        print_json(explanation.as_json())
        return
    print_headline(explanation.headline, style=style, no_color=no_color)
    left_out = frozenset({WHERE}) if style == "table" and is_narrow() else frozenset[str]()
    print_sections(explanation.sections, style=style, no_color=no_color, left_out=left_out)


def _drafted(order: PlanOrder, output: Path | None, style: Format) -> WrittenPlan:
    try:
        with Progress("planning") as progress:
            return plan_run(find_workspace(Path.cwd()), order, output=output, progress=progress)
    except NoFeasiblePlanError as none:
        if style == "json":
            print_json(_no_plan(none))
        raise


def _no_plan(none: NoFeasiblePlanError) -> dict[str, Any]:
    """What a program is told where no plan exists; people read the same on stderr."""
    return {
        "schema_version": "1",
        "feasible": False,
        "conflict": list(none.origins),
        "smallest": none.smallest,
        "ways_out": list(none.ways_out),
    }


def _seconds(limit: int | None) -> int | None:
    if limit is not None and limit < 1:
        raise UsageError(
            f"`{limit}` of --time-limit leaves no time", mend="write whole seconds, at least 1"
        )
    return limit
