"""What a flow that goes on as it did will have brought by a day, and when so many are done."""

from dataclasses import dataclass
from datetime import date, timedelta

from asp_decide.delivery.throughput_forecast import FARTHEST_WEEKS, Forecast, forecast, weekly_done
from asp_decide.errors import UsageError
from asp_decide.runs.delivering.flow_run import FlowOrder, Reviewed, flow_run
from asp_decide.runs.flows_by_kind import FLOWS
from asp_decide.runs.workspace import Workspace

HISTORY_WEEKS = 26
_WEEK = 7


@dataclass(frozen=True, slots=True)
class ForecastOrder:
    """What is asked of the future: how many by a day, when so many, of which flow.

    `by` is the last day, `wanted` the number of items; without it those that are under way.
    """

    flow: FlowOrder
    kind: str
    by: date
    wanted: int | None
    seed: int


@dataclass(frozen=True, slots=True)
class Forecasted:
    """A forecast with what it was asked, and the flow whose history it rests on."""

    order: ForecastOrder
    reviewed: Reviewed
    wanted: int
    done: int
    forecast: Forecast

    @property
    def horizon_weeks(self) -> int:
        """Whole weeks from the day of the run to the day that was asked about."""
        return (self.order.by - self.order.flow.as_of).days // _WEEK

    def day(self, weeks: int | None) -> date | None:
        """The day that lies so many weeks ahead."""
        return None if weeks is None else self.order.flow.as_of + timedelta(weeks=weeks)


def forecast_run(workspace: Workspace, order: ForecastOrder) -> Forecasted:
    """The forecast of one kind of item. Raises as `flow_run`, and UsageError for a day that is
    past, too far ahead, or where nothing was done in the window.
    """
    as_of = order.flow.as_of
    ahead = (order.by - as_of).days // _WEEK
    if order.by <= as_of:
        raise UsageError(f"{order.by} is not after {as_of}", mend="--by a day that lies ahead")
    if ahead > FARTHEST_WEEKS:
        raise UsageError(f"{order.by} is more than ten years ahead", mend="--by a nearer day")
    if order.kind not in FLOWS:
        raise UsageError(f"nothing flows as `{order.kind}`", mend="--kind " + ", ".join(FLOWS))
    if order.wanted is not None and order.wanted < 1:
        raise UsageError(f"{order.wanted} items are none", mend="--items at least 1")
    reviewed = flow_run(workspace, order.flow)
    board = reviewed.work.board(order.kind)
    history = weekly_done(board, weeks=order.flow.weeks)
    wanted = len(board.on_their_way) if order.wanted is None else order.wanted
    found = forecast(history, horizon_weeks=ahead, wanted=wanted, seed=order.seed)
    if found is None:
        raise UsageError(
            f"no {order.kind} was done in the {order.flow.weeks} weeks up to {as_of}",
            mend="--window with more weeks: from a history without anything done nothing follows",
        )
    return Forecasted(order, reviewed, wanted, sum(history), found)
