"""A recorded run as the ledger has it: plan, act, checkpoint; and its folder for the auditor."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from asp_decide.clauses.act_records import Act, is_override, read_act
from asp_decide.ledger.bundle import write_bundle
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.export import bundle_files
from asp_decide.model.plan import Plan
from asp_decide.report.recorded import Recorded, RecordedOverride
from asp_decide.runs.drafts import PLAN
from asp_decide.runs.opened_ledger import ledger_of, nothing_yet
from asp_decide.runs.workspace import Workspace


def newest_run(workspace: Workspace) -> str:
    """The run that was recorded last. Raises UsageError if none was."""
    with ledger_of(workspace) as ledger:
        runs = ledger.runs()
    if not runs:
        raise nothing_yet()
    return runs[-1].id


def recorded_run(workspace: Workspace, run: str) -> tuple[Plan, Recorded]:
    """The plan that a run applied, and what was decided about it.

    Raises UsageError if the ledger holds no such run.
    """
    with ledger_of(workspace) as ledger:
        records = [entry.record for entry in ledger.entries(run)]
        plan = Plan.model_validate(json.loads(ledger.files(run)[PLAN]))
        checkpoint = ledger.checkpoints()[run]
    return plan, as_recorded(records, checkpoint)


def as_recorded(records: Sequence[Mapping[str, Any]], checkpoint: Checkpoint) -> Recorded:
    """What reports tell of a run beside its plan, from its records.

    Raises ValueError if they tell of no act.
    """
    act = read_act(records)
    if act is None:
        raise ValueError("nobody has decided: no act is recorded")
    return Recorded(
        run=records[0]["run"],
        checkpoint=checkpoint,
        approval=act.approval,
        overrides=_overrides(act, records),
    )


def export_run(workspace: Workspace, run: str, reports: Mapping[str, bytes]) -> Path:
    """Write the folder of a run for the auditor, from the ledger alone, and return where it is."""
    folder = workspace.runs / run
    with ledger_of(workspace) as ledger:
        files = bundle_files(
            ledger.entries(run),
            ledger.files(run),
            log=ledger.run_log(run),
            checkpoint=ledger.checkpoints()[run],
            reports=reports,
        )
    write_bundle(folder, files)
    return folder


def _overrides(act: Act, records: Sequence[Mapping[str, Any]]) -> tuple[RecordedOverride, ...]:
    ids = {
        record["subject"]["initiative"]: record["id"] for record in records if is_override(record)
    }
    told = [
        RecordedOverride(ids[one.initiative], one, act.prices.get(one.initiative))
        for one in act.approval.overrides
    ]
    return tuple(sorted(told, key=lambda override: override.id))
