"""What is put on record about a commitment or a pull: one canonical object each, without gaps.

They stand in a log of the delivery layer alone. The same facts, policies and act give the same
records, so that anybody can make them again from the files that are kept with them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.escalation_records import escalation_records, still_open
from asp_decide.clauses.masked_fields import name_or_mask
from asp_decide.clauses.policy_records import PolicyBefore, policy_records
from asp_decide.clauses.record import RECORD_VERSION, Record, RunBefore
from asp_decide.clauses.result_records import subject_of
from asp_decide.model.finding import Finding
from asp_decide.model.subject import SubjectKey

LAYER = "delivery"

type DeliveryVerb = Literal["commit", "pull"]
type Place = tuple[str, str]
"""A decision point and the id of what is decided there."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed at one decision point for one subject, by which rules, and why.

    `amounts` are decimal texts, null where they are not known: money, or weeks.
    """

    point: str
    subject: SubjectKey
    stream: str
    answer: str
    rules: tuple[str, ...]
    told: tuple[str, ...]
    amounts: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """What it is asked by."""
        return self.point, self.subject.id


@dataclass(frozen=True, slots=True)
class StreamBound:
    """How much a stream commits of what it may, in team-weeks as decimal texts."""

    stream: str
    rule: str
    planned: str | None
    limit: str | None
    capacity: Mapping[str, str | None]
    cannot: str | None


@dataclass(frozen=True, slots=True)
class DeliveryAct:
    """Who decides, in which role, on which day, and where otherwise than proposed.

    `departures` are by decision point and subject: the answer, and the reason for it.
    """

    person: str
    role: str
    on: date
    departures: Mapping[Place, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliveryInputs:
    """What the record says of a run beside what was judged.

    `number` counts the runs of the log from one. Digests are `sha256:` and 64 hexadecimal digits;
    `files` are those of everything that is kept with the run. `stream` is None for all of them.
    """

    run: str
    as_of: str
    verb: DeliveryVerb
    stream: str | None
    interval: str
    number: int
    origin: str
    facts: Mapping[str, str]
    files: Mapping[str, str]
    versions: Mapping[str, str]
    previous: RunBefore | None = None
    policies_before: Mapping[str, PolicyBefore] = field(default_factory=dict)
    closed_before: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        """The name of the run."""
        return self.run


@dataclass(frozen=True, slots=True)
class DeliveryDecided:
    """Everything that was decided about: policies in force, findings, proposals, bounds.

    `held` are the decision points to which the role of the act holds the right.
    """

    policies: CompiledPolicies
    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]
    bounds: tuple[StreamBound, ...]
    held: frozenset[str]


def delivery_origin(origin: str) -> str:
    """What names the log of the delivery layer beside that of a portfolio, which has `origin`."""
    return f"{origin}/{LAYER}"


def delivery_records(
    decided: DeliveryDecided, act: DeliveryAct, inputs: DeliveryInputs
) -> tuple[Record, ...]:
    """All records of a run, from the manifest to the close, numbered by `n` from 0."""
    policies = policy_records(decided.policies.files, inputs.policies_before)
    bounds = [_bound(one, inputs) for one in decided.bounds]
    answers = [_answer(one) for one in decided.proposals]
    first = 1 + len(policies) + len(bounds)
    asked = escalation_records(decided.policies, decided.findings, inputs, inputs.closed_before)
    acts = [
        _approval(one, act, record=first + place)
        for place, one in enumerate(decided.proposals)
        if one.point in decided.held and _decided(one, act) != "review"
    ]
    middle: list[Record] = [*policies, *bounds, *answers, *asked, *acts]
    kinds = Counter(["manifest", *(one["kind"] for one in middle), "close"])
    opening = _manifest(decided, inputs, records=len(middle) + 2)
    closing: Record = {
        "kind": "close",
        "number": inputs.number,
        "records": dict(kinds),
        "escalations": still_open(asked),
    }
    return tuple(
        {"v": RECORD_VERSION, "run": inputs.run, "n": n, "as_of": inputs.as_of, **record}
        for n, record in enumerate([opening, *middle, closing])
    )


def read_delivery_act(records: Iterable[Mapping[str, Any]]) -> DeliveryAct:
    """The act that the approvals of a run tell of; a name that is masked is its commitment.

    Raises ValueError where nobody has decided, KeyError for records of something else.
    """
    approvals = [one for one in records if one["kind"] == "approval"]
    if not approvals:
        raise ValueError("nobody has decided: no act is recorded")
    return DeliveryAct(
        person=str(name_or_mask(approvals[0]["person"])),
        role=str(approvals[0]["by"]),
        on=date.fromisoformat(approvals[0]["on"]),
        departures={
            (str(one["point"]), _id_of(one["subject"])): (str(one["decided"]), str(one["reason"]))
            for one in approvals
            if one["decided"] != one["recommended"]["answer"]
        },
    )


def decided_answers(proposals: Sequence[Proposal], act: DeliveryAct) -> Mapping[Place, str]:
    """What holds at each place once the act is done."""
    return {one.place: _decided(one, act) for one in proposals}


def _decided(one: Proposal, act: DeliveryAct) -> str:
    return act.departures.get(one.place, (one.answer, ""))[0]


def _id_of(subject: Mapping[str, Any]) -> str:
    (id_,) = subject.values()
    return str(id_)


def _manifest(decided: DeliveryDecided, inputs: DeliveryInputs, *, records: int) -> Record:
    before = inputs.previous
    return {
        "kind": "manifest",
        "layer": LAYER,
        "verb": inputs.verb,
        "stream": inputs.stream,
        "number": inputs.number,
        "origin": inputs.origin,
        "previous": None
        if before is None
        else {"run": before.run, "size": before.size, "root": before.root},
        "interval": inputs.interval,
        "facts": dict(inputs.facts),
        "policy_set": decided.policies.digest,
        "files": [{"path": p, "digest": d} for p, d in sorted(inputs.files.items())],
        "versions": {**inputs.versions, "record": RECORD_VERSION},
        "expected": {"records": records},
    }


def _bound(one: StreamBound, inputs: DeliveryInputs) -> Record:
    return {
        "kind": "bound",
        "rule": one.rule,
        "name": "commitment_load",
        "group": one.stream,
        "interval": inputs.interval,
        "planned": one.planned,
        "limit": one.limit,
        "capacity": dict(one.capacity),
        "cannot": one.cannot,
    }


def _answer(one: Proposal) -> Record:
    return {
        "kind": "answer",
        "point": one.point,
        "subject": subject_of(one.subject),
        "value_stream": one.stream,
        "proposed": one.answer,
        "by": list(one.rules),
        "told": list(one.told),
        "amounts": dict(one.amounts),
    }


def _approval(one: Proposal, act: DeliveryAct, *, record: int) -> Record:
    decided, reason = act.departures.get(one.place, (one.answer, ""))
    return {
        "kind": "approval",
        "point": one.point,
        "subject": subject_of(one.subject),
        "recommended": {"answer": one.answer, "record": record},
        "decided": decided,
        "by": act.role,
        "person": act.person,
        "on": act.on.isoformat(),
        "reason": reason,
    }
