"""A person decides: the plan as it is, or with overrides, recorded whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from asp_decide.canonical import canonical_json
from asp_decide.clauses.act_records import Act as RecordedAct
from asp_decide.clauses.case_records import cases_now
from asp_decide.clauses.masked_fields import mask_records
from asp_decide.clauses.record import run_records
from asp_decide.decide.outlook import Outlook, judged_run
from asp_decide.decide.override_rights import Granter
from asp_decide.decide.overrides import Departure, depart, plan_with, price_departure
from asp_decide.errors import StalePlanError, UsageError
from asp_decide.ledger.entry import Head
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.merkle import EMPTY_ROOT
from asp_decide.model.approval import Approval
from asp_decide.model.ids import Role
from asp_decide.model.plan import Plan, Price
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.solver import Means
from asp_decide.portfolio.queue_order import cd3_order
from asp_decide.report.sections.price_table import price_line
from asp_decide.runs.auditing.export_run import export_run
from asp_decide.runs.auditing.recorded_run import recorded_run
from asp_decide.runs.drafts import CERTIFICATE, PLAN, Draft, find_draft
from asp_decide.runs.instruments import solver
from asp_decide.runs.investing.planned_again import (
    PlannedAgain,
    plan_again,
    refuse_damaged,
    refuse_stale,
)
from asp_decide.runs.opened_ledger import ledger_if_any
from asp_decide.runs.person_act import Act, as_said, overrides_of
from asp_decide.runs.rights import (
    refuse_designs,
    refuse_exploratory,
    refuse_owed_cases,
    refuse_own_cause,
    refuse_pinned_money,
    refuse_rights,
    refuse_unapproved,
    refuse_undecided,
    refuse_verdicts,
)
from asp_decide.runs.run_files import (
    closed_before,
    designs_in,
    policies_before,
    run_inputs,
    source_files,
)
from asp_decide.runs.workspace import Workspace, read_sources


@dataclass(frozen=True, slots=True)
class Applied:
    """What was recorded: the run, its checkpoint, where its folder lies.

    `already` is true where this very plan had been recorded before and nothing was added.
    `flagged` are sentences on kill criteria that are not what was agreed.
    """

    run: str
    checkpoint: str
    shown_bundle: str
    already: bool
    decisions: int
    prices: tuple[tuple[str, ...], ...] = field(default=())
    flagged: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """One sentence of what happened."""
        if self.already:
            return f"run {self.run} has recorded this plan before; nothing was added"
        return f"run {self.run} is recorded: {self.decisions} decisions; see {self.shown_bundle}"

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "run": self.run,
            "already": self.already,
            "decisions": self.decisions,
            "checkpoint": self.checkpoint,
            "bundle": self.shown_bundle,
            "overrides": [list(price) for price in self.prices],
            "flagged": list(self.flagged),
        }


def apply_run(workspace: Workspace, path: Path, act: Act, *, secret: bytes) -> Applied:
    """Record the decision on a plan and export the run's folder.

    `secret` are 32 bytes that nobody else knows, drawn for this run and then forgotten: names are
    masked with salts that follow from them. Refuses, with nothing written: a plan that is
    exploratory, altered (UsageError) or stale (StalePlanError), a role without the right
    (NotPermittedError), an override that the rules do not allow, a decision that a rule forces and
    that nobody took, a tripped brake that nobody confirmed (BrakeError).
    """
    act = as_said(act)
    draft = find_draft(workspace.plans, path)
    refuse_damaged(draft)
    # Before anything is asked of the ledger: what somebody else records from here on is seen.
    head = _head(workspace)
    before = _recorded_before(workspace, draft)
    if before is not None:
        _refuse_other_overrides(workspace, before, act)
        return _told(workspace, before, already=True)
    refuse_exploratory(draft.plan, path)
    files = source_files(workspace)
    sources = read_sources(workspace, date.fromisoformat(draft.plan.run.as_of))
    refuse_stale(draft, sources, files, path=str(path))
    refuse_rights(draft.plan, sources.snapshot, act)
    refuse_own_cause(draft.plan, sources.snapshot, act)
    refuse_pinned_money(draft.plan)
    refuse_unapproved(
        sources.policies,
        policies_before(workspace),
        workspace.charter,
        as_of=sources.snapshot.as_of,
    )
    closed = closed_before(workspace)
    refuse_verdicts(sources.snapshot, closed)
    refuse_designs(designs_in(files), closed, workspace.charter)
    cases = cases_now(sources.snapshot, closed)
    overrides = overrides_of(act)
    refuse_owed_cases(draft.plan, cases, {one.initiative: one.decision for one in overrides})
    again = plan_again(draft, sources)
    departures, prices = _departures(draft, again, act)
    refuse_undecided(draft.plan, overrides, closed)
    if source_files(workspace) != files:
        raise StalePlanError(
            str(path), changed="a file of the workspace", planned="as read", found="changed since"
        )
    kept = {**files, PLAN: draft.body, CERTIFICATE: draft.file(CERTIFICATE)}
    recorded = _recorded_act(draft, act, departures, prices)
    run = _append(workspace, draft, again.outlook, recorded, _Kept(kept, head, secret))
    told = _told(workspace, run, already=False, departures=departures, prices=prices)
    return replace(told, flagged=tuple(str(edit) for one in cases for edit in one.edits))


@dataclass(frozen=True, slots=True)
class _Kept:
    """The files that are kept with a run, the end of the log behind which it is put, the secret."""

    files: Mapping[str, bytes]
    head: Head
    secret: bytes


def _head(workspace: Workspace) -> Head:
    ledger = ledger_if_any(workspace)
    if ledger is None:
        return Head(0, EMPTY_ROOT)
    with ledger:
        return ledger.head()


def _recorded_before(workspace: Workspace, draft: Draft) -> str | None:
    ledger = ledger_if_any(workspace)
    if ledger is None:
        return None
    with ledger:
        return next((line.id for line in ledger.runs() if line.plan == draft.digest), None)


def _refuse_other_overrides(workspace: Workspace, run: str, act: Act) -> None:
    """What was decided stays; a second act on the same plan must not seem to be recorded."""
    recorded = recorded_run(workspace, run).told
    decided = {(one.initiative, one.asked) for one in recorded.approval.overrides}
    if act.overrides and set(act.overrides) != decided:
        raise UsageError(
            f"run `{run}` has recorded this plan before, with other overrides",
            mend="what was decided stays; the next run can decide otherwise",
        )


def _departures(
    draft: Draft, again: PlannedAgain, act: Act
) -> tuple[tuple[Departure, ...], Mapping[str, Price]]:
    """The overrides that the rules allow, and the price of each, by initiative."""
    prepared = again.outlook.prepared
    departures = depart(
        draft.plan,
        overrides_of(act),
        prepared=prepared,
        by=Granter(act.person, Role(act.role), act.on),
    )
    if not departures:
        return (), {}
    limit = work_limit(draft.plan.run.budget, choices=len(prepared.programme.choices))
    means = Means(solver(), limit)
    order = {one: place for place, one in enumerate(cd3_order(prepared.inputs.snapshot))}
    prices: dict[str, Price] = {
        one.override.initiative: price_departure(
            one, prepared, again.certificate, means, order=order
        )
        for one in departures
    }
    if len(departures) > 1:
        # Each of them may be possible where all of them together are not.
        plan_with(departures, prepared, means, order=order)
    return departures, prices


def _recorded_act(
    draft: Draft, act: Act, departures: tuple[Departure, ...], prices: Mapping[str, Price]
) -> RecordedAct:
    approval = Approval(
        plan=draft.digest,
        person=act.person,
        role=Role(act.role),
        on=act.on,
        confirmed_brake=draft.plan.brake.tripped and act.confirm,
        overrides=tuple(one.override for one in departures),
    )
    return RecordedAct(approval, prices)


def _append(
    workspace: Workspace,
    draft: Draft,
    outlook: Outlook,
    act: RecordedAct,
    kept: _Kept,
) -> str:
    """Add the run to the ledger, whole or not at all, and return the name it got there."""
    with Ledger(workspace.ledger_place) as ledger:
        run = _free_name(draft.plan.run.id, {line.id for line in ledger.runs()})
        judged = judged_run(outlook, _named(draft.plan, run))
        records = run_records(judged, run_inputs(outlook, kept.files, workspace), act=act)
        masked, openings = mask_records(records, secret=kept.secret)
        ledger.append(
            run,
            [canonical_json(record) for record in masked],
            kept.files,
            expect=kept.head,
            origin=workspace.charter.origin,
            openings=openings,
        )
    return run


def _named(plan: Plan, run: str) -> Plan:
    """The plan under the name of the run that records it; its decisions are the same."""
    return (
        plan
        if plan.run.id == run
        else plan.model_copy(update={"run": plan.run.model_copy(update={"id": run})})
    )


def _free_name(wanted: str, taken: set[str]) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _told(
    workspace: Workspace,
    run: str,
    *,
    already: bool,
    departures: tuple[Departure, ...] = (),
    prices: Mapping[str, Price] | None = None,
) -> Applied:
    found = recorded_run(workspace, run)
    folder = export_run(workspace, run)
    return Applied(
        run=run,
        checkpoint=found.told.checkpoint.text,
        shown_bundle=workspace.shown(folder),
        already=already,
        decisions=len(found.plan.decisions),
        prices=tuple(_price_row(one, prices or {}, found.plan) for one in departures),
    )


def _price_row(departure: Departure, prices: Mapping[str, Price], plan: Plan) -> tuple[str, ...]:
    override, price = departure.override, prices[departure.override.initiative]
    cost = price_line(price, plan.run.currency)
    return (
        override.initiative,
        override.asked,
        departure.decision.decision,
        ", ".join(departure.rules) or "the plan's own choice",
        cost,
        override.until.isoformat(),
    )
