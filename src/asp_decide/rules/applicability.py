"""Where a limit with a condition is in force, read off what was found of its condition."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from asp_decide.clauses.clause import CompiledPolicies, LimitClause
from asp_decide.clauses.condition import All, AnyOf, Comparison, Condition, Linked, Not
from asp_decide.model.finding import Finding, Seen, Truth


def applies(
    policies: CompiledPolicies, findings: Sequence[Finding]
) -> Mapping[tuple[str, str], bool]:
    """For each limit with a condition and each subject it was read for: whether it is in force.

    It is in force only where its condition is certain: what is unknown binds nobody, and stands
    in the findings as owed facts.
    """
    conditions = {
        clause.heading.rule: clause.when
        for clause in policies.clauses
        if isinstance(clause, LimitClause) and clause.when is not None
    }
    return {
        (finding.rule, finding.subject.id): _truth(conditions[finding.rule], finding.seen)
        is Truth.TRUE
        for finding in findings
        if finding.rule in conditions and finding.subject is not None
    }


def _truth(condition: Condition, seen: Sequence[Seen]) -> Truth:
    match condition:
        case Comparison():
            return _every([s.truth for s in seen if s.key == condition.key])
        case Linked(quantifier="every"):
            return _every([s.truth for s in seen if s.key == condition.that.key])
        case Linked():
            return _some([s.truth for s in seen if s.key == condition.that.key])
        case All():
            return _every([_truth(part, seen) for part in condition.parts])
        case AnyOf():
            return _some([_truth(part, seen) for part in condition.parts])
        case Not():
            return _other(_truth(condition.part, seen))
        case _:
            assert_never(condition)


def _every(truths: Sequence[Truth]) -> Truth:
    if Truth.FALSE in truths:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.TRUE


def _some(truths: Sequence[Truth]) -> Truth:
    return _other(_every([_other(truth) for truth in truths]))


def _other(truth: Truth) -> Truth:
    return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(truth, truth)
