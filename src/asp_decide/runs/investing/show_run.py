"""A plan as a page, before or after it was applied."""

from pathlib import Path

from asp_decide.report.plan_page import PlanPage, plan_page
from asp_decide.runs.drafts import read_plan

__all__ = ["PlanPage", "show_run"]


def show_run(path: Path) -> tuple[PlanPage, bytes]:
    """The page of a plan file (or of a draft's folder), and the bytes of the plan.

    Raises UsageError if it is no plan.
    """
    plan, body = read_plan(path)
    return plan_page(plan), body
