"""What it takes to act against a rule, whatever its kind."""

from asp_decide.clauses.clause import Clause, DeriveClause, Enforce


def enforced_by(clause: Clause) -> Enforce | None:
    """What it takes to act against the rule; None where nobody acts against it."""
    return None if isinstance(clause, DeriveClause) else clause.enforce
