"""Every figure of one flow over a window: time, work in progress, what came out, what it cost."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from asp_decide.delivery.board import Board
from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.delivery.flow_time import flow_efficiency, flow_times, time_in_state
from asp_decide.delivery.throughput import flow_balance, throughput_per_week
from asp_decide.model.feature import Feature, FlowKind

_WEEK = 7
KINDS: tuple[FlowKind, ...] = ("feature", "defect", "risk", "debt")


def board_figures(board: Board, *, since: int) -> Iterator[FlowFigure]:
    """The figures of items that a board holds, over what happened after `since` (F29).

    Flow debt is how much longer items would take by work in progress and throughput than those did
    that were done (Vacanti 2015): above zero, what is under way grows old for what overtakes it.
    """
    done = len(board.done_since(since))
    out = board.excluded
    times = flow_times(board, since=since)
    items = board.flow.plural
    yield FlowFigure("done", items, Fraction(done), done, out)
    per_week = throughput_per_week(board, since=since)
    yield FlowFigure("throughput", f"{items}/week", per_week, done, out)
    for name, value in (
        ("flow time P50", None if times is None else times.p50),
        ("flow time P85", None if times is None else times.p85),
        ("flow time P95", None if times is None else times.p95),
    ):
        yield FlowFigure(name, "days", value, done, out)
    efficiency = flow_efficiency(board, since=since)
    yield FlowFigure("flow efficiency", "share", efficiency, done, out)
    under_way = board.on_their_way
    yield FlowFigure("load", items, Fraction(len(under_way)), len(under_way), out)
    oldest = max((board.age_days(item) for item in under_way), default=None)
    yield FlowFigure("age of the oldest", "days", oldest, len(under_way), out)
    balance = flow_balance(board, since=since)
    yield FlowFigure("work in progress", items, balance.wip, balance.arrived + balance.left, out)
    debt = None
    if balance.flow_time_days is not None and balance.per_week:
        debt = balance.wip / balance.per_week * _WEEK - balance.flow_time_days
    yield FlowFigure("flow debt", "days", debt, done, out)
    for state, spread in time_in_state(board, since=since).items():
        yield FlowFigure(f"in {state} P85", "days", spread.p85, spread.n, out)


def distribution(
    board: Board, features: Mapping[str, Feature], *, since: int
) -> Iterator[FlowFigure]:
    """What was done by its kind, as shares of it; what states no kind is left out (F29)."""
    done = [features.get(item.history.item_id) for item in board.done_since(since)]
    kinds = [one.flow_kind for one in done if one is not None and one.flow_kind is not None]
    if not kinds:
        return
    for kind in KINDS:
        share = Fraction(kinds.count(kind), len(kinds))
        yield FlowFigure(f"done as {kind}", "share", share, len(kinds), len(done) - len(kinds))
