"""How work flows in a value stream: figures, what stands where, what is old, and what will come."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from statistics import median

from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.delivery.flow_time import UnderWay
from asp_decide.model.quantity import singular
from asp_decide.report.amounts import NONE_GIVEN, counted, number, percent
from asp_decide.report.flow_told import BANDS, SHOWN_WEEKS, WINDOW_WEEKS, Done, FlowTold
from asp_decide.report.page import Block, Column, Figure, Paragraph, Section, table
from asp_decide.report.pictures.flow_pictures import (
    Level,
    Mark,
    ageing_picture,
    cumulative_picture,
    scatter_picture,
)
from asp_decide.report.printable import on_one_line
from asp_decide.report.record_numbers import Records
from asp_decide.report.sections.forecast_figure import forecast_figure

MOST_OLD = 12
"""Items under way that the table of old work names; the picture shows all of them."""

_SHOWN = (
    ("feature", "throughput"),
    ("feature", "flow time P50"),
    ("feature", "flow time P85"),
    ("feature", "flow efficiency"),
    ("feature", "work in progress"),
    ("feature", "load"),
    ("feature", "flow debt"),
    ("feature", "capacity shown P50"),
    ("feature", "capacity shown P85"),
    ("feature", "capacity demonstrated P50"),
    ("feature", "capacity demonstrated P85"),
    ("goal", "predictability"),
    ("story", "sprint predictability"),
    ("cadence", "intervals with a release"),
)
_WORKED = tuple(state for states in BANDS.values() for state in states)[:-1]
_MONTH = 4
"""Weeks between two rows of a table of weeks."""


def flow_section(told: FlowTold | None, records: Records) -> Section | None:
    """How work flows here; None where no feature of the stream is known.

    All of it is computed from the log of work that is kept with the facts of the run.
    """
    if told is None:
        return None
    blocks: list[Block] = [_figures(told, records)]
    blocks.append(_cumulative(told, records))
    if told.under_way:
        blocks.append(_ageing(told, records))
    if told.done:
        blocks.append(_scatter(told, records))
    if told.forecast is not None:
        blocks.append(forecast_figure(told, records))
    if told.excluded:
        left_out = (
            f"{counted(told.excluded, 'features')} are left out of all of this: what their events "
            "tell cannot have happened, or contradicts their rows. `asp-decide lint` names each."
        )
        blocks.append(Paragraph(left_out, records=records))
    return Section("flow", "How work flows", tuple(blocks))


def shown_figure(figure: FlowFigure | None) -> str:
    """The value of a figure with its unit, a dash where there is nothing to measure."""
    if figure is None or figure.value is None:
        return NONE_GIVEN
    if figure.unit == "share":
        return percent(figure.value)
    unit = singular(figure.unit) if figure.value == 1 else figure.unit
    return f"{number(figure.value, 2 if unit.endswith('/week') else 1)} {unit}"


def _figures(told: FlowTold, records: Records) -> Block:
    found = {(flow, one.name): (one, before) for flow, one, before in told.figures}
    rows = tuple(
        (
            name,
            shown_figure(found[flow, name][0]),
            shown_figure(found[flow, name][1]),
            str(found[flow, name][0].n),
            str(found[flow, name][0].excluded),
        )
        for flow, name in _SHOWN
        if (flow, name) in found
    )
    columns = (
        Column("Measure"),
        Column("Now", "number"),
        Column("In the window before", "number"),
        Column("Cases", "number"),
        Column("Left out", "number"),
    )
    caption = f"Over the {WINDOW_WEEKS} weeks up to {told.as_of}, waiting included"
    return table(caption, columns, rows, (records for _ in rows))


def _cumulative(told: FlowTold, records: Records) -> Figure:
    weeks = [counts for _, counts in told.standing]
    first, last = weeks[0], weeks[-1]
    open_now, open_then = (sum(w.values()) - w["released"] for w in (last, first))
    way = "more" if open_now > open_then else "fewer" if open_now < open_then else "as many"
    caption = (
        f"In {SHOWN_WEEKS} weeks {last['released']} were released; {open_now} are begun and not "
        f"done, {way}{' as' if way == 'as many' else ' than'} the {open_then} of a year ago."
    )
    columns = (Column("End of"), *(Column(band, "number") for band in BANDS))
    rows = tuple(
        (day.isoformat(), *(str(counts[band]) for band in BANDS))
        for day, counts in told.standing[::_MONTH]
    )
    chart = cumulative_picture(weeks, bands=tuple(BANDS), ticks=_quarters(told))
    numbers = table("What stood where", columns, rows, (records for _ in rows))
    return Figure(caption, chart, numbers, records)


def _ageing(told: FlowTold, records: Records) -> Figure:
    usual, old = told.usual, told.under_way
    late = [one for one in old if one.of_p85 is not None and one.of_p85 > 1]
    oldest = old[0]
    name = on_one_line(oldest.item_id)
    if usual is None:
        finding = "Nothing was done that they could be held against"
    else:
        finding = (
            f"{len(late)} of {len(old)} under way are older than the P85 of their kind "
            f"({number(usual.p85)} days over all kinds)"
        )
    caption = f"{finding}; the oldest is {name}, {number(oldest.age_days)} days."
    chart = ageing_picture(
        tuple(_places(old, late)),
        states=_WORKED,
        levels=_levels(told),
    )
    columns = (
        Column("Feature"),
        Column("Stands in"),
        Column("Age in days", "number"),
        Column("Of the P85", "number"),
        Column("Blocked for days", "number"),
    )
    rows = tuple(
        (
            on_one_line(one.item_id),
            one.state,
            number(one.age_days),
            NONE_GIVEN if one.of_p85 is None else percent(one.of_p85),
            NONE_GIVEN if one.blocked_days is None else number(one.blocked_days),
        )
        for one in old[:MOST_OLD]
    )
    more = "" if len(old) <= MOST_OLD else f", the {MOST_OLD} oldest of {len(old)}"
    numbers = table(f"What is under way{more}", columns, rows, (records for _ in rows))
    return Figure(caption, chart, numbers, records)


def _places(old: tuple[UnderWay, ...], late: list[UnderWay]) -> Iterator[Mark]:
    """Those of one state beside each other, so that none hides another."""
    seen = dict.fromkeys(_WORKED, 0)
    for one in old:
        if one.state not in seen:
            continue
        place = (15, 35, 25, 45, 20, 40)[seen[one.state] % 6]
        seen[one.state] += 1
        x = _WORKED.index(one.state) * 100 + place
        yield Mark(x, one.age_days, on_one_line(one.item_id), one in late)


def _scatter(told: FlowTold, records: Records) -> Figure:
    first = told.as_of - timedelta(weeks=SHOWN_WEEKS)
    usual = told.usual
    marks = [
        Mark(
            (one.on - first).days,
            one.took_days,
            one.name,
            usual is not None and one.took_days > usual.p85,
        )
        for one in told.done
    ]
    slowest = max(told.done, key=lambda one: (one.took_days, one.name))
    half = (
        ""
        if usual is None
        else (
            f"Of those done in the last {WINDOW_WEEKS} weeks half took {number(usual.p50)} days or "
            f"less, and 85 of 100 {number(usual.p85)} or less; "
        )
    )
    caption = (
        f"{half}the slowest of the year, {on_one_line(slowest.name)}, took "
        f"{number(slowest.took_days)}."
    )
    caption = caption[0].upper() + caption[1:]
    chart = scatter_picture(
        marks,
        width=SHOWN_WEEKS * 7,
        ticks={place * 7: name for place, name in _quarters(told).items()},
        levels=_levels(told),
    )
    columns = (
        Column("Month"),
        Column("Done", "number"),
        Column("Median days", "number"),
        Column("Longest", "number"),
    )
    months: dict[str, list[Done]] = {}
    for one in told.done:
        months.setdefault(one.on.isoformat()[:7], []).append(one)
    rows = tuple(
        (
            month,
            str(len(own)),
            number(Fraction(median(one.took_days for one in own))),
            number(max(one.took_days for one in own)),
        )
        for month, own in months.items()
    )
    numbers = table("How long they took, by month", columns, rows, (records for _ in rows))
    return Figure(caption, chart, numbers, records)


def _levels(told: FlowTold) -> tuple[Level, ...]:
    usual = told.usual
    if usual is None:
        return ()
    return (
        Level(usual.p50, f"P50 {number(usual.p50)} days"),
        Level(usual.p85, f"P85 {number(usual.p85)} days"),
    )


def _quarters(told: FlowTold) -> Mapping[int, str]:
    """Every thirteenth week of the year that is shown, by its place."""
    return {n: day.isoformat() for n, (day, _) in enumerate(told.standing) if n % 13 == 0}
