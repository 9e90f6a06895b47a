"""What is put on record about a run: one canonical object each, in a fixed order, without gaps."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from asp_decide.clauses.act_records import Act, approval_records, override_records
from asp_decide.clauses.calibration_records import calibration_records
from asp_decide.clauses.case_records import CaseNow, case_records, cases_kept
from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.design_records import design_records, known_as, new_designs
from asp_decide.clauses.escalation_records import escalation_records, still_open
from asp_decide.clauses.exemption_lines import exemption_records
from asp_decide.clauses.forced_decisions import left_where_it_stands, settled_by
from asp_decide.clauses.input_records import Inputs
from asp_decide.clauses.outcome_records import Verdict, new_verdicts, outcome_records
from asp_decide.clauses.plan_records import allocation_records, bound_records, price_records
from asp_decide.clauses.policy_records import PolicyBefore, policy_records
from asp_decide.clauses.result_records import answer_records, rule_records, sorted_findings
from asp_decide.clauses.rows_of_facts import NO_ROWS, FactRows
from asp_decide.model.design_change import DesignChange
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.flip import FindingKey, Flip
from asp_decide.model.plan import Plan

RECORD_VERSION = "record/1"

KINDS: tuple[str, ...] = (
    "manifest",
    "policy",
    "rule",
    "answer",
    "bound",
    "allocation",
    "price",
    "calibration",
    "escalation",
    "override",
    "approval",
    "outcome",
    "design",
    "case",
    "close",
)
"""The kinds of records in the order in which they stand in a run."""

type Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A run as it was judged: the plan, the policies in force, every finding and every answer.

    `flips` are the nearest ones, of each finding that a single value turns.
    """

    plan: Plan
    policies: CompiledPolicies
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    flips: Mapping[FindingKey, Flip]


@dataclass(frozen=True, slots=True)
class RunBefore:
    """The run that the log ends with before this one, with the checkpoint noted after it."""

    run: str
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class RunInputs:
    """What the record says of a run beside what was judged.

    `number` counts the runs of the log from one, `origin` names the log. `files` are the digests
    of everything that is kept with the run, by its place in the bundle: `asp.yaml`, `plan.json`,
    `certificate.json`, facts and policies. `subjects` count what rules could speak of, by kind.
    `policies_before` are the policy files that the log holds already, by path; `closed_before` is
    the record that closed the run before. `verdicts` are those that the facts know, `funded_in` is
    where the log has the decisions that funded them, by initiative. `cases` are the business cases
    beside what the run before had of them.
    `rows` are those of the facts, `designs` the changes of the design among the files.
    Digests are `sha256:` and 64 hexadecimal digits.
    """

    number: int
    origin: str
    files: Mapping[str, str]
    subjects: Mapping[str, int]
    previous: RunBefore | None = None
    repository: Mapping[str, str | bool] = field(default_factory=dict)
    policies_before: Mapping[str, PolicyBefore] = field(default_factory=dict)
    closed_before: Mapping[str, Any] | None = None
    verdicts: tuple[Verdict, ...] = ()
    funded_in: Mapping[str, int] = field(default_factory=dict)
    cases: tuple[CaseNow, ...] = ()
    rows: FactRows = NO_ROWS
    designs: tuple[DesignChange, ...] = ()


def run_records(judged: Judged, inputs: RunInputs, *, act: Act | None = None) -> tuple[Record, ...]:
    """All records of a run, from the manifest to the close, numbered by `n` from 0.

    Without an `act` nobody has decided yet: there are no approvals, and of overrides those that
    the register of exemptions holds.
    """
    seen = policy_records(judged.policies.files, inputs.policies_before)
    currency = judged.plan.run.currency
    ordered = sorted_findings(judged.policies, judged.findings)
    read = Inputs.of(judged.policies, enumerate(ordered, 1 + len(seen)), inputs.rows)
    found = rule_records(judged.policies, ordered, judged.flips, currency=currency, inputs=read)
    answers = answer_records(judged.answers, judged.plan)
    planned = [
        *bound_records(judged.plan, judged.policies),
        *allocation_records(judged.plan),
        *price_records(judged.plan),
        *calibration_records(judged.plan),
    ]
    before = inputs.closed_before
    overrides = () if act is None else act.approval.overrides
    settled = {} if act is None else settled_by(judged.plan, overrides, before)
    asked = escalation_records(judged.policies, judged.findings, judged.plan.run, before, settled)
    judged_now = new_verdicts(inputs.verdicts, before)
    outcomes = outcome_records(judged_now, inputs.funded_in)
    designed = design_records(new_designs(inputs.designs, before))
    cases = case_records(inputs.cases)
    acts: list[Record] = [*exemption_records(judged.plan, judged.policies)]
    if act is not None:
        acts += override_records(act, judged.plan, judged.policies, judged.answers)
        first_answer = 1 + len(seen) + len(found)
        acts += approval_records(act, judged.plan, judged.answers, first_answer=first_answer)
    middle: list[Record] = [*seen, *found, *answers, *planned, *asked, *acts, *outcomes]
    middle += [*designed, *cases]
    kinds = Counter(["manifest", *(record["kind"] for record in middle), "close"])
    opening = _manifest(judged, inputs, records=len(middle) + 2)
    closing = {**_close(judged, inputs, kinds, act=act), "escalations": still_open(asked)}
    left = left_where_it_stands(judged.plan, overrides, before)
    closing |= {"left": left} if left else {}
    run = judged.plan.run
    return tuple(
        {"v": RECORD_VERSION, "run": run.id, "n": n, "as_of": run.as_of, **record}
        for n, record in enumerate([opening, *middle, closing])
    )


def _manifest(judged: Judged, inputs: RunInputs, *, records: int) -> Record:
    run, objective, brake = judged.plan.run, judged.plan.objective, judged.plan.brake
    before = inputs.previous
    return {
        "kind": "manifest",
        "number": inputs.number,
        "origin": inputs.origin,
        "previous": None
        if before is None
        else {"run": before.run, "size": before.size, "root": before.root},
        "interval": run.intervals[0],
        "charter": run.charter,
        "facts": run.facts,
        "policies": [
            {
                "policy": one.policy,
                "path": one.path,
                "text": one.text,
                "owner": one.owner,
                "approved": {"by": one.approved_by, "on": one.approved_on},
            }
            for one in sorted(judged.policies.files, key=lambda file: file.path)
        ],
        "policy_set": judged.policies.digest,
        "plan": inputs.files["plan.json"],
        "certificate": inputs.files["certificate.json"],
        "files": [{"path": p, "digest": d} for p, d in sorted(inputs.files.items())],
        "repository": dict(inputs.repository),
        "versions": {**run.versions, "record": RECORD_VERSION},
        "engine": run.engine,
        "solver": {
            "budget": run.budget,
            "seed": run.seed,
            "limits": dict(run.limits),
            "status": objective.status,
            "loss": objective.loss,
            "bound": objective.bound,
            "bound_stated": objective.bound_stated,
            "value_captured": objective.value_captured,
            "unit": objective.currency,
        },
        "expected": {
            "rules": len(judged.policies.clauses),
            "subjects": dict(inputs.subjects),
            "records": records,
        },
        "brake": {"tripped": brake.tripped, "rule": brake.rule, "role": brake.role},
    }


def _close(
    judged: Judged, inputs: RunInputs, kinds: Mapping[str, int], *, act: Act | None
) -> Record:
    otherwise = {} if act is None else act.decided_otherwise
    return {
        "kind": "close",
        "number": inputs.number,
        "records": dict(kinds),
        "initiatives": [
            {
                "initiative": one.initiative,
                "state": one.state,
                "decided": otherwise.get(one.initiative, one.decision),
            }
            for one in judged.plan.decisions
        ],
        "outcomes": [one.known_as for one in inputs.verdicts],
        **({"designs": [known_as(one) for one in inputs.designs]} if inputs.designs else {}),
        **({"cases": cases_kept(inputs.cases)} if inputs.cases else {}),
        "plan": inputs.files["plan.json"],
        "certificate": inputs.files["certificate.json"],
    }


def of_kind(records: Iterable[Record], kind: str) -> tuple[Record, ...]:
    """The records of one kind, in their order."""
    return tuple(record for record in records if record["kind"] == kind)
