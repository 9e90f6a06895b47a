"""Every problem of a workspace at once: facts and policies together."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import COLUMNS, Diagnostic
from asp_decide.errors import InvalidInputError, unwrap
from asp_decide.load.input_codes import CODES
from asp_decide.memory import Memory
from asp_decide.policy.policy_reader import read_policy_sets, with_lines
from asp_decide.policy.written.codes import OF_CELLS, SENTENCES
from asp_decide.report.formats.diagnostic_formats import github, sarif
from asp_decide.runs.authoring.lint_cases import slips_of_cases
from asp_decide.runs.authoring.lint_limits import limits_in
from asp_decide.runs.authoring.moved_goalposts import moved_goalposts
from asp_decide.runs.authoring.rules_in_newest_plan import rules_in_newest_plan
from asp_decide.runs.authoring.schema_run import stale_schemas
from asp_decide.runs.authoring.unused_exemptions import unused_exemptions
from asp_decide.runs.authoring.unused_roles import unused_roles
from asp_decide.runs.flows_of_work import problems_of_work
from asp_decide.runs.instruments import lint_in
from asp_decide.runs.workspace import Workspace, check_sources, find_workspace


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found, in the order of files and lines, and what was looked at."""

    diagnostics: tuple[Diagnostic, ...]
    initiatives: int
    rules: int

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The problems that forbid a plan."""
        return tuple(d for d in self.diagnostics if d.level == "error")

    @property
    def summary(self) -> str:
        """The counts as one sentence."""
        found = Counter(d.level for d in self.diagnostics)
        told = ", ".join(
            f"{found[level]} {level}{'s' if found[level] != 1 else ''}"
            for level in ("error", "warning", "note")
            if found[level]
        )
        return f"{self.initiatives} initiatives, {self.rules} rules: {told or 'nothing to mend'}"

    def texts(self, *, columns: int = COLUMNS) -> list[str]:
        """Each problem as a person reads it; what is only worth knowing in one line."""
        return [
            d.told(columns=columns)
            if d.level != "note"
            else f"{d.place} {d.code} {d.name}: {d.message}"
            for d in self.diagnostics
        ]

    def as_sarif(self) -> dict[str, Any]:
        """The same as SARIF 2.1.0, which code scanning reads."""
        says = {code: one.says for code, one in CODES.items()} | dict(SENTENCES)
        return sarif(self.diagnostics, says)

    def as_github(self) -> list[str]:
        """The same as lines that GitHub shows beside the files of a pull request."""
        return github(self.diagnostics)

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "initiatives": self.initiatives,
            "rules": self.rules,
            "diagnostics": [
                {
                    "file": d.place.file,
                    "line": d.place.line,
                    "column": d.place.column,
                    "code": d.code,
                    "name": d.name,
                    "level": d.level,
                    "message": d.message,
                    "help": d.help,
                }
                | ({"examples": list(d.examples)} if d.examples else {})
                for d in self.diagnostics
            ],
        }


def lint_run(start: Path, *, as_of: date, memory: Memory | None = None) -> Linted:
    """Read the workspace around `start` as a plan would, and tell everything that is wrong with it.

    What is wrong with `asp.yaml` is told alone: nothing else can be read without it. What a
    `memory` holds of an earlier look is not read and asked again; what is told is the same. Raises
    UsageError if there is no workspace.
    """
    try:
        workspace = find_workspace(start)
    except InvalidInputError as error:
        return Linted(error.diagnostics, initiatives=0, rules=0)
    facts, policies = check_sources(workspace, as_of, memory=memory)
    of_plans = policies.value.portfolio if policies.value else None
    notes = _shown_by_newest_plan(workspace, of_plans) if of_plans else ()
    beside = slips_of_cases(workspace.root / "policies", workspace.charter, memory=memory)
    worked = problems_of_work(workspace, as_of=as_of, facts=facts.value, memory=memory)
    found = dict.fromkeys((*facts.diagnostics, *worked, *policies.diagnostics, *notes, *beside))
    if not policies.errors or all(one.code in OF_CELLS for one in policies.errors):
        found |= dict.fromkeys(_in_every_case(workspace, as_of, memory))
        found |= dict.fromkeys(stale_schemas(workspace, memory=memory))
    if facts.value:
        found |= dict.fromkeys(moved_goalposts(workspace, facts.value))
    if facts.value and of_plans and not any(one.level == "error" for one in found):
        limits = limits_in(facts.value, of_plans, memory=memory)
        found |= dict.fromkeys(with_lines(workspace.root / "policies", limits))
    return Linted(
        tuple(sorted(found)),
        initiatives=len(facts.value.initiatives) if facts.value else 0,
        rules=sum(len(one.clauses) for one in policies.value or ()),
    )


def _shown_by_newest_plan(
    workspace: Workspace, policies: CompiledPolicies
) -> tuple[Diagnostic, ...]:
    """What the newest plan of these policies shows of exemptions and rules."""
    found = (
        *unused_exemptions(workspace, policies),
        *rules_in_newest_plan(workspace, policies),
    )
    return with_lines(workspace.root / "policies", found)


def _in_every_case(
    workspace: Workspace, as_of: date, memory: Memory | None
) -> tuple[Diagnostic, ...]:
    """What is found in all cases of the policies, on that day and in the eras to come."""
    folder, charter = workspace.root / "policies", workspace.charter
    sets = unwrap(
        read_policy_sets(folder, currency=charter.currency, roles=charter.roles, memory=memory)
    )
    lint = lint_in(charter.currency, memory)
    found = [one for policies in sets for one in lint.of_set(policies, as_of=as_of)]
    return (*with_lines(folder, found), *unused_roles(workspace, sets))
