"""The policies that ship keep their own promises: every case beside them, by both evaluators."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from asp_decide.clauses.clause import CompiledPolicies, EscalateClause, TableClause
from asp_decide.clauses.condition import comparisons
from asp_decide.errors import unwrap
from asp_decide.load.charter_reader import read_charter
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Subject, SubjectKey, Subjects
from asp_decide.policy.adequacy.compared import compared_by
from asp_decide.policy.adequacy.coverage import coverage_of
from asp_decide.policy.adequacy.mutant_cells import ByCells
from asp_decide.policy.adequacy.mutation import mutation_of
from asp_decide.policy.cases.case import CaseResult, Cases, Judge
from asp_decide.policy.cases.case_run import run_cases
from asp_decide.policy.cases.cases import read_cases
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.clause_cells import part_of_clauses, results_in
from asp_decide.policy.compiling.compile import compile_policies
from asp_decide.policy.policy_reader import read_policies, read_policy_sets
from asp_decide.rules.durable_engine import drawn_findings
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.rules.worker_process import WorkerProcess
from asp_decide.runs.authoring.plan_case import plan_case
from asp_decide.runs.workspace import read_sources
from source_tree import PROJECT, SOURCES
from workspace_builders import AS_OF, a_workspace, opened

PACKS = (
    PROJECT / "policies",
    *(path.parent for path in sorted((SOURCES / "shipped").glob("*/policies/portfolio"))),
)
"""Whole packs: the demo brings an overlay and a register for the default one, and no policy."""
TESTS = tuple(path for pack in PACKS for path in sorted(pack.rglob("*.tests.yaml")))
POLICIES = tuple(
    path
    for pack in PACKS
    for path in sorted(pack.rglob("*.yaml"))
    if not path.name.endswith(".tests.yaml")
)

ACTS = {"fires", "broken", "unmet", "holds", "gives"}
DOES_NOT_ACT = {"does_not_fire", "kept", "met", "does_not_hold", "no_row"}


def named(path: Path) -> str:
    return "/".join(path.relative_to(PROJECT).parts[-5:])


def currency_of(pack: Path) -> str:
    """That of the workspace which the pack ships with; the default pack is written in euros."""
    charter = pack.parent / "asp.yaml"
    return unwrap(read_charter(charter)).charter.currency if charter.is_file() else "EUR"


@cache
def cases_of(path: Path) -> Cases:
    pack = path.parents[1]
    policies = unwrap(read_policy_sets(pack, currency=currency_of(pack), roles=ROLES))
    return unwrap(read_cases(path, policies))


def witness(
    policies: CompiledPolicies, subjects: Subjects
) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
    findings = ReferenceEvaluator().findings(policies, subjects, currency="EUR")
    return findings, prevailing(policies, findings, subjects)


@pytest.fixture(scope="module")
def engine() -> Iterator[Judge]:
    """One process of the production system for all cases."""
    with WorkerProcess(time_limit_seconds=60) as worker:

        def judge(
            policies: CompiledPolicies, subjects: Subjects
        ) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
            findings = drawn_findings(policies, subjects, worker.draw, currency="EUR")
            return findings, prevailing(policies, findings, subjects)

        yield judge


def told(results: tuple[CaseResult, ...]) -> str:
    return "\n".join(
        f"{result.place} {result.name}: {failure}"
        for result in results
        for failure in result.failures
    )


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_every_case_comes_out_as_stated_by_the_witness(path: Path) -> None:
    results = run_cases(cases_of(path), witness, plan_case)

    assert results
    assert all(result.passed for result in results), told(results)


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_every_case_comes_out_as_stated_by_the_production_system(path: Path, engine: Judge) -> None:
    results = run_cases(cases_of(path), engine, plan_case)

    assert all(result.passed for result in results), told(results)


@pytest.mark.parametrize("path", POLICIES, ids=named)
def test_tests_stand_beside_every_policy_and_it_fits_two_screens(path: Path) -> None:
    assert path.with_name(path.stem + ".tests.yaml") in TESTS
    assert path.read_text(encoding="utf-8").count("\n") <= 140


@pytest.mark.parametrize("pack", PACKS, ids=named)
@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31), date(2040, 1, 1)])
def test_a_pack_reads_without_a_word_on_every_day_of_its_life(pack: Path, day: date) -> None:
    read = read_policies(pack, as_of=day, currency=currency_of(pack), roles=ROLES)

    assert read.value is not None
    assert not read.diagnostics


def findings_by_rule(path: Path) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for result in run_cases(cases_of(path), witness, plan_case):
        for finding in result.findings:
            if finding.subject is not None:
                found[finding.rule].append(finding)
    return found


def can_be_unknown(cases: Cases, rule: str) -> bool:
    """Whether there is any case in which it cannot tell: who asks first what is known always can."""
    clause = compile_policies(cases.policies, as_of=cases.as_of).clause(rule)
    assert clause is not None, "judged rules are rules in force"
    try:
        part = part_of_clauses([clause], Axes(witness))
    except TooManyCellsError:
        return any(one.rule == rule and "unknown" in one.facts for one in compared_by(cases))
    return "unknown" in results_in(clause, part)


def is_complete(cases: Cases, rule: str) -> bool:
    """Whether it is a table that answers wherever all that it asks is known."""
    clause = compile_policies(cases.policies, as_of=cases.as_of).clause(rule)
    if not isinstance(clause, TableClause):
        return False
    words = [("yes", "no"), ("known", None), ("known", None)]
    assert clause.inputs == ("holds_continuously", "affects_assumptions", "affects_themes")
    subjects = {
        key: Subject(
            key,
            key.id,
            {"holds_continuously": holds, "disposition": None},
            {"affects_assumptions": bool(belief), "affects_themes": bool(theme)},
        )
        for number, (holds, belief, theme) in enumerate(product(*words))
        for key in [SubjectKey("signal", f"SIG-{number}")]
    }
    findings, _ = witness(CompiledPolicies((clause,), {}, ""), subjects)
    return {finding.result for finding in findings} == {"gives"}


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_every_rule_is_seen_acting_not_acting_and_without_a_fact(path: Path) -> None:
    """And exactly at its limit, as every comparison is: see below."""
    found, cases = findings_by_rule(path), cases_of(path)
    owed = []
    for rule in sorted(cases.judged.rules):
        results = {finding.result for finding in found[rule]}
        if not results & ACTS:
            owed.append(f"{rule}: no case in which it acts")
        if not results & DOES_NOT_ACT and not is_complete(cases, rule):
            owed.append(f"{rule}: no case in which it does not act")
        if "unknown" not in results and can_be_unknown(cases, rule):
            owed.append(f"{rule}: no case in which it cannot tell")

    assert not owed, "\n".join(owed)


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_every_comparison_is_shown_true_false_unknown_and_at_its_limit(path: Path) -> None:
    cases = cases_of(path)

    missing = coverage_of(cases, run_cases(cases, witness, plan_case)).missing

    assert not missing, "\n".join(str(point.as_diagnostic()) for point in missing)


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_every_change_of_a_policy_is_noticed_by_the_cases_beside_it(path: Path) -> None:
    currency = cases_of(path).policies.currency

    score = mutation_of(cases_of(path), witness, plan_case, ByCells(witness, currency))

    assert score.counted > 0
    assert not score.slips
    assert not score.survivors, "\n".join(str(s.as_diagnostic()) for s in score.survivors)


def test_the_four_rules_to_begin_with_are_four() -> None:
    minimal = SOURCES / "shipped" / "minimal" / "policies"
    read = unwrap(
        read_policies(minimal, as_of=date(2026, 10, 1), currency="EUR", roles=ROLES)
    ).portfolio

    assert [c.heading.rule for c in read.clauses] == ["BRK-01", "GATE-21", "STOP-02", "WIP-01"]
    assert read.points["validation"].otherwise == "plan"


def test_the_default_pack_puts_a_brake_on_every_run() -> None:
    read = unwrap(
        read_policies(PROJECT / "policies", as_of=date(2027, 1, 4), currency="EUR", roles=ROLES)
    ).portfolio

    brake = read.clause("BRK-01")
    assert isinstance(brake, EscalateClause)
    assert [(c.name, c.phrase) for c in comparisons(brake.when)] == [
        ("stopped_share", "above 30 %"),
        ("moved_share", "above 40 %"),
    ]


def test_what_the_demo_brings_beside_the_default_pack_is_allowed_by_it(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "demo", "demo")
    set_for = read_sources(opened(folder), AS_OF)

    assert not [told for told in set_for.warnings if told.code.startswith("P")]
    assert set_for.policies.overlaid == {"wip_limit": {"freight": 1}}
    assert [one.id for one in set_for.policies.exemptions] == ["EX-2026-001", "EX-2026-002"]
