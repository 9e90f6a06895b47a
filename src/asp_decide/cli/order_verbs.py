"""The verb that asks whether a new order is worth its unrest."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import Progress
from asp_decide.cli.options import Format, NoColor, PlanOfDay, WhichPlan, asked
from asp_decide.cli.printed import Aside, Headline, Rows, print_answer
from asp_decide.runs.investing.reorder_run import reorder_run
from asp_decide.runs.workspace import find_workspace


def reorder(
    *,
    before: Annotated[Path, Parameter(help="The earlier plan, or the folder of its run.")],
    plan: WhichPlan = None,
    as_of: PlanOfDay = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Whether the order of a plan gains more over an earlier one than it disturbs.

    Example: asp-decide reorder --before runs/2026Q4
    """
    with Progress("reordering") as progress:
        told = reorder_run(
            find_workspace(Path.cwd()), before, asked(plan, as_of), progress=progress
        )
    pins = " ".join(f"--pin {pin}" for pin in told.pins)
    kept = f"a plan that keeps what the rules keep: asp-decide plan {pins}"
    return print_answer(
        told.as_json,
        Headline(told.headline),
        Rows("", told.columns, told.rows, if_any=True),
        Aside(kept) if pins else None,
        Aside(
            "what the new order gains is what keeping the earlier one would lose; a person decides"
        ),
        style=style,
        no_color=no_color,
    )
