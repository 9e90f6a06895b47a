"""Limits and guardrails as rows: counts of work, shares, the largest bet, planned measures."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from asp_decide.clauses.bounded import (
    CountOf,
    LargestShareOf,
    Scope,
    ShareOf,
    SubjectMeasure,
    SumOf,
)
from asp_decide.clauses.clause import LimitClause
from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.model.subject import PORTFOLIO
from asp_decide.optimize.bound_rows import (
    bound_row,
    budget_extent,
    capacity_extent,
    groups_of,
)
from asp_decide.optimize.columns import Columns, Extent
from asp_decide.optimize.measure_rows import measure_rows
from asp_decide.optimize.membership import members_of, named_states
from asp_decide.optimize.programme import Origin, Row, Term
from asp_decide.optimize.sum_rows import sum_rows

_ONE = Fraction(1)


def limit_rows(columns: Columns, clause: LimitClause) -> tuple[Row, ...]:
    """The rows of one limit for each group where it is in force; none if it is only checked.

    Only checked are counts of anything but work in progress, sums of what no plan sets, the
    largest share `at_least`, shares of a budget by value stream, and measures that no plan
    changes.
    """
    match clause.measure:
        case CountOf():
            return tuple(_count_rows(columns, clause, clause.measure.members))
        case SumOf():
            return sum_rows(columns, clause, clause.measure)
        case ShareOf():
            return tuple(_share_rows(columns, clause, clause.measure))
        case LargestShareOf():
            return tuple(_largest_rows(columns, clause, clause.measure))
        case SubjectMeasure():
            return measure_rows(columns, clause, clause.measure)
        case _:
            assert_never(clause.measure)


def _count_rows(columns: Columns, clause: LimitClause, scope: Scope) -> Iterator[Row]:
    """Work in progress by step: an initiative counts in every stream and step it touches."""
    counted = _counted_phases(scope)
    if scope.subject != "initiative" or not counted:
        return
    members = _members(columns, clause, scope, leaving_out="state")
    active: dict[str, list[list[Term]]] = {
        group: [[] for _ in columns.grid] for group in groups_of(columns, clause)
    }
    for number, choice in columns.numbered():
        if choice.active and choice.initiative in members and _is_discovery(choice) in counted:
            term = number, _ONE
            for group in (PORTFOLIO, *choice.streams):
                for step_number in choice.active if group in active else ():
                    active[group][step_number].append(term)
    for group, by_step in active.items():
        for step, found in zip(columns.grid, by_step, strict=True):
            if found or clause.at_least is not None:
                origin = Origin("rule", clause.heading.rule, group, step.id)
                yield bound_row(columns, clause, origin, Extent(group, tuple(found)))


def _counted_phases(scope: Scope) -> frozenset[bool]:
    """Whether the count is of discovery (true), of delivery (false), of both, or of neither.

    Only work in progress follows from a plan: what waits in a queue does not.
    """
    states = named_states(w for name, words in scope.where if name == "state" for w in words)
    phases = {"implementing": False, "investigate": True}
    return frozenset(is_discovery for state, is_discovery in phases.items() if state in states)


def _is_discovery(choice: Choice) -> bool:
    return choice.kind == "discovery"


def _share_rows(columns: Columns, clause: LimitClause, share: ShareOf) -> Iterator[Row]:
    """One row for each group, over all planning intervals together."""
    members = _members(columns, clause, share.members)
    steps = [step.number for step in columns.planned]
    for group in groups_of(columns, clause):
        if share.quantity == "capacity":
            extent = capacity_extent(columns, group, steps)
        else:
            extent = budget_extent(columns, steps) if group == PORTFOLIO else None
        if extent is not None:
            shared = _of(columns, extent, members, basis=share.basis)
            origin = Origin("rule", clause.heading.rule, group)
            yield bound_row(columns, clause, origin, shared)


def _largest_rows(columns: Columns, clause: LimitClause, share: LargestShareOf) -> Iterator[Row]:
    """The largest is bounded by bounding each: one row for each initiative makes that exact."""
    if clause.at_most is None:
        return
    members = _members(columns, clause, share.members)
    steps = [step.number for step in columns.planned]
    for group in groups_of(columns, clause):
        extent = capacity_extent(columns, group, steps)
        for initiative in sorted(members) if extent is not None else ():
            assert extent is not None, "the loop is empty without an extent"
            own = _of(columns, extent, frozenset({initiative}), basis=share.basis)
            if own.used:
                origin = Origin("rule", clause.heading.rule, f"{group} {initiative}")
                yield bound_row(columns, clause, origin, own)


def _of(
    columns: Columns, extent: Extent, members: frozenset[InitiativeId], *, basis: str
) -> Extent:
    used = tuple((n, a) for n, a in extent.used if columns.choices[n].initiative in members)
    of = extent.used if basis == "allocated" else ()
    return replace(extent, used=used, of=of)


def _members(
    columns: Columns, clause: LimitClause, scope: Scope, *, leaving_out: str = ""
) -> frozenset[InitiativeId]:
    """Who counts: with a missing attribute towards a ceiling, and not towards a floor."""
    subjects = columns.frame.subjects
    found = members_of(scope, columns.by_initiative, subjects, leaving_out=leaving_out)
    return found.possible if clause.at_most is not None else found.sure
