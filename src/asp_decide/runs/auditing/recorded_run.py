"""A recorded run as the ledger has it: plan, act, checkpoint, and what was agreed then."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from asp_decide.canonical import read_canonical
from asp_decide.clauses.act_records import Act, is_override, read_act
from asp_decide.clauses.case_records import debt_in_words, edit_of
from asp_decide.clauses.masked_fields import closed_fields, open_records
from asp_decide.errors import unwrap
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.run_log import RunLog
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.report.record_numbers import RecordNumbers
from asp_decide.report.recorded import (
    CaseTold,
    OpenEscalation,
    PolicyChanged,
    Recorded,
    RecordedOverride,
)
from asp_decide.report.sections.realised_value import VERDICTS
from asp_decide.report.stated_facts import StatedFacts
from asp_decide.runs.drafts import PLAN
from asp_decide.runs.flows_of_work import work_beside
from asp_decide.runs.laid_out import laid_out
from asp_decide.runs.opened_ledger import ledger_of, nothing_yet
from asp_decide.runs.workspace import CHARTER, Workspace, open_workspace


def newest_run(workspace: Workspace) -> str:
    """The run that was recorded last. Raises UsageError if none was."""
    with ledger_of(workspace) as ledger:
        runs = ledger.runs()
    if not runs:
        raise nothing_yet()
    return runs[-1].id


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """The plan that a run applied, what was agreed then, and what was decided about the plan.

    `records` are all that the log holds of it, in their order, `files` those that it keeps with it.
    """

    plan: Plan
    charter: Charter
    told: Recorded
    records: tuple[Mapping[str, Any], ...]
    files: Mapping[str, bytes]

    @property
    def facts(self) -> StatedFacts:
        """What its facts state of the past. Raises InvalidInputError if they cannot be read."""
        with laid_out(Bundle("", self.files)) as folder:
            as_of = date.fromisoformat(self.plan.run.as_of)
            snapshot = unwrap(read_snapshot(folder, as_of=as_of))
            return StatedFacts.of(snapshot, work=work_beside(open_workspace(folder), snapshot))


def recorded_run(workspace: Workspace, run: str) -> RecordedRun:
    """What the ledger has of a run. Raises UsageError if it holds no such run."""
    with ledger_of(workspace) as ledger:
        records = [entry.record for entry in ledger.entries(run)]
        openings = ledger.openings(run)
        files = ledger.files(run)
        checkpoint = ledger.checkpoints()[run]
        log = ledger.run_log(run)
    plan = Plan.model_validate(json.loads(files[PLAN]))
    opened = open_records(records, openings)
    told = as_recorded(opened, checkpoint, log)
    return RecordedRun(plan, _recorded_charter(files), told, opened, files)


def as_recorded(
    records: Sequence[Mapping[str, Any]], checkpoint: Checkpoint, log: RunLog
) -> Recorded:
    """What reports tell of a run beside its plan, from its records and its place in the log.

    Raises ValueError if they tell of no act.
    """
    act = read_act(records)
    if act is None:
        raise ValueError("nobody has decided: no act is recorded")
    return Recorded(
        run=records[0]["run"],
        checkpoint=checkpoint,
        approval=act.approval,
        numbers=RecordNumbers.of(records),
        overrides=_overrides(act, records),
        previous=_run_before(records[0]),
        verdicts={
            one["subject"]["initiative"]: one["proposed"]
            for one in records
            if one["kind"] == "answer" and one["point"] == "outcome" and one["proposed"] in VERDICTS
        },
        escalations=tuple(
            _escalation(one)
            for one in records
            if one["kind"] == "escalation" and one["closed_by"] is None
        ),
        policies_changed=_policies_changed(records, log),
        cases=tuple(_case(one) for one in records if _is_another_case(one)),
    )


def _is_another_case(record: Mapping[str, Any]) -> bool:
    """Whether it tells of a case that the run before knew as another one, or of moved criteria."""
    if record["kind"] != "case":
        return False
    before = record["version_before"]
    another = before is not None and record["version"] != before
    return bool(another or record["edits"] or record["redirected"])


def _case(record: Mapping[str, Any]) -> CaseTold:
    redirected, initiative = record["redirected"], record["initiative"]
    return CaseTold(
        initiative=initiative,
        version=record["version"],
        version_before=record["version_before"],
        edits=tuple(str(edit_of(initiative, edit)) for edit in record["edits"]),
        debt=debt_in_words(initiative, redirected, record["owed"]),
        redirected_in="" if redirected is None else redirected["run"],
        criteria=len(record["criteria"]),
        number=record["n"],
    )


def _escalation(record: Mapping[str, Any]) -> OpenEscalation:
    ((kind, id_),) = record["subject"].items()
    return OpenEscalation(
        rule=record["rule"],
        subject=f"{kind} {id_}",
        since=record["since"],
        since_run=record["since_run"],
        step=record["step"],
        role=record["role"],
        due=record["due"],
        number=record["n"],
    )


def _policies_changed(
    records: Sequence[Mapping[str, Any]], log: RunLog
) -> tuple[PolicyChanged, ...]:
    """Policies that mean something else than in runs before; of the first run none do."""
    if log.previous is None:
        return ()
    held = (read_canonical(one.body) for one in log.policies)
    before = {one["path"]: one["run"] for one in held}
    return tuple(
        PolicyChanged(
            policy=one["policy"],
            owner=one["owner"],
            approved_by=one["approved"]["by"],
            approved_on=one["approved"]["on"],
            before=before.get(one["path"], ""),
            number=one["n"],
        )
        for one in records
        if one["kind"] == "policy"
    )


def _run_before(manifest: Mapping[str, Any]) -> str | None:
    before = manifest["previous"]
    return None if before is None else str(before["run"])


def _recorded_charter(files: Mapping[str, bytes]) -> Charter:
    """What was agreed when the run was recorded, whatever `asp.yaml` says today."""
    with laid_out(Bundle("", {CHARTER: files[CHARTER]})) as folder:
        return open_workspace(folder).charter


def _overrides(act: Act, records: Sequence[Mapping[str, Any]]) -> tuple[RecordedOverride, ...]:
    found = {record["subject"]["initiative"]: record for record in records if is_override(record)}
    told = [
        RecordedOverride(
            found[one.initiative]["id"],
            one,
            act.prices.get(one.initiative),
            masked="/price" in closed_fields(found[one.initiative]),
        )
        for one in act.approval.overrides
    ]
    return tuple(sorted(told, key=lambda override: override.id))
