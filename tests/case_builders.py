"""Cases beside policies for tests: how they are read, judged and planned."""

from collections.abc import Mapping
from pathlib import Path

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.errors import unwrap
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Subjects
from asp_decide.policy.adequacy.mutant_cells import ByCells
from asp_decide.policy.adequacy.mutation import Mutation, mutation_of
from asp_decide.policy.cases.case import CaseResult, Cases
from asp_decide.policy.cases.case_run import run_cases
from asp_decide.policy.cases.cases import read_cases
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.runs.authoring.plan_case import plan_case
from policy_builders import write_policies

CASES_HEAD = "asp: tests/v1\nof: portfolio/sample\nas_of: 2026-10-01\n"
"""The head of the cases beside the usual sample."""


def judged_by_witness(
    policies: CompiledPolicies, subjects: Subjects
) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
    """Findings and answers of the reference evaluator."""
    findings = ReferenceEvaluator().findings(policies, subjects, currency="EUR")
    return findings, prevailing(policies, findings, subjects)


def cases_beside(folder: Path, policies: Mapping[str, str], tests: str, of: str) -> Cases:
    """The cases of a tests file that is written beside one of these policies."""
    written = write_policies(folder, policies)
    path = written / f"{of}.tests.yaml"
    path.write_text(tests, encoding="utf-8")
    return unwrap(read_cases(path, unwrap(read_policy_sets(written, currency="EUR", roles=ROLES))))


def results_of(cases: Cases) -> tuple[CaseResult, ...]:
    """Each case judged by the witness and planned by the optimizer."""
    return run_cases(cases, judged_by_witness, plan_case)


def mutated(cases: Cases) -> Mutation:
    """The mutants of a file, judged by the witness, told apart by cells."""
    return mutation_of(cases, judged_by_witness, plan_case, ByCells(judged_by_witness, "EUR"))


def failures_told(results: tuple[CaseResult, ...]) -> list[str]:
    """What failed, a sentence each."""
    return [failure.said for result in results for failure in result.failures]
