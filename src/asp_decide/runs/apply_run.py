"""A person decides: the plan as it is, or with overrides, recorded whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from asp_decide.audit.certificate_file import read_certificate
from asp_decide.canonical import canonical_json
from asp_decide.clauses.act_records import Act as RecordedAct
from asp_decide.clauses.record import Judged, run_records
from asp_decide.decide.outlook import Outlook, look_ahead
from asp_decide.decide.overrides import Departure, depart, price_departure
from asp_decide.decide.preparation import Inputs, prepare
from asp_decide.errors import BrakeError, NotPermittedError, StalePlanError, UsageError
from asp_decide.ledger.log import Ledger
from asp_decide.model.approval import Approval
from asp_decide.model.ids import InitiativeId, Role
from asp_decide.model.plan import Plan, Price
from asp_decide.model.snapshot import facts_digest
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.certify import certify
from asp_decide.optimize.solver import Means
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.queue_order import cd3_order
from asp_decide.report.price_table import price_line
from asp_decide.runs.drafts import PLAN, Draft, find_draft
from asp_decide.runs.instruments import judges, solver
from asp_decide.runs.opened_ledger import ledger_if_any
from asp_decide.runs.person_act import Act, overrides_of
from asp_decide.runs.plan_run import CERTIFICATE, charter_digest
from asp_decide.runs.recorded_run import export_run, recorded_run
from asp_decide.runs.report_run import FORMATS, render_board
from asp_decide.runs.run_files import run_inputs, source_files
from asp_decide.runs.versions import deciding_versions
from asp_decide.runs.workspace import Sources, Workspace, read_sources

_NEEDS_THE_RIGHT = frozenset({"gate_1", "gate_2", "validation", "relevance"})
"""Points whose answers only their holder records; starts and waits follow from the order."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was recorded: the run, its checkpoint, where its folder lies.

    `already` is true where this very plan had been recorded before and nothing was added.
    """

    run: str
    checkpoint: str
    shown_bundle: str
    already: bool
    decisions: int
    prices: tuple[tuple[str, ...], ...] = field(default=())

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
        }


def apply_run(workspace: Workspace, path: Path, act: Act) -> Applied:
    """Record the decision on a plan and export the run's folder.

    Refuses, with nothing written: a plan that is exploratory or stale (StalePlanError), a role
    without the right (NotPermittedError), an override that the rules do not allow, a tripped
    brake that nobody confirmed (BrakeError).
    """
    draft = find_draft(workspace.plans, path)
    before = _recorded_before(workspace, draft)
    if before is not None:
        return _told(workspace, before, already=True)
    if draft.plan.run.exploratory:
        raise UsageError(
            f"`{path}` was cut short by a time limit; only what can be repeated is recorded",
            mend="plan again without --time-limit",
        )
    files = source_files(workspace)
    sources = read_sources(workspace, date.fromisoformat(draft.plan.run.as_of))
    _refuse_stale(draft, sources, str(path))
    _refuse_rights(draft.plan, workspace, act)
    outlook = _judged_again(draft, sources)
    departures, prices = _departures(draft, outlook, act)
    if source_files(workspace) != files:
        raise StalePlanError(
            str(path), changed="a file of the workspace", planned="as read", found="changed since"
        )
    kept = {**files, PLAN: draft.body, CERTIFICATE: draft.file(CERTIFICATE)}
    run = _append(workspace, draft, outlook, _recorded_act(draft, act, departures, prices), kept)
    return _told(workspace, run, already=False, departures=departures, prices=prices)


def _recorded_before(workspace: Workspace, draft: Draft) -> str | None:
    ledger = ledger_if_any(workspace)
    if ledger is None:
        return None
    with ledger:
        return next((line.id for line in ledger.runs() if line.plan == draft.digest), None)


def _refuse_stale(draft: Draft, sources: Sources, path: str) -> None:
    run, snapshot = draft.plan.run, sources.snapshot
    now = {
        "facts": (run.facts, facts_digest(snapshot)),
        "policies": (run.policies, sources.policies.digest),
        "asp.yaml": (run.charter, charter_digest(snapshot.charter)),
        **{
            f"version of {part}": (run.versions.get(part, "absent"), found)
            for part, found in deciding_versions().items()
        },
    }
    for changed, (planned, found) in now.items():
        if planned != found:
            raise StalePlanError(path, changed=changed, planned=planned, found=found)


def _refuse_rights(plan: Plan, workspace: Workspace, act: Act) -> None:
    if act.role not in workspace.charter.roles:
        raise UsageError(
            f"`{act.role}` is no role of this workspace",
            mend=f"one of {', '.join(workspace.charter.roles)}",
        )
    rights = workspace.charter.rights
    for point in sorted({d.point for d in plan.decisions} & _NEEDS_THE_RIGHT):
        if rights[point] != act.role:
            raise NotPermittedError(f"`{point}`", role=act.role, holder=rights[point])
    if not plan.brake.tripped:
        return
    if not act.confirm:
        raise BrakeError(plan.brake.rule, plan.brake.message, role=plan.brake.role)
    if act.role != plan.brake.role:
        raise NotPermittedError("the brake of a run", role=act.role, holder=plan.brake.role)


def _judged_again(draft: Draft, sources: Sources) -> Outlook:
    """The plan's findings and answers, drawn again from facts and policies by both evaluators."""
    plan = draft.plan
    stored = read_certificate(draft.file(CERTIFICATE))
    inputs = Inputs(
        snapshot=sources.snapshot,
        policies=sources.policies,
        choice_set=choices(sources.snapshot),
        capacity_prices=stored.capacity_prices,
        pinned=tuple(InitiativeId(one) for one in plan.run.pinned),
        dropped=tuple(InitiativeId(one) for one in plan.run.dropped),
    )
    by = judges(plan.run.engine)
    return look_ahead(prepare(inputs, by), stored.taken, by)


def _departures(
    draft: Draft, outlook: Outlook, act: Act
) -> tuple[tuple[Departure, ...], Mapping[str, Price]]:
    """The overrides that the rules allow, and the price of each, by initiative."""
    prepared = outlook.prepared
    snapshot = prepared.inputs.snapshot
    departures = depart(
        draft.plan,
        overrides_of(act),
        prepared=prepared,
        role=act.role,
        on=act.on,
    )
    if not departures:
        return (), {}
    stored = read_certificate(draft.file(CERTIFICATE))
    proven = certify(prepared.programme, stored.taken, stored.multipliers)
    limit = work_limit(snapshot.charter.solver.name, choices=len(prepared.programme.choices))
    order = {one: place for place, one in enumerate(cd3_order(snapshot))}
    return departures, {
        one.override.initiative: price_departure(
            one, prepared, proven, Means(solver(), limit), order=order
        )
        for one in departures
    }


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
    files: Mapping[str, bytes],
) -> str:
    """Add the run to the ledger, whole or not at all, and return the name it got there."""
    with Ledger(workspace.ledger_place) as ledger:
        head = ledger.head()
        run = _free_name(draft.plan.run.id, {line.id for line in ledger.runs()})
        judged = Judged(
            plan=_named(draft.plan, run),
            policies=outlook.prepared.inputs.policies,
            findings=outlook.findings,
            answers=outlook.prepared.answers,
        )
        records = run_records(judged, run_inputs(outlook, files, workspace), act=act)
        bodies = [canonical_json(record) for record in records]
        ledger.append(run, bodies, files, expect=head, origin=workspace.charter.origin)
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
    plan, recorded = recorded_run(workspace, run)
    reports = {
        f"reports/board.{style}": render_board(plan, workspace.charter, recorded, style=style)
        for style in FORMATS
    }
    folder = export_run(workspace, run, reports)
    return Applied(
        run=run,
        checkpoint=recorded.checkpoint.text,
        shown_bundle=workspace.shown(folder),
        already=already,
        decisions=len(plan.decisions),
        prices=tuple(_price_row(one, prices or {}, plan) for one in departures),
    )


def _price_row(departure: Departure, prices: Mapping[str, Price], plan: Plan) -> tuple[str, ...]:
    override, price = departure.override, prices[departure.override.initiative]
    cost = price_line(price, plan.run.currency)
    return (
        override.initiative,
        override.decision,
        departure.decision.decision,
        ", ".join(departure.rules) or "the plan's own choice",
        cost,
        override.until.isoformat(),
    )
