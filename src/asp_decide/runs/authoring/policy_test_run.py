"""The cases beside policies: do they pass, what do they show, and what would they not notice."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.errors import UsageError, unwrap
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.language import FALLBACK
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Subjects
from asp_decide.policy.adequacy.coverage import coverage_of
from asp_decide.policy.adequacy.mutant_cells import ByCells
from asp_decide.policy.adequacy.mutation import Mutation, mutation_of
from asp_decide.policy.cases.case import CaseResult, Cases, Judge
from asp_decide.policy.cases.case_run import Progress, run_cases
from asp_decide.policy.cases.cases import read_cases
from asp_decide.policy.policy_reader import TESTS, read_policy_sets
from asp_decide.rules.agreement import agree
from asp_decide.rules.durable_engine import drawn_findings
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.rules.worker_process import WorkerProcess
from asp_decide.runs.authoring.plan_case import plan_case
from asp_decide.runs.authoring.tested_cases import Tested, TestedFile
from asp_decide.runs.instruments import ENGINE_SECONDS
from asp_decide.runs.workspace import CHARTER, find_workspace, open_workspace

_PACKS_CURRENCY = "EUR"
"""The currency of policies that stand in no workspace, as those that ship do."""


def test_policies(
    start: Path,
    *,
    path: Path | None,
    coverage: bool = False,
    mutate: bool = False,
    progress: Progress = lambda _: None,
) -> Tested:
    """Run every case of a tests file, of a folder of policies, or of the workspace at `start`.

    Both evaluators judge each case and must agree. `coverage` asks which comparisons the cases
    show, `mutate` which changes of the policies they would not notice; the mutants are judged by
    the reference evaluator alone. Raises InvalidInputError, UsageError if there is nothing to run,
    and EvaluatorsDisagreeError.
    """
    folder, wanted = _place(start, path)
    currency, roles, language = _frame(folder)
    policies = unwrap(read_policy_sets(folder, currency=currency, roles=roles, language=language))
    files = [file for file in sorted(folder.rglob(f"*{TESTS}")) if wanted in (None, file)]
    if not files:
        raise UsageError(f"no cases stand in `{path or folder}`", mend=f"they end in `{TESTS}`")
    read = [(file, unwrap(read_cases(file, policies))) for file in files]
    tested: list[TestedFile] = []
    with WorkerProcess(time_limit_seconds=ENGINE_SECONDS) as worker:
        judge = _both(worker, currency)
        for file, cases in read:
            shown = f"{folder.name}/{file.relative_to(folder).as_posix()}"
            results = run_cases(cases, judge, plan_case, progress)
            points = coverage_of(cases, results) if coverage else None
            score = _mutation(_passing(cases, results), currency, progress) if mutate else None
            tested.append(TestedFile(shown, results, points, score))
    return Tested(tuple(tested))


def _both(worker: WorkerProcess, currency: str) -> Judge:
    """The production system with its witness."""

    def judge(
        clauses: CompiledPolicies, subjects: Subjects
    ) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
        findings = drawn_findings(clauses, subjects, worker.draw, currency=currency)
        agree(findings, ReferenceEvaluator().findings(clauses, subjects, currency=currency))
        return findings, prevailing(clauses, findings, subjects)

    return judge


def _passing(cases: Cases, results: Sequence[CaseResult]) -> Cases:
    """The cases that pass: one that fails anyway notices nothing."""
    return replace(cases, cases=tuple(result.case for result in results if result.passed))


def _mutation(cases: Cases, currency: str, progress: Progress) -> Mutation:
    def judge(
        clauses: CompiledPolicies, subjects: Subjects
    ) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
        findings = ReferenceEvaluator().findings(clauses, subjects, currency=currency)
        return findings, prevailing(clauses, findings, subjects)

    return mutation_of(cases, judge, plan_case, ByCells(judge, currency), progress)


def _place(start: Path, path: Path | None) -> tuple[Path, Path | None]:
    """The folder of policies, and the one file of cases that was asked for, if it was one."""
    if path is None:
        return find_workspace(start).root / "policies", None
    absolute = path.absolute()
    if absolute.is_dir():
        return absolute, None
    if not absolute.is_file():
        raise UsageError(f"there is no file or folder `{path}`")
    return absolute.parent.parent, absolute


def _frame(folder: Path) -> tuple[str, Sequence[str], str]:
    """Currency, roles and language of the workspace that the policies stand in, if they do."""
    if (folder.parent / CHARTER).is_file():
        workspace = open_workspace(folder.parent)
        return workspace.charter.currency, workspace.charter.roles, workspace.language
    return _PACKS_CURRENCY, ROLES, FALLBACK
