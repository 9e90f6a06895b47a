"""Today's business cases, held against those that the newest run has on record."""

from collections.abc import Iterator

from asp_decide.clauses.case_records import CaseNow, cases_now
from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.errors import AspDecideError
from asp_decide.load.input_codes import problem
from asp_decide.model.snapshot import Snapshot
from asp_decide.runs.run_files import closed_before
from asp_decide.runs.workspace import Workspace

_AGREED = "what was agreed at Gate 2 holds; a redirected case gets a new `case_version` and its own"
_LEARN = "enter what was learnt among the evidence; else go on, redirect, pause or stop"
_NEXT = "a redirect ends the case that it departs from: state the next one, or pause or stop"


def moved_goalposts(workspace: Workspace, snapshot: Snapshot) -> tuple[Diagnostic, ...]:
    """A warning for each criterion that is not what was agreed, and for each case that is owed.

    Nothing where nothing is recorded, or where the ledger cannot be read: `verify` tells that.
    """
    try:
        before = closed_before(workspace)
    except AspDecideError:
        return ()
    return tuple(one for case in cases_now(snapshot, before) for one in _problems(case, workspace))


def _problems(case: CaseNow, workspace: Workspace) -> Iterator[Diagnostic]:
    for edit in case.edits:
        yield problem("W021", _place(workspace, "outcomes"), str(edit), _AGREED)
    if case.debt:
        yield problem("W022", _place(workspace, "initiatives"), case.debt, _NEXT)
    elif again := case.against("fund_tranche"):
        yield problem("W023", _place(workspace, "evidence"), again, _LEARN)


def _place(workspace: Workspace, table: str) -> Place:
    """The table that says it today; each problem names the row by what it is about."""
    tables = sorted(path.name for path in (workspace.root / "facts").glob(f"{table}.*"))
    return Place(f"facts/{tables[0]}" if tables else "facts")
