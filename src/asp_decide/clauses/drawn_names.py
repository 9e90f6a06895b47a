"""Under which names a rule gives what it finds to other rules."""

from asp_decide.clauses.clause import Clause, DeriveClause, TableClause


def drawn_by(clause: Clause) -> tuple[str, ...]:
    """The conclusion, or the outputs, that other rules may ask for."""
    match clause:
        case DeriveClause(name=name):
            return (name,)
        case TableClause():
            return clause.words
        case _:
            return ()
