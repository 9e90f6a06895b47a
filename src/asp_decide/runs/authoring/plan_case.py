"""The plan of a case beside a policy: from its few facts, by the optimizer of a real run."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.decide.words import verdict
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.choice import Choice, ChoiceSet
from asp_decide.model.finding import Answer
from asp_decide.model.ids import InitiativeId
from asp_decide.model.subject import SubjectKey
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.conflict import conflict
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import Solved, solve_programme
from asp_decide.optimize.prices import price_without
from asp_decide.optimize.programme import Origin, Programme
from asp_decide.optimize.solver import Means
from asp_decide.policy.cases.case import CasePlan, PlanQuestion
from asp_decide.rules.applicability import applies
from asp_decide.rules.precedence import PLAN
from asp_decide.runs.authoring.case_choices import case_choices, case_dependencies, case_order
from asp_decide.runs.instruments import solver


def plan_case(question: PlanQuestion) -> CasePlan:
    """The plan of least loss of a case, with what binds it and what its rules cost, all proven.

    Made by the optimizer of a run. Raises SolverFailedError and UncertifiedPlanError.
    """
    choice_set = case_choices(question.subjects, question.horizon_intervals)
    frame = Frame(
        policies=question.policies,
        answers=question.answers,
        subjects=question.subjects,
        applies=applies(question.policies, question.findings),
        dependencies=case_dependencies(question.subjects),
    )
    programme = formulate(choice_set, frame)
    means = Means(solver(), work_limit("deep", choices=len(programme.choices)))
    asking = _Asking(question, choice_set, programme, means, case_order(choice_set))
    try:
        solved = solve_programme(programme, means, order=asking.order)
    except NoFeasiblePlanError:
        return _no_plan(asking)
    asking.outcomes.append(solved.outcome)
    binding = _binding(asking, solved) if question.wants_binding else frozenset[str]()
    prices = {rule: _price(asking, solved, rule) for rule in question.priced}
    open_ends = sorted({outcome for outcome in asking.outcomes if outcome != "optimal"})
    why = f"the solver ended at its {open_ends[0]}" if open_ends else ""
    known = {choice.id: choice for choice in programme.choices}
    taken = {known[id_].initiative: known[id_] for id_ in solved.taken}
    return CasePlan(
        feasible=True,
        words=_words(asking, taken),
        reasons=_reasons(asking, taken),
        binding=binding,
        prices=prices,
        why_not_proven=why,
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """One case at the optimizer; `outcomes` say how each solve ended."""

    question: PlanQuestion
    choice_set: ChoiceSet
    programme: Programme
    means: Means
    order: Mapping[InitiativeId, int]
    outcomes: list[str] = field(default_factory=list)


def _no_plan(asking: _Asking) -> CasePlan:
    found = conflict(asking.programme, asking.means)
    assert found is not None, "a programme without a plan has a conflict"
    known = {clause.heading.rule for clause in asking.question.policies.clauses}
    rules = {rule for row in found.rows for rule in row.origin.rules if rule in known}
    facts = {str(row.origin) for row in found.rows if not known.intersection(row.origin.rules)}
    why = "" if found.smallest else "the conflict is not proven to be the smallest"
    return CasePlan(
        feasible=False,
        conflict=frozenset(rules),
        facts_in_conflict=tuple(sorted(facts)),
        why_not_proven=why,
    )


def _binding(asking: _Asking, solved: Solved) -> frozenset[str]:
    """The bounds without which, each alone, a plan would lose less.

    A limit that is met exactly and costs nothing does not bind, and one that keeps out a better
    plan does, however much room that leaves.
    """
    names = {_bound(row.origin) for row in asking.programme.rows}

    def costs(name: str) -> bool:
        return _saved(asking, solved, lambda origin: _bound(origin) == name) > 0

    return frozenset(name for name in sorted(names - {""}) if costs(name))


def _bound(origin: Origin) -> str:
    """`rule@group` or `capacity@stream`; nothing for what is neither rule nor capacity."""
    group = origin.group.split(" ")[0]
    if origin.kind == "fact" and origin.id == "capacity":
        return f"capacity@{group}"
    return f"{origin.id}@{group}" if origin.rules else ""


def _price(asking: _Asking, solved: Solved, rule: str) -> Fraction:
    return _saved(asking, solved, lambda origin: rule in origin.rules)


def _saved(asking: _Asking, solved: Solved, of_origin: Callable[[Origin], bool]) -> Fraction:
    """How much less the best plan without these rows loses; exact where both are proven."""
    again = price_without(
        asking.programme, of_origin, solved, asking.means, order=asking.order
    ).other
    asking.outcomes.append(again.outcome)
    return solved.certificate.loss - again.certificate.loss


def _words(
    asking: _Asking, taken: Mapping[InitiativeId, Choice]
) -> Mapping[tuple[str, SubjectKey], str]:
    """What the plan says at each point that was asked: the rules' answer, or the choice taken."""
    best = asking.choice_set.best_value
    worth_having = {c.initiative for c in asking.choice_set.choices if c.loss < best[c.initiative]}
    return {
        (answer.point, answer.subject): verdict(
            answer,
            taken=choice,
            grid=asking.choice_set.grid,
            worth_having=choice.initiative in worth_having,
        ).word
        for answer, choice in _answered(asking, taken)
    }


def _reasons(
    asking: _Asking, taken: Mapping[InitiativeId, Choice]
) -> Mapping[tuple[str, SubjectKey], str]:
    return {
        (answer.point, answer.subject): _reason(answer, choice)
        for answer, choice in _answered(asking, taken)
    }


def _reason(answer: Answer, choice: Choice) -> str:
    if answer.answer != PLAN:
        rules = ", ".join((*answer.by, *answer.blocked_by)) or answer.why or "what is given"
        return f"answered by {rules}"
    loss = decimal_text(choice.loss, 2)
    return f"left to the plan, which takes `{choice.option}` and loses {loss} by it"


def _answered(
    asking: _Asking, taken: Mapping[InitiativeId, Choice]
) -> Iterator[tuple[Answer, Choice]]:
    for answer in asking.question.answers:
        choice = taken.get(InitiativeId(answer.subject.id))
        if answer.subject.kind == "initiative" and choice is not None:
            yield answer, choice
