"""A team decides: a commitment or a pull put on record in the log of the delivery layer."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from asp_decide.canonical import bytes_digest, canonical_json, digest
from asp_decide.clauses.delivery_records import (
    DeliveryAct,
    DeliveryInputs,
    DeliveryVerb,
    delivery_origin,
    delivery_records,
)
from asp_decide.clauses.masked_fields import mask_records
from asp_decide.clauses.policy_records import PolicyBefore
from asp_decide.clauses.record import RunBefore
from asp_decide.errors import NotPermittedError, StalePlanError, UsageError
from asp_decide.ledger.bundle import write_bundle
from asp_decide.ledger.log import Ledger
from asp_decide.model.delivery_facts import delivery_digest
from asp_decide.model.snapshot import Snapshot, facts_digest
from asp_decide.runs.delivering.delivery_decided import FoundProposals, proposals_of
from asp_decide.runs.delivering.delivery_run import delivery_run
from asp_decide.runs.files_of_run import files_of_run
from asp_decide.runs.person_act import Act, as_said
from asp_decide.runs.rights import refuse_no_role, refuse_right_to
from asp_decide.runs.run_files import source_files
from asp_decide.runs.versions import deciding_versions
from asp_decide.runs.workspace import Workspace


@dataclass(frozen=True, slots=True)
class DeliveryOrder:
    """What is decided, by whom, in which role and on which day; in one stream, or in all.

    `instead` are pairs of an id and the answer that is taken in place of the proposed one, all for
    one `reason`.
    """

    verb: DeliveryVerb
    person: str
    role: str
    on: date
    stream: str | None = None
    instead: tuple[tuple[str, str], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordedDelivery:
    """What was recorded, where its folder lies, and what was left to other roles."""

    run: str
    checkpoint: str
    shown_bundle: str
    decisions: int
    left: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What happened, and what was not this role's to decide."""
        told = f"run {self.run} is recorded: {self.decisions} decisions; see {self.shown_bundle}"
        return (told, *(f"left to {role}: {what}" for what, role in self.left))

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "run": self.run,
            "decisions": self.decisions,
            "checkpoint": self.checkpoint,
            "bundle": self.shown_bundle,
            "left": [{"what": what, "role": role} for what, role in self.left],
        }


def record_delivery(
    workspace: Workspace, order: DeliveryOrder, *, secret: bytes
) -> RecordedDelivery:
    """Record what a role decides of what is proposed, and export the folder that verify reads.

    `secret` are 32 bytes drawn for this run and then forgotten. Refuses, with nothing written: a
    role that is none or holds no right to any of it (UsageError, NotPermittedError), a departure
    that no rule allows or that has no reason, a day on which nothing is proposed (UsageError), and
    files that change meanwhile (StalePlanError).
    """
    said = as_said(Act(order.person, order.role, order.on, reasons=_reasons(order)))
    refuse_no_role(said.role, workspace.charter)
    files = source_files(workspace)
    run = delivery_run(workspace, as_of=order.on)
    found = proposals_of(run, order.verb, order.stream)
    act = _act(order, said, found)
    if troubles := list(found.troubles(act)):
        mend = "policies/exceptions.yaml holds what an owner allows beyond its rules"
        raise UsageError("\n".join(troubles), mend=mend)
    decided = found.decided(said.role, act)
    rights = workspace.charter.rights
    if not found.proposals:
        refuse_right_to(order.verb, workspace.charter, said)
        raise UsageError(
            "nothing new is proposed here, so that there is nothing to decide",
            mend=f"`asp-decide flow {order.verb}` tells what goes on",
        )
    if not decided.held:
        point = found.proposals[0].point
        raise NotPermittedError(f"`{point}`", role=said.role, holder=rights[point])
    if source_files(workspace) != files:
        raise StalePlanError(
            order.verb, changed="a file of the workspace", planned="as read", found="changed since"
        )
    with Ledger(workspace.delivery_ledger_place) as ledger:
        head = ledger.head()
        inputs = replace(
            _inputs(ledger, order, run.snapshot, workspace),
            files={path: bytes_digest(body) for path, body in files.items()},
        )
        records = delivery_records(decided, act, inputs)
        masked, openings = mask_records(records, secret=secret)
        bodies = [canonical_json(record) for record in masked]
        ledger.append(
            inputs.run, bodies, files, expect=head, origin=inputs.origin, openings=openings
        )
        noted = ledger.checkpoints()[inputs.run]
        made = files_of_run(ledger, inputs.run)
    place = workspace.runs / inputs.run
    write_bundle(place, made)
    taken = sum(record["kind"] == "approval" for record in records)
    left = sorted({one.point for one in found.proposals} - decided.held)
    return RecordedDelivery(
        run=inputs.run,
        checkpoint=noted.text,
        shown_bundle=workspace.shown(place),
        decisions=taken,
        left=tuple((point.replace("_", " "), str(rights[point])) for point in left),
    )


def facts_of(snapshot: Snapshot) -> dict[str, str]:
    """What the decision rests on, by digests: of both layers, and of what was agreed."""
    return {
        "portfolio": facts_digest(snapshot),
        "delivery": delivery_digest(snapshot.delivery),
        "charter": digest(snapshot.charter.model_dump(mode="json")),
    }


def _reasons(order: DeliveryOrder) -> tuple[str, ...]:
    if order.instead and not order.reason.strip():
        raise UsageError("who decides otherwise says why", mend="add --reason")
    return (order.reason,) if order.reason.strip() else ()


def _act(order: DeliveryOrder, said: Act, found: FoundProposals) -> DeliveryAct:
    """The act, each id under the decision point at which it is asked."""
    points: dict[str, list[str]] = {}
    for one in found.proposals:
        points.setdefault(one.subject.id, []).append(one.point)
    departures: dict[tuple[str, str], tuple[str, str]] = {}
    for id_, answer in order.instead:
        asked = points.get(id_, [order.verb])
        departures[asked[0], id_] = (answer, said.reasons[0])
    return DeliveryAct(said.person, said.role, order.on, departures)


def _inputs(
    ledger: Ledger, order: DeliveryOrder, snapshot: Snapshot, workspace: Workspace
) -> DeliveryInputs:
    runs = ledger.runs()
    interval = snapshot.charter.calendar.ahead(order.on)[0].id
    before = None
    if runs:
        noted = ledger.checkpoints()[runs[-1].id]
        before = RunBefore(runs[-1].id, noted.size, f"sha256:{noted.root.hex()}")
    return DeliveryInputs(
        run=_free_name(f"{interval}-{order.verb}", {line.id for line in runs}),
        as_of=order.on.isoformat(),
        verb=order.verb,
        stream=order.stream,
        interval=str(interval),
        number=len(runs) + 1,
        origin=delivery_origin(workspace.charter.origin),
        facts=facts_of(snapshot),
        files={},
        versions=deciding_versions(),
        previous=before,
        policies_before={
            str(one.record["path"]): PolicyBefore.of_record(one.record) for one in ledger.policies()
        },
        closed_before=ledger.of_kind("close")[-1].record if runs else None,
    )


def _free_name(wanted: str, taken: Collection[str]) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
