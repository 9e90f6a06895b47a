"""What is wrong with one rule by itself, decided over all its cells: P101 and P116."""

from collections.abc import Iterator, Mapping

from asp_decide.clauses.bounded import LargestShareOf, ShareOf
from asp_decide.clauses.clause import (
    Clause,
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    RequireClause,
    TableClause,
)
from asp_decide.diagnostics import Diagnostic
from asp_decide.model.finding import Result
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.clause_cells import (
    crowded_part_of_clauses,
    part_of_clauses,
    results_in,
)
from asp_decide.policy.cells.exclusions import excluding_each_other
from asp_decide.policy.written.codes import note, problem

_ACTS: Mapping[type[Clause], tuple[Result, str, str]] = {
    DecideClause: ("fires", "can never fire", "no fact makes its `when` true and spares nothing"),
    EscalateClause: ("fires", "can never fire", "no fact makes its `when` true and spares nothing"),
    DeriveClause: ("holds", "can never hold", "no fact makes its `when` true and spares nothing"),
    TableClause: ("gives", "can never give anything", "no fact makes exactly its rows hold"),
    RequireClause: ("unmet", "can never be unmet", "what it asks for is true of every fact"),
}
"""By kind of rule: the result with which it does something, and what is said where it has none."""


def lint_rule(clause: Clause, axes: Axes) -> Iterator[Diagnostic]:
    """Whether the rule can do anything at all, and whether anything can satisfy it."""
    rule, place = clause.heading.rule, clause.heading.place
    try:
        results = _results(clause, axes)
    except TooManyCellsError:
        message = f"whether {rule} can ever fire is not decided: too much hangs together"
        yield note("P101", place, message, mend="`derive` a part of its condition")
        return
    if isinstance(clause, LimitClause):
        if _is_kept_by_nothing(clause):
            message = (
                f"{rule} is a floor under a share of what is allocated: an empty plan keeps it"
            )
            mend = "write `basis: available` in its measure"
            yield problem("P109", place, message, mend=mend, width=len(rule))
        if not results & {"kept", "broken"}:
            mend = excluding_each_other(clause, axes) or "no fact makes its `when` true"
            yield problem("P101", place, f"{rule} can never apply", mend=mend, width=len(rule))
        return
    acts, says, mend = _ACTS[type(clause)]
    if acts not in results:
        mend = ("" if acts == "unmet" else excluding_each_other(clause, axes)) or mend
        yield problem("P101", place, f"{rule} {says}", mend=mend, width=len(rule))
    if isinstance(clause, RequireClause) and "met" not in results:
        message = f"{rule} asks for what no fact can satisfy, so it blocks always"
        mend = excluding_each_other(clause, axes) or "the parts of its `that` exclude each other"
        yield problem("P116", place, message, mend=mend, width=len(rule))


def _is_kept_by_nothing(clause: LimitClause) -> bool:
    """Whether a plan that allocates nothing keeps a floor that seems to ask for something."""
    of_allocated = (
        isinstance(clause.measure, ShareOf | LargestShareOf) and clause.measure.basis == "allocated"
    )
    return of_allocated and clause.at_least is not None and clause.at_least > 0


def _results(clause: Clause, axes: Axes) -> frozenset[Result]:
    """Every result that the rule has in some case. Raises TooManyCellsError."""
    try:
        return frozenset(results_in(clause, part_of_clauses((clause,), axes)))
    except TooManyCellsError:
        part, _ = crowded_part_of_clauses((clause,), axes)
        return frozenset(results_in(clause, part))
