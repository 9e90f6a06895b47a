"""What a person acts against who decides otherwise than a plan recommends."""

from collections.abc import Sequence

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DecideClause,
    RequireClause,
    TableClause,
)
from asp_decide.clauses.forced_decisions import rules_forcing
from asp_decide.model.approval import Override
from asp_decide.model.decision_point import (
    ENDS_THE_QUESTIONS,
    LEAVES_WHERE_IT_STANDS,
    POINTS_BY_NAME,
)
from asp_decide.model.finding import Answer
from asp_decide.model.plan import Decision, Plan

RELEVANCE = "relevance"
"""The point at which it is asked whether what waits still matters."""


def rules_against(
    override: Override, plan: Plan, policies: CompiledPolicies, answers: Sequence[Answer]
) -> list[str]:
    """The rules that an override acts against, sorted.

    Who says by name what the plan recommends acts against nothing but a rule that forces a
    decision; so does, beside all else, whoever leaves an initiative where it stands by another
    word.
    """
    decision = {one.initiative: one for one in plan.decisions}[override.initiative]
    found: set[str] = set()
    if not is_as_planned(override.decision, override.option, decision):
        for point in {decision.point, point_decided(override, decision)}:
            asked = decision.model_copy(update={"point": point})
            found.update(against(asked, policies, answers))
    if override.decision in LEAVES_WHERE_IT_STANDS:
        found.update(rules_forcing(plan, override.initiative))
    return sorted(found)


def is_as_planned(answer: str, option: str | None, decision: Decision) -> bool:
    """Whether the answer, by that option if one is named, is what the plan recommends."""
    return answer == decision.decision and option in (None, decision.option)


def point_decided(override: Override, decision: Decision) -> str:
    """The point at which an override decides."""
    return RELEVANCE if leaves_its_queue(override.decision, decision) else decision.point


def leaves_its_queue(answer: str, decision: Decision) -> bool:
    """Whether the answer takes an initiative that waits out of its queue.

    Whatever is asked of it last, whoever holds that decision may say that it matters no longer.
    """
    return answer in ENDS_THE_QUESTIONS and decision.state in POINTS_BY_NAME[RELEVANCE].states


def against(decision: Decision, policies: CompiledPolicies, answers: Sequence[Answer]) -> list[str]:
    """The rules that gave the recommended decision or blocked another; not the advisory ones.

    Where the answer is review because something is not known, or no rule speaks, people are asked:
    nothing stands against what they say.
    """
    rules = {
        rule
        for answer in answers
        if (answer.point, answer.subject.id) == (decision.point, decision.initiative)
        and not answer.why
        for rule in (*answer.by, *answer.blocked_by)
    }
    clauses: dict[str, Clause] = {clause.heading.rule: clause for clause in policies.clauses}
    return sorted(
        rule
        for rule in rules
        if isinstance(clause := clauses.get(rule), DecideClause | RequireClause | TableClause)
        and clause.enforce != "advisory"
    )
