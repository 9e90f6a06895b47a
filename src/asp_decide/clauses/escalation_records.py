"""Escalations as records: those that are open, and those that a run finds closed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from types import MappingProxyType
from typing import Any, Protocol

from asp_decide.clauses.clause import CompiledPolicies, EscalateClause, EscalationStep
from asp_decide.clauses.result_records import subject_of
from asp_decide.model.finding import Finding

_OPEN = frozenset({"fires", "unknown"})
"""Results by which an open escalation stays open: nobody closes it by losing a number."""

type _Known = Mapping[str, Any]


class RunOfADay(Protocol):
    """A run by its name and the day that it is about."""

    @property
    def id(self) -> str:
        """Its name."""
        ...

    @property
    def as_of(self) -> str:
        """The day, as ISO writes it."""
        ...


def escalation_records(
    policies: CompiledPolicies,
    findings: Iterable[Finding],
    run: RunOfADay,
    before: Mapping[str, Any] | None,
    settled: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """A record for each escalation that is open or was open in the run before, by rule, subject.

    `before` is the record that closed that run. The clock of the steps begins on the day of the
    run in which the rule fired first; the last step stays. `settled` says by rule and subject what
    a person decided: that closes it.
    """
    known = {_key(one): one for one in (before or {}).get("escalations", ())}
    asking = {
        clause.heading.rule: clause
        for clause in policies.clauses
        if isinstance(clause, EscalateClause)
    }
    found: dict[tuple[str, str], Finding] = {
        (one.rule, str(one.subject)): one for one in findings if one.rule in asking and one.subject
    }
    fires = {key for key, one in found.items() if one.result == "fires"}
    told = []
    for key in sorted(fires | known.keys()):
        finding, earlier = found.get(key), known.get(key)
        if finding is not None and (key in fires or finding.result in _OPEN):
            by = None if finding.subject is None else settled.get((key[0], finding.subject.id))
            opened = _open(finding, asking[finding.rule].to, run, earlier)
            told.append({**opened, "closed_by": by})
        elif earlier is not None:
            closed = "ended" if finding is None else finding.result
            told.append({"kind": "escalation", **earlier, "closed_by": closed})
    return told


def still_open(records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The open escalations among the records of a run, as its close tells them to the next."""
    return [
        {name: value for name, value in one.items() if name not in {"kind", "closed_by"}}
        for one in records
        if one["kind"] == "escalation" and one["closed_by"] is None
    ]


def _open(
    finding: Finding, steps: Sequence[EscalationStep], run: RunOfADay, earlier: _Known | None
) -> dict[str, Any]:
    since = run.as_of if earlier is None else str(earlier["since"])
    days = (date.fromisoformat(run.as_of) - date.fromisoformat(since)).days
    ends = list(accumulate(step.within_days for step in steps))
    at = min(sum(end < days for end in ends), len(steps) - 1)
    return {
        "kind": "escalation",
        "rule": finding.rule,
        "subject": subject_of(finding.subject),
        "since_run": run.id if earlier is None else earlier["since_run"],
        "since": since,
        "step": at + 1,
        "role": steps[at].role,
        "due": (date.fromisoformat(since) + timedelta(days=ends[at])).isoformat(),
        "closed_by": None,
    }


def _key(record: _Known) -> tuple[str, str]:
    ((kind, id_),) = record["subject"].items()
    return record["rule"], f"{kind} {id_}"
