"""Every problem of a workspace at once: facts and policies together."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import InvalidInputError
from asp_decide.runs.unused_exemptions import unused_exemptions
from asp_decide.runs.workspace import check_sources, find_workspace


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
                for d in self.diagnostics
            ],
        }


def lint_run(start: Path, *, as_of: date) -> Linted:
    """Read the workspace around `start` as a plan would, and tell everything that is wrong with it.

    What is wrong with `asp.yaml` is told alone: nothing else can be read without it. Raises
    UsageError if there is no workspace.
    """
    try:
        workspace = find_workspace(start)
    except InvalidInputError as error:
        return Linted(error.diagnostics, initiatives=0, rules=0)
    facts, policies = check_sources(workspace, as_of)
    of_plans = policies.value.portfolio if policies.value else None
    notes = unused_exemptions(workspace, of_plans) if of_plans else ()
    return Linted(
        tuple(sorted((*facts.diagnostics, *policies.diagnostics, *notes))),
        initiatives=len(facts.value.initiatives) if facts.value else 0,
        rules=sum(len(one.clauses) for one in policies.value or ()),
    )
