"""Rules and decisions for portfolio governance: facts and policies in, a certified plan out.

The face of the package, for programs that embed it::

    workspace = open_workspace(Path("demo"))
    sources = read_sources(workspace, date(2026, 12, 31))
    plan = make_plan(sources, PlanOrder(as_of=date(2026, 12, 31))).plan

Each name is loaded when it is first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asp_decide.errors import AspDecideError, InvalidInputError, NoFeasiblePlanError
    from asp_decide.model.plan import Decision, Plan, plan_bytes
    from asp_decide.optimize.watch import Found, Watch
    from asp_decide.runs.auditing.verify_run import verify_run
    from asp_decide.runs.investing.plan_run import PlanOrder, make_plan
    from asp_decide.runs.workspace import find_workspace, open_workspace, read_sources

_HOMES = {
    "AspDecideError": "errors",
    "Decision": "model.plan",
    "Found": "optimize.watch",
    "InvalidInputError": "errors",
    "NoFeasiblePlanError": "errors",
    "Plan": "model.plan",
    "PlanOrder": "runs.investing.plan_run",
    "Watch": "optimize.watch",
    "find_workspace": "runs.workspace",
    "make_plan": "runs.investing.plan_run",
    "open_workspace": "runs.workspace",
    "plan_bytes": "model.plan",
    "read_sources": "runs.workspace",
    "verify_run": "runs.auditing.verify_run",
}

__all__ = [
    "AspDecideError",
    "Decision",
    "Found",
    "InvalidInputError",
    "NoFeasiblePlanError",
    "Plan",
    "PlanOrder",
    "Watch",
    "find_workspace",
    "make_plan",
    "open_workspace",
    "plan_bytes",
    "read_sources",
    "verify_run",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module `asp_decide` has no name `{name}`")
    return getattr(import_module(f"asp_decide.{home}"), name)
