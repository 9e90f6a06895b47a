"""A recorded run as an auditor's report reads it, made up in full: records, and a place in a log."""

from collections.abc import Mapping, Sequence
from typing import Any

from asp_decide.canonical import canonical_json
from asp_decide.ledger.run_log import Included, Previous, RunLog
from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.report.auditor.audit_report import Audited
from asp_decide.report.record_numbers import RecordNumbers
from asp_decide.report.run_evidence import RunEvidence
from asp_decide.report.stated_facts import StatedFacts
from builders import a_charter, a_snapshot
from plan_builders import a_decision, a_plan, a_record

type Record = Mapping[str, Any]

DIGEST = "sha256:" + "ab" * 32
OTHER = "sha256:" + "cd" * 32


def a_policy_record(path: str = "policies/wip.yaml", **changes: Any) -> dict[str, Any]:
    """A policy file as it was put on record when its meaning first appeared."""
    return {
        "kind": "policy",
        "path": path,
        "policy": path.removeprefix("policies/").removesuffix(".yaml"),
        "text": DIGEST,
        "meaning": DIGEST,
        "owner": "portfolio_manager",
        "approved": {"by": "portfolio_board", "on": "2026-12-01"},
        **changes,
    }


def a_rule_record(
    rule: str = "WIP-01", subject: Record | None = None, result: str = "fires", **changes: Any
) -> dict[str, Any]:
    """What one rule gave for one subject."""
    return {
        "kind": "rule",
        "rule": rule,
        "at": "policies/wip.yaml:3:5",
        "owner": "portfolio_manager",
        "enforce": "overridable",
        "subject": subject,
        "result": result,
        "comparisons": [],
        "inputs": [],
        "message": "",
        **changes,
    }


def an_approval_record(initiative: str = "INI-101", **changes: Any) -> dict[str, Any]:
    """The board's decision about one initiative, as it was recommended."""
    return {
        "kind": "approval",
        "point": "gate_2",
        "subject": {"initiative": initiative},
        "recommended": {"answer": "fund", "record": None},
        "decided": "fund",
        "by": "portfolio_board",
        "person": "A. Example",
        "on": "2027-01-12",
        "reason": "",
        "override": None,
        "review_on": None,
        **changes,
    }


def an_override_record(id_: str = "OV-1", initiative: str = "INI-101", **changes: Any) -> Record:
    """A departure from the plan, with all that the rules ask of it."""
    return {
        "kind": "override",
        "id": id_,
        "subject": {"initiative": initiative},
        "rules": ["WIP-01"],
        "does": "suspend",
        "decided": "fund",
        "granted": {"by": "portfolio_board", "person": "A. Example", "on": "2027-01-12"},
        "effective": {"from": "2027-01-12", "until": "2027-03-31"},
        "needs": {
            "reason": "The law asks for it",
            "evidence": ["minutes p. 4"],
            "recovery_plan": None,
            "second_approver": "B. Example",
        },
        "price": {"low": "8200", "high": "11800", "unit": "EUR", "measurable": True},
        **changes,
    }


def audited(
    middle: Sequence[Record],
    *,
    plan: Plan | None = None,
    charter: Charter | None = None,
    manifest: Record | None = None,
    before: Sequence[Record] = (),
    closed: Record | None = None,
    shows_names: bool = True,
) -> Audited:
    """A run of those records between manifest and close, after what the log had `before`.

    The manifest lists the policies of the records and of `before`, unless it says otherwise.
    """
    plan = plan or a_plan([a_decision()])
    in_force = {one["path"]: one for one in (*before, *middle) if one["kind"] == "policy"}
    opening = {
        "kind": "manifest",
        "number": 1 if closed is None else 2,
        "origin": "example.org/asp/portfolio",
        "previous": None if closed is None else {"run": "2026Q4", "size": 50, "root": OTHER},
        "policies": [in_force[path] for path in sorted(in_force)],
        "files": [{"path": "asp.yaml", "digest": DIGEST}],
        "repository": {},
        **(manifest or {}),
    }
    records = [
        {"n": n, "run": "2027Q1", **record}
        for n, record in enumerate([opening, *middle, {"kind": "close"}])
    ]
    first = 0 if closed is None else 50
    log = RunLog(
        run="2027Q1",
        origin="example.org/asp/portfolio",
        first=first,
        size=first + len(records),
        edge=(),
        tags=(),
        previous=None if closed is None else Previous(canonical_json(dict(closed)), ()),
        policies=tuple(
            Included(n, canonical_json({"n": n, "run": "2026Q4", **one}), ())
            for n, one in enumerate(before)
        ),
    )
    return Audited(
        plan,
        charter or a_charter(),
        a_record(numbers=RecordNumbers.of(records)),
        RunEvidence.of(records, log, shows_names=shows_names),
        StatedFacts.of(a_snapshot()),
        reports=7,
    )
