"""Every fact that is told judged as a whole: it does show what is said of it."""

from collections.abc import Sequence

from asp_decide.clauses.clause import CompiledPolicies, RequireClause, TableClause
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.finding import Finding, Result
from asp_decide.policy.answer_cells import Side
from asp_decide.policy.bare_conditions import kind_of_clause, point_of_clause
from asp_decide.policy.case import Judge
from asp_decide.policy.suppositions import (
    Supposition,
    asked_at,
    supposed_subjects,
    supposing,
)
from asp_decide.policy.voices import Proposal

type Claim = tuple[Supposition, tuple[Proposal, ...]]
"""A fact, and the answers that are proposed of it; none where no rule says anything."""


type TableClaim = tuple[Supposition, Result, tuple[str, ...]]
"""A fact, what a table makes of it, and rows that are among those that count."""


def confirm(claims: Sequence[Claim], side: Side, judge: Judge) -> None:
    """Each rule is asked of the facts that are told of it: it proposes its answer, or is silent.

    If it does not, that is our bug, and the run stops.
    """
    kind = POINTS_BY_NAME[side.point].subject
    for clause in side.clauses:
        if isinstance(clause, RequireClause):
            continue
        rule = clause.heading.rule
        told = [
            (fact, [one for one in proposals if one.rule == rule])
            for fact, proposals in claims
            if not proposals or any(one.rule == rule for one in proposals)
        ]
        if not told:
            continue
        facts = [asked_at(side.point, fact) for fact, _ in told]
        subjects, keys = supposed_subjects(kind, facts)
        findings, _ = judge(supposing(side.policies, (clause,)), subjects)
        said = {finding.subject: finding for finding in findings if finding.rule == rule}
        for key, (fact, expected) in zip(keys, told, strict=True):
            found = said.get(key)
            assert _agrees(found, expected), (
                f"{rule} says {found} where lint says {expected}: {fact}"
            )


def confirm_table(
    claims: Sequence[TableClaim], clause: TableClause, policies: CompiledPolicies, judge: Judge
) -> None:
    """The table is asked of the facts that are told of it, and gives what is said of it."""
    facts = [asked_at(point_of_clause(clause), fact) for fact, _, _ in claims]
    subjects, keys = supposed_subjects(kind_of_clause(clause), facts)
    rule = clause.heading.rule
    findings = judge(supposing(policies, (clause,)), subjects)[0] if claims else ()
    said = {one.subject: one for one in findings if one.rule == rule}
    for key, (fact, result, rows) in zip(keys, claims, strict=True):
        table = said[key].table
        assert table is not None, f"{rule} is a table"
        agrees = table.result == result and {*rows} <= {*table.rows}
        assert agrees, f"{rule} gives {table} where lint has {result} by {rows}: {fact}"


def _agrees(found: Finding | None, expected: Sequence[Proposal]) -> bool:
    if not expected:
        return found is None or found.result not in {"fires", "gives", "unknown"}
    if found is None or found.result not in {"fires", "gives"}:
        return False
    given = found.table.outputs[0][1] if found.table is not None else ()
    return found.table is None or all(one.answer in given for one in expected)
