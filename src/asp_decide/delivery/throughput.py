"""How many are under way and how many come out, and whether the two can be put side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.delivery.board import Board, days
from asp_decide.delivery.flow_time import flow_times

_DAYS_A_WEEK = 7
MOST_APART = Fraction(1, 5)
"""Arrivals and departures further apart than a fifth of the larger: work piles up or runs dry."""


@dataclass(frozen=True, slots=True)
class FlowBalance:
    """A window of a flow by Little's law: average work in progress, what came, what left.

    `wip` is items on average over the window, `per_week` items that left a week, done or given up;
    `flow_time_days` is the mean of those done. `expected_wip` is throughput times flow time.
    `unstable` says in words why the law says little about this window; empty where it holds.
    """

    wip: Fraction
    arrived: int
    left: int
    per_week: Fraction
    flow_time_days: Fraction | None
    expected_wip: Fraction | None
    unstable: tuple[str, ...] = ()


def throughput_per_week(board: Board, *, since: int) -> Fraction:
    """Items done a week, over the window from `since` to now."""
    return len(board.done_since(since)) / weeks_between(since, board.as_of)


def weeks_between(since: int, until: int) -> Fraction:
    """The length of a window in weeks. It must not be empty."""
    assert until > since, "a window has a length"
    return days(until - since) / _DAYS_A_WEEK


def flow_balance(board: Board, *, since: int) -> FlowBalance:
    """What comes, what is under way and what leaves, from `since` to now (Little 1961).

    The law needs as much to come as leaves, and a work in progress that does not grow old; where
    that fails, flow time cannot be read off work in progress and throughput, and it is said.
    """
    closed = [(item.began, board.closed_at(item)) for item in board.items]
    present = sum(
        max(0, (board.as_of if end is None else end) - max(began, since)) for began, end in closed
    )
    left = sum(end is not None and end > since for _, end in closed)
    known = flow_times(board, since=since)
    per_week = left / weeks_between(since, board.as_of)
    mean = None if known is None else known.mean
    balance = FlowBalance(
        wip=Fraction(present, board.as_of - since),
        arrived=sum(item.began > since for item in board.items),
        left=left,
        per_week=per_week,
        flow_time_days=mean,
        expected_wip=None if mean is None else per_week * mean / _DAYS_A_WEEK,
    )
    return replace(balance, unstable=tuple(_unstable(board, since, balance)))


def wip_limit(balance: FlowBalance, *, flow_time_weeks: Fraction) -> Fraction:
    """The work in progress with which items take so long at this throughput (Little 1961).

    A limit alone does not make work faster as its sponsor sees it: what is not let in waits before.
    """
    return balance.per_week * flow_time_weeks


def _unstable(board: Board, since: int, balance: FlowBalance) -> Iterator[str]:
    arrived, left, wip = balance.arrived, balance.left, balance.wip
    if abs(arrived - left) > MOST_APART * max(arrived, left):
        yield f"{arrived} began and {left} left: they are more than a fifth apart"
    under_way = board.on_their_way
    older = [item for item in under_way if item.began <= since]
    if len(older) > MOST_APART * len(under_way):
        yield f"{len(older)} of {len(under_way)} under way began before the window"
    if abs(len(under_way) - wip) > MOST_APART * max(Fraction(len(under_way)), wip):
        yield f"{len(under_way)} are under way, against {round(wip)} on average"
