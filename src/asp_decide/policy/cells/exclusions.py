"""Why a condition holds of no fact: the smallest found set of its parts that exclude each other."""

from collections.abc import Sequence

from asp_decide.clauses.clause import (
    Clause,
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    RequireClause,
)
from asp_decide.clauses.condition import All, Comparison, Condition, Linked
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.bare_conditions import bare, inside
from asp_decide.policy.cells.cell_diagrams import Diagram
from asp_decide.policy.cells.cell_parts import Part
from asp_decide.policy.cells.clause_cells import crowded_part_of_clauses


def excluding_each_other(clause: Clause, axes: Axes) -> str:
    """The parts of what the rule asks that no fact satisfies together, as its author wrote them.

    Empty where it is no matter of such parts, or where they cannot be told in a line.
    """
    asked = _asked_of(clause)
    parts = asked.parts if isinstance(asked, All) else (asked,) if asked is not None else ()
    try:
        part, _ = crowded_part_of_clauses((clause,), axes)
    except TooManyCellsError:
        return ""
    left = [one for one in parts if isinstance(one, Comparison | Linked)]
    if not left or _holds_somewhere(left, clause, part):
        return ""
    for one in tuple(left):
        fewer = [other for other in left if other is not one]
        if fewer and not _holds_somewhere(fewer, clause, part):
            left = fewer
    told = " and ".join(f"`{_in_words(one)}`" for one in left)
    return f"{told} exclude each other" if len(left) > 1 else f"{told} holds of nobody it speaks of"


def _asked_of(clause: Clause) -> Condition | None:
    match clause:
        case RequireClause(that=that):
            return that
        case DecideClause(when=when) | DeriveClause(when=when) | EscalateClause(when=when):
            return when
        case LimitClause(when=when):
            return when
        case _:
            return None


def _holds_somewhere(
    parts: Sequence[Comparison | Linked], clause: Clause, part: Part[Diagram]
) -> bool:
    cells = part.sided(inside(clause))[0]
    for one in parts:
        cells = cells & part.sided(bare(one))[0]
    return bool(cells)


def _in_words(one: Comparison | Linked) -> str:
    if isinstance(one, Linked):
        return f"{one.quantifier}: {one.link}, that: {{{_in_words(one.that)}}}"
    return f"{one.name}: {one.phrase}"
