"""The result of a rule on a subject, from what was drawn of its parts."""

from typing import assert_never

from asp_decide.clauses.clause import (
    Clause,
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    RequireClause,
    TableClause,
)
from asp_decide.model.finding import Result, Truth
from asp_decide.rules.table_outcomes import Drawn, outcome_of, truth_of


def result_of(clause: Clause, drawn: Drawn) -> Result:
    """The result in the words of the rule's kind.

    What is drawn for certain is true, what is not even possible is false, and what lies between
    is unknown.
    """
    if ("missing", "possible") in drawn:
        return "unknown"
    acts = truth_of("acts", drawn)
    match clause:
        case DecideClause() | EscalateClause() | DeriveClause():
            return _acting(clause, acts, spared=_spared(clause, acts, drawn))
        case RequireClause():
            return _required(acts, truth_of("unless", drawn))
        case LimitClause():
            when = Truth.TRUE if clause.when is None else truth_of("when", drawn)
            return _bounded(when, broken=acts)
        case TableClause():
            return outcome_of(clause, drawn).result
        case _:
            assert_never(clause)


def result_of_nobody(clause: Clause) -> Result:
    """The result of a rule that found nobody in its scope."""
    match clause:
        case DecideClause() | EscalateClause():
            return "does_not_fire"
        case DeriveClause():
            return "does_not_hold"
        case RequireClause() | LimitClause():
            return "does_not_apply"
        case TableClause():
            return "no_row"
        case _:
            assert_never(clause)


def _spared(
    clause: DecideClause | EscalateClause | DeriveClause, acts: Truth, drawn: Drawn
) -> bool:
    """Whether the exception, and nothing else, keeps the rule from acting."""
    return acts is Truth.FALSE and clause.unless is not None and ("when", "possible") in drawn


def _acting(
    clause: DecideClause | EscalateClause | DeriveClause, acts: Truth, *, spared: bool
) -> Result:
    derives = isinstance(clause, DeriveClause)
    if acts is Truth.UNKNOWN:
        return "unknown"
    if acts is Truth.TRUE:
        return "holds" if derives else "fires"
    if derives:
        return "does_not_hold"
    return "spared" if spared else "does_not_fire"


def _required(met: Truth, spared: Truth) -> Result:
    if met is Truth.TRUE:
        return "met"
    if spared is Truth.TRUE:
        return "spared"
    return "unmet" if met is Truth.FALSE and spared is Truth.FALSE else "unknown"


def _bounded(applies: Truth, *, broken: Truth) -> Result:
    if applies is Truth.FALSE:
        return "does_not_apply"
    if applies is Truth.UNKNOWN or broken is Truth.UNKNOWN:
        return "unknown"
    return "broken" if broken is Truth.TRUE else "kept"
