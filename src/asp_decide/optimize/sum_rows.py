"""Bounds on the demand of initiatives as rows: of each by itself, and of all members together."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from asp_decide.clauses.bounded import SubjectMeasure, SumOf
from asp_decide.clauses.clause import LimitClause
from asp_decide.model.ids import InitiativeId
from asp_decide.model.subject import PORTFOLIO, SubjectKey
from asp_decide.optimize.bound_rows import bound_row, groups_of
from asp_decide.optimize.columns import Columns, Extent
from asp_decide.optimize.membership import members_of
from asp_decide.optimize.programme import Origin, Row, Term

DEMAND = "demand"
"""The only measure of an initiative that adds up and that a plan sets."""

type _Demands = Mapping[tuple[InitiativeId, int], tuple[Term, ...]]


def sum_rows(columns: Columns, clause: LimitClause, measure: SumOf) -> tuple[Row, ...]:
    """One row for each group and planned interval; none for a sum of what the plan leaves alone.

    Members that touch a value stream count in full there, as in every total.
    """
    if measure.members.subject != "initiative" or measure.of != DEMAND:
        return ()
    found = members_of(measure.members, columns.by_initiative, columns.frame.subjects)
    inside = found.possible if clause.at_most is not None else found.sure
    demands = _demands(columns)
    return tuple(
        bound_row(
            columns,
            clause,
            Origin("rule", clause.heading.rule, group, step.id),
            Extent(group, _terms(demands, sorted(_of_group(columns, inside, group)), step.number)),
        )
        for group in groups_of(columns, clause)
        for step in columns.planned
    )


def demand_rows(columns: Columns, clause: LimitClause, measure: SubjectMeasure) -> Iterator[Row]:
    """One row for each initiative and planned interval in which it may take capacity."""
    demands = _demands(columns)
    found = members_of(measure.members, columns.by_initiative, columns.frame.subjects)
    for initiative in sorted(found.possible if clause.at_most is not None else found.sure):
        for step in columns.planned:
            used = demands.get((initiative, step.number), ())
            if columns.frame.holds(clause, initiative) and (used or clause.at_least is not None):
                origin = Origin("rule", clause.heading.rule, initiative, step.id)
                yield bound_row(columns, clause, origin, Extent(initiative, used))


def _demands(columns: Columns) -> _Demands:
    """What each choice takes of delivery capacity in each step, by initiative and step."""
    found: dict[tuple[InitiativeId, int], list[Term]] = {}
    for number, choice in columns.numbered():
        taken: dict[int, Fraction] = {}
        for (pool, step), amount in choice.demand.items():
            if pool.function == "delivery" and not pool.skill:
                taken[step] = taken.get(step, Fraction(0)) + amount
        for step, amount in sorted(taken.items()):
            if amount:
                found.setdefault((choice.initiative, step), []).append((number, amount))
    return {place: tuple(terms) for place, terms in found.items()}


def _terms(demands: _Demands, members: list[InitiativeId], step: int) -> tuple[Term, ...]:
    return tuple(sorted(term for one in members for term in demands.get((one, step), ())))


def _of_group(
    columns: Columns, members: frozenset[InitiativeId], group: str
) -> Iterator[InitiativeId]:
    """The members that touch the group, by what is known of them before the plan."""
    for initiative in members:
        subject = columns.frame.subjects.get(SubjectKey("initiative", initiative))
        if group == PORTFOLIO or (subject is not None and group in subject.streams):
            yield initiative
