"""Decisions that a rule forces: of whom, by which rule, and whether somebody has taken them.

What a rule forces is decided once the plan takes it from where it stands, or a person does; or once
its holder says that it stays there, as an override of the rule with a reason and an end. Until that
end nobody is asked again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from asp_decide.clauses.clause import CompiledPolicies, EscalateClause
from asp_decide.model.approval import Override
from asp_decide.model.decision_point import LEAVES_WHERE_IT_STANDS
from asp_decide.model.finding import Finding
from asp_decide.model.forced_decision import ForcedDecision
from asp_decide.model.plan import Decision, Plan

type _Settled = dict[tuple[str, str], str]


def forced_decisions(
    policies: CompiledPolicies, findings: Iterable[Finding], decisions: Iterable[Decision]
) -> tuple[ForcedDecision, ...]:
    """What has to be decided of a plan with these decisions, by initiative and rule.

    An unknown age forces nothing, a rule that is suspended for an initiative neither, and where
    no decision is asked about it nobody could take one.
    """
    forcing = {
        clause.heading.rule
        for clause in policies.clauses
        if isinstance(clause, EscalateClause) and clause.forces_decision
    }
    words = {one.initiative: one.decision for one in decisions if one.point}
    told = [
        ForcedDecision(
            rule=finding.rule,
            initiative=finding.subject.id,
            carried=words[finding.subject.id] in LEAVES_WHERE_IT_STANDS,
            message=finding.message,
        )
        for finding in findings
        if finding.rule in forcing
        and finding.result == "fires"
        and finding.subject is not None
        and finding.subject.id in words
        and (finding.rule, finding.subject) not in policies.suspended
    ]
    return tuple(sorted(told, key=lambda one: (one.initiative, one.rule)))


def rules_forcing(plan: Plan, initiative: str) -> tuple[str, ...]:
    """The rules against which somebody leaves the initiative where it stands, in order."""
    return tuple(one.rule for one in plan.forced if one.initiative == initiative)


def undecided(
    plan: Plan, overrides: Iterable[Override], before: Mapping[str, Any] | None
) -> Iterator[ForcedDecision]:
    """What would be carried over in silence if the plan were applied with these overrides.

    `before` is the record that closed the run before: what somebody left where it stands until a
    day that has not come is decided.
    """
    settled = settled_by(plan, overrides, before)
    for one in plan.forced:
        if (one.rule, one.initiative) not in settled:
            yield one


def settled_by(
    plan: Plan, overrides: Iterable[Override], before: Mapping[str, Any] | None
) -> _Settled:
    """By what each forced decision is taken, by rule and initiative: a word, or until when."""
    said = {str(one.initiative): one for one in overrides}
    words = {one.initiative: str(one.decision) for one in plan.decisions}
    earlier = {(one["rule"], one["initiative"]): one for one in _in_force(plan, before)}
    found: _Settled = {}
    for one in plan.forced:
        key, override = (one.rule, one.initiative), said.get(one.initiative)
        if override is not None:
            found[key] = _in_words(override.decision, override.until.isoformat())
        elif not one.carried:
            found[key] = words[one.initiative]
        elif key in earlier:
            found[key] = _in_words(earlier[key]["decided"], earlier[key]["until"])
    return found


def left_where_it_stands(
    plan: Plan, overrides: Iterable[Override], before: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """What the close of a run keeps: who is left where it stands against which rule, until when.

    What an earlier run left so goes on until its end, unless this one says otherwise.
    """
    said = {str(one.initiative): one for one in overrides}
    kept = [one for one in _in_force(plan, before) if one["initiative"] not in said]
    for one in plan.forced:
        override = said.get(one.initiative)
        if override is not None and override.decision in LEAVES_WHERE_IT_STANDS:
            until = override.until.isoformat()
            told = {"rule": one.rule, "initiative": one.initiative}
            kept.append({**told, "decided": override.decision, "until": until})
    return sorted(kept, key=lambda one: (one["initiative"], one["rule"]))


def _in_force(plan: Plan, before: Mapping[str, Any] | None) -> Sequence[dict[str, Any]]:
    """What the run before left where it stands, as far as that reaches behind the day of this one.

    A run is about what comes after its day: what was left until that very day is asked again.
    """
    as_of = date.fromisoformat(plan.run.as_of)
    kept = (before or {}).get("left", ())
    return [dict(one) for one in kept if date.fromisoformat(one["until"]) > as_of]


def _in_words(decided: str, until: str) -> str:
    return f"{decided} until {until}" if decided in LEAVES_WHERE_IT_STANDS else decided
