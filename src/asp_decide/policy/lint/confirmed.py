"""Every fact that is told judged as a whole: it does show what is said of it."""

from collections.abc import Sequence
from functools import partial

from asp_decide.clauses.clause import Clause, CompiledPolicies, RequireClause, TableClause
from asp_decide.memory import Memory
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.finding import Finding, Result
from asp_decide.policy.cases.case import Judge
from asp_decide.policy.cells.answer_cells import Side
from asp_decide.policy.cells.bare_conditions import kind_of_clause, point_of_clause
from asp_decide.policy.cells.suppositions import (
    Supposition,
    asked_at,
    supposed_subjects,
    supposing,
)
from asp_decide.policy.lint.voices import Proposal

type Claim = tuple[Supposition, tuple[Proposal, ...]]
"""A fact, and the answers that are proposed of it; none where no rule says anything."""


type TableClaim = tuple[Supposition, Result, tuple[str, ...]]
"""A fact, what a table makes of it, and rows that are among those that count."""


def confirm(claims: Sequence[Claim], side: Side, judge: Judge, memory: Memory) -> None:
    """Each rule is asked of the facts that are told of it: it proposes its answer, or is silent.

    If it does not, that is our bug, and the run stops. What a rule has confirmed once is not asked
    of it again.
    """
    of_all = [(fact, proposals) for fact, proposals in claims if not proposals]
    by_rule: dict[str, list[Claim]] = {}
    for fact, proposals in claims:
        for rule in dict.fromkeys(one.rule for one in proposals):
            own = tuple(one for one in proposals if one.rule == rule)
            by_rule.setdefault(rule, []).append((fact, own))
    for clause in side.clauses:
        told = (*by_rule.get(clause.heading.rule, ()), *of_all)
        if told and not isinstance(clause, RequireClause):
            memory.recall(
                ("confirmed", clause, told), partial(_confirm_rule, clause, told, side, judge)
            )


def _confirm_rule(clause: Clause, told: Sequence[Claim], side: Side, judge: Judge) -> None:
    rule = clause.heading.rule
    facts = [asked_at(side.point, fact) for fact, _ in told]
    subjects, keys = supposed_subjects(POINTS_BY_NAME[side.point].subject, facts)
    findings, _ = judge(supposing(side.policies, (clause,)), subjects)
    said = {finding.subject: finding for finding in findings if finding.rule == rule}
    for key, (fact, expected) in zip(keys, told, strict=True):
        found = said.get(key)
        assert _agrees(found, expected), f"{rule} says {found} where lint says {expected}: {fact}"


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
