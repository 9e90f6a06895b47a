"""The plan that a question is about: that of a draft, or the one of a day."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import cast

from asp_decide.decide.investment import Planned
from asp_decide.errors import StalePlanError
from asp_decide.model.snapshot import facts_digest
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.pipeline import Solved
from asp_decide.optimize.programme import Outcome
from asp_decide.optimize.solver import Means
from asp_decide.portfolio.queue_order import cd3_order
from asp_decide.runs.drafts import Draft, find_draft, newest_draft
from asp_decide.runs.instruments import solver
from asp_decide.runs.investing.plan_run import PlanOrder, Progress, charter_digest, make_plan
from asp_decide.runs.investing.planned_again import plan_again, refuse_damaged
from asp_decide.runs.versions import deciding_versions
from asp_decide.runs.which_plan import Asked
from asp_decide.runs.workspace import Sources, Workspace, read_sources


def asked_about(workspace: Workspace, asked: Asked, progress: Progress) -> Planned:
    """The plan with everything that led to it, to be asked further.

    The plan of a draft is the draft's own, with its own proof, however it was found. Raises
    UsageError if there is no draft, or where a file of it is not what was planned; StalePlanError
    if facts, policies, the charter or a version of what decides changed since.
    """
    if asked.as_of is not None:
        order = PlanOrder(as_of=asked.as_of)
        return make_plan(read_sources(workspace, order.as_of), order, progress=progress)
    draft = _draft(workspace, asked.plan)
    sources = read_sources(workspace, date.fromisoformat(draft.plan.run.as_of))
    _refuse_stale(draft, sources, str(asked.plan or draft.shown("")))
    refuse_damaged(draft)
    progress("reading the draft and its proof")
    return _planned(draft, sources)


def _refuse_stale(draft: Draft, sources: Sources, shown: str) -> None:
    run = draft.plan.run
    now = {
        "facts": (run.facts, facts_digest(sources.snapshot)),
        "policies": (run.policies, sources.policies.digest),
        "asp.yaml": (run.charter, charter_digest(sources.snapshot.charter)),
        **{
            f"version of {part}": (run.versions.get(part, "absent"), found)
            for part, found in deciding_versions().items()
        },
    }
    for what, (planned, found) in now.items():
        if planned != found:
            raise StalePlanError(shown, changed=what, planned=planned, found=found)


def _planned(draft: Draft, sources: Sources) -> Planned:
    """The draft's own choices with what they mean, and its own proof: nothing is searched for."""
    again, plan = plan_again(draft, sources), draft.plan
    prepared = again.outlook.prepared
    order = {one: place for place, one in enumerate(cd3_order(sources.snapshot))}
    limit = work_limit(plan.run.budget, choices=len(prepared.inputs.choice_set.choices))
    stated = plan.objective.bound_stated
    solved = Solved(
        certificate=again.certificate,
        outcome=cast("Outcome", plan.objective.status),
        bound_stated=None if stated is None else Fraction(stated),
        nodes=0,
        exploratory=plan.run.exploratory,
    )
    return Planned(plan, again.outlook, solved, Means(solver(), limit), order)


def _draft(workspace: Workspace, plan: Path | None) -> Draft:
    return newest_draft(workspace.plans) if plan is None else find_draft(workspace.plans, plan)
