"""Bounds on planned measures of one subject as rows: dates to keep, load, outlay, stops."""

from collections.abc import Iterator
from fractions import Fraction

from asp_decide.clauses.clause import LimitClause, SubjectMeasure
from asp_decide.model.ids import InitiativeId
from asp_decide.model.subject import PORTFOLIO, Measured, SubjectKey
from asp_decide.optimize.bound_rows import Extent, bound_row, capacity_extent, groups_of
from asp_decide.optimize.columns import Columns
from asp_decide.optimize.membership import members_of
from asp_decide.optimize.programme import Origin, Reading, Row, make_row

_ONE = Fraction(1)


def measure_rows(columns: Columns, clause: LimitClause, measure: SubjectMeasure) -> tuple[Row, ...]:
    """The rows of a bound on a measure that the plan itself sets; none for any other measure."""
    match measure.name, clause.at_least:
        case "requirement_slack", Fraction():
            return tuple(_date_rows(columns, clause, measure))
        case "load", _:
            return tuple(_load_rows(columns, clause))
        case "planned_outlay", _:
            return tuple(_outlay_rows(columns, clause))
        case "stopped_share", _:
            return tuple(_stop_rows(columns, clause))
        case _:
            return ()


def _date_rows(columns: Columns, clause: LimitClause, measure: SubjectMeasure) -> Iterator[Row]:
    """What must be done before a date is done, and in time: late choices cannot be the one."""
    initiatives = members_of(measure.members, columns.by_initiative, columns.frame.subjects)
    assert clause.at_least is not None, "a date is kept by a floor on the slack"
    for initiative in sorted(initiatives.sure):
        weeks = _weeks_to_requirement(columns, initiative)
        if weeks is None or not columns.frame.holds(clause, initiative):
            continue
        in_time = [
            (number, _ONE)
            for number in columns.by_initiative[initiative]
            if (choice := columns.choices[number]).delivers
            and choice.finish is not None
            and weeks - columns.grid[choice.finish].ends >= clause.at_least
        ]
        origin = Origin("rule", clause.heading.rule, initiative)
        reading = Reading(clause.name, clause.unit, "least", clause.at_least)
        yield make_row(origin, "=", _ONE, in_time, reading=reading)


def _load_rows(columns: Columns, clause: LimitClause) -> Iterator[Row]:
    for group in groups_of(columns, clause):
        for step in columns.planned:
            extent = capacity_extent(columns, group, [step.number])
            if extent is not None:
                origin = Origin("rule", clause.heading.rule, group, step.id)
                yield bound_row(columns, clause, origin, extent)


def _outlay_rows(columns: Columns, clause: LimitClause) -> Iterator[Row]:
    """The outlay of the plan's first interval."""
    for group in groups_of(columns, clause):
        first = columns.grid[0]
        outlays = [(n, choice.outlay.get(first.number)) for n, choice in columns.numbered()]
        extent = Extent(tuple((number, amount) for number, amount in outlays if amount))
        if group == PORTFOLIO:
            origin = Origin("rule", clause.heading.rule, group, first.id)
            yield bound_row(columns, clause, origin, extent)


def _stop_rows(columns: Columns, clause: LimitClause) -> Iterator[Row]:
    """Initiatives that the run stops, of those in delivery."""
    running = len(columns.choice_set.running)
    stops = tuple((n, _ONE) for n, choice in columns.numbered() if choice.kind == "stop")
    for group in groups_of(columns, clause) if running else ():
        if group == PORTFOLIO:
            origin = Origin("rule", clause.heading.rule, group)
            yield bound_row(columns, clause, origin, Extent(stops, Fraction(running)))


def _weeks_to_requirement(columns: Columns, initiative: InitiativeId) -> Fraction | None:
    subject = columns.frame.subjects.get(SubjectKey("initiative", initiative))
    measured = subject.measures.get("weeks_to_requirement") if subject is not None else None
    return measured.value if isinstance(measured, Measured) else None
