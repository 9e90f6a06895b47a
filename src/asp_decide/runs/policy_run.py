"""What is in force, and whether the cases beside the policies pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DecideClause,
    LimitClause,
    RequireClause,
)
from asp_decide.errors import UsageError, unwrap
from asp_decide.model.charter import ROLES
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.subject import Subjects
from asp_decide.policy.case import CaseResult
from asp_decide.policy.case_run import run_cases
from asp_decide.policy.cases import read_cases
from asp_decide.policy.policy_reader import TESTS, read_policies, read_policy_set
from asp_decide.rules.agreement import agree
from asp_decide.rules.durable_engine import drawn_findings
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.rules.worker_process import WorkerProcess
from asp_decide.runs.instruments import ENGINE_SECONDS
from asp_decide.runs.plan_case import plan_case
from asp_decide.runs.workspace import CHARTER, Workspace, find_workspace, open_workspace

_PACKS_CURRENCY = "EUR"
"""The currency of policies that stand in no workspace, as those that ship do."""


@dataclass(frozen=True, slots=True)
class Tested:
    """The cases of all files that were run, in their order."""

    results: tuple[tuple[str, CaseResult], ...]

    @property
    def passed(self) -> bool:
        """Whether every case came out as expected."""
        return all(not result.failures for _, result in self.results)

    def lines(self) -> list[str]:
        """A line for each file, the failures of each failing case, and the counts."""
        told: list[str] = []
        for path in dict.fromkeys(path for path, _ in self.results):
            results = [result for of, result in self.results if of == path]
            failed = [result for result in results if result.failures]
            told.append(f"{path}: {len(results) - len(failed)} of {len(results)} cases pass")
            for result in failed:
                told.append(f"{result.place} failed: {result.name}")
                told += [f"  {failure}" for failure in result.failures]
        failed_cases = sum(bool(result.failures) for _, result in self.results)
        told.append(f"{len(self.results) - failed_cases} passed, {failed_cases} failed")
        return told

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "passed": self.passed,
            "cases": [
                {
                    "file": path,
                    "line": result.place.line,
                    "name": result.name,
                    "passed": not result.failures,
                    "failures": [str(failure) for failure in result.failures],
                }
                for path, result in self.results
            ],
        }


def list_policies(workspace: Workspace, *, as_of: date) -> tuple[Mapping[str, str], ...]:
    """Each rule in force on that day, by id: what it is called, who answers, where it stands.

    Raises InvalidInputError.
    """
    policies = unwrap(
        read_policies(
            workspace.root / "policies",
            as_of=as_of,
            currency=workspace.charter.currency,
            roles=workspace.charter.roles,
        )
    )
    return tuple(
        {
            "rule": clause.heading.rule,
            "title": clause.heading.title,
            "enforce": _enforce(clause),
            "owner": clause.heading.owner,
            "because": clause.heading.because.strip(),
            "at": str(clause.heading.place),
        }
        for clause in policies.clauses
    )


def test_policies(start: Path, *, path: Path | None) -> Tested:
    """Run every case of a tests file, of a folder of policies, or of the workspace at `start`.

    Both evaluators judge each case and must agree. Raises InvalidInputError, UsageError if there
    is nothing to run, and EvaluatorsDisagreeError.
    """
    folder, wanted = _place(start, path)
    currency, roles = _frame(folder)
    policies = unwrap(read_policy_set(folder, currency=currency, roles=roles))
    files = [file for file in sorted(folder.rglob(f"*{TESTS}")) if wanted in (None, file)]
    if not files:
        raise UsageError(f"no cases stand in `{path or folder}`", mend=f"they end in `{TESTS}`")
    read = [(file, unwrap(read_cases(file, policies))) for file in files]
    with WorkerProcess(time_limit_seconds=ENGINE_SECONDS) as worker:

        def judge(
            clauses: CompiledPolicies, subjects: Subjects
        ) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
            findings = drawn_findings(clauses, subjects, worker.draw, currency=currency)
            agree(findings, ReferenceEvaluator().findings(clauses, subjects, currency=currency))
            return findings, prevailing(clauses, findings, subjects)

        return Tested(
            tuple(
                (f"{folder.name}/{file.relative_to(folder).as_posix()}", result)
                for file, cases in read
                for result in run_cases(cases, judge, plan_case)
            )
        )


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


def _frame(folder: Path) -> tuple[str, Sequence[str]]:
    """Currency and roles of the workspace that the policies stand in, if they stand in one."""
    if (folder.parent / CHARTER).is_file():
        charter = open_workspace(folder.parent).charter
        return charter.currency, charter.roles
    return _PACKS_CURRENCY, ROLES


def _enforce(clause: Clause) -> str:
    if isinstance(clause, LimitClause | DecideClause | RequireClause):
        return clause.enforce
    return ""
