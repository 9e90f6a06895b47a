"""How work flows in a workspace: from its log of work, its features and its releases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from asp_decide.delivery.board import Board, board_of
from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.delivery.flow_time import UnderWay, ageing, flow_efficiency, flow_times
from asp_decide.delivery.grouping import GroupedBy, groups
from asp_decide.delivery.spread import Spread
from asp_decide.delivery.stream_work import StreamWork
from asp_decide.delivery.throughput import (
    FlowBalance,
    flow_balance,
    throughput_per_week,
    wip_limit,
)
from asp_decide.delivery.usual_time import UsualTimes, usual_times
from asp_decide.diagnostics import Diagnostic, nearest
from asp_decide.errors import UsageError, unwrap
from asp_decide.flows.flow import Flow
from asp_decide.flows.replay import History
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.work_event import end_of_day
from asp_decide.runs.flows_by_kind import FLOWS
from asp_decide.runs.flows_of_work import known_work, work_log
from asp_decide.runs.workspace import Workspace, read_facts

WINDOW_WEEKS = 26
"""Two quarters: long enough for percentiles, short enough to be about today."""


@dataclass(frozen=True, slots=True)
class FlowOrder:
    """What is measured: up to which day, over how many weeks, of which stream, told apart by what.

    Without a `stream` it is the whole workspace. Without `by` items are told apart by their value
    stream.
    """

    as_of: date
    weeks: int = WINDOW_WEEKS
    stream: str | None = None
    by: GroupedBy = "value_stream"


@dataclass(frozen=True, slots=True)
class FlowReview:
    """One flow over a window that ends with the day of the run; of a `group` of it, or of all."""

    board: Board
    flow_time: Spread | None
    per_week: Fraction
    efficiency: Fraction | None
    balance: FlowBalance
    ageing: tuple[UnderWay, ...]
    group: str | None = None

    @property
    def kind(self) -> str:
        """The kind of item that flows."""
        return self.board.flow.item


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The flows of a workspace, or of one of its streams, over a window.

    `work` is what `flows` are measured from, `warnings` what is wrong with the log, `facts` are
    all facts of the day.
    """

    order: FlowOrder
    events: int
    work: StreamWork
    flows: tuple[FlowReview, ...]
    warnings: tuple[Diagnostic, ...]
    facts: Snapshot

    @property
    def whole(self) -> tuple[FlowReview, ...]:
        """Each flow as a whole, without its groups."""
        return tuple(each for each in self.flows if each.group is None)

    @property
    def since(self) -> date:
        """The first day of the window."""
        return self.order.as_of - timedelta(weeks=self.order.weeks) + timedelta(days=1)

    @property
    def as_of(self) -> date:
        """The last day of the window."""
        return self.order.as_of


def flow_run(workspace: Workspace, order: FlowOrder) -> Reviewed:
    """Measure each flow over a window up to the end of the day.

    Raises InvalidInputError with every problem of the facts and every line of the log that cannot
    be read, and UsageError where nothing has happened, the window has no length or there is no such
    value stream.
    """
    if order.weeks < 1:
        raise UsageError(f"a window of {order.weeks} weeks has no length", mend="say at least 1")
    facts = unwrap(read_facts(workspace.root, order.as_of))
    checked = work_log(workspace, as_of=order.as_of, facts=facts)
    log = unwrap(checked)
    if not log.events:
        raise UsageError(
            f"no event of work is known up to {order.as_of}",
            mend="write `facts/work_events.csv` with item_kind, item_id, event, to_state, at",
        )
    work = known_work(facts, log)
    if order.stream is not None:
        work = _in_stream(work, order.stream, facts)
    flows = tuple(_reviews(work, order))
    return Reviewed(order, log.events, work, flows, checked.diagnostics, facts)


def limits(reviewed: Reviewed, weeks: Fraction) -> Iterator[tuple[FlowReview, Fraction]]:
    """Each flow with the work in progress at which its items would take so many weeks."""
    for review in reviewed.flows:
        yield review, wip_limit(review.balance, flow_time_weeks=weeks)


def figures(reviewed: Reviewed) -> Iterator[tuple[str, FlowFigure, FlowFigure | None]]:
    """Every figure of what was reviewed, with what it was in the window before."""
    since = end_of_day(reviewed.order.as_of - timedelta(weeks=reviewed.order.weeks))
    return reviewed.work.beside_before(since=since)


def _in_stream(work: StreamWork, stream: str, facts: Snapshot) -> StreamWork:
    streams = [str(one.id) for one in facts.value_streams]
    if stream not in streams:
        near = nearest(stream, streams)
        mend = f"did you mean `{near}`?" if near else "streams are " + ", ".join(streams)
        raise UsageError(f"there is no value stream `{stream}`", mend=mend)
    return work.of_stream(stream)


def _reviews(work: StreamWork, order: FlowOrder) -> Iterator[FlowReview]:
    since = end_of_day(order.as_of - timedelta(weeks=order.weeks))
    for kind, own in work.histories.items():
        usual = usual_times(work.board(kind), work.rows, since=since)
        yield _review(FLOWS[kind], own, order, usual)
        if order.stream is not None and order.by == "value_stream":
            continue
        for group, members in groups(own, work.rows, order.by).items():
            yield _review(FLOWS[kind], members, order, usual, group)


def _review(
    flow: Flow,
    histories: tuple[History, ...],
    order: FlowOrder,
    usual: UsualTimes,
    group: str | None = None,
) -> FlowReview:
    board = board_of(flow, histories, as_of=end_of_day(order.as_of))
    since = end_of_day(order.as_of - timedelta(weeks=order.weeks))
    return FlowReview(
        board=board,
        flow_time=flow_times(board, since=since),
        per_week=throughput_per_week(board, since=since),
        efficiency=flow_efficiency(board, since=since),
        balance=flow_balance(board, since=since),
        ageing=ageing(board, usual),
        group=group,
    )
