"""What a rule asks of its subjects: its comparisons, and the links along which it looks."""

from asp_decide.clauses.clause import Clause, LimitClause, RequireClause, TableClause
from asp_decide.clauses.condition import All, AnyOf, Comparison, Condition, Linked, Not


def leaves_of(clause: Clause) -> tuple[tuple[Comparison, str], ...]:
    """Every comparison of the rule with its link, in the order written, those that spare last.

    The link is empty where the rule looks at the subject itself.
    """
    match clause:
        case LimitClause():
            return _asked(clause.when)
        case RequireClause():
            return _asked(clause.that) + _asked(clause.unless)
        case TableClause():
            return tuple(one for row in clause.rows for one in _asked(row.when))
        case _:
            return _asked(clause.when) + _asked(clause.unless)


def comparisons_of(clause: Clause) -> tuple[Comparison, ...]:
    """Every comparison of the rule, in the order written, those that spare last."""
    return tuple(comparison for comparison, _ in leaves_of(clause))


def _asked(condition: Condition | None) -> tuple[tuple[Comparison, str], ...]:
    match condition:
        case None:
            return ()
        case Comparison():
            return ((condition, ""),)
        case Linked():
            return ((condition.that, condition.link),)
        case All() | AnyOf():
            return tuple(one for part in condition.parts for one in _asked(part))
        case Not():
            return _asked(condition.part)
