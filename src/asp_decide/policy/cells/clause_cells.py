"""What rules say in every cell: of a rule, the cells of each of its results."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from asp_decide.clauses.clause import (
    Clause,
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    RequireClause,
    TableClause,
)
from asp_decide.clauses.condition import Condition
from asp_decide.model.finding import Result
from asp_decide.model.subject import SubjectKind
from asp_decide.policy.cells.axes import Axes, Words
from asp_decide.policy.cells.bare_conditions import (
    ALWAYS,
    NEVER,
    bare,
    bound_kept,
    inside,
    kind_of_clause,
    point_of_clause,
    words_at,
)
from asp_decide.policy.cells.cell_diagrams import Diagram, DiagramSpace
from asp_decide.policy.cells.cell_parts import Part, crowded_part_of, part_of
from asp_decide.policy.cells.cell_sets import CellSet, added
from asp_decide.policy.cells.cell_space import Cells
from asp_decide.policy.cells.table_cells import Outcome, outcomes_in


@dataclass(frozen=True, slots=True)
class Asking:
    """A rule as conditions: whom it speaks of, what it asks, and what spares.

    Of a limit `asked` is whether it applies and `spares` is whether its bound is kept; `rows` are
    those of a table, which asks nothing else.
    """

    within: Condition
    asked: Condition
    spares: Condition
    rows: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All of them."""
        return self.within, self.asked, self.spares, *self.rows


def asking_of(clause: Clause) -> Asking:
    """The rule as conditions that say nothing of how it is written."""
    if isinstance(clause, TableClause):
        rows = tuple(bare(row.when) for row in clause.rows)
        return Asking(inside(clause), ALWAYS, NEVER, rows)
    if isinstance(clause, LimitClause):
        return Asking(inside(clause), bare(clause.when), bound_kept(clause))
    asked = clause.that if isinstance(clause, RequireClause) else clause.when
    return Asking(inside(clause), bare(asked), bare(clause.unless, absent=NEVER))


def part_of_clauses(clauses: Sequence[Clause], axes: Axes) -> Part[Cells]:
    """The cells of rules of one kind of subject, at one decision point if at any, together.

    Which version of a rule comes first makes no difference. Raises TooManyCellsError.
    """
    return part_of(*_looked_at(clauses, axes))


def crowded_part_of_clauses(
    clauses: Sequence[Clause], axes: Axes
) -> tuple[Part[Diagram], DiagramSpace]:
    """The same where the cells are too many to go through. Raises TooManyCellsError."""
    return crowded_part_of(*_looked_at(clauses, axes))


def _looked_at(
    clauses: Sequence[Clause], axes: Axes
) -> tuple[list[Condition], Axes, SubjectKind, Words]:
    kind, point = kind_of_clause(clauses[0]), point_of_clause(clauses[0])
    asked = [(clause.heading.rule, asking_of(clause)) for clause in clauses]
    conditions = [one for _, asking in sorted(asked, key=repr) for one in asking.conditions]
    return conditions, axes, kind, {**words_at(point), **axes.outputs}


def results_in[C: CellSet](clause: Clause, part: Part[C]) -> Mapping[Result, C]:
    """The cells in which the rule has each of its results; every cell that can occur in one."""
    if isinstance(clause, TableClause):
        results: dict[Result, C] = {}
        for outcome, cells in outcomes_in(clause, part).items():
            results[outcome.result] = added(results, outcome.result, cells)
        return results
    asking = asking_of(clause)
    certainly_in, possibly_in = part.sided(asking.within)
    holds, may_hold = part.sided(asking.asked)
    spared, may_be_spared = part.sided(asking.spares)
    every = part.possible
    doubtful = possibly_in & ~certainly_in
    found: dict[Result, C] = {}
    if isinstance(clause, LimitClause):
        found["does_not_apply"] = every & ~may_hold
        found["kept"] = holds & spared
        found["broken"] = holds & ~may_be_spared
    elif isinstance(clause, RequireClause):
        found["met"] = holds
        found["spared"] = spared & ~holds
        found["unmet"] = every & ~may_hold & ~may_be_spared
    else:
        names = _NAMES_OF_CONCLUSIONS if isinstance(clause, DeriveClause) else _NAMES
        found[names[0]] = holds & ~may_be_spared
        found[names[2]] = every & ~may_hold
        found[names[1]] = added(found, names[1], spared & may_hold)
    found = {result: cells & certainly_in for result, cells in found.items()}
    told = part.space.none
    for cells in found.values():
        told = told | cells
    found["unknown"] = doubtful | (certainly_in & ~told)
    outside = _OUTSIDE.get(type(clause), "does_not_apply")
    found[outside] = added(found, outside, every & ~possibly_in)
    return {result: cells for result, cells in found.items() if cells}


def fires_in[C: CellSet](clause: DecideClause, part: Part[C]) -> tuple[C, C]:
    """The cells in which the rule fires for certain, and in which it may: both of its results.

    The same as `results_in` has under `fires`, and together with `unknown`.
    """
    asking = asking_of(clause)
    certainly_in, possibly_in = part.sided(asking.within)
    holds, may_hold = part.sided(asking.asked)
    if asking.spares == NEVER:
        return holds & certainly_in, (possibly_in & ~certainly_in) | (may_hold & certainly_in)
    spared, may_be_spared = part.sided(asking.spares)
    doubtful = possibly_in & ~certainly_in
    return (
        holds & ~may_be_spared & certainly_in,
        doubtful | (certainly_in & may_hold & ~spared),
    )


def said_in[C: CellSet](clause: Clause, part: Part[C]) -> Mapping[Result | Outcome, C]:
    """The cells of each result, or of each thing that a table gives."""
    said: Iterable[tuple[Result | Outcome, C]]
    if isinstance(clause, TableClause):
        said = outcomes_in(clause, part).items()
    else:
        said = results_in(clause, part).items()
    return dict(said)


_NAMES: tuple[Result, Result, Result] = ("fires", "spared", "does_not_fire")
_NAMES_OF_CONCLUSIONS: tuple[Result, Result, Result] = (
    "holds",
    "does_not_hold",
    "does_not_hold",
)
_OUTSIDE: Mapping[type[Clause], Result] = {
    DecideClause: "does_not_fire",
    EscalateClause: "does_not_fire",
    DeriveClause: "does_not_hold",
}
"""What is said of a subject of whom the rule does not speak."""
