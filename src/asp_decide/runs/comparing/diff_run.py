"""Two versions of the policies side by side: what changes in words, and in which cases."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from asp_decide.errors import NoFeasiblePlanError, UsageError, unwrap
from asp_decide.model.by_layer import LAYERS
from asp_decide.model.plan import Plan
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.budgets import Budget
from asp_decide.policy.changes.era_cells import ComparedCells, compared_cells
from asp_decide.policy.changes.policy_changes import PolicyChange, meaning_of_layers, policy_changes
from asp_decide.runs.drafts import read_plan
from asp_decide.runs.instruments import reference_judge
from asp_decide.runs.investing.plan_run import PlanOrder, Progress, make_plan
from asp_decide.runs.policy_versions import PolicyVersion, read_versions
from asp_decide.runs.workspace import Sources, Workspace, read_facts
from asp_decide.scenario.plan_difference import PlanDifference, plan_difference

PLAN_SUFFIX = ".json"
"""How the name of a plan file ends; no policy is written so."""


@dataclass(frozen=True, slots=True)
class DiffOrder:
    """What is asked: two folders or files of policies, and the day from which on cases count.

    With `on_facts` the workspace's facts are planned under both, with `budget` as its own unless
    said.
    """

    old: Path
    new: Path
    as_of: date
    on_facts: bool = False
    budget: Budget | None = None


@dataclass(frozen=True, slots=True)
class OnFacts:
    """What differs on given facts, or why there is no plan under the old or the new policies."""

    difference: PlanDifference | None
    no_plan: tuple[NoFeasiblePlanError | None, NoFeasiblePlanError | None] = (None, None)


@dataclass(frozen=True, slots=True)
class PolicyDiff:
    """What differs between two versions: in words, and case by case from `as_of` on.

    `meanings` are the digests of everything that either version decides on any day; where they
    are equal nothing differs, whatever the texts say. `on_facts` is None where that was not asked.
    """

    old: PolicyVersion
    new: PolicyVersion
    as_of: date
    currency: str
    meanings: tuple[str, str]
    changes: tuple[PolicyChange, ...]
    cells: ComparedCells
    on_facts: OnFacts | None = None

    @property
    def is_same(self) -> bool:
        """Whether nothing changes meaning."""
        return self.meanings[0] == self.meanings[1]

    @property
    def without_plan(self) -> bool:
        """Whether the facts were to be planned, and have no plan under one of the versions."""
        return self.on_facts is not None and self.on_facts.difference is None


def diff_run(workspace: Workspace, order: DiffOrder, *, progress: Progress) -> PolicyDiff:
    """What changes from the old version to the new one; nothing is written.

    Currency and roles are those of the workspace. Raises UsageError for what is no version,
    InvalidInputError with every problem of both, and what a plan raises but that there is none.
    """
    progress("reading both versions")
    snapshot = unwrap(read_facts(workspace.root, order.as_of)) if order.on_facts else None
    old, new = read_versions(
        order.old, order.new, workspace=workspace, as_of=order.as_of, facts=snapshot
    )
    meanings = meaning_of_layers(old.sets), meaning_of_layers(new.sets)
    changes = policy_changes(old.sets, new.sets, as_of=order.as_of)
    currency = workspace.charter.currency
    cells = ComparedCells()
    if changes:
        progress("looking at every case")
        judge = reference_judge(currency)
        for layer in LAYERS:
            versions = old.sets.of(layer), new.sets.of(layer)
            cells = cells.with_other(compared_cells(*versions, judge, as_of=order.as_of))
    on_facts = None
    if snapshot is not None and changes:
        on_facts = _on_facts(snapshot, (old, new), order, progress)
    return PolicyDiff(old, new, order.as_of, currency, meanings, changes, cells, on_facts)


def _on_facts(
    snapshot: Snapshot,
    versions: tuple[PolicyVersion, PolicyVersion],
    order: DiffOrder,
    progress: Progress,
) -> OnFacts:
    plans: list[Plan | NoFeasiblePlanError] = []
    for version in versions:
        progress(f"planning under {version.shown}")
        sources = Sources(snapshot, version.in_force.portfolio, ())
        asked = PlanOrder(as_of=order.as_of, budget=order.budget)
        try:
            plans.append(make_plan(sources, asked).plan)
        except NoFeasiblePlanError as error:
            plans.append(error)
    old, new = plans
    if isinstance(old, Plan) and isinstance(new, Plan):
        return OnFacts(plan_difference(old, new))
    return OnFacts(
        None,
        (
            old if isinstance(old, NoFeasiblePlanError) else None,
            new if isinstance(new, NoFeasiblePlanError) else None,
        ),
    )


def are_plans(old: Path, new: Path) -> bool:
    """Whether two plan files are named and not two versions of policies."""
    return all(path.suffix == PLAN_SUFFIX and not path.is_dir() for path in (old, new))


def diff_plans(old: Path, new: Path) -> PlanDifference:
    """What differs between two plan files.

    Raises UsageError for what is no plan, or of plans whose amounts cannot be compared.
    """
    plans = [read_plan(path)[0] for path in (old, new)]
    for what, of in (
        ("currency", [one.run.currency for one in plans]),
        ("unit of capacity", [one.run.capacity_unit for one in plans]),
    ):
        if of[0] != of[1]:
            raise UsageError(f"the {what} of `{old}` is {of[0]} and that of `{new}` is {of[1]}")
    return plan_difference(plans[0], plans[1])
