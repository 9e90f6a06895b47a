"""Both evaluators on one set of subjects; they must say the same of every one of them."""

from dataclasses import dataclass

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    EscalateClause,
    LimitClause,
)
from asp_decide.model.finding import Finding
from asp_decide.model.subject import Subjects
from asp_decide.rules.agreement import agree
from asp_decide.rules.engine import RuleEngine


@dataclass(frozen=True, slots=True)
class Judges:
    """Who applies the rules: the engine of the run, and a witness that shares no code with it.

    `witness` is None only where the witness itself is the engine of the run.
    """

    engine: RuleEngine
    witness: RuleEngine | None


def judge(
    policies: CompiledPolicies, subjects: Subjects, *, judges: Judges, currency: str
) -> tuple[Finding, ...]:
    """What every rule says of every subject in its scope, sorted by rule and subject.

    Raises EvaluatorsDisagreeError, EngineFailedError.
    """
    findings = judges.engine.findings(policies, subjects, currency=currency)
    if judges.witness is not None:
        agree(findings, judges.witness.findings(policies, subjects, currency=currency))
    return findings


def of_facts_and_of_plan(
    policies: CompiledPolicies, facts: tuple[Finding, ...], plan: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """The findings of a run: answers from the facts before the plan, bounds from the plan.

    Rules that propose, require or conclude have spoken before there was a plan; limits,
    guardrails and escalations speak of what the plan makes of it.
    """
    of_plan = {c.heading.rule for c in policies.clauses if _speaks_of_the_plan(c)}
    kept = [f for f in facts if f.rule not in of_plan] + [f for f in plan if f.rule in of_plan]
    return tuple(sorted(kept, key=_by_rule_and_subject))


def _speaks_of_the_plan(
    clause: Clause,
) -> bool:
    return isinstance(clause, LimitClause | EscalateClause)


def _by_rule_and_subject(finding: Finding) -> tuple[str, str, str]:
    subject = finding.subject
    return (finding.rule, subject.kind if subject else "", subject.id if subject else "")
