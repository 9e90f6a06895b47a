"""What will come as things went so far: a picture of how sure so much is, week by week."""

from datetime import timedelta

from asp_decide.report.flow_told import FlowTold
from asp_decide.report.page import Column, Figure, table
from asp_decide.report.pictures.flow_pictures import forecast_picture
from asp_decide.report.record_numbers import Records

TICKS = 4
"""Weeks between two days that are named at the foot."""


def forecast_figure(told: FlowTold, records: Records) -> Figure:
    """How many are done by the end of the next interval, and when those under way are."""
    foretold = told.forecast
    assert foretold is not None, "it is shown where there is one"
    last = told.as_of + timedelta(weeks=told.horizon_weeks)
    begun = len(told.under_way)
    until = foretold.weeks_until[85]
    when = "not within ten years" if until is None else f"by {told.as_of + timedelta(weeks=until)}"
    sure = foretold.done[85]
    done = f"at least {sure} more are done" if sure else "it is not sure that any more is done"
    caption = (
        f"As things went in the last {foretold.weeks} weeks, {done} by {last} in 85 of 100 runs, "
        f"and as many as are under way ({begun}) {when}."
    )
    weeks = range(1, told.horizon_weeks + 1)
    ticks = {
        week: (told.as_of + timedelta(weeks=week)).isoformat()
        for week in weeks
        if week % TICKS == 0
    }
    columns = (
        Column("By"),
        *(Column(f"In {sure} of 100 runs at least", "number") for sure in foretold.by_week),
    )
    rows = tuple(
        (
            (told.as_of + timedelta(weeks=week)).isoformat(),
            *(str(path[week - 1]) for path in foretold.by_week.values()),
        )
        for week in weeks
    )
    numbers = table(
        f"Done from {told.as_of} on, {foretold.runs} runs with seed {foretold.seed}",
        columns,
        rows,
        (records for _ in rows),
    )
    return Figure(caption, forecast_picture(foretold.by_week, ticks=ticks), numbers, records)
