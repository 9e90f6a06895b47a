"""Which results a plan tells people beside its decisions."""

from asp_decide.clauses.clause import Clause, EscalateClause, TableClause
from asp_decide.model.finding import Result


def is_told(clause: Clause, result: Result) -> bool:
    """Whether people should know of it: what is broken or owed, who is asked, who is listed.

    What all others say is in the decisions that follow from it, and in the records.
    """
    if result in {"broken", "unknown"}:
        return True
    if isinstance(clause, EscalateClause):
        return result == "fires"
    return isinstance(clause, TableClause) and clause.hit == "collect" and result == "gives"
