"""Each case judged by the rules, planned where a plan is expected, and compared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from asp_decide.clauses.clause import Clause, CompiledPolicies, LimitClause
from asp_decide.model.decision_point import DECISION_POINTS, ENDS_THE_QUESTIONS
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.subject import SubjectKey
from asp_decide.policy.cases.case import (
    Case,
    CaseResult,
    Cases,
    Deviation,
    Failure,
    Judge,
    Planner,
    PlanQuestion,
)
from asp_decide.policy.cases.case_failures import Outcome, failures_of
from asp_decide.policy.cases.case_settings import with_settings
from asp_decide.policy.cases.plan_failures import plan_failures
from asp_decide.policy.compiling.compile import compile_policies
from asp_decide.policy.written.policy_set import PolicySet

type Progress = Callable[[str], None]

_PLACES = {point.name: place for place, point in enumerate(DECISION_POINTS)}


def run_cases(
    cases: Cases, judge: Judge, planner: Planner, progress: Progress = lambda _: None
) -> tuple[CaseResult, ...]:
    """Each case judged, in the order of the file."""
    results = []
    for case in cases.cases:
        progress(case.name)
        results.append(run_case(cases, case, compiled_for(cases, case), judge, planner))
    return tuple(results)


def compiled_for(cases: Cases, case: Case) -> CompiledPolicies:
    """The clauses that a case judges: parameters as set, rules as exempted."""
    policies = with_settings(cases.policies, case.settings)
    compiled = compile_policies(policies, as_of=cases.as_of)
    return deviated(compiled, case.deviations, policies)


def deviated(
    compiled: CompiledPolicies, deviations: Sequence[Deviation], policies: PolicySet
) -> CompiledPolicies:
    """The clauses with exemptions for every subject of the case: suspended, or another limit."""
    by_rule = {deviation.rule: deviation for deviation in deviations}
    kept = (
        _deviates(clause, by_rule.get(clause.heading.rule), policies) for clause in compiled.clauses
    )
    return replace(compiled, clauses=tuple(clause for clause in kept if clause is not None))


def run_case(
    cases: Cases, case: Case, compiled: CompiledPolicies, judge: Judge, planner: Planner
) -> CaseResult:
    """One case under these clauses."""
    findings, answers = judge(compiled, case.subjects)
    answers = _with_given(answers, case.answers)
    currency = cases.policies.currency
    failures = failures_of(
        case.expected,
        Outcome.of(findings, answers),
        judged=cases.judged,
        place=case.place,
        currency=currency,
    )
    planned = _planned(case, compiled, (findings, answers), planner, currency)
    return CaseResult(case, (*failures, *planned), findings)


def _planned(
    case: Case,
    compiled: CompiledPolicies,
    judged: tuple[tuple[Finding, ...], tuple[Answer, ...]],
    planner: Planner,
    currency: str,
) -> tuple[Failure, ...]:
    if case.plan is None:
        return ()
    findings, answers = judged
    question = PlanQuestion(
        compiled,
        case.subjects,
        findings,
        answers,
        case.horizon_intervals,
        wants_binding=case.plan.binding is not None,
        priced=tuple(price.rule for price in case.plan.prices),
    )
    return plan_failures(case.plan, planner(question), currency)


def _deviates(clause: Clause, deviation: Deviation | None, policies: PolicySet) -> Clause | None:
    if deviation is None:
        return clause
    if deviation.limit is None:
        return None
    assert isinstance(clause, LimitClause), "only a bound was allowed another limit"
    unit = policies.unit(deviation.limit.unit)
    assert unit is not None, "a limit of an exemption was checked to have a unit"
    limit = deviation.limit.value * unit.factor
    if clause.at_most is not None:
        return replace(clause, at_most=limit, limit_from="")
    return replace(clause, at_least=limit, limit_from="")


def _with_given(
    answers: Sequence[Answer], given: Mapping[tuple[str, SubjectKey], str]
) -> tuple[Answer, ...]:
    """The answers with those that other files give; one that ends the questions ends them."""
    if not given:
        return tuple(answers)
    found = {(answer.point, answer.subject): answer for answer in answers}
    for (point, subject), word in given.items():
        found[point, subject] = Answer(point, subject, word)
        if word in ENDS_THE_QUESTIONS:
            later = [at for at in found if at[1] == subject and _PLACES[at[0]] > _PLACES[point]]
            for at in later:
                del found[at]
    return tuple(found[at] for at in sorted(found, key=lambda at: (_PLACES[at[0]], at[1])))
