"""Plan cases are solved by the real optimizer; whatever else they state fails, with its reason."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.clause import CompiledPolicies, LimitClause
from asp_decide.errors import unwrap
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Measured, Subject, SubjectKey, Subjects
from asp_decide.policy.cases.case import CasePlan, Cases, PlanQuestion
from asp_decide.policy.cases.case_run import compiled_for
from asp_decide.policy.cases.cases import read_cases
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.runs.authoring.plan_case import plan_case
from case_builders import cases_beside, failures_told, judged_by_witness, results_of
from source_tree import PROJECT

WORKED = PROJECT / "tests" / "runs" / "data" / "worked" / "policies"
FILES = tuple(sorted(WORKED.rglob("*.tests.yaml")))


def worked(name: str) -> Cases:
    policies = unwrap(read_policy_sets(WORKED, currency="EUR", roles=ROLES))
    return unwrap(read_cases(WORKED / "portfolio" / f"{name}.tests.yaml", policies))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_worked_plan_cases_come_out_as_stated(path: Path) -> None:
    results = results_of(worked(path.name.removesuffix(".tests.yaml")))

    assert results
    assert not failures_told(results)


def test_each_worked_plan_is_there() -> None:
    planned = [
        case for path in FILES for case in worked(path.name.removesuffix(".tests.yaml")).cases
    ]

    assert sum(case.plan is not None for case in planned) == 4


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("INI-B: start, INI-C: start", "INI-B: wait, INI-C: start", "`start` of INI-B is `start`"),
        ("INI-A: wait, INI-B: start", "INI-B: start", "`start` of INI-A is `wait` in the plan"),
        ("[capacity@payments]", "[]", "`capacity@payments` is in `binding`"),
        ("[capacity@payments]", "[WIP-01@payments]", "`WIP-01@payments` is not in `binding`"),
        ("price: {WIP-01: 0 EUR}", "price: {WIP-01: 1 EUR}", "the price of WIP-01 is 0 EUR"),
        ("40_000 EUR}", "39_999.99 EUR}", "the price of WIP-01 is 40000 EUR"),
        ("      feasible: yes\n      start: {INI-A: wait, INI-B", "      feasible: no\n      #", "`feasible` is `yes`"),
        ("validation: {INI-R: continue, INI-S: continue}\n", "validation: {INI-R: stop, INI-S: continue}\n", "`validation` of INI-R is `continue` in the plan"),
        ("    horizon: 1 interval\n    set: {wip_limit: 1 initiative}\n    given:\n      value_stream:\n        payments: {demonstrated_capacity: 10", "    horizon: 1 interval\n    given:\n      value_stream:\n        payments: {demonstrated_capacity: 10", "`start` of INI-A is `wait`"),
    ],
)  # fmt: skip
def test_a_plan_that_comes_out_otherwise_fails_and_says_how(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    policy = (WORKED / "portfolio" / "wip.yaml").read_text()
    tests = (WORKED / "portfolio" / "wip.tests.yaml").read_text()
    assert old in tests
    changed = tests.replace(old, new, 1)
    if "feasible: no" in new:
        start = changed.index("feasible: no")
        changed = changed[:start] + "feasible: no" + changed[changed.index("\n\n", start) :]

    told = failures_told(
        results_of(cases_beside(tmp_path, {"portfolio/wip": policy}, changed, "portfolio/wip"))
    )

    assert any(said in failure for failure in told), told


def test_a_plan_that_answers_otherwise_says_who_gave_the_answer(tmp_path: Path) -> None:
    policy = (WORKED / "portfolio" / "wip.yaml").read_text()
    tests = (WORKED / "portfolio" / "wip.tests.yaml").read_text()
    changed = tests.replace("INI-A: wait, INI-B: start", "INI-A: wait, INI-B: wait")
    changed = changed.replace("INI-R: continue, INI-S", "INI-R: stop, INI-S")

    results = results_of(
        cases_beside(tmp_path, {"portfolio/wip": policy}, changed, "portfolio/wip")
    )

    assert [failure.why for result in results for failure in result.failures] == [
        ("left to the plan, which takes `whole` and loses 0 by it",),
        ("answered by what is given",),
    ]


def test_a_conflict_names_each_rule_of_it_and_nobody_else(tmp_path: Path) -> None:
    policy = (WORKED / "portfolio" / "guardrails.yaml").read_text()
    tests = (WORKED / "portfolio" / "guardrails.tests.yaml").read_text()
    changed = tests.replace("[GRD-01, GRD-03]", "[GRD-01]")

    (result,) = results_of(
        cases_beside(tmp_path, {"portfolio/guardrails": policy}, changed, "portfolio/guardrails")
    )

    assert failures_told((result,)) == ["`GRD-03` is in `conflict`, which the case does not state"]


def test_a_plan_that_was_stated_to_be_and_is_not_tells_what_stands_against_it(
    tmp_path: Path,
) -> None:
    policy = (WORKED / "portfolio" / "guardrails.yaml").read_text()
    tests = (WORKED / "portfolio" / "guardrails.tests.yaml").read_text()
    changed = tests.replace("feasible: no\n      conflict: [GRD-01, GRD-03]", "feasible: yes")

    (result,) = results_of(
        cases_beside(tmp_path, {"portfolio/guardrails": policy}, changed, "portfolio/guardrails")
    )

    (failure,) = result.failures
    assert (failure.expected, failure.got) == ("yes", "no")
    assert failure.place.line == changed[: changed.index("feasible")].count("\n") + 1
    assert failure.why == (
        "these cannot hold together: GRD-01, GRD-03, capacity payments interval 1",
    )


@st.composite
def small_portfolios(draw: st.DrawFn) -> tuple[Subjects, int]:
    """Up to five candidates in two streams, and a limit on how many may run."""
    subjects = {}
    for stream in ("cards", "loans"):
        key = SubjectKey("value_stream", stream)
        amount = Fraction(draw(st.integers(0, 20)))
        measures = {
            "demonstrated_capacity": Measured(amount),
            "capacity_age": Measured(Fraction(1)),
        }
        subjects[key] = Subject(key, stream, measures=measures)
    for number in range(draw(st.integers(0, 5))):
        key = SubjectKey("initiative", f"INI-{number}")
        streams = tuple(draw(st.sampled_from([("cards",), ("loans",), ("cards", "loans")])))
        measures = {
            "remaining_effort": Measured(Fraction(draw(st.integers(0, 14)))),
            "remaining_value": Measured(Fraction(draw(st.integers(0, 9)) * 10_000)),
            "unmet_predecessors": Measured(Fraction(0)),
        }
        links = {"value_stream": streams}
        words = {"state": "delivery_queue"}
        subjects[key] = Subject(key, key.id, words, {}, measures, links, streams)
    return subjects, draw(st.integers(0, 3))


@given(small_portfolios())
def test_the_plan_loses_no_more_than_any_choice_by_hand(drawn: tuple[Subjects, int]) -> None:
    """Every subset is tried: the best value, what the limit costs, and whether capacity binds."""
    subjects, limit = drawn
    policies = limited_to(limit)
    best = best_by_hand(subjects, limit)

    plan = planned(policies, subjects)

    assert plan.feasible
    assert not plan.why_not_proven
    assert value_of(plan, subjects) == best
    without_limit = best_by_hand(subjects, len(subjects))
    assert plan.prices["WIP-01"] == without_limit - best
    for stream in ("cards", "loans"):
        more = best_by_hand(subjects, limit, unlimited=stream)
        assert (f"capacity@{stream}" in plan.binding) is (more > best)


def limited_to(limit: int) -> CompiledPolicies:
    compiled = compiled_for(worked("wip"), worked("wip").cases[1])
    (wip,) = (c for c in compiled.clauses if isinstance(c, LimitClause))
    clauses = tuple(
        LimitClause(
            wip.heading, wip.name, wip.measure, wip.per, wip.unit, wip.enforce, Fraction(limit)
        )
        if clause is wip
        else clause
        for clause in compiled.clauses
    )
    return CompiledPolicies(clauses, compiled.points, compiled.digest)


def planned(policies: CompiledPolicies, subjects: Subjects) -> CasePlan:
    findings, answers = judged_by_witness(policies, subjects)
    return plan_case(
        PlanQuestion(
            policies, subjects, findings, answers, 1, wants_binding=True, priced=("WIP-01",)
        )
    )


def amount(subject: Subject, name: str) -> Fraction:
    measured = subject.measures[name]
    assert isinstance(measured, Measured)
    assert measured.value is not None
    return measured.value


def candidates(subjects: Subjects) -> list[Subject]:
    return [s for key, s in subjects.items() if key.kind == "initiative"]


def value_of(plan: CasePlan, subjects: Subjects) -> Fraction:
    started = [s for s in candidates(subjects) if plan.words["start", s.key] == "start"]
    return sum((amount(s, "remaining_value") for s in started), Fraction(0))


def best_by_hand(subjects: Subjects, limit: int, *, unlimited: str = "") -> Fraction:
    return max(
        sum((amount(s, "remaining_value") for s in started), Fraction(0))
        for started in subsets(candidates(subjects))
        if fits(started, subjects, limit, unlimited)
    )


def subsets(candidates: list[Subject]) -> Iterator[list[Subject]]:
    for taken in product([False, True], repeat=len(candidates)):
        yield [s for s, is_taken in zip(candidates, taken, strict=True) if is_taken]


def fits(started: list[Subject], subjects: Subjects, limit: int, unlimited: str) -> bool:
    used: Mapping[str, list[Fraction]] = {
        stream: [
            amount(s, "remaining_effort") / len(s.streams) for s in started if stream in s.streams
        ]
        for stream in ("cards", "loans")
    }
    return all(
        len(amounts) <= limit
        and (
            stream == unlimited
            or sum(amounts)
            <= amount(subjects[SubjectKey("value_stream", stream)], "demonstrated_capacity")
        )
        for stream, amounts in used.items()
    )
