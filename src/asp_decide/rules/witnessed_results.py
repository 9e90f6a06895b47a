"""The result of a rule by how high its parts stand: the tables of three values, written out."""

from asp_decide.clauses.clause import (
    Clause,
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    RequireClause,
    TableClause,
)
from asp_decide.model.finding import Result

FALSE, UNKNOWN, TRUE = 0, 1, 2

OF_NOBODY: dict[type[Clause], Result] = {
    LimitClause: "does_not_apply",
    RequireClause: "does_not_apply",
    DecideClause: "does_not_fire",
    EscalateClause: "does_not_fire",
    DeriveClause: "does_not_hold",
    TableClause: "no_row",
}
"""What a rule says that found nobody in its scope."""


type Rows = tuple[tuple[Result, Result, Result], ...]
"""Results by the level of what is asked, then by that of the bound (a limit) or of what spares."""


def result_rows(clause: Clause) -> Rows:
    """The results of the rule's kind, in the order false, unknown, true."""
    if isinstance(clause, LimitClause):
        table = _OF_LIMITS
    elif isinstance(clause, RequireClause):
        table = _OF_REQUIREMENTS
    elif isinstance(clause, DeriveClause):
        table = {at: _OF_CONCLUSIONS.get(found, found) for at, found in _OF_RULES.items()}
    else:
        table = _OF_RULES
    levels = (FALSE, UNKNOWN, TRUE)
    return tuple((table[one, FALSE], table[one, UNKNOWN], table[one, TRUE]) for one in levels)


_OF_LIMITS: dict[tuple[int, int], Result] = {
    (FALSE, FALSE): "does_not_apply",
    (FALSE, UNKNOWN): "does_not_apply",
    (FALSE, TRUE): "does_not_apply",
    (UNKNOWN, FALSE): "unknown",
    (UNKNOWN, UNKNOWN): "unknown",
    (UNKNOWN, TRUE): "unknown",
    (TRUE, FALSE): "broken",
    (TRUE, UNKNOWN): "unknown",
    (TRUE, TRUE): "kept",
}
"""By whether the limit applies, and whether its bound is kept."""

_OF_RULES: dict[tuple[int, int], Result] = {
    (FALSE, FALSE): "does_not_fire",
    (FALSE, UNKNOWN): "does_not_fire",
    (FALSE, TRUE): "does_not_fire",
    (UNKNOWN, FALSE): "unknown",
    (UNKNOWN, UNKNOWN): "unknown",
    (UNKNOWN, TRUE): "spared",
    (TRUE, FALSE): "fires",
    (TRUE, UNKNOWN): "unknown",
    (TRUE, TRUE): "spared",
}
"""By `when` and `unless`: the last column of the table of three values."""

_OF_REQUIREMENTS: dict[tuple[int, int], Result] = {
    (FALSE, FALSE): "unmet",
    (FALSE, UNKNOWN): "unknown",
    (FALSE, TRUE): "spared",
    (UNKNOWN, FALSE): "unknown",
    (UNKNOWN, UNKNOWN): "unknown",
    (UNKNOWN, TRUE): "spared",
    (TRUE, FALSE): "met",
    (TRUE, UNKNOWN): "met",
    (TRUE, TRUE): "met",
}
"""By `that` and `unless`."""

_OF_CONCLUSIONS: dict[Result, Result] = {
    "fires": "holds",
    "spared": "does_not_hold",
    "does_not_fire": "does_not_hold",
}
"""A conclusion that is spared does not hold: it is used, and not acted upon."""
