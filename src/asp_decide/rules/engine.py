"""What any evaluator of rules must do."""

from typing import Protocol

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.model.finding import Finding
from asp_decide.model.subject import Subjects


class RuleEngine(Protocol):
    """Says what every rule means for every subject in its scope."""

    def findings(
        self, policies: CompiledPolicies, subjects: Subjects, *, currency: str
    ) -> tuple[Finding, ...]:
        """One finding for each rule and subject in its scope, sorted by rule, then subject.

        A rule without any subject in scope has one finding, with subject None. `currency` is that
        of the workspace, for amounts in words. Raises EngineFailedError and NotInstalledError.
        """
        ...
