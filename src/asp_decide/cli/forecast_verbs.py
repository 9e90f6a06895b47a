"""Verbs about what comes: how many items are done by a day, and when so many are."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.options import AsOf, Format, NoColor, a_date, day
from asp_decide.cli.printed import Aside, Headline, Rows, print_answer
from asp_decide.runs.delivering.flow_run import FlowOrder
from asp_decide.runs.delivering.forecast_run import (
    HISTORY_WEEKS,
    Forecasted,
    ForecastOrder,
    forecast_run,
)
from asp_decide.runs.workspace import find_workspace

_NEVER = "not within ten years"


def forecast(
    *,
    by: Annotated[str, Parameter(help="The last day, YYYY-MM-DD.")],
    items: Annotated[
        int | None,
        Parameter(show_default=False, help="How many; those under way unless said."),
    ] = None,
    stream: Annotated[
        str | None,
        Parameter(show_default=False, help="One value stream; all unless said."),
    ] = None,
    kind: Annotated[str, Parameter(help="Which flow: feature, story, improvement.")] = "feature",
    seed: Annotated[int, Parameter(help="The same seed gives the same forecast.")] = 1,
    as_of: AsOf = None,
    window: Annotated[
        int, Parameter(name="--window", help="How many weeks of the past are replayed.")
    ] = HISTORY_WEEKS,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """How many will be done by a day and when so many are, replayed from the past.

    Example: asp-decide flow forecast --stream payments --by 2027-03-31 --as-of 2026-12-31
    """
    flow = FlowOrder(day(as_of), window, stream)
    order = ForecastOrder(flow, kind, a_date(by, "--by"), items, seed)
    found = forecast_run(find_workspace(Path.cwd()), order)
    told = found.forecast
    rows = [
        (
            f"{sure} of 100",
            str(told.done[sure]),
            str(found.day(told.weeks_until[sure]) or _NEVER),
        )
        for sure in told.done
    ]
    heads = ("in", f"done by {order.by}, at least", f"{found.wanted} done by")
    idle = f"in {told.idle} of the {told.weeks} weeks nothing was done; they are replayed too"
    return print_answer(
        lambda: _as_json(found),
        Headline(_headline(found)),
        Rows("", heads, rows),
        Aside(idle) if told.idle else None,
        Aside("a forecast holds while as much is let in, and by the same teams, as in these weeks"),
        style=style,
        no_color=no_color,
    )


def _headline(found: Forecasted) -> str:
    told, order = found.forecast, found.order
    where = f" of {order.flow.stream}" if order.flow.stream else ""
    return (
        f"{order.kind}s{where}: {found.done} done in the {told.weeks} weeks up to "
        f"{order.flow.as_of}, replayed {told.runs} times with seed {told.seed}"
    )


def _as_json(found: Forecasted) -> dict[str, object]:
    told, order = found.forecast, found.order
    return {
        "schema_version": "1",
        "as_of": order.flow.as_of.isoformat(),
        "stream": order.flow.stream,
        "flow": order.kind,
        "weeks": told.weeks,
        "idle_weeks": told.idle,
        "done": found.done,
        "runs": told.runs,
        "seed": told.seed,
        "by": order.by.isoformat(),
        "wanted": found.wanted,
        "forecast": [
            {
                "percent": sure,
                "done_at_least": told.done[sure],
                "wanted_done_on": None if (on := found.day(weeks)) is None else on.isoformat(),
            }
            for sure, weeks in told.weeks_until.items()
        ],
    }
