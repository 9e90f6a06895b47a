"""The candidate that a need becomes: an initiative in intake, with the deadline of its signal."""

from datetime import date
from pathlib import Path

from asp_decide.errors import UsageError
from asp_decide.load.entered_row import with_yaml_row
from asp_decide.load.entered_rows import Entered, with_entered
from asp_decide.model.signal import Signal
from asp_decide.runs.sensing.signal_filing import Cells
from asp_decide.runs.workspace import Workspace

_TABLE = "initiatives"


def with_candidate(
    workspace: Workspace, signal: Signal, candidate: str, *, on: date
) -> tuple[Path, bytes]:
    """The table of initiatives with the candidate at its end, and where it stands.

    What the signal says goes with it: its words, and the day on which it takes hold as deadline.
    Raises UsageError where the table is a workbook.
    """
    row = {
        "id": candidate,
        "name": signal.description or signal.id,
        "state": "intake",
        "submitted_on": on.isoformat(),
        "signal_ids": signal.id,
    }
    if signal.effective_on is not None:
        row |= {"urgency": "deadline", "deadline_on": signal.effective_on.isoformat()}
    facts = workspace.root / "facts"
    for suffix in (".csv", ".yaml", ".yml"):
        path = facts / f"{_TABLE}{suffix}"
        if path.exists():
            body = path.read_bytes()
            cells = {name: cell for name, cell in row.items() if name != "id"}
            entered = [Entered({"id": candidate}, cells)]
            yaml: Cells = {**row, "signal_ids": (signal.id,)}
            return path, (
                with_entered(body, entered) if suffix == ".csv" else with_yaml_row(body, yaml)
            )
    raise UsageError(
        "the initiatives stand in a workbook, which its own program keeps best",
        mend=f"enter `{candidate}` there, in intake, and name it with --became",
    )
