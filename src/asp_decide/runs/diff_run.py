"""Two versions of the policies side by side: what changes in words, and in which cases."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from asp_decide.model.by_layer import LAYERS
from asp_decide.policy.era_cells import ComparedCells, compared_cells
from asp_decide.policy.policy_changes import PolicyChange, meaning_of_layers, policy_changes
from asp_decide.runs.instruments import reference_judge
from asp_decide.runs.plan_run import Progress
from asp_decide.runs.policy_versions import PolicyVersion, read_versions
from asp_decide.runs.workspace import Workspace


@dataclass(frozen=True, slots=True)
class DiffOrder:
    """What is asked: two folders or files of policies, and the day from which on cases count."""

    old: Path
    new: Path
    as_of: date


@dataclass(frozen=True, slots=True)
class PolicyDiff:
    """What differs between two versions: in words, and case by case from `as_of` on.

    `meanings` are the digests of everything that either version decides on any day; where they
    are equal nothing differs, whatever the texts say.
    """

    old: PolicyVersion
    new: PolicyVersion
    as_of: date
    currency: str
    meanings: tuple[str, str]
    changes: tuple[PolicyChange, ...]
    cells: ComparedCells

    @property
    def is_same(self) -> bool:
        """Whether nothing changes meaning."""
        return self.meanings[0] == self.meanings[1]


def diff_run(workspace: Workspace, order: DiffOrder, *, progress: Progress) -> PolicyDiff:
    """What changes from the old version to the new one; nothing is written.

    Currency and roles are those of the workspace. Raises UsageError for what is no version, and
    InvalidInputError with every problem of both.
    """
    progress("reading both versions")
    old, new = read_versions(
        order.old, order.new, workspace=workspace, as_of=order.as_of, facts=None
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
    return PolicyDiff(old, new, order.as_of, currency, meanings, changes, cells)
