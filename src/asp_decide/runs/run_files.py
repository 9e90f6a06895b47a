"""The files that belong to a run: byte for byte what it was decided on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asp_decide.canonical import bytes_digest
from asp_decide.clauses.case_records import cases_now
from asp_decide.clauses.design_records import design_changes
from asp_decide.clauses.outcome_records import funds, verdicts
from asp_decide.clauses.policy_records import PolicyBefore
from asp_decide.clauses.record import RunBefore, RunInputs
from asp_decide.clauses.rows_of_facts import FactRows
from asp_decide.decide.outlook import Outlook
from asp_decide.errors import UsageError
from asp_decide.model.design_change import DesignChange
from asp_decide.runs.opened_ledger import ledger_if_any
from asp_decide.runs.workspace import CHARTER, Workspace

_KEPT = ("facts", "policies", "designs")


def source_files(workspace: Workspace) -> dict[str, bytes]:
    """`asp.yaml`, facts, policies and changes of the design by their place, sorted."""
    files = {CHARTER: (workspace.root / CHARTER).read_bytes()}
    for folder in _KEPT:
        for path in sorted((workspace.root / folder).rglob("*")):
            if path.is_file() and not _is_hidden(path, workspace.root):
                files[path.relative_to(workspace.root).as_posix()] = path.read_bytes()
    return dict(sorted(files.items()))


def run_inputs(outlook: Outlook, files: Mapping[str, bytes], workspace: Workspace) -> RunInputs:
    """What the record of a run says beside what was judged, as of where the ledger ends now."""
    so_far = _so_far(workspace)
    return RunInputs(
        number=so_far.runs + 1,
        origin=workspace.charter.origin,
        files={path: bytes_digest(body) for path, body in sorted(files.items())},
        subjects=dict(sorted(Counter(key.kind for key in outlook.prepared.subjects).items())),
        previous=so_far.before,
        policies_before=so_far.policies,
        closed_before=so_far.closed,
        verdicts=verdicts(outlook.prepared.inputs.snapshot),
        funded_in=so_far.funded_in,
        cases=cases_now(outlook.prepared.inputs.snapshot, so_far.closed),
        rows=FactRows.of(outlook.prepared.inputs.snapshot),
        designs=designs_in(files),
    )


def designs_in(files: Mapping[str, bytes]) -> tuple[DesignChange, ...]:
    """The changes of the design among the files. Raises UsageError for one that is none."""
    try:
        return design_changes(files)
    except ValueError as error:
        mend = "take it out, or decide it again with `asp-decide design change`"
        raise UsageError(str(error), mend=mend) from None


def policies_before(workspace: Workspace) -> Mapping[str, PolicyBefore]:
    """The policy files that the ledger holds, by path, as it last recorded them."""
    return _so_far(workspace).policies


def _is_hidden(path: Path, root: Path) -> bool:
    # Editors and spreadsheets leave files of their own beside those of the workspace.
    return any(part.startswith((".", "~")) for part in path.relative_to(root).parts)


@dataclass(frozen=True, slots=True)
class _SoFar:
    """How many runs the ledger holds, the last of them and its close, and the policies on record.

    `funded_in` is where the log has the newest decision that funded each initiative.
    """

    runs: int = 0
    before: RunBefore | None = None
    policies: Mapping[str, PolicyBefore] = field(default_factory=dict)
    closed: Mapping[str, Any] | None = None
    funded_in: Mapping[str, int] = field(default_factory=dict)


def _so_far(workspace: Workspace) -> _SoFar:
    """What the ledger holds; one that is not there holds nothing."""
    ledger = ledger_if_any(workspace)
    if ledger is None:
        return _SoFar()
    with ledger:
        runs = ledger.runs()
        if not runs:
            return _SoFar()
        noted = ledger.checkpoints()[runs[-1].id]
        policies = {
            str(one.record["path"]): PolicyBefore.of_record(one.record) for one in ledger.policies()
        }
        closed = ledger.of_kind("close")[-1].record
        funded_in = {
            str(one.record["subject"]["initiative"]): one.number
            for one in ledger.of_kind("approval")
            if funds(one.record)
        }
    before = RunBefore(runs[-1].id, noted.size, f"sha256:{noted.root.hex()}")
    return _SoFar(len(runs), before, policies, closed, funded_in)


def closed_before(workspace: Workspace) -> Mapping[str, Any] | None:
    """The record that closed the newest run; None where there is none."""
    return _so_far(workspace).closed
