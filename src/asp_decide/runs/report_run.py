"""Reports for people, made from what was planned or recorded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from asp_decide.errors import UsageError
from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.report.board_report import board_report
from asp_decide.report.recorded import Recorded
from asp_decide.report.render import ReportFormat, render
from asp_decide.runs.drafts import read_plan
from asp_decide.runs.recorded_run import newest_run, recorded_run
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

type Audience = Literal["board"]

FORMATS: tuple[ReportFormat, ...] = ("html", "md")


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """Which report is wanted: for whom, in what format, of which run or plan, where to."""

    audience: Audience
    style: ReportFormat
    run: str | None = None
    plan: Path | None = None
    output: Path | None = None


def report_run(workspace: Workspace, order: ReportOrder) -> str:
    """Write the audience's report of a recorded run, or of a plan that is not applied yet.

    Without either it is the newest recorded run. Returns where it lies, as a person in the
    present folder would write it. Raises UsageError if there is no such run or plan.
    """
    if order.plan is not None:
        if order.run is not None:
            raise UsageError("say a run or a plan, not both")
        draft, _ = read_plan(order.plan)
        body = render_board(draft, workspace.charter, None, style=order.style)
        name = f"{draft.run.id}-plan-{order.audience}.{order.style}"
    else:
        recorded_plan, recorded = recorded_run(workspace, order.run or newest_run(workspace))
        body = render_board(recorded_plan, workspace.charter, recorded, style=order.style)
        name = f"{recorded.run}-{order.audience}.{order.style}"
    path = order.output or workspace.reports / name
    write_file(path, body)
    return workspace.shown(path)


def bundled_reports(plan: Plan, charter: Charter, recorded: Recorded) -> dict[str, bytes]:
    """The reports that stand in the folder of a run, by their place in it."""
    return {
        f"reports/board.{style}": render_board(plan, charter, recorded, style=style)
        for style in FORMATS
    }


def render_board(
    plan: Plan, charter: Charter, recorded: Recorded | None, *, style: ReportFormat
) -> bytes:
    """The board's report in one format."""
    return render(board_report(plan, charter=charter, recorded=recorded), format=style)
