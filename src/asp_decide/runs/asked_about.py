"""The plan that a question is about: that of a draft, or the one of a day."""

from datetime import date
from pathlib import Path

from asp_decide.decide.investment import Planned
from asp_decide.errors import StalePlanError
from asp_decide.runs.drafts import Draft, find_draft, newest_draft
from asp_decide.runs.plan_run import PlanOrder, Progress, make_plan
from asp_decide.runs.which_plan import Asked
from asp_decide.runs.workspace import Workspace, read_sources


def asked_about(workspace: Workspace, asked: Asked, progress: Progress) -> Planned:
    """The plan with everything that led to it, to be asked further.

    Raises UsageError if there is no draft, StalePlanError if today's facts or policies do not give
    the draft's plan.
    """
    if asked.as_of is not None:
        order = PlanOrder(as_of=asked.as_of)
        return make_plan(read_sources(workspace, order.as_of), order, progress=progress)
    draft = _draft(workspace, asked.plan)
    run = draft.plan.run
    order = PlanOrder(
        as_of=date.fromisoformat(run.as_of),
        pins=run.pinned,
        drops=run.dropped,
        budget=run.budget,
        engine=run.engine,
    )
    planned = make_plan(read_sources(workspace, order.as_of), order, progress=progress)
    for what in ("facts", "policies"):
        then, now = getattr(run, what), getattr(planned.plan.run, what)
        if then != now:
            raise StalePlanError(
                str(asked.plan or draft.shown("")), changed=what, planned=then, found=now
            )
    return planned


def _draft(workspace: Workspace, plan: Path | None) -> Draft:
    return newest_draft(workspace.plans) if plan is None else find_draft(workspace.plans, plan)
