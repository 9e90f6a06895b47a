"""Bounds on measures of the plan itself as rows: dates to keep, load, outlay, how much changes."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from asp_decide.clauses.bounded import SubjectMeasure
from asp_decide.clauses.clause import LimitClause
from asp_decide.model.choice import Choice, Pool
from asp_decide.model.ids import InitiativeId
from asp_decide.model.subject import PORTFOLIO, Measured, SubjectKey
from asp_decide.optimize.bound_rows import bound_row, capacity_extent, groups_of
from asp_decide.optimize.columns import Columns, Extent, total
from asp_decide.optimize.membership import members_of
from asp_decide.optimize.programme import Origin, Reading, Row, make_row
from asp_decide.optimize.sum_rows import demand_rows

_ONE = Fraction(1)


def measure_rows(columns: Columns, clause: LimitClause, measure: SubjectMeasure) -> tuple[Row, ...]:
    """The rows of a bound on a measure that the plan itself sets; none for any other measure."""
    rows: Iterator[Row] = iter(())
    match measure.name:
        case "requirement_slack":
            rows = _date_rows(columns, clause, measure)
        case "load":
            rows = _load_rows(columns, clause, columns.choice_set.capacity)
        case "load_p85":
            rows = _load_rows(columns, clause, columns.frame.capacity_p85)
        case "demand":
            rows = demand_rows(columns, clause, measure)
        case "planned_outlay":
            rows = _portfolio_rows(columns, clause, _outlays(columns))
        case "stopped_share":
            rows = _portfolio_rows(columns, clause, _stops(columns))
        case "moved_share":
            rows = _portfolio_rows(columns, clause, _moves(columns))
        case _:
            pass
    return tuple(rows)


def _date_rows(columns: Columns, clause: LimitClause, measure: SubjectMeasure) -> Iterator[Row]:
    """What must be done before a date is done, and in time: late choices cannot be the one.

    An upper bound on the slack is only checked: nothing is done late on purpose.
    """
    if clause.at_least is None:
        return
    initiatives = members_of(measure.members, columns.by_initiative, columns.frame.subjects)
    for initiative in sorted(initiatives.sure):
        weeks = _weeks_to_requirement(columns, initiative)
        if weeks is None or not columns.frame.holds(clause, initiative):
            continue
        slacks = [
            (number, weeks - columns.grid[choice.finish].ends)
            for number in columns.by_initiative[initiative]
            if (choice := columns.choices[number]).delivers and choice.finish is not None
        ]
        held = columns.frame.held_to(clause, initiative)
        in_time = [(number, _ONE) for number, slack in slacks if slack >= held.limit]
        origin = Origin("rule", clause.heading.rule, initiative)
        reading = Reading(
            clause.name,
            clause.unit,
            "least",
            held.limit,
            initiative,
            own=tuple(slacks),
            set_by=held.set_by,
            instead_of=clause.at_least if held.set_by else None,
        )
        yield make_row(origin, "=", _ONE, in_time, reading=reading)


def _load_rows(
    columns: Columns, clause: LimitClause, capacity: Mapping[tuple[Pool, int], Fraction]
) -> Iterator[Row]:
    for group in groups_of(columns, clause):
        for step in columns.planned:
            extent = capacity_extent(columns, group, [step.number], of=capacity)
            if extent is not None:
                origin = Origin("rule", clause.heading.rule, group, step.id)
                yield bound_row(columns, clause, origin, extent)


def _portfolio_rows(columns: Columns, clause: LimitClause, extent: Extent | None) -> Iterator[Row]:
    if extent is not None and PORTFOLIO in groups_of(columns, clause):
        yield bound_row(columns, clause, Origin("rule", clause.heading.rule, PORTFOLIO), extent)


def _outlays(columns: Columns) -> Extent:
    """The outlay of the first interval."""
    first = columns.grid[0].number
    outlays = [(number, choice.outlay.get(first)) for number, choice in columns.numbered()]
    return Extent(PORTFOLIO, tuple((number, amount) for number, amount in outlays if amount))


def _stops(columns: Columns) -> Extent | None:
    """Initiatives that the run stops, of those in delivery."""
    running = Fraction(len(columns.choice_set.running))
    stops = tuple((n, _ONE) for n, choice in columns.numbered() if choice.kind == "stop")
    return Extent(PORTFOLIO, stops, running) if running else None


def _moves(columns: Columns) -> Extent | None:
    """Capacity that work in delivery uses today and not in the first interval, of all it uses.

    What it uses today is what a review would hold.
    """
    reviews = (choice for choice in columns.choice_set.choices if choice.kind == "review")
    today = {choice.initiative: _first_use(choice) for choice in reviews}
    in_use = total(amount for uses in today.values() for amount in uses.values())
    moved = [
        (number, _given_up(today[choice.initiative], _first_use(choice)))
        for number, choice in columns.numbered()
        if choice.initiative in today
    ]
    return Extent(PORTFOLIO, tuple((n, a) for n, a in moved if a), in_use) if in_use else None


def _first_use(choice: Choice) -> dict[Pool, Fraction]:
    return {
        pool: amount
        for (pool, step), amount in choice.demand.items()
        if step == 0 and pool.function == "delivery" and not pool.skill
    }


def _given_up(today: Mapping[Pool, Fraction], later: Mapping[Pool, Fraction]) -> Fraction:
    zero = Fraction(0)
    return total(max(zero, amount - later.get(pool, zero)) for pool, amount in today.items())


def _weeks_to_requirement(columns: Columns, initiative: InitiativeId) -> Fraction | None:
    subject = columns.frame.subjects.get(SubjectKey("initiative", initiative))
    measured = subject.measures.get("weeks_to_requirement") if subject is not None else None
    return measured.value if isinstance(measured, Measured) else None
