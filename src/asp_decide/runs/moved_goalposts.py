"""Kill criteria of today's facts, held against those that the newest run has on record."""

import json
from datetime import date

from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.errors import AspDecideError
from asp_decide.ledger.bundle import Bundle
from asp_decide.load.input_codes import problem
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.criterion_edits import criterion_edits
from asp_decide.runs.drafts import PLAN
from asp_decide.runs.laid_out import laid_out
from asp_decide.runs.opened_ledger import ledger_if_any
from asp_decide.runs.workspace import Workspace

_MEND = "what was agreed at Gate 2 holds; a redirected case gets a new `case_version` and its own"


def moved_goalposts(workspace: Workspace, snapshot: Snapshot) -> tuple[Diagnostic, ...]:
    """A warning for each criterion that was agreed by the newest recorded run and is another now.

    Nothing where nothing is recorded, or where the ledger cannot be read: `verify` tells that.
    """
    before = _recorded_facts(workspace)
    if before is None:
        return ()
    place = _place(workspace)
    return tuple(
        problem("W021", place, str(edit), _MEND) for edit in criterion_edits(before, snapshot)
    )


def _recorded_facts(workspace: Workspace) -> Snapshot | None:
    """The facts of the newest recorded run; None where there are none that can be read."""
    try:
        ledger = ledger_if_any(workspace)
        if ledger is None:
            return None
        with ledger:
            runs = ledger.runs()
            files = ledger.files(runs[-1].id) if runs else {}
    except AspDecideError:
        return None
    if PLAN not in files:
        return None
    as_of = date.fromisoformat(json.loads(files[PLAN])["run"]["as_of"])
    with laid_out(Bundle("", files)) as folder:
        return read_snapshot(folder, as_of=as_of).value


def _place(workspace: Workspace) -> Place:
    """The table that says it today; each problem names the row by what it is about."""
    tables = sorted(path.name for path in (workspace.root / "facts").glob("outcomes.*"))
    return Place(f"facts/{tables[0]}" if tables else "facts")
