"""A signal that was entered before is filed, or filed otherwise: its row, and nothing else."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError, unwrap
from asp_decide.load.changed_row import with_yaml_cells
from asp_decide.load.entered_rows import Entered, with_entered
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.signal import Signal
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.signals import Reached, reached_by
from asp_decide.runs.sensing.need_candidate import with_candidate
from asp_decide.runs.sensing.signal_filing import (
    Cells,
    Filing,
    by_hand,
    csv_cells,
    facts_with,
    filing_cells,
    signal_table,
)
from asp_decide.runs.sensing.signal_run import reached_json
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file


@dataclass(frozen=True, slots=True)
class FiledSignal:
    """A signal as it was filed and is filed now, where that stands, and whom it reaches."""

    before: Signal
    signal: Signal
    shown_table: str
    reached: tuple[Reached, ...]

    @property
    def summary(self) -> str:
        """One sentence of what happened."""
        was = self.before.disposition or "open"
        told = "open" if was == "open" else f"{was}, by {self.before.disposed_by}"
        return (
            f"{self.signal.id} is filed as {self.signal.disposition}; it was {told}; "
            f"written to {self.shown_table}"
        )

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "signal": self.signal.id,
            "table": self.shown_table,
            "was_filed_as": self.before.disposition or "open",
            "filed_as": self.signal.disposition,
            "reaches": [reached_json(one) for one in self.reached],
        }


def signal_file_run(
    workspace: Workspace,
    signal: str,
    filing: Filing,
    *,
    assumptions: tuple[str, ...] = (),
    candidate: str | None = None,
) -> FiledSignal:
    """Set in the row of a signal what it is filed as; what it became before stays in its own table.

    `assumptions` are those that it changes, where the row does not say them yet; `candidate` is a
    new initiative that a need becomes, entered in intake with the deadline of the signal.

    Raises, with nothing written, UsageError for a signal that is not there and for what a filing
    lacks, NotPermittedError for a role without the right to file, and InvalidInputError with every
    problem of the facts as they would be.
    """
    path = signal_table(workspace)
    facts = unwrap(read_snapshot(workspace.root, as_of=filing.on))
    known = facts.signals
    before = next((one for one in known if one.id == signal), None)
    if before is None:
        near = nearest(signal, [one.id for one in known])
        mend = f"did you mean `{near}`?" if near else "`asp-decide signal add` enters one"
        raise UsageError(f"there is no signal `{signal}`", mend=mend)
    if candidate is not None:
        _refuse_candidate(candidate, filing, facts)
        filing = replace(filing, became=(*filing.became, candidate))
    cells = filing_cells(workspace, filing)
    if assumptions:
        cells["affects_assumptions"] = assumptions
    body = _with_cells(path, path.read_bytes(), signal, cells)
    found = None
    if body is not None:
        files = {path: body}
        if candidate is not None:
            files |= [with_candidate(workspace, before, candidate, on=filing.on)]
        told = {one.name: text for one, text in files.items()}
        after = facts_with(workspace, told, on=filing.on)
        found = next((one for one in after.signals if one.id == signal), None)
    if body is None or found is None or not _says(found, filing):
        raise UsageError(
            f"the row of `{signal}` in {workspace.shown(path)} is written in a form of its own",
            mend=f"set in it {by_hand(cells)}",
        )
    # The candidate first: a signal that became nobody knows what would be no sound table.
    for one, text in reversed(files.items()):
        write_file(one, text)
    return FiledSignal(before, found, workspace.shown(path), reached_by(found, after))


def _refuse_candidate(candidate: str, filing: Filing, facts: Snapshot) -> None:
    if filing.filed != "need":
        told = f"a signal that is filed as {filing.filed} makes no candidate"
        raise UsageError(told, mend="only a need becomes work; leave --candidate out")
    if any(one.id == candidate for one in facts.initiatives):
        told = f"there is an initiative `{candidate}` already"
        raise UsageError(told, mend=f"say --became {candidate}")


def _with_cells(path: Path, body: bytes, signal: str, cells: Cells) -> bytes | None:
    if path.suffix == ".csv":
        return with_entered(body, [Entered({"id": signal}, csv_cells(cells))])
    return with_yaml_cells(body, signal, cells)


def _says(signal: Signal, filing: Filing) -> bool:
    return (signal.disposition, signal.became_ids) == (filing.filed, filing.became)
