"""Where one rule, as it was and as it is, says something else of a subject."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from asp_decide.clauses.bounded import SubjectMeasure
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
from asp_decide.model.subject import SubjectKind
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.bare_conditions import bare, kind_of_clause, point_of_clause
from asp_decide.policy.cells.cell_parts import Part
from asp_decide.policy.cells.cell_space import Cells
from asp_decide.policy.cells.clause_cells import asking_of, part_of_clauses, said_in
from asp_decide.policy.cells.suppositions import Supposition, asked_at
from asp_decide.policy.cells.table_cells import Outcome

_SILENT: Mapping[type[Clause], Result] = {
    DecideClause: "does_not_fire",
    EscalateClause: "does_not_fire",
    DeriveClause: "does_not_hold",
}
"""What a rule says that is not there, where it is not `does_not_apply`."""


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """Cells in which a rule says something else, and a fact that stands for them.

    `cells` are told apart by what either version asks; None where they are not counted.
    """

    rule: str
    kind: SubjectKind
    old: Result | Outcome
    new: Result | Outcome
    supposition: Supposition
    cells: int
    of_cells: int


def differing_results(
    old: Clause | None, new: Clause | None, axes: Axes
) -> Iterator[RuleDifference]:
    """One difference for each pair of results that differ. Raises TooManyCellsError.

    Results differ too if they say the same and do another thing: propose another answer, bind
    with other force, ask somebody else. Two versions have one frame: see `frame_of`.
    """
    if old is not None or new is not None:
        yield from _between(old, new, axes)


def _between(old: Clause | None, new: Clause | None, axes: Axes) -> Iterator[RuleDifference]:
    clauses = [one for one in (old, new) if one is not None]
    part = part_of_clauses(clauses, axes)
    before, after = _results(old, clauses[0], part), _results(new, clauses[0], part)
    for result_before, cells_before in before.items():
        for result_after, cells_after in after.items():
            both = cells_before & cells_after
            if not both or _acts(old, result_before) == _acts(new, result_after):
                continue
            yield RuleDifference(
                clauses[0].heading.rule,
                kind_of_clause(clauses[0]),
                result_before,
                result_after,
                asked_at(point_of_clause(clauses[0]), part.space.supposition(both)),
                both.bit_count(),
                part.possible.bit_count(),
            )


def _results(
    clause: Clause | None, other: Clause, part: Part[Cells]
) -> Mapping[Result | Outcome, Cells]:
    if clause is None:
        if isinstance(other, TableClause):
            return {Outcome("no_row"): part.possible}
        return {_SILENT.get(type(other), "does_not_apply"): part.possible}
    return said_in(clause, part)


def _acts(clause: Clause | None, result: Result | Outcome) -> Hashable:
    """What comes of a result: the result itself, and what else it does where it does anything."""
    if isinstance(result, Outcome):
        return _gives(clause, result)
    return result if clause is None else _does(clause, result)


def _does(clause: Clause, result: Result) -> Hashable:
    if result in {"does_not_fire", "does_not_hold", "does_not_apply", "met"}:
        return result
    match clause:
        case DecideClause(answer=answer, enforce=enforce, missing=missing):
            return result, answer, enforce, missing if result == "unknown" else ""
        case RequireClause(before=before, otherwise=otherwise, enforce=enforce):
            return result, before, otherwise, enforce
        case LimitClause(enforce=enforce) | TableClause(enforce=enforce):
            return result, enforce
        case DeriveClause(name=name):
            return result, name
        case EscalateClause(name=name, to=to, halts_apply=halts, enforce=enforce):
            return result, name, to, halts, enforce


def _gives(clause: Clause | None, outcome: Outcome) -> Hashable:
    """The words by output; where they are not known, those that may be the answer at a point."""
    if not isinstance(clause, TableClause) or outcome.result == "no_row":
        return outcome.result
    force = clause.enforce if clause.point else ""
    if outcome.result == "unknown":
        return outcome, clause.missing, force
    return outcome, clause.outputs, force


def frame_of(clause: Clause) -> Hashable:
    """What two versions of a rule must have in common to be looked at in the same cells."""
    measured: Hashable = None
    if isinstance(clause, LimitClause):
        measure = clause.measure
        defined = measure.ratio_of if isinstance(measure, SubjectMeasure) else measure
        measured = (clause.name, clause.per, defined)
    return type(clause), kind_of_clause(clause), point_of_clause(clause), measured


def essence_of(clause: Clause) -> Hashable:
    """Everything of a rule that can move a result or what comes of it, however it is written."""
    measured = clause.measure if isinstance(clause, LimitClause) else None
    override = getattr(clause, "override", None)
    acting = tuple(_acts(clause, result) for result in _ACTING)
    if isinstance(clause, TableClause):
        rows = tuple((bare(row.when), row.then) for row in clause.rows)
        told = clause.scope, clause.hit, clause.outputs, rows, clause.missing
        return frame_of(clause), told, acting, override
    return frame_of(clause), measured, asking_of(clause), acting, override


_ACTING: tuple[Result, ...] = ("fires", "unknown", "unmet", "broken", "holds")
