"""A change of the organization's design that somebody takes; the next run records it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from asp_decide.errors import UsageError
from asp_decide.model.design_change import DesignChange, design_bytes, point_of
from asp_decide.model.ids import Role
from asp_decide.runs.designing.design_simulate_run import (
    DesignOrder,
    SimulatedDesigns,
    shown,
    simulation,
)
from asp_decide.runs.person_act import Act, as_said
from asp_decide.runs.rights import refuse_right_to
from asp_decide.runs.run_files import designs_in, source_files
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file


@dataclass(frozen=True, slots=True)
class EnteredChange:
    """A change as it was kept, where, and what the simulation said of it."""

    change: DesignChange
    simulated: SimulatedDesigns
    shown_file: str

    @property
    def summary(self) -> str:
        """One sentence of what happened, and of what follows."""
        by = f"{self.change.by} {self.change.person}"
        return (
            f"{self.change.id} ({', '.join(self.change.changes)}) is decided by {by}: written to "
            f"{self.shown_file}; the run that applies the next plan records it"
        )

    def as_json(self) -> dict[str, Any]:
        """The same for machines, after what `design simulate` says."""
        return {
            **self.simulated.as_json(),
            "design": self.change.id,
            "file": self.shown_file,
            "point": self.change.point,
            "by": f"{self.change.by} {self.change.person}",
            "on": self.change.on.isoformat(),
        }


def design_change_run(
    workspace: Workspace, order: DesignOrder, act: Act, *, progress: Callable[[str], None]
) -> EnteredChange:
    """Simulate a change of the design and keep it with both designs, their demand and the figures.

    The change itself is made where it stands: in policies and facts. Raises, with nothing written,
    NotPermittedError for a role without the right, UsageError for what an act lacks or no change,
    and what simulating raises.
    """
    said = as_said(act)
    if not said.reasons:
        raise UsageError("a change of the design has a reason", mend="add --reason")
    refuse_right_to(point_of(order.changes), workspace.charter, said)
    known = designs_in(source_files(workspace))
    found = simulation(workspace, order, progress=progress)
    from asp_decide.scenario.design_replay import figures_of  # noqa: PLC0415 - heavy

    change = DesignChange(
        id=_free_id(known),
        as_of=order.as_of,
        changes=found.changes,
        as_it_is=found.designs[0],
        changed=found.designs[1],
        demand=found.demand,
        runs=order.runs,
        seed=order.seed,
        found=figures_of(found.found, workspace.charter.currency),
        assumptions=found.assumptions,
        by=Role(said.role),
        person=said.person,
        on=said.on,
        reason=said.reasons[0],
    )
    path = workspace.root / change.path
    write_file(path, design_bytes(change))
    simulated = shown(found, workspace.charter.currency)
    return EnteredChange(change, simulated, workspace.shown(path))


def _free_id(known: Sequence[DesignChange]) -> str:
    taken = {one.id for one in known}
    return next(id_ for n in count(1) if (id_ := f"DES-{n:03}") not in taken)
