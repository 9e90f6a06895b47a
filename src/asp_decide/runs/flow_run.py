"""How work flows in a workspace, from its log of work alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from asp_decide.delivery.board import Board, board_of
from asp_decide.delivery.flow_time import UnderWay, ageing, flow_efficiency, flow_times
from asp_decide.delivery.spread import Spread
from asp_decide.delivery.throughput import (
    FlowBalance,
    flow_balance,
    throughput_per_week,
    wip_limit,
)
from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import UsageError, unwrap
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.runs.flows_of_work import FLOWS, end_of, work_log
from asp_decide.runs.workspace import Workspace

WINDOW_WEEKS = 26
"""Two quarters: long enough for percentiles, short enough to be about today."""


@dataclass(frozen=True, slots=True)
class FlowReview:
    """One flow over a window that ends with the day of the run."""

    board: Board
    flow_time: Spread | None
    per_week: Fraction
    efficiency: Fraction | None
    balance: FlowBalance
    ageing: tuple[UnderWay, ...]

    @property
    def kind(self) -> str:
        """The kind of item that flows."""
        return self.board.flow.item


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The flows of a workspace from the first day of the window to its last."""

    since: date
    as_of: date
    events: int
    flows: tuple[FlowReview, ...]
    warnings: tuple[Diagnostic, ...]


def flow_run(workspace: Workspace, *, as_of: date, weeks: int = WINDOW_WEEKS) -> Reviewed:
    """Measure each flow over so many weeks up to the end of the day.

    Raises InvalidInputError with every line of the log that cannot be read, and UsageError where
    nothing has happened or the window has no length.
    """
    if weeks < 1:
        raise UsageError(f"a window of {weeks} weeks has no length", mend="say at least 1")
    until = end_of(as_of)
    since = end_of(as_of - timedelta(weeks=weeks))
    facts = unwrap(read_snapshot(workspace.root, as_of=as_of))
    checked = work_log(workspace, as_of=as_of, facts=facts)
    log = unwrap(checked)
    if not log.events:
        raise UsageError(
            f"no event of work is known up to {as_of}",
            mend="write `facts/work_events.csv` with item_kind, item_id, event, to_state, at",
        )
    boards = (
        board_of(FLOWS[kind], log.histories[kind], as_of=until)
        for kind in FLOWS
        if kind in log.histories
    )
    reviews = tuple(_review(board, since) for board in boards)
    return Reviewed(
        since=as_of - timedelta(weeks=weeks) + timedelta(days=1),
        as_of=as_of,
        events=log.events,
        flows=reviews,
        warnings=checked.diagnostics,
    )


def limits(reviewed: Reviewed, weeks: Fraction) -> Iterator[tuple[FlowReview, Fraction]]:
    """Each flow with the work in progress at which its items would take so many weeks."""
    for review in reviewed.flows:
        yield review, wip_limit(review.balance, flow_time_weeks=weeks)


def _review(board: Board, since: int) -> FlowReview:
    return FlowReview(
        board=board,
        flow_time=flow_times(board, since=since),
        per_week=throughput_per_week(board, since=since),
        efficiency=flow_efficiency(board, since=since),
        balance=flow_balance(board, since=since),
        ageing=ageing(board, since=since),
    )
