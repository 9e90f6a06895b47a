"""Whether a run changes so much that a person must say so first."""

from collections.abc import Sequence

from asp_decide.clauses.clause import CompiledPolicies, EscalateClause
from asp_decide.model.finding import Finding
from asp_decide.model.plan import Brake


def brake(policies: CompiledPolicies, findings: Sequence[Finding]) -> Brake:
    """The first escalation that holds `apply` back, by rule id, and the role that may confirm.

    An unknown share is no reason to halt: nothing is known to have changed.
    """
    halting = {
        c.heading.rule: c
        for c in policies.clauses
        if isinstance(c, EscalateClause) and c.halts_apply
    }
    for finding in findings:
        clause = halting.get(finding.rule)
        if clause is not None and finding.result == "fires":
            return Brake(
                tripped=True,
                rule=finding.rule,
                role=clause.to[0].role,
                message=finding.message,
            )
    return Brake(tripped=False)
